"""How a result was worked out, every line of it, and what it cannot say."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.numbers import round_half_up, write_share, write_shortest
from outsource_check.report.model import (
    MethodPart,
    ReferencePart,
    SumPart,
    SumRow,
    ThresholdPart,
    WaiverPart,
)
from outsource_check.result import words
from outsource_check.text import plural

if TYPE_CHECKING:
    from outsource_check.pack import Number
    from outsource_check.pack.model import Least
    from outsource_check.result import Interval, KeyResult, Result, Verdict

_RULES = (
    (
        "An answer gives a level from 0 to 4; of several people on a side the median counts, and of"
        " two sides the lower level."
    ),
    (
        "Points are 25 times the level. A key is the weighted mean of the points of its questions"
        " that apply and were asked; the overall score is the weighted mean of the keys."
    ),
    (
        "What is not known counts from the lowest to the highest level that it can still become."
        " So a score can be an interval, and a blank is never counted as zero or as nothing."
    ),
    (
        "The verdict is the lowest that any rule gives, worked out once for the worst and once for"
        " the best that the open answers can become. Findings (stops and caps) come before scores."
    ),
    (
        "An action's gain is the rise of the overall score's low end with that question at the"
        " level it aims at. What the verdict becomes after the first actions is scored anew, not"
        " added up."
    ),
)
_EVIDENCE_RULE = "A level of 4 without evidence counts as 3."
_LIMITS = (
    "This rests on what people said. Nobody has inspected the documents that they name.",
    (
        "The thresholds and weights are judgement, not figures calibrated on outcomes. The score is"
        " no probability of success."
    ),
    "It is an aid to a decision, not an audit, a certification or legal advice.",
)


def read_method(
    result: Result, remarks: tuple[str, ...], unused: tuple[WaiverPart, ...]
) -> MethodPart:
    """Rules, thresholds, sums, and the references of the questions that were scored."""
    pack = result.basis.pack
    rules = list(_RULES)
    if pack.outline.evidence == "required":
        rules.insert(1, _EVIDENCE_RULE)
    counted = [found for found in result.questions.values() if found.counts]
    cited = {name for found in counted for name in found.question.references}
    return MethodPart(
        rules=tuple(rules),
        thresholds=_read_thresholds(result),
        sums=tuple(part for part in map(_add_up_key, result.keys) if part is not None),
        overall=_add_up_overall(result),
        coverage=_explain_coverage(result),
        assurance=(
            f"{result.assurance.capitalize()}: {words.evidence_text(result)}."
            " Medium needs an answer from every side and evidence on at least half of them;"
            " nothing here is higher than medium, because nobody has inspected anything."
        ),
        unused_waivers=unused,
        remarks=remarks,
        references=tuple(
            ReferencePart(id=ref.id, cite=ref.cite, says=ref.says, url=ref.url)
            for ref in pack.references.values()
            if ref.id in cited
        ),
    )


def _read_thresholds(result: Result) -> tuple[ThresholdPart, ...]:
    thresholds = result.basis.pack.outline.verdict
    steps: tuple[tuple[Verdict, Least], ...] = (
        ("ready", thresholds.ready),
        ("conditional", thresholds.conditional),
        ("at-risk", thresholds.at_risk),
    )
    return tuple(
        ThresholdPart(
            verdict=words.TITLES[verdict],
            overall="" if least.overall is None else write_shortest(least.overall),
            weakest_key="" if least.weakest_key is None else write_shortest(least.weakest_key),
        )
        for verdict, least in steps
    )


def _explain_coverage(result: Result) -> str:
    weight = known = Fraction(0)
    for found in result.questions.values():
        if found.level is not None:
            weight += found.question.weight
            known += found.question.weight if found.level.known else 0
    return (
        f"Known weight {write_shortest(known)} of {write_shortest(weight)}"
        f" = {write_share(result.coverage)}"
    )


def _add_up_key(key: KeyResult) -> SumPart | None:
    if key.score is None:
        return None
    lines = [
        (
            found.question.id,
            found.question.title,
            found.question.mass,
            words.format_levels(found.level),
            found.points,
        )
        for found in key.weighed
        if found.level is not None and found.points is not None
    ]
    return _add_up(key.id, key.title, lines, key.score)


def _add_up_overall(result: Result) -> SumPart:
    lines = [
        (key.id, key.title, key.weight, "", key.score)
        for key in result.keys
        if key.score is not None
    ]
    return _add_up("overall", "Overall", lines, result.score)


def _add_up(
    name: str,
    title: str,
    lines: list[tuple[str, str, Number, str, Interval]],
    score: Interval,
) -> SumPart:
    weight = sum((Fraction(mass) for _, _, mass, _, _ in lines), Fraction(0))
    low = sum((mass * Fraction(points.low) for _, _, mass, _, points in lines), Fraction(0))
    high = sum((mass * Fraction(points.high) for _, _, mass, _, points in lines), Fraction(0))
    return SumPart(
        id=name,
        title=title,
        rows=tuple(
            SumRow(
                id=line_id,
                title=line_title,
                weight=write_shortest(mass),
                level=level,
                low=write_shortest(points.low),
                high=write_shortest(points.high),
                weighted_low=write_shortest(mass * points.low),
                weighted_high=write_shortest(mass * points.high),
            )
            for line_id, line_title, mass, level, points in lines
        ),
        weight=write_shortest(weight),
        low=write_shortest(low),
        high=write_shortest(high),
        result=_write_division(low, high, weight, score),
    )


def _write_division(low: Fraction, high: Fraction, weight: Fraction, score: Interval) -> str:
    """`410 / 8 = 51.25, printed as 51`."""
    ends = [(low, score.low)] if score.known else [(low, score.low), (high, score.high)]
    texts = []
    for total, mean in ends:
        exact = Fraction(mean)
        shown = write_shortest(exact)
        sign = "="
        if "/" in shown:
            shown, sign = str(round_half_up(exact, 4)), "≈"
        texts.append(f"{write_shortest(total)} / {write_shortest(weight)} {sign} {shown}")
    return f"{' and '.join(texts)}, printed as {words.format_interval(score)}"


def list_limits(result: Result) -> tuple[str, ...]:
    """What the result cannot say."""
    limits = list(_LIMITS)
    sides = {source.content.respondent.side for source in result.basis.sources}
    if len(sides) == 1:
        limits.append(f"Only the {next(iter(sides))} has answered.")
    if result.not_asked:
        count = plural(len(result.not_asked), "question")
        limits.append(f"{count} that apply were not asked, and are in no figure.")
    if any(found.when_unknown for found in result.questions.values()):
        limits.append(
            "Where it is not known whether a question applies, it is counted as if it did."
        )
    return tuple(limits)
