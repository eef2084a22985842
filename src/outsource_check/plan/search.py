"""The least set of steps that meets every demand: exact, in whole numbers (docs/plan.md).

A set of steps has a *cost*, days first and the number of steps second, in one whole number. It
must raise each key by the need of that key and the overall score by the need of all, and hold one
of the steps of every *demand*. What is looked for is the least cost; of several, the set that comes
first in the order of the pack.

Why the answer is the least: the demands are decided by trying both cases of one step after the
other, so every set falls into exactly one case. Inside a case the steps of different keys meet in
the overall score alone. So for each key only its *front* matters, the sets that no other one beats
in both cost and gain; and what is least over all keys is the sum of one entry of each front. An
entry is left out only where a bound shows that no sum with it costs as little as a set that is
known: with a price per point, each front costs at least its least (cost - price * gain).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Front = list[tuple[int, int]]
"""Cost and gain of the sets that no other one beats; both rise from one to the next."""
Chosen = tuple[int, ...]
EQUALS = 100
"""So many ways to meet the demands at the same cost are looked at for the first in the pack."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A step as the search sees it."""

    days: int
    """In parts of a day that all steps share."""
    gain: int
    """Of the overall score, in parts of a point that all steps share."""


@dataclass(frozen=True)
class Task:
    """What is to be met, and with what; steps are their numbers, in the order of the pack."""

    steps: tuple[Candidate, ...]
    keys: tuple[range, ...]
    """The numbers of the steps of each key."""
    needs: tuple[int, ...]
    """The least that the steps of each key must gain."""
    need: int
    """The least that all steps must gain."""
    demands: frozenset[frozenset[int]]
    """Sets of steps of each of which one must be taken; an empty one cannot be met."""

    def cost(self, number: int) -> int:
        """Days, then the number of steps: one step more never weighs as much as a part of a day."""
        return self.steps[number].days * self.unit + 1

    @cached_property
    def unit(self) -> int:
        """What a part of a day costs."""
        return len(self.steps) + 1


def find_least(task: Task) -> Chosen | None:
    """The steps of the least cost that meet a task; None where all steps together do not."""
    best: tuple[int, Chosen] | None = None
    equal = 0
    build = _fronts_of(task)
    bound = _Bound(task, lambda gain, _: gain >= task.need)

    def is_worth(case: _Case) -> bool:
        if best is None:
            return True
        least = bound.find(case, task.need)
        return least < best[0] or (least == best[0] and equal < EQUALS)

    for case in _split(task, is_worth):
        fronts = build(case)
        aim = None if fronts is None else _aim_low(fronts, task.need)
        if fronts is None or aim is None or (best is not None and aim.least > best[0]):
            continue
        ends = _join(fronts, aim)
        cost = min(cost for cost, gain in ends[0] if gain >= task.need)
        if best is None or cost <= best[0]:
            equal = equal + 1 if best is not None and cost == best[0] else 0
            found = (cost, _unfold(task, case, ends, cost))
            best = found if best is None else min(best, found)
    return None if best is None else best[1]


def find_most(task: Task, days: int) -> int | None:
    """The most that steps of so many parts of a day gain while they meet a task; None: nothing."""
    best: int | None = None
    limit = (days + 1) * task.unit - 1
    build = _fronts_of(task)
    bound = _Bound(task, lambda _, cost: cost > limit)

    def is_worth(case: _Case) -> bool:
        return bound.find(case, task.need if best is None else best + 1) <= limit

    for case in _split(task, is_worth):
        fronts = build(case)
        aim = None if fronts is None else _aim_high(fronts, limit)
        if fronts is None or aim is None:
            continue
        gains = [gain for cost, gain in _join(fronts, aim)[0] if cost <= limit]
        most = max(gains, default=None)
        if most is not None and most >= task.need and (best is None or most > best):
            best = most
    return best


# ---------------------------------------------------------------- demands


class _Case(NamedTuple):
    taken: frozenset[int]
    left: frozenset[int]


def _split(task: Task, worth: Callable[[_Case], bool]) -> Iterator[_Case]:
    """The cases in which every demand is met, each set of steps in one of them.

    A demand of one step leaves no choice. Else the step that most demands name is taken, or left.
    """
    waiting = [_Case(frozenset(), frozenset())]
    while waiting:
        taken, left = waiting.pop()
        open_ones = [one - left for one in task.demands if not one & taken]
        while forced := frozenset().union(*(one for one in open_ones if len(one) == 1)):
            taken |= forced
            open_ones = [one for one in open_ones if not one & forced]
        case = _Case(taken, left)
        if not all(open_ones) or not worth(case):
            continue
        if not open_ones:
            yield case
            continue
        named = Counter(number for one in open_ones for number in one)
        pivot = max(named, key=lambda number: (named[number], -number))
        waiting += [_Case(taken, left | {pivot}), _Case(taken | {pivot}, left)]


