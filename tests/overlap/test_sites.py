"""Sites from text: what is taken, and what each mistake is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outsource_check.overlap import Site, SiteError, build_site, choose_pairs, compute, parse_site
from outsource_check.overlap.sites import read_days, read_hours, read_start, write_days

LONDON = "Europe/London@09:00-17:30"


@pytest.mark.parametrize(
    ("text", "name", "zone", "hours", "days"),
    [
        (LONDON, "London", "Europe/London", ((540, 1050),), {0, 1, 2, 3, 4}),
        ("HQ=" + LONDON, "HQ", "Europe/London", ((540, 1050),), {0, 1, 2, 3, 4}),
        (
            "Hanoi = Asia/Ho_Chi_Minh@13:00-18:00,09:00-12:00/mon-sat",
            "Hanoi",
            "Asia/Ho_Chi_Minh",
            ((540, 720), (780, 1080)),
            {0, 1, 2, 3, 4, 5},
        ),
        (
            "Asia/Riyadh@09:00-17:00/sun-thu",
            "Riyadh",
            "Asia/Riyadh",
            ((540, 1020),),
            {6, 0, 1, 2, 3},
        ),
        (
            "Asia/Manila@21:00-06:00/mon,wed,fri",
            "Manila",
            "Asia/Manila",
            ((1260, 1800),),
            {0, 2, 4},
        ),
        ("Asia/Tokyo@16:00-00:00/sat", "Tokyo", "Asia/Tokyo", ((960, 1440),), {5}),
        ("A@B=" + LONDON, "A@B", "Europe/London", ((540, 1050),), {0, 1, 2, 3, 4}),
        ("europe/london@09:00-17:30", "London", "Europe/London", ((540, 1050),), {0, 1, 2, 3, 4}),
    ],
)
def test_a_site_is_read(
    text: str, name: str, zone: str, hours: tuple[tuple[int, int], ...], days: set[int]
) -> None:
    assert parse_site(text) == Site(name=name, zone=zone, hours=hours, days=frozenset(days))


def test_an_old_name_is_taken_and_remembered() -> None:
    site = parse_site("Asia/Saigon@09:00-18:00")
    assert (site.name, site.zone, site.given_zone) == (
        "Ho Chi Minh",
        "Asia/Ho_Chi_Minh",
        "Asia/Saigon",
    )


ERRORS = {
    "IST@09:00-17:00": (
        "zone",
        '"IST" is an abbreviation, not a time zone: it names no place',
        'did you mean "Asia/Kolkata", "Asia/Jerusalem" or "Europe/Dublin"?',
    ),
    "UTC+7@09:00-17:00": (
        "zone",
        '"UTC+7" is an offset from UTC, not a time zone: it does not say when clocks change',
        'did you mean "Asia/Ho_Chi_Minh", "Asia/Bangkok" or "Asia/Jakarta"?',
    ),
    "GMT@09:00-17:00": (
        "zone",
        '"GMT" is an abbreviation, not a time zone: it names no place',
        'did you mean "Europe/London", "Europe/Dublin" or "Africa/Accra"?',
    ),
    "EST@09:00-17:00": (
        "zone",
        '"EST" is an abbreviation, not a time zone: it names no place',
        'did you mean "America/New_York", "America/Toronto" or "America/Panama"?',
    ),
    "Asia/Hanoi@09:00-17:00": (
        "zone",
        '"Asia/Hanoi" is not a time zone of the tz data',
        'did you mean "Asia/Ho_Chi_Minh"?',
    ),
    "Etc/GMT+7@09:00-17:00": (
        "zone",
        (
            '"Etc/GMT+7" is an offset from UTC, not a time zone, and its sign is reversed: '
            "it means UTC-7"
        ),
        'for UTC+7 write "Asia/Ho_Chi_Minh" or "Asia/Bangkok"; for UTC-7 write "America/Denver"',
    ),
    "Europe/Lodnon@09:00-17:00": (
        "zone",
        '"Europe/Lodnon" is not a time zone of the tz data',
        'did you mean "Europe/London"?',
    ),
    "Xyzzy/Qqq@09:00-17:00": (
        "zone",
        '"Xyzzy/Qqq" is not a time zone',
        'expected a name such as "Europe/London"',
    ),
    "UTC7@09:00-17:00": ("zone", '"UTC7" is an offset from UTC', '"Asia/Ho_Chi_Minh"'),
    "UTC+5.5@09:00-17:00": ("zone", '"UTC+5.5" is an offset from UTC', '"Asia/Kolkata"'),
    "EST/EDT@09:00-17:00": ("zone", '"EST/EDT" is an abbreviation', '"America/New_York"'),
    "India@09:00-17:00": (
        "zone",
        '"India" is not a time zone of the tz data',
        'did you mean "Asia/Kolkata"?',
    ),
    "US@09:00-17:00": (
        "zone",
        '"US" is not a time zone of the tz data',
        'did you mean "America/New_York", "America/Chicago" or "America/Los_Angeles"?',
    ),
    "@09:00-17:00": (
        "zone",
        'the time zone before "@" is missing in "@09:00-17:00"',
        "expected [NAME=]ZONE@",
    ),
    "": ("site", "a site is empty", "expected [NAME=]ZONE@"),
    "Bonn@Europe/Berlin@09:00-17:00": ("site", 'more than one "@"', "expected [NAME=]ZONE@"),
    "Europe/London 09:00-17:00": (
        "hours",
        '"Europe/London 09:00-17:00" says no working hours after "@"',
        "expected [NAME=]ZONE@",
    ),
    "Hanoi": ("zone", '"Hanoi" is not a time zone of the tz data', "Asia/Ho_Chi_Minh"),
    "Europe/London": ("hours", '"Europe/London" says no working hours', "expected [NAME=]ZONE@"),
    "Europe/London@": ("hours", '"Europe/London@" says no working hours', "expected [NAME=]ZONE@"),
    "Europe/London@9-17": ("hours", '"9" is no time of day: expected HH:MM', '"09:00"'),
    "Europe/London@09:00-5.30pm": ("hours", '"5.30pm" is no time of day', '"17:30"'),
    "Europe/London@12am-09:00": ("hours", '"12am" is no time of day', '"00:00"'),
    "Europe/London@0900-1730": ("hours", '"0900" is no time of day', '"09:00"'),
    "Europe/London@09:00": ("hours", '"09:00" is no span of hours', 'expected e.g. "09:00-17:30"'),
    "Europe/London@09:00-25:00": (
        "hours",
        '"25:00" is no time of day: expected HH:MM from 00:00 to 23:59',
        "",
    ),
    "Europe/London@16:00-24:00": ("hours", '"24:00" is no time of day', 'midnight is "00:00"'),
    "Europe/London@09:00-09:00": (
        "hours",
        'the span "09:00-09:00" has no length',
        '"00:00-12:00" and "12:00-00:00"',
    ),
    "Europe/London@09:00-13:00,12:00-17:00": (
        "hours",
        'the hours "09:00-13:00" and "12:00-17:00" overlap',
        "over midnight either",
    ),
    "Europe/London@05:00-09:00,22:00-06:00": (
        "hours",
        'the hours "22:00-06:00" and "05:00-09:00" overlap',
        "over midnight either",
    ),
    "Europe/London@09:00-17:00/": (
        "days",
        '"Europe/London@09:00-17:00/" says no working day',
        'expected e.g. "mon-fri"',
    ),
    "Europe/London@09:00-17:00/mon-fry": ("days", '"mon-fry" is no day or range of days', "mon"),
    "Europe/London@09:00-17:00/mon,,fri": ("days", '"" is no day or range of days', "mon"),
    "=Europe/London@09:00-17:00": ("name", 'the name before "=" is empty', "expected [NAME=]"),
    "\x1b[31m=Europe/London@09:00-17:00": ("name", "a character that cannot be shown", ""),
}


@pytest.mark.parametrize("text", ERRORS)
def test_a_mistake_is_told_with_its_part_and_the_likely_fix(text: str) -> None:
    part, message, hint = ERRORS[text]
    with pytest.raises(SiteError) as caught:
        parse_site(text)
    assert caught.value.part == part
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "hours", [["09:00-12:00", "12:00-17:00"], ["22:00-06:00", "06:00-09:00"], ["00:00-23:59"]]
)
def test_spans_may_touch(hours: list[str]) -> None:
    assert len(read_hours(hours)) == len(hours)


def test_no_hours_at_all_are_refused() -> None:
    with pytest.raises(SiteError, match="no working hours are given"):
        read_hours([])


@pytest.mark.parametrize(
    "text", ["mon-fri", "sun-thu", "mon,wed,fri", "sat", "mon-sun", "sat-wed", "mon-thu", "fri-mon"]
)
def test_days_are_written_as_they_are_read(text: str) -> None:
    assert write_days(read_days(text)) == text


def make_sites() -> list[Site]:
    return [
        build_site(name=name, side=side, zone="Europe/London", hours=["09:00-17:00"])
        for name, side in (("p1", "partner"), ("c1", "client"), ("p2", "partner"), ("c2", "client"))
    ]


def name_pairs(pairs: tuple[tuple[Site, Site], ...]) -> list[tuple[str, str]]:
    return [(a.name, b.name) for a, b in pairs]


def test_every_client_site_is_paired_with_every_partner_site() -> None:
    expected = [("c1", "p1"), ("c1", "p2"), ("c2", "p1"), ("c2", "p2")]
    assert name_pairs(choose_pairs(make_sites())) == expected


def test_the_client_is_the_anchor_however_a_pair_is_written() -> None:
    pairs = choose_pairs(make_sites(), [["p1", "c1"], ["c1", "p1"], ["p2", "p1"]])
    assert name_pairs(pairs) == [("c1", "p1"), ("p2", "p1")]


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([], "there is no pair of sites to compare"),
        ([[]], "a pair is empty"),
        ([["c1"]], 'a pair has two sites, found 1: "c1"'),
        ([["c1", "p1", "p2"]], 'a pair has two sites, found 3: "c1, p1, p2"'),
        ([["c1", "x"]], 'no site is named "x"'),
        ([["c1", "c1"]], '"c1" is paired with itself'),
    ],
)
def test_a_wrong_pair_is_told(pairs: list[list[str]], message: str) -> None:
    with pytest.raises(SiteError) as caught:
        choose_pairs(make_sites(), pairs)
    assert (caught.value.part, caught.value.message) == ("pairs", message)


def test_one_site_makes_no_pair() -> None:
    with pytest.raises(SiteError, match="no pair") as caught:
        choose_pairs([parse_site(LONDON)])
    assert caught.value.hint == "give at least two sites"
    with pytest.raises(SiteError, match="no pair") as caught:
        choose_pairs(make_sites()[:1])
    assert "of the client and one of the partner" in caught.value.hint


def test_two_sites_of_one_name_are_refused() -> None:
    with pytest.raises(SiteError, match='two sites are named "London"'):
        choose_pairs([parse_site(LONDON), parse_site(LONDON)])


@pytest.mark.parametrize("text", ["1970-01-01", "2099-12-31", "2028-02-29"])
def test_a_start_the_data_knows_is_taken(text: str) -> None:
    assert read_start(text).isoformat() == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1969-12-31", "the first day 1969-12-31 is outside what the tz data knows"),
        ("2100-01-01", "the first day 2100-01-01 is outside what the tz data knows"),
        ("2027-02-30", '"2027-02-30" is no date'),
        ("20270101", '"20270101" is no date'),
        ("tomorrow", '"tomorrow" is no date'),
    ],
)
def test_a_start_that_cannot_be_is_told(text: str, message: str) -> None:
    with pytest.raises(SiteError) as caught:
        read_start(text)
    assert (caught.value.part, caught.value.message) == ("from", message)


def test_the_last_start_is_computed_and_the_next_is_not() -> None:
    sites = [parse_site(LONDON), parse_site("Asia/Tokyo@09:00-17:00")]
    assert compute(sites, None, date(2099, 12, 31)).until == date(2100, 12, 30)
    with pytest.raises(SiteError, match="outside what the tz data knows"):
        compute(sites, None, date(2100, 1, 1))


def test_a_site_without_a_working_day_in_the_12_months_is_told() -> None:
    mondays = [date(2027, 1, 4) + timedelta(weeks=week) for week in range(52)]
    closed = build_site(
        name="Closed", zone="Asia/Tokyo", hours=["09:00-17:00"], days="mon", holidays=mondays
    )
    for sites in ([parse_site(LONDON), closed], [closed, parse_site(LONDON)]):
        with pytest.raises(SiteError, match='"Closed" has no working day from 2027-01-01'):
            compute(sites, None, date(2027, 1, 1))


@pytest.mark.parametrize("count", [21, 200])
def test_more_pairs_than_anybody_reads_are_refused(count: int) -> None:
    sites = [parse_site(f"S{number}=Europe/London@09:00-17:00") for number in range(count)]
    assert len(choose_pairs(sites[:20])) == 190
    with pytest.raises(SiteError, match="at most 200 are compared") as caught:
        choose_pairs(sites)
    assert caught.value.part == "pairs"
