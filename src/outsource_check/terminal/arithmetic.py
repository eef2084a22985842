"""The arithmetic of a result on a screen, line by line (`score --explain`, docs/scoring.md).

Every number is exact, so that the lines add up to the totals without a remainder: where four
decimals would round, the fraction follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from outsource_check.documents import near
from outsource_check.errors import Problem, UsageError
from outsource_check.numbers import write_exact
from outsource_check.pack.kinds.parts import Sheet
from outsource_check.terminal.console import Named, heading, indented, plain
from outsource_check.text import capitalise, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from outsource_check.pack import Number, Question, Words
    from outsource_check.pack.kinds.reading import Interval
    from outsource_check.result.model import KeyResult, Result, SideResult, Voice, Weighed

    Rows = list[tuple[str, RenderableType]]

_NAME = 26
"""Columns of the names of most questions, so that the numbers stand under each other."""
_POINTS_PER_LEVEL = 25


@dataclass(frozen=True, slots=True)
class _Addend:
    """Of a weighted mean: a question's or a key's points times its weight."""

    id: str
    points: Interval
    """0 to 100."""
    weight: Number
    level: Interval | None = None
    """0 to 4, of a question: its points are 25 times this."""

    def multiply(self) -> list[str]:
        """The product as it is worked out: one line, or the least and the most."""
        return _both(self._multiply("low"), self._multiply("high"))

    def _multiply(self, end: str) -> str:
        points: Number = getattr(self.points, end)
        start = write_exact(points)
        if self.level is not None:
            start = f"{_POINTS_PER_LEVEL} × {write_exact(getattr(self.level, end))}"
        return f"{start} × {write_exact(self.weight)} = {write_exact(points * self.weight)}"


def render_arithmetic(result: Result) -> Iterator[RenderableType]:
    """Every line of the arithmetic, key by key, down to the level of each answer."""
    own = result.basis.pack.words
    yield plain("A question adds 25 × level × weight; a score is the sum divided by the weights.")
    yield plain("Where something is open, lines give the least and the most that it can become.")
    for key in result.keys:
        addends = _list_addends(key.weighed)
        made = {found.question.id: list(_trace(found, own)) for found in key.weighed}
        out = {found.question.id: _why_left_out(found) for found in key.weighed if not found.counts}
        yield Text()
        yield heading(f"{key.id}: {key.title}")
        yield _render_mean(addends, out, key.score, _cover(key.weighed, key.coverage), made)
    addends = [
        _Addend(key.id, key.score, key.weight) for key in result.keys if key.score is not None
    ]
    out = {key.id: _why_without_score(key) for key in result.keys if key.score is None}
    coverage = _cover(result.questions.values(), result.coverage)
    yield Text()
    yield heading("Overall")
    yield _render_mean(addends, out, result.score, coverage)
    for side, duty in result.duty.items():
        theirs = [
            found for found in result.questions.values() if found.question.duty in (side, "both")
        ]
        if addends := _list_addends(theirs):
            yield Text()
            yield heading(f"Duty of the {result.basis.pack.words.side(side)}")
            yield indented(", ".join(addend.id for addend in addends))
            yield Named([("sum", _stack(_divide(addends, duty.score)))], label=_NAME)


def _list_addends(questions: Iterable[Weighed]) -> list[_Addend]:
    return [
        _Addend(found.question.id, found.points, found.question.mass, found.level)
        for found in questions
        if found.counts and found.points is not None
    ]


def _why_without_score(key: KeyResult) -> str:
    scored = bool(key.key.scored)
    return "no question that applies was asked" if scored else "none of its questions is scored"


def _why_left_out(found: Weighed) -> str:
    """Why a question is part of no sum, in a few words."""
    if found.state == "not-scored":
        return "not scored"
    if found.state == "not-asked":
        return "not asked"
    return "does not apply, by the facts" if found.away else "not applicable"


def _cover(questions: Iterable[Weighed], share: Number | None) -> Rows:
    """Known weight over all weight, where there is any."""
    counted = [found for found in questions if found.level is not None]
    known = sum(found.question.mass for found in counted if found.state == "known")
    weight = sum(found.question.mass for found in counted)
    if share is None or not weight:
        return []
    said = f"{write_exact(known)} / {write_exact(weight)} = {write_exact(share)}"
    return [("coverage", said)]


def _render_mean(
    addends: Sequence[_Addend],
    out: dict[str, str],
    score: Interval | None,
    coverage: Rows,
    made: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Named:
    """A mean; `made` is what stands below the line of each question."""
    rows: Rows = [
        (addend.id, _stack([*addend.multiply(), *made.get(addend.id, ())])) for addend in addends
    ]
    rows += [(name, f"left out: {reason}") for name, reason in out.items()]
    if addends:
        rows += [("sum", _stack(_divide(addends, score))), *coverage]
    return Named(rows, label=_NAME)


def _divide(addends: Sequence[_Addend], score: Interval | None) -> list[str]:
    """The sum of the products over that of the weights: what the result prints as the score."""
    assert score is not None
    weight = sum(addend.weight for addend in addends)
    low = sum(addend.points.low * addend.weight for addend in addends)
    high = sum(addend.points.high * addend.weight for addend in addends)
    return _both(
        f"{write_exact(low)} / {write_exact(weight)} = {write_exact(score.low)}",
        f"{write_exact(high)} / {write_exact(weight)} = {write_exact(score.high)}",
    )


def _both(low: str, high: str) -> list[str]:
    return [low] if low == high else [f"least {low}", f"most  {high}"]


def _trace(found: Weighed, own: Words) -> Iterator[str]:
    """Where a question's level comes from: each side's people, and what is made of them.

    Nothing where it is the one answer that there is.
    """
    voices = [voice for side in found.sides.values() for voice in side.voices]
    if len(voices) == 1 and not (found.settled or found.question.lines):
        (voice,) = voices
        if found.level is not None and _said(voice, found.question) == write_interval(found.level):
            return
    for side in found.sides.values():
        name = own.side(side.side)
        if side.sealed:
            level = "not applicable" if side.level is None else write_interval(side.level)
            yield f"{name}: {level} ({_why_side(side)})"
            continue
        people = []
        for voice in side.voices:
            respondent = voice.source.content.respondent
            who = respondent.shown_role or respondent.shown
            lines = ""
            if voice.answer is not None and found.question.lines and voice.says == "said":
                lines = f", {found.question.say(voice.answer).rstrip('.')}"
            people.append(f"{who} {_said(voice, found.question)}{lines}")
        counted = [voice for voice in side.voices if voice.level is not None]
        middle = side.level is not None and len(counted) > 1
        end = f"; median {write_interval(side.level)}" if middle and side.level else ""
        yield f"{name}: {'; '.join(people)}{end}"
    levels = [side for side in found.sides.values() if side.level is not None]
    if found.level is not None and (found.settled or len(levels) > 1):
        yield f"level {write_interval(found.level)}, {_why_level(found)}"


def _stack(lines: Iterable[str]) -> Group:
    return Group(*map(plain, lines))


def render_question(result: Result, name: str) -> Iterator[RenderableType]:
    """One question, from what was answered to its part in the score.

    Raises `UsageError` for an id that the pack does not have.
    """
    found = result.questions.get(name)
    if found is None:
        raise UsageError(
            Problem(
                rule="OC201",
                message=f'there is no question "{name}" in {result.basis.pack.id}',
                hint=near(name, result.questions),
            )
        )
    question = found.question
    yield heading(f"{question.id}: {question.shown}")
    for side in found.sides.values():
        yield Text()
        yield from _render_side(side, question, result)
    yield Text()
    if found.level is None:
        yield plain(f"Left out of every sum: {_why_left_out(found)}.")
        return
    yield plain(f"Level: {write_interval(found.level)} ({_why_level(found)})")
    key = next(key for key in result.keys if key.id == question.key)
    addends = _list_addends(key.weighed)
    own = next(addend for addend in addends if addend.id == name)
    yield from (plain(f"Points × weight: {text}") for text in own.multiply())
    for text in _divide(addends, key.score):
        yield plain(f"Key {key.id}, sum / weights: {text}")


def _render_side(side: SideResult, question: Question, result: Result) -> Iterator[RenderableType]:
    level = "not applicable" if side.level is None else write_interval(side.level)
    own = result.basis.pack.words
    name = capitalise(own.side(side.side))
    if question.scored:
        yield plain(f"{name}: {level} ({_why_side(side)})")
    else:
        yield plain(f"{name}: {_why_side(side)}" if side.sealed else f"{name}:")
    for voice in side.voices:
        respondent = voice.source.content.respondent
        who = respondent.shown_role or respondent.shown
        text = _said(voice, question)
        if voice.says == "said" and voice.answer is not None:
            text = question.word(voice.answer)
        yield indented(f"{who}: {text}")
        if voice.answer is not None and voice.level is not None:
            sheet = Sheet(
                answer=voice.answer,
                facts=result.basis.facts,
                date=voice.answer.date or voice.source.content.date,
                side=side.side,
                words=own,
                zone="",
                reviewed=False,
            )
            for line in question.derive(sheet):
                yield Padding.indent(plain(line), 4)


def _why_level(found: Weighed) -> str:
    if found.settled:
        return "settled between the sides"
    levels = [side for side in found.sides.values() if side.level is not None]
    return "the lower of the two sides" if len(levels) > 1 else "the only side that counts"


def _why_side(side: SideResult) -> str:
    if side.sealed:
        return "single answers are not shown: one of few is anonymous"
    levels = [voice for voice in side.voices if voice.level is not None]
    if not levels:
        return "nobody knows: all that it offers" if side.level is not None else "all say so"
    return "one answer" if len(levels) == 1 else f"the median of {plural(len(levels), 'answer')}"


def _said(voice: Voice, question: Question) -> str:
    if voice.level is None or voice.given is None:
        return {"dont-know": "don’t know", "not-applicable": "not applicable"}.get(
            voice.says, "no answer"
        )
    text = write_interval(voice.given)
    notes = []
    if voice.level != voice.given:
        notes.append(f"counts as {write_interval(voice.level)} without evidence")
    elif voice.evidence:
        notes.append("with evidence" if voice.computed is None else "from figures")
    if voice.answer is not None and voice.answer.short:
        notes.append(f"short form of {question.short or 'the lines at their best'}")
    if voice.open_rows:
        notes.append("with open lines")
    return f"{text} ({', '.join(notes)})" if notes else text


def write_interval(interval: Interval) -> str:
    """An interval of exact numbers: `3`, or `0 to 3`."""
    low, high = write_exact(interval.low), write_exact(interval.high)
    return low if interval.known else f"{low} to {high}"
