"""The grammars of single values: text to number, share, date, time, yes or no.

Each function takes the text of a scalar and gives the value, or None where the text is not one;
it never raises. Only ASCII digits count; no sign, underscore or space is taken (docs/files.md,
Reading). Beside each stands what a message says was expected.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WHOLE = "a whole number"
DECIMAL = "a number such as 3 or 2.5"
SHARE = "a share such as 0.25, 1/4 or 25%"
DATE = "a date such as 2026-12-31"
TIME = "a time such as 09:00"
YES_NO = '"yes" or "no"'

_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_COMMA = re.compile(r"([0-9]{1,9}),([0-9]{1,9}%?)")
_FRACTION = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_NEAR_LIMIT = 64
"""Longer words are no misspelt names, and comparing them is slow."""


def whole(text: str) -> int | None:
    """A whole number from 0 to 999,999,999, without leading zeros."""
    return int(text) if _WHOLE.fullmatch(text) else None


def decimal(text: str) -> Fraction | None:
    """Digits with at most one point, exact; at most nine digits on either side of it."""
    return Fraction(text) if _DECIMAL.fullmatch(text) else None


def money(text: str) -> Decimal | None:
    """The same as `decimal`, with the digits behind the point as they were written."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def share(text: str) -> Fraction | None:
    """A decimal, a fraction such as `1/4` or a percentage such as `25%`, exact.

    Whether it lies between 0 and 1 is for the caller to judge.
    """
    if text.endswith("%"):
        percent = decimal(text[:-1])
        return None if percent is None else percent / 100
    found = _FRACTION.fullmatch(text)
    if found is None:
        return decimal(text)
    below = int(found[2])
    return Fraction(int(found[1]), below) if below else None


def date(text: str) -> datetime.date | None:
    """A day of the calendar as `YYYY-MM-DD`."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return datetime.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def time(text: str) -> int | None:
    """A time of day as `HH:MM`, in minutes after midnight: 0 to 1439."""
    found = _TIME.fullmatch(text)
    return None if found is None else 60 * int(found[1]) + int(found[2])


def yes_no(text: str) -> bool | None:
    """`yes` or `no`, exactly."""
    return {"yes": True, "no": False}.get(text)


def spell(value: object) -> object:
    """A Python value as an id in a file would be given: True and False are `yes` and `no`."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def refuse(text: str, expected: str) -> tuple[str, str]:
    """What is wrong with a text that a grammar refused, and what was found, apart.

    A number that is only too long is said to be out of range; a day that no calendar has, too.
    """
    if len(text) > 9 and re.fullmatch(r"[0-9]+(?:[./][0-9]+)?%?", text):
        return f"the number is out of range; expected {expected} of at most nine digits", ""
    if _DATE.fullmatch(text) and expected == DATE:
        return f"expected {expected}", f'"{text}", which no calendar has'
    shown = text if len(text) <= 60 else text[:59] + "…"
    return f"expected {expected}", f'"{shown}"'


def miss(text: str, expected: str) -> str:
    """The same as one sentence: `expected a whole number, found "9:00"`."""
    message, found = refuse(text, expected)
    return f"{message}, found {found}" if found else message


def advise_point(text: str) -> str:
    """The hint for a decimal that was written with a comma: `write 0.5`; empty for other texts."""
    found = _COMMA.fullmatch(text)
    if found is None:
        return ""
    point = f"write {found[1]}.{found[2]}"
    return f"{point}, or {found[1]}{found[2]} for a thousand" if len(found[2]) == 3 else point


def is_name(text: str) -> bool:
    """Whether a text could be an id or a field's name: other texts are somebody's, not ours."""
    return _NAME.fullmatch(text) is not None


def near(word: str, choices: Iterable[str]) -> str:
    """The hint `did you mean "goals.scope"?`; empty where no choice is near the word."""
    if not word or len(word) > _NEAR_LIMIT:
        return ""
    # Of choices that differ in case only, the first one stands for all.
    folded: dict[str, str] = {}
    for choice in choices:
        folded.setdefault(choice.casefold(), choice)
    import difflib  # noqa: PLC0415 - only where something is misspelt

    found = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f'did you mean "{folded[found[0]]}"?' if found else ""
