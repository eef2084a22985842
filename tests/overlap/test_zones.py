"""Zones: names, old names, search, and the tables of what people write instead."""

from __future__ import annotations

import itertools
import struct
import zoneinfo
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import tzdata  # type: ignore[import-untyped]

from outsource_check.overlap import search
from outsource_check.overlap.places import ABBREVIATIONS, OFFSETS, PLACES, SUCCESSORS
from outsource_check.overlap.zones import (
    explain_refusal,
    find_zone,
    list_zones,
    load_rules,
    tzdata_version,
)

NAMES = {zone.name for zone in list_zones()}
MOMENTS = [datetime(2027, month, 15) for month in range(1, 13)]  # noqa: DTZ001 - wall times


def current(name: str) -> str | None:
    zone = find_zone(name)
    return None if zone is None else zone.name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Europe/Stockholm", "Europe/Stockholm"),  # a link in the tz data, and current
        ("Europe/London", "Europe/London"),
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("US/Eastern", "America/New_York"),
        ("Iceland", "Atlantic/Reykjavik"),
        ("asia/saigon", "Asia/Ho_Chi_Minh"),
        ("EST", None),
        ("EST5EDT", None),
        ("CET", None),
        ("Etc/UTC", None),
        ("Etc/GMT+7", None),
        ("Factory", None),
        ("../zone.tab", None),
        ("", None),
    ],
)
def test_a_name_leads_to_its_current_zone_or_to_none(name: str, expected: str | None) -> None:
    assert current(name) == expected


def test_every_current_zone_can_be_loaded() -> None:
    for name in NAMES:
        assert load_rules(name).key == name


def test_names_differ_when_case_is_ignored() -> None:
    assert len({name.casefold() for name in NAMES}) == len(NAMES) > 400


def test_every_zone_in_the_tables_is_current() -> None:
    named = {
        zone for table in (ABBREVIATIONS, PLACES) for zones in table.values() for zone in zones
    }
    named |= {zone for zones in OFFSETS.values() for zone in zones} | set(SUCCESSORS.values())
    assert named <= NAMES


def test_the_tables_name_at_most_three_zones() -> None:
    assert all(
        len(zones) <= 3 for zones in (*ABBREVIATIONS.values(), *PLACES.values(), *OFFSETS.values())
    )


@pytest.mark.parametrize("minutes", OFFSETS)
def test_the_zones_of_an_offset_have_it_at_some_time(minutes: int) -> None:
    for name in OFFSETS[minutes]:
        rules = load_rules(name)
        offsets = {moment.replace(tzinfo=rules).utcoffset() for moment in MOMENTS}
        assert timedelta(minutes=minutes) in offsets, name


@pytest.mark.parametrize("old", SUCCESSORS)
def test_an_old_name_and_its_successor_have_the_same_clock(old: str) -> None:
    assert old not in NAMES
    assert current(old) == SUCCESSORS[old]
    for moment in MOMENTS:
        offsets = [
            moment.replace(tzinfo=load_rules(name)).utcoffset() for name in (old, SUCCESSORS[old])
        ]
        assert offsets[0] == offsets[1]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hanoi", "Asia/Ho_Chi_Minh"),
        ("viet", "Asia/Ho_Chi_Minh"),
        ("VN", "Asia/Ho_Chi_Minh"),
        ("são p", "America/Sao_Paulo"),
        ("york", "America/New_York"),
        ("New York", "America/New_York"),
        ("uk", "Europe/London"),
        ("Canada", "America/Toronto"),  # not St. John's, which zone.tab names first
        ("us", "America/New_York"),
        ("eastern", "America/New_York"),
        ("bengal", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("stock", "Europe/Stockholm"),
    ],
)
def test_a_part_of_a_city_or_country_finds_its_zone_first(text: str, first: str) -> None:
    assert search(text)[0].name == first


@pytest.mark.parametrize(
    ("text", "within", "without"),
    [
        ("uk", "Europe/London", "America/Whitehorse"),  # in Yukon
        ("usa", "America/Denver", "Africa/Lusaka"),
        ("India", "Asia/Kolkata", "America/Fort_Nelson"),
    ],
)
def test_beside_a_whole_name_nothing_is_found_by_chance(
    text: str, within: str, without: str
) -> None:
    names = [zone.name for zone in search(text)]
    assert within in names
    assert without not in names


@pytest.mark.parametrize("text", ["", "  ", "qqqq", "\x00", "[bold]", "IST", " EST "])
def test_nothing_is_found_for_nonsense(text: str) -> None:
    assert search(text) == []


def test_no_zone_is_found_twice() -> None:
    found = search("a")
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "name", ["UTC", "utc+7", "Etc/GMT-14", "UTC+99", "x" * 10_000, "Mars/Base"]
)
def test_a_refusal_is_one_line(name: str) -> None:
    message, hint = explain_refusal(name)
    assert message.startswith(f'"{name}"')
    assert "\n" not in message + hint


def test_the_data_is_the_packages_and_no_search_path_is_changed() -> None:
    before = zoneinfo.TZPATH
    load_rules("Europe/London")
    assert before == zoneinfo.TZPATH
    assert tzdata_version() == tzdata.IANA_VERSION


def read_changes(name: str) -> list[int]:
    """The moments at which a zone's clock changes, in seconds since 1970 (RFC 9636)."""
    data = (Path(str(tzdata.__file__)).parent / "zoneinfo" / name).read_bytes()
    utc, standard, leaps, moments, types, letters = struct.unpack(">6l", data[20:44])
    second = 44 + moments * 5 + types * 6 + letters + leaps * 8 + standard + utc
    _, _, _, moments, types, _ = struct.unpack(">6l", data[second + 20 : second + 44])
    times = struct.unpack_from(f">{moments}q", data, second + 44)
    kinds = struct.unpack_from(f">{moments}B", data, second + 44 + moments * 8)
    table = second + 44 + moments * 9
    offsets = [struct.unpack_from(">l", data, table + kind * 6)[0] for kind in kinds]
    return [
        moment
        for moment, offset, before in zip(times[1:], offsets[1:], offsets, strict=False)
        if offset != before and moment >= -3 * 86400
    ]


def test_no_clock_changes_twice_within_three_days() -> None:
    # The computation takes equal offsets two days apart as "no change between".
    for name in NAMES:
        changes = read_changes(name)
        gaps = [after - before for before, after in itertools.pairwise(changes)]
        assert min(gaps, default=10**9) > 3 * 86400, name
