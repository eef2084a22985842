"""What `outsource-check baseline` was, for those who still type it."""

from typing import Annotated

import typer

from outsource_check.errors import Problem, UsageError

_NOW = (
    "check --since origin/main compares with a git revision; without git, history add writes down"
    " what is, and check --since outsource-history.jsonl compares with it"
)


def explain_baseline(
    _words: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
) -> None:
    """Say what to write now."""
    refuse_baseline("baseline")


def refuse_baseline(name: str) -> None:
    """Raise `UsageError` for a command or an option that is gone, with what takes its place."""
    message = f"there is no {name} any more: an earlier state is what --since names"
    raise UsageError(Problem(rule="", message=message, hint=_NOW))
