"""Checks the arithmetic of a pack: thresholds, range, quick mode; better answers score higher."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from outsource_check.lint.worlds import (
    LIMIT,
    context,
    count_worlds,
    describe_world,
    facts_read,
    find_holding,
    list_worlds,
    shrink,
)
from outsource_check.numbers import write_rounded
from outsource_check.pack import judge_condition
from outsource_check.pack.kinds.base import as_number
from outsource_check.pack.kinds.reading import Interval
from outsource_check.result.model import VERDICTS, Weighed
from outsource_check.result.scoring import add_up, weigh
from outsource_check.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from outsource_check.lint.inspection import Inspection
    from outsource_check.pack import Facts, Key, Number, Pack, Question
    from outsource_check.result.model import Standing

_STEPS = ("at_risk", "conditional", "ready")


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """What a pack can give."""

    lowest: Fraction
    """The lowest overall score under any combination of facts, 0 to 100."""
    highest: Fraction
    """The highest one."""
    worlds: int
    """How many combinations of the facts that decide what is asked were tried."""


def check_scores(seen: Inspection) -> Range | None:
    """What the pack can give at worst and at best; None where nothing is ever asked."""
    _check_thresholds(seen)
    _check_quick(seen)
    _check_proof(seen)
    found = _check_range(seen)
    if found is not None and not any(remark.severity == "error" for remark in seen.remarks):
        _check_rising(seen)
        _check_best(seen)
    return found


def _check_thresholds(seen: Inspection) -> None:
    verdict = seen.pack.outline.verdict
    for name in ("overall", "weakest_key"):
        given = [(step, getattr(getattr(verdict, step), name)) for step in _STEPS]
        given = [(step, least) for step, least in given if least is not None]
        for (lower, below), (higher, above) in pairwise(given):
            if above <= below:
                message = (
                    f'"{_spell(higher)}" needs {name} {write_rounded(above)}, no more than'
                    f' "{_spell(lower)}", {write_rounded(below)}'
                )
                seen.say_of_pack("OC311", ("verdict", _spell(higher), name), message)
    for step in _STEPS:
        least = getattr(verdict, step)
        if None not in (least.overall, least.weakest_key) and least.weakest_key > least.overall:
            message = (
                f'"{_spell(step)}" needs more of the weakest key'
                f" ({write_rounded(least.weakest_key)}) than overall"
                f" ({write_rounded(least.overall)}), so only the former counts"
            )
            seen.say_of_pack("OC346", ("verdict", _spell(step), "weakest_key"), message)


def _spell(step: str) -> str:
    return step.replace("_", "-")


def _applies(pack: Pack, question: Question, world: Facts) -> bool:
    return all(judge_condition(condition, world) for condition in context(pack, question))


def _facts_of(pack: Pack, questions: Iterable[Question]) -> set[str]:
    return {fact for question in questions for fact in facts_read(*context(pack, question))}


def _check_quick(seen: Inspection) -> None:
    """Check that a key asks something in quick mode wherever it asks something at all."""
    pack = seen.pack
    if not any(question.quick for question in pack.scored):
        message = "no question is quick, so quick mode asks nothing"
        seen.say_of_pack("OC341", ("keys",), message, 'add "quick: yes" to one or two a key')
        return
    for key in pack.keys:
        facts = _facts_of(pack, key.scored)

        def leaves_out(world: Facts, key: Key = key) -> bool:
            asked = [question for question in key.scored if _applies(pack, question, world)]
            return bool(asked) and not any(question.quick for question in asked)

        world = next(filter(leaves_out, list_worlds(pack, facts)), None)
        if world is not None:
            found = describe_world(shrink(pack, world, leaves_out))
            asked = next(question for question in key.scored if _applies(pack, question, world))
            message = f'quick mode leaves out the key "{key.id}" {found}'
            document = seen.of_key(key.id)
            node = document.root.fields["questions"].value
            hint = f'"{asked.id}" is asked then: make it, or another one, quick'
            seen.say("OC340", document, node, message, hint)


def _check_proof(seen: Inspection) -> None:
    """Check that a question names its evidence where evidence decides about `ready`."""
    if seen.pack.outline.evidence != "required":
        return
    for question in seen.pack.questions.values():
        if question.stop is not None and not question.list_proofs(()) and not question.computed:
            message = (
                "without evidence there is no verdict of ready, and nothing says what it would be"
            )
            seen.say_of("OC344", question, ("stop",), message, 'add "evidence"')


def _check_range(seen: Inspection) -> Range | None:
    pack = seen.pack
    facts = _facts_of(pack, pack.scored)
    number = count_worlds(pack, facts)
    if number > LIMIT:
        message = f"{plural(f'{number:,}', 'combination')} of facts: the first {LIMIT:,} were tried"
        seen.say_of_pack("OC345", ("facts",), message)
    scores = _Scores(pack)
    best: dict[str, tuple[Number, dict[str, str]]] = {}
    lowest: Number | None = None
    highest: Number | None = None
    for world in list_worlds(pack, facts):
        found = scores.weigh(world)
        if found is None:

            def is_empty(other: Facts) -> bool:
                return scores.weigh(other) is None

            where = describe_world(shrink(pack, world, is_empty))
            seen.say_of_pack("OC312", ("keys",), f"nothing is asked {where}")
            return None
        low, high, weakest = found
        lowest = low if lowest is None else min(lowest, low)
        highest = high if highest is None else max(highest, high)
        for name, value in (("overall", high), ("weakest_key", weakest)):
            if name not in best or value < best[name][0]:
                best[name] = (value, world)
    ready = pack.outline.verdict.ready
    for name, (value, world) in best.items():
        needed = getattr(ready, name)
        if needed is not None and value < needed:

            def falls_short(other: Facts, name: str = name, needed: Fraction = needed) -> bool:
                found = scores.weigh(other)
                return found is not None and found[1 if name == "overall" else 2] < needed

            where = describe_world(shrink(pack, world, falls_short))
            possible = write_rounded(value)
            message = f"the best possible {name} is {possible}, ready needs {write_rounded(needed)}"
            seen.say_of_pack("OC310", ("verdict", "ready", name), f"{message} ({where})")
    assert lowest is not None
    assert highest is not None
    return Range(lowest=Fraction(lowest), highest=Fraction(highest), worlds=min(number, LIMIT))


class _Scores:
    """Lowest and highest scores under combinations of facts; each key's are worked out once."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._keys = [(key, sorted(_facts_of(pack, key.scored))) for key in pack.keys]
        self._known: dict[tuple[str, ...], Interval | None] = {}

    def weigh(self, world: Facts) -> tuple[Number, Number, Number] | None:
        """Lowest and highest overall score and the best weakest key; None: nothing is asked."""
        weight: Number = 0
        low: Number = 0
        high: Number = 0
        weakest: Number = 100
        for key, facts in self._keys:
            found = self._weigh_key(key, (key.id, *(world[fact] for fact in facts)), world)
            if found is not None:
                weight += key.mass
                low += key.mass * found.low
                high += key.mass * found.high
                weakest = min(weakest, found.high)
        if not weight:
            return None
        return Fraction(low) / weight, Fraction(high) / weight, weakest

    def _weigh_key(self, key: Key, state: tuple[str, ...], world: Facts) -> Interval | None:
        if state not in self._known:
            found = add_up(
                _answer(question, index, Interval(question.offered[0], question.offered[-1]))
                for index, question in enumerate(key.scored)
                if _applies(self._pack, question, world)
            ).mean
            # Whole numbers, which these mostly are, add up far faster.
            self._known[state] = found and Interval(
                as_number(Fraction(found.low)), as_number(Fraction(found.high))
            )
        return self._known[state]


