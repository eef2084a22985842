"""The arithmetic of a result, line by line: what is added up to what (docs/scoring.md).

Every number is exact, so that the lines add up to the printed totals without a remainder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outsource_check.documents import near
from outsource_check.errors import Problem, UsageError
from outsource_check.numbers import write_exact
from outsource_check.pack.kinds.reading import Interval
from outsource_check.text import clean, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from outsource_check.pack import Number
    from outsource_check.result.model import Result, SideResult, Voice, Weighed

COLUMNS = 80
"""How wide the lines are at most, where no word is longer."""
_NAME = 30
"""How many columns the names take; a longer one has a line of its own."""
POINTS_PER_LEVEL = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One addend of a weighted mean: its points times its weight."""

    id: str
    """A question's or a key's."""
    points: Interval
    """0 to 100."""
    weight: Number
    level: Interval | None = None
    """0 to 4, of a question: its points are 25 times this; None for a key."""
    known: bool = True
    """Whether its weight counts for the coverage."""

    @property
    def product(self) -> Interval:
        """Points times weight."""
        return Interval(self.points.low * self.weight, self.points.high * self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A weighted mean, as it is added up."""

    id: str
    """A key's id, `overall`, or the side whose duty it is."""
    title: str
    lines: tuple[Line, ...]
    """In the order of the pack; empty where nothing is applicable and asked."""
    left_out: tuple[tuple[str, str], ...]
    """The id of what leaves the sum, and why."""
    score: Interval | None
    """What the result prints: the sum divided by the weight; None where there is no line."""
    coverage: Number | None = None
    """Known weight over weight, as the result prints it; None where it is not part of this mean."""
    of_coverage: tuple[Number, Number] | None = None
    """Known weight, and all weight, of questions."""

    @property
    def total(self) -> Interval:
        """The sum of the lines' products."""
        products = [line.product for line in self.lines]
        return Interval(sum(part.low for part in products), sum(part.high for part in products))

    @property
    def weight(self) -> Number:
        """The sum of the lines' weights."""
        return sum(line.weight for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """All that a result's scores are added up from."""

    keys: tuple[Mean, ...]
    """From the questions' points to each key's score."""
    overall: Mean
    """From the keys' scores to the overall score."""
    duties: tuple[Mean, ...]
    """Of client and partner: over the questions that the side must make happen."""


def explain(result: Result) -> Arithmetic:
    """The arithmetic of a result, as data."""
    questions = result.questions.values()
    return Arithmetic(
        keys=tuple(
            Mean(
                id=key.id,
                title=key.title,
                lines=tuple(_line(found) for found in key.weighed if found.counts),
                left_out=tuple(
                    (found.question.id, why_left_out(found))
                    for found in key.weighed
                    if not found.counts
                ),
                score=key.score,
                coverage=key.coverage,
                of_coverage=_count_known(key.weighed),
            )
            for key in result.keys
        ),
        overall=Mean(
            id="overall",
            title="Overall",
            lines=tuple(
                Line(id=key.id, points=key.score, weight=key.weight)
                for key in result.keys
                if key.score is not None
            ),
            left_out=tuple(
                (key.id, "no question that applies was asked")
                for key in result.keys
                if key.score is None
            ),
            score=result.score,
            coverage=result.coverage,
            of_coverage=_count_known(questions),
        ),
        duties=tuple(
            Mean(
                id=side,
                title=f"Duty of the {side}",
                lines=tuple(
                    _line(found)
                    for found in questions
                    if found.counts and found.question.duty in (side, "both")
                ),
                left_out=(),
                score=duty.score,
            )
            for side, duty in result.duty.items()
        ),
    )


def why_left_out(found: Weighed) -> str:
    """Why a question is part of no sum, in a few words."""
    if found.state == "not-asked":
        return "not asked"
    return "does not apply, by the facts" if found.away else "not applicable"


def _line(found: Weighed) -> Line:
    assert found.level is not None
    assert found.points is not None
    return Line(
        id=found.question.id,
        points=found.points,
        weight=found.question.mass,
        level=found.level,
        known=found.level.known,
    )


def _count_known(questions: Iterable[Weighed]) -> tuple[Number, Number]:
    counted = [found for found in questions if found.level is not None]
    known = [found for found in counted if found.state == "known"]
    return sum(found.question.mass for found in known), sum(
        found.question.mass for found in counted
    )


# ---------------------------------------------------------------- as text


def render_arithmetic(result: Result, question: str | None = None) -> str:
    """The arithmetic as plain lines of at most 80 columns, cleaned.

    A number that four decimals do not say is followed by the exact fraction. With a question's id,
    only that question, from what was answered to its part in the score. Raises `UsageError` for an
    id that the pack does not have.
    """
    if question is None:
        return "\n".join(_render_all(result))
    found = result.questions.get(question)
    if found is None:
        raise UsageError(
            Problem(
                rule="OC201",
                message=f'there is no question "{question}" in {result.basis.pack.id}',
                hint=near(question, result.questions),
            )
        )
    return "\n".join(_render_question(result, found))


def _render_all(result: Result) -> Iterator[str]:
    arithmetic = explain(result)
    yield "A question adds 25 × level × weight; a score is the sum divided by the weights."
    yield "Where something is open, lines give the least and the most that it can become."
    for key in arithmetic.keys:
        yield ""
        yield from _heading(f"{key.id}: {key.title}")
        yield from _render_mean(key)
    yield ""
    yield from _heading(arithmetic.overall.title)
    yield from _render_mean(arithmetic.overall)
    for duty in arithmetic.duties:
        if duty.lines:
            yield ""
            yield from _heading(f"{duty.title}: {', '.join(line.id for line in duty.lines)}")
            yield from _render_sum(duty)


def _render_mean(mean: Mean) -> Iterator[str]:
    for line in mean.lines:
        yield from _row(line.id, _both(_multiply(line, "low"), _multiply(line, "high")))
    for name, reason in mean.left_out:
        yield from _row(name, [f"left out: {reason}"])
    if mean.lines:
        yield from _render_sum(mean)


def _render_sum(mean: Mean) -> Iterator[str]:
    yield from _row("sum", _both(_divide(mean, "low"), _divide(mean, "high")))
    if mean.of_coverage is not None and mean.coverage is not None:
        known, weight = mean.of_coverage
        share = write_exact(mean.coverage)
        yield from _row("coverage", [f"{write_exact(known)} / {write_exact(weight)} = {share}"])


def _multiply(line: Line, end: str) -> str:
    points = getattr(line.points, end)
    start = write_exact(points)
    if line.level is not None:
        start = f"{POINTS_PER_LEVEL} × {write_exact(getattr(line.level, end))}"
    product = write_exact(getattr(line.product, end))
    return f"{start} × {write_exact(line.weight)} = {product}"


def _divide(mean: Mean, end: str) -> str:
    assert mean.score is not None
    total, score = getattr(mean.total, end), getattr(mean.score, end)
    return f"{write_exact(total)} / {write_exact(mean.weight)} = {write_exact(score)}"


def _both(low: str, high: str) -> list[str]:
    return [low] if low == high else [f"least {low}", f"most  {high}"]


def _row(name: str, texts: list[str]) -> Iterator[str]:
    """A name, and what is said of it beside it, or below where the name is long."""
    head = f"  {clean(name)}"
    room = COLUMNS - _NAME
    if width(head) >= _NAME or any(width(text) > room for text in texts):
        yield head
        for text in texts:
            yield from _wrap(text, 4)
        return
    for number, text in enumerate(texts):
        yield (head if number == 0 else "").ljust(_NAME) + text


def _heading(text: str) -> Iterator[str]:
    yield from _wrap(clean(text), 0)


def _wrap(text: str, indent: int) -> Iterator[str]:
    """Words on lines of at most 80 columns, those after the first further in."""
    line = " " * indent
    empty = True
    for word in text.split(" "):
        if not empty and width(line) + 1 + width(word) > COLUMNS:
            yield line
            line, empty = " " * (indent + 4), True
        line += word if empty else f" {word}"
        empty = False
    yield line


# ---------------------------------------------------------------- one question


def _render_question(result: Result, found: Weighed) -> Iterator[str]:
    question = found.question
    yield from _heading(f"{question.id}: {question.title}")
    for side in found.sides.values():
        yield ""
        yield from _render_side(side)
    yield ""
    if found.level is None:
        yield from _wrap(f"Left out of every sum: {why_left_out(found)}.", 0)
        return
    yield from _wrap(f"Level: {write_interval(found.level)} ({_why_level(found)})", 0)
    mean = next(key for key in explain(result).keys if key.id == question.key)
    line = next(line for line in mean.lines if line.id == question.id)
    for text in _both(_multiply(line, "low"), _multiply(line, "high")):
        yield from _wrap(f"Points × weight: {text}", 0)
    for text in _both(_divide(mean, "low"), _divide(mean, "high")):
        yield from _wrap(f"Key {mean.id}, sum / weights: {text}", 0)


def _render_side(side: SideResult) -> Iterator[str]:
    level = "not applicable" if side.level is None else write_interval(side.level)
    voices = side.voices
    yield from _wrap(f"{side.side.capitalize()}: {level} ({_why_side(side)})", 0)
    for voice in voices:
        respondent = voice.source.content.respondent
        who = respondent.shown_role or respondent.shown
        yield from _wrap(f"{clean(who)}: {_said(voice)}", 2)


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
    return "one answer" if len(levels) == 1 else f"the median of {len(levels)} answers"


def _said(voice: Voice) -> str:
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
        notes.append("short form")
    if voice.open_rows:
        notes.append("with open lines")
    return f"{text} ({', '.join(notes)})" if notes else text


def write_interval(interval: Interval) -> str:
    """An interval of exact numbers: `3`, or `0 to 3`."""
    low, high = write_exact(interval.low), write_exact(interval.high)
    return low if interval.known else f"{low} to {high}"
