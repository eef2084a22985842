"""From a result to a plan (docs/plan.md). Pure and exact."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from outsource_check.documents import scalars
from outsource_check.errors import Problem, UsageError
from outsource_check.pack import Number, Verdict
from outsource_check.pack.kinds.base import as_number
from outsource_check.pack.kinds.reading import Interval
from outsource_check.plan.model import PHASES, Asking, Deciding, Obstacle, Phase, Plan, Step
from outsource_check.plan.search import Candidate, Task, find_least, find_most
from outsource_check.result.findings import find_cause, limit_trigger
from outsource_check.result.model import VERDICTS, Action, Reason, Result, Standing, VerdictEnds
from outsource_check.result.scoring import weigh
from outsource_check.result.words import reason_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from outsource_check.answers import Waiver
    from outsource_check.pack import Trigger
    from outsource_check.result.model import KeyResult, Weighed

ASKED = ("one-sided", "not-asked", "no-evidence")
"""Reasons that asking alone takes away: no step does, and a plan leaves them aside."""


def make_plan(
    result: Result,
    *,
    to: Verdict | None = None,
    days: Number | None = None,
    without: Collection[str] = (),
) -> Plan:
    """The least steps after which the verdict is certainly `to` or better.

    `to` is by default the next verdict up. With `days`, the best certain verdict that so many days
    reach, then the highest certain score. `without` are questions whose steps are kept out. Raises
    `UsageError` for a question that there is not, or that has no step.
    """
    work = _Work(result, _keep_out(result, without))
    now = work.judge(work.look(()))
    target = to or VERDICTS[min(VERDICTS.index(now.low) + 1, len(VERDICTS) - 1)]
    chosen: tuple[int, ...] | None
    if days is None:
        chosen = find_least(work.set_task(target))
    else:
        chosen, target = work.use_days(days)
    obstacles = () if chosen is not None else tuple(work.list_obstacles(target))
    ordered = work.order(chosen or (), target)
    steps = tuple(work.describe(ordered, target))
    end = steps[-1] if steps else None
    if to is None and end is not None:
        # What leads further than asked is the least for that, too: less work misses even this.
        target = max(target, end.verdict.low, key=VERDICTS.index)
    return Plan(
        engagement=result.engagement,
        target=target,
        reached=chosen is not None,
        limit=None if days is None else as_number(Fraction(days)),
        days=as_number(sum((Fraction(step.days) for step in steps), Fraction(0))),
        verdict=end.verdict if end else now,
        score=end.score if end else result.score,
        steps=steps,
        asking=tuple(_list_asking(result, {step.question for step in steps})),
        deciding=tuple(work.list_deciding()),
        obstacles=obstacles,
        now=now,
        unknown_facts=result.verdict.depends_on,
        without=tuple(without),
        result=result,
    )


def _keep_out(result: Result, without: Collection[str]) -> frozenset[str]:
    for name in without:
        if name not in result.questions:
            message = f'there is no question "{name}" to leave out'
            hint = scalars.near(name, result.questions)
            raise UsageError(Problem(rule="", message=message, hint=hint))
    return frozenset(without)


@dataclass(frozen=True, slots=True)
class _Demand:
    """A stop or a cap that must be gone."""

    steps: frozenset[int]
    """Those that each take it away."""
    phase: Phase
    reason: Reason


@dataclass(frozen=True)
class _Work:
    """The steps of a result, and what a set of them leads to."""

    result: Result
    kept_out: frozenset[str]

    @cached_property
    def steps(self) -> tuple[Action, ...]:
        """In the order of the pack."""
        free = (one for one in self.result.actions if one.question.id not in self.kept_out)
        return tuple(sorted(free, key=lambda action: action.result.index))

    @cached_property
    def _number_of(self) -> dict[str, int]:
        return {step.question.id: number for number, step in enumerate(self.steps)}

    @cached_property
    def _waivers(self) -> dict[str, Waiver]:
        return {one.question.id: one.waiver for one in self.result.findings if one.waiver}

    # ------------------------------------------------------------ what a set leads to

    def look(self, steps: Iterable[Action]) -> Standing:
        """The state with these steps done."""
        return self._weigh({step.question.id: step.aim for step in steps})

    def _weigh(self, levels: dict[str, Number], *, lifted: bool = True) -> Standing:
        questions = dict(self.result.questions)
        for name, level in levels.items():
            questions[name] = replace(
                questions[name],
                level=Interval(level, level),
                state="known",
                evidence=True,
                lifted=lifted,
            )
        basis = self.result.basis
        return weigh(basis.pack, questions, basis.facts, self._waivers)

    def judge(self, standing: Standing) -> VerdictEnds:
        """The verdict once what asking mends is gone."""
        left = [one for one in standing.verdict.reasons if one.kind not in ASKED]
        return VerdictEnds(
            low=_find_worst(left), high=_find_worst([one for one in left if one.certain])
        )

    # ------------------------------------------------------------ the search

    def set_task(self, target: Verdict) -> Task:
        """What a target needs, in whole numbers."""
        result = self.result
        scored = [key for key in result.keys if key.score is not None]
        gains = [Fraction(step.gain) for step in self.steps]
        parts = math.lcm(*(one.denominator for one in gains))
        overall, weakest = self._list_thresholds(target)
        keys, needs = [], []
        for key in scored:
            assert key.score is not None
            numbers = [n for n, step in enumerate(self.steps) if step.question.key == key.id]
            first = numbers[0] if numbers else 0
            keys.append(range(first, first + len(numbers)))
            needs.append(math.ceil((weakest - key.score.low) * self._share(key) * parts))
        need = math.ceil((overall - Fraction(result.score.low)) * parts)
        return Task(
            steps=tuple(
                Candidate(int(days * self._day), int(one * parts))
                for days, one in zip(self._days, gains, strict=True)
            ),
            keys=tuple(keys),
            needs=tuple(needs),
            need=need,
            demands=frozenset(one.steps for one in self._list_demands(target)),
        )

    @cached_property
    def _days(self) -> list[Fraction]:
        return [Fraction(step.effort_days or 1) for step in self.steps]

    @cached_property
    def _day(self) -> int:
        """Into how many parts a day is divided, so that all efforts are whole."""
        return math.lcm(*(one.denominator for one in self._days))

    def use_days(self, days: Number) -> tuple[tuple[int, ...] | None, Verdict]:
        """What reaches the best verdict in so many days, then the highest score; that verdict."""
        parts = math.floor(Fraction(days) * self._day)
        for target in reversed(VERDICTS):
            task = self.set_task(target)
            most = find_most(task, parts)
            if most is not None:
                return find_least(replace(task, need=max(task.need, most))), target
        raise AssertionError("the lowest verdict needs nothing")

    def _list_thresholds(self, target: Verdict) -> tuple[Fraction, Fraction]:
        """The least overall score and the least score of a key; below any score: none."""
        own = self.result.thresholds
        needed = [
            one
            for verdict, one in (
                ("at-risk", own.at_risk),
                ("conditional", own.conditional),
                ("ready", own.ready),
            )
            if VERDICTS.index(verdict) <= VERDICTS.index(target)
        ]
        overall = [Fraction(one.overall) for one in needed if one.overall is not None]
        weakest = [Fraction(one.weakest_key) for one in needed if one.weakest_key is not None]
        return max(overall, default=Fraction(-1)), max(weakest, default=Fraction(-1))

    def _list_demands(self, target: Verdict) -> Iterator[_Demand]:
        """For each stop and cap that must be gone, the steps that each take it away.

        Its question's own, and that of the question which its `unless` names. Caps that a stop
        hides are demanded, too: they show once the stop is gone.
        """
        if target == "not-ready":
            return
        result = self.result
        for found in result.questions.values():
            for kind, trigger in found.question.triggers if found.counts else ():
                waived = found.question.id in self._waivers
                counts = kind == "stop" and not waived
                if not counts and (target != "ready" or (kind == "cap" and waived)):
                    continue
                if self._is_there(found, kind, trigger):
                    ways = [found.question.id]
                    if trigger.unless is not None:
                        ways.append(trigger.unless.question)
                    numbers = (self._number_of.get(name) for name in ways)
                    demand = frozenset(
                        number
                        for number, name in zip(numbers, ways, strict=True)
                        if number is not None
                        and (
                            name == found.question.id
                            or trigger.unless is None
                            or self.steps[number].aim >= trigger.unless.level
                        )
                    )
                    yield _Demand(
                        steps=demand,
                        phase="stops" if counts else "caps",
                        reason=Reason(
                            verdict="not-ready" if counts else "conditional",
                            kind="waived-stop" if kind == "stop" and waived else kind,
                            question=found.question,
                        ),
                    )

    def _is_there(self, found: Weighed, kind: str, trigger: Trigger) -> bool:
        cause = find_cause(found, kind)  # type: ignore[arg-type]
        basis = self.result.basis
        limit = cause and limit_trigger(trigger, self.result.questions, basis.facts)
        return limit is not None

    # ------------------------------------------------------------ in words

    def order(self, chosen: Collection[int], target: Verdict) -> list[tuple[Action, Phase]]:
        """The steps in their phases; inside one, as actions are."""
        place = {id(action): number for number, action in enumerate(self.result.actions)}
        demands = list(self._list_demands(target))
        phased = []
        for number in chosen:
            kinds = [one.phase for one in demands if number in one.steps]
            phase: Phase = min(kinds, key=PHASES.index, default="rest")
            phased.append((self.steps[number], phase))
        return sorted(phased, key=lambda one: (PHASES.index(one[1]), place[id(one[0])]))

    def describe(self, ordered: Sequence[tuple[Action, Phase]], target: Verdict) -> Iterator[Step]:
        done: list[Action] = []
        numbers = frozenset(self._number_of[action.question.id] for action, _ in ordered)
        for action, phase in ordered:
            done.append(action)
            standing = self.look(done)
            number = self._number_of[action.question.id]
            yield Step(
                question=action.question.id,
                days=as_number(Fraction(action.effort_days or 1)),
                aim=action.aim,
                phase=phase,
                owner=action.owner,
                do=action.do,
                done_when=action.done_when,
                why=tuple(map(reason_text, self._list_needs(numbers - {number}, number, target))),
                verdict=self.judge(standing),
                score=standing.score,
                given=action.effort_days is not None,
                action=action,
            )

    def _list_needs(self, others: frozenset[int], number: int, target: Verdict) -> Iterator[Reason]:
        """What the other steps of a plan leave in the way of its target without this one."""
        for demand in self._list_demands(target):
            if number in demand.steps and not demand.steps & others:
                yield demand.reason
        overall, weakest = self._list_thresholds(target)
        gained = sum((Fraction(self.steps[one].gain) for one in others), Fraction(0))
        found = self.result.score.low + gained
        if found < overall:
            yield Reason(verdict=target, kind="overall", score=found, needed=overall, certain=False)
        place = self.steps[number].question.key
        key = next(one for one in self.result.keys if one.id == place)
        assert key.score is not None
        gains = [self.steps[one].gain for one in others if self.steps[one].question.key == place]
        found = key.score.low + sum(map(Fraction, gains), Fraction(0)) / self._share(key)
        if found < weakest:
            yield Reason(
                verdict=target,
                kind="weakest-key",
                key=key.key,
                score=found,
                needed=weakest,
                certain=False,
            )

    def _share(self, key: KeyResult) -> Fraction:
        """How much of the overall score a key's is."""
        total = sum(one.weight for one in self.result.keys if one.score is not None)
        return Fraction(key.weight) / Fraction(total)

    def _list_missed(self, steps: Iterable[Action], target: Verdict) -> list[Reason]:
        """What holds the verdict below the target with these steps done."""
        return [
            one
            for one in self.look(steps).verdict.reasons
            if one.kind not in ASKED and VERDICTS.index(one.verdict) < VERDICTS.index(target)
        ]

    def list_obstacles(self, target: Verdict) -> Iterator[Obstacle]:
        """What all steps together leave in the way."""
        for reason in self._list_missed(self.steps, target):
            about = reason.question or reason.key
            yield Obstacle(
                kind=reason.kind,  # type: ignore[arg-type]
                id="" if about is None else about.id,
                text=reason_text(reason),
            )

    def list_deciding(self) -> Iterator[Deciding]:
        """Open questions whose answer alone settles the verdict."""
        standing = self.look(())
        now = self.judge(standing)
        if now.low == now.high:
            return
        reasons = [one for one in standing.verdict.reasons if one.kind not in ASKED]
        # At its best it must take away all that is below the best verdict.
        stays = [one for one in reasons if VERDICTS.index(one.verdict) < VERDICTS.index(now.high)]
        for entry in self.result.settles:
            found = self.result.questions.get(entry.id)
            if entry.kind == "fact" or found is None or found.level is None:
                continue
            others = [one for one in stays if self._is_apart(one, entry.id)]
            if not others:
                yield from self._try_answer(entry.id, "best", found.level.high)
            # At its worst it must bring what gives the worst verdict for certain.
            if self._can_sink(reasons, found, now.low):
                yield from self._try_answer(entry.id, "worst", found.level.low)

    def _try_answer(
        self, name: str, answer: Literal["best", "worst"], level: Number
    ) -> Iterator[Deciding]:
        then = self.judge(self._weigh({name: level}, lifted=answer == "best"))
        if then.low == then.high:
            yield Deciding(question=name, answer=answer, verdict=then.low)

    def _is_apart(self, reason: Reason, name: str) -> bool:
        """Whether a reason is a stop or a cap that no answer to this question takes away."""
        if reason.question is None or reason.question.id == name:
            return False
        unless = (trigger.unless for _, trigger in reason.question.triggers)
        return all(one is None or one.question != name for one in unless)

    def _can_sink(self, reasons: Iterable[Reason], found: Weighed, worst: Verdict) -> bool:
        """Whether the worst answer can give the worst verdict for certain, by a quick look."""
        key = next(one for one in self.result.keys if one.id == found.question.key)
        assert key.score is not None
        assert found.level is not None
        mass = sum(Fraction(one.question.mass) for one in key.weighed if one.counts)
        lost = 25 * (found.level.high - found.level.low) * Fraction(found.question.mass) / mass
        for reason in reasons:
            if reason.verdict != worst:
                continue
            if reason.question is not None:
                near = [reason.question.id]
                near += [one.unless.question for _, one in reason.question.triggers if one.unless]
                if found.question.id in near:
                    return True
            elif reason.needed is not None:
                overall = reason.kind == "overall"
                high = self.result.score.high if overall else key.score.high
                if high - lost * (self._share(key) if overall else 1) < reason.needed:
                    return True
        return False


def _find_worst(reasons: Iterable[Reason]) -> Verdict:
    return min((one.verdict for one in reasons), key=VERDICTS.index, default="ready")


def _list_asking(result: Result, done: Collection[str]) -> Iterator[Asking]:
    """What to find out: what settles the verdict first, then what holds it down.

    The steps that are `done` bring their own evidence.
    """
    for entry in result.settles:
        yield Asking(kind=entry.kind, id=entry.id)
    told = {entry.id for entry in result.settles}
    for found in result.unknown:
        if found.question.id not in told:
            yield Asking(kind="open", id=found.question.id)
    for kind in ASKED:
        for reason in result.verdict.reasons:
            if reason.question is None or reason.kind != kind:
                continue
            if kind != "no-evidence" or reason.question.id not in done:
                yield Asking(kind=kind, id=reason.question.id)  # type: ignore[arg-type]
