"""The overlap of two sites counted minute by minute: slow, plain, and sharing no code.

Everything is worked out from the rules' words: sets of minutes, one datetime at a time. Only for
zones whose offsets are whole minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """A site, told by texts such as `22:00-06:00`."""

    zone: str
    hours: tuple[str, ...]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    holidays: tuple[date, ...] = ()

    def is_open(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays


@dataclass
class Count:
    days: list[date]
    clock: list[int]
    real: list[int]
    blocks: list[int]


@cache
def open_zone(name: str) -> ZoneInfo:
    path = Path(str(tzdata.__file__)).parent / "zoneinfo" / name
    with path.open("rb") as file:
        return ZoneInfo.from_file(file)


def minute_of(zone: str, wall: datetime) -> int:
    """The minute since 1900, in UTC, of a wall time; the first of two."""
    moment = wall.replace(tzinfo=open_zone(zone), fold=0).astimezone(UTC)
    return int((moment - EPOCH).total_seconds()) // 60


@lru_cache(maxsize=16)
def work_minutes(zone: str, hours: tuple[str, ...], day: date) -> frozenset[int]:
    minutes: set[int] = set()
    for span in hours:
        begin, end = (time.fromisoformat(text) for text in span.split("-"))
        last_day = day if end > begin else day + ONE_DAY
        minutes.update(
            range(
                minute_of(zone, datetime.combine(day, begin)),
                minute_of(zone, datetime.combine(last_day, end)),
            )
        )
    return frozenset(minutes)


def longest_row(minutes: Iterable[int]) -> int:
    longest = length = 0
    before = None
    for minute in sorted(minutes):
        length = length + 1 if before == minute - 1 else 1
        longest = max(longest, length)
        before = minute
    return longest


def days_of_year(start: date) -> list[date]:
    try:
        stop = date(start.year + 1, start.month, start.day)
    except ValueError:
        stop = date(start.year + 1, 2, 28)
    return [start + ONE_DAY * number for number in range((stop - start).days)]


def count(a: Place, b: Place, start: date) -> Count:
    found = Count([], [], [], [])
    for day in days_of_year(start):
        if not a.is_open(day):
            continue
        mine = work_minutes(a.zone, a.hours, day)
        around = (day - ONE_DAY, day, day + ONE_DAY)
        theirs = frozenset().union(*(work_minutes(b.zone, b.hours, other) for other in around))
        really = frozenset().union(
            *(work_minutes(b.zone, b.hours, other) for other in around if b.is_open(other))
        )
        found.days.append(day)
        found.clock.append(len(mine & theirs))
        found.real.append(len(mine & really))
        found.blocks.append(longest_row(mine & theirs))
    return found


def count_outside(place: Place, start: date) -> int:
    """Minutes outside 08:00-19:00 in the first week from a Monday on."""
    day = start
    while day.weekday() != 0:
        day += ONE_DAY
    outside = 0
    for number in range(7):
        today = day + ONE_DAY * number
        if today.weekday() in place.weekdays:
            for minute in work_minutes(place.zone, place.hours, today):
                local = (EPOCH + timedelta(minutes=minute)).astimezone(open_zone(place.zone))
                outside += not time(8) <= local.time() < time(19)
    return outside


def move(place: Place, minutes: int) -> Place | None:
    """The same place so much later; None where its day leaves 06:00-22:00."""
    moved = []
    for span in place.hours:
        begin, end = (int(text[:2]) * 60 + int(text[3:]) + minutes for text in span.split("-"))
        if end <= begin:
            end += 1440
        if begin < 360 or end > 1320:
            return None
        moved.append(f"{begin // 60:02d}:{begin % 60:02d}-{end // 60:02d}:{end % 60:02d}")
    return replace(place, hours=tuple(moved))


def suggest(a: Place, b: Place, start: date) -> tuple[str, int] | None:
    """`a` or `b` and its minutes, trying the smallest shifts first."""
    for size in range(30, 1440, 30):
        for who, sign in (("b", 1), ("b", -1), ("a", 1), ("a", -1)):
            moved = move(b if who == "b" else a, size * sign)
            if moved is None:
                continue
            pair = (a, moved) if who == "b" else (moved, b)
            if has_three_hours(*pair, start):
                return who, size * sign
    return None


def has_three_hours(a: Place, b: Place, start: date) -> bool:
    for day in days_of_year(start):
        if a.is_open(day):
            theirs: set[int] = set()
            for other in (day - ONE_DAY, day, day + ONE_DAY):
                theirs |= work_minutes(b.zone, b.hours, other)
            if len(work_minutes(a.zone, a.hours, day) & theirs) < 180:
                return False
    return True
