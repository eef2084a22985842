"""Plans against all subsets of steps, weighed by the reference scorer."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.chance import draw
from tests.reference import scorer, worlds
from tests.result.test_against_reference import read_world

from outsource_check.plan import Plan, make_plan
from outsource_check.result import VERDICTS, Result, score

Data = dict[str, Any]
World = tuple[Data, list[Data]]
ASKED = ("not-asked", "one-side", "no-evidence")
MOST = 8
"""So many steps at most: there are 256 subsets then."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


class Reference:
    """The steps of a world, and what a set of them leads to by the reference."""

    def __init__(self, world: World) -> None:
        pack, files = world
        self.pack, files = scorer.scored_part(pack), scorer.distinct(files)
        self.facts = scorer.merge_facts(files, None)
        self.states = [
            scorer.read_question(self.pack, key, question, files, self.facts, None)
            for key in self.pack["keys"]
            for question in key["questions"]
        ]
        self.waived, _ = scorer.waived_questions(files, worlds.AS_OF)
        found = scorer.find(self.states, self.facts, self.waived)
        acts = scorer.act(self.pack, self.states, found)
        order = [state["id"] for state in self.states]
        self.steps = sorted((act["question"] for act in acts), key=order.index)
        self.days = {act["question"]: act["effort"] or 1 for act in acts}

    def look(self, steps: tuple[str, ...]) -> tuple[int, Fraction]:
        """The certain verdict, as a number, and the certain score."""
        states = scorer.with_improved(self.pack, self.states, list(steps))
        found = scorer.find(states, self.facts, self.waived)
        reasons = scorer.reasons_for(self.pack, states, found, self.facts, "low")
        kept = [reason for reason in reasons if reason[1] not in ASKED]
        return VERDICTS.index(scorer.lowest(kept)), scorer.overall(self.pack, states, "low")

    def cost(self, steps: tuple[str, ...]) -> tuple[Fraction, int, list[int]]:
        places = [self.steps.index(step) for step in steps]
        return sum((Fraction(self.days[step]) for step in steps), Fraction()), len(steps), places

    def rank(self) -> list[tuple[str, ...]]:
        """Every set of steps: the least days first, then the fewest steps, then by the pack."""
        sets = itertools.chain.from_iterable(
            itertools.combinations(self.steps, size) for size in range(len(self.steps) + 1)
        )
        return sorted(sets, key=self.cost)


def weigh(folder: Path, world: World) -> tuple[Reference, Result]:
    try:
        scorer.score(*world, as_of=worlds.AS_OF)
    except scorer.NothingToScore:
        assume(condition=False)
    reference = Reference(world)
    assume(len(reference.steps) <= MOST)
    return reference, score(read_world(folder, world), as_of=worlds.AS_OF)


def steps_of(plan: Plan, reference: Reference) -> tuple[str, ...]:
    return tuple(sorted((step.question for step in plan.steps), key=reference.steps.index))


def compare(folder: Path, world: World) -> None:
    reference, result = weigh(folder, world)
    ranked = reference.rank()
    before = Fraction(0)
    for target in VERDICTS[1:]:
        plan = make_plan(result, to=target)
        least = VERDICTS.index(target)
        best = next((one for one in ranked if reference.look(one)[0] >= least), None)
        assert plan.reached == (best is not None)
        assert plan.reached != bool(plan.obstacles)
        if best is None:
            continue
        assert steps_of(plan, reference) == best
        assert plan.days == reference.cost(best)[0] >= before
        before = Fraction(plan.days)
        verdict, points = reference.look(best)
        assert (VERDICTS.index(plan.verdict.low), plan.score.low) == (verdict, points)
        for step in plan.steps:
            assert step.why
            others = tuple(one for one in best if one != step.question)
            assert reference.look(others)[0] < least


def compare_days(folder: Path, world: World) -> None:
    reference, result = weigh(folder, world)
    looks = {one: reference.look(one) for one in reference.rank()}
    before = (0, Fraction(0))
    for days in (Fraction(0), Fraction(3, 2), Fraction(3), Fraction(7)):
        plan = make_plan(result, days=days)
        within = {one: look for one, look in looks.items() if reference.cost(one)[0] <= days}
        most = max(within.values())
        best = next(one for one, look in within.items() if look == most)
        assert steps_of(plan, reference) == best
        assert (VERDICTS.index(plan.verdict.low), plan.score.low) == most >= before
        before = most


@given(world=worlds.worlds())
@draw(20)
def test_a_plan_is_the_least_of_all_sets_of_steps_and_needs_each(
    folder: Path, world: World
) -> None:
    compare(folder, world)


@given(world=worlds.worlds())
@draw(10)
def test_days_buy_the_best_verdict_and_then_the_highest_score_and_more_never_less(
    folder: Path, world: World
) -> None:
    compare_days(folder, world)


@pytest.mark.slow
@given(world=worlds.worlds())
@draw(300)
def test_a_plan_is_the_least_of_all_sets_in_many_worlds(folder: Path, world: World) -> None:
    compare(folder, world)


@pytest.mark.slow
@given(world=worlds.worlds())
@draw(100)
def test_days_buy_the_most_in_many_worlds(folder: Path, world: World) -> None:
    compare_days(folder, world)


@given(world=worlds.worlds(), data=st.data())
@draw(8)
def test_the_order_of_files_does_not_matter_and_a_step_can_be_kept_out(
    folder: Path, world: World, data: st.DataObject
) -> None:
    reference, result = weigh(folder, world)
    pack, files = world
    other = score(read_world(folder, (pack, data.draw(st.permutations(files)))), as_of=worlds.AS_OF)
    plan = make_plan(result, to="ready")
    assert make_plan(other, to="ready").model_dump_json() == plan.model_dump_json()
    if plan.steps:
        kept_out = data.draw(st.sampled_from(plan.steps)).question
        without = make_plan(result, to="ready", without=[kept_out])
        assert kept_out not in steps_of(without, reference)
        assert not without.reached or without.days >= plan.days
