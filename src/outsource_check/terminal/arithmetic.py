"""The arithmetic of a result on a screen, line by line (`score --explain`).

A number that four decimals do not say is followed by the exact fraction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from outsource_check.documents import near
from outsource_check.errors import Problem, UsageError
from outsource_check.numbers import write_exact
from outsource_check.result.arithmetic import POINTS_PER_LEVEL, explain, why_left_out
from outsource_check.terminal.console import Named, heading, indented, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from outsource_check.pack.kinds.reading import Interval
    from outsource_check.result.arithmetic import Line, Mean
    from outsource_check.result.model import Result, SideResult, Voice, Weighed

_NAME = 26
"""Columns of the names of most questions, so that the numbers stand under each other."""


def render_arithmetic(result: Result) -> Iterator[RenderableType]:
    """Every line of the arithmetic, key by key."""
    arithmetic = explain(result)
    yield plain("A question adds 25 × level × weight; a score is the sum divided by the weights.")
    yield plain("Where something is open, lines give the least and the most that it can become.")
    for key in arithmetic.keys:
        yield Text()
        yield heading(f"{key.id}: {key.title}")
        yield _render_mean(key)
    yield Text()
    yield heading(arithmetic.overall.title)
    yield _render_mean(arithmetic.overall)
    for duty in arithmetic.duties:
        if duty.lines:
            yield Text()
            yield heading(duty.title)
            yield indented(", ".join(line.id for line in duty.lines))
            yield Named(list(_sum_up(duty)), label=_NAME)


def _render_mean(mean: Mean) -> Named:
    rows: list[tuple[str, RenderableType]] = [
        (line.id, Group(*_both(_multiply(line, "low"), _multiply(line, "high"))))
        for line in mean.lines
    ]
    rows += [(name, f"left out: {reason}") for name, reason in mean.left_out]
    if mean.lines:
        rows += _sum_up(mean)
    return Named(rows, label=_NAME)


def _sum_up(mean: Mean) -> Iterator[tuple[str, RenderableType]]:
    yield "sum", Group(*_both(_divide(mean, "low"), _divide(mean, "high")))
    if mean.of_coverage is not None and mean.coverage is not None:
        known, weight = mean.of_coverage
        share = write_exact(mean.coverage)
        yield "coverage", f"{write_exact(known)} / {write_exact(weight)} = {share}"


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
    yield heading(f"{question.id}: {question.title}")
    for side in found.sides.values():
        yield Text()
        yield from _render_side(side)
    yield Text()
    if found.level is None:
        yield plain(f"Left out of every sum: {why_left_out(found)}.")
        return
    yield plain(f"Level: {write_interval(found.level)} ({_why_level(found)})")
    mean = next(key for key in explain(result).keys if key.id == question.key)
    line = next(line for line in mean.lines if line.id == question.id)
    for text in _both(_multiply(line, "low"), _multiply(line, "high")):
        yield plain(f"Points × weight: {text}")
    for text in _both(_divide(mean, "low"), _divide(mean, "high")):
        yield plain(f"Key {mean.id}, sum / weights: {text}")


def _render_side(side: SideResult) -> Iterator[RenderableType]:
    level = "not applicable" if side.level is None else write_interval(side.level)
    yield plain(f"{side.side.capitalize()}: {level} ({_why_side(side)})")
    for voice in side.voices:
        respondent = voice.source.content.respondent
        who = respondent.shown_role or respondent.shown
        yield indented(f"{who}: {_said(voice)}")


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
