"""One entry of an answer file, by the kind of its question: short and long forms become one.

An entry is read into plain values for the model `Answer`; nothing is kept half-understood.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, assert_never

from outsource_check.documents import Mapping, Node, Scalar, Sequence, near, scalars
from outsource_check.documents.decode import (
    MISSING,
    Date,
    Decimal_,
    YesNo,
    alternatives,
    reading_of,
)
from outsource_check.documents.decode import Walk
from outsource_check.answers.model import Evidence
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

_COMMON = ("evidence", "note", "internal", "owner", "due", "date", "dont_know", "not_applicable")
_OWN: dict[str, tuple[str, ...]] = {
    "levels": ("level",),
    "choice": ("option",),
    "number": ("value",),
    "matrix": ("rows",),
    "overlap": ("level", "sites", "pairs", "from"),
    "costs": ("level", "costs"),
}
"""The fields of an entry that belong to a question's kind."""

MONEY = ("baseline", "fees", "transition", "own_effort", "tooling_travel", "contingency", "stop_loss")

_read_evidence = reading_of(tuple[Evidence, ...])
_read_date = reading_of(Date)
_read_yes_no = reading_of(YesNo)
_read_decimal = reading_of(Decimal_)


def read_entry(node: Node, question: Question, walk: Walk) -> dict[str, Any] | None:
    """The values of an `Answer`; None for an entry that is empty (or wrong: noted in the walk)."""
    if isinstance(node, Scalar) and node.empty:
        return None
    if isinstance(node, Scalar) and node.text == DONT_KNOW:
        return {"dont_know": True}
    if isinstance(node, Mapping) and not (question.kind == "matrix" and not node.fields):
        return _read_long(node, question, walk)
    return _read_short(node, question, walk)


def _read_short(node: Node, question: Question, walk: Walk) -> dict[str, Any] | None:
    match question:
        case LevelsQuestion():
            return _one("level", _read_level(node, walk))
        case ChoiceQuestion():
            return _one("option", _read_option(node, question, walk))
        case NumberQuestion():
            return _read_value(node, question, walk)
        case MatrixQuestion():
            return _read_short_rows(node, question, walk)
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
    walk.note(node, "OC202", message)


def _read_level(node: Node, walk: Walk) -> Any:
    if isinstance(node, Scalar) and node.text in ("0", "1", "2", "3", "4"):
        return int(node.text)
    hint = ""
    if isinstance(node, Scalar):
        hint = near(node.text, (DONT_KNOW, NOT_APPLICABLE))
        if node.text == NOT_APPLICABLE:
            hint = "write {not_applicable: the reason}"
    return walk.expect(node, "a level from 0 to 4, or dont-know", hint)


def _read_option(node: Node, question: ChoiceQuestion | MatrixQuestion, walk: Walk) -> Any:
    ids = [option.id for option in question.options if not isinstance(option, str)]
    if isinstance(node, Scalar) and node.text in ids:
        return node.text
    hint = near(node.text, (*ids, DONT_KNOW)) if isinstance(node, Scalar) else ""
    found = f', found "{node.text}"' if isinstance(node, Scalar) and not node.empty else ""
    return walk.note(node, "OC201", f"expected {alternatives((*ids, DONT_KNOW))}{found}", hint)


def _read_value(node: Node, question: NumberQuestion, walk: Walk) -> dict[str, Any] | None:
    if isinstance(node, Scalar) and node.text == NONE:
        return {"nothing": True}
    if isinstance(node, Scalar) and not node.empty:
        value = scalars.decimal(node.text)
        if value is not None:
            return {"value": value}
    walk.expect(node, f'a number of "{question.unit}", none or dont-know')
    return None


def _read_short_rows(node: Node, question: MatrixQuestion, walk: Walk) -> dict[str, Any] | None:
    if not isinstance(node, Sequence):
        _misfit(node, question, walk, "a list of rows, `rows` or dont-know")
        return None
    known = [row.id for row in question.rows]
    chosen: list[str] = []
    for item in node.items:
        name = item.text if isinstance(item, Scalar) else ""
        if name not in known:
            walk.note(item, "OC201", f'"{question.id}" has no row "{name}"', near(name, known))
        elif name in chosen:
            walk.note(item, "OC203", f'the row "{name}" is there twice')
        else:
            chosen.append(name)
    best, worst = extreme_options(question)
    rows = {name: {"option": best if name in chosen else worst} for name in known}
    return {"rows": rows, "short": True}


