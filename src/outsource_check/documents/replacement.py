"""Files replaced as a whole: nobody ever sees one half written (DESIGN section 4, Writing)."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

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
    path: str | Path, data: bytes, *, expected: bytes | None = None, generated: bool = False
) -> None:
    """Put `data` in the place of a file, or make the file; it is never seen half written.

    `generated` is for what the program alone writes, and then in any format: an answer file with
    the ending `.json` is never written. Links are followed and the mode is kept. Where `expected`
    is given and the file no longer holds exactly that, `AnswerError` (OC204) says so and nothing
    is written. What the system refuses is an `OutputError`; no temporary file is left.
    """
    file = str(path)
    if not generated:
        refuse_json(file)
    try:
        target = Path(os.path.realpath(file))
        mode = _mode(target)
        temporary = _write_beside(target, data, mode)
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
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)
    except OSError as problem:
        reason = _REASONS.get(problem.errno or 0) or str(problem.strerror)
        raise fail_to_write(file, reason) from None
    except ValueError:
        raise fail_to_write(file, "no file can have this name") from None


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


def _mode(target: Path) -> int | None:
    """The permission bits of a file that is there and may be replaced; None for a new one."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    # Replacing needs no permission on the file itself; a read-only file says that none is wanted.
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "no permission")
    return stat.S_IMODE(found.st_mode)


def _write_beside(target: Path, data: bytes, mode: int | None) -> Path:
    temporary = target.parent / f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    # A new file gets what the umask leaves; a replaced one is at no time more open than it was.
    descriptor = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            if mode is not None:
                _keep_owner(descriptor, target)
                os.fchmod(descriptor, mode)
            os.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _keep_owner(descriptor: int, target: Path) -> None:
    old, new = target.stat(), os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with contextlib.suppress(OSError):
            os.fchown(descriptor, old.st_uid, old.st_gid)


def _holds(target: Path, expected: bytes) -> bool:
    try:
        return read_bytes(target, AnswerError) == expected
    except AnswerError:
        return False


def _sync_folder(folder: Path) -> None:
    """Make the new name last. The data is in place already where a file system cannot do this."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(descriptor)
