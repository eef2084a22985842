"""The command line: parses, calls, prints, exits.

This is the one place that turns an error into an exit status (DESIGN section 7).
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence

from outsource_check.cli import status
from outsource_check.cli.output import close_output, complain, fail_output, hold_streams
from outsource_check.errors import OutsourceCheckError, UsageError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; nothing leaves here as a traceback.

    `arguments` are those after the program's name; the process's own where they are None.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    hold_streams()
    # What happens to be installed beside us has no say in what counts as valid.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A command makes hardly any cycles: looking for them costs up to a tenth of its time.
    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, *thresholds[1:])
    try:
        return _answer(given)
    finally:
        gc.set_threshold(*thresholds)


def _answer(given: list[str]) -> int:
    debug = "--debug" in given
    if debug:
        given.remove("--debug")
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


def _run(arguments: list[str]) -> int:
    from typer import Exit
    from typer._click.exceptions import ClickException, NoArgsIsHelpError
    from typer.main import get_command

    from outsource_check.cli.app import build_app

    command = get_command(build_app(arguments[0] if arguments else ""))
    try:
        # Not through Typer's own `main`: it has answers of its own to Ctrl-C and closed pipes.
        with command.make_context("outsource-check", arguments) as context:
            found = command.invoke(context)
    except NoArgsIsHelpError as error:
        complain(error.format_message())
        return status.WRONG_USAGE
    except ClickException as error:
        raise UsageError(error.format_message()) from None
    except Exit as leaving:
        return leaving.exit_code
    except OSError as error:
        if error.filename is None:  # of the stream that help is written to
            raise fail_output(error) from None
        raise
    return found if isinstance(found, int) else status.DONE


def _explain(error: OutsourceCheckError) -> int:
    from outsource_check.text import clean, describe

    for problem in error.problems:
        complain(describe(problem) if problem.place else f"Error: {clean(problem.message)}")
        if not problem.place and problem.hint:
            complain(f"  {clean(problem.hint)}")
    return status.of(error)
