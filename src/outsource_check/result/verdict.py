"""The verdict of the worst and the best case, with its reasons (docs/scoring.md, rules 7 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.pack import Verdict, judge_condition
from outsource_check.result.model import (
    VERDICTS,
    Reason,
    ReasonKind,
    VerdictRange,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from outsource_check.pack import Facts, Key, Number, Pack
    from outsource_check.pack.kinds.reading import Interval
    from outsource_check.result.model import Finding, KeyResult, Weighed


def judge_standing(
    pack: Pack,
    questions: Mapping[str, Weighed],
    keys: Sequence[KeyResult],
    overall: Interval,
    findings: Iterable[Finding],
    facts: Facts,
) -> VerdictRange:
    """The verdict's range: every rule is asked in the worst case and in the best."""
    reasons = [
        *_by_findings(findings),
        *_by_score(pack, keys, overall),
        *_by_questions(pack, questions.values(), facts),
    ]
    reasons.sort(
        key=lambda reason: (_WORST[reason.verdict], _ORDER[reason.kind], not reason.certain)
    )
    verdicts: Iterator[Verdict] = (reason.verdict for reason in reasons)
    certain: Iterator[Verdict] = (reason.verdict for reason in reasons if reason.certain)
    low, high = next(verdicts, "ready"), next(certain, "ready")
    depends_on = _list_open_facts(pack, questions.values(), facts)
    return VerdictRange.model_construct(
        low=low,
        high=high,
        settled=low == high and not depends_on,
        reasons=tuple(reasons),
        depends_on=depends_on,
    )


def _list_open_facts(pack: Pack, questions: Iterable[Weighed], facts: Facts) -> tuple[str, ...]:
    """The facts that are not known and could change the verdict, in the order of the pack.

    A fact can take a question away that was not asked. That changes nothing as long as another one
    that was not asked is sure to apply: then only facts that the counted questions read matter.
    """
    results = tuple(questions)
    unasked = any(one.state == "not-asked" and not one.when_unknown for one in results)
    matter = (
        one.question for one in results if one.question.scored and (one.counts or not unasked)
    )
    return tuple(fact for fact in pack.list_facts_read(matter) if fact not in facts)


_WORST = {verdict: place for place, verdict in enumerate(VERDICTS)}
_KINDS: tuple[ReasonKind, ...] = (
    "stop",
    "waived-stop",
    "overall",
    "weakest-key",
    "cap",
    "one-sided",
    "not-asked",
    "no-evidence",
)
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}


def _by_findings(findings: Iterable[Finding]) -> Iterator[Reason]:
    for finding in findings:
        question = finding.question
        if finding.status != "waived":
            verdict: Verdict = "not-ready" if finding.kind == "stop" else "conditional"
            yield Reason(
                verdict=verdict, kind=finding.kind, question=question, certain=finding.certain
            )
        elif finding.kind == "stop":
            yield Reason(
                verdict="conditional",
                kind="waived-stop",
                question=question,
                certain=finding.certain,
            )


def _by_score(pack: Pack, keys: Sequence[KeyResult], overall: Interval) -> Iterator[Reason]:
    """For each score, a reason for the threshold that its low end misses, and its high end."""
    thresholds = pack.outline.verdict
    steps: tuple[tuple[Verdict, object], ...] = (
        ("not-ready", thresholds.at_risk),
        ("at-risk", thresholds.conditional),
        ("conditional", thresholds.ready),
    )
    scored = [(key, key.score) for key in keys if key.score is not None]
    weakest_low = min(scored, key=lambda item: item[1].low)
    weakest_high = min(scored, key=lambda item: item[1].high)
    ends: tuple[tuple[ReasonKind, str, Number, Number, tuple[Key | None, Key | None]], ...] = (
        ("overall", "overall", overall.low, overall.high, (None, None)),
        (
            "weakest-key",
            "weakest_key",
            weakest_low[1].low,
            weakest_high[1].high,
            (weakest_low[0].key, weakest_high[0].key),
        ),
    )
    for kind, field, low, high, at in ends:
        worst_found = False
        for verdict, least in steps:
            needed = getattr(least, field)
            if needed is None:
                continue
            if high < needed:
                yield Reason(
                    verdict=verdict,
                    kind=kind,
                    key=at[1],
                    score=high,
                    needed=needed,
                    certain=True,
                )
                break
            if low < needed and not worst_found:
                worst_found = True
                yield Reason(
                    verdict=verdict,
                    kind=kind,
                    key=at[0],
                    score=low,
                    needed=needed,
                    certain=False,
                )


def _by_questions(pack: Pack, questions: Iterable[Weighed], facts: Facts) -> Iterator[Reason]:
    evidence_required = pack.outline.evidence == "required"
    for result in questions:
        question = result.question
        if result.state == "not-asked":
            yield Reason(verdict="conditional", kind="not-asked", question=question)
            continue
        if result.level is None:
            continue
        if result.one_sided:
            yield Reason(verdict="conditional", kind="one-sided", question=question)
        if evidence_required and question.stop is not None and not result.evidence:
            holds = judge_condition(question.stop.when, facts)
            if holds is not False:
                yield Reason(
                    verdict="conditional",
                    kind="no-evidence",
                    question=question,
                    certain=holds is True and result.complete,
                )
