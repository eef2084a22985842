"""Whose answers are gone on with, in a folder that several people's are in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from outsource_check.answers import AnswerSource
from outsource_check.interview import words
from outsource_check.interview.asks import Ask, Item, LeftEarly
from outsource_check.interview.model import Choose, Event, Quit, Spot
from outsource_check.pack import Side
from outsource_check.text import plural

_NEW = "new:"


def ask_whose(
    sources: Sequence[AnswerSource],
    sides: Sequence[Side],
    ask: Callable[[Ask], Event],
    notes: Sequence[str] = (),
) -> AnswerSource | Side:
    """The answer file to go on with, or the side that somebody new answers for.

    `sides` are those that somebody new may answer for, `notes` say which files are not listed.
    Raises `LeftEarly` where the person left.
    """
    if not (sources or notes) and len(sides) == 1:
        return sides[0]
    offered = _build(sources, sides, notes)
    while True:
        event = ask(offered)
        if isinstance(event, Quit):
            raise LeftEarly
        value = event.value if isinstance(event, Choose) else ""
        for name in sides:
            if value == f"{_NEW}{name}":
                return name
        for number, source in enumerate(sources):
            if value == str(number):
                return source
        offered = replace(offered, problem=words.WHOSE_FIRST)


def _build(sources: Sequence[AnswerSource], sides: Sequence[Side], notes: Sequence[str]) -> Ask:
    items = [Item(value=str(n), text=_describe(source)) for n, source in enumerate(sources)]
    others = bool(sources or notes)
    for name in sides:
        text = words.WHOSE_NEW.format(side=name) if others else words.SIDES[name]
        items.append(Item(value=f"{_NEW}{name}", text=text, apart=others))
    return Ask(
        spot=Spot("start", "whose"),
        kind="list",
        place=words.WHOSE_PLACE,
        text=words.WHOSE if others else words.START["side"][0],
        items=tuple(replace(item, mark=str(n)) for n, item in enumerate(items, 1)),
        lines=tuple(notes),
    ).cleaned()


def _describe(source: AnswerSource) -> str:
    """`Dana Reyes, CTO (client, 14 answers, client.yaml)`."""
    content = source.content
    who = content.respondent
    name = f"{who.name}, {who.role}" if who.name else who.role
    count = plural(len(content.answers), "answer")
    return f"{name} ({who.side}, {count}, {Path(source.file).name})"
