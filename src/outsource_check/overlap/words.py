"""An overlap in words and characters for the screen: the answer first.

Everything here is plain text without colour or markup. The names of sites are uncleaned: who
prints the lines cleans them.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from outsource_check.overlap.levels import LEVELS
from outsource_check.overlap.model import OverlapResult, PairResult, Site, Suggestion
from outsource_check.overlap.sites import write_days, write_span
from outsource_check.overlap.strip import cut, draw_strip, measure_width
from outsource_check.overlap.suggestion import ENOUGH
from outsource_check.overlap.zones import find_zone, load_rules

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MOST_LISTED = 14
_MOST_IN_FULL = 3
_GLUED = re.compile(rf"(?<=\d) (?=h\b|min\b|{'|'.join(_MONTHS)})|(?<=h) (?=\d+ min)")
"""Spaces at which no line ends: inside "3 h 30 min" and "1 January"."""


def describe(result: OverlapResult, *, width: int = 80, notes: Iterable[str] = ()) -> list[str]:
    """A result as lines for a screen of a width in columns (at least 40), the answer first.

    Up to three pairs are told in full; of more the worst one is, the others get a line each.
    `notes` are sentences about the holidays' sources. No line ends with spaces, and none is wider
    than the screen.
    """
    width = max(width, 40)
    worst = find_worst_pair(result)
    in_full = result.pairs if len(result.pairs) <= _MOST_IN_FULL else (worst,)
    lines: list[str] = []
    if len(result.pairs) > 1:
        lines += [
            *_wrap(
                f"Level {result.level}: the worst of {len(result.pairs)} pairs counts, "
                f"{name_pair(worst)}.",
                width,
            ),
            "",
        ]
    for pair in in_full:
        lines += [*describe_pair(pair, width=width), ""]
    if len(in_full) < len(result.pairs):
        lines += [*_describe_others(result, worst, width), ""]
    for sentence in (*_describe_sites(result), *notes, _describe_basis(result)):
        lines += _wrap(sentence, width)
    return lines


def describe_pair(pair: PairResult, *, width: int = 80) -> list[str]:
    """One pair: answer, level, strips, dates where it changes, shared calendar, shifted hours."""
    lines = _wrap(f"{name_pair(pair)}: {answer(pair)}.", width)
    lines += _wrap(explain_level(pair), width)
    lines += ["", *_draw_days(pair, width)]
    lines += ["", *_list_changes(pair, width)]
    lines += ["", *_wrap(_describe_calendar(pair), width)]
    outside = pair.outside_hours
    for site, hours in ((pair.a, outside.a), (pair.b, outside.b)):
        if hours:
            long = write_minutes(int(60 * hours))
            sentence = f"{site.name} works {long} a week outside 08:00 to 19:00 local time."
            lines += _wrap(sentence, width)
    return lines


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
        parts.append(f": below 3 h on {_count(below, 'working day')}")
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
    hours = _join([write_span(span) for span in suggestion.hours])
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


def write_minutes(minutes: int) -> str:
    """A length of time, e.g. "2 h", "3 h 30 min" or "45 min"; "0 h" for none."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours or not rest else []
    return " ".join([*parts, f"{rest} min"] if rest else parts)


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
            f"{write_minutes(most)} on {_count(many, 'working day')}, "
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


def _draw_days(pair: PairResult, width: int) -> list[str]:
    worst = next(run for run in pair.clock.changes if run.minutes == pair.clock.worst_minutes)
    best = next(run for run in pair.clock.changes if run.minutes == pair.clock.best_minutes)
    shown = [("Every day", worst)] if worst is best else [("Worst day", worst), ("Best day", best)]
    lines: list[str] = []
    for title, run in shown:
        if lines:
            lines.append("")
        day = f"{_WEEKDAYS[run.first.weekday()]} {write_date(run.first)}"
        common = f"{write_minutes(run.minutes)} in common" if run.minutes else "nothing in common"
        heading = f"{title}, e.g. {day}: {common}"
        lines += _wrap(heading, width)
        lines += draw_strip(pair.a, pair.b, run.first, width=width)
    return [*lines, *_wrap("# at work   + part of that time   . away", width)]


