"""The command line: parses, calls, prints, exits.

This is the one place that turns an error into an exit status.
"""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Sequence

from outsource_check.cli import status
from outsource_check.cli.output import (
    ALL_PROBLEMS,
    close_output,
    complain,
    fail_output,
    hold_streams,
)
from outsource_check.errors import OutsourceCheckError, UsageError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; nothing leaves here as a traceback.

    `arguments` are those after the program's name; the process's own where they are None.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    hold_streams()
    debug = _take(given, "--debug")
    ALL_PROBLEMS.set(_take(given, "--all-problems"))
    try:
        found = _run(given)
    except OutsourceCheckError as error:
        found = _explain(error)
    except KeyboardInterrupt:
        complain("Interrupted.")
        found = status.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug of ours: said to be one, never a verdict
        if debug:
            traceback.print_exc()
        else:
            complain(
                f"This is a bug in outsource-check ({type(error).__name__})."
                " Run it again with --debug and report what it prints."
            )
        found = status.BUG
    return close_output(found)


def _take(arguments: list[str], flag: str) -> bool:
    """Whether a flag that every command has is given; it is taken out of the arguments."""
    found = flag in arguments
    if found:
        arguments.remove(flag)
    return found


def _run(arguments: list[str]) -> int:
    from typer import TyperException

    from outsource_check.cli.app import command

    try:
        found = command(args=arguments, prog_name="outsource-check", standalone_mode=False)
    except TyperException as error:
        raise UsageError(error.format_message()) from None
    except SystemExit:  # Typer's answer to a pipe that was closed while it wrote help
        raise fail_output(BrokenPipeError(errno.EPIPE, "")) from None
    except OSError as error:
        if error.filename is None:  # of the stream that help is written to
            raise fail_output(error) from None
        if error.errno == errno.ENAMETOOLONG:  # the system refuses it before it looks for it
            raise UsageError(f'"{error.filename}" cannot be a file: the name is too long') from None
        raise
    if found == status.INTERRUPTED:  # Typer's answer to Ctrl-C
        raise KeyboardInterrupt
    return found if isinstance(found, int) else status.DONE


def _explain(error: OutsourceCheckError) -> int:
    from outsource_check.text import clean, describe_all

    placed = [("error", problem) for problem in error.problems if problem.place]
    for text in describe_all(placed, complete=ALL_PROBLEMS.get()):
        complain(text)
    for problem in error.problems:
        if not problem.place:
            complain(f"Error: {clean(problem.text)}")
            for line in clean(problem.hint, newline="\n").splitlines():
                complain(f"  {line}")
    return status.of(error)
