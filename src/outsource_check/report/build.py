"""From a result to a report's context."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check import __version__
from outsource_check.pack import SIDES
from outsource_check.report.alignment import MEETING, plan_agenda, word_alignment
from outsource_check.report.branding import Brand
from outsource_check.report.calculations import list_costs, list_overlaps
from outsource_check.report.model import (
    FORMAT,
    About,
    ActionPart,
    After,
    AskedPart,
    AssurancePart,
    Cause,
    Context,
    DisagreementPart,
    DutyPart,
    EngagementPart,
    FactPart,
    GapPart,
    KeyPart,
    LevelPart,
    MissingPart,
    PackPart,
    QuestionPart,
    RegisterPart,
    Respondent,
    Span,
    UnknownPart,
    UnknownsPart,
    VerdictPart,
    WideSpread,
    WordsPart,
)
from outsource_check.report.questions import list_findings, list_keys
from outsource_check.report.since import show_since
from outsource_check.report.sums import show_method
from outsource_check.result import VERDICTS, Settling, list_spreads, look_ahead, words
from outsource_check.result.actions import FIRST
from outsource_check.result.alignment import align
from outsource_check.result.redaction import redact
from outsource_check.text import short_question

if TYPE_CHECKING:
    import datetime

    from outsource_check.answers import AnswerSource
    from outsource_check.pack import Words
    from outsource_check.report.catalogue import Template
    from outsource_check.result import Action, Gap, Outlook, Reason, Result, Weighed


def build_context(
    result: Result, template: Template, brand: Brand, *, minutes: int = MEETING
) -> Context:
    """What a template is given of a result: nothing that is internal to others than its readers.

    `minutes` is how long the workshop of the agenda may take.
    """
    result = redact(result, template.audience)
    keys = list_keys(result)
    alignment = align(result)
    aligned = word_alignment(alignment)
    evidenced, high = result.evidenced
    return Context(
        format=FORMAT,
        report=About(
            template=template.name,
            title=template.title,
            audience=template.audience,
            as_of=result.as_of,
            tool_version=__version__,
        ),
        brand=brand,
        engagement=_show_engagement(result),
        words=_show_words(result.basis.pack.words),
        verdict=_show_verdict(result),
        score=Span.of(result.score),
        since=show_since(result, keys),
        coverage=result.coverage,
        assurance=AssurancePart(
            level=result.assurance, evidenced=evidenced, of=high, text=words.evidence_text(result)
        ),
        duties=tuple(
            DutyPart(
                side=side,
                score=None if duty.score is None else Span.of(duty.score),
                questions=duty.questions,
            )
            for side, duty in result.duty.items()
            if any(each.questions for each in result.duty.values())
        ),
        line=result.basis.pack.outline.verdict.ready.weakest_key,
        keys=keys,
        findings=list_findings(result),
        actions=tuple(
            _show_action(result, action, number) for number, action in enumerate(result.actions, 1)
        ),
        outlook=_look_ahead(result, result.actions) if result.actions else None,
        disagreement=_show_disagreement(result),
        alignment=aligned,
        agenda=plan_agenda(alignment, aligned, minutes),
        unknowns=_show_unknowns(result),
        overlaps=list_overlaps(result),
        costs=list_costs(result),
        evidence=_list_evidence(result, keys),
        method=show_method(result),
    )


def _show_engagement(result: Result) -> EngagementPart:
    engagement = result.basis
    pack = engagement.pack
    heard = {
        side
        for found in result.questions.values()
        for side, mine in found.sides.items()
        if mine.answered and found.question.scored
    }
    return EngagementPart(
        name=engagement.name,
        pack=PackPart(
            id=pack.id,
            title=pack.outline.title,
            source=pack.outline.source,
            version=pack.version,
            sha256=pack.sha256,
            sides=pack.sides,
        ),
        sides=tuple(side for side in SIDES if engagement.of_side(side)),
        heard=tuple(side for side in SIDES if side in heard),
        modes=result.modes,  # type: ignore[arg-type]
        respondents=tuple(_show_respondent(result, source) for source in engagement.shown_sources),
        missing=tuple(
            MissingPart(**dict(one), text=words.missing_text(one, pack.words))
            for one in result.missing
        ),
        facts=tuple(
            FactPart(
                id=fact.id,
                ask=fact.ask,
                said=fact.word(engagement.facts[fact.id]) if fact.id in engagement.facts else "",
                read=fact.id in pack.conditional_facts,
            )
            for fact in pack.facts.values()
        ),
        migration=words.migration_text(result.migration),
    )


def _show_words(own: Words) -> WordsPart:
    return WordsPart(
        subject=own.subject,
        sides={side: own.side(side) for side in SIDES},
        levels=tuple(LevelPart(level=level, text=text) for level, text in own.levels.items()),
        verdicts={verdict: own.title(verdict) for verdict in VERDICTS},
        own=bool(own.verdicts),
    )


def _show_respondent(result: Result, source: AnswerSource) -> Respondent:
    content = source.content
    voices = (
        voice
        for found in result.questions.values()
        for side in found.sides.values()
        for voice in side.voices
    )
    return Respondent(
        side=content.respondent.side,
        who=content.respondent.shown,
        mode=content.mode,
        date=content.date,
        answered=sum(
            voice.source is source and voice.says in ("level", "said", "not-applicable")
            for voice in voices
        ),
        pack_version=source.version,
        dropped=source.newer,
        sha256=source.sha256,
    )


# ---------------------------------------------------------------- the verdict


def _show_verdict(result: Result) -> VerdictPart:
    verdict, own = result.verdict, result.basis.pack.words
    reasons = tuple(_show_reason(result, reason) for reason in verdict.reasons)
    return VerdictPart(
        low=verdict.low,
        high=verdict.high,
        settled=verdict.settled,
        title=words.verdict_title(verdict, own),
        sentence=words.verdict_sentence(result),
        advice=own.advice(verdict.low) if verdict.low == verdict.high else "",
        causes=_gather(reasons),
        reasons=reasons,
    )


def _gather(reasons: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """The reasons; those that many questions share become one of each kind, at the end.

    Where a score misses several thresholds, the most important one stands for all.
    """
    single: list[Cause] = []
    for cause in reasons:
        missed = cause.kind in ("overall", "weakest-key")
        if cause.kind not in words.GROUPED and not (
            missed and any(other.kind == cause.kind for other in single)
        ):
            single.append(cause)
    for kind in words.GROUPED:
        same = [cause for cause in reasons if cause.kind == kind]
        if len(same) > 1:
            certain = any(cause.certain for cause in same)
            same = [same[0].replace(certain=certain, link="method", count=len(same))]
        single += same
    return tuple(single)


def _show_reason(result: Result, reason: Reason) -> Cause:
    score = next((key.score for key in result.keys if key.key is reason.key), result.score)
    at_best = reason.needed is not None and reason.certain and score is not None and not score.known
    missed = result.basis.pack.words.title(
        VERDICTS[min(VERDICTS.index(reason.verdict) + 1, len(VERDICTS) - 1)]
    )
    text = words.reason_text(reason, at_best=at_best)
    effect = link = ""
    if reason.question is not None:
        link = f"q-{reason.question.id}"
        kind = reason.kind.removeprefix("waived-")
        for finding in result.findings:
            if finding.question is reason.question and finding.kind == kind:
                effect, link = finding.because, f"{finding.kind}-{finding.question.id}"
    elif reason.key is not None:
        link = f"key-{reason.key.id}"
    return Cause(
        kind=reason.kind,
        verdict=reason.verdict,
        missed=missed,
        certain=reason.certain,
        title=words.reason_title(reason),
        text=text if reason.needed is None else f"{text} for “{missed}”",
        score=reason.score,
        needed=reason.needed,
        at_best=at_best,
        effect=effect,
        link=link,
        count=1,
    )


# ---------------------------------------------------------------- what to do


def _show_action(result: Result, action: Action, number: int) -> ActionPart:
    question = action.question
    owner, due = _find_owner(action.result)
    return ActionPart(
        number=number,
        kind=action.kind,
        group=action.group,
        question=question.id,
        title=question.shown,
        key=question.key,
        key_title=_key_title(result, question.key),
        remedy=action.remedy is not None,
        do=action.do,
        owner=owner or action.owner,
        named=bool(owner),
        due=due,
        late=due is not None and due < result.as_of,
        effort_days=action.effort_days,
        done_when=action.done_when,
        gain=action.gain,
        after=_look_ahead(result, result.actions[:number]) if number <= FIRST else None,
    )


def _look_ahead(result: Result, done: tuple[Action, ...]) -> After:
    outlook: Outlook = look_ahead(result, done)
    return After(
        actions=outlook.actions,
        title=words.verdict_title(outlook, result.basis.pack.words),
        low=outlook.low,
        high=outlook.high,
        score=Span.of(outlook.score),
    )


def _find_owner(found: Weighed) -> tuple[str, datetime.date | None]:
    """The people that answers name as owners, and the earliest date that they give."""
    answers = [
        voice.answer
        for side in found.sides.values()
        for voice in side.voices
        if voice.answer is not None
    ]
    owners = dict.fromkeys(answer.owner for answer in answers if answer.owner)
    dates = (answer.due for answer in answers if answer.due is not None)
    return ", ".join(owners), min(dates, default=None)


# ---------------------------------------------------------------- what is not agreed or not known


def _show_disagreement(result: Result) -> DisagreementPart:
    """Where client and partner disagree, the widest gap first."""
    return DisagreementPart(
        compared=sum(
            found.counts and not found.settled and found.gap is not None
            for found in result.questions.values()
        ),
        gaps=tuple(_show_gap(result, gap) for gap in result.gaps if not gap.result.settled),
        spreads=tuple(
            WideSpread(
                question=found.question.id,
                title=found.question.shown,
                side=side,
                levels=found.sides[side].spread,
            )
            for found, side in list_spreads(result)
        ),
    )


def _show_gap(result: Result, gap: Gap) -> GapPart:
    question = gap.question
    client, partner = (gap.result.sides[side].level for side in SIDES)
    assert client is not None
    assert partner is not None
    return GapPart(
        question=question.id,
        title=question.shown,
        key_title=_key_title(result, question.key),
        client=Span.of(client),
        partner=Span.of(partner),
        difference=gap.levels,
        talk_first=gap.talk_first,
    )


def _show_unknowns(result: Result) -> UnknownsPart:
    """What is not known, the most telling first."""
    # A settled verdict leaves nothing to settle; what is open still widens the score.
    settling = result.settles or tuple(
        Settling(kind="open", id=found.question.id, share=Fraction(0)) for found in result.unknown
    )
    return UnknownsPart(
        answers=len(result.unknown), entries=tuple(_show_unknown(result, one) for one in settling)
    )


def _show_unknown(result: Result, entry: Settling) -> UnknownPart:
    if entry.kind == "fact":
        fact = result.basis.pack.facts[entry.id]
        return UnknownPart(
            kind="fact",
            id=entry.id,
            title=short_question(fact.ask),
            ask=fact.why,
            share=0,
            who="",
            sides=(),
            due=None,
        )
    found = result.questions[entry.id]
    question = found.question
    owner, due = _find_owner(found)
    missing = tuple(side for side, mine in found.sides.items() if not mine.complete)
    return UnknownPart(
        kind=entry.kind,
        id=entry.id,
        title=question.shown,
        ask=question.wording(missing[0]) if missing else question.ask,
        share=entry.share,
        who=owner,
        sides=missing,
        due=due,
    )


def _list_evidence(result: Result, keys: tuple[KeyPart, ...]) -> tuple[RegisterPart, ...]:
    """Every piece of evidence, in the order of the pack."""
    parts: list[QuestionPart | AskedPart] = []
    for key in keys:
        parts += [*key.questions, *key.asked]
    parts.sort(key=lambda part: result.questions[part.id].index)
    found = [
        (part, voice, item) for part in parts for voice in part.voices for item in voice.evidence
    ]
    return tuple(
        RegisterPart(
            number=number,
            question=part.id,
            title=part.title,
            side=voice.side,
            who=voice.who,
            given=voice.date,
            evidence=item,
        )
        for number, (part, voice, item) in enumerate(found, 1)
    )


def _key_title(result: Result, key_id: str) -> str:
    return next(key.title for key in result.keys if key.id == key_id)
