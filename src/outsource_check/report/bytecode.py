"""Compiled templates, kept between runs: compiling takes a fifth of what a report takes.

What is kept is code. So it is only taken from a file that belongs to whoever runs this, that nobody
else can write, that is whole, and that the same compiler made of the same template. A folder that
cannot be used changes nothing but the time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2.compiler
from jinja2 import BytecodeCache

from outsource_check.report import environment

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

_SEAL = 32
"""Bytes of the digest in front of the code."""
_OTHERS_WRITE = 0o022


class KeptBytecode(BytecodeCache):
    """Compiled templates in a folder, one file each; the folder is made where it is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / str(sys.implementation.cache_tag)
        self._maker = _describe_maker()

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code of a template, where it is there and can be trusted."""
        with contextlib.suppress(OSError), (self._folder / bucket.key).open("rb") as file:
            found = os.fstat(file.fileno())
            if found.st_uid != os.geteuid() or found.st_mode & _OTHERS_WRITE:
                return
            data = file.read()
            if data[:_SEAL] == self._seal(data[_SEAL:]):
                bucket.bytecode_from_string(data[_SEAL:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template; never half of it, whoever else writes at the same time."""
        code = bucket.bytecode_to_string()
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._folder)
            temporary = Path(name)
            try:
                with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor has no path
                    file.write(self._seal(code) + code)
                temporary.replace(self._folder / bucket.key)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise

    def _seal(self, code: bytes) -> bytes:
        return hashlib.sha256(self._maker + code).digest()


def _describe_maker() -> bytes:
    """What compiles: as Python does for its own bytecode, a change shows in size or time."""
    files = [Path(str(module.__file__)) for module in (jinja2.compiler, environment)]
    found = [file.stat() for file in files if file.is_file()]
    return repr([(one.st_size, one.st_mtime_ns) for one in found]).encode()
