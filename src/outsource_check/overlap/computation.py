"""The overlap of pairs of sites over 12 months, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from outsource_check.overlap.shifts import (
    DAY_SECONDS,
    Year,
    intersect,
    measure_length,
    measure_with,
    merge,
)
from outsource_check.overlap.sites import Site, SiteError, Span, check_start, choose_pairs
from outsource_check.overlap.suggestion import ENOUGH, Suggestion, suggest
from outsource_check.overlap.zones import tzdata_version

_FAIR_HOURS: Span = (8 * 60, 19 * 60)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Successive working days of a pair with the same overlap."""

    first: date
    """The first working day of the run."""
    last: date
    """The last working day of the run."""
    minutes: int
    """Minutes in common on each of them, 0 to 1440, rounded down."""
    days: int
    """How many working days it has; at least 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PairResult:
    """One pair over the 12 months; its days are the working dates of `a`.

    *Clock* numbers are as if the other site worked every day; *real* ones keep to its days and
    holidays.
    """

    a: Site
    """The anchor."""
    b: Site
    """The other site."""
    changes: tuple[Run, ...]
    """Clock: runs of working days with the same overlap, in order; never empty."""
    worst_block_minutes: int
    """Clock: the least, over the days, of the day's longest single block, in minutes."""
    shared_days: int
    """Real: days with some time in common."""
    lost_dates: tuple[date, ...]
    """Days with time in common by the clock, and none because `b` does not work."""
    days_with_3h: int
    """Real: days with three hours or more in common."""
    outside_minutes: tuple[int, int]
    """Minutes that `a` and `b` work outside 08:00 to 19:00 local time in the first week from
    Monday to Sunday on or after the first day, holidays not taken off."""
    level: int
    """0 to 4."""
    suggestion: Suggestion | None
    """None where the pair has three hours every day, or no shift gives them."""

    @property
    def working_days(self) -> int:
        """The working days of `a` in the 12 months; at least 1."""
        return sum(run.days for run in self.changes)

    @property
    def worst_minutes(self) -> int:
        """Clock: minutes in common on the worst day."""
        return min(run.minutes for run in self.changes)

    @property
    def best_minutes(self) -> int:
        """Clock: minutes in common on the best day."""
        return max(run.minutes for run in self.changes)

    @property
    def lost_days(self) -> int:
        """How many dates are lost because `b` does not work."""
        return len(self.lost_dates)

    def count_days_below(self, minutes: int) -> int:
        """Clock: how many days have fewer minutes in common than this."""
        return sum(run.days for run in self.changes if run.minutes < minutes)


@dataclass(frozen=True, kw_only=True, slots=True)
class OverlapResult:
    """All pairs over the 12 months. Each pair is judged alone; the worst one counts."""

    level: int
    """The lowest level of a pair, 0 to 4."""
    pairs: tuple[PairResult, ...]
    """In the order in which they were asked for; never empty."""
    tzdata: str
    """The version of the tz data, e.g. `2026f`."""
    first: date
    """The first of the 12 months' days (`from`)."""
    until: date
    """The last of the 12 months' days."""


def compute(
    sites: Sequence[Site], pairs: Sequence[Sequence[str]] | None, start: date
) -> OverlapResult:
    """The overlap of pairs of sites in the 12 months from a date (docs/scoring.md, Overlap).

    `pairs` are pairs of sites' names, or None for the usual ones (see `choose_pairs`); `start`
    lies between 1970 and 2099. Raises SiteError where a pair or the start is wrong, or a site of
    a pair has no working day in that time.
    """
    check_start(start)
    chosen = choose_pairs(sites, pairs)
    until = end_of_year(start)
    years = {site.name: Year(site, start, until) for pair in chosen for site in pair}
    for year in years.values():
        if not year.working_days:
            raise SiteError(
                f'"{year.site.name}" has no working day from {start} to {until}',
                "check its days and holidays",
                part="days",
            )
    results = tuple(_compare(years[a.name], years[b.name]) for a, b in chosen)
    return OverlapResult(
        level=min(result.level for result in results),
        pairs=results,
        tzdata=tzdata_version(),
        first=start,
        until=until,
    )


def end_of_year(start: date) -> date:
    """The last day of the 12 months from a date: the same date a year on, less a day.

    From 29 February they end on 27 February, so that the next 12 months begin on the 28th.
    """
    day = 28 if (start.month, start.day) == (2, 29) else start.day
    return start.replace(year=start.year + 1, day=day) - timedelta(days=1)


def _compare(a: Year, b: Year) -> PairResult:
    clock = [0] * a.length
    real = [0] * a.length
    blocks: list[int] = []
    measure = measure_with(a, b, a.site.hours, b.site.hours)
    for index in a.working_days:
        clock[index], block = measure(index, (True, True, True))
        works = (b.works[index - 1], b.works[index], b.works[index + 1])
        real[index] = measure(index, works)[0]
        blocks.append(block)
    days = a.working_days
    return PairResult(
        a=a.site,
        b=b.site,
        changes=_find_runs(a, clock),
        worst_block_minutes=min(blocks),
        shared_days=sum(real[index] > 0 for index in days),
        lost_dates=tuple(a.find_date(i) for i in days if clock[i] > 0 and real[i] == 0),
        days_with_3h=sum(real[index] >= ENOUGH for index in days),
        outside_minutes=(_count_outside(a), _count_outside(b)),
        level=find_level([clock[index] for index in days], min(blocks)),
        suggestion=suggest(a, b) if min(clock[index] for index in days) < ENOUGH else None,
    )


def find_level(minutes: Sequence[int], worst_block: int) -> int:
    """A pair's level, 0 to 4, from each day's minutes in common by the clock.

    `worst_block` is the least of the days' longest single blocks, in minutes; there is at least
    one day.
    """
    worst = min(minutes)
    if worst == 0:
        return 0
    if worst >= 240 and worst_block >= ENOUGH:
        return 4
    if worst >= ENOUGH:
        return 3
    enough = sum(day >= ENOUGH for day in minutes)
    return 2 if worst >= 120 or 2 * enough >= len(minutes) else 1


def _find_runs(year: Year, clock: list[int]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for minutes, group in groupby(year.working_days, key=lambda index: clock[index]):
        indices = list(group)
        runs.append(
            Run(
                first=year.find_date(indices[0]),
                last=year.find_date(indices[-1]),
                minutes=minutes,
                days=len(indices),
            )
        )
    return tuple(runs)


def _count_outside(year: Year) -> int:
    """Minutes of the first full week's shifts outside 08:00-19:00 local time."""
    monday = 1 + -year.find_date(1).weekday() % 7
    week = Year(year.site, year.find_date(monday), year.find_date(monday + 6))
    seconds = 0
    for index in range(1, 8):
        if week.find_date(index).weekday() not in year.site.days:
            continue
        shifts = week.find_intervals(index, year.site.hours)
        fair = merge(
            (start + step * DAY_SECONDS, end + step * DAY_SECONDS)
            for step in (0, 1)
            for start, end in week.find_intervals(index + step, (_FAIR_HOURS,))
        )
        seconds += measure_length(shifts) - measure_length(intersect(shifts, fair))
    return seconds // 60