def _list_changes(pair: PairResult, width: int) -> list[str]:
    if len(pair.clock.changes) == 1:
        return ["It never changes in these 12 months."]
    lines = ["Where it changes (working days):"]
    shown = (
        pair.clock.changes
        if len(pair.clock.changes) <= _MOST_LISTED
        else pair.clock.changes[:_MOST_LISTED]
    )
    dates = [_write_range(run.first, run.last) for run in shown]
    column = max(map(len, dates))
    for text, run in zip(dates, shown, strict=True):
        lines.append(cut(f"  {text:{column}}  {write_minutes(run.minutes)}", width))
    if len(shown) < len(pair.clock.changes):
        lines += _wrap(
            f"  and {len(pair.clock.changes) - len(shown)} more; --json lists all", width
        )
    return lines


def _write_range(first: date, last: date) -> str:
    start, end = (f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}" for day in (first, last))
    return start if first == last else f"{start} to {end}"


def _describe_calendar(pair: PairResult) -> str:
    a, b = pair.a.name, pair.b.name
    text = (
        f"{a} works on {_count(pair.working_days, 'day')}; {b} shares time on "
        f"{pair.shared_days} of them, 3 h or more on {pair.days_with_3h}."
    )
    lost = pair.lost_dates
    if lost and len(lost) <= _MOST_LISTED:
        text += f" Lost because {b} is away: {_list_dates(lost)}."
    elif lost:
        weekdays = Counter(day.weekday() for day in lost)
        counts = [
            f"{count} {_WEEKDAYS[day]}{'s' if count > 1 else ''}"
            for day, count in sorted(weekdays.items())
        ]
        text += f" Lost because {b} is away: {_join(counts)}."
    return text


def _list_dates(days: Sequence[date]) -> str:
    """Dates by month, e.g. "4, 5 and 8 February 2027"."""
    months: dict[tuple[int, int], list[str]] = {}
    for day in days:
        months.setdefault((day.year, day.month), []).append(str(day.day))
    return "; ".join(
        f"{_join(numbers)} {_MONTHS[month - 1]} {year}" for (year, month), numbers in months.items()
    )


def _describe_others(result: OverlapResult, worst: PairResult, width: int) -> list[str]:
    others = [pair for pair in result.pairs if pair is not worst]
    facts = [
        f"level {pair.level}, {write_minutes(pair.clock.worst_minutes)}"
        + (
            f" to {write_minutes(pair.clock.best_minutes)}"
            if pair.clock.best_minutes != pair.clock.worst_minutes
            else ""
        )
        for pair in others
    ]
    names = [name_pair(pair) for pair in others]
    column = max(map(measure_width, names))
    if column + max(map(len, facts)) + 4 > width:
        rows = [
            line
            for name, fact in zip(names, facts, strict=True)
            for line in (cut(f"  {name}", width), f"    {fact}")
        ]
    else:
        rows = [
            f"  {name}{' ' * (column - measure_width(name))}  {fact}"
            for name, fact in zip(names, facts, strict=True)
        ]
    return ["The other pairs:", *rows]


def _describe_sites(result: OverlapResult) -> list[str]:
    sites = list({site.name: site for pair in result.pairs for site in (pair.a, pair.b)}.values())
    sentences = [
        f"{site.name}: {site.zone}, {_join([write_span(span) for span in site.hours])}, "
        f"{write_days(site.days)}."
        for site in sites
    ]
    old = dict.fromkeys((site.given_zone, site.zone) for site in sites if site.given_zone)
    sentences += [f"{given} is now called {current}." for given, current in old]
    without = [site.name for site in sites if not site.holidays]
    if without:
        sentences.append(f"No holidays were given for {_join(without)}.")
    return sentences


def _describe_basis(result: OverlapResult) -> str:
    return (
        f"Every day from {write_date(result.first)} to {write_date(result.until)}, "
        f"time zone data {result.tzdata}."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _join(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _wrap(text: str, width: int) -> list[str]:
    # textwrap counts characters: where a name has wide ones, fewer of them fit.
    spare = measure_width(text) - len(text)
    glued = _GLUED.sub("\u00a0", text)
    lines = textwrap.wrap(glued, max(width - spare, 20), break_on_hyphens=False)
    return [line.replace("\u00a0", " ") for line in lines] or [""]
