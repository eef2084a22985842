"""Arguments and options that several commands share."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from outsource_check.errors import UsageError

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        help="Answer files, or a folder of them: one engagement. Default: answers.yaml, else the"
        " one folder here that holds answers.",
        show_default=False,
    ),
]
Packs = Annotated[
    list[Path] | None,
    typer.Option(
        "--pack", metavar="DIR", help="A folder with own packs, or a pack. May be repeated."
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="WHAT",
        help="Compare with an earlier state: a git revision, a day, a folder, or a history"
        " (FILE.jsonl, FILE.jsonl@DATE).",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The day to judge waivers and ages by. Default: SOURCE_DATE_EPOCH, else today in UTC.",
    ),
]


def read_day(text: str | None, option: str = "--as-of") -> date:
    """The day that an option names, of `SOURCE_DATE_EPOCH`, or today in UTC.

    Raises `UsageError` where the text is not a date.
    """
    if text is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if not epoch:
            return datetime.now(UTC).date()
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            message = f'SOURCE_DATE_EPOCH is "{epoch}": expected seconds since 1970'
            raise UsageError(message) from None
    from outsource_check.documents import scalars

    found = scalars.date(text)
    if found is None:
        raise UsageError(f'{option} is "{text}": expected {scalars.DATE}')
    return found
