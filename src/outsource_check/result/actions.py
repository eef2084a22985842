"""What to do next, what it would change, what would settle it (docs/scoring.md, rules 8 and 12)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from outsource_check.costs import CostResult
from outsource_check.pack import (
    Number,
    Remedy,
    Side,
)
from outsource_check.pack.kinds.reading import Interval
from outsource_check.result.model import (
    GROUPS,
    IN_PLACE,
    Action,
    Finding,
    Gap,
    Group,
    Outlook,
    Result,
    Settling,
    Weighed,
)
from outsource_check.result.scoring import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable

Pending = Literal["possible-stop", "possible-cap", "open"]
WIDE = 2
"""From a gap of so many levels on, the sides talk about it first."""
FIRST = 5
"""How many actions the outlook takes as done."""


def list_actions(result: Result) -> tuple[Action, ...]:
    """Every action, in the order in which to do them."""
    by_question: dict[str, list[Finding]] = {}
    for finding in result.findings:
        by_question.setdefault(finding.question.id, []).append(finding)
    shares = _shares(result)
    low_of = {key.id: key.score.low for key in result.keys if key.score is not None}
    actions = []
    for found in result.questions.values():
        if found.level is None:
            continue
        group = _group(by_question.get(found.question.id, ()))
        offered = found.question.offered
        if group == "rest" and found.level.low >= min(IN_PLACE, offered[-1]):
            continue
        aim = max(aim_of(offered), found.level.low)
        remedy = found.remedy
        # Where even the best that is possible asks for the step, nothing has to be found out first.
        sure = group in ("open-stop", "open-cap") or found.level.known or found.level.high < aim
        actions.append(
            Action.model_construct(
                question=found.question,
                kind="do" if sure else "find-out",
                group=group,
                do=_describe_step(found, remedy, aim),
                owner="" if remedy is None else remedy.owner,
                done_when="" if remedy is None else remedy.done_when,
                effort_days=None if remedy is None else remedy.effort_days,
                aim=aim,
                gain=(aim - found.level.low) * shares[found.question.id],
                result=found,
            )
        )
    actions.sort(
        key=lambda action: (
            GROUPS.index(action.group),
            -action.gain / (action.effort_days or 1),
            low_of[action.question.key],
            action.result.index,
        )
    )
    return tuple(actions)


def aim_of(offered: tuple[Number, ...]) -> Number:
    """The lowest offered level of at least 3, else the highest."""
    return next((level for level in offered if level >= IN_PLACE), offered[-1])


def _describe_step(found: Weighed, remedy: Remedy | None, aim: Number) -> str:
    """What to do: the remedy, or without one the text of the level to reach."""
    return found.question.goal_text(aim, found.shown_answers) if remedy is None else remedy.do


def _group(findings: Iterable[Finding]) -> Group:
    groups: list[Group] = [
        f"{finding.status}-{finding.kind}"  # type: ignore[misc]
        for finding in findings
        if finding.status != "waived"
    ]
    return min(groups, key=GROUPS.index, default="rest")


def _shares(result: Result) -> dict[str, Fraction]:
    """How many points of the overall score one level of each question is worth."""
    total = sum(key.weight for key in result.keys if key.score is not None)
    shares = {}
    for key in result.keys:
        counted = [found for found in key.weighed if found.counts]
        weight = sum(found.question.mass for found in counted)
        for found in counted:
            share = Fraction(25 * found.question.mass, weight)
            shares[found.question.id] = share * Fraction(key.weight, total)
    return shares


def look_ahead(result: Result, actions: tuple[Action, ...]) -> Outlook:
    """Verdict and score with the first five actions' questions at their aim, with evidence."""
    first = actions[:FIRST]
    questions = dict(result.questions)
    for action in first:
        found = action.result
        questions[found.question.id] = replace(
            found,
            level=Interval(action.aim, action.aim),
            state="known",
            evidence=True,
            lifted=True,
        )
    basis = result.basis
    waivers = {finding.question.id: finding.waiver for finding in result.findings if finding.waiver}
    standing = weigh(basis.pack, questions, basis.facts, waivers)
    return Outlook(
        actions=len(first),
        score=standing.score,
        low=standing.verdict.low,
        high=standing.verdict.high,
    )


