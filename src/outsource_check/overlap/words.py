"""An overlap in words, the same on the screen and in a report.

The names of sites are uncleaned: who shows them cleans them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from outsource_check.numbers import write_minutes
from outsource_check.overlap.levels import LEVELS
from outsource_check.overlap.model import OverlapResult, PairResult, Run, Site, Suggestion
from outsource_check.overlap.sites import write_days, write_span
from outsource_check.overlap.suggestion import ENOUGH
from outsource_check.overlap.zones import find_zone, load_rules
from outsource_check.text import join_words, plural

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MOST_LISTED = 14
"""Up to so many lost days are listed; of more, the weekdays are counted."""


def answer(pair: PairResult) -> str:
    """The answer in one sentence without a full stop.

    E.g. "2 h in winter, 3 h in summer: below 3 h on 106 working days; Hanoi one hour later
    (10:00-19:00) gives 3 h or more all year".
    """
    parts = [_describe_values(pair)]
    below = pair.clock.count_days_below(ENOUGH)
    if pair.clock.best_minutes == 0:
        parts = ["no time in common on any working day"]
    elif below == pair.working_days and pair.clock.worst_minutes != pair.clock.best_minutes:
        parts.append(": always below 3 h")
    elif below and below < pair.working_days:
        parts.append(f": below 3 h on {plural(below, 'working day')}")
    if pair.suggestion is not None:
        parts.append(f"; {describe_suggestion(pair.suggestion)}")
    elif below:
        parts.append("; no shift of one site within 06:00 to 22:00 gives 3 h every day")
    return "".join(parts)


def describe_suggestion(suggestion: Suggestion) -> str:
    """A suggestion, e.g. "Hanoi one hour later (10:00-19:00) gives 3 h or more all year"."""
    minutes = abs(suggestion.shift_minutes)
    amount = {30: "half an hour", 60: "one hour", 120: "two hours"}.get(
        minutes, write_minutes(minutes)
    )
    direction = "later" if suggestion.shift_minutes > 0 else "earlier"
    hours = join_words([write_span(span) for span in suggestion.hours])
    least = write_minutes(suggestion.worst_minutes)
    return f"{suggestion.site} {amount} {direction} ({hours}) gives {least} or more all year"


def explain_level(pair: PairResult) -> str:
    """What the pair's level means, and what the next one needs; whole sentences."""
    sentence = f"Level {pair.level}: {LEVELS[pair.level]}"
    if pair.level in {1, 2, 3}:
        sentence += f" The next level: {LEVELS[pair.level + 1]}"
    return sentence


def name_pair(pair: PairResult) -> str:
    """Both sites' names, the anchor first, e.g. "London and Hanoi"."""
    return f"{pair.a.name} and {pair.b.name}"


def find_worst_pair(result: OverlapResult) -> PairResult:
    """The pair that counts: the lowest level, then the least in common on worst and best day."""
    return min(
        result.pairs,
        key=lambda pair: (pair.level, pair.clock.worst_minutes, pair.clock.best_minutes),
    )


def write_date(day: date, *, year: bool = True) -> str:
    """A date in words, e.g. "26 March 2027"."""
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def _describe_values(pair: PairResult) -> str:
    days = Counter[int]()
    for run in pair.clock.changes:
        days[run.minutes] += run.days
    if len(days) == 1:
        return f"{write_minutes(pair.clock.worst_minutes)} on every working day"
    if (seasons := _find_seasons(pair)) is not None:
        winter, summer = seasons
        return f"{write_minutes(winter)} in winter, {write_minutes(summer)} in summer"
    if len(days) == 2:
        (most, many), (least, few) = days.most_common()
        return (
            f"{write_minutes(most)} on {plural(many, 'working day')}, "
            f"{write_minutes(least)} on {few}"
        )
    return f"{write_minutes(pair.clock.worst_minutes)} to {write_minutes(pair.clock.best_minutes)}"


def _find_seasons(pair: PairResult) -> tuple[int, int] | None:
    """The overlap in winter and in summer; None where it does not follow the seasons."""
    if len({run.minutes for run in pair.clock.changes}) != 2 or len(pair.clock.changes) > 3:
        return None
    januaries = [run.minutes for run in pair.clock.changes if _holds(run.first, run.last, 1)]
    julies = [run.minutes for run in pair.clock.changes if _holds(run.first, run.last, 7)]
    if len(set(januaries)) != 1 or len(set(julies)) != 1 or januaries[0] == julies[0]:
        return None
    middle = pair.clock.changes[0].first
    hemispheres = {
        zone.northern
        for site in (pair.a, pair.b)
        if _changes_clocks(site, middle) and (zone := find_zone(site.zone)) is not None
    }
    if len(hemispheres) != 1:
        return None
    northern = hemispheres.pop()
    return (januaries[0], julies[0]) if northern else (julies[0], januaries[0])


