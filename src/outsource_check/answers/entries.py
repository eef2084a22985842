"""What stands under `answers`, `facts` and `waivers`, judged against the pack that was asked.

An entry has short and long forms, by the kind of its question; here all become the fields of an
`Answer`, and nothing is kept half-understood. The pack is the `context` of the validation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, assert_never

from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from outsource_check.documents import near, scalars
from outsource_check.documents.types import expected, is_later, wrong
from outsource_check.documents.validation import KEY, Faults, Path, alternatives
from outsource_check.pack import (
    ChoiceQuestion,
    CostsQuestion,
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
    Pack,
    Question,
)

if TYPE_CHECKING:
    from outsource_check.answers.model import Answer, RowAnswer

Handler = Callable[[Any], Any]
"""What pydantic does with a value once its forms are written out."""

DONT_KNOW = "dont-know"
NOT_APPLICABLE = "not-applicable"
NONE = "none"
_SCALARS = {
    "levels": "a level from 0 to 4",
    "choice": "one of its options",
    "number": "a number",
}
"""What a short form of these kinds is; it is never a list or a mapping."""
_BESIDE_SITES = ("pairs", "from")
_OWN: dict[str, tuple[str, ...]] = {
    "levels": ("level",),
    "choice": ("option",),
    "number": ("value",),
    "matrix": ("rows",),
    "overlap": ("level", "sites", *_BESIDE_SITES),
    "costs": ("level", "costs"),
}
"""The fields of an entry that belong to a question's kind."""
_COMMON = (
    *("evidence", "note", "internal", "owner", "due", "date"),
    *("dont_know", "not_applicable"),
)
"""The fields of an entry that go with every kind."""
_SAYS_OF_ROW = ("option", "dont_know", "not_applicable")
"""The fields of a row, one of which at most says something."""
MONEY = (
    *("baseline", "fees", "transition", "own_effort"),
    *("tooling_travel", "contingency", "stop_loss"),
)
"""The amounts of a `costs` answer."""


# ---------------------------------------------------------------- the parts of a file


def pack_of(info: ValidationInfo) -> Pack:
    """The pack that a validation was given as its context."""
    if isinstance(info.context, Pack):
        return info.context
    raise wrong("what answers a pack is judged against it: give the pack as `context`")


def judge_pack(value: str, info: ValidationInfo) -> str:
    """The id of the pack that answers are to."""
    pack = pack_of(info)
    if pack.id != value:
        raise wrong(f'expected the pack that is the `context`, "{pack.id}"', found=True)
    return value


def judge_version(value: str, info: ValidationInfo) -> str:
    """The version of the pack that was asked; another major one asks other things."""
    pack = info.context
    if isinstance(pack, Pack) and value.partition(".")[0] != pack.version.partition(".")[0]:
        message = f'the file is for version {value} of the pack "{pack.id}", this is {pack.version}'
        hint = "another major version asks other things: answer again"
        raise wrong(message, hint, "OC206")
    return value


def judge_entries(value: Any, handler: Handler, info: ValidationInfo) -> Any:
    """The answers by question; what a newer pack or an older one asks is left out."""
    if not info.data.keys() >= {"pack", "pack_version"}:
        return {}  # nothing can be said of them, and something of those
    pack, version = pack_of(info), info.data["pack_version"]
    if not isinstance(value, dict):
        raise expected("answers by question")
    faults = Faults()
    found: dict[str, Any] = {}
    for name, entry in value.items():
        question = pack.questions.get(name)
        if question is not None:
            answer = _expand(entry, question, version, (name,), faults)
            if answer is not None:
                found[name] = answer
        elif name not in pack.outline.retired and not _is_newer(version, pack):
            faults.add((name, KEY), _no_question(name, pack))
    return faults.then(handler, found)


def judge_entry(value: Any, handler: Handler, info: ValidationInfo) -> Any:
    """One answer; `context` is its question and the version of the pack."""
    assert isinstance(info.context, tuple)
    question, version = info.context
    faults = Faults()
    return faults.then(handler, _expand(value, question, version, (), faults))


def judge_facts(value: Any, info: ValidationInfo) -> dict[str, str]:
    """What is said about the engagement; empty and `dont-know` say nothing."""
    if not info.data.keys() >= {"pack", "pack_version"}:
        return {}
    pack = pack_of(info)
    return read_facts(value, pack, newer=_is_newer(info.data["pack_version"], pack))


def judge_agreed(value: Any, info: ValidationInfo) -> dict[str, str]:
    """The facts of an engagement file, which stands beside files of today's pack."""
    return read_facts(value, pack_of(info))


