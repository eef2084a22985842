"""Scoring: from an engagement's answers to its result (docs/scoring.md). Pure and exact."""

from __future__ import annotations

import datetime
from fractions import Fraction
from functools import cache
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from outsource_check import __version__
from outsource_check.answers import (
    AnswerFile,
    Engagement,
    assemble,
    make_source,
    relative_names,
)
from outsource_check.errors import AnswerError, Problem
from outsource_check.pack import SIDES, Answered, Number, Pack, Side, judge_condition
from outsource_check.pack.kinds.reading import Interval
from outsource_check.result.findings import find
from outsource_check.result.late import list_missing, list_overdue
from outsource_check.result.migration import sum_up_moves
from outsource_check.result.model import (
    IN_PLACE,
    Duty,
    KeyResult,
    PackName,
    Result,
    SideResult,
    Source,
    Standing,
    State,
    WaiverResult,
    Weighed,
)
from outsource_check.result.sides import lower_level, weigh_side
from outsource_check.result.verdict import judge_standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from outsource_check.answers import AnswerSource, Settlement, Waiver
    from outsource_check.pack import Fact, Question

ASSURED = Fraction(1, 2)
"""The share of the levels of 3 or more that must carry evidence for medium assurance."""


def score(
    answers: Engagement | AnswerFile | Iterable[AnswerFile],
    *,
    as_of: datetime.date,
    pack: Pack | None = None,
) -> Result:
    """The result of an engagement on a day (docs/scoring.md).

    `answers` are an engagement as `read_answers` gives it, or answers that were made in Python,
    with the pack that they were judged against. `as_of` decides which waivers count. Raises
    `AnswerError` (OC205) where no question is both applicable and asked, and as `read_answers`
    does for answers that do not go together.
    """
    engagement = answers if isinstance(answers, Engagement) else _assemble(answers, pack)
    pack = engagement.pack
    has_partner = judge_condition(pack.outline.partner_when, engagement.facts) is not False
    room = _Room(engagement, has_partner=has_partner)
    questions = {
        question.id: _weigh(question, index, engagement, room)
        for index, question in enumerate(pack.questions.values())
    }
    if not any(result.counts for result in questions.values()):
        message = f'nothing to score: no question of "{pack.id}" was asked and applies'
        raise AnswerError(Problem(rule="OC205", message=message))
    waivers, given = _waivers(engagement, as_of)
    standing = weigh(pack, questions, engagement.facts, waivers)
    met = {finding.question.id for finding in standing.findings}
    evidenced, high = _count_evidence(questions.values())
    heard = {
        side
        for result in questions.values()
        for side, found in result.sides.items()
        if found.answered and result.question.scored
    }
    expected = _expect(pack.outline.sides, has_partner=has_partner)
    medium = heard.issuperset(expected) and evidenced >= ASSURED * high
    unused = tuple(
        waiver for waiver in given if waiver.question not in met or not waiver.counts(as_of)
    )
    modes = {source.content.mode for source in engagement.sources}
    return Result.model_construct(
        format="outsource-check/result/v1",
        engagement=engagement.name,
        sources=_name_sources(engagement),
        pack=PackName.model_construct(id=pack.id, version=pack.version, sha256=pack.sha256),
        mode=modes.pop() if len(modes) == 1 else "mixed",
        as_of=as_of,
        tool_version=__version__,
        facts={name: _publish(pack.facts[name], said) for name, said in engagement.facts.items()},
        unknown_facts=engagement.unknown_facts,
        thresholds=pack.outline.verdict,
        verdict=standing.verdict,
        score=standing.score,
        coverage=standing.coverage,
        assurance="medium" if medium else "low",
        duty={
            side: _duty([questions[name] for name in names]) for side, names in pack.duties.items()
        },
        keys=standing.keys,
        findings=standing.findings,
        waivers=tuple(_name_waiver(waiver, used=waiver not in unused) for waiver in given),
        not_asked=tuple(name for name, one in questions.items() if one.state == "not-asked"),
        missing=tuple(list_missing(engagement, as_of)),
        migration=sum_up_moves(engagement, questions),
        overdue=tuple(name for name, one in questions.items() if any(list_overdue(one, as_of))),
        basis=engagement,
        questions=questions,
        evidenced=(evidenced, high),
        unused_waivers=unused,
    )


