"""What an overlap is: the document `outsource-check/overlap/v1`, and the sites it is about.

Apart from what works it out, which loads the time zones.
"""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from outsource_check.models import Exact, Model, Own, shown_by

WORKING_WEEK = frozenset(range(5))
"""Monday to Friday."""

Span = tuple[int, int]
"""Start and end in minutes after local midnight: 0 <= start < 1440, start < end < start + 1440.
An end above 1440 lies on the next day."""
Minutes = Annotated[int, Field(ge=0)]
Level = Annotated[int, Field(ge=0, le=4)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """One place of one side, and when somebody who can answer works there."""

    name: str
    """Unique among the sites of a computation; uncleaned, but free of control characters."""
    side: str = ""
    """`client` or `partner`; empty on the command line, where the order decides."""
    zone: str
    """The current name of its IANA time zone."""
    given_zone: str = ""
    """The zone as it was written where that is an old name, e.g. `Asia/Saigon`; else empty."""
    hours: tuple[Span, ...]
    """The spans of a working day, in order, not overlapping, each belonging to its first day."""
    days: frozenset[int] = WORKING_WEEK
    """Its working days, Monday 0 to Sunday 6; never empty."""
    holidays: frozenset[date] = frozenset()
    """Dates on which it does not work."""

    def works_on(self, day: date) -> bool:
        """Whether it works on this local date."""
        return day.weekday() in self.days and day not in self.holidays


Named = Annotated[Site, shown_by(attrgetter("name")), WithJsonSchema({"type": "string"})]
"""A site, published as its name."""


class Run(Model):
    """Successive working days of a pair with the same overlap."""

    first: Annotated[date, Field(alias="from")]
    """The first working day of the run."""
    last: Annotated[date, Field(alias="until")]
    """The last working day of the run."""
    minutes: Minutes
    """Minutes in common on each of them, 0 to 1440, rounded down."""
    days: Own[int]
    """How many working days it has; at least 1."""


class Clock(Model):
    """A pair as if the other site worked every day, in minutes."""

    worst_minutes: Minutes
    """In common on the worst day."""
    best_minutes: Minutes
    """In common on the best day."""
    worst_block_minutes: Minutes
    """The least, over the days, of the day's longest single block."""
    changes: tuple[Run, ...]
    """Runs of working days with the same overlap, in order; never empty."""

    def count_days_below(self, minutes: int) -> int:
        """How many days have fewer minutes in common than this."""
        return sum(run.days for run in self.changes if run.minutes < minutes)


class OutsideHours(Model):
    """Hours that the sites work outside 08:00 to 19:00 local time in one week.

    The first one from Monday to Sunday on or after the first day, holidays not taken off.
    """

    a: Exact
    b: Exact


class Suggestion(Model):
    """The smallest shift of one site after which every day has three hours in common."""

    site: str
    """The name of the site that shifts."""
    shift_minutes: int
    """A multiple of 30; above 0 is later, below 0 earlier; never 0."""
    hours: Own[tuple[Span, ...]]
    """Its hours after the shift, in minutes, from 06:00 to 22:00."""
    worst_minutes: Own[int]
    """Minutes in common on the worst day after the shift; at least 180."""


class PairResult(Model):
    """One pair over the 12 months; its days are the working dates of `a`.

    Outside of `clock`, days keep to the other site's working days and holidays.
    """

    a: Named
    """The anchor."""
    b: Named
    """The other site."""
    working_days: int
    """The working days of `a` in the 12 months; at least 1."""
    lost_days: int
    """Days with time in common by the clock, and none because `b` does not work."""
    shared_days: int
    """Days with some time in common."""
    clock: Clock
    days_with_3h: int
    """Days with three hours or more in common."""
    outside_hours: OutsideHours
    level: Level
    suggestion: Suggestion | None
    """Null where the pair has three hours every day, or no shift gives them."""
    lost_dates: Own[tuple[date, ...]]
    """The days that are lost."""


class OverlapResult(Model):
    """All pairs over the 12 months. Each pair is judged alone; the worst one counts."""

    format: Literal["outsource-check/overlap/v1"] = "outsource-check/overlap/v1"
    tzdata: str
    """The version of the tz data, e.g. `2026f`."""
    first: Annotated[date, Field(alias="from")]
    """The first of the 12 months' days."""
    until: date
    """The last of the 12 months' days."""
    pairs: tuple[PairResult, ...]
    """In the order in which they were asked for; never empty."""
    level: Level
    """The lowest level of a pair."""
