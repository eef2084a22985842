"""Windows, written after its documentation."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import io
import msvcrt
import ntpath
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

assert sys.platform == "win32"

READING = os.O_RDONLY | os.O_BINARY | os.O_NOINHERIT
"""How a file is opened to be read."""
WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_BINARY | os.O_NOINHERIT
"""How a new file is made."""
LOCKING = os.O_RDWR | os.O_CREAT | os.O_BINARY | os.O_NOINHERIT
"""How a file is opened, or made, to be locked."""
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGBREAK)
"""The signals that tell a program to stop; closing the window is the last."""

_FOLDER_LOCK = ".outsource-check.lock"
_PAUSE = 0.05
_PATIENCE = 1.0
"""Seconds that a virus scanner or a search index gets to close a file that it looks into."""
_LONGEST = 259
"""Characters of a path, unless the machine is set to allow more."""
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³"
}
_NEVER_IN_NAMES = re.compile(r'[\x00-\x1f<>:"|?*]')
_PLAIN = re.compile(r"[\w./\\:@+~=-]+")
_OPEN_ELSEWHERE = (32, 33)
"""Windows' numbers for a file, or a part of it, that another program keeps to itself."""
_NO_NAME = 123
_TOO_LONG = 206
_COLOURS = 4


# ---------------------------------------------------------------- locks


def take_lock(descriptor: int, *, wait: bool) -> None:
    """Lock an open file, until it is closed or the process ends.

    Raises `BlockingIOError` where somebody else holds it and that is not waited for, another
    `OSError` where the file system knows no locks.
    """
    while True:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            if not wait:
                raise BlockingIOError(errno.EAGAIN, "it is locked") from error
            time.sleep(_PAUSE)
        else:
            return


def holds(_descriptor: int, _path: Path) -> bool:
    """Whether the open file still is the one at the path: an open file cannot be removed."""
    return True


def drop_lock(descriptor: int, path: Path) -> None:
    """Give the lock on a file back and remove the file, unless somebody else has opened it."""
    os.close(descriptor)
    with contextlib.suppress(OSError):
        path.unlink()


def open_folder(folder: Path) -> int:
    """What to lock of a folder: a file in it, as no folder can be opened."""
    return os.open(folder / _FOLDER_LOCK, LOCKING, 0o600)


def close_folder(descriptor: int, folder: Path) -> None:
    """Give back what `open_folder` gave, and the lock on it."""
    drop_lock(descriptor, folder / _FOLDER_LOCK)


# ---------------------------------------------------------------- files


def judge_name(file: str) -> str:
    """Why no file can have a name although it looks like one; empty where it can.

    `con.yaml` is the console, and behind a colon a hidden part of another file begins.
    """
    _, path = ntpath.splitdrive(file)
    for name in path.replace("\\", "/").split("/"):
        if name.partition(".")[0].rstrip(" ").lower() in _DEVICES:
            return f'"{name}" is the name of a device on Windows'
        if found := _NEVER_IN_NAMES.search(name):
            return f"no name on Windows can hold {found[0]!r}"
        if name.strip(".") and name.endswith((".", " ")):
            return f'"{name}" ends in a dot or a blank, which Windows leaves out'
    return ""


def explain(error: OSError) -> str:
    """Why something failed, where its number alone misleads; empty where it does not."""
    name = error.filename if isinstance(error.filename, str) else ""
    number = getattr(error, "winerror", 0)
    if number in _OPEN_ELSEWHERE:
        return "another program has it open"
    if number == _NO_NAME:
        return "no file can have this name"
    missing = isinstance(error, FileNotFoundError | NotADirectoryError)
    if number == _TOO_LONG or (missing and len(_complete(name)) > _LONGEST):
        return f"the path is longer than the {_LONGEST} characters that Windows allows"
    if isinstance(error, PermissionError) and os.path.isdir(name):  # noqa: PTH112 - Path raises
        return "is a folder, not a file"
    return ""


def _complete(path: str) -> str:
    try:
        return os.path.abspath(path)  # noqa: PTH100 - links stay as they are
    except OSError:  # the folder that one works in is gone
        return path


def replace(source: Path, target: Path) -> None:
    """Put a file in the place of another, all at once."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def make_alike(_new: Path, _old: Path) -> bool:
    """A new file gets its access list from its folder, as the old one did."""
    return True


def sync_folder(_folder: Path) -> None:
    """Nothing: the file system keeps the names itself."""


# ---------------------------------------------------------------- terminals


@contextlib.contextmanager
def silence(_descriptor: int) -> Iterator[None]:
    """A console shows nothing that is typed while nobody reads it."""
    # What was typed before the first question is no answer to it.
    while msvcrt.kbhit():
        msvcrt.getwch()
    yield


def prepare_streams() -> None:
    """Make the standard streams hold what is written and read: UTF-8 in files and pipes.

    Python would take the machine's code page there, which has no bars, and in which no JSON is.
    """
    chosen = os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not (chosen or stream.isatty()):
            with contextlib.suppress(io.UnsupportedOperation):  # it was read from already
                stream.reconfigure(encoding="utf-8", newline=None if stream is sys.stdin else "\n")
    # A console shows colours once it is asked to.
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.isatty():
        console = ctypes.c_void_p(msvcrt.get_osfhandle(sys.stdout.fileno()))
        mode = ctypes.c_ulong()
        if ctypes.windll.kernel32.GetConsoleMode(console, ctypes.byref(mode)):
            ctypes.windll.kernel32.SetConsoleMode(console, mode.value | _COLOURS)


def quote(word: str) -> str:
    """A word as it is typed in a shell: cmd and PowerShell both know double quotes."""
    return word if _PLAIN.fullmatch(word) else '"' + word.replace('"', '""') + '"'