def list_settling(result: Result) -> tuple[Settling, ...]:
    """What would settle the verdict, the most telling first; nothing where it is settled.

    Facts, then questions: those with a possible stop, with a possible cap, the others; inside each
    by their share of the width of the overall score's interval, then in the order of the pack.
    """
    if result.verdict.settled:
        return ()
    width = result.score.high - result.score.low
    shares = _shares(result)
    pending = _pending(result)
    stops = {
        finding.question.id
        for finding in result.findings
        if finding.kind == "stop" and not finding.certain
    }
    ranked: list[tuple[int, Fraction, int, Settling]] = []
    for found in result.questions.values():
        level, name = found.level, found.question.id
        if level is None or (
            level.known and not (name in pending and _is_open(found, stop=name in stops))
        ):
            continue
        kind = pending.get(name, "open")
        points = (level.high - level.low) * shares[name]
        share = points / width if width else Fraction(0)
        settling = Settling.model_construct(kind=kind, id=name, share=share)
        ranked.append((_TELLING.index(kind), -share, found.index, settling))
    ranked.sort(key=lambda entry: entry[:3])
    facts = [
        Settling.model_construct(kind="fact", id=fact, share=Fraction(0))
        for fact in result.verdict.depends_on
    ]
    return (*facts, *(entry[3] for entry in ranked))


def _is_open(found: Weighed, *, stop: bool) -> bool:
    """Whether an answer may still say more, though the level is known: a row, a side, a figure.

    `stop`: its stop is possible. Nothing else hangs on a figure that is missing.
    """
    if found.settled or not found.complete:
        return not found.settled
    figures = [
        voice.computed
        for side in found.sides.values()
        for voice in side.heard
        if isinstance(voice.computed, CostResult)
    ]
    # Where somebody's figures open the stop, no other figure can close it.
    return (
        stop
        and any(costs.net_saving is None and costs.stop == "possible" for costs in figures)
        and not any(costs.stop == "open" for costs in figures)
    )


_TELLING: tuple[Pending, ...] = ("possible-stop", "possible-cap", "open")


def _pending(result: Result) -> dict[str, Pending]:
    """What hangs on an open answer, by question: a waived stop counts as a cap, a cap as nothing.

    Evidence that an open answer may still bring hangs on it too.
    """
    found: dict[str, list[Pending]] = {}
    for finding in result.findings:
        stop = finding.kind == "stop"
        if not finding.certain and (stop or finding.status != "waived"):
            kind: Pending = "possible-cap" if finding.waiver or not stop else "possible-stop"
            found.setdefault(finding.question.id, []).append(kind)
    for reason in result.verdict.reasons:
        if reason.kind == "no-evidence" and not reason.certain:
            assert reason.question is not None
            found.setdefault(reason.question.id, []).append("open")
    return {question: min(kinds, key=_TELLING.index) for question, kinds in found.items()}


def list_gaps(result: Result) -> tuple[Gap, ...]:
    """Questions that the two sides see differently, the widest gap first."""
    gaps = [
        Gap.model_construct(
            question=found.question,
            levels=gap,
            talk_first=_width(gap) >= WIDE,
            result=found,
        )
        for found in result.questions.values()
        if found.counts and (gap := found.gap)
    ]
    return tuple(sorted(gaps, key=lambda one: (-_width(one.levels), one.result.index)))


def _width(levels: Number) -> Number:
    return -levels if levels < 0 else levels


SPREAD_FLAGGED = Fraction(8, 10)
"""Levels of average deviation within a side above which it is flagged."""
RANGE_NAMED = 3
"""From a range of so many levels within a side on, it is always named."""


def list_spreads(result: Result) -> tuple[tuple[Weighed, Side], ...]:
    """Questions that people of one side see very differently, in the order of the pack."""
    return tuple(
        (found, side)
        for found in result.questions.values()
        for side, mine in found.sides.items()
        if mine.deviation > SPREAD_FLAGGED or mine.spread >= RANGE_NAMED
    )