class _Bound:
    """What a set of a case costs at least, worked out without looking at the sets.

    With a price for what each key gains, a step costs what is left of its cost once its gain is
    paid for. No set costs less than the price of what is needed, plus the steps that pay, plus for
    demands that share no step the least that one of theirs costs.
    """

    def __init__(self, task: Task, is_enough: Callable[[int, int], bool]) -> None:
        """Prices are those at which steps, the cheapest gain first, gain or cost enough."""
        ratios = {
            number: Fraction(task.cost(number), step.gain)
            for number, step in enumerate(task.steps)
            if step.gain
        }
        ranked = sorted(ratios, key=ratios.__getitem__)
        prices = [Fraction(0)] * len(task.keys)
        key_of = {number: key for key, numbers in enumerate(task.keys) for number in numbers}
        lacking = list(task.needs)
        forced = frozenset().union(*(one for one in task.demands if len(one) == 1))
        cost, gain = _add_up(task, forced)
        for number in forced:
            lacking[key_of[number]] -= task.steps[number].gain
        rest = []
        for number in ranked:
            key = key_of[number]
            if number in forced:
                continue
            if lacking[key] > 0:
                prices[key] = ratios[number]
                lacking[key] -= task.steps[number].gain
                gain, cost = gain + task.steps[number].gain, cost + task.cost(number)
            else:
                rest.append(number)
        price = Fraction(0)
        for number in rest:
            if is_enough(gain, cost):
                break
            price = ratios[number]
            gain, cost = gain + task.steps[number].gain, cost + task.cost(number)
        paid = [max(one, price) for one in prices]
        self._task = task
        self._unit = lcm(price.denominator, *(one.denominator for one in paid))
        self._price = int(price * self._unit)
        self._base = sum(
            int((one - price) * self._unit) * need
            for one, need in zip(paid, task.needs, strict=True)
        )
        self._left_over = [
            task.cost(number) * self._unit - int(paid[key_of[number]] * self._unit) * step.gain
            for number, step in enumerate(task.steps)
        ]
        self._paying = {number for number, cost in enumerate(self._left_over) if cost < 0}
        self._sum = self._base + sum(self._left_over[number] for number in self._paying)

    def find(self, case: _Case, need: int) -> Fraction:
        """The least that a set of the case costs which gains so much."""
        costs = self._left_over
        found = self._sum + self._price * need
        found += sum(costs[number] for number in case.taken if costs[number] > 0)
        found -= sum(costs[number] for number in case.left if costs[number] < 0)
        used: set[int] = set()
        for demand in self._demands:
            free = demand - case.left
            if free and not free & case.taken and not free & used:
                used |= free
                found += max(0, min(costs[number] for number in free))
        return Fraction(found, self._unit)

    @cached_property
    def _demands(self) -> list[frozenset[int]]:
        """The demands, what costs most first."""
        costs = self._left_over
        return sorted(
            (one for one in self._task.demands if one),
            key=lambda one: (-min(costs[number] for number in one), sorted(one)),
        )


# ---------------------------------------------------------------- one key


def _fronts_of(task: Task) -> Callable[[_Case], list[Front] | None]:
    """What gives the front of each key in a case; None where a key's need cannot be met."""

    @cache
    def build(key: int, taken: frozenset[int], left: frozenset[int]) -> Front:
        start = _add_up(task, taken)
        free = (number for number in task.keys[key] if number not in taken and number not in left)
        front = list(_grow(task, free))[-1]
        shifted = [(cost + start[0], gain + start[1]) for cost, gain in front]
        return [one for one in shifted if one[1] >= task.needs[key]]

    def build_all(case: _Case) -> list[Front] | None:
        fronts = [
            build(key, case.taken.intersection(numbers), case.left.intersection(numbers))
            for key, numbers in enumerate(task.keys)
        ]
        return fronts if all(fronts) else None

    return build_all


def _add_up(task: Task, numbers: Iterable[int]) -> tuple[int, int]:
    chosen = tuple(numbers)
    return sum(map(task.cost, chosen)), sum(task.steps[number].gain for number in chosen)


def _grow(task: Task, numbers: Iterable[int]) -> Iterator[Front]:
    """The front of no step, then with each of the steps added."""
    front: Front = [(0, 0)]
    yield front
    for number in numbers:
        cost, gain = task.cost(number), task.steps[number].gain
        front = _prune([*front, *((one + cost, other + gain) for one, other in front)])
        yield front


