"""Pairs of real cities in 2027, worked out by hand beforehand, to the minute and the day."""

from __future__ import annotations

from datetime import date

import pytest

from outsource_check.overlap import PairResult, Site, build_site, compute, parse_site
from outsource_check.overlap.computation import find_level
from outsource_check.overlap.shifts import find_shifts

LONDON = "London=Europe/London@09:00-17:30"
HCMC = "HCMC=Asia/Ho_Chi_Minh@09:00-18:00"
NEW_YORK = "New York=America/New_York@09:00-17:00"
ENGLAND_2027 = "01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28"
VIETNAM_2027 = (
    "01-01 02-04 02-05 02-06 02-07 02-08 02-09 02-10 04-16 04-30 05-01 05-03 09-02 09-03 11-24"
)

EXAMPLES = {
    "A": (
        (LONDON, HCMC),
        [("01-01", "03-26", 120), ("03-29", "10-29", 180), ("11-01", "12-31", 120)],
        155,
        2,
        ("HCMC", 60),
    ),
    "A shifted": (
        (LONDON, "HCMC=Asia/Ho_Chi_Minh@10:00-19:00"),
        [("01-01", "03-26", 180), ("03-29", "10-29", 240), ("11-01", "12-31", 180)],
        261,
        3,
        None,
    ),
    "C": (
        (NEW_YORK, LONDON),
        [
            ("01-01", "03-12", 210),
            ("03-15", "03-26", 270),
            ("03-29", "10-29", 210),
            ("11-01", "11-05", 270),
            ("11-08", "12-31", 210),
        ],
        261,
        3,
        None,
    ),
    "C with lunch": (
        ("America/New_York@09:00-12:00,13:00-17:00", "Europe/London@09:00-13:00,14:00-17:30"),
        [
            ("01-01", "03-12", 180),
            ("03-15", "03-26", 150),
            ("03-29", "10-29", 180),
            ("11-01", "11-05", 150),
            ("11-08", "12-31", 180),
        ],
        246,
        2,
        ("London", 90),
    ),
    "E": (
        ("Europe/Berlin@09:00-17:30", "Asia/Kolkata@10:00-19:00"),
        [("01-01", "03-26", 330), ("03-29", "10-29", 390), ("11-01", "12-31", 330)],
        261,
        4,
        None,
    ),
    "a quarter-hour zone": (
        ("Asia/Kathmandu@10:00-18:00", LONDON),
        [("01-01", "03-26", 195), ("03-29", "10-29", 255), ("11-01", "12-31", 195)],
        261,
        3,
        None,
    ),
    "I": ((NEW_YORK, "Asia/Manila@21:00-06:00"), [("01-01", "12-31", 480)], 261, 4, None),
}


def in_2027(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


def compute_pair(*sites: str | Site) -> PairResult:
    built = [parse_site(site) if isinstance(site, str) else site for site in sites]
    return compute(built, None, date(2027, 1, 1)).pairs[0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_worked_example_comes_out_to_the_minute(name: str) -> None:
    sites, changes, days_with_3h, level, suggestion = EXAMPLES[name]
    pair = compute_pair(*sites)
    assert [(run.first, run.last, run.minutes) for run in pair.clock.changes] == [
        (in_2027(first), in_2027(last), minutes) for first, last, minutes in changes
    ]
    assert (pair.working_days, pair.shared_days, pair.lost_days) == (261, 261, 0)
    assert pair.days_with_3h == days_with_3h
    assert pair.level == level
    found = pair.suggestion
    assert (found and (found.site, found.shift_minutes)) == suggestion


def test_holidays_take_shared_days_and_leave_the_clock_alone() -> None:
    london, hcmc = (
        build_site(
            name=name, zone=zone, hours=[hours], holidays=[in_2027(day) for day in days.split()]
        )
        for name, zone, hours, days in (
            ("London", "Europe/London", "09:00-17:30", ENGLAND_2027),
            ("HCMC", "Asia/Ho_Chi_Minh", "09:00-18:00", VIETNAM_2027),
        )
    )
    pair = compute_pair(london, hcmc)
    assert (pair.clock.worst_minutes, pair.clock.best_minutes) == (120, 180)
    assert (pair.shared_days, pair.days_with_3h) == (243, 147)
    february = [day.day for day in pair.lost_dates if day.month == 2]
    assert february == [4, 5, 8, 9, 10]


def test_a_night_shift_out_of_hours_is_counted_as_such() -> None:
    hours = compute_pair(NEW_YORK, "Asia/Manila@21:00-06:00").outside_hours
    assert (hours.a, hours.b) == (0, 45)


@pytest.mark.parametrize(
    ("day", "hours"), [("03-27", 7), ("03-28", 8), ("10-29", 8), ("10-30", 9), ("10-31", 8)]
)
def test_a_night_when_the_clock_changes_is_an_hour_shorter_or_longer(day: str, hours: int) -> None:
    site = parse_site("Europe/London@22:00-06:00/mon-sun")
    ((start, end),) = find_shifts(site, in_2027(day))
    assert (end - start).total_seconds() == hours * 3600


def test_a_friday_off_costs_shared_days_and_no_clock_overlap() -> None:
    pair = compute_pair(LONDON, "Asia/Riyadh@09:00-17:00/sun-thu")
    assert pair.lost_days == 53
    assert {day.weekday() for day in pair.lost_dates} == {4}
    assert pair.clock.worst_minutes == 5 * 60
    assert pair.level == 4


def test_an_offset_of_seconds_is_kept_and_minutes_are_rounded_down() -> None:
    # Liberia was 44 minutes and 30 seconds behind UTC until January 1972.
    sites = [parse_site("Europe/London@09:00-17:00"), parse_site("Africa/Monrovia@09:00-17:00")]
    pair = compute(sites, None, date(1970, 1, 1)).pairs[0]
    assert {run.minutes for run in pair.clock.changes} == {375}  # 09:44:30 to 16:00 in UTC


@pytest.mark.parametrize(
    ("minutes", "block", "level"),
    [
        ([240] * 3, 180, 4),
        ([240] * 3, 179, 3),
        ([239, 240, 240], 180, 3),
        ([180, 600], 60, 3),
        ([179, 600], 60, 2),
        ([120, 120], 60, 2),
        ([119, 180], 60, 2),
        ([119, 180, 179], 60, 1),
        ([1, 180, 180, 1], 1, 2),
        ([1, 1], 1, 1),
        ([0, 600, 600], 0, 0),
    ],
)
def test_a_level_changes_exactly_at_its_border(minutes: list[int], block: int, level: int) -> None:
    assert find_level(minutes, block) == level


def test_the_worst_pair_counts() -> None:
    sites = [parse_site(text) for text in (LONDON, HCMC, "Europe/Berlin@09:00-17:30")]
    result = compute(sites, None, date(2027, 1, 1))
    assert [(pair.a.name, pair.b.name) for pair in result.pairs] == [
        ("London", "HCMC"),
        ("London", "Berlin"),
        ("HCMC", "Berlin"),
    ]
    assert [pair.level for pair in result.pairs] == [2, 4, 3]
    assert result.level == 2


def test_a_shift_of_the_other_site_later_comes_first() -> None:
    # One hour later or earlier of either would do.
    both = "Europe/London@09:00-11:00,13:00-15:00"
    pair = compute_pair(f"a={both}", "b=Europe/London@11:00-13:00,15:00-17:00")
    assert pair.clock.worst_minutes == 0
    assert pair.suggestion
    assert (pair.suggestion.site, pair.suggestion.shift_minutes) == ("b", -90)
