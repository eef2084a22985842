"""From an answer to a level (docs/scoring.md, rule 1), before evidence is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check import costs
from outsource_check.pack import (
    ChoiceQuestion,
    CostsQuestion,
    MatrixQuestion,
    NumberQuestion,
    Question,
    judge_condition,
)
from outsource_check.result.model import Interval, Reading

if TYPE_CHECKING:
    import datetime

    from outsource_check.answers import Answer, Figures
    from outsource_check.pack import Facts


_POINTS = tuple(Reading(level=Interval(level, level)) for level in range(5))


def read_level(question: Question, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
    """The level that an answer gives. The answer must say something.

    `date` is the answer's, for computed questions that begin with it.
    """
    if answer.level is not None:
        return _POINTS[answer.level]
    if isinstance(question, ChoiceQuestion):
        assert answer.option is not None
        level = question.levels_by_option[answer.option]
        return Reading(level=Interval(level, level))
    if isinstance(question, NumberQuestion):
        if answer.nothing:
            return _POINTS[0]
        assert answer.value is not None
        level = question.level(answer.value)
        return Reading(level=Interval(level, level))
    if isinstance(question, MatrixQuestion):
        return _read_rows(question, answer)
    if answer.costs is not None:
        assert isinstance(question, CostsQuestion)
        matters = judge_condition(question.saving_when, facts)
        return _weigh(answer.costs, saving_matters=matters)
    return _overlap(answer, date)


def _read_rows(question: MatrixQuestion, answer: Answer) -> Reading:
    """The open rows at the lowest worth, and at the highest; rows that do not apply left out."""
    units, _ = question.units
    lowest, highest = min(units, key=units.__getitem__), max(units, key=units.__getitem__)
    low: dict[str, str] = {}
    high: dict[str, str] = {}
    open_rows = known_rows = False
    given = answer.rows or {}
    for row in question.rows:
        said = given.get(row.id)
        if said is not None and said.not_applicable:
            continue
        if said is None or said.option is None:
            open_rows = True
            low[row.id], high[row.id] = lowest, highest
        else:
            known_rows = True
            low[row.id] = high[row.id] = said.option
    if not low:
        return Reading(level=None, says="not-applicable")
    if not known_rows:
        # Rows that nobody knows are no answer: they must not pull at a colleague's level.
        return Reading(level=None, says="dont-know")
    least = question.level_of_options(low)
    most = question.level_of_options(high) if open_rows else least
    return Reading(level=Interval(least, most), open_rows=open_rows)


def _weigh(figures: Figures, *, saving_matters: bool | None) -> Reading:
    amounts = {name: getattr(figures, name) for name in costs.FIGURES}
    found = costs.weigh(costs.Costs(**amounts), saving_matters=saving_matters)
    return Reading(level=Interval(found.low, found.high), computed=found)


def _overlap(answer: Answer, date: datetime.date) -> Reading:
    from outsource_check.answers.sites import measure  # noqa: PLC0415 - zoneinfo, only when asked

    found = measure(answer, date)
    return Reading(level=Interval(found.level, found.level), computed=found)
