"""A pack as a CSV file, one row a question, and what of it no spreadsheet holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from outsource_check.csv_cells import escape_cell
from outsource_check.documents import dumping
from outsource_check.pack.kinds import LevelsQuestion, NumberQuestion, Question
from outsource_check.pack.model import Key, Pack
from outsource_check.pack.spreadsheet.columns import COLUMNS, LIST
from outsource_check.text import plural

_NOT_HELD = {
    "stop": "stop",
    "cap": "cap",
    "when": "question with a condition",
    "references": "question with references",
    "duty": "question with a duty",
    "internal": "internal question",
    "since": "question with the version that it came with",
    "min": "question with a least number",
    "max": "question with a largest number",
    "saving_when": "saving with a condition",
}
"""What questions say that has no column, by field."""


def write_sheet(pack: Pack) -> str:
    """The questions of a pack as CSV with a header, every cell quoted, none of them a formula."""
    lines = [",".join(escape_cell(column) for column in COLUMNS)]
    for key in pack.keys:
        heading = ""
        for question in key.questions:
            for row in _list_rows(key, question, heading):
                cells = (escape_cell(row.get(name, ""), lines=True) for name in COLUMNS)
                lines.append(",".join(cells))
            heading = question.heading
    return "\n".join(lines) + "\n"


def list_left_out(pack: Pack) -> list[str]:
    """What of a pack has no place in its spreadsheet, counted."""
    outline, questions = pack.outline, pack.questions.values()
    parts = [part for one in questions for part in (*one.lines, *getattr(one, "options", ()))]
    counts = [
        ("fact", len(outline.facts)),
        ("move", len(outline.moved)),
        ("note", len(outline.note)),
        ("reference", len(pack.references)),
        ("key with a summary", sum(bool(key.summary or key.quote) for key in pack.keys)),
        ("key with a weight", sum(key.weight != 1 for key in pack.keys)),
        *(
            (word, sum(bool(getattr(one, field, None)) for one in questions))
            for field, word in _NOT_HELD.items()
        ),
        ("critical row", sum(len(one.critical) for one in questions)),
        ("question with levels that need certain rows", sum(map(_needs_rows, questions))),
        ("part with the version that it came with", sum(part.since is not None for part in parts)),
    ]
    found = [_count(count, word) for word, count in counts if count]
    if "words" in outline.model_fields_set:
        found.append("names of sides, levels and verdicts")
    return [*found, "the thresholds of the verdicts", "title, source and version of the pack"]


def _count(count: int, what: str) -> str:
    """`1 key with a summary`, `2 keys with a summary`."""
    noun, mid, rest = what.partition(" with ")
    return f"{plural(count, noun)}{mid}{rest}"


def _needs_rows(question: Question) -> bool:
    bounds = getattr(question, "bounds", None) or {}
    return any(getattr(bound, "rows", ()) for bound in bounds.values())


def _list_rows(key: Key, question: Question, heading: str) -> Iterator[dict[str, str]]:
    """The row of a question, then one for each of its options and rows, and each more proof."""
    name = question.id.partition(".")[2]
    where = {"key": key.id, "id": name}
    first = {
        **where,
        "key title": key.title,
        "heading": question.heading if question.heading != heading else "",
        "ref": question.ref,
        "title": question.title,
        "ask": question.ask if question.ask != question.title else "",
        "ask partner": question.ask_partner if question.answered_by == "both" else "",
        "kind": question.kind,
        "why": question.why,
        "answered by": question.answered_by or "",
        "quick": "yes" if question.quick else "",
        "scored": "" if question.scored or question.kind in ("text", "date") else "no",
        **_share(question),
    }
    if isinstance(question, NumberQuestion):
        first["unit"] = question.unit
        first["better"] = question.better or ""
        for field in ("worst", "best"):
            value = getattr(question, field)
            first[field] = "" if value is None else dumping.inline(value)
    first["bounds"] = _write_bounds(question)
    proofs = list(question.evidence)
    if len(proofs) > 1 and not any("|" in one or "\n" in one for one in proofs):
        proofs = [LIST.join(proofs)]
    first["evidence"] = proofs[0] if proofs else ""
    yield first
    for proof in proofs[1:]:
        yield {**where, "evidence": proof}
    if isinstance(question, LevelsQuestion):
        for level, text in question.levels.items():
            yield {**where, "options": text, "worth": f"{level}"}
    lists: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("options", getattr(question, "options", ())),
        ("rows", question.lines),
    )
    for column, parts in lists:
        for part in parts:
            row = {**where, column: part.text, "part id": part.id, "ref": part.ref, **_share(part)}
            if column == "options":
                row["worth"] = dumping.inline(part.worth) if question.scored else ""
            row["evidence"] = LIST.join(part.evidence)
            yield row


def _share(part: Any) -> dict[str, str]:
    """What questions and their parts can both have."""
    cells = {}
    weight = getattr(part, "weight", 1)
    if weight != 1:
        cells["weight"] = dumping.inline(weight)
    remedy = part.remedy
    if remedy is not None:
        cells["remedy"] = remedy.do
        cells["effort days"] = (
            "" if remedy.effort_days is None else dumping.inline(remedy.effort_days)
        )
        cells["owner"] = remedy.owner
        cells["done when"] = remedy.done_when
    return cells


def _write_bounds(question: Question) -> str:
    bounds: dict[int, Any] = getattr(question, "bounds", None) or {}
    return LIST.join(
        f"{level}: {dumping.inline(getattr(bound, 'share', bound))}"
        for level, bound in bounds.items()
    )
