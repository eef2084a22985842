"""Files as they were at a git revision. The work tree is neither read nor changed."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
from pathlib import Path, PurePath

from outsource_check.answers.selection import Files
from outsource_check.documents.reader import MAX_BYTES
from outsource_check.errors import ConfigurationError, Problem

_LINK = "120000"
_FILE = ("100644", "100755")
ANSWERS = "outsource-check/answers/"
"""What every answer file holds."""
_NO_NAME = re.compile(rb"[\\\0]|^[A-Za-z]:")
"""What no name of a file may hold on every system: a separator, NUL, a drive."""


class Revision:
    """One commit of the repository that a folder lies in: by its name, or the last one of a day.

    Raises `ConfigurationError` (OC001) where git, the repository or the commit is not there.
    """

    def __init__(self, name: str | datetime.date, folder: str | Path = ".") -> None:
        self.name = str(name)
        self._folder = Path(folder)
        self._top = Path(self._ask_git("rev-parse", "--show-toplevel").removesuffix("\n"))
        if isinstance(name, datetime.date):
            name = self._find_last(name)
        # Behind --end-of-options a name that starts with a dash is no option.
        commit = f"{name}^{{commit}}"
        self.commit = self._ask_git("rev-parse", "--verify", "--quiet", "--end-of-options", commit)[
            :-1
        ]

    def _find_last(self, day: datetime.date) -> str:
        """The last commit of a day or before, by the clock of whoever asks."""
        found = self._ask_git("rev-list", "-1", f"--before={day}T23:59:59", "HEAD").strip()
        if not found:
            message = f"there is no commit of {day} or before"
            hint = "in CI, fetch the history first (actions/checkout: fetch-depth: 0)"
            raise ConfigurationError(Problem(rule="OC001", message=message, hint=hint))
        return found

    @property
    def date(self) -> datetime.date:
        """The day on which it was committed."""
        return datetime.date.fromisoformat(
            self._ask_git("show", "--no-patch", "--format=%cs", self.commit).strip()
        )

    def find_answers(self) -> dict[str, str]:
        """The files of all folders that hold answer files: the git object of each, by its path."""
        files = self.find_files()
        marked = self._run_git(
            *("grep", "-z", "--text", "--files-with-matches", "--fixed-strings"),
            *("--full-name", "-e", ANSWERS, self.commit, "--", str(self._top)),
            allowed=(0, 1),
        )
        paths = [os.fsdecode(name).partition(":")[2] for name in marked.split(b"\0") if name]
        folders = {os.path.split(path)[0] for path in paths if path in files}
        return {path: blob for path, blob in files.items() if os.path.split(path)[0] in folders}

    @property
    def top(self) -> str:
        """The real path of the repository's top folder."""
        return os.path.realpath(self._top)

    def read_required(self, file: str | Path, most: int = MAX_BYTES) -> bytes:
        """The bytes of a file as it was. Raises `ConfigurationError` where there was none."""
        data = self.read(file, most)
        if data is None:
            message = f'"{file}" is not in the git revision "{self.name}"'
            raise ConfigurationError(Problem(rule="OC001", message=message))
        return data

    def read(self, file: str | Path, most: int = MAX_BYTES) -> bytes | None:
        """The bytes of a file as it was; None where there was none.

        Raises `ConfigurationError` (OC006) for one of more than `most` bytes, which is not loaded.
        """
        path = self._find_relative(file)
        if path is None:
            return None
        listed = self._list(self.commit, "--", path)
        if not listed:
            return None
        mode, blob, _ = listed[0]
        if mode not in _FILE:
            kind = "a link" if mode == _LINK else "no file"
            message = f'"{file}" is {kind} in {self.name}: expected a file'
            raise ConfigurationError(Problem(rule="OC001", message=message))
        if int(self._ask_git("cat-file", "-s", blob)) > most:
            message = f'"{path}" is larger than {most >> 20} MiB in the git revision "{self.name}"'
            raise ConfigurationError(Problem(rule="OC006", message=message))
        return self._run_git("cat-file", "blob", blob)

    def find_files(self) -> dict[str, str]:
        """All files: the git object of each, by its path from the top.

        Links are left out: what they lead to may lie anywhere. Raises `ConfigurationError` for a
        tree that cannot be checked out.
        """
        files: dict[str, str] = {}
        for mode, blob, path in self._list("-r", self.commit):
            if files.setdefault(path, blob) != blob:
                raise self._refuse(path)
            if mode not in _FILE:
                del files[path]
        return files

    def covers(self, path: str | Path) -> bool:
        """Whether a path lies in this repository, and not in one that lies in it."""
        whole = Path(os.path.realpath(path))
        inside = [one for one in (whole, *whole.parents) if one.is_relative_to(self._top)]
        return bool(inside) and not any(os.path.lexists(one / ".git") for one in inside[:-1])

    def make_relative(self, path: str | Path) -> str:
        """A path from the repository's top; the path as it is where it lies elsewhere."""
        return self._find_relative(path) or str(path)

    def _find_relative(self, path: str | Path) -> str | None:
        whole = PurePath(os.path.realpath(Path(path).parent)) / Path(path).name
        if Path(path).name in ("", ".."):
            whole = PurePath(os.path.realpath(path))
        if not whole.is_relative_to(self._top):
            return None
        return whole.relative_to(self._top).as_posix()

    def _list(self, *words: str) -> list[tuple[str, str, str]]:
        """Mode, object and path of the files that `git ls-tree` lists."""
        found = []
        for line in self._run_git("ls-tree", "-z", "--full-tree", *words).split(b"\0"):
            if line:
                head, _, path = line.partition(b"\t")
                mode, kind, name = head.decode().split()
                if kind == "blob":
                    self._refuse_escape(path)
                    found.append((mode, name, os.fsdecode(path)))
        return found

    def _refuse_escape(self, path: bytes) -> None:
        """Refuse a path that leads out of the top: a tree may be made by hand."""
        parts = path.split(b"/")
        if any(name in (b"", b".", b"..") or _NO_NAME.search(name) for name in parts):
            raise self._refuse(path.decode(errors="backslashreplace"))

    def _refuse(self, path: str) -> ConfigurationError:
        message = f'the git revision "{self.name}" holds "{path}", which no checkout can have'
        return ConfigurationError(Problem(rule="OC001", message=message))

    def load(self, files: dict[str, str]) -> RevisionFiles:
        """The contents of files that `find_files` has found, without those that are too large.

        Raises `ConfigurationError` where one is not there, as in a clone that is not whole.
        """
        blobs = list(dict.fromkeys(files.values()))
        lines = self._batch("--batch-check", blobs).decode().splitlines()
        heads = {blob: line.split() for blob, line in zip(blobs, lines, strict=True)}
        for path, blob in files.items():
            if heads[blob][1] != "blob":
                message = f'the git revision "{self.name}" lacks the contents of "{path}"'
                hint = "fetch the repository whole"
                raise ConfigurationError(Problem(rule="OC001", message=message, hint=hint))
        sizes = {blob: int(head[2]) for blob, head in heads.items()}
        wanted = [blob for blob in blobs if sizes[blob] <= MAX_BYTES]
        out = self._batch("--batch", wanted)
        contents: dict[str, bytes] = {}
        position = 0
        for blob in wanted:
            start = out.index(b"\n", position) + 1
            position = start + sizes[blob] + 1
            contents[blob] = out[start : position - 1]
        return RevisionFiles({path: contents.get(blob) for path, blob in files.items()})

    def _batch(self, how: str, blobs: list[str]) -> bytes:
        given = "".join(f"{blob}\n" for blob in blobs).encode()
        return self._run_git("cat-file", how, given=given) if blobs else b""

    def _ask_git(self, *arguments: str) -> str:
        return os.fsdecode(self._run_git(*arguments))

    def _run_git(
        self, *arguments: str, given: bytes | None = None, allowed: tuple[int, ...] = (0,)
    ) -> bytes:
        # Paths are no patterns here, even where they look like some; the repository is that of the
        # folder, whatever a hook of git says.
        environment = {**os.environ, "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX"):
            environment.pop(name, None)
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
        if done.returncode not in allowed:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            reason = said[0].removeprefix("fatal: ") if said else "there is no such revision"
            message = f'cannot read the git revision "{self.name}": {reason}'
            hint = "" if said else "in CI, fetch it first (actions/checkout: fetch-depth: 0)"
            raise ConfigurationError(Problem(rule="OC001", message=message, hint=hint))
        return done.stdout


class RevisionFiles(Files):
    """Files as a revision held them, by their paths from its top; none of them is on the disk."""

    def __init__(self, contents: dict[str, bytes | None]) -> None:
        self._contents = contents

    def holds(self, file: str) -> bool:
        """Whether there was such a file."""
        return file in self._contents

    def read(self, file: str) -> bytes:
        """The bytes of a file that there was."""
        found = self._contents[file]
        # A file that is too large was not loaded; so many bytes make its reader say so.
        return bytes(MAX_BYTES + 1) if found is None else found