def read_facts(value: Any, pack: Pack, *, newer: bool = False) -> dict[str, str]:
    """Facts by id; `newer`: what the pack does not know is of a newer one, and left out."""
    if not isinstance(value, dict):
        raise expected("facts")
    faults = Faults()
    facts: dict[str, str] = {}
    for name, given in value.items():
        fact = pack.facts.get(name)
        option = {True: "yes", False: "no"}.get(given, given) if isinstance(given, bool) else given
        if fact is None and not newer:
            hint = near(name, pack.facts) or f"the facts are {', '.join(pack.facts)}"
            message = f'there is no fact "{name}" in {pack.id}'
            faults.add((name, KEY), wrong(message, hint, "OC201"))
        elif fact is None or option in (None, DONT_KNOW):
            continue
        elif isinstance(option, str) and option in fact.choices:
            facts[name] = str(option)
        else:
            choices = (*fact.choices, DONT_KNOW)
            hint = near(option, choices) if isinstance(option, str) else ""
            faults.add((name,), expected(alternatives(choices), hint, "OC201"))
    faults.finish()
    return facts


def judge_named(value: Any, handler: Handler, info: ValidationInfo) -> Any:
    """Waivers, each about a question that there is or was."""
    if not info.data.keys() >= {"pack", "pack_version"}:
        return handler(value)
    pack, faults = pack_of(info), Faults()
    newer = _is_newer(info.data["pack_version"], pack)
    for index, waiver in enumerate(value if isinstance(value, tuple | list) else ()):
        name = waiver.get("question") if isinstance(waiver, dict) else None
        if not isinstance(name, str) or not name.strip() or newer:
            continue
        if name not in pack.questions and name not in pack.outline.retired:
            faults.add((index, "question"), _no_question(name, pack))
    return faults.then(handler, value)


def _is_newer(version: str, pack: Pack) -> bool:
    """Whether a file's version may ask what this pack does not know yet; a patch never does."""
    return is_later(version.rpartition(".")[0], pack.version.rpartition(".")[0])


def _no_question(name: str, pack: Pack) -> PydanticCustomError:
    hint = near(name, pack.questions) or f"`outsource-check pack show {pack.id}` lists them"
    return wrong(f'there is no question "{name}" in {pack.id}', hint, "OC201")


# ---------------------------------------------------------------- one entry


def _expand(value: Any, question: Question, version: str, path: Path, faults: Faults) -> Any:
    """An entry as the fields of an `Answer`, or as one; None where nothing is said.

    `version` is that of the pack which was asked: what came later is not answered by a list of
    rows that does not name it.
    """
    from outsource_check.answers.model import Answer  # noqa: PLC0415 - the model judges by this

    if value is None or isinstance(value, Answer):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if value == DONT_KNOW:
        return _share_answer("dont_know", value=True)
    entry = _Entry(question, version, path, faults)
    return entry.read_long(value) if isinstance(value, dict) else entry.read_short(value)


@lru_cache(maxsize=1024)
def _share_answer(name: str, *, value: Any) -> Answer:
    """One answer that says a level, an option or `dont-know` for all that say no more.

    Most answers do, and apart they would be most of what a file leaves in memory.
    """
    from outsource_check.answers.model import Answer  # noqa: PLC0415 - the model judges by this

    return Answer.model_construct(**{name: value})


@lru_cache(maxsize=1024)
def _share_row(said: str) -> RowAnswer:
    """The same for a row that says no more than its option, or `dont-know`."""
    from outsource_check.answers.model import RowAnswer  # noqa: PLC0415 - the model judges by this

    if said == DONT_KNOW:
        return RowAnswer.model_construct(dont_know=True)
    return RowAnswer.model_construct(option=said)


