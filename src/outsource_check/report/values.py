"""Numbers and days of a result as the context's plain values."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.models import publish_number
from outsource_check.numbers import write_share, write_shortest
from outsource_check.report.model import After, SharePart, Span
from outsource_check.result import words

if TYPE_CHECKING:
    from outsource_check.pack import Number
    from outsource_check.result import Interval, Outlook

MINUS = "\N{MINUS SIGN}"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PLACES = 4
"""Decimals of a number that is only drawn."""


def write_signed(value: Number) -> str:
    """A level's difference with its sign, a minus in typography: `+2`, `0`."""
    text = words.format_level(abs(Fraction(value)))
    return text if value == 0 else f"+{text}" if value > 0 else f"{MINUS}{text}"


def span(interval: Interval, text: str) -> Span:
    """An interval with the text that it is printed as."""
    low, high = write_shortest(interval.low), write_shortest(interval.high)
    return Span(
        low=publish_number(interval.low),
        high=publish_number(interval.high),
        known=interval.known,
        text=text,
        exact=low if interval.known else f"{low} to {high}",
    )


def span_score(interval: Interval) -> Span:
    """A score from 0 to 100."""
    return span(interval, words.format_interval(interval))


def span_level(interval: Interval) -> Span:
    """A level from 0 to 4."""
    return span(interval, words.format_levels(interval))


def share(value: Number) -> SharePart:
    """A share from 0 to 1."""
    return SharePart(value=publish_number(value), text=write_share(value))


def after(outlook: Outlook) -> After:
    """What verdict and score become."""
    return After(
        verdict=words.verdict_title(outlook),
        brief=words.verdict_title(outlook) if outlook.low == outlook.high else "Still open",
        low=outlook.low,
        high=outlook.high,
        score=span_score(outlook.score),
    )


def write_day(day: datetime.date | None) -> str:
    """`2026-11-23`; empty for no day."""
    return "" if day is None else day.isoformat()


def write_day_in_words(day: datetime.date | str) -> str:
    """`23 November 2026`, of a day or of its text `2026-11-23`; empty for none.

    The filter `day` of templates.
    """
    if isinstance(day, str):
        if not day:
            return ""
        day = datetime.date.fromisoformat(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence, on one line."""
    line = " ".join(text.split())
    end = line.find(". ")
    return line if end < 0 else line[: end + 1]
