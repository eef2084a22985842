"""From the answers of one side's respondents to that side's level (DESIGN section 5, rule 2)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.pack import Number
from outsource_check.pack.model import as_number
from outsource_check.result.levels import read_level
from outsource_check.result.model import Interval, Says, SideResult, Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outsource_check.answers import AnswerSource
    from outsource_check.pack import Facts, Question, Side

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
    voices = []
    evidence = False
    for source in sources:
        voice = _hear(question, source, facts)
        voices.append(voice)
        evidence = evidence or voice.evidence
    if evidence_required and not evidence:
        voices = [_limit(voice) for voice in voices]
    levels: list[Interval] = []
    complete: list[Interval] = []
    for voice in voices:
        if voice.level is not None:
            levels.append(voice.level)
            if not voice.open_rows:
                complete.append(voice.level)
    points: list[Number] = []
    if len(complete) > 1 and not sealed:
        points = [one.low for one in complete if one.known]
    level: Interval | None
    if len(levels) == 1:
        level = levels[0]
    elif levels:
        level = Interval(
            median([found.low for found in levels]), median([found.high for found in levels])
        )
    elif any(voice.says == "not-applicable" for voice in voices):
        level = None
    else:
        level = _open_level(question, evidence_required=evidence_required)
    return SideResult(
        side=side,
        level=level,
        heard=tuple(voices),
        complete=bool(complete) or level is None,
        answered=bool(levels) or level is None,
        evidence=evidence,
        spread=max(points) - min(points) if len(points) > 1 else 0,
        deviation=_deviation(points) if len(points) > 1 else 0,
        sealed=sealed,
    )


def _open_level(question: Question, *, evidence_required: bool) -> Interval:
    """What a question that nobody answered can still become: an answer without evidence too."""
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


def _hear(question: Question, source: AnswerSource, facts: Facts) -> Voice:
    answer = source.content.answers.get(question.id)
    if answer is not None and answer.says_something:
        date = answer.date or source.content.date
        found = read_level(question, answer, facts, date)
        proven = bool(answer.evidence) or found.computed is not None
        return Voice(
            source=source,
            answer=answer,
            says=found.says,
            level=found.level,
            given=found.level,
            evidence=proven and found.says != "dont-know",
            open_rows=found.open_rows,
            computed=found.computed,
        )
    if answer is not None and answer.not_applicable:
        evidence = bool(answer.evidence)
        return Voice(source=source, answer=answer, says="not-applicable", evidence=evidence)
    says: Says = "dont-know" if answer is not None and answer.dont_know else "unanswered"
    return Voice(source=source, answer=answer, says=says)


def _limit(voice: Voice) -> Voice:
    """Above 3 without evidence counts as 3; of an open matrix only the low end is cut."""
    level = voice.level
    if level is None or level.high <= WITHOUT_EVIDENCE:
        return voice
    high = level.high if voice.open_rows else WITHOUT_EVIDENCE
    return voice.replace(level=Interval(min(level.low, WITHOUT_EVIDENCE), high))