def _answer(question: Question, index: int, level: Interval | None) -> Weighed:
    """A question as scoring sees it when every side has answered, with evidence; None: away."""
    return Weighed(
        question=question,
        index=index,
        state="not-applicable" if level is None else "known" if level.known else "unknown",
        away=level is None,
        level=level,
        evidence=True,
    )


def _check_rising(seen: Inspection) -> None:
    """Check that raising a question never lowers a score, with those beside it at worst and best.

    All that does not hang on it stays as it is and counts by its own weight, so it is left out:
    with it, the time would grow with the square of the pack.
    """
    unless: dict[str, set[str]] = {}
    lifted: dict[str, set[str]] = {}
    for question in seen.pack.scored:
        for _, trigger in question.triggers:
            if trigger.unless is not None:
                unless.setdefault(question.id, set()).add(trigger.unless.question)
                lifted.setdefault(trigger.unless.question, set()).add(question.id)
    for question in seen.pack.scored:
        needed = {question.id, *lifted.get(question.id, ())}
        waiting = list(needed)
        while waiting:
            more = unless.get(waiting.pop(), set()) - needed
            needed |= more
            waiting += more
        message = _find_fall(_cut_out(seen.pack, needed), question)
        if message:
            seen.say_of("OC313", question, (), message)


def _cut_out(pack: Pack, names: set[str]) -> Pack:
    """The pack with some of its questions alone."""
    touched = {pack.questions[name].key for name in names}
    return pack.replace(
        keys=tuple(
            key.replace(questions=tuple(one for one in key.questions if one.id in names))
            for key in pack.keys
            if key.id in touched
        )
    )


