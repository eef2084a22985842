"""Compiled templates, kept from run to run."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from jinja2 import FileSystemBytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

Language = Literal["html", "md", "csv"]
"""A format that templates write; each has a folder of its own and its own escaping."""
LANGUAGES: tuple[Language, ...] = ("html", "md", "csv")


class Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept from run to run in Jinja's own folder: 150 ms of a report.

    Where nothing can be kept, nothing is. Each format has its own: its escaping is compiled in.
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The format, and what Jinja tells templates apart by."""
        return f"{self._language}-{super().get_cache_key(name, filename)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept, if it can be read."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, where that is possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def find_compiled(language: Language) -> Compiled | None:
    """Where compiled templates of a format are kept; None where nothing can be."""
    try:
        return Compiled(language)
    except (OSError, RuntimeError):  # no folder, or one that is somebody else's
        return None
