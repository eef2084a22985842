"""From the answers of one side's respondents to that side's level (docs/scoring.md, rule 2)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.pack import Number
from outsource_check.pack.kinds.base import as_number
from outsource_check.pack.kinds.reading import Interval, Reading, Says
from outsource_check.result.levels import read_level
from outsource_check.result.model import SideResult, Voice

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from outsource_check.answers import Answer, AnswerSource
    from outsource_check.pack import Facts, Question, Side
    from outsource_check.result.model import Weighed

WITHOUT_EVIDENCE = 3
"""The highest level that counts without evidence, where the pack requires it."""


def weigh_side(
    question: Question,
    side: Side,
    sources: Sequence[AnswerSource],
    facts: Facts,
    *,
    evidence_required: bool,
    sealed: bool = False,
) -> SideResult:
    """One side's level from its respondents who were asked the question."""
    heard = [_hear(question, source, facts) for source in sources]
    evidence = any(proven for _, _, proven in heard)
    unproven = evidence_required and not evidence
    voices = []
    levels: list[Interval] = []
    complete: list[Interval] = []
    for source, (answer, found, proven) in zip(sources, heard, strict=True):
        level = found.level
        if level is not None:
            if unproven and level.high > WITHOUT_EVIDENCE:
                level = _limit(level, open_rows=found.open_rows)
            levels.append(level)
            if not found.open_rows:
                complete.append(level)
        voices.append(
            Voice(
                source=source,
                answer=answer,
                reading=found,
                level=level,
                evidence=proven,
            )
        )
    points: list[Number] = []
    if len(complete) > 1 and not sealed:
        points = [one.low for one in complete if one.known]
    applies = question.scored and all(voice.says != "not-applicable" for voice in voices)
    counted = join_levels(question, levels, applies=applies, evidence_required=evidence_required)
    return SideResult(
        side=side,
        level=counted,
        heard=tuple(voices),
        complete=bool(complete) or counted is None,
        answered=bool(levels) or counted is None,
        evidence=evidence,
        spread=max(points) - min(points) if len(points) > 1 else 0,
        deviation=_deviation(points) if len(points) > 1 else 0,
        sealed=sealed,
    )


def join_levels(
    question: Question, levels: Sequence[Interval], *, applies: bool, evidence_required: bool
) -> Interval | None:
    """A side's level from those that its people give; None where the question does not apply.

    `applies` is what the side says where nobody gives a level.
    """
    if len(levels) == 1:
        return levels[0]
    if levels:
        return Interval(median([one.low for one in levels]), median([one.high for one in levels]))
    return _open_level(question, evidence_required=evidence_required) if applies else None


def lower_level(levels: Iterable[Interval | None]) -> Interval | None:
    """The lower of the sides' levels; None where there is none, or none applies."""
    lower: Interval | None = None
    for level in levels:
        if lower is None:
            lower = level
        elif level is not None:
            lower = Interval(min(lower.low, level.low), min(lower.high, level.high))
    return lower


def find_lowest(found: Weighed) -> Voice | None:
    """The answer that decides a question's level: the lowest one of the lower side.

    Where nobody of that side gives a level, the first that leaves it open. None where no answer
    decides: there is a settlement, or the question does not apply.
    """
    sides = [(side.level.low, side) for side in found.sides.values() if side.level is not None]
    if found.settled or not sides:
        return None
    # Of two that are equally low, the one that may be shown.
    _, lower = min(sides, key=lambda pair: (pair[0], pair[1].sealed))
    levels = [(voice.level.low, voice) for voice in lower.heard if voice.level is not None]
    if levels:
        return min(levels, key=lambda pair: pair[0])[1]
    return min(lower.heard, key=lambda voice: voice.answer is None)


def _open_level(question: Question, *, evidence_required: bool) -> Interval:
    """What a question that nobody answered can still become, also by an answer without evidence."""
    lowest, highest = question.offered[0], question.offered[-1]
    return Interval(min(lowest, WITHOUT_EVIDENCE) if evidence_required else lowest, highest)


def median(values: list[Number]) -> Number:
    """The middle value, or the mean of the two middle ones."""
    if len(values) == 1:
        return values[0]
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return as_number(Fraction(ordered[half - 1] + ordered[half]) / 2)


def _deviation(values: list[Number]) -> Number:
    middle = median(values)
    return as_number(sum(abs(Fraction(value - middle)) for value in values) / Fraction(len(values)))


_SILENT: dict[Says, Reading] = {
    says: Reading(level=None, says=says) for says in ("not-applicable", "dont-know", "unanswered")
}


def _hear(
    question: Question, source: AnswerSource, facts: Facts
) -> tuple[Answer | None, Reading, bool]:
    """A respondent's answer, what it says, and whether it carries evidence."""
    content = source.content
    answer = content.answers.get(question.id)
    if answer is None:
        return None, _SILENT["unanswered"], False
    if answer.says_something and not question.scored:
        return answer, _note(question, answer, facts, answer.date or content.date), False
    if answer.says_something:
        found = read_level(question, answer, facts, answer.date or content.date)
        proven = bool(answer.evidence) or found.computed is not None
        return answer, found, proven and found.says != "dont-know"
    if answer.not_applicable:
        return answer, _SILENT["not-applicable"], bool(answer.evidence)
    return answer, _SILENT["dont-know" if answer.dont_know else "unanswered"], False


def _note(question: Question, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
    """What is said to a question that is not scored; figures are worked out all the same."""
    worked_out = (
        question.weigh(answer, facts, date).computed if question.works_out(answer) else None
    )
    return Reading(level=None, says="said", computed=worked_out)


def _limit(level: Interval, *, open_rows: bool) -> Interval:
    """A level above 3 without evidence counts as 3; of an open matrix only its low end is cut."""
    high = level.high if open_rows else WITHOUT_EVIDENCE
    return Interval(min(level.low, WITHOUT_EVIDENCE), high)
