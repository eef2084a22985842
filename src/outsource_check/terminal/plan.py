"""A plan on a screen, at any width."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from outsource_check.plan.words import ask_text, headline, phase_title, remarks
from outsource_check.result import words
from outsource_check.terminal.console import bullets, grid, heading, indented, plain
from outsource_check.text import short_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from outsource_check.plan import Plan, Step
    from outsource_check.plan.model import Asking

FIRST = 8
"""How much of what is to be asked is listed before the rest is counted."""


def render_plan(plan: Plan) -> Iterator[RenderableType]:
    """The steps in their phases, what to ask apart from them, and what stands in the way."""
    own = plan.result.basis.pack.words
    yield heading(plan.engagement)
    yield plain(headline(plan), "bold")
    yield from (plain(text) for text in remarks(plan))
    rows = [("Now", plan.now, plan.result.score)]
    if plan.steps:
        rows.append(("Then", plan.verdict, plan.score))
    yield Text()
    yield grid(
        (name, f"{words.verdict_title(ends, own)}, score {words.format_interval(score)}")
        for name, ends, score in rows
    )
    number = 0
    for phase, steps in groupby(plan.steps, key=lambda step: step.phase):
        yield Text()
        yield heading(phase_title(phase, own))
        last: Step | None = None
        for step in steps:
            number += 1
            last = step
            yield grid([(f"{number}.", _describe(plan, step))], gap=1)
        if last is not None:
            then = words.verdict_title(last.verdict, own)
            yield indented(f"Leads to: {then}, score {words.format_interval(last.score)}.")
    if plan.obstacles:
        yield Text()
        yield heading("What stands in the way")
        yield bullets([one.text for one in plan.obstacles])
    if plan.deciding:
        yield Text()
        yield heading("One answer alone would decide")
        yield bullets(
            f"{_name(plan, one.question)}: at its {one.answer}, {own.title(one.verdict)}"
            for one in plan.deciding
        )
    yield from _list_asking(plan)


def _describe(plan: Plan, step: Step) -> Text:
    question = step.action.question
    first = f"Find out first: {question.shown}. " if step.action.kind == "find-out" else ""
    answers = step.action.result.shown_answers
    named = ", ".join(dict.fromkeys(answer.owner for answer in answers if answer.owner))
    due = min((answer.due for answer in answers if answer.due is not None), default=None)
    late = " (late)" if due is not None and due < plan.result.as_of else ""
    by = "" if due is None else f"by {due}{late}"
    effort = words.format_days(step.days if step.given else None)
    details = (named or step.owner, by, effort)
    counted = "" if step.given else ", counted as 1 day"
    what = f"{first}{step.do.rstrip('.')} ({', '.join(filter(None, details))}{counted})"
    why = f" Without it: {step.why[0]}." if step.why else ""
    return plain(f"{what}.{why}")


def _list_asking(plan: Plan) -> Iterator[RenderableType]:
    """What to find out, those of a kind together."""
    if not plan.asking:
        return
    yield Text()
    yield heading("To ask, apart from the work")
    for kind, group in groupby(plan.asking, key=lambda one: one.kind):
        entries = list(group)
        yield indented(ask_text(kind))
        named = [_name_entry(plan, one) for one in entries[:FIRST]]
        more = [f"and {len(entries) - FIRST} more"] if len(entries) > FIRST else []
        yield Padding.indent(bullets([*named, *more], "?"), 2)


def _name_entry(plan: Plan, entry: Asking) -> str:
    if entry.kind == "fact":
        return short_question(plan.result.basis.pack.facts[entry.id].ask)
    return _name(plan, entry.id)


def _name(plan: Plan, question: str) -> str:
    return plan.result.questions[question].question.shown
