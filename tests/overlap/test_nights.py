"""Shifts over the nights in which the clock changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outsource_check.overlap import build_site
from outsource_check.overlap.shifts import find_shifts


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2027, 3, 26), 8),
        (date(2027, 3, 27), 7),  # the clock goes forward in the night to the 28th
        (date(2027, 3, 28), 8),
        (date(2027, 10, 29), 8),
        (date(2027, 10, 30), 9),  # and back in the night to the 31st
        (date(2027, 10, 31), 8),
    ],
)
def test_a_night_shift_in_london_is_as_long_as_the_night_was(day: date, hours: int) -> None:
    site = build_site(name="London", zone="Europe/London", hours=["22:00-06:00"])
    shifts = find_shifts(site, day)
    assert sum((end - start for start, end in shifts), timedelta()) == timedelta(hours=hours)
