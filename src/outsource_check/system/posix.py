"""Linux and macOS."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shlex
import signal
import stat
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

assert sys.platform != "win32"

# O_NONBLOCK: opening a pipe without a writer would wait for ever.
READING = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
"""How a file is opened to be read."""
WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
"""How a new file is made."""
LOCKING = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
"""How a file is opened, or made, to be locked."""
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals that tell a program to stop."""


# ---------------------------------------------------------------- locks


def take_lock(descriptor: int, *, wait: bool) -> None:
    """Lock an open file or folder, until it is closed or the process ends.

    Raises `BlockingIOError` where somebody else holds it and that is not waited for, another
    `OSError` where the file system knows no locks.
    """
    fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def holds(descriptor: int, path: Path) -> bool:
    """Whether the open file still is the one at the path: a locked file may be removed."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    mine = os.fstat(descriptor)
    return (found.st_dev, found.st_ino) == (mine.st_dev, mine.st_ino)


def drop_lock(descriptor: int, path: Path) -> None:
    """Give the lock on a file back and remove the file, in this order: it is ours until then."""
    with contextlib.suppress(OSError):
        path.unlink()
    os.close(descriptor)


def open_folder(folder: Path) -> int:
    """What to lock of a folder."""
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def close_folder(descriptor: int, _folder: Path) -> None:
    """Give back what `open_folder` gave, and the lock on it."""
    os.close(descriptor)


# ---------------------------------------------------------------- files


def judge_name(_file: str) -> str:
    """Why no file can have a name although it looks like one; empty where it can."""
    return ""


def explain(_error: OSError) -> str:
    """Why something failed, where its number alone misleads; empty where it does not."""
    return ""


def replace(source: Path, target: Path) -> None:
    """Put a file in the place of another, all at once."""
    source.replace(target)


def make_alike(new: Path, old: Path) -> bool:
    """Give a new file the owner, access list, attributes and mode of an old one, if possible."""
    with contextlib.suppress(OSError):
        if _owner(new) != _owner(old):
            os.chown(new, *_owner(old))
    wanted = _attributes(old)
    for name in _attributes(new).keys() - wanted.keys():  # from the folder's default list
        with contextlib.suppress(OSError):
            os.removexattr(new, name)
    for name, value in wanted.items():
        with contextlib.suppress(OSError):
            os.setxattr(new, name, value)
    with contextlib.suppress(OSError):
        # Where there is an access list, the group's bits are its mask.
        if _mode(new) != _mode(old):
            new.chmod(_mode(old))
    alike = _owner(new) == _owner(old) and _mode(new) == _mode(old)
    return alike and _attributes(new) == wanted


def _owner(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_uid, found.st_gid


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _attributes(path: Path) -> dict[str, bytes]:
    """Attributes that people set, the access list with them; the system sets the others itself."""
    found: dict[str, bytes] = {}
    if not hasattr(os, "listxattr"):
        return found
    with contextlib.suppress(OSError):
        for name in os.listxattr(path):
            if name.startswith(("user.", "system.")):
                with contextlib.suppress(OSError):
                    found[name] = os.getxattr(path, name)
    return found


def sync_folder(folder: Path) -> None:
    """Make a new name last. The data is in place already where a file system cannot do this."""
    try:
        descriptor = open_folder(folder)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(descriptor)


# ---------------------------------------------------------------- terminals


@contextlib.contextmanager
def silence(descriptor: int) -> Iterator[None]:
    """While inside, a terminal neither shows nor changes what is typed while nobody reads it.

    It edits the line otherwise: Ctrl-W would take out the answer before it. Ctrl-C stays a signal.
    """
    try:
        before = termios.tcgetattr(descriptor)
    except (termios.error, OSError, ValueError):
        yield
        return
    quiet = termios.tcgetattr(descriptor)
    quiet[0] &= ~(termios.ICRNL | termios.IXON)
    quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    try:
        termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
        # What was typed before the first question is no answer to it.
        termios.tcflush(descriptor, termios.TCIFLUSH)
        yield
    finally:
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(descriptor, termios.TCSANOW, before)


def prepare_streams() -> None:
    """Make the standard streams hold what is written and read; the locale says how."""


def quote(word: str) -> str:
    """A word as it is typed in a shell."""
    return shlex.quote(word)
