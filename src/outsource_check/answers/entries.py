"""One entry of an answer file, by the kind of its question: short and long forms become one.

An entry is read into the fields of the record `Answer`; nothing is kept half-understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any, assert_never

from outsource_check.answers.model import Evidence, Figures, RowAnswer
from outsource_check.answers.sites import BESIDE_SITES, read_sites
from outsource_check.documents import Mapping, Node, Scalar, Sequence, near, scalars
from outsource_check.documents.decode import (
    MISSING,
    Date,
    Reading,
    Text,
    Walk,
    YesNo,
    alternatives,
    describe,
    make,
    reading_of,
)
from outsource_check.pack import (
    ChoiceQuestion,
    CostsQuestion,
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
    Question,
)

DONT_KNOW = "dont-know"
NOT_APPLICABLE = "not-applicable"
NONE = "none"
SHORT = (DONT_KNOW,)
"""What every short form takes besides its own values."""
_SCALARS = {
    "levels": "a level from 0 to 4",
    "choice": "one of its options",
    "number": "a number",
}
"""What a short form of these kinds is; it is never a list or a mapping."""
_LEVELS = ("0", "1", "2", "3", "4")

_OWN: dict[str, tuple[str, ...]] = {
    "levels": ("level",),
    "choice": ("option",),
    "number": ("value",),
    "matrix": ("rows",),
    "overlap": ("level", "sites", *BESIDE_SITES),
    "costs": ("level", "costs"),
}
"""The fields of an entry that belong to a question's kind."""

MONEY = (
    *("baseline", "fees", "transition", "own_effort"),
    *("tooling_travel", "contingency", "stop_loss"),
)
"""The amounts of a `costs` answer."""

_read_yes_no = reading_of(YesNo)
_read_money = reading_of(Decimal)
_COMMON: dict[str, Reading] = {
    "evidence": reading_of(tuple[Evidence, ...]),
    "note": reading_of(Text),
    "internal": _read_yes_no,
    "owner": reading_of(Text),
    "due": reading_of(Date),
    "date": reading_of(Date),
    "dont_know": _read_yes_no,
    "not_applicable": lambda node, walk: walk.text(node, "the reason why it does not apply"),
}
"""The fields of an entry that go with every kind."""


def read_entry(node: Node, question: Question, walk: Walk, version: str) -> dict[str, Any] | None:
    """The fields of an `Answer`; None for an entry that is empty (or wrong: noted in the walk).

    `version` is that of the pack which was asked: what came later is not answered by a list of
    rows that does not name it.
    """
    if isinstance(node, Scalar) and node.empty:
        return None
    if isinstance(node, Scalar) and node.text == DONT_KNOW:
        return {"dont_know": True}
    if isinstance(node, Mapping) and not (question.kind == "matrix" and not node.fields):
        return _read_long(node, question, walk, version)
    return _read_short(node, question, walk, version)


def _read_short(node: Node, question: Question, walk: Walk, version: str) -> dict[str, Any] | None:
    if not isinstance(node, Scalar) and question.kind in _SCALARS:
        _misfit(node, question, walk, _SCALARS[question.kind])
        return None
    match question:
        case LevelsQuestion():
            return _one("level", _read_level(node, walk, SHORT))
        case ChoiceQuestion():
            return _one("option", _read_option(node, question, walk, SHORT))
        case NumberQuestion():
            return _read_value(node, question, walk, SHORT)
        case MatrixQuestion():
            return _read_short_rows(node, question, walk, version)
        case OverlapQuestion():
            _misfit(node, question, walk, "`sites`, `{level: …}` or dont-know")
        case CostsQuestion():
            _misfit(node, question, walk, "`costs`, `{level: …}` or dont-know")
        case _:
            assert_never(question)
    return None


def _one(name: str, value: Any) -> dict[str, Any] | None:
    return None if value is MISSING else {name: value}


def _misfit(node: Node, question: Question, walk: Walk, expected: str) -> None:
    message = f'"{question.id}" is a question of kind {question.kind}: expected {expected}'
    walk.note(node, "OC202", f"{message}, found {describe(node)}")


def _read_level(node: Node, walk: Walk, also: tuple[str, ...] = ()) -> Any:
    """A level; `also` are the words that the form takes besides."""
    if isinstance(node, Scalar) and node.text in _LEVELS:
        return int(node.text)
    expected = " or ".join(("a level from 0 to 4", *also))
    if isinstance(node, Scalar) and re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", node.text):
        return walk.note(node, "OC203", f"expected {expected}, found {describe(node)}")
    return walk.expect(node, expected, _advise(node))