def _holds(first: date, last: date, month: int) -> bool:
    """Whether a run reaches into the middle of a month of a year that it touches."""
    return any(first <= date(year, month, 15) <= last for year in (first.year, last.year))


def _changes_clocks(site: Site, near: date) -> bool:
    rules = load_rules(site.zone)
    offsets = {datetime(near.year, month, 15, tzinfo=rules).utcoffset() for month in (1, 7)}
    return len(offsets) > 1


def find_extremes(pair: PairResult) -> tuple[Run, Run]:
    """The first run of the worst days, and of the best; the same where it never changes."""
    runs = {run.minutes: run for run in reversed(pair.clock.changes)}
    return runs[pair.clock.worst_minutes], runs[pair.clock.best_minutes]


def describe_day(run: Run) -> str:
    """The first day of a run, e.g. "Friday 1 January 2027: 2 h in common"."""
    common = f"{write_minutes(run.minutes)} in common" if run.minutes else "nothing in common"
    return f"{_WEEKDAYS[run.first.weekday()]} {write_date(run.first)}: {common}"


def write_range(run: Run) -> str:
    """The dates of a run, e.g. "1 Jan 2027 to 26 Mar 2027"."""
    start, end = (
        f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}" for day in (run.first, run.last)
    )
    return start if start == end else f"{start} to {end}"


def describe_calendar(pair: PairResult) -> str:
    """On how many days the sites share time, and which are lost."""
    a, b = pair.a.name, pair.b.name
    text = (
        f"{a} works on {plural(pair.working_days, 'day')}; {b} shares time on "
        f"{pair.shared_days} of them, 3 h or more on {pair.days_with_3h}."
    )
    lost = pair.lost_dates
    if lost and len(lost) <= _MOST_LISTED:
        text += f" Lost because {b} is away: {_list_dates(lost)}."
    elif lost:
        weekdays = Counter(day.weekday() for day in lost)
        counts = [plural(count, _WEEKDAYS[day]) for day, count in sorted(weekdays.items())]
        text += f" Lost because {b} is away: {join_words(counts)}."
    return text


def describe_late_hours(pair: PairResult) -> Iterator[str]:
    """How long either site works outside of the day."""
    for site, hours in ((pair.a, pair.outside_hours.a), (pair.b, pair.outside_hours.b)):
        if hours:
            long = write_minutes(int(60 * hours))
            yield f"{site.name} works {long} a week outside 08:00 to 19:00 local time."


def _list_dates(days: Sequence[date]) -> str:
    """Dates by month, e.g. "4, 5 and 8 February 2027"."""
    months: dict[tuple[int, int], list[str]] = {}
    for day in days:
        months.setdefault((day.year, day.month), []).append(str(day.day))
    return "; ".join(
        f"{join_words(numbers)} {_MONTHS[month - 1]} {year}"
        for (year, month), numbers in months.items()
    )


def list_sites(result: OverlapResult) -> list[Site]:
    """Every site of a result once, in its order."""
    return list({site.name: site for pair in result.pairs for site in (pair.a, pair.b)}.values())


def describe_site(site: Site) -> str:
    """Zone, hours and days, e.g. "Europe/London, 09:00-17:30, mon-fri"."""
    hours = join_words([write_span(span) for span in site.hours])
    return f"{site.zone}, {hours}, {write_days(site.days)}"


def describe_data(result: OverlapResult) -> Iterator[str]:
    """Which names of zones are old, and of which sites no holidays are known."""
    sites = list_sites(result)
    old = dict.fromkeys((site.given_zone, site.zone) for site in sites if site.given_zone)
    for given, current in old:
        yield f"{given} is now called {current}."
    if without := [site.name for site in sites if not site.holidays]:
        yield f"No holidays were given for {join_words(without)}."


def describe_basis(result: OverlapResult) -> str:
    """The days and the time zone data that all of it rests on."""
    return (
        f"Every day from {write_date(result.first)} to {write_date(result.until)}, "
        f"time zone data {result.tzdata}."
    )
