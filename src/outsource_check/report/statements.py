"""Answers and levels in words, for each kind of question."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from outsource_check.numbers import write_rounded
from outsource_check.pack import (
    ChoiceQuestion,
    CostsQuestion,
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
)
from outsource_check.report.model import NextLevel, RowPart
from outsource_check.result import words
from outsource_check.text import join_words, plural

if TYPE_CHECKING:
    from outsource_check.answers import Answer
    from outsource_check.pack import Number, Question
    from outsource_check.result import Interval, Voice

LEVEL_WORDS = ("absent", "by accident", "partial", "in place", "shown to work")
"""What the whole levels mean."""


def level_word(level: Interval) -> str:
    """What a level means in a word or two."""
    if not level.known:
        return "not known"
    if level.low == int(level.low):
        return LEVEL_WORDS[int(level.low)]
    return f"between “{LEVEL_WORDS[int(level.low)]}” and “{LEVEL_WORDS[int(level.low) + 1]}”"


def level_text(question: Question, level: Number) -> str:
    """What a level needs, in the question's own words; 0 to 4, one that the question offers."""
    match question:
        case LevelsQuestion() | OverlapQuestion() | CostsQuestion():
            return question.levels[int(level)]
        case ChoiceQuestion():
            found = [
                option.text
                for option in question.options
                if question.levels_by_option[option.id] == level
            ]
            return " Or: ".join(found)
        case NumberQuestion():
            return _number_text(question, level)
        case MatrixQuestion():
            return _rows_text(question, level)
        case _:
            assert_never(question)


def next_level(question: Question, level: Interval) -> NextLevel | None:
    """The lowest level that it offers above where it is; None at the top, or while not known."""
    if not level.known:
        return None
    higher = [offered for offered in question.offered if offered > level.low]
    if not higher:
        return None
    return NextLevel(level=words.format_level(higher[0]), text=level_text(question, higher[0]))


def state(question: Question, voice: Voice) -> str:
    """What a respondent said, in words; rows of a matrix are listed apart."""
    answer = voice.answer
    if voice.says == "unanswered":
        return "No answer."
    if answer is None or voice.says == "dont-know":
        return "Does not know."
    if voice.says == "not-applicable":
        return "Does not apply."
    if answer.level is not None:
        return level_text(question, answer.level)
    if answer.nothing:
        return "Looked: nothing is agreed or was ever measured."
    if isinstance(question, NumberQuestion) and answer.value is not None:
        return _write_amount(answer.value, question.unit)
    if isinstance(question, ChoiceQuestion):
        return next(option.text for option in question.options if option.id == answer.option)
    if isinstance(question, MatrixQuestion):
        return _sum_up_rows(question, answer)
    assert voice.given is not None
    if voice.given.known:
        return level_text(question, voice.given.low)
    return f"Level {words.format_levels(voice.given)}, by the figures that are given."


def best_option(question: MatrixQuestion) -> str:
    """The best that can be said about a row."""
    best = max(question.worths, key=question.worths.__getitem__)
    return next(option.text for option in question.options if option.id == best)


def list_rows(question: Question, answer: Answer | None, *, shown: bool) -> tuple[RowPart, ...]:
    """The rows of a matrix with what was said; names and notes only where they may be shown."""
    if not isinstance(question, MatrixQuestion) or answer is None or answer.rows is None:
        return ()
    texts = {option.id: option.text for option in question.options}
    best = max(question.worths.values())
    parts = []
    for row in question.rows:
        said = answer.rows.get(row.id)
        if said is None or (said.option is None and not said.not_applicable):
            text = "Not known"
        elif said.not_applicable:
            text = "Does not apply"
            if shown:
                text += f": {said.not_applicable}"
        else:
            assert said.option is not None
            text = texts[said.option]
        parts.append(
            RowPart(
                text=row.text,
                said=text,
                who=said.who if said is not None and shown else "",
                note=said.note if said is not None and shown else "",
                full=said is not None
                and said.option is not None
                and question.worths[said.option] == best,
                critical=row.critical,
            )
        )
    return tuple(parts)


def _number_text(question: NumberQuestion, level: Number) -> str:
    if question.bounds is None:
        assert question.worst is not None
        assert question.best is not None
        needed = question.worst + (question.best - question.worst) * Fraction(level) / 4
        lower = question.best < question.worst
    elif level == 0:
        easiest = question.bounds[min(question.bounds)]
        worse = "more" if question.better == "lower" else "fewer"
        return (
            f"{worse.capitalize()} than {_write_amount(easiest, question.unit)}, or never measured."
        )
    else:
        needed = next(bound for step, bound in sorted(question.bounds.items()) if step >= level)
        lower = question.better == "lower"
    return f"{_write_amount(needed, question.unit)} or {'fewer' if lower else 'more'}."


def _rows_text(question: MatrixQuestion, level: Number) -> str:
    count = len(question.rows)
    steps = sorted(step for step in question.bounds if step >= level)
    if level == 0 or not steps:
        return f"Too few of the {plural(count, 'line')} are covered."
    bound = question.bounds[steps[0]]
    texts = {row.id: row.text for row in question.rows}
    if bound.share == 1:
        text = f"All {plural(count, 'line')} are fully covered"
    else:
        text = f"At least {words.format_share(bound.share)} of the lines are covered"
    if bound.rows and bound.share != 1:
        listed_rows = join_words([f"“{texts[row]}”" for row in bound.rows])
        text += f", among them {listed_rows}"
    return f"{text}."


def _sum_up_rows(question: MatrixQuestion, answer: Answer) -> str:
    rows = answer.rows or {}
    best = max(question.worths.values())
    full = unknown = away = 0
    for row in question.rows:
        said = rows.get(row.id)
        if said is not None and said.not_applicable:
            away += 1
        elif said is None or said.option is None:
            unknown += 1
        elif question.worths[said.option] == best:
            full += 1
    text = f"{full} of {plural(len(question.rows) - away, 'line')} fully covered"
    if unknown:
        text += f", {unknown} not known"
    return f"{text}."


def _write_amount(value: Fraction, unit: str) -> str:
    """`3 working days`, `1 working day`, `80 % of the people`."""
    if value == 1 and unit.endswith("s") and not unit.endswith("ss") and not unit.startswith("%"):
        unit = unit[:-1]
    return f"{write_rounded(value)} {unit}"
