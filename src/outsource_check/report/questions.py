"""Questions and keys of a result as parts of the context."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from outsource_check.numbers import write_shortest
from outsource_check.pack import SIDES, MatrixQuestion
from outsource_check.report import statements, values
from outsource_check.report.model import (
    EvidencePart,
    FindingPart,
    KeyPart,
    KeyState,
    LeftOut,
    NextLevel,
    QuestionPart,
    RemedyPart,
    SideLevel,
    VoicePart,
    WaiverPart,
)
from outsource_check.report.points import RowStandPart
from outsource_check.result import list_spreads, words
from outsource_check.result.actions import aim_of
from outsource_check.result.model import IN_PLACE
from outsource_check.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from outsource_check.answers import Evidence, Waiver
    from outsource_check.pack import Question, Remedy, Side
    from outsource_check.result import Finding, Interval, KeyResult, Result, Voice, Weighed
    from outsource_check.result.model import SideResult

_OLD = datetime.timedelta(days=365)
_WEB_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?"
)
_ORDER = {"open": 0, "possible": 1, "waived": 2}


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A result whose questions become parts of the context."""

    result: Result

    def read_keys(self) -> tuple[KeyPart, ...]:
        """Every key, the lowest first, those without a score last."""
        line = self.result.basis.pack.outline.verdict.ready.weakest_key
        scored = [key for key in self.result.keys if key.score is not None]
        scored.sort(key=lambda key: (key.score.low, key.score.high) if key.score else (0, 0))
        weakest = _find_weakest(scored)
        unscored = [key for key in self.result.keys if key.score is None]
        return tuple(self._read_key(key, line, weakest) for key in (*scored, *unscored))

    def _read_key(self, key: KeyResult, line: Fraction | None, weakest: str) -> KeyPart:
        counted = [self.read_question(found, key) for found in key.weighed if found.counts]
        places = {found.question.id: found.index for found in key.weighed}
        counted.sort(
            key=lambda part: (
                min((_ORDER[finding.status] for finding in part.findings), default=3),
                part.level.low,
                places[part.id],
            )
        )
        score = key.score
        state, state_text = _compare(score, line)
        live = [found for part in counted for found in part.findings if found.status != "waived"]
        stops = [found for found in live if found.kind == "stop"]
        return KeyPart(
            id=key.id,
            title=key.title,
            summary=key.key.summary,
            quote=key.key.quote,
            weight=write_shortest(key.weight),
            score=None if score is None else values.span_score(score),
            coverage=None if key.coverage is None else values.share(key.coverage),
            state=state,
            state_text=state_text,
            weakest=key.id == weakest,
            stops=len(stops),
            caps=len(live) - len(stops),
            stops_text=count_findings(stops),
            findings_text=count_findings(live),
            in_place=sum(part.in_place for part in counted),
            questions=tuple(counted),
            left_out=tuple(_leave_out(found) for found in key.weighed if not found.counts),
        )

    def read_question(self, found: Weighed, key: KeyResult) -> QuestionPart:
        """One question that applies and was asked."""
        question, level, points = found.question, found.level, found.points
        assert level is not None
        assert points is not None
        aim = aim_of(question.offered)
        gap = found.gap
        findings = tuple(
            self.read_finding(finding, key)
            for finding in self.result.findings
            if finding.question is question
        )
        voices = tuple(
            self.read_voice(question, side.side, voice)
            for side in found.sides.values()
            for voice in side.voices
        )
        matrix = question if isinstance(question, MatrixQuestion) else None
        certain = level.low >= min(IN_PLACE, aim)
        required = self.result.basis.pack.outline.evidence == "required"
        return QuestionPart(
            id=question.id,
            kind=question.kind,
            title=question.title,
            ask=question.ask,
            why=question.why,
            key=key.id,
            key_title=key.title,
            weight=write_shortest(question.mass),
            answered_by=question.answered_by or "both",
            duty=question.duty or "",
            level=values.span_level(level),
            points=values.span(points, words.format_interval(points)),
            word=statements.level_word(level),
            in_place=certain,
            agreed=certain and not found.one_sided,
            sides=tuple(self._read_side(found, side) for side in found.sides.values()),
            gap="" if gap is None else values.write_signed(gap),
            voices=voices,
            next=statements.next_level(question, level),
            target=NextLevel(level=words.format_level(aim), text=question.level_text(aim)),
            findings=findings,
            remedy=read_remedy(question.remedy),
            rows=tuple(row.text for row in matrix.rows) if matrix else (),
            said=_compare_rows(matrix, voices) if matrix else (),
            best=statements.best_option(matrix) if matrix else "",
            proof=question.evidence,
            proven=tuple(dict.fromkeys(item for voice in voices for item in voice.evidence)),
            one_sided=found.one_sided,
            settled=found.settled,
            when_unknown=found.when_unknown,
            evidence_missing=required and question.stop is not None and not found.evidence,
            references=question.references,
        )

    def _read_side(self, found: Weighed, side: SideResult) -> SideLevel:
        wide = (found.question.id, side.side) in self._spreads
        return SideLevel(
            side=side.side,
            level=None if side.level is None else values.span_level(side.level),
            answered=side.answered,
            sealed=side.sealed,
            spread=words.format_level(side.spread) if wide else "",
        )

    @cached_property
    def _spreads(self) -> frozenset[tuple[str, Side]]:
        return frozenset((found.question.id, side) for found, side in list_spreads(self.result))

    def read_voice(self, question: Question, side: Side, voice: Voice) -> VoicePart:
        """What one respondent said."""
        answer = voice.answer
        content = voice.source.content
        return VoicePart(
            side=side,
            who=content.respondent.shown,
            says=voice.says,
            level=None if voice.level is None else values.span_level(voice.level),
            statement=statements.state(question, voice),
            limited=voice.given != voice.level,
            short=answer is not None and answer.short,
            rows=statements.list_rows(question, answer),
            note=answer.note if answer else "",
            evidence=tuple(map(self.read_evidence, answer.evidence)) if answer else (),
            owner=answer.owner if answer else "",
            due=values.write_day(answer.due) if answer else "",
            date=values.write_day((answer and answer.date) or content.date),
        )

    def read_evidence(self, evidence: Evidence) -> EvidencePart:
        """A piece of evidence; only a plain web address becomes a link."""
        where = evidence.where.strip()
        old = evidence.date is not None and self.result.as_of - evidence.date > _OLD
        return EvidencePart(
            what=evidence.what,
            where=evidence.where,
            url=where if _WEB_ADDRESS.fullmatch(where) else "",
            date=values.write_day(evidence.date),
            old=old,
        )

    def read_finding(self, finding: Finding, key: KeyResult) -> FindingPart:
        """A finding as criteria, condition, effect and remedy."""
        question = finding.question
        waiver = finding.waiver
        return FindingPart(
            id=f"{finding.kind}-{question.id}",
            kind=finding.kind,
            status=finding.status,
            certain=finding.certain,
            text=words.finding_text(finding),
            question=question.id,
            title=question.title,
            key=key.id,
            key_title=key.title,
            criteria=question.level_text(aim_of(question.offered)),
            condition=self._sum_up(self.result.questions[question.id]),
            effect=finding.because,
            detail=finding.detail,
            remedy=read_remedy(question.remedy),
            waiver=None if waiver is None else read_waiver(waiver),
        )

    def _sum_up(self, found: Weighed) -> str:
        """What all respondents said, each thing once, with who said it."""
        said: dict[str, list[str]] = {}
        for side in found.sides.values():
            for voice in side.voices:
                text = statements.state(found.question, voice)
                said.setdefault(text, []).append(
                    f"{side.side}, {voice.source.content.respondent.shown}"
                )
        for side in found.sides.values():
            if side.sealed and side.answered:
                level = "does not apply"
                if side.level is not None:
                    level = f"level {words.format_levels(side.level)}"
                said[f"The {side.side} says: {level}."] = ["single answers are not shown"]
        if not said:
            return "Settled between the sides." if found.settled else "Nothing was said."
        return " ".join(f"{text.rstrip('.')} ({'; '.join(who)})." for text, who in said.items())