def _advise(node: Node, ids: Iterable[str] = ()) -> str:
    """How to write what a text that is no value was probably meant to say."""
    if not isinstance(node, Scalar):
        return ""
    if node.text == DONT_KNOW:
        return "write {dont_know: yes}"
    if node.text == NOT_APPLICABLE:
        return "write {not_applicable: the reason}"
    return near(node.text, (*ids, DONT_KNOW))


def _read_option(
    node: Node,
    question: ChoiceQuestion | MatrixQuestion,
    walk: Walk,
    also: tuple[str, ...] = (),
) -> Any:
    known = question.worths if question.kind == "matrix" else question.levels_by_option
    if isinstance(node, Scalar) and node.text in known:
        return node.text
    message = f"expected {alternatives((*known, *also))}, found {describe(node)}"
    return walk.note(node, "OC201", message, _advise(node, known))


def _read_value(
    node: Node, question: NumberQuestion, walk: Walk, also: tuple[str, ...] = ()
) -> dict[str, Any] | None:
    if isinstance(node, Scalar) and node.text == NONE:
        return {"nothing": True}
    unit = f'a number of "{question.unit}"{question.span}'
    expected = f"{unit}, none or {also[0]}" if also else f"{unit} or none"
    if isinstance(node, Scalar) and not node.empty:
        value = scalars.decimal(node.text)
        if value is not None and question.allows(value):
            return {"value": value}
        if value is not None:
            walk.note(node, "OC203", f"expected {expected}, found {describe(node)}")
            return None
        if re.fullmatch(r"[0-9]{10,}(\.[0-9]*)?|[0-9]+\.[0-9]{10,}", node.text):
            message = f"the number is out of range; expected {expected}"
            walk.note(node, "OC203", message, "at most nine digits on each side of the point")
            return None
    walk.expect(node, expected, _advise(node))
    return None


def _read_short_rows(
    node: Node, question: MatrixQuestion, walk: Walk, version: str
) -> dict[str, Any] | None:
    if not isinstance(node, Sequence):
        _misfit(node, question, walk, "a list of rows, `rows` or dont-know")
        return None
    known = [row.id for row in question.rows]
    chosen: list[str] = []
    for item in node.items:
        if not isinstance(item, Scalar) or item.empty:
            walk.expect(item, f'a row of "{question.id}"', _list_rows(known))
            continue
        name = item.text
        if name not in known:
            _note_row(item, question, known, walk)
        elif name in chosen:
            walk.note(item, "OC203", f'the row "{name}" is there twice')
        else:
            chosen.append(name)
    best, worst = _extreme_options(question, version)
    asked = {row.id for row in question.rows_in(version)}
    rows = {
        name: _share_row(best if name in chosen else worst)
        for name in known
        if name in chosen or name in asked
    }
    return {"rows": rows, "short": True}


def _note_row(node: Scalar, question: MatrixQuestion, known: list[str], walk: Walk) -> None:
    hint = near(node.text, known) or _list_rows(known)
    walk.note(node, "OC201", f'"{question.id}" has no row "{node.text}"', hint)


def _list_rows(known: list[str]) -> str:
    return f"the rows are {', '.join(known)}"


def _extreme_options(question: MatrixQuestion, version: str) -> tuple[str, str]:
    """The best and the worst option of a version, by id; of several equal ones the first listed."""
    options = question.options_in(version)
    best = max(options, key=lambda option: option.worth)
    worst = min(options, key=lambda option: option.worth)
    return best.id, worst.id


def _read_long(
    node: Mapping, question: Question, walk: Walk, version: str
) -> dict[str, Any] | None:
    """An entry written as a mapping: what it says, and what goes with every kind."""
    own = _OWN[question.kind]
    values: dict[str, Any] = {}
    said: list[Scalar] = []
    for entry in node:
        name = entry.name.text
        if name not in own and name not in _COMMON:
            _note_unknown(entry.name, question, own, walk)
        elif isinstance(entry.value, Scalar) and entry.value.empty:
            continue
        elif name in _COMMON:
            values[name] = _COMMON[name](entry.value, walk)
            if name == "not_applicable" or (name == "dont_know" and values[name] is True):
                said.append(entry.name)
        elif name not in BESIDE_SITES:
            found = _read_own(name, entry.value, node, question, walk, version)
            if found:
                values.update(found)
                said.append(entry.name)
        elif "sites" not in node.fields:
            walk.note(entry.name, "OC202", f'"{name}" goes with "sites", which is missing')
    if len(said) > 1:
        names = " or ".join(f'"{name.text}"' for name in said)
        walk.note(said[1], "OC202", f"expected either {names}: an answer says one thing")
    return values or None


