"""Lists of a site's holidays: from a file of dates, a calendar file, or a country's name.

The only module of the calculator that reads files. The libraries behind calendar files and
countries are imported when they are needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from outsource_check.overlap.sites import SiteError, read_date

_MOST_BYTES = 2**20
_COUNTRY = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
_MOST_REPEATS = 10_000
_CALENDAR = (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR")
_EXPECTED = 'expected lines such as "2027-02-08" or "2027-02-08 Tet"'
_SOURCES = 'expected a file, or a country in capitals such as "VN" or "GB-ENG"'


@dataclass(frozen=True, kw_only=True, slots=True)
class HolidayList:
    """The holidays that one source names."""

    source: str
    """The file or the country as it was given, uncleaned."""
    dates: frozenset[date]
    """All its dates; maybe none of them in the 12 months."""
    note: str = ""
    """What the reader of the result should know about it, one sentence; mostly empty."""


def read_holidays(source: str, first: date, last: date) -> HolidayList:
    """The holidays of a source between two dates, both included.

    A source such as `VN` or `GB-ENG` (capitals) is a country or its subdivision, and needs the
    optional package `holidays`; anything else is a file: `.ics` a calendar, else one date a line.
    Raises SiteError with what is wrong, and with the line where there is one.
    """
    if not source.strip():
        raise _refuse("no file and no country is named", _SOURCES)
    if match := _COUNTRY.fullmatch(source):
        return _read_country(source, match[1], match[2], range(first.year, last.year + 1))
    data = _read_file(Path(source), source)
    if source.lower().endswith(".ics") or data.startswith(_CALENDAR):
        return _read_calendar(data, source, first, last)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse(f'"{source}" is not UTF-8 text', _EXPECTED) from error
    dates = frozenset(_read_lines(text, source))
    if not dates:
        raise _refuse(f'"{source}" holds no date', _EXPECTED)
    return HolidayList(source=source, dates=dates, note=_note_outside(source, dates, first, last))


def _note_outside(source: str, dates: frozenset[date], first: date, last: date) -> str:
    inside = any(first <= day <= last for day in dates)
    return "" if inside else f'No day in "{source}" lies in these 12 months.'


def _read_lines(text: str, source: str) -> Iterator[date]:
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        word = content.split()[0]
        day = read_date(word)
        if day is None:
            raise _refuse(f'{source}:{number}: "{word}" is no date', _EXPECTED)
        yield day


def _read_file(path: Path, source: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise _refuse(f'"{source}" is not a regular file')
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, SiteError):
            raise
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _refuse(f'cannot read "{source}": {reason}', _SOURCES) from error
    if len(data) > _MOST_BYTES:
        raise _refuse(f'"{source}" is larger than 1 MiB')
    return data


def _read_calendar(data: bytes, source: str, first: date, last: date) -> HolidayList:
    try:
        from icalendar import Calendar  # noqa: PLC0415 - 50 ms that only calendar files should cost
    except ImportError:
        raise _refuse(
            f'"{source}" is a calendar file, and the package "icalendar" is not installed',
            "install it, or give a file with one date a line",
        ) from None
    try:
        calendars = Calendar.from_ical(data.decode("utf-8-sig"), multiple=True)
    except ValueError as error:
        raise _refuse(f'"{source}" is not a calendar file: {_shorten(error)}') from error
    dates: set[date] = set()
    timed = 0
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    for event in events:
        found = _read_event(event, source, first, last)
        timed += found is None
        dates.update(found or ())
    if not events or timed == len(events):
        raise _refuse(f'"{source}" holds no all-day entry')
    entries = "1 entry" if timed == 1 else f"{timed} entries"
    note = f'"{source}": {entries} with a time of day passed over; holidays last all day.'
    if not timed:
        note = _note_outside(source, frozenset(dates), first, last)
    return HolidayList(source=source, dates=frozenset(dates), note=note)


def _read_event(event: Any, source: str, first: date, last: date) -> Iterable[date] | None:
    """The dates of an all-day entry; None where it has a time of day."""
    title = f'"{event.get("SUMMARY", "")}"'
    if event.errors:
        raise _refuse(f"{source}: the entry {title} is broken: {_shorten(event.errors[0][1])}")
    start = getattr(event.get("DTSTART"), "dt", None)
    if start is None:
        raise _refuse(f"{source}: the entry {title} has no date")
    if isinstance(start, datetime):
        return None
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return ()
    length = _measure_event(event, start)
    if length < 1 or length > 366:
        raise _refuse(f"{source}: the entry {title} ends before it starts, or lasts over a year")
    without = set(_list_dates(event, "EXDATE"))
    starts = {start, *_list_dates(event, "RDATE"), *_repeat(event, start, last, source)}
    return {
        day + timedelta(days=step)
        for day in starts - without
        for step in range(length)
        if first <= day + timedelta(days=step) <= last
    }


def _measure_event(event: Any, start: date) -> int:
    """Its length in days; the end of an all-day entry is the first day after it."""
    end = getattr(event.get("DTEND"), "dt", None)
    duration = getattr(event.get("DURATION"), "dt", None)
    if isinstance(end, date) and not isinstance(end, datetime):
        return (end - start).days or 1
    return duration.days if isinstance(duration, timedelta) else 1


def _list_dates(event: Any, field: str) -> Iterator[date]:
    entries = event.get(field, [])
    for entry in entries if isinstance(entries, list) else [entries]:
        for value in getattr(entry, "dts", ()):
            if isinstance(value.dt, date) and not isinstance(value.dt, datetime):
                yield value.dt


def _repeat(event: Any, start: date, last: date, source: str) -> Iterator[date]:
    """The further starts of a repeating entry, up to the last date."""
    rule = event.get("RRULE")
    if rule is None:
        return
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - comes with icalendar

    text = rule.to_ical().decode()
    # An UNTIL with a zone cannot be compared with a date: only its day counts.
    text = re.sub(r"(UNTIL=\d{8})T\d{6}Z?", r"\1", text)
    refusal = f'{source}: an entry repeats by "{text}"'
    often = rule.get("FREQ", [""])[0] not in {"YEARLY", "MONTHLY", "WEEKLY"}
    if often or rule.get("INTERVAL", [1])[0] < 1:  # an interval of 0 never ends
        raise _refuse(f"{refusal}: expected yearly, monthly or weekly")
    begin = datetime(start.year, start.month, start.day)  # noqa: DTZ001 - a date, not a time
    try:
        moments = rrulestr(text, dtstart=begin)
    except ValueError as error:
        raise _refuse(f"{refusal}: {_shorten(error)}") from error
    for count, moment in enumerate(moments):
        if moment.date() > last:
            return
        if count > _MOST_REPEATS:
            raise _refuse(f"{refusal}: that is too often")
        yield moment.date()


def _read_country(source: str, country: str, subdivision: str | None, years: range) -> HolidayList:
    try:
        import holidays  # noqa: PLC0415 - optional, and 50 ms
    except ImportError:
        raise _refuse(
            f'the holidays of "{source}" need the package "holidays", which is not installed',
            'install "outsource-check[holidays]", or give a file with one date a line',
        ) from None
    try:
        # In English: the names say which days are estimated from the moon.
        found = holidays.country_holidays(
            country, subdiv=subdivision, years=years, language="en_US"
        )
    except NotImplementedError as error:
        message = f'the package "holidays" knows no "{source}": {_shorten(error)}'
        raise _refuse(message, _SOURCES) from error
    estimated = sum("estimated" in name.lower() for name in found.values())
    note = f"{estimated} of the days of {source} are estimates." if estimated else ""
    return HolidayList(source=source, dates=frozenset(found), note=note)


def _refuse(message: str, hint: str = "") -> SiteError:
    return SiteError(message, hint, part="holidays")


def _shorten(error: object) -> str:
    """The first line of a library's message, at most 120 characters."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".:")[:120] if lines else "unreadable"