def extreme_options(question: MatrixQuestion) -> tuple[str, str]:
    """The ids of the best and of the worst option; of several equal ones the first listed."""
    options = [option for option in question.options if not isinstance(option, str)]
    best = max(options, key=lambda option: option.worth)
    worst = min(options, key=lambda option: option.worth)
    return best.id, worst.id


def _read_long(node: Mapping, question: Question, walk: Walk) -> dict[str, Any] | None:
    """An entry written as a mapping: what it says, and what goes with every kind."""
    own = _OWN[question.kind]
    values: dict[str, Any] = {}
    said: list[str] = []
    for entry in node:
        name = entry.name.text
        if name not in own and name not in _COMMON:
            _note_unknown(entry.name, question, own, walk)
        elif isinstance(entry.value, Scalar) and entry.value.empty:
            continue
        elif name in _COMMON:
            values[name] = _read_common(name, entry.value, walk)
            if name == "not_applicable" or (name == "dont_know" and values[name] is True):
                said.append(name)
        elif name in ("pairs", "from"):
            continue
        else:
            said.append(name)
            values.update(_read_own(name, entry.value, node, question, walk) or {})
    if len(said) > 1:
        message = f"expected one of {', '.join(said)}: an answer says one thing"
        walk.note(node.fields[said[1]].name, "OC202", message)
    return values


def _note_unknown(name: Scalar, question: Question, own: tuple[str, ...], walk: Walk) -> None:
    for kind, fields in _OWN.items():
        if name.text in fields:
            message = f'"{name.text}" belongs to questions of kind {kind}; "{question.id}" is of kind'
            walk.note(name, "OC202", f"{message} {question.kind}: use {' or '.join(own)}")
            return
    walk.unknown_field(name, (*own, *_COMMON))


def _read_common(name: str, node: Node, walk: Walk) -> Any:
    if name == "evidence":
        return _read_evidence(node, walk)
    if name in ("due", "date"):
        return _read_date(node, walk)
    if name in ("internal", "dont_know"):
        return _read_yes_no(node, walk)
    if name == "not_applicable":
        return walk.text(node, "the reason why it does not apply")
    return walk.text(node)


def _read_own(
    name: str, node: Node, entry: Mapping, question: Question, walk: Walk
) -> dict[str, Any] | None:
    if name == "level":
        return _one("level", _read_level(node, walk))
    if name == "sites":
        return {"sites": _read_sites(node, entry, walk)}
    if name == "costs":
        return {"costs": _read_figures(node, walk)}
    match question:
        case ChoiceQuestion():
            return _one("option", _read_option(node, question, walk))
        case NumberQuestion():
            return _read_value(node, question, walk)
        case MatrixQuestion():
            return _read_rows(node, question, walk)
    return None


def _read_rows(node: Node, question: MatrixQuestion, walk: Walk) -> dict[str, Any] | None:
    if isinstance(node, Sequence):
        return _read_short_rows(node, question, walk)
    if not isinstance(node, Mapping):
        _misfit(node, question, walk, "an option for each row")
        return None
    known = [row.id for row in question.rows]
    rows: dict[str, Any] = {}
    for entry in node:
        name = entry.name.text
        if name not in known:
            message = f'"{question.id}" has no row "{name}"'
            walk.note(entry.name, "OC201", message, near(name, known) or ", ".join(known))
        else:
            rows[name] = _read_row(entry.value, question, walk)
    return {"rows": {name: row for name, row in rows.items() if row is not None}}


