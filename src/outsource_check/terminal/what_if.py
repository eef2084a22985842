"""A result beside what it would be, on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from outsource_check.result import words
from outsource_check.terminal.console import bullets, grid, heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from outsource_check.result import Interval, Reason, Result


def render_what_if(now: Result, then: Result, assumed: Sequence[str]) -> Iterator[RenderableType]:
    """Verdict, score and the keys that change, and which reasons would come or go."""
    yield heading(now.engagement)
    yield heading("As if")
    yield bullets(assumed)
    yield Text()
    yield grid([("Now", _describe(now)), ("As if", _describe(then))])
    keys = [
        (before.title, f"{_show(before.score)}, then {_show(after.score)}")
        for before, after in zip(now.keys, then.keys, strict=True)
        if before.score != after.score
    ]
    if keys:
        yield Text()
        yield heading("Keys that change")
        yield grid(keys)
    for title, mine, other in (("Gone", now, then), ("New", then, now)):
        there = {_identify(reason) for reason in other.verdict.reasons}
        new = tuple(one for one in mine.verdict.reasons if _identify(one) not in there)
        if new:
            yield Text()
            yield heading(f"{title}: why the verdict is not better")
            yield bullets(words.reasons_text(group) for group in words.group_reasons(new))


def _describe(result: Result) -> str:
    verdict = words.verdict_title(result.verdict, result.basis.pack.words)
    return f"{verdict}, score {words.format_interval(result.score)}"


def _identify(reason: Reason) -> tuple[str, str, str]:
    """What a reason is about; the same threshold may be missed by more or less."""
    about = reason.question or reason.key
    return reason.kind, reason.verdict, "" if about is None else about.id


def _show(score: Interval | None) -> str:
    return "no score" if score is None else words.format_interval(score)
