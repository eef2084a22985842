"""The smallest shift of one site after which every day has three hours in common."""

from __future__ import annotations

from collections.abc import Iterable

from outsource_check.overlap.model import Span, Suggestion
from outsource_check.overlap.shifts import Measure, Year, measure_with
from outsource_check.overlap.sites import DAY_MINUTES

ENOUGH = 180
"""Minutes in common that a day needs: the three hours of the rule."""


def suggest(a: Year, b: Year) -> Suggestion | None:
    """The smallest shift: fewest minutes, then `b` before `a`, then later before earlier."""
    # One day of each kind stands for all that lie the same in UTC.
    kinds = {
        (a.keys[index], b.keys[index - 1], b.keys[index], b.keys[index + 1]): index
        for index in a.working_days
    }
    candidates = [
        (abs(shift), site is a, shift < 0, shift, site)
        for site in (a, b)
        for shift in _find_shift_range(site.site.hours)
    ]
    for _, moves_a, _, shift, year in sorted(candidates, key=lambda candidate: candidate[:3]):
        hours = tuple((start + shift, end + shift) for start, end in year.site.hours)
        measure = measure_with(
            a, b, hours if moves_a else a.site.hours, b.site.hours if moves_a else hours
        )
        worst = _find_worst(measure, kinds.values())
        if worst >= ENOUGH:
            return Suggestion(
                site=year.site.name, shift_minutes=shift, hours=hours, worst_minutes=worst
            )
    return None


def _find_worst(measure: Measure, days: Iterable[int]) -> int:
    """The least minutes in common; no more days are measured after one with too few."""
    worst = DAY_MINUTES
    for index in days:
        worst = min(worst, measure(index, (True, True, True))[0])
        if worst < ENOUGH:
            break
    return worst


def _find_shift_range(hours: tuple[Span, ...]) -> list[int]:
    """The shifts in half hours, but none of 0, that keep the whole day within 06:00-22:00."""
    earliest = 6 * 60 - min(start for start, _ in hours)
    latest = 22 * 60 - max(end for _, end in hours)
    return [
        shift
        for shift in range(-DAY_MINUTES, DAY_MINUTES, 30)
        if earliest <= shift <= latest and shift != 0
    ]
