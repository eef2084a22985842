"""The search alone, against all sets of steps of made-up tasks in which every demand bites."""

from __future__ import annotations

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st
from tests.chance import draw

from outsource_check.plan.search import Candidate, Task, find_least, find_most

SHARES = st.integers(0, 8)


@st.composite
def tasks(draw_one: st.DrawFn) -> Task:
    """One to three keys of up to four steps; needs are shares of what a key can gain."""
    sizes = draw_one(st.lists(st.integers(0, 4), min_size=1, max_size=3))
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    keys = tuple(range(start, start + size) for start, size in zip(starts, sizes, strict=True))
    count = sum(sizes)
    steps = tuple(
        Candidate(draw_one(st.integers(1, 6)), draw_one(st.integers(0, 9))) for _ in range(count)
    )
    gains = [sum(steps[number].gain for number in key) for key in keys]
    numbers = st.sampled_from(range(count)) if count else st.nothing()
    demands = st.frozensets(st.frozensets(numbers, min_size=1, max_size=2), max_size=4)
    return Task(
        steps=steps,
        keys=keys,
        needs=tuple(gain * draw_one(SHARES) // 9 for gain in gains),
        need=sum(gains) * draw_one(SHARES) // 9,
        demands=draw_one(demands) if count else frozenset(),
    )


def list_met(task: Task) -> list[tuple[int, ...]]:
    """Every set that meets a task."""
    every = range(len(task.steps))
    sets = chain.from_iterable(combinations(every, size) for size in range(len(every) + 1))
    return [
        one
        for one in sets
        if all(demand.intersection(one) for demand in task.demands)
        and gain(task, one) >= task.need
        and all(
            gain(task, tuple(number for number in one if number in key)) >= need
            for key, need in zip(task.keys, task.needs, strict=True)
        )
    ]


def gain(task: Task, steps: tuple[int, ...]) -> int:
    return sum(task.steps[number].gain for number in steps)


def days(task: Task, steps: tuple[int, ...]) -> int:
    return sum(task.steps[number].days for number in steps)


@given(task=tasks(), limit=st.integers(0, 20))
@draw(150)
def test_the_least_and_the_most_are_those_of_all_sets(task: Task, limit: int) -> None:
    met = list_met(task)
    least = min(met, key=lambda one: (days(task, one), len(one), one), default=None)
    assert find_least(task) == least
    within = [gain(task, one) for one in met if days(task, one) <= limit]
    assert find_most(task, limit) == max(within, default=None)