def _note_unknown(name: Scalar, question: Question, own: tuple[str, ...], walk: Walk) -> None:
    if isinstance(question, MatrixQuestion) and any(row.id == name.text for row in question.rows):
        walk.note(name, "OC202", f'"{name.text}" is a row: expected it under "rows"')
        return
    for kind, fields in _OWN.items():
        if name.text in fields:
            known = " or ".join(f'"{field}"' for field in own)
            message = f'"{name.text}" is a field of kind {kind}, but this question is of kind'
            walk.note(name, "OC202", f"{message} {question.kind}: expected {known}")
            return
    walk.unknown_field(name, (*own, *_COMMON))


def _read_own(
    name: str, node: Node, entry: Mapping, question: Question, walk: Walk, version: str
) -> dict[str, Any] | None:
    if name == "level":
        return _one("level", _read_level(node, walk))
    if name == "sites":
        return {"sites": read_sites(node, entry, walk)}
    if name == "costs":
        return _read_figures(node, walk)
    match question:
        case ChoiceQuestion():
            return _one("option", _read_option(node, question, walk))
        case NumberQuestion():
            return _read_value(node, question, walk)
        case MatrixQuestion():
            return _read_rows(node, question, walk, version)
        case LevelsQuestion() | OverlapQuestion() | CostsQuestion():
            return None  # their own fields are all read above
        case _:
            assert_never(question)


def _read_rows(
    node: Node, question: MatrixQuestion, walk: Walk, version: str
) -> dict[str, Any] | None:
    if isinstance(node, Sequence):
        return _read_short_rows(node, question, walk, version)
    if not isinstance(node, Mapping):
        _misfit(node, question, walk, "an option for each row")
        return None
    known = [row.id for row in question.rows]
    rows: dict[str, Any] = {}
    for entry in node:
        name = entry.name.text
        if name not in known:
            _note_row(entry.name, question, known, walk)
            continue
        row = _read_row(entry.value, question, walk)
        if row is not None:
            rows[name] = row
    if MISSING in rows.values():
        return {"rows": MISSING}
    # Rows that are all blank are a blank answer.
    return {"rows": rows} if rows else None


_ROW_FIELDS = ("option", "who", "note", "dont_know", "not_applicable")


def _read_row(node: Node, question: MatrixQuestion, walk: Walk) -> Any:
    """A `RowAnswer`; None for a row that is left blank."""
    if isinstance(node, Scalar) and node.empty:
        return None
    if isinstance(node, Scalar) and node.text == DONT_KNOW:
        return _share_row(DONT_KNOW)
    if not isinstance(node, Mapping):
        option = _read_option(node, question, walk, SHORT)
        return MISSING if option is MISSING else _share_row(option)
    values: dict[str, Any] = {}
    said: list[Scalar] = []
    for entry in node:
        name, value = entry.name.text, entry.value
        if name not in _ROW_FIELDS:
            walk.unknown_field(entry.name, _ROW_FIELDS)
        elif not (isinstance(value, Scalar) and value.empty):
            values[name] = _read_row_field(name, value, question, walk)
            if name not in ("who", "note") and values[name] is not False:
                said.append(entry.name)
    if len(said) > 1:
        names = " or ".join(f'"{name.text}"' for name in said)
        walk.note(said[1], "OC202", f"expected either {names}: a row says one thing")
    return make(RowAnswer, values, node, walk) if values else None


@lru_cache(maxsize=1024)
def _share_row(said: str) -> RowAnswer:
    """One row that says no more than its option, or `dont-know`, for all that say the same."""
    return RowAnswer(dont_know=True) if said == DONT_KNOW else RowAnswer(option=said)


def _read_row_field(name: str, node: Node, question: MatrixQuestion, walk: Walk) -> Any:
    if name == "option":
        return _read_option(node, question, walk)
    if name == "dont_know":
        return _read_yes_no(node, walk)
    if name == "not_applicable":
        return walk.text(node, "the reason why the row does not apply")
    return walk.text(node)


def _read_figures(node: Node, walk: Walk) -> dict[str, Any] | None:
    """Amounts; where every one is blank, nothing is said."""
    if not isinstance(node, Mapping):
        walk.expect(node, f"figures: {', '.join(MONEY)}")
        return None
    known = ("currency", "period", *MONEY)
    values: dict[str, Any] = {}
    for entry in node:
        name, value = entry.name.text, entry.value
        if name not in known:
            walk.unknown_field(entry.name, known)
        elif isinstance(value, Scalar) and value.empty:
            continue
        elif name in MONEY:
            values[name] = _read_money(value, walk)
        else:
            values[name] = walk.text(value)
    if not any(name in values for name in MONEY):
        return None
    return {"costs": make(Figures, values, node, walk)}
