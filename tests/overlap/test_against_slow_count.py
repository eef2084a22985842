"""The fast computation and the minute-by-minute count agree on every number."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from tests.chance import spread
from tests.overlap.slow_count import Place, count, count_outside, suggest, work_minutes

from outsource_check.overlap import PairResult, Site, build_site, compute
from outsource_check.overlap.shifts import find_shifts

ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/Havana",
    "America/Los_Angeles",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Ho_Chi_Minh",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Asia/Yangon",
    "Australia/Adelaide",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Marquesas",
    "Pacific/Pago_Pago",
]
HOURS = (
    ("09:00-17:30",),
    ("09:00-12:00", "13:00-18:00"),
    ("08:15-12:05", "12:05-16:40"),
    ("06:00-10:00", "16:00-20:00"),
    ("22:00-06:00",),
    ("21:00-06:00",),
    ("00:00-01:30", "02:00-05:00"),  # both inside nights when clocks change
    ("23:30-02:15", "03:00-07:45"),
    ("14:00-00:00",),
    ("02:30-10:00",),
    ("00:00-12:00", "12:00-00:00"),
    ("18:00-17:30",),
    ("09:00-11:00",),
    ("01:30-02:15", "09:00-12:00"),  # where clocks go forward at 01:00, the first span vanishes
)
WEEKDAYS = ((0, 1, 2, 3, 4), (0, 1, 2, 3, 6), (5, 6, 0, 1, 2), (0, 1, 2, 3, 4, 5), (6,), (1, 4))
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def make_place(dice: random.Random, start: date) -> Place:
    holidays = tuple(
        start + timedelta(days=dice.randrange(-1, 367)) for _ in range(dice.choice((0, 0, 15)))
    )
    return Place(dice.choice(ZONES), dice.choice(HOURS), dice.choice(WEEKDAYS), holidays)


def make_site(name: str, place: Place) -> Site:
    days = ",".join(DAY_NAMES[day] for day in place.weekdays)
    return build_site(
        name=name, zone=place.zone, hours=place.hours, days=days, holidays=place.holidays
    )


def make_case(number: int) -> tuple[Place, Place, date]:
    dice = random.Random(number)  # noqa: S311 - no secret
    start = date(dice.randrange(1973, 2099), 1, 1) + timedelta(days=dice.randrange(365))
    return make_place(dice, start), make_place(dice, start), start


def compute_pair(a: Place, b: Place, start: date) -> PairResult:
    return compute([make_site("a", a), make_site("b", b)], None, start).pairs[0]


def assert_same(a: Place, b: Place, start: date) -> None:
    slow = count(a, b, start)
    fast = compute_pair(a, b, start)
    assert [run.minutes for run in fast.clock.changes for _ in range(run.days)] == slow.clock
    runs = [(run.first, run.last, run.days) for run in fast.clock.changes]
    places = [slow.days.index(first) for first, _, _ in runs]
    assert all(
        slow.days[place] == first and slow.days[place + days - 1] == last
        for place, (first, last, days) in zip(places, runs, strict=True)
    )
    assert fast.working_days == len(slow.days)
    assert fast.clock.worst_block_minutes == min(slow.blocks)
    assert fast.shared_days == sum(real > 0 for real in slow.real)
    assert fast.days_with_3h == sum(real >= 180 for real in slow.real)
    lost = [
        day
        for day, clock, real in zip(slow.days, slow.clock, slow.real, strict=True)
        if clock and not real
    ]
    assert list(fast.lost_dates) == lost
    hours = fast.outside_hours
    assert (60 * hours.a, 60 * hours.b) == (count_outside(a, start), count_outside(b, start))


@pytest.mark.parametrize("block", spread(range(10)))
def test_random_pairs_come_out_to_the_minute(block: int) -> None:
    for number in range(block * 21, block * 21 + 21):
        assert_same(*make_case(number))


@pytest.mark.parametrize("block", range(4))
def test_suggestions_are_the_smallest_shift(block: int) -> None:
    for number in range(1000 + block * 10, 1010 + block * 10):
        dice = random.Random(number)  # noqa: S311 - no secret
        _, _, start = make_case(number)
        hours = (("09:00-17:30",), ("09:00-12:00", "13:00-18:00"), ("07:00-14:00",))
        a, b = (
            Place(dice.choice(ZONES), dice.choice((*hours, ("22:00-05:00",)))) for _ in range(2)
        )
        slow = suggest(a, b, start)
        fast = compute_pair(a, b, start)
        if fast.clock.worst_minutes >= 180:
            assert fast.suggestion is None
        else:
            found = fast.suggestion
            assert (found and (found.site, found.shift_minutes)) == slow


def test_a_local_day_that_never_was_is_counted_like_any_other() -> None:
    # Samoa left out 30 December 2011, a Friday.
    apia = Place("Pacific/Apia", ("09:00-17:00",))
    assert_same(apia, Place("Pacific/Auckland", ("08:00-16:00",)), date(2011, 6, 1))
    assert_same(Place("Pacific/Auckland", ("08:00-16:00",)), apia, date(2011, 6, 1))


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/London", date(2027, 3, 28)),
        ("Europe/London", date(2027, 10, 31)),
        ("Australia/Lord_Howe", date(2027, 4, 4)),  # by half an hour
        ("America/Havana", date(2027, 3, 14)),  # at midnight
        ("America/Santiago", date(2027, 9, 5)),
    ],
)
def test_shifts_around_a_change_of_the_clock_are_as_long_as_they_are(zone: str, day: date) -> None:
    for hours in HOURS:
        site = make_site("a", Place(zone, hours))
        for near in (day - timedelta(days=1), day):
            shifts = find_shifts(site, near)
            minutes = sum((end - start).total_seconds() for start, end in shifts) / 60
            assert minutes == len(work_minutes(zone, hours, near)), (hours, near)


def test_a_year_from_29_february_ends_on_27_february() -> None:
    london = Place("Europe/London", ("09:00-17:00",), tuple(range(7)))
    assert_same(london, london, date(2028, 2, 29))
    assert compute_pair(london, london, date(2028, 2, 29)).clock.changes[-1].last == date(
        2029, 2, 27
    )
