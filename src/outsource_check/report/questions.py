"""Questions and keys of a result as parts of the context."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import TYPE_CHECKING

from outsource_check.report import answer_words
from outsource_check.report.alignment import MANY, count_voices
from outsource_check.report.alignment_parts import RowStandPart, StatementPart
from outsource_check.report.model import (
    AskedPart,
    EvidencePart,
    FindingPart,
    KeyPart,
    KeyState,
    LeftOut,
    LevelPart,
    QuestionPart,
    RemedyPart,
    SideLevel,
    Span,
    VoicePart,
    WaiverPart,
)
from outsource_check.result import list_spreads, words
from outsource_check.result.actions import aim_of
from outsource_check.result.model import IN_PLACE
from outsource_check.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from outsource_check.answers import Evidence, Waiver
    from outsource_check.numbers import Number
    from outsource_check.pack import Question, Remedy, Side, Words
    from outsource_check.result import Finding, Interval, KeyResult, Result, Voice, Weighed

_OLD = datetime.timedelta(days=365)
_WEB_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?"
)
_ORDER = {"open": 0, "possible": 1, "waived": 2}


def list_keys(result: Result) -> tuple[KeyPart, ...]:
    """Every key, the lowest first, those without a score last."""
    scored = [key for key in result.keys if key.score is not None]
    scored.sort(key=lambda key: (key.score.low, key.score.high) if key.score else (0, 0))
    weakest = _find_weakest(scored)
    unscored = [key for key in result.keys if key.score is None]
    return tuple(_show_key(result, key, weakest=key.id == weakest) for key in (*scored, *unscored))


def _show_key(result: Result, key: KeyResult, *, weakest: bool) -> KeyPart:
    found: dict[str, int] = {}
    for finding in result.findings:
        name = finding.question.id
        found[name] = min(found.get(name, 3), _ORDER[finding.status])
    counted = sorted(
        (one for one in key.weighed if one.counts),
        key=lambda one: (found.get(one.question.id, 3), one.level.low if one.level else 0),
    )
    return KeyPart(
        id=key.id,
        title=key.title,
        summary=key.key.summary,
        quote=key.key.quote,
        weight=key.weight,
        score=None if key.score is None else Span.of(key.score),
        coverage=key.coverage,
        state=_compare(key.score, result.basis.pack.outline.verdict.ready.weakest_key),
        weakest=weakest,
        questions=tuple(_show_question(result, one) for one in counted),
        left_out=tuple(
            _leave_out(one) for one in key.weighed if not one.counts and one.question.scored
        ),
        asked=tuple(_show_asked(result, one) for one in key.weighed if one.state == "not-scored"),
    )


def _show_asked(result: Result, found: Weighed) -> AskedPart:
    """One question that applies and is not scored."""
    question = found.question
    return AskedPart(
        id=question.id,
        title=question.shown,
        heading=question.heading,
        ask=question.ask,
        voices=tuple(
            _show_voice(result, question, side.side, voice)
            for side in found.sides.values()
            for voice in side.voices
        ),
        sealed=tuple(
            side.side
            for side in found.sides.values()
            if side.sealed and any(voice.says == "said" for voice in side.heard)
        ),
    )


def _show_question(result: Result, found: Weighed) -> QuestionPart:
    """One question that applies and was asked."""
    question, level = found.question, found.level
    assert level is not None
    aim = aim_of(question.offered)
    voices = tuple(
        _show_voice(result, question, side.side, voice)
        for side in found.sides.values()
        for voice in side.voices
    )
    certain = level.low >= min(IN_PLACE, aim)
    required = result.basis.pack.outline.evidence == "required"
    spreads = {side for other, side in list_spreads(result) if other is found}
    return QuestionPart(
        id=question.id,
        kind=question.kind,
        title=question.shown,
        heading=question.heading,
        ask=question.ask,
        why=question.why,
        weight=question.mass,
        answered_by=question.answered_by or "both",
        duty=question.duty or "",
        level=Span.of(level),
        in_place=certain,
        agreed=certain and not found.one_sided,
        sides=tuple(
            SideLevel(
                side=side.side,
                level=None if side.level is None else Span.of(side.level),
                answered=side.answered,
                sealed=side.sealed,
                spread=side.spread if side.side in spreads else 0,
                tally=count_voices(side),
            )
            for side in found.sides.values()
        ),
        gap=found.gap,
        voices=tuple(
            voice
            for voice in voices
            if len(found.sides[voice.side].voices) < MANY
            or voice.note
            or voice.evidence
            or voice.owner
            or voice.due
        ),
        next=answer_words.next_level(question, level),
        target=_show_target(question, aim),
        remedy=_show_remedy(found.remedy),
        rows=_compare_rows(question, voices),
        best=answer_words.best_option(question),
        proof=question.list_proofs(found.shown_answers),
        proven=tuple(dict.fromkeys(item for voice in voices for item in voice.evidence)),
        one_sided=found.one_sided,
        settled=found.settled,
        when_unknown=found.when_unknown,
        evidence_missing=required and question.stop is not None and not found.evidence,
        references=question.references,
    )


def _show_voice(result: Result, question: Question, side: Side, voice: Voice) -> VoicePart:
    """What one respondent said."""
    answer = voice.answer
    content = voice.source.content
    evidence = answer.evidence if answer else ()
    return VoicePart(
        side=side,
        who=content.respondent.shown,
        says=voice.says,
        level=None if voice.level is None else Span.of(voice.level),
        statement=answer_words.state(question, voice),
        limited=voice.given != voice.level,
        rows=answer_words.list_rows(question, answer) if question.scored else (),
        note=answer.note if answer else "",
        evidence=tuple(_show_evidence(item, result.as_of) for item in evidence),
        owner=answer.owner if answer else "",
        due=answer.due if answer else None,
        date=(answer and answer.date) or content.date,
    )


def _show_evidence(evidence: Evidence, as_of: datetime.date) -> EvidencePart:
    """A piece of evidence; only a plain web address becomes a link."""
    where = evidence.where.strip()
    return EvidencePart(
        what=evidence.what,
        where=evidence.where,
        url=where if _WEB_ADDRESS.fullmatch(where) else "",
        date=evidence.date,
        old=evidence.date is not None and as_of - evidence.date > _OLD,
    )


def list_findings(result: Result) -> tuple[FindingPart, ...]:
    """Open ones first, stops before caps, then in the order of the pack."""
    found = sorted(
        result.findings,
        key=lambda finding: (
            _ORDER[finding.status],
            finding.kind != "stop",
            result.questions[finding.question.id].index,
        ),
    )
    return tuple(_show_finding(result, finding) for finding in found)


def _show_finding(result: Result, finding: Finding) -> FindingPart:
    """A finding as criteria, condition, effect and remedy."""
    question = finding.question
    found = result.questions[question.id]
    key = next(key for key in result.keys if key.id == question.key)
    return FindingPart(
        id=f"{finding.kind}-{question.id}",
        kind=finding.kind,
        status=finding.status,
        text=words.finding_text(finding),
        question=question.id,
        title=finding.title,
        key=key.id,
        key_title=key.title,
        criteria=question.level_text(aim_of(question.offered)),
        condition=_sum_up(found, result.basis.pack.words),
        effect=finding.because,
        remedy=_show_remedy(found.remedy),
        waiver=None if finding.waiver is None else show_waiver(finding.waiver),
    )


def _sum_up(found: Weighed, own: Words) -> tuple[StatementPart, ...]:
    """What all respondents said, each thing once, with who said it."""
    said: dict[str, list[str]] = {}
    for side in found.sides.values():
        for tally in count_voices(side):
            who = f"{own.side(side.side)}, {plural(tally.people, 'person', 'people')}"
            said.setdefault(f"{tally.text.capitalize()}.", []).append(who)
        for voice in side.voices if len(side.voices) < MANY else ():
            who = f"{own.side(side.side)}, {voice.source.content.respondent.shown}"
            said.setdefault(answer_words.state(found.question, voice), []).append(who)
    for side in found.sides.values():
        if side.sealed and side.answered:
            levels = "" if side.level is None else words.format_levels(side.level)
            text = f"Level {levels}." if levels else "Does not apply."
            said.setdefault(text, []).append(f"{own.side(side.side)}, single answers are not shown")
    return tuple(StatementPart(text=text, who=tuple(who)) for text, who in said.items())


def show_waiver(waiver: Waiver) -> WaiverPart:
    """A finding that somebody accepts."""
    return WaiverPart(
        question=waiver.question,
        by=waiver.by,
        reason=waiver.reason,
        date=waiver.date,
        until=waiver.until,
    )


def _show_target(question: Question, aim: Number) -> LevelPart:
    """The level to reach; the lines of a matrix stand in its rows."""
    lines = question.kind == "matrix"
    return LevelPart(level=aim, text=(question.level_text if lines else question.goal_text)(aim))


def _show_remedy(remedy: Remedy | None) -> RemedyPart | None:
    """What would raise a question's level."""
    if remedy is None:
        return None
    return RemedyPart(
        do=remedy.do,
        owner=remedy.owner,
        effort_days=remedy.effort_days,
        done_when=remedy.done_when,
    )


