"""Writing to stdout (the result) and stderr (progress and problems)."""

from __future__ import annotations

import errno
import os
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING

from outsource_check import system
from outsource_check.cli import status
from outsource_check.errors import OutputError, Problem
from outsource_check.text import disarm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from outsource_check.answers import Engagement


ALL_PROBLEMS: ContextVar[bool] = ContextVar("all problems", default=False)
"""Whether problems that are alike are all shown (`--all-problems`)."""


def hold_streams() -> None:
    """Put something in the place of output that was closed before the program began.

    Else the next file that is opened would become stdout. What is written to it fails, as it does
    on a full disk; what is written to a closed stderr is lost.
    """
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    system.prepare_streams()


def fail_output(error: OSError | ValueError) -> OutputError:
    """The error that stdout is closed, full or cannot be written."""
    number = getattr(error, "errno", None)
    reason = "it is closed" if number in (None, errno.EBADF) else os.strerror(number)
    return OutputError(Problem(rule="", message=f"cannot write to stdout: {reason.lower()}"))


def say(text: str, *, as_it_is: bool = False, coloured: bool = False) -> None:
    """Write a result to stdout, with a line end where it has none.

    Control characters in it are disarmed, except in a document that is written `as_it_is` and for
    the colours of a text that is `coloured`. Raises `OutputError` where stdout is closed, full or
    cannot be written.
    """
    text = text if as_it_is else disarm(text, coloured=coloured)
    line = text if text.endswith("\n") else text + "\n"
    try:
        sys.stdout.write(line)
        sys.stdout.flush()
    except UnicodeEncodeError:
        encoded = line.encode(sys.stdout.encoding, "backslashreplace")
        sys.stdout.write(encoded.decode(sys.stdout.encoding))
    except (OSError, ValueError) as error:
        raise fail_output(error) from None


def display(parts: Iterable[RenderableType]) -> None:
    """Write a result that is laid out for the terminal on stdout, with its colours."""
    from outsource_check.terminal.console import show

    say(show(parts), coloured=True)


def complain(text: str) -> None:
    """Write a line to stderr; where that is not possible, there is nobody to tell."""
    try:
        sys.stderr.write(disarm(text) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError, UnicodeEncodeError):
        return


def warn_reopened(engagement: Engagement) -> None:
    """Say on stderr which settlements no longer count, for outputs that do not begin with it."""
    from outsource_check.result.words import reopened_text
    from outsource_check.text import clean

    for again in engagement.reopened:
        complain(clean(f"warning: {reopened_text(again)}"))


def close_output(found: int) -> int:
    """The status, after what is still buffered has gone out: a failure there is a failure."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        # The interpreter would try, and complain, once more at its end.
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        return status.worst(found, status.OUTPUT_FAILED)
    return found
