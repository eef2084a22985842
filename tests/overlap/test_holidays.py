"""Lists of holidays from files of dates, calendar files and countries."""

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
    pytest.importorskip("icalendar")
    old = wrap("DTSTART;VALUE=DATE:20190208")
    assert read(tmp_path / "old.ics", old).note.endswith("lies in these 12 months.")


def wrap(*entries: str) -> str:
    events = "".join(f"BEGIN:VEVENT\nUID:{n}\n{e}\nEND:VEVENT\n" for n, e in enumerate(entries))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{events}END:VCALENDAR\n".replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("entry", "days"),
    [
        ("DTSTART;VALUE=DATE:20270208", ["2027-02-08"]),
        ("DTSTART;VALUE=DATE:20270208\nDTEND;VALUE=DATE:20270210", ["2027-02-08", "2027-02-09"]),
        ("DTSTART;VALUE=DATE:20270208\nDTEND;VALUE=DATE:20270208", ["2027-02-08"]),
        ("DTSTART;VALUE=DATE:20270208\nDURATION:P2D", ["2027-02-08", "2027-02-09"]),
        ("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY", ["2027-12-25"]),
        (
            (
                "DTSTART;VALUE=DATE:20270104\nRRULE:FREQ=WEEKLY;UNTIL=20270118T000000Z\n"
                "EXDATE;VALUE=DATE:20270111"
            ),
            ["2027-01-04", "2027-01-18"],
        ),
        (
            "DTSTART;VALUE=DATE:20270104\nRDATE;VALUE=DATE:20270601,20270602",
            ["2027-01-04", "2027-06-01", "2027-06-02"],
        ),
        ("DTSTART;VALUE=DATE:20270208\nSTATUS:CANCELLED", []),
        (
            "DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270103",
            ["2026-12-31", "2027-01-01", "2027-01-02"],
        ),
        ("DTSTART;VALUE=DATE:20190101", []),
    ],
)
def test_all_day_entries_of_a_calendar_are_holidays(
    tmp_path: Path, entry: str, days: list[str]
) -> None:
    pytest.importorskip("icalendar")
    found = read(tmp_path / "days.ics", wrap(entry))
    assert sorted(day.isoformat() for day in found.dates) == days


def test_a_calendar_is_known_by_its_first_line_too(tmp_path: Path) -> None:
    pytest.importorskip("icalendar")
    found = read(tmp_path / "days.txt", wrap("DTSTART;VALUE=DATE:20270208"))
    assert found.dates == {date(2027, 2, 8)}


def test_entries_with_a_time_are_passed_over_and_said(tmp_path: Path) -> None:
    pytest.importorskip("icalendar")
    found = read(
        tmp_path / "days.ics", wrap("DTSTART;VALUE=DATE:20270208", "DTSTART:20270301T090000Z")
    )
    assert found.dates == {date(2027, 2, 8)}
    assert "1 entry with a time of day passed over; holidays last all day." in found.note


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no all-day entry"),
        ("hello", "is not a calendar file"),
        (b"\xff\xfe", "is not a calendar file"),
        (wrap(), "holds no all-day entry"),
        (wrap("DTSTART:20270301T090000Z"), "holds no all-day entry"),
        (wrap("SUMMARY:no date"), 'the entry "no date" has no date'),
        (wrap("DTSTART;VALUE=DATE:2027"), "is broken"),
        (wrap("DTSTART;VALUE=DATE:20270208\nDTEND;VALUE=DATE:20270101"), "ends before it starts"),
        (wrap("DTSTART;VALUE=DATE:20270208\nRRULE:FREQ=SECONDLY"), "expected yearly"),
        (wrap("DTSTART;VALUE=DATE:20270208\nRRULE:FREQ=YEARLY;INTERVAL=0"), "expected yearly"),
        (wrap("DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=WEEKLY"), "that is too often"),
    ],
)
def test_a_wrong_calendar_is_told(tmp_path: Path, text: str | bytes, message: str) -> None:
    pytest.importorskip("icalendar")
    with pytest.raises(SiteError, match=message):
        read(tmp_path / "days.ics", text)


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


@pytest.mark.parametrize(("source", "library"), [("VN", "holidays"), ("days.ics", "icalendar")])
def test_a_library_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, library: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "days.ics").write_text(wrap())
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(SiteError, match=f'"{library}"') as caught:
        read_holidays(source, FIRST, LAST)
    assert "one date a line" in caught.value.hint