def _compare_rows(question: Question, voices: Sequence[VoicePart]) -> tuple[RowStandPart, ...]:
    """Each row with what the two sides said about it, everything once."""
    return tuple(
        RowStandPart(
            text=row.shown,
            client=_sum_up_row(index, "client", voices),
            partner=_sum_up_row(index, "partner", voices),
        )
        for index, row in enumerate(question.lines)
    )


def _sum_up_row(index: int, side: Side, voices: Sequence[VoicePart]) -> str:
    rows = [voice.rows[index] for voice in voices if voice.side == side and voice.rows]
    if len(rows) >= MANY:
        counts = Counter("✓" if row.full else row.said.rstrip(".") for row in rows)
        return "; ".join(f"{people}: {text}" for text, people in counts.most_common())
    said: dict[str, None] = {}
    for row in rows:
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
    why = "not-asked" if found.state == "not-asked" else "fact" if found.away else "answers"
    return LeftOut(
        id=question.id,
        title=question.shown,
        why=why,  # type: ignore[arg-type]
        asked=question.answered_by or "both",
    )


def _compare(score: Interval | None, line: Fraction | None) -> KeyState:
    """How a key stands against the least score for `ready`; without one, whether it is known."""
    if score is None:
        return "none"
    if line is None:
        return "above" if score.known else "open"
    return "above" if score.low >= line else "below" if score.high < line else "open"
