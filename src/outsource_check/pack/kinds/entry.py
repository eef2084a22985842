"""What stands under one question's id in an answer file, on its way to an `Answer`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from outsource_check.documents import scalars
from outsource_check.documents.scalars import near
from outsource_check.documents.types import expected, wrong
from outsource_check.documents.validation import KEY, Faults, Path, alternatives
from outsource_check.pack.answer import BESIDE, DONT_KNOW, NOT_APPLICABLE, Answer, share_answer

if TYPE_CHECKING:
    from outsource_check.pack.kinds import Question

COMMON = (*BESIDE, "dont_know", "not_applicable", "before")
"""The fields of an entry that go with every kind."""


class Entry:
    """One entry, the question that it answers, and what is wrong with it so far."""

    def __init__(self, question: Question, path: Path, faults: Faults) -> None:
        self.question = question
        self.path = path
        self.faults = faults

    def read(self, value: Any) -> Any:
        """The entry as the fields of an `Answer`, or as one; None where nothing is said."""
        if value is None or isinstance(value, Answer):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if value == DONT_KNOW:
            return share_answer("dont_know", value=True)
        return self.read_long(value) if isinstance(value, dict) else self.question.read(value, self)

    def refuse(self, error: PydanticCustomError, *below: int | str) -> None:
        """Note what is wrong with a part of the entry."""
        self.faults.add((*self.path, *below), error)

    def misfit(self, what: str, *below: int | str) -> None:
        """Note that a part of the entry is not what questions of its kind take."""
        question = self.question
        message = f'"{question.id}" is a question of kind {question.kind}: expected {what}'
        self.refuse(wrong(message, rule="OC202", found=True), *below)

    def read_long(self, value: dict[str, Any]) -> Any:
        """An entry written as a mapping: what it says, and what goes with every kind."""
        own, beside = self.question.own, self.question.beside
        fields: dict[str, Any] = {}
        said: list[str] = []
        for name, part in value.items():
            if name not in own and name not in COMMON:
                self.refuse(self.explain_unknown(name, own), name, KEY)
            elif name in beside and beside[name] not in value:
                message = f'"{name}" goes with "{beside[name]}", which is missing'
                self.refuse(wrong(message, rule="OC202"), name, KEY)
            elif part is None:
                continue
            elif name in COMMON or name in beside:
                fields[name] = part
                if name in ("not_applicable", "before") or (
                    name == "dont_know" and part in ("yes", True)
                ):
                    said.append(name)
            else:
                found = self.question.read_field(name, part, self)
                if found:
                    fields |= found
                    said.append(name)
        if len(said) > 1:
            names = " or ".join(f'"{name}"' for name in said)
            message = f"expected either {names}: an answer says one thing"
            self.refuse(wrong(message, rule="OC202"), said[1], KEY)
        return fields or None

    def explain_unknown(self, name: str, own: tuple[str, ...]) -> PydanticCustomError:
        """The error of a field that answers to this question do not have."""
        from outsource_check.pack.kinds import KINDS  # noqa: PLC0415 - they read by this

        if any(name == row.id for row in self.question.lines):
            return wrong(f'"{name}" is a row: expected it under "rows"', rule="OC202")
        for kind, question in KINDS.items():
            if name in question.own:
                known = " or ".join(f'"{field}"' for field in own)
                message = f'"{name}" is a field of kind {kind}, but this question is of kind'
                return wrong(f"{message} {self.question.kind}: expected {known}", rule="OC202")
        return unknown_field(name, (*own, *COMMON))

    def read_level(
        self, value: Any, *also: str, at: Path = (), levels: Collection[int] = range(5)
    ) -> int | None:
        """One of some levels; `also` are the words that the form takes besides."""
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        known = [str(level) for level in levels]
        if isinstance(text, str) and text in known:
            return int(text)
        *most, last = *known, *also
        what = f"level {', '.join(most)} or {last}"
        if len(known) == 5:
            what = " or ".join(("a level from 0 to 4", *also))
        if isinstance(text, str) and re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", text):
            self.refuse(expected(what, rule="OC203"), *at)
        else:
            self.refuse(expected(what, advise(text)), *at)
        return None

    def read_option(
        self, value: Any, known: Iterable[str], *also: str, at: Path = ()
    ) -> str | None:
        """The id of an option among those known."""
        option = scalars.spell(value)
        if isinstance(option, str) and option in known:
            return str(option)
        what = alternatives((*known, *also))
        self.refuse(expected(what, advise(option, known), "OC201"), *at)
        return None


def unknown_field(name: str, known: tuple[str, ...]) -> PydanticCustomError:
    """The error of a field that nobody knows, with the nearest one that is known."""
    hint = near(name, known) or f"the fields here are {', '.join(known)}"
    return wrong(f'unknown field "{name}"', hint, "OC010", private=not scalars.is_name(name))


def advise(value: Any, ids: Iterable[str] = ()) -> str:
    """How to write what a text that is no value was probably meant to be."""
    if not isinstance(value, str):
        return ""
    if value == DONT_KNOW:
        return "write {dont_know: yes}"
    if value == NOT_APPLICABLE:
        return "write {not_applicable: the reason}"
    return scalars.advise_point(value) or near(value, (*ids, DONT_KNOW))