def _check_best(seen: Inspection) -> None:
    """Check that scoring calls the best answers ready, whatever any single fact is."""
    pack = seen.pack
    base = {fact.id: next(iter(fact.choices)) for fact in pack.outline.facts}
    worlds = [
        {**base, name: option} for name, fact in pack.facts.items() for option in fact.choices
    ]
    for world in worlds or [base]:
        verdict = weigh(pack, _answer_all(pack, world, -1), world, {}).verdict
        if verdict.high != "ready":
            message = f'the best possible verdict is "{verdict.high}" ({describe_world(world)})'
            seen.say_of_pack("OC310", ("verdict",), message)
            return


def _list_telling(pack: Pack, question: Question) -> Iterator[dict[str, str]]:
    """Combinations of all facts under which a question's stop or its cap can be there."""
    base = {fact.id: next(iter(fact.choices)) for fact in pack.outline.facts}
    for condition in [trigger.when for _, trigger in question.triggers] or [None]:
        found = find_holding(pack, *context(pack, question), condition)
        if found is not None:
            yield {**base, **found}


def _answer_all(pack: Pack, world: Facts, end: int) -> dict[str, Weighed]:
    """Every question at one end of its levels: 0 the lowest, -1 the highest."""
    answers = {}
    for index, question in enumerate(pack.scored):
        level = Interval(question.offered[end], question.offered[end])
        applies = _applies(pack, question, world)
        answers[question.id] = _answer(question, index, level if applies else None)
    return answers


def _find_fall(pack: Pack, question: Question) -> str:
    """What goes down while the question goes up, as words; empty where nothing does."""
    for world in _list_telling(pack, question):
        for end in (0, -1):
            answers = _answer_all(pack, world, end)
            before: Standing | None = None
            for level in question.offered:
                raised = replace(answers[question.id], level=Interval(level, level))
                now = weigh(pack, {**answers, question.id: raised}, world, {})
                fallen = "" if before is None else _name_fall(before, now)
                if fallen:
                    where = describe_world(world)
                    return f"raising it to level {level} lowers the {fallen} ({where})"
                before = now
    return ""


def _name_fall(before: Standing, now: Standing) -> str:
    if now.score.low < before.score.low:
        return "score"
    if VERDICTS.index(now.verdict.low) < VERDICTS.index(before.verdict.low):
        return f'verdict to "{now.verdict.low}"'
    return ""
