"""What became of an engagement since an earlier state, on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from outsource_check.numbers import MINUS, write_signed
from outsource_check.result import words
from outsource_check.terminal.console import bullets, grid, heading, indented
from outsource_check.text import plural, short_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from outsource_check.result import Interval, Result, Since
    from outsource_check.result.model import Changed, Part

FIRST = 5
"""How many questions of a part are listed before the rest is counted."""


def render_since(result: Result, since: Since) -> Iterator[RenderableType]:
    """Scores then and now, and the three parts of the change."""
    yield Text()
    yield heading(f"Since {since.date} ({since.source})")
    yield grid(list(_compare_scores(since)), label=10)
    others = list(_list_others(result, since))
    for title, part, more in (
        ("Done", since.done, []),
        ("Learned", since.learned, []),
        ("Asked otherwise", since.asked_otherwise, others),
    ):
        if part.questions or more:
            yield indented(f"{title}: {_describe_points(part)}")
            lines = [_describe_change(result, one) for one in part.questions[:FIRST]]
            hidden = len(part.questions) - len(lines)
            rest = [f"and {plural(hidden, 'more question')}"] if hidden else []
            yield bullets([*more, *lines, *rest], indent=4)
    if since.is_empty and not others:
        yield indented("Nothing has changed.")


def _compare_scores(since: Since) -> Iterator[tuple[str, str]]:
    certain = {"risen": ", risen for certain", "fallen": ", fallen for certain"}
    scores = [words.format_interval(score, 1) for score in (since.then_score, since.now_score)]
    trend = certain.get(since.trend or "", "")
    yield "Score", f"{scores[0]}, now {scores[1]}{trend}"
    for trend, name in (("risen", "Risen"), ("fallen", "Fallen")):
        keys = [key.title for key in since.keys if key.trend == trend]
        if keys:
            yield name, f"for certain: {', '.join(keys)}"


def _describe_points(part: Part | Changed) -> str:
    """`+2.5 points`, or what it adds to each end: `+1 to the low end, -4 to the high end`."""
    if part.low == part.high:
        low = write_signed(part.low, 1)
        return f"{low} {'point' if low.lstrip('+' + MINUS) == '1' else 'points'}"
    low, high = (write_signed(points, 1) for points in (part.low, part.high))
    return f"{low} at the low end, {high} at the high end"


def _describe_change(result: Result, changed: Changed) -> str:
    title = result.questions[changed.question].question.shown
    return f"{title}: {_show(changed.then)} → {_show(changed.now)}"


def _show(level: Interval | None) -> str:
    return "not counted" if level is None else words.format_levels(level)


def _list_others(result: Result, since: Since) -> Iterator[str]:
    """Facts, people and the pack's version, as far as they have changed."""
    for change in since.facts:
        fact = result.basis.pack.facts[change.fact]
        said = ["not known" if one is None else fact.word(one) for one in (change.then, change.now)]
        yield f"{short_question(fact.ask)} {said[0]} → {said[1]}"
    for person in since.people:
        who = person.role or "somebody who did not give a name"
        side = result.basis.pack.words.side(person.side)
        yield f"{side}: {who} {'has joined' if person.change == 'joined' else 'has left'}"
    if since.pack_then:
        yield f"The questions: version {since.pack_then} → {result.basis.pack.version}"