def weigh(
    pack: Pack,
    questions: Mapping[str, Weighed],
    facts: Mapping[str, str],
    waivers: Mapping[str, Waiver],
) -> Standing:
    """Scores, findings and verdict of a state of the questions."""
    findings = find(questions, facts, waivers)
    keys = []
    asked: Number = 0
    known: Number = 0
    for key in pack.keys:
        results = tuple([questions[one.id] for one in key.questions if one.id in questions])
        sums = add_up(results)
        asked += sums.weight
        known += sums.known
        keys.append(
            KeyResult.model_construct(
                id=key.id,
                title=key.title,
                score=sums.mean,
                weight=key.mass,
                coverage=sums.coverage,
                key=key,
                weighed=results,
                findings=findings,
            )
        )
    overall = _mean([(key.weight, key.score) for key in keys if key.score is not None])
    assert overall is not None
    verdict = judge_standing(pack, questions, keys, overall, findings, facts)
    return Standing(
        keys=tuple(keys),
        score=overall,
        coverage=Fraction(known, asked),
        findings=findings,
        verdict=verdict,
    )


class Sums(NamedTuple):
    """The sums over those of some questions that apply and were asked (rule 5)."""

    weight: Number
    known: Number
    """The weight of those that are known."""
    low: Number
    """Weight times level, at the low end."""
    high: Number
    questions: int
    """How many they are."""

    @property
    def mean(self) -> Interval | None:
        """The weighted mean of the points, 0 to 100; None where there is nothing to weigh."""
        if not self.weight:
            return None
        low = Fraction(25 * self.low, self.weight)
        known = self.low == self.high
        return Interval(low, low if known else Fraction(25 * self.high, self.weight))

    @property
    def coverage(self) -> Fraction | None:
        """Known weight over weight, 0 to 1; None where there is nothing to weigh."""
        return Fraction(self.known, self.weight) if self.weight else None


def add_up(results: Iterable[Weighed]) -> Sums:
    """The sums of the questions that are applicable and asked."""
    weight: Number = 0
    known: Number = 0
    low: Number = 0
    high: Number = 0
    count = 0
    for result in results:
        level = result.level
        if level is not None:
            count += 1
            mass = result.question.mass
            least, most = level.low, level.high
            weight += mass
            low += mass * least
            high += mass * most
            if least == most:
                known += mass
    return Sums(weight, known, low, high, count)


def _mean(parts: list[tuple[Number, Interval]]) -> Interval | None:
    weight = sum(mass for mass, _ in parts)
    if not weight:
        return None
    low = _sum_products([(mass, part.low) for mass, part in parts]) / weight
    if all(part.low is part.high for _, part in parts):
        return Interval(low, low)
    return Interval(low, _sum_products([(mass, part.high) for mass, part in parts]) / weight)


