"""What a plan says, in words: the same on the screen and in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.result.words import format_days
from outsource_check.text import join_words, plural

if TYPE_CHECKING:
    from outsource_check.pack import Words
    from outsource_check.plan.model import AskKind, Phase, Plan

_PHASES: dict[Phase, str] = {
    "stops": "Before going ahead",
    "caps": "Before the start",
    "rest": "Then",
}
_ASKS: dict[AskKind, str] = {
    "fact": "Facts that are not known",
    "possible-stop": "Could be a stop",
    "possible-cap": "Could be a cap",
    "open": "Not answered",
    "one-sided": "Asked of one side only",
    "not-asked": "Not asked",
    "no-evidence": "Without evidence",
}


def phase_title(phase: Phase, own: Words) -> str:
    """When the steps of a phase are done; own verdicts say for themselves what they allow."""
    return "Before anything else" if own.verdicts and phase == "stops" else _PHASES[phase]


def ask_text(kind: AskKind) -> str:
    """What is asked for."""
    return _ASKS[kind]


def headline(plan: Plan) -> str:
    """`To “Ready on conditions”: 6 steps, 9.5 days`, or why there are none."""
    title = plan.result.basis.pack.words.title(plan.target)
    if plan.limit is not None:
        bought = f"{plural(len(plan.steps), 'step')}, {format_days(plan.days)}"
        return f"With {format_days(plan.limit)}: certainly “{title}” ({bought})"
    if not plan.reached:
        return f"No steps lead to “{title}”"
    if not plan.steps:
        return f"“{title}” is reached: no work is needed"
    return f"To “{title}”: {plural(len(plan.steps), 'step')}, {format_days(plan.days)}"


def remarks(plan: Plan) -> list[str]:
    """What the plan rests on, where it rests on something."""
    said = []
    if any(one.kind in ("one-sided", "not-asked", "no-evidence") for one in plan.asking):
        said.append("This counts on what is listed to be asked: no work takes its place.")
    assumed = sum(not step.given for step in plan.steps)
    if assumed:
        their = "its" if assumed == 1 else "their"
        said.append(f"{plural(assumed, 'step')}: the days are not given, {their} effort counts 1.")
    facts = len(plan.unknown_facts)
    if facts:
        known = plural(facts, "fact is not known", "facts are not known")
        said.append(f"{known}: the plan holds as long as that is so.")
    if plan.without:
        said.append(f"Kept out: {join_words(list(plan.without))}.")
    return said
