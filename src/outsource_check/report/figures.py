"""Time zones and costs, where answers carry figures, as parts of the context."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from outsource_check.costs import CostResult
from outsource_check.report import values
from outsource_check.report.model import (
    BarPart,
    CostRow,
    CostsPart,
    OverlapPart,
    PairPart,
    RunPart,
    StripPart,
)
from outsource_check.result import words
from outsource_check.text import join_words, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outsource_check.overlap import OverlapResult, PairResult, Site
    from outsource_check.pack import Question
    from outsource_check.result import Result, Voice

_DAY = datetime.timedelta(days=1)


def read_overlaps(result: Result) -> tuple[OverlapPart, ...]:
    """The working hours in common of every answer that gives sites."""
    return tuple(
        _read_overlap(question, who, voice.computed)
        for question, who, voice in _list_computed(result)
        if voice.computed is not None and not isinstance(voice.computed, CostResult)
    )


def read_costs(result: Result) -> tuple[CostsPart, ...]:
    """The costs of every answer that gives figures."""
    return tuple(
        _read_costs(question, who, voice)
        for question, who, voice in _list_computed(result)
        if isinstance(voice.computed, CostResult)
    )


def _list_computed(result: Result) -> Iterator[tuple[Question, str, Voice]]:
    """Questions with figures, and who gave them; the same figures come once."""
    for found in result.questions.values():
        if not found.counts:
            continue
        told: list[tuple[Voice, list[str]]] = []
        for side in found.sides.values():
            for voice in side.voices:
                if voice.computed is not None:
                    who = f"{side.side}, {voice.source.content.respondent.shown}"
                    same = [names for other, names in told if _give_the_same(other, voice)]
                    if same:
                        same[0].append(who)
                    else:
                        told.append((voice, [who]))
        for voice, names in told:
            yield found.question, "; ".join(names), voice


def _give_the_same(one: Voice, other: Voice) -> bool:
    assert one.answer is not None
    assert other.answer is not None
    return (one.computed, one.answer.costs) == (other.computed, other.answer.costs)


def _read_overlap(question: Question, who: str, found: OverlapResult) -> OverlapPart:
    return OverlapPart(
        question=question.id,
        title=question.title,
        who=who,
        level=str(found.level),
        pairs=tuple(_read_pair(pair) for pair in found.pairs),
        basis=(
            f"Every day from {values.write_day_in_words(found.first)} to"
            f" {values.write_day_in_words(found.until)}; time-zone data {found.tzdata}."
        ),
    )


def _read_pair(pair: PairResult) -> PairPart:
    from outsource_check.overlap.words import (  # noqa: PLC0415 - zoneinfo, only where it is used
        answer,
        explain_level,
        name_pair,
        write_minutes,
    )

    counts = (
        f"{pair.a.name} works on {plural(pair.working_days, 'day')}; {pair.b.name} shares"
        f" time on {pair.shared_days} of them, three hours or more on {pair.days_with_3h}."
    )
    if pair.lost_days:
        counts += (
            f" {plural(pair.lost_days, 'day is', 'days are')} lost because {pair.b.name} is away."
        )
    runs = {run.minutes: run for run in reversed(pair.clock.changes)}
    worst, best = runs[pair.clock.worst_minutes], runs[pair.clock.best_minutes]
    shown = [("Every day", worst)]
    if worst is not best:
        shown = [("Worst day", worst), ("Best day", best)]
    return PairPart(
        title=name_pair(pair),
        a=pair.a.name,
        b=pair.b.name,
        answer=f"{answer(pair)}.",
        level=explain_level(pair),
        counts=counts,
        changes=tuple(
            RunPart(
                first=values.write_day(run.first),
                last=values.write_day(run.last),
                days=run.days,
                shared=write_minutes(run.minutes),
            )
            for run in pair.clock.changes
        ),
        strips=tuple(
            _draw_strip(
                f"{title}, e.g. {values.write_day_in_words(run.first)}:"
                f" {write_minutes(run.minutes)} in common",
                pair.a,
                pair.b,
                run.first,
            )
            for title, run in shown
        ),
    )


def _draw_strip(title: str, a: Site, b: Site, day: datetime.date) -> StripPart:
    """The 24 hours of a working date of `a` in UTC, from three hours before its first shift."""
    from outsource_check.overlap.shifts import find_shifts  # noqa: PLC0415 - as above
    from outsource_check.overlap.zones import load_rules  # noqa: PLC0415

    own = find_shifts(a, day)
    other = [shift for days in (-1, 0, 1) for shift in find_shifts(b, day + days * _DAY)]
    begin = own[0][0].replace(minute=0) - datetime.timedelta(hours=6)
    common = [
        (max(one[0], two[0]), min(one[1], two[1]))
        for one in own
        for two in other
        if max(one[0], two[0]) < min(one[1], two[1])
    ]
    ticks = [begin + datetime.timedelta(hours=4 * step) for step in range(6)]

    def write_hours(site: Site) -> tuple[str, ...]:
        rules = load_rules(site.zone)
        return tuple(tick.astimezone(rules).strftime("%H:%M") for tick in ticks)

    return StripPart(
        title=title,
        hours_a=write_hours(a),
        hours_b=write_hours(b),
        a=_place(own, begin),
        b=_place(other, begin),
        both=_place(common, begin),
    )


def _place(
    shifts: list[tuple[datetime.datetime, datetime.datetime]]
    | tuple[tuple[datetime.datetime, datetime.datetime], ...],
    begin: datetime.datetime,
) -> tuple[BarPart, ...]:
    bars = []
    for start, end in shifts:
        first, last = max(start, begin), min(end, begin + _DAY)
        if first < last:
            bars.append(
                BarPart(
                    start=round((first - begin) / _DAY, 4), length=round((last - first) / _DAY, 4)
                )
            )
    return tuple(bars)


def _read_costs(question: Question, who: str, voice: Voice) -> CostsPart:
    found = voice.computed
    assert isinstance(found, CostResult)
    assert voice.answer is not None
    given = voice.answer.costs
    assert given is not None
    unit = " a ".join(part for part in (given.currency, given.period) if part)
    # The stop amount has a line of its own.
    missing = [words.COST_NAMES[name].lower() for name in found.missing if name != "stop_loss"]
    if found.net_saving is None:
        answer = "The saving cannot be worked out yet."
    elif found.net_saving > 0:
        answer = (
            f"A net saving of {words.format_amount(found.net_saving)} {given.currency}".strip()
            + "."
        )
        if found.stressed_saving is not None and found.stressed_saving <= 0:
            answer += " It is gone once fees and change-over run 25 % over."
    else:
        answer = "There is no net saving."
    return CostsPart(
        question=question.id,
        title=question.title,
        who=who,
        unit=unit,
        answer=answer,
        rows=tuple(
            CostRow(
                id=line.field,
                text=words.COST_NAMES[line.field],
                expected=words.format_amount(line.expected),
                stressed=words.format_amount(line.stressed),
                total=line.field in ("total", "net_saving"),
            )
            for line in found.lines
        ),
        stop_loss=words.format_amount(given.stop_loss),
        missing=join_words(missing) if missing else "",
    )
