"""Files as they were at a git revision; the work tree is neither read nor changed."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from outsource_check.errors import ConfigurationError, Problem
from outsource_check.gate.policy import FILE_NAME, Policy, parse_policy

_LINK = "120000"
_FILE = ("100644", "100755")
_NO_NAME = re.compile(rb"[\\\0]|^[A-Za-z]:")
"""A separator elsewhere, the end of a text, a drive."""


class Revision:
    """One commit of the repository that a folder lies in.

    Raises `ConfigurationError` (OC001) where git, the repository or the commit is not there.
    """

    def __init__(self, name: str, folder: str | Path = ".") -> None:
        self.name = name
        self._folder = Path(folder)
        self._top = Path(self._ask("rev-parse", "--show-toplevel").removesuffix("\n"))
        # What starts with a dash is no option behind --end-of-options.
        commit = f"{name}^{{commit}}"
        self.commit = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", commit)[:-1]

    @property
    def top(self) -> str:
        """The real path of the repository's top folder."""
        return os.path.realpath(self._top)

    def find_policy(self) -> Policy:
        """The nearest policy from the folder up to the repository's top, as it was.

        Raises `ConfigurationError` (OC001) where there is none: no policy would be a weaker gate.
        """
        start = Path(os.path.realpath(self._folder))
        for folder in (start, *start.parents):
            path = folder / FILE_NAME
            data = self.read(path)
            if data is not None:
                shown = os.path.relpath(path, start)
                return parse_policy(data, shown, revision=self.name)
            if folder == self._top:
                break
        message = f'there is no {FILE_NAME} in the git revision "{self.name}"'
        raise ConfigurationError(Problem(rule="OC001", message=message))

    def read_policy(self, file: str) -> Policy:
        """A policy file as it was. Raises `ConfigurationError` where it was not there."""
        return parse_policy(self.need(file), file, revision=self.name)

    def need(self, file: str | Path) -> bytes:
        """The bytes of a file as it was. Raises `ConfigurationError` where there was none."""
        data = self.read(file)
        if data is None:
            message = f'"{file}" is not in the git revision "{self.name}"'
            raise ConfigurationError(Problem(rule="OC001", message=message))
        return data

    def read(self, file: str | Path) -> bytes | None:
        """The bytes of a file as it was; None where there was none."""
        path = self._inside(file)
        if path is None:
            return None
        listed = self._list((path,))
        if not listed:
            return None
        mode, blob, _ = listed[0]
        if mode not in _FILE:
            kind = "a link" if mode == _LINK else "no file"
            message = f'"{file}" is {kind} in {self.name}: expected a file'
            raise ConfigurationError(Problem(rule="OC001", message=message))
        return self._run("cat-file", "blob", blob)

    @contextmanager
    def check_out(self, paths: Iterable[str]) -> Iterator[Path]:
        """A folder with what was at some paths, for as long as the context lasts.

        It stands for the repository's top: a file `a/b.yaml` of the repository is `a/b.yaml` in it.
        Links are left out: what they lead to may lie anywhere.
        """
        inside = [found for path in paths if (found := self._inside(path)) is not None]
        with TemporaryDirectory(prefix="outsource-check-") as name:
            folder = Path(name)
            wanted = [item for item in self._list(inside, deep=True) if item[0] in _FILE]
            for data, (_, _, path) in zip(self._blobs(wanted), wanted, strict=True):
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
            yield folder

    def inside(self, path: str | Path) -> str:
        """A path as it is below the repository's top; itself where it lies elsewhere."""
        return self._inside(path) or str(path)

    def _inside(self, path: str | Path) -> str | None:
        whole = PurePath(os.path.realpath(Path(path).parent)) / Path(path).name
        if Path(path).name in ("", ".."):
            whole = PurePath(os.path.realpath(path))
        if not whole.is_relative_to(self._top):
            return None
        return str(whole.relative_to(self._top))

    def _list(self, paths: Iterable[str], *, deep: bool = False) -> list[tuple[str, str, str]]:
        """Mode, object and path of what was at some paths."""
        given = list(paths)
        if not given:
            return []
        # Paths are taken as they are, however magic they look.
        arguments = ["ls-tree", "-z", "--full-tree", *(["-r"] if deep else []), self.commit, "--"]
        everything = deep and "." in given
        out = self._run(*arguments, *([] if everything else given))
        found = []
        for line in out.split(b"\0"):
            if line:
                head, _, path = line.partition(b"\t")
                mode, kind, name = head.decode().split()
                if kind == "blob":
                    self._refuse_escape(path)
                    found.append((mode, name, os.fsdecode(path)))
        return found

    def _refuse_escape(self, path: bytes) -> None:
        """A tree may be made by hand: nothing in it may lead out of the folder that it fills."""
        parts = path.split(b"/")
        if any(name in (b"", b".", b"..") or _NO_NAME.search(name) for name in parts):
            shown = path.decode(errors="backslashreplace")
            message = f'the git revision "{self.name}" holds "{shown}", which no checkout can have'
            raise ConfigurationError(Problem(rule="OC001", message=message))

    def _blobs(self, items: list[tuple[str, str, str]]) -> Iterator[bytes]:
        if not items:
            return
        names = "".join(f"{blob}\n" for _, blob, _ in items).encode()
        out = self._run("cat-file", "--batch", given=names)
        position = 0
        for _ in items:
            end = out.index(b"\n", position)
            size = int(out[position:end].split()[2])
            yield out[end + 1 : end + 1 + size]
            position = end + size + 2

    def _ask(self, *arguments: str) -> str:
        return os.fsdecode(self._run(*arguments))

    def _run(self, *arguments: str, given: bytes | None = None) -> bytes:
        environment = {**os.environ, "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
        try:
            done = subprocess.run(  # noqa: S603 - a list of arguments, nothing for a shell
                ["git", *arguments],  # noqa: S607 - the git that the user's PATH names
                cwd=self._folder,
                env=environment,
                input=b"" if given is None else given,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            reason = (error.strerror or "error").lower()
            message = f"git cannot be run: {reason}"
            raise ConfigurationError(Problem(rule="OC001", message=message)) from None
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            reason = said[0].removeprefix("fatal: ") if said else "there is no such revision"
            message = f'cannot read the git revision "{self.name}": {reason}'
            hint = "" if said else "in CI, fetch it first (actions/checkout: fetch-depth: 0)"
            raise ConfigurationError(Problem(rule="OC001", message=message, hint=hint))
        return done.stdout
