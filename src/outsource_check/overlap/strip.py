"""A day of two sites as strips of characters, one under the other, over the same 24 hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from outsource_check.overlap.model import Site
from outsource_check.overlap.shifts import find_shifts
from outsource_check.overlap.sites import DAY_MINUTES
from outsource_check.overlap.zones import load_rules

_LABEL_CELLS = 6  # an hour's label and the space after it

Moments = Sequence[tuple[datetime, datetime]]


def draw_strip(a: Site, b: Site, day: date, cells: int) -> list[tuple[str, str]]:
    """The 24 hours of a working date of `a`, and what both sites do in them, as if `b` worked.

    Five strips of so many cells, each behind its name: the hours in `a`'s local time, `a`, `b`,
    both at once, the hours in `b`'s local time. The hours begin at `a`'s midnight, or, where its
    shift runs into the next day, shortly before the shift.
    """
    step = timedelta(minutes=DAY_MINUTES // cells)
    start = _find_start(a, day)
    edges = [start + step * number for number in range(cells + 1)]
    own = find_shifts(a, day)
    other = [shift for days in (-1, 0, 1) for shift in find_shifts(b, day + timedelta(days=days))]
    common = [
        (max(one[0], two[0]), min(one[1], two[1]))
        for one in own
        for two in other
        if max(one[0], two[0]) < min(one[1], two[1])
    ]
    return [
        ("", _write_hours(a, edges[:-1])),
        (a.name, _draw(own, edges)),
        (b.name, _draw(other, edges)),
        ("both", _draw(common, edges)),
        ("", _write_hours(b, edges[:-1])),
    ]


def _find_start(site: Site, day: date) -> datetime:
    """Where the 24 hours begin, in UTC: a multiple of three hours of the site's local time."""
    minutes = 0
    if max(end for _, end in site.hours) > DAY_MINUTES:
        minutes = min(start for start, _ in site.hours) // 180 * 180
    wall = datetime(day.year, day.month, day.day, minutes // 60, tzinfo=load_rules(site.zone))
    return wall.astimezone(UTC)


def _draw(shifts: Moments, edges: Sequence[datetime]) -> str:
    return "".join(_find_mark(shifts, start, end) for start, end in pairwise(edges))


def _find_mark(shifts: Moments, start: datetime, end: datetime) -> str:
    none = timedelta()
    worked = sum(
        (max(min(end, until) - max(start, since), none) for since, until in shifts), start=none
    )
    return "." if not worked else "#" if worked == end - start else "+"


def _write_hours(site: Site, moments: Sequence[datetime]) -> str:
    rules = load_rules(site.zone)
    return " ".join(
        moment.astimezone(rules).strftime("%H:%M") for moment in moments[::_LABEL_CELLS]
    )