class _Entry:
    """What stands under one question's id, on its way to an answer."""

    def __init__(self, question: Question, version: str, path: Path, faults: Faults) -> None:
        self.question = question
        self.version = version
        self.path = path
        self.faults = faults

    def refuse(self, error: PydanticCustomError, *below: int | str) -> None:
        """Note what is wrong with a part of the entry."""
        self.faults.add((*self.path, *below), error)

    def misfit(self, what: str, *below: int | str) -> None:
        question = self.question
        message = f'"{question.id}" is a question of kind {question.kind}: expected {what}'
        self.refuse(wrong(message, rule="OC202", found=True), *below)

    def read_short(self, value: Any) -> Any:
        question = self.question
        if not isinstance(value, str) and question.kind in _SCALARS:
            return self.misfit(_SCALARS[question.kind])
        match question:
            case LevelsQuestion():
                level = self.read_level(value, DONT_KNOW)
                return None if level is None else _share_answer("level", value=level)
            case ChoiceQuestion():
                option = self.read_option(value, question.levels_by_option, DONT_KNOW)
                return None if option is None else _share_answer("option", value=option)
            case NumberQuestion():
                return self.read_value(value, question, DONT_KNOW)
            case MatrixQuestion():
                return self.read_short_rows(value, question)
            case OverlapQuestion():
                return self.misfit("`sites`, `{level: …}` or dont-know")
            case CostsQuestion():
                return self.misfit("`costs`, `{level: …}` or dont-know")
            case _:
                assert_never(question)

    def read_long(self, value: dict[str, Any]) -> Any:
        """An entry written as a mapping: what it says, and what goes with every kind."""
        own = _OWN[self.question.kind]
        fields: dict[str, Any] = {}
        said: list[str] = []
        for name, part in value.items():
            if name not in own and name not in _COMMON:
                self.refuse(self.explain_unknown(name, own), name, KEY)
            elif name in _BESIDE_SITES and "sites" not in value:
                message = f'"{name}" goes with "sites", which is missing'
                self.refuse(wrong(message, rule="OC202"), name, KEY)
            elif part is None:
                continue
            elif name in _COMMON or name in _BESIDE_SITES:
                fields[name] = part
                if name == "not_applicable" or (name == "dont_know" and part in ("yes", True)):
                    said.append(name)
            else:
                found = self.read_own(name, part)
                if found:
                    fields |= found
                    said.append(name)
        if len(said) > 1:
            names = " or ".join(f'"{name}"' for name in said)
            message = f"expected either {names}: an answer says one thing"
            self.refuse(wrong(message, rule="OC202"), said[1], KEY)
        return fields or None

    def explain_unknown(self, name: str, own: tuple[str, ...]) -> PydanticCustomError:
        question = self.question
        if isinstance(question, MatrixQuestion) and any(row.id == name for row in question.rows):
            return wrong(f'"{name}" is a row: expected it under "rows"', rule="OC202")
        for kind, fields in _OWN.items():
            if name in fields:
                known = " or ".join(f'"{field}"' for field in own)
                message = f'"{name}" is a field of kind {kind}, but this question is of kind'
                return wrong(f"{message} {question.kind}: expected {known}", rule="OC202")
        return unknown_field(name, (*own, *_COMMON))

    def read_own(self, name: str, value: Any) -> dict[str, Any] | None:
        """A field of the kind's own, as fields of an `Answer`; what is wrong counts as said."""
        question = self.question
        if name == "level":
            return {"level": self.read_level(value, at=(name,))}
        if name == "sites":
            if not isinstance(value, tuple | list):
                self.refuse(expected("a list of sites"), name)
            elif not value:
                message = "there is no pair of sites to compare; give at least one site of the"
                self.refuse(wrong(f"{message} client and one of the partner"), name)
            return {"sites": value if isinstance(value, tuple | list) else ()}
        if name == "costs":
            return self.read_figures(value)
        match question:
            case ChoiceQuestion():
                return {"option": self.read_option(value, question.levels_by_option, at=(name,))}
            case NumberQuestion():
                return self.read_value(value, question, at=(name,)) or {"value": None}
            case MatrixQuestion():
                return self.read_rows(value, question)
            case LevelsQuestion() | OverlapQuestion() | CostsQuestion():
                return None  # their own fields are all read above
            case _:
                assert_never(question)

    # ------------------------------------------------------------ by kind

    def read_level(self, value: Any, *also: str, at: Path = ()) -> int | None:
        """A level; `also` are the words that the form takes besides."""
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if isinstance(text, str) and text in ("0", "1", "2", "3", "4"):
            return int(text)
        what = " or ".join(("a level from 0 to 4", *also))
        if isinstance(text, str) and re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", text):
            self.refuse(expected(what, rule="OC203"), *at)
        else:
            self.refuse(expected(what, advise(text)), *at)
        return None

    def read_option(
        self, value: Any, known: Iterable[str], *also: str, at: Path = ()
    ) -> str | None:
        if isinstance(value, bool):
            value = "yes" if value else "no"
        if isinstance(value, str) and value in known:
            return str(value)
        what = alternatives((*known, *also))
        self.refuse(expected(what, advise(value, known), "OC201"), *at)
        return None

    def read_value(
        self, value: Any, question: NumberQuestion, *also: str, at: Path = ()
    ) -> dict[str, Any] | None:
        if value == NONE:
            return {"nothing": True}
        text = value if isinstance(value, str | bool) else str(value)
        unit = f'a number of "{question.unit}"{question.span}'
        what = f"{unit}, none or {also[0]}" if also else f"{unit} or none"
        found = scalars.decimal(text) if isinstance(text, str) else None
        if found is not None and question.allows(found):
            return {"value": found}
        if found is not None:
            self.refuse(expected(what, rule="OC203"), *at)
        elif isinstance(value, str) and re.fullmatch(
            r"[0-9]{10,}(\.[0-9]*)?|[0-9]+\.[0-9]{10,}", value
        ):
            hint = "at most nine digits on each side of the point"
            self.refuse(wrong(f"the number is out of range; expected {what}", hint, "OC203"), *at)
        else:
            self.refuse(expected(what, advise(value)), *at)
        return None

    def read_short_rows(self, value: Any, question: MatrixQuestion, *at: str) -> Any:
        """The rows at their best option; of those that were asked the rest at their worst."""
        if not isinstance(value, tuple | list):
            return self.misfit("a list of rows, `rows` or dont-know", *at)
        known = [row.id for row in question.rows]
        chosen: set[str] = set()
        for index, name in enumerate(value):
            if not isinstance(name, str):
                self.refuse(expected(f'a row of "{question.id}"', list_rows(known)), *at, index)
            elif name not in known:
                self.refuse(no_row(name, question, known), *at, index)
            elif name in chosen:
                self.refuse(wrong(f'the row "{name}" is there twice', rule="OC203"), *at, index)
            else:
                chosen.add(name)
        options = question.options_in(self.version)
        best = max(options, key=lambda option: option.worth)
        worst = min(options, key=lambda option: option.worth)
        asked = {row.id for row in question.rows_in(self.version)}
        rows = {
            name: _share_row(best.id if name in chosen else worst.id)
            for name in known
            if name in chosen or name in asked
        }
        return {"rows": rows, "short": True}

    def read_rows(self, value: Any, question: MatrixQuestion) -> dict[str, Any] | None:
        if isinstance(value, tuple | list):
            found: dict[str, Any] | None = self.read_short_rows(value, question, "rows")
            return found
        if not isinstance(value, dict):
            self.misfit("an option for each row", "rows")
            return None
        known = [row.id for row in question.rows]
        rows: dict[str, Any] = {}
        for name, part in value.items():
            if name not in known:
                self.refuse(no_row(name, question, known), "rows", name, KEY)
            elif part is not None and part != {}:
                rows[name] = self.read_row(part, question, ("rows", name))
        # Rows that are all blank are a blank answer.
        return {"rows": rows} if rows else None

    def read_row(self, value: Any, question: MatrixQuestion, at: Path) -> Any:
        from outsource_check.answers.model import RowAnswer  # noqa: PLC0415 - judges by this

        if isinstance(value, RowAnswer):
            return value
        if value == DONT_KNOW:
            return _share_row(DONT_KNOW)
        if not isinstance(value, dict):
            option = self.read_option(value, question.worths, DONT_KNOW, at=at)
            return _share_row(option or DONT_KNOW)
        said = [
            name
            for name, part in value.items()
            if name in _SAYS_OF_ROW and part not in ("no", False, None)
        ]
        if len(said) > 1:
            names = " or ".join(f'"{name}"' for name in said)
            message = f"expected either {names}: a row says one thing"
            self.refuse(wrong(message, rule="OC202"), *at, said[1], KEY)
        if "option" not in value:
            return value
        option = self.read_option(value["option"], question.worths, at=(*at, "option"))
        return {**value, "option": option}

    def read_figures(self, value: Any) -> dict[str, Any] | None:
        """Amounts; where every one is blank, nothing is said."""
        if not isinstance(value, dict):
            self.refuse(expected(f"figures: {', '.join(MONEY)}"), "costs")
            return None
        words = {"currency", "period"}
        return {"costs": value} if value.keys() - words else None


def unknown_field(name: str, known: tuple[str, ...]) -> PydanticCustomError:
    """The error of a field that nobody knows, with the nearest one that is known."""
    hint = near(name, known) or f"the fields here are {', '.join(known)}"
    return wrong(f'unknown field "{name}"', hint, "OC010")


def no_row(name: str, question: MatrixQuestion, known: list[str]) -> PydanticCustomError:
    """The error of a row that the question does not have."""
    hint = near(name, known) or list_rows(known)
    return wrong(f'"{question.id}" has no row "{name}"', hint, "OC201")


def list_rows(known: list[str]) -> str:
    """The rows of a question, as a hint."""
    return f"the rows are {', '.join(known)}"


def advise(value: Any, ids: Iterable[str] = ()) -> str:
    """How to write what a text that is no value was probably meant to say."""
    if not isinstance(value, str):
        return ""
    if value == DONT_KNOW:
        return "write {dont_know: yes}"
    if value == NOT_APPLICABLE:
        return "write {not_applicable: the reason}"
    return near(value, (*ids, DONT_KNOW))
