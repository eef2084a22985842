"""Lists of a site's holidays: from a file of dates, or a country's name.

The only module of the calculator that reads files. The library behind countries is imported when
it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from outsource_check.overlap.sites import SiteError, read_date

_MOST_BYTES = 2**20
_COUNTRY = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
_CALENDAR = (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR")
_EXPECTED = 'expected lines such as "2027-02-08" or "2027-02-08 Tet"'
_FROM_CALENDAR = (
    'write each day off on a line of its own, such as "2027-02-08 Tet", or name the country for its'
    " public holidays, such as VN"
)
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
    optional package `holidays`; anything else is a file with one date a line. Raises SiteError with
    what is wrong, and with the line where there is one; calendar files are refused.
    """
    if not source.strip():
        raise _refuse("no file and no country is named", _SOURCES)
    if match := _COUNTRY.fullmatch(source):
        return _read_country(source, match[1], match[2], range(first.year, last.year + 1))
    data = _read_file(Path(source), source)
    if source.lower().endswith(".ics") or data.startswith(_CALENDAR):
        message = f'"{source}" is a calendar, and holidays are read from a list of dates'
        raise _refuse(message, _FROM_CALENDAR)
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


def _read_country(source: str, country: str, subdivision: str | None, years: range) -> HolidayList:
    try:
        import holidays  # noqa: PLC0415 - optional, and 50 ms
    except ImportError:
        raise _refuse(
            f'the holidays of "{source}" need the package "holidays", which is not installed',
            "install it beside this program, or give a file with one date a line",
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
    are = "is an estimate" if estimated == 1 else "are estimates"
    note = f"{estimated} of the days of {source} {are}." if estimated else ""
    return HolidayList(source=source, dates=frozenset(found), note=note)


def _refuse(message: str, hint: str = "") -> SiteError:
    return SiteError(message, hint, part="holidays")


def _shorten(error: object) -> str:
    """The first line of a library's message, at most 120 characters."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".:")[:120] if lines else "unreadable"
