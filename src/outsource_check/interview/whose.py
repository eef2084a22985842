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

_NEW = "new:"


def ask_whose(
    sources: Sequence[AnswerSource], sides: Sequence[Side], ask: Callable[[Ask], Event]
) -> AnswerSource | Side:
    """The answer file to go on with, or the side that somebody new answers for.

    `sides` are those that somebody new may answer for. Raises `LeftEarly` where the person left.
    """
    offered = _build(sources, sides)
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


def _build(sources: Sequence[AnswerSource], sides: Sequence[Side]) -> Ask:
    # Who wants no name is not given away by a list.
    named = [(n, one) for n, one in enumerate(sources) if not one.content.respondent.anonymous]
    items = [Item(value=str(number), text=_describe(source)) for number, source in named]
    items += [
        Item(value=f"{_NEW}{name}", text=words.WHOSE_NEW.format(side=name), apart=True)
        for name in sides
    ]
    return Ask(
        spot=Spot("start", "whose"),
        kind="list",
        place=words.WHOSE_PLACE,
        text=words.WHOSE,
        items=tuple(replace(item, mark=str(n)) for n, item in enumerate(items, 1)),
        lines=(words.NAMELESS,) if len(named) < len(sources) else (),
    ).cleaned()


def _describe(source: AnswerSource) -> str:
    """`Dana Reyes, CTO (client, 14 answers, client.yaml)`."""
    content = source.content
    who = content.respondent
    name = f"{who.name}, {who.role}" if who.name else who.role
    count = words.plural(len(content.answers), "answer")
    return f"{name} ({who.side}, {count}, {Path(source.file).name})"
