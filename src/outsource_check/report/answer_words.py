"""Answers and levels in words, for each kind of question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.report.model import LevelPart, RowPart
from outsource_check.result import words

if TYPE_CHECKING:
    from outsource_check.answers import Answer
    from outsource_check.pack import Number, Question
    from outsource_check.result import Interval, Voice


def next_level(question: Question, level: Interval) -> LevelPart | None:
    """The next level that the question offers; None at the top, or while its level is not known."""
    if not level.known:
        return None
    higher = [offered for offered in question.offered if offered > level.low]
    if not higher:
        return None
    return describe_level(question, higher[0])


def describe_level(question: Question, level: Number) -> LevelPart:
    """A level that a question offers, with what it needs."""
    return LevelPart(level=level, text=question.level_text(level))


def state(question: Question, voice: Voice) -> str:
    """What a respondent said, in words; rows of a matrix are listed apart."""
    answer = voice.answer
    if voice.says == "unanswered":
        return "No answer."
    if answer is None or voice.says == "dont-know":
        return "Does not know."
    if answer.not_applicable:
        return f"Does not apply: {answer.not_applicable}"
    if voice.says == "not-applicable":
        return "Does not apply."
    if answer.level is not None or voice.says == "said":
        return question.word(answer)
    if said := question.say(answer):
        return said
    assert voice.given is not None
    if voice.given.known:
        return question.level_text(voice.given.low)
    return f"Level {words.format_levels(voice.given)}, by the figures that are given."


def best_option(question: Question) -> str:
    """The best that can be said about a row; empty for a question without rows."""
    best = max(question.worths, key=question.worths.__getitem__, default="")
    return question.option_texts.get(best, "")


def list_rows(question: Question, answer: Answer | None) -> tuple[RowPart, ...]:
    """The rows of a matrix with what was said."""
    if answer is None or answer.rows is None:
        return ()
    best = max(question.worths.values())
    parts = []
    for row in question.lines:
        said = answer.rows.get(row.id)
        if said is None or (said.option is None and not said.not_applicable):
            text = "Not known"
        elif said.not_applicable:
            text = f"Does not apply: {said.not_applicable}"
        else:
            assert said.option is not None
            text = question.option_texts[said.option]
        parts.append(
            RowPart(
                text=row.shown,
                said=text,
                who=said.who if said is not None else "",
                note=said.note if said is not None else "",
                full=said is not None
                and said.option is not None
                and question.worths[said.option] == best,
                critical=row.critical,
            )
        )
    return tuple(parts)
