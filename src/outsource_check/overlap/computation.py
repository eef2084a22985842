"""The overlap of pairs of sites over 12 months, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from outsource_check.overlap.model import (
    Clock,
    OutsideHours,
    OverlapResult,
    PairResult,
    Run,
    Site,
    Span,
)
from outsource_check.overlap.shifts import (
    DAY_SECONDS,
    Year,
    intersect,
    measure_length,
    measure_with,
    merge,
)
from outsource_check.overlap.sites import SiteError, check_start, choose_pairs
from outsource_check.overlap.suggestion import ENOUGH, suggest
from outsource_check.overlap.zones import tzdata_version

_FAIR_HOURS: Span = (8 * 60, 19 * 60)


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
    minutes = [clock[index] for index in days]
    lost = tuple(a.find_date(i) for i in days if clock[i] > 0 and real[i] == 0)
    return PairResult(
        a=a.site,
        b=b.site,
        working_days=len(days),
        lost_days=len(lost),
        shared_days=sum(real[index] > 0 for index in days),
        clock=Clock(
            worst_minutes=min(minutes),
            best_minutes=max(minutes),
            worst_block_minutes=min(blocks),
            changes=_find_runs(a, clock),
        ),
        days_with_3h=sum(real[index] >= ENOUGH for index in days),
        outside_hours=OutsideHours(a=_count_outside(a), b=_count_outside(b)),
        level=find_level(minutes, min(blocks)),
        suggestion=suggest(a, b) if min(minutes) < ENOUGH else None,
        lost_dates=lost,
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


def _count_outside(year: Year) -> Fraction:
    """Hours of the first full week's shifts outside 08:00-19:00 local time, in whole minutes."""
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
    return Fraction(seconds // 60, 60)