def _prune(entries: Front) -> Front:
    """Without what another entry beats."""
    entries.sort(key=lambda entry: (entry[0], -entry[1]))
    kept: Front = []
    for entry in entries:
        if not kept or entry[1] > kept[-1][1]:
            kept.append(entry)
    return kept


# ---------------------------------------------------------------- all keys


class _Aim(NamedTuple):
    """What sums of entries are of interest, and the price that shows which lead there."""

    cost: int
    """At most."""
    gain: int
    """At least."""
    price: Fraction
    """Cost per gain."""
    least: Fraction
    """No sum with the gain that is needed costs less."""


def _aim_low(fronts: list[Front], need: int) -> _Aim | None:
    """At most the cost of a sum that gains enough: the cheapest gains taken first."""
    cost, gain = (sum(front[0][end] for front in fronts) for end in (0, 1))
    price = Fraction(0)
    for more, gained in _list_edges(fronts):
        if gain >= need:
            break
        price = Fraction(more, gained)
        cost, gain = cost + more, gain + gained
    return None if gain < need else _Aim(cost, need, price, cost - price * max(gain - need, 0))


def _aim_high(fronts: list[Front], limit: int) -> _Aim | None:
    """At least the gain of a sum that costs no more: the cheapest gains taken first."""
    cost, gain = (sum(front[0][end] for front in fronts) for end in (0, 1))
    price = Fraction(0)
    for more, gained in _list_edges(fronts):
        price = Fraction(more, gained)
        if cost + more > limit:
            break
        cost, gain = cost + more, gain + gained
    return None if cost > limit else _Aim(limit, gain, price, Fraction(0))


def _list_edges(fronts: list[Front]) -> list[tuple[int, int]]:
    """What more cost buys, along the lower hull of each front; the cheapest first."""
    edges = []
    for front in fronts:
        hull: Front = []
        for cost, gain in front:
            while len(hull) > 1 and (hull[-1][0] - hull[-2][0]) * (gain - hull[-1][1]) >= (
                cost - hull[-1][0]
            ) * (hull[-1][1] - hull[-2][1]):
                hull.pop()
            hull.append((cost, gain))
        edges += [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(hull)]
    return sorted(edges, key=lambda edge: Fraction(*edge))


def _join(fronts: list[Front], aim: _Aim) -> list[Front]:
    """The fronts of the keys from each one to the last, without what leads to no sum in question.

    Every sum of one entry each with at most the aim's cost and at least its gain is there, or one
    that beats it.
    """
    up, down = aim.price.numerator, aim.price.denominator

    def value(entry: tuple[int, int]) -> int:
        return entry[0] * down - entry[1] * up

    least = [min(map(value, front)) for front in fronts]
    limit = value((aim.cost, aim.gain))
    joined: list[Front] = [[(0, 0)]]
    for number in range(len(fronts) - 1, -1, -1):
        before = sum(least[:number])
        ranked = sorted((value(entry), entry) for entry in fronts[number])
        values = [one for one, _ in ranked]
        entries: Front = []
        for entry in joined[0]:
            room = bisect_right(values, limit - before - value(entry))
            entries += [(entry[0] + cost, entry[1] + gain) for _, (cost, gain) in ranked[:room]]
        joined.insert(0, _prune(entries))
    return joined


def _unfold(task: Task, case: _Case, ends: list[Front], total: int) -> Chosen:
    """Of the sets of a case with this cost, the one that comes first in the order of the pack.

    From the first step on, each is taken where the steps behind it can still meet everything.
    """
    chosen: list[int] = []
    spent = gained = 0
    for key, numbers in enumerate(task.keys):
        here = [number for number in numbers if number in case.taken]
        cost, gain = _add_up(task, here)
        spent, gained, mine = spent + cost, gained + gain, gain
        free = [one for one in numbers if one not in case.taken and one not in case.left]
        rests = list(_grow(task, reversed(free)))[-2::-1]
        ahead = ends[key + 1]
        for number, rest in zip(free, rests, strict=True):
            cost, gain = spent + task.cost(number), gained + task.steps[number].gain
            if any(
                mine + gain - gained + more >= task.needs[key]
                and (place := bisect_right(ahead, total - cost - days, key=lambda one: one[0]))
                and gain + more + ahead[place - 1][1] >= task.need
                for days, more in rest
            ):
                here.append(number)
                mine, spent, gained = mine + gain - gained, cost, gain
        chosen += here
    return tuple(sorted(chosen))
