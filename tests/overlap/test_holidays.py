"""Lists of holidays from files of dates and countries."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from outsource_check.overlap import HolidayList, SiteError, read_holidays

FIRST, LAST = date(2026, 12, 31), date(2028, 1, 1)


def read(path: Path, text: str | bytes) -> HolidayList:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_holidays(str(path), FIRST, LAST)


def test_a_file_holds_one_date_a_line(tmp_path: Path) -> None:
    text = "\ufeff# closures\r\n2027-02-08\r\n\r\n2027-02-09 Tet, second day\n 2027-12-24  # half\n"
    found = read(tmp_path / "vn.txt", text)
    assert found.dates == {date(2027, 2, 8), date(2027, 2, 9), date(2027, 12, 24)}
    assert found.note == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2027-02-08\n08.02.2027\n", ':2: "08.02.2027" is no date'),
        ("20270208", ':1: "20270208" is no date'),
        ("2027-02-30", ':1: "2027-02-30" is no date'),
        ("", "holds no date"),
        ("# nothing yet\n", "holds no date"),
        (b"2027-02-08 T\xe9t", "is not UTF-8 text"),
        ("x" * (2**20 + 1), "is larger than 1 MiB"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    with pytest.raises(SiteError) as caught:
        read(tmp_path / "days.txt", text)
    assert message in caught.value.message
    assert caught.value.part == "holidays"


@pytest.mark.posix
def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, message in (
        ("missing", "No such file"),
        ("", "not a regular file"),
        ("pipe", "not a regular file"),
        ("nul\0", "null"),
    ):
        with pytest.raises(SiteError, match=message):
            read_holidays(str(tmp_path / name), FIRST, LAST)
    with pytest.raises(SiteError, match="no file and no country is named"):
        read_holidays("", FIRST, LAST)


def test_dates_that_all_lie_outside_the_12_months_are_said(tmp_path: Path) -> None:
    assert read(tmp_path / "old.txt", "2019-12-25\n").note.endswith("lies in these 12 months.")
    assert not read(tmp_path / "both.txt", "2019-12-25\n2027-12-25\n").note


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("days.ics", CALENDAR),
        ("days.ICS", "2027-02-08\n"),
        ("days.txt", CALENDAR),
        ("days.txt", "\ufeff" + CALENDAR),
        ("days.ics", b"\xff\xfe"),
    ],
)
def test_a_calendar_is_answered_with_how_to_make_the_list(
    tmp_path: Path, name: str, text: str | bytes
) -> None:
    with pytest.raises(SiteError, match="is a calendar") as caught:
        read(tmp_path / name, text)
    assert "each day off on a line of its own" in caught.value.hint
    assert "name the country" in caught.value.hint


def test_a_country_gives_its_public_holidays() -> None:
    pytest.importorskip("holidays")
    found = read_holidays("VN", FIRST, LAST)
    assert date(2027, 9, 2) in found.dates
    assert date(2027, 12, 27) in read_holidays("GB-ENG", FIRST, LAST).dates


def test_days_that_are_estimates_are_counted_in_any_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("holidays")
    monkeypatch.setenv("LANGUAGE", "id")
    assert read_holidays("ID", FIRST, LAST).note.endswith("of the days of ID are estimates.")


def test_an_unknown_country_is_told() -> None:
    pytest.importorskip("holidays")
    with pytest.raises(SiteError, match='knows no "XX"'):
        read_holidays("XX", FIRST, LAST)


def test_the_library_of_countries_is_named_where_it_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(SiteError, match='"holidays"') as caught:
        read_holidays("VN", FIRST, LAST)
    assert "one date a line" in caught.value.hint
