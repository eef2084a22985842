"""What became of an engagement since an earlier state (docs/since.md). Pure and exact.

A change of the score is told in three parts that add up to it at each end: what was *done*, what
was *learned*, and what was *asked otherwise*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from outsource_check.errors import ConfigurationError, Problem
from outsource_check.numbers import Number
from outsource_check.pack import SIDES, Pack, Question, Side
from outsource_check.pack.kinds.base import as_number
from outsource_check.pack.kinds.reading import Interval
from outsource_check.result.model import (
    Changed,
    FactChange,
    KeyChange,
    Part,
    PersonChange,
    Result,
    Since,
    Trend,
)
from outsource_check.result.past import Past, PastQuestion, PastVoices, Said, remember
from outsource_check.result.sides import join_levels, lower_level


class _Ends(NamedTuple):
    """Numbers at the low and at the high end."""

    low: Number
    high: Number

    def plus(self, other: _Ends) -> _Ends:
        """The sum at each end."""
        return _Ends(self.low + other.low, self.high + other.high)

    def minus(self, other: _Ends) -> _Ends:
        """The difference at each end."""
        return _Ends(self.low - other.low, self.high - other.high)

    def times(self, factor: Number) -> _Ends:
        """So many times as much."""
        return _Ends(self.low * factor, self.high * factor)


_NOTHING = _Ends(0, 0)


class _State:
    """One of the two states: which questions count, and what a level of each is worth."""

    def __init__(self, past: Past, pack: Pack) -> None:
        self.past = past
        self.questions = {
            name: past.questions[name] for name in pack.questions if name in past.questions
        }
        counting = [
            (key, [one for one in key.questions if one.id in self.questions]) for key in pack.keys
        ]
        everything = sum(Fraction(key.mass) for key, questions in counting if questions)
        self.in_key: dict[str, Fraction] = {}
        """Points of its key's score that a level of a question is worth."""
        self.overall: dict[str, Fraction] = {}
        """Points of the overall score that a level of a question is worth."""
        self.keys: dict[str, Interval] = {}
        """The scores of the keys that have one."""
        for key, questions in counting:
            mass = sum((Fraction(one.mass) for one in questions), Fraction(0))
            for one in questions:
                self.in_key[one.id] = 25 * one.mass / mass
                self.overall[one.id] = self.in_key[one.id] * key.mass / everything
            if questions:
                self.keys[key.id] = self._add_up(self.in_key, questions)
        self.score = self._add_up(self.overall, pack.questions.values())

    def _add_up(self, worth: Mapping[str, Fraction], questions: Iterable[Question]) -> Interval:
        names = [one.id for one in questions if one.id in worth]
        levels = [(worth[name], self.questions[name].level) for name in names]
        low = sum((points * level.low for points, level in levels), Fraction(0))
        high = sum((points * level.high for points, level in levels), Fraction(0))
        return Interval(as_number(low), as_number(high))

    def weigh(self, name: str) -> _Ends:
        """The points that a question brings to the overall score; none where it does not count."""
        found = self.questions.get(name)
        if found is None:
            return _NOTHING
        return _Ends(found.level.low, found.level.high).times(self.overall[name])


