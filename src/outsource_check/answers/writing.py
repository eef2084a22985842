"""Answers as the values that an answer file holds: the other way round from `entries`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.answers.migration import BEFORE
from outsource_check.documents import Mapping, Scalar, Sequence
from outsource_check.pack import DONT_KNOW, MONEY, NONE

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from collections.abc import Mapping as Fields

    from outsource_check.documents import Node
    from outsource_check.documents.dumping import Data
    from outsource_check.pack import Answer, Evidence, Figures, Question, RowAnswer, SiteAnswer


def write_answer(answer: Answer, question: Question, like: Node | None = None) -> Data:
    """What stands under a question's id: the short form where that says all, else the long one.

    `like` is what the file holds now: where that is a long form, or a list of rows, the result is
    too. None for an answer that says nothing at all, not even a note.
    """
    rows = like.get("rows") if isinstance(like, Mapping) else like
    fields = {**dict(_said(answer, rows)), **dict(_attached(answer))}
    if not fields:
        return None
    if _shares(like, fields):
        return fields
    if isinstance(like, Sequence) and fields.keys() == {"rows"}:
        return fields["rows"]
    (name, value), *rest = fields.items()
    if name == "dont_know" and not rest:
        return DONT_KNOW
    return value if name == question.short and not rest else fields


def _shares(node: Node | None, fields: Container[str]) -> bool:
    """Whether a mapping that stands there has any of the fields, to be changed one by one."""
    return isinstance(node, Mapping) and any(name in fields for name in node.fields)


def _said(answer: Answer, rows: Node | None) -> Iterator[tuple[str, Data]]:
    if answer.dont_know:
        yield "dont_know", True
    elif answer.not_applicable:
        yield "not_applicable", answer.not_applicable
    elif answer.nothing:
        yield "value", NONE
    elif (alone := _find_alone(answer)) is not None:
        yield alone
    elif answer.rows is not None:
        yield "rows", _write_rows(answer.rows, rows, short=answer.short)
    elif answer.sites:
        yield "sites", [_write_site(site) for site in answer.sites]
        if answer.pairs:
            yield "pairs", [list(pair) for pair in answer.pairs]
        if answer.start is not None:
            yield "from", answer.start
    if answer.costs is not None:  # a currency may stand beside another answer
        yield "costs", _write_figures(answer.costs)


def _find_alone(answer: Answer) -> tuple[str, Data] | None:
    """What an answer says in one value, under its name."""
    for name in ("level", "option", "value", "text", "day"):
        if (value := getattr(answer, name)) is not None:
            return name, value
    return None


def _attached(answer: Answer) -> Iterator[tuple[str, Data]]:
    if answer.before:
        yield BEFORE, answer.before
    if answer.evidence:
        yield "evidence", [_write_evidence(evidence) for evidence in answer.evidence]
    if answer.note:
        yield "note", answer.note
    if answer.internal is not None:
        yield "internal", answer.internal
    if answer.owner:
        yield "owner", answer.owner
    if answer.due is not None:
        yield "due", answer.due
    if answer.date is not None:
        yield "date", answer.date


def _write_rows(rows: Fields[str, RowAnswer], like: Node | None, *, short: bool) -> Data:
    if short and isinstance(like, Sequence):
        return [item.text for item in like.items if isinstance(item, Scalar)]
    old = like.get if isinstance(like, Mapping) else lambda _name: None
    return {name: _write_row(row, old(name)) for name, row in rows.items()}


def _write_row(row: RowAnswer, like: Node | None) -> Data:
    said: dict[str, Data] = {}
    if row.dont_know:
        said["dont_know"] = True
    elif row.not_applicable:
        said["not_applicable"] = row.not_applicable
    elif row.option is not None:
        # `yes` and `no` are written bare, as the fields that are always one of the two.
        said["option"] = {"yes": True, "no": False}.get(row.option, row.option)
    said |= {name: text for name, text in (("who", row.who), ("note", row.note)) if text}
    if _shares(like, said):
        return said
    if said.keys() == {"dont_know"}:
        return DONT_KNOW
    return said["option"] if said.keys() == {"option"} else said or None


def _write_site(site: SiteAnswer) -> Data:
    entry: dict[str, Data] = {"name": site.name, "side": site.side, "zone": site.zone}
    entry["hours"] = site.hours[0] if len(site.hours) == 1 else list(site.hours)
    if site.days != "mon-fri":
        entry["days"] = site.days
    if site.holidays:
        entry["holidays"] = list(site.holidays)
    return entry


def _write_figures(figures: Figures) -> Data:
    entry: dict[str, Data] = {}
    for name in ("currency", "period"):
        if text := getattr(figures, name):
            entry[name] = text
    for name in MONEY:
        amount = getattr(figures, name)
        if amount is not None:
            entry[name] = Fraction(amount)
    return entry


def _write_evidence(evidence: Evidence) -> Data:
    entry: dict[str, Data] = {"what": evidence.what}
    if evidence.where:
        entry["where"] = evidence.where
    if evidence.date is not None:
        entry["date"] = evidence.date
    return entry