def read_waiver(waiver: Waiver) -> WaiverPart:
    """A finding that somebody accepts."""
    return WaiverPart(
        question=waiver.question,
        by=waiver.by,
        reason=waiver.reason,
        date=values.write_day(waiver.date),
        until=values.write_day(waiver.until),
    )


def count_findings(findings: Sequence[FindingPart]) -> str:
    """How many stops and caps there are: `2 stops, 1 possible stop, 1 waived cap`."""
    names = {"open": "", "possible": "possible ", "waived": "waived "}
    counts = Counter(f"{names[found.status]}{found.kind}" for found in findings)
    every = [f"{name}{kind}" for kind in ("stop", "cap") for name in names.values()]
    return ", ".join(plural(counts[name], name) for name in every if counts[name])


def read_remedy(remedy: Remedy | None) -> RemedyPart | None:
    """What would raise a question's level."""
    if remedy is None:
        return None
    return RemedyPart(
        do=remedy.do,
        owner=remedy.owner,
        effort=words.format_days(remedy.effort_days),
        done_when=remedy.done_when,
    )


def _compare_rows(
    question: MatrixQuestion, voices: Sequence[VoicePart]
) -> tuple[RowStandPart, ...]:
    """Each row with what the two sides said about it, everything once."""
    return tuple(
        RowStandPart(
            text=row.text,
            client=_sum_up_row(index, "client", voices),
            partner=_sum_up_row(index, "partner", voices),
        )
        for index, row in enumerate(question.rows)
    )


def _sum_up_row(index: int, side: Side, voices: Sequence[VoicePart]) -> str:
    said: dict[str, None] = {}
    for voice in voices:
        if voice.side == side and voice.rows:
            row = voice.rows[index]
            text = "" if row.full else row.said.rstrip(".")
            said[": ".join(filter(None, (row.who, text))) or "✓"] = None
    return "; ".join(said) or "says nothing"


def _find_weakest(scored: list[KeyResult]) -> str:
    """The key that is the lowest at both ends, alone; empty where ranges leave that open."""
    ends = [key.score for key in scored if key.score is not None]
    if not ends or ends.count(ends[0]) > 1 or ends[0].high > min(end.high for end in ends):
        return ""
    return scored[0].key.id


def _leave_out(found: Weighed) -> LeftOut:
    question = found.question
    if found.state == "not-asked":
        asked = question.answered_by
        why = f"not asked of the {asked}" if asked in SIDES else "not asked"
    elif found.away:
        why = "does not apply to this engagement"
    else:
        why = "does not apply, as those who were asked say"
    return LeftOut(id=question.id, title=question.title, why=why)


def _compare(score: Interval | None, line: Fraction | None) -> tuple[KeyState, str]:
    """A key's state against the line that `ready` asks of every key."""
    if score is None:
        return "none", "not scored"
    if line is None:
        return ("above", "scored") if score.known else ("open", "still open")
    if score.low >= line:
        return "above", "at or above the line"
    if score.high < line:
        return "below", "below the line"
    return "open", "too close to call"
