"""Arguments and options that several commands share."""

import os
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from outsource_check.errors import UsageError
from outsource_check.folders import find_policy
from outsource_check.text import quote


class SideName(StrEnum):
    """A side, as an option's value."""

    client = "client"
    partner = "partner"


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


def choose_packs(packs: list[Path] | None) -> tuple[Path, ...]:
    """The folders of own packs: those of --pack, then those of the policy that holds here.

    Raises `ConfigurationError` where the policy or one of them cannot be read.
    """
    if find_policy(Path()) is None:
        return tuple(packs or ())
    from outsource_check.cli import gate

    return tuple(map(Path, gate.choose_packs(gate.choose_policy(None, None), packs or ())))


def repeat_packs(packs: list[Path] | None) -> str:
    """The options --pack of a command, for one that is printed to be typed next."""
    return "".join(f" --pack {quote(str(pack))}" for pack in packs or ())


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
