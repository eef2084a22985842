"""One interview a file: a lock beside it that dies with the process that holds it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from outsource_check import system
from outsource_check.errors import AnswerError, OutputError, Place, Problem

_NO_LOCKS = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.ENOSYS, errno.EINVAL)
"""What file systems without locks answer."""
_TRIES = 100
"""How often the lock is made anew where others remove it each time."""


class FileLock:
    """A lock on an answer file, held from `take` until `release` or the end of the process.

    The lock is the system's, on a hidden file beside the answer file: what a killed interview
    leaves behind is only that file, which is no obstacle.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        try:
            self.target = Path(os.path.realpath(file))
            """The file itself, where links lead to it."""
        except OSError as error:  # the current folder is gone
            raise self._failure(error) from None
        self._path = self.target.parent / f".{self.target.name}.lock"
        self.works = True
        """Whether the file system knows locks; where it does not, nothing is refused."""
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock. Raises `AnswerError` where another interview has it open."""
        if self._descriptor is not None:
            return
        for _ in range(_TRIES):
            try:
                # A link is not followed: the file that it names is not ours to make.
                if self._path.is_symlink():
                    raise OSError(errno.ELOOP, "it is a link")
                descriptor = os.open(self._path, system.LOCKING, 0o600)
            except OSError as error:
                raise self._failure(error) from None
            try:
                system.take_lock(descriptor, wait=False)
            except BlockingIOError:
                os.close(descriptor)
                raise self._refusal() from None
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    os.close(descriptor)
                    raise self._failure(error) from None
                self.works = False
            # The one who held it before may have removed the file in between.
            if system.holds(descriptor, self._path):
                self._descriptor = descriptor
                return
            os.close(descriptor)
        raise self._failure(OSError(errno.EAGAIN, "something removes it again and again"))

    @property
    def taken(self) -> bool:
        """Whether another interview has the file open just now."""
        try:
            self.take()
        except AnswerError:
            return True
        self.release()
        return False

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._descriptor is not None:
            system.drop_lock(self._descriptor, self._path)
            self._descriptor = None

    def _refusal(self) -> AnswerError:
        return AnswerError(
            Problem(
                rule="OC001",
                message="is open in another interview",
                place=Place(file=self._file),
                hint="end that one first, or name another file",
            )
        )

    def _failure(self, error: OSError) -> OutputError:
        reason = f"the lock beside it cannot be made ({(error.strerror or 'error').lower()})"
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            reason = "there is no such folder"
        elif error.errno == errno.ELOOP:
            reason = f'the lock beside it, "{self._path.name}", is a link; remove it'
        message = f"cannot be written: {reason}"
        return OutputError(Problem(rule="", message=message, place=Place(file=self._file)))
