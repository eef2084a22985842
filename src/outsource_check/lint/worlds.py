"""Combinations of facts: every way in which the facts of a pack can be known."""

from __future__ import annotations

from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from outsource_check.pack import judge_condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from outsource_check.pack import Condition, Facts, Pack, Question

LIMIT = 20_000
"""How many combinations are tried at most; packs of a normal size have far fewer."""


def list_worlds(pack: Pack, facts: Iterable[str]) -> Iterator[dict[str, str]]:
    """Every combination of these facts, those of the first options first, at most `LIMIT`."""
    names = [fact for fact in pack.facts if fact in set(facts)]
    combinations = product(*(pack.facts[name].possible for name in names))
    for options in islice(combinations, LIMIT):
        yield dict(zip(names, options, strict=True))


def count_worlds(pack: Pack, facts: Iterable[str]) -> int:
    """How many combinations of these facts there are."""
    return prod(len(pack.facts[fact].possible) for fact in set(facts))


def facts_read(*conditions: Condition | None) -> set[str]:
    """The facts that conditions read."""
    return {
        leaf.fact
        for condition in conditions
        if condition is not None
        for leaf in condition.leaves()
    }


def list_holding(pack: Pack, *conditions: Condition | None) -> Iterator[dict[str, str]]:
    """Every combination, of the facts that the conditions read, under which all of them hold."""
    for world in list_worlds(pack, facts_read(*conditions)):
        if all(judge_condition(condition, world) for condition in conditions):
            yield world


def find_holding(pack: Pack, *conditions: Condition | None) -> dict[str, str] | None:
    """The first such combination; None where there is none."""
    return next(list_holding(pack, *conditions), None)


def context(pack: Pack, question: Question) -> tuple[Condition | None, ...]:
    """What must hold for a question to apply: its own condition, and somebody to ask."""
    if question.answered_by == "partner":
        return (pack.outline.partner_when, question.when)
    return (question.when,)


def shrink(pack: Pack, world: Facts, fails: Callable[[Facts], bool]) -> dict[str, str]:
    """The smallest part of a failing combination that fails whatever the other facts are.

    `fails` judges whole combinations of the same facts.
    """
    kept = dict(world)
    dropped: dict[str, str] = {}
    for fact, option in world.items():
        del kept[fact]
        dropped[fact] = option
        free = list_worlds(pack, dropped)
        if not all(fails({**kept, **rest}) for rest in free):
            kept[fact] = option
            del dropped[fact]
    return {fact: option for fact, option in world.items() if fact in kept}


def describe_world(world: Facts) -> str:
    """The facts in words: `with stage: trial, staff: none`."""
    if not world:
        return "whatever the facts are"
    return "with " + ", ".join(f"{fact}: {option}" for fact, option in world.items())