def _sum_products(pairs: list[tuple[Number, Number]]) -> Fraction:
    """The sum of products, over one common denominator: ten times as fast as adding fractions."""
    below = [one.denominator * other.denominator for one, other in pairs]
    common = lcm(*below)
    return Fraction(
        sum(
            one.numerator * other.numerator * (common // part)
            for (one, other), part in zip(pairs, below, strict=True)
        ),
        common,
    )


def _assemble(answers: AnswerFile | Iterable[AnswerFile], pack: Pack | None) -> Engagement:
    if pack is None:
        raise TypeError("answers that are no engagement are scored with their `pack`")
    files = [answers] if isinstance(answers, AnswerFile) else answers
    return assemble((make_source(file, number) for number, file in enumerate(files, 1)), pack)


@cache
def _expect(answered_by: Answered | None, *, has_partner: bool) -> tuple[Side, ...]:
    """The sides that should answer; while there is no partner, never the partner."""
    return tuple(
        side
        for side in SIDES
        if answered_by in (side, "both", None) and (side == "client" or has_partner)
    )


def _count_evidence(results: Iterable[Weighed]) -> tuple[int, int]:
    """How many of the sides' levels of 3 or more carry evidence, and how many there are."""
    high = [
        side
        for result in results
        if result.counts
        for side in result.sides.values()
        if side.answered and side.level is not None and side.level.low >= IN_PLACE
    ]
    return sum(side.evidence for side in high), len(high)


class _Room:
    """Who can be asked what in an engagement: worked out once, used for every question."""

    __slots__ = ("_full", "_sources", "evidence_required", "expected")

    def __init__(self, engagement: Engagement, *, has_partner: bool) -> None:
        choices: tuple[Answered, ...] = (*SIDES, "both")
        self.expected: dict[Answered | None, tuple[Side, ...]] = {
            answered_by: _expect(answered_by, has_partner=has_partner)
            for answered_by in (None, *choices)
        }
        self.evidence_required = engagement.pack.outline.evidence == "required"
        self._sources: dict[Side, list[AnswerSource]] = {side: [] for side in SIDES}
        for source in engagement.sources:
            self._sources[source.content.respondent.side].append(source)
        self._full = {
            side: all(source.content.mode == "full" for source in sources)
            for side, sources in self._sources.items()
        }

    def asked(self, question: Question, side: Side) -> Sequence[AnswerSource]:
        """The files of a side whose mode asks the question."""
        sources = self._sources[side]
        if question.quick or self._full[side]:
            return sources
        return [
            source
            for source in sources
            if source.content.mode == "full" or question.id in source.content.answers
        ]


def _weigh(question: Question, index: int, engagement: Engagement, room: _Room) -> Weighed:
    """Rule 3: one question, from the sides that were asked."""
    facts = engagement.facts
    applies = judge_condition(question.when, facts)
    sides = room.expected[question.answered_by]
    if applies is False or not sides:
        return Weighed(question=question, index=index, state="not-applicable", away=True)
    results: dict[Side, SideResult] = {}
    evidence = False
    for side in sides:
        sources = room.asked(question, side)
        if sources:
            results[side] = found = weigh_side(
                question,
                side,
                sources,
                facts,
                evidence_required=room.evidence_required,
                sealed=side in engagement.sealed,
            )
            evidence = evidence or found.evidence
    settlement = engagement.settlements.get(question.id)
    level: Interval | None
    if settlement is None:
        level = lower_level(side.level for side in results.values())
    else:
        level = _settle(settlement, engagement.pack)
    state: State = "not-asked" if question.scored else "not-scored"
    if question.scored and (results or settlement is not None):
        state = "not-applicable" if level is None else "known" if level.known else "unknown"
    return Weighed(
        question=question,
        index=index,
        state=state,
        when_unknown=applies is None,
        level=level,
        sides=results,
        one_sided=len(results) < len(sides) and bool(results) and settlement is None,
        evidence=evidence if settlement is None else bool(settlement.evidence),
        settled=settlement is not None,
    )


def _settle(settlement: Settlement, pack: Pack) -> Interval | None:
    """What was agreed; above 3 it needs its own evidence where the pack requires any."""
    level = settlement.level
    if level is None:
        return None
    if level > 3 and pack.outline.evidence == "required" and not settlement.evidence:
        level = 3
    return Interval(level, level)


def _waivers(
    engagement: Engagement, as_of: datetime.date
) -> tuple[dict[str, Waiver], list[Waiver]]:
    """The waivers that count on the day, by question, and all that are given."""
    given = [waiver for source in engagement.sources for waiver in source.content.waivers]
    counting: dict[str, Waiver] = {}
    for waiver in given:
        if waiver.counts(as_of):
            counting.setdefault(waiver.question, waiver)
    return counting, given


def _name_sources(engagement: Engagement) -> tuple[Source, ...]:
    """The answer files whose names may be shown, by name."""
    names = relative_names(engagement)
    sources = [
        Source.model_construct(
            file=names[source.file],
            side=source.content.respondent.side,
            role=source.content.respondent.shown_role,
            sha256=source.sha256,
        )
        for source in engagement.shown_sources
    ]
    return tuple(sorted(sources, key=lambda source: (source.file, source.sha256)))


def _publish(fact: Fact, said: str) -> str | tuple[str, ...]:
    return fact.split(said) if fact.several else said


def _name_waiver(waiver: Waiver, *, used: bool) -> WaiverResult:
    return WaiverResult.model_construct(
        question=waiver.question,
        by=waiver.by,
        reason=waiver.reason,
        date=waiver.date,
        until=waiver.until,
        used=used,
    )


def _duty(results: Iterable[Weighed]) -> Duty:
    """The score of the questions that a side must make happen."""
    sums = add_up(results)
    return Duty.model_construct(score=sums.mean, questions=sums.questions)