def compare(then: Past, result: Result, source: str) -> Since:
    """What became of an engagement since `then`, both with the pack as it is now.

    `source` says where `then` is from. A question that counted both times moves the score by the
    mean of its two weights times the change of its level: as far as the same people's answers make
    that change it is done or learned, and everything else is asked otherwise. Raises
    `ConfigurationError` (OC206) where the two cannot be compared.
    """
    pack = result.basis.pack
    _refuse_incomparable(then, pack, source)
    before, after = _State(then, pack), _State(remember(result), pack)
    facts = tuple(_list_facts(then, after.past, pack))
    moved = frozenset(change.fact for change in facts)
    done: list[Changed] = []
    learned: list[Changed] = []
    otherwise: list[Changed] = []
    rest = _NOTHING
    key_done = dict.fromkeys(pack.outline.keys, Fraction(0))
    for name, question in pack.questions.items():
        old, new = before.questions.get(name), after.questions.get(name)
        if old == new and before.overall.get(name) == after.overall.get(name):
            continue
        levels = (old.level if old else None, new.level if new else None)
        change = after.weigh(name).minus(before.weigh(name))
        if old is not None and new is not None and not moved & question.facts_weighed:
            steps = _tell_apart(question, (before.past, old), (after.past, new), pack)
            mean = (before.overall[name] + after.overall[name]) / 2
            for step, part in ((steps.done, done), (steps.learned, learned)):
                if step != _NOTHING:
                    part.append(_name_change(name, levels, step.times(mean)))
                    change = change.minus(step.times(mean))
            mean = (before.in_key[name] + after.in_key[name]) / 2
            key_done[name.partition(".")[0]] += steps.done.low * mean
            is_otherwise = steps.otherwise != _NOTHING
        else:
            is_otherwise = old is not new and levels[0] != levels[1]
        if is_otherwise:
            otherwise.append(_name_change(name, levels, change))
        rest = rest.plus(change)
    return Since.model_construct(
        source=source,
        date=then.date,
        then_verdict=then.verdict,
        then_score=before.score,
        now_score=after.score,
        trend=_judge_trend(before.score, after.score),
        done=_make_part(done),
        learned=_make_part(learned),
        asked_otherwise=_make_part(otherwise, rest),
        keys=tuple(
            KeyChange.model_construct(
                id=key.id,
                title=key.title,
                then=before.keys.get(key.id),
                now=after.keys.get(key.id),
                done=as_number(key_done[key.id]),
                trend=_judge_trend(before.keys.get(key.id), after.keys.get(key.id)),
            )
            for key in pack.keys
        ),
        facts=facts,
        people=tuple(_list_people(then, after.past)),
        pack_then=None if then.pack.version == pack.version else then.pack.version,
    )


def _refuse_incomparable(then: Past, pack: Pack, source: str) -> None:
    """Refuse another pack, and levels that another scoring wrote down."""
    was = then.pack
    if was.id != pack.id:
        found = f"was answered for {was.id} {was.version}"
    elif then.behind is not None:  # its answers were scored anew
        return
    elif was.version.partition(".")[0] != pack.version.partition(".")[0]:
        found = f"was scored with {was.id} {was.version}"
    elif _leave_patch_out(was.version) == _leave_patch_out(pack.version) and (
        was.scoring != pack.scoring
    ):
        found = f"was scored with another {was.id} {was.version}"
    else:
        return
    message = f'"{then.engagement}" {found} in {source}, now with {pack.id} {pack.version}'
    hint = "compare with a git revision or a folder: its answers are scored anew"
    raise ConfigurationError(Problem(rule="OC206", message=f"{message}: not comparable", hint=hint))


def _leave_patch_out(version: str) -> str:
    return version.rpartition(".")[0]


class _Steps(NamedTuple):
    """How far a question's level went, in the three parts."""

    done: _Ends
    learned: _Ends
    otherwise: _Ends