def _read_row(node: Node, question: MatrixQuestion, walk: Walk) -> dict[str, Any] | None:
    if isinstance(node, Scalar) and node.empty:
        return None
    if isinstance(node, Scalar) and node.text == DONT_KNOW:
        return {"dont_know": True}
    if not isinstance(node, Mapping):
        return _one("option", _read_option(node, question, walk))
    known = ("option", "who", "dont_know", "not_applicable", "note")
    values: dict[str, Any] = {}
    said: list[str] = []
    for entry in node:
        name, value = entry.name.text, entry.value
        if name not in known:
            walk.unknown_field(entry.name, known)
        elif isinstance(value, Scalar) and value.empty:
            continue
        elif name == "option" and isinstance(value, Scalar) and value.text == DONT_KNOW:
            values["dont_know"] = True
            said.append(name)
        else:
            if name == "option":
                values[name] = _read_option(value, question, walk)
            elif name == "dont_know":
                values[name] = _read_yes_no(value, walk)
            else:
                values[name] = walk.text(value)
            if name in ("option", "not_applicable") or (
                name == "dont_know" and values[name] is True
            ):
                said.append(name)
    if len(said) > 1:
        walk.note(node, "OC202", f"expected one of {', '.join(said)}: a row says one thing")
    return values


def _read_sites(node: Node, entry: Mapping, walk: Walk) -> Any:
    from outsource_check.answers.model import SiteAnswer  # noqa: PLC0415

    if not isinstance(node, Sequence):
        return walk.expect(node, "a list of sites")
    sites = tuple([_read_site(item, SiteAnswer.model_fields, walk) for item in node.items])
    values: dict[str, Any] = {"sites": sites}
    pairs = entry.get("pairs")
    if pairs is not None and not (isinstance(pairs, Scalar) and pairs.empty):
        values["pairs"] = _read_pairs(pairs, walk)
    start = entry.get("from")
    if start is not None and not (isinstance(start, Scalar) and start.empty):
        values["start"] = _read_date(start, walk)
    return values


_SITE_REQUIRED = ("name", "side", "zone", "hours")


def _read_site(node: Node, known: Any, walk: Walk) -> Any:
    if not isinstance(node, Mapping):
        return walk.expect(node, "a site: name, side, zone and hours")
    readings: dict[str, Callable[[Node, Walk], Any]] = {
        "side": lambda value, walk: walk.one_of(value, ("client", "partner")),
        "hours": _read_hours,
        "holidays": lambda value, walk: _read_list(value, _read_date, "a list of dates", walk),
    }
    values: dict[str, Any] = {}
    for entry in node:
        name = entry.name.text
        if name not in known:
            walk.unknown_field(entry.name, known)
        elif not (isinstance(entry.value, Scalar) and entry.value.empty):
            read = readings.get(name)
            values[name] = read(entry.value, walk) if read else walk.text(entry.value)
    for name in _SITE_REQUIRED:
        if name not in values:
            walk.note(node, "OC011", f'"{name}" is missing')
    return values


def _read_hours(node: Node, walk: Walk) -> Any:
    if isinstance(node, Sequence):
        return tuple([walk.text(item, "hours such as 09:00-17:30") for item in node.items])
    text = walk.text(node, "hours such as 09:00-17:30")
    return MISSING if text is MISSING else (text,)


def _read_pairs(node: Node, walk: Walk) -> Any:
    def read_pair(item: Node, walk: Walk) -> Any:
        if isinstance(item, Sequence) and len(item.items) == 2:
            return tuple([walk.text(name, "the name of a site") for name in item.items])
        return walk.expect(item, "two names of sites, such as [London, HCMC]")

    return _read_list(node, read_pair, "a list of pairs", walk)


def _read_list(node: Node, read: Callable[[Node, Walk], Any], expected: str, walk: Walk) -> Any:
    if not isinstance(node, Sequence):
        return walk.expect(node, expected)
    return tuple([read(item, walk) for item in node.items])


def _read_figures(node: Node, walk: Walk) -> Any:
    if not isinstance(node, Mapping):
        return walk.expect(node, f"figures: {', '.join(MONEY)}")
    known = ("currency", "period", *MONEY)
    values: dict[str, Any] = {}
    for entry in node:
        name, value = entry.name.text, entry.value
        if name not in known:
            walk.unknown_field(entry.name, known)
        elif isinstance(value, Scalar) and value.empty:
            continue
        elif name in MONEY:
            number = _read_decimal(value, walk)
            if number is not MISSING and isinstance(value, Scalar):
                values[name] = Decimal(value.text)
        else:
            values[name] = walk.text(value)
    return values
