"""Files replaced as a whole: nobody ever sees one half written."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from outsource_check import system
from outsource_check.documents.reader import read_bytes
from outsource_check.errors import AnswerError, OutputError, Place, Problem

TEMPORARY_PREFIX = ".outsource-check-"
"""How the names of temporary files begin, beside the file that they are to replace."""


def refuse_json(file: str) -> None:
    """Raise `OutputError` for a `.json` file: it is read, never written."""
    if file.lower().endswith(".json"):
        raise OutputError(
            Problem(
                rule="",
                message="a .json file is read, never written",
                place=Place(file=file),
                hint="save the answers in a .yaml file",
            )
        )


def replace_file(
    path: str | Path,
    data: bytes,
    *,
    expected: bytes | None = None,
    generated: bool = False,
    like: str | Path | None = None,
    mode: int | None = None,
) -> None:
    """Put `data` in the place of a file, or make the file; it is never seen half written.

    `generated` is for what the program alone writes, and then in any format: an answer file with
    the ending `.json` is never written. Links are followed; mode, access list and attributes are
    kept. A new file is at most as open as the file `like`, or as `mode` says. Where `expected` is
    given and the file no longer holds exactly that, `AnswerError` (OC204) says so and nothing is
    written. What the system refuses is an `OutputError`; no temporary file is left.
    """
    file = str(path)
    if not generated:
        refuse_json(file)
    if reason := system.judge_name(file):
        raise fail_to_write(file, reason)
    try:
        target = Path(os.path.realpath(file))
        there = _is_there(target)
        temporary = _write_beside(target, data, 0o600 if there else _mode_of_new(like, mode))
        try:
            if expected is not None and not _holds(target, expected):
                raise AnswerError(
                    Problem(
                        rule="OC204",
                        message="the file was changed by something else since it was read",
                        place=Place(file=file),
                        hint="nothing was written; start again to continue from the changed file",
                    )
                )
            if there and not system.make_alike(temporary, target):
                _write_over(target, data, temporary)
            else:
                system.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        system.sync_folder(target.parent)
    except OSError as problem:
        known = system.explain(problem) or _REASONS.get(problem.errno or 0)
        raise fail_to_write(file, known or str(problem.strerror)) from None
    except ValueError:
        raise fail_to_write(file, "no file can have this name") from None


def write_folder(path: str | Path, files: Mapping[str, str]) -> None:
    """Write a new folder with some files, all of it or nothing.

    Raises `OutputError`, also where there is something of that name already.
    """
    folder = Path(path)
    if os.path.lexists(folder):
        raise _fail_to_make(str(folder), "there is something of that name already")
    if reason := system.judge_name(str(folder)):
        raise _fail_to_make(str(folder), reason)
    make_folder(folder.parent)
    temporary = folder.parent / f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}.tmp"
    try:
        temporary.mkdir()
        for name, text in files.items():
            (temporary / name).write_text(text, encoding="utf-8", newline="\n")
        temporary.rename(folder)
    except BaseException as problem:
        shutil.rmtree(temporary, ignore_errors=True)
        if not isinstance(problem, OSError):
            raise
        known = system.explain(problem) or _REASONS.get(problem.errno or 0)
        raise _fail_to_make(str(folder), known or str(problem.strerror).lower()) from None


def make_folder(path: str | Path) -> None:
    """Make a folder and those above it, where they are not there yet. Raises `OutputError`."""
    folder = str(path)
    try:
        if reason := system.judge_name(folder):
            raise _fail_to_make(folder, reason)
        Path(path).mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise _fail_to_make(folder, "there is a file of that name") from None
    except OSError as problem:
        known = system.explain(problem) or _REASONS.get(problem.errno or 0)
        raise _fail_to_make(folder, known or str(problem.strerror).lower()) from None
    except ValueError:
        raise _fail_to_make(folder, "no folder can have this name") from None


def _fail_to_make(folder: str, reason: str) -> OutputError:
    message = f'cannot make the folder "{folder}": {reason}'
    return OutputError(Problem(rule="", message=message))


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "no permission to write there",
    errno.EPERM: "no permission to write there",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "there is no such folder",
    errno.EISDIR: "it is a folder",
    errno.ELOOP: "it is a link that leads back to itself",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EFBIG: "the file is too large",
}


def fail_to_write(file: str, reason: str) -> OutputError:
    """The error for a file that cannot be written; `file` may be empty."""
    place = Place(file=file) if file else None
    return OutputError(Problem(rule="", message=f"cannot be written: {reason}", place=place))


def _mode_of_new(like: str | Path | None, mode: int | None) -> int:
    """What a new file may be at most: the umask takes more, never less."""
    if mode is not None:
        return mode & 0o666 | 0o600
    if like is None:
        return 0o666
    with contextlib.suppress(OSError, ValueError):
        found = Path(like).stat()
        if stat.S_ISREG(found.st_mode):
            return stat.S_IMODE(found.st_mode) & 0o666 | 0o600
    return 0o600


def _is_there(target: Path) -> bool:
    """Whether there is a file, which may be replaced; `OSError` where it may not."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    # Replacing needs no permission on the file itself; a read-only file says that none is wanted.
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "no permission")
    return True


def _write_beside(target: Path, data: bytes, mode: int) -> Path:
    temporary = target.parent / f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}.tmp"
    # A new file gets what the umask leaves; a replaced one is at no time more open than it was.
    descriptor = os.open(temporary, system.WRITING, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _write_over(target: Path, data: bytes, copy: Path) -> None:
    """Write into a file that no new one can stand in for; `copy`, with the same data, goes then.

    Killed in the middle, it leaves the copy under a name that says whose it is.
    """
    number = 1
    while os.path.lexists(f"{target}.kept-{number}"):
        number += 1
    kept = copy.rename(f"{target}.kept-{number}")
    system.sync_folder(target.parent)
    with target.open("r+b") as stream:
        stream.write(data)
        stream.truncate()
        stream.flush()
        os.fsync(stream.fileno())
    kept.unlink()


def _holds(target: Path, expected: bytes) -> bool:
    try:
        return read_bytes(target, AnswerError) == expected
    except AnswerError:
        return False