def _tell_apart(
    question: Question,
    then: tuple[Past, PastQuestion],
    now: tuple[Past, PastQuestion],
    pack: Pack,
) -> _Steps:
    """Split the change of a level that there was both times.

    Done is what those who gave a level both times make of it, where that is known; learned what
    everybody who answered both times makes of it beyond that. What the sides agreed on stands in
    for them where they had agreed both times.
    """
    (past, old), (present, new) = then, now
    whole = _step(old.level, new.level)
    if old.settled and new.settled:
        return _Steps(whole, _NOTHING, _NOTHING)
    same: list[tuple[Interval | None, Interval | None]] = []
    steady: list[tuple[Interval | None, Interval | None]] = []
    for side in SIDES:
        said, says = getattr(old, side), getattr(new, side)
        if isinstance(said, dict) and isinstance(says, dict):
            people = [file for file in said if file in says]
            levels = [
                file
                for file in people
                if isinstance(said[file], Interval) and isinstance(says[file], Interval)
            ]
            for column, files in ((same, people), (steady, levels)):
                if files:
                    column.append(
                        (
                            _join([said[file] for file in files], question, pack),
                            _join([says[file] for file in files], question, pack),
                        )
                    )
        elif _hold_levels(said, says) and _are_same(past, present, side):
            first, last = (None if one == "not-applicable" else one for one in (said, says))
            same.append((first, last))
            steady.append((first, last))
    own, firm = _measure(same), _measure(steady)
    done, certain = firm
    if not certain:
        done = _NOTHING
    return _Steps(done, own[0].minus(done), whole.minus(own[0]))


def _measure(
    sides: Sequence[tuple[Interval | None, Interval | None]],
) -> tuple[_Ends, bool]:
    """How far the lower of the sides went, and whether it was known both times."""
    then, now = (lower_level(one[end] for one in sides) for end in (0, 1))
    if then is None or now is None:
        return _NOTHING, False
    return _step(then, now), then.known and now.known


def _hold_levels(*voices: PastVoices) -> bool:
    """Whether a side was asked each time, and nothing below it may be shown."""
    return all(one is not None and not isinstance(one, dict) for one in voices)


def _are_same(then: Past, now: Past, side: Side) -> bool:
    """Whether a side below which nothing may be shown is the same people both times.

    A history does not say who they were: they count as the same.
    """
    if then.behind is None or now.behind is None:
        return True
    return side in then.behind and then.behind[side] == now.behind.get(side)


def _join(said: Sequence[Said], question: Question, pack: Pack) -> Interval | None:
    """What a side comes to by what some of its people said."""
    return join_levels(
        question,
        [one for one in said if isinstance(one, Interval)],
        applies="not-applicable" not in said,
        evidence_required=pack.outline.evidence == "required",
    )


def _step(then: Interval, now: Interval) -> _Ends:
    """How far a level went."""
    return _Ends(now.low - then.low, now.high - then.high)


def _name_change(
    name: str, levels: tuple[Interval | None, Interval | None], points: _Ends
) -> Changed:
    then, now = levels
    low, high = as_number(Fraction(points.low)), as_number(Fraction(points.high))
    return Changed.model_construct(question=name, then=then, now=now, low=low, high=high)


def _make_part(questions: Sequence[Changed], points: _Ends | None = None) -> Part:
    """A part of the change; its points are those of its questions where none are given."""
    if points is None:
        points = _Ends(sum(one.low for one in questions), sum(one.high for one in questions))
    low, high = as_number(Fraction(points.low)), as_number(Fraction(points.high))
    return Part.model_construct(low=low, high=high, questions=tuple(questions))


def _judge_trend(then: Interval | None, now: Interval | None) -> Trend | None:
    """Where it went for certain: the two ranges do not meet."""
    if then is None or now is None:
        return None
    return "risen" if then.high < now.low else "fallen" if now.high < then.low else None


def _list_facts(then: Past, now: Past, pack: Pack) -> Iterator[FactChange]:
    for fact in pack.facts:
        said, says = then.facts.get(fact), now.facts.get(fact)
        if said != says:
            yield FactChange.model_construct(fact=fact, then=said, now=says)


def _list_people(then: Past, now: Past) -> Iterator[PersonChange]:
    """Who has joined and who has left; where a side was or is sealed, nobody of it is listed."""
    known, here = ({(one.side, one.file): one for one in past.people} for past in (then, now))
    closed = {*(then.behind or ()), *(now.behind or ())}
    for people, others, change in ((here, known, "joined"), (known, here, "left")):
        for place, one in people.items():
            if place not in others and one.side not in closed:
                yield PersonChange.model_construct(side=one.side, role=one.role, change=change)
