"""How templates write numbers, days and lists: the filters beside Jinja's own.

A number is rounded, half up, only where it is printed; a range is written with both ends.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context

from outsource_check.numbers import (
    MINUS,
    format_amount,
    round_half_up,
    write_minutes,
    write_share,
    write_shortest,
    write_signed,
)
from outsource_check.pack.kinds.reading import Interval
from outsource_check.result import words
from outsource_check.text import capitalise, join_words, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from outsource_check.pack import Number
    from outsource_check.report.model import Span

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def write_score(value: Number | Span, digits: int = 0, *, below: Number | None = None) -> str:
    """A score from 0 to 100: `68`, or `61 to 74`; one that is `below` a line also looks it."""
    if below is not None and isinstance(value, int | Fraction):
        return words.format_against(value, below)
    return words.format_interval(_read(value), digits)


def write_level(value: Number | Span) -> str:
    """A level from 0 to 4: `3`, `2.5`, or `0 to 3`."""
    return words.format_levels(_read(value))


def write_steps(changes: Sequence[Number], start: Number) -> list[str]:
    """Changes in points, so rounded that they lead from the rounded start to the rounded end."""
    sums = [round_half_up(one, 1) for one in accumulate(changes, initial=start)]
    return [
        f"{end - begin:+}".replace("-", MINUS) if end != begin else "0"
        for begin, end in pairwise(sums)
    ]


def write_exact(value: Number | Span) -> str:
    """A number without rounding: `2.5`, or `205/3`."""
    found = _read(value)
    low, high = write_shortest(found.low), write_shortest(found.high)
    return low if found.known else f"{low} to {high}"


def write_day(day: datetime.date | None) -> str:
    """`23 November 2026`; empty for no day."""
    return "" if day is None else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def list_words(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return join_words(list(items))


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence, on one line."""
    line = " ".join(text.split())
    end = line.find(". ")
    return line if end < 0 else line[: end + 1]


@pass_context
def name_side(context: Mapping[str, Any], side: str) -> str:
    """What the pack calls a side; without its words, as where they are not imported, its id."""
    sides: dict[str, str] = getattr(context.get("words"), "sides", {})
    return sides.get(str(side), str(side))


@pass_context
def name_verdict(context: Mapping[str, Any], verdict: str) -> str:
    """What the pack calls a verdict."""
    own = context.get("words")
    titles: dict[str, str] = getattr(own, "verdicts", {})
    return titles.get(str(verdict), str(verdict))


def _read(value: Number | Span) -> Interval:
    if isinstance(value, int | Fraction):
        return Interval(value, value)
    return Interval(value.low, value.high)


FILTERS: dict[str, Callable[..., str | list[str]]] = {
    "capital": capitalise,
    "amount": format_amount,
    "day": write_day,
    "days": words.format_days,
    "exact": write_exact,
    "first_sentence": first_sentence,
    "hours": write_minutes,
    "level": write_level,
    "listed": list_words,
    "plural": plural,
    "score": write_score,
    "share": write_share,
    "side": name_side,
    "signed": write_signed,
    "steps": write_steps,
    "verdict": name_verdict,
}
