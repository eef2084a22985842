"""Shifts of a site in UTC, and what the shifts of two sites have in common, day by day.

Local times become UTC before anything is compared, and everything inside is in whole seconds: a
clock's offset was not always a whole minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from outsource_check.overlap.model import Site, Span
from outsource_check.overlap.sites import DAY_MINUTES
from outsource_check.overlap.zones import load_rules

DAY_SECONDS = DAY_MINUTES * 60
_ODD_DAY = 10**6  # above every offset in seconds, so that the two kinds of keys never meet

Interval = tuple[int, int]
"""Start and end in seconds."""
Measure = Callable[[int, tuple[bool, bool, bool]], tuple[int, int]]
"""Gives the minutes in common, and the longest single block of them, of a day by its index and
whether the other site works on the day before, that day and the day after."""


def find_shifts(site: Site, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """A site's shifts of one local date as times in UTC, in order, whether it works then or not.

    A local time that occurs twice is the first of the two, one that does not occur moves forward
    by the gap; shifts that touch are one.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return tuple(
        (midnight + timedelta(seconds=start), midnight + timedelta(seconds=end))
        for start, end in Year(site, day, day).find_intervals(1, site.hours)
    )


class Year:
    """One site's days, from the day before the first to the day after the last.

    Days are indices: 0 is the day before the first. A day's *key* is the same for days whose
    shifts lie the same in UTC, whatever the hours: the offset, where no clock changes from the
    day's start to the end of the next; else a number of the day's own. No clock has changed twice
    within two days since 1970, so that equal offsets at both ends mean that none changed between.
    """

    def __init__(self, site: Site, start: date, until: date) -> None:
        self.site = site
        self.first = start - timedelta(days=1)
        self.length = (until - start).days + 3
        self._rules = load_rules(site.zone)
        midnights = [self._find_offset(index, 0) for index in range(self.length + 2)]
        self.keys = [
            now if now == midnights[index + 2] else _ODD_DAY + index
            for index, now in enumerate(midnights[: self.length])
        ]

    @cached_property
    def works(self) -> list[bool]:
        """Whether the site works, day by day."""
        return [self.site.works_on(self.find_date(index)) for index in range(self.length)]

    @cached_property
    def working_days(self) -> list[int]:
        """The days between the first and the last, both included, on which the site works."""
        return [index for index in range(1, self.length - 1) if self.works[index]]

    def find_date(self, index: int) -> date:
        """The local date of a day."""
        return self.first + timedelta(days=index)

    def find_intervals(self, index: int, hours: Iterable[Span]) -> list[Interval]:
        """A day's shifts in seconds after that date's midnight in UTC, merged and in order."""
        return merge(
            (start * 60 - self._find_offset(index, start), end * 60 - self._find_offset(index, end))
            for start, end in hours
        )

    def _find_offset(self, index: int, minute: int) -> int:
        """Seconds ahead of UTC at a local time, the first of two."""
        day = self.find_date(index)
        # The zone's own clock answers for a wall time; nothing is added across a change.
        wall = datetime(day.year, day.month, day.day, tzinfo=self._rules)
        offset = (wall + timedelta(minutes=minute)).utcoffset()
        assert offset is not None
        return offset.days * DAY_SECONDS + offset.seconds


def measure_with(a: Year, b: Year, a_hours: tuple[Span, ...], b_hours: tuple[Span, ...]) -> Measure:
    """How a day of `a` is measured; days that lie the same in UTC are measured once."""
    seen: dict[tuple[int, int, int, int, tuple[bool, bool, bool]], tuple[int, int]] = {}

    def measure(index: int, works: tuple[bool, bool, bool]) -> tuple[int, int]:
        key = (a.keys[index], b.keys[index - 1], b.keys[index], b.keys[index + 1], works)
        if key not in seen:
            other = merge(
                (start + step * DAY_SECONDS, end + step * DAY_SECONDS)
                for step, working in zip((-1, 0, 1), works, strict=True)
                if working
                for start, end in b.find_intervals(index + step, b_hours)
            )
            common = intersect(a.find_intervals(index, a_hours), other)
            lengths = [end - start for start, end in common]
            seen[key] = (sum(lengths) // 60, max(lengths, default=0) // 60)
        return seen[key]

    return measure


def measure_length(intervals: Iterable[Interval]) -> int:
    """Seconds of intervals that do not overlap."""
    return sum(end - start for start, end in intervals)


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Intervals in order, joined where they meet, without those that a clock's change swallowed."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def intersect(first: Sequence[Interval], second: Sequence[Interval]) -> list[Interval]:
    """What two merged lists have in common, in order."""
    return [
        (max(start, other_start), min(end, other_end))
        for start, end in first
        for other_start, other_end in second
        if max(start, other_start) < min(end, other_end)
    ]
