"""A pack's files from the rows of a spreadsheet; what could not be known stands in comments."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from outsource_check.documents import dumping, near, scalars
from outsource_check.documents.types import ID
from outsource_check.errors import ConfigurationError, Problem
from outsource_check.pack.kinds.levels import SPREAD
from outsource_check.pack.loading import OUTLINE
from outsource_check.pack.spreadsheet.columns import (
    KIND_BY_NAME,
    KINDS,
    NO,
    NOT_APPLICABLE,
    UNKNOWN,
    YES,
    fold,
)
from outsource_check.pack.spreadsheet.reading import Sheet, SheetRow

_LONGEST_ID = 40
"""Characters of an id that is made from a text."""
_WORTH = re.compile(r"(.*\S)\s*=\s*([0-9][0-9./,]*%?)", re.DOTALL)
"""`Partly = 1/2`, in a cell of options."""
_TO_DECIDE = "# to decide: "
_SIDES = ("client", "partner", "both")


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A pack's files, not written yet."""

    files: dict[str, str]
    """The text of each, by name."""
    questions: int
    made: tuple[tuple[str, int], ...]
    """What was made up, and how often: it stands in the files as comments."""
    ignored: tuple[str, ...]
    """What of the spreadsheet is not in them."""


@dataclass(kw_only=True)
class _Part:
    """An option, a row or a level."""

    row: SheetRow
    fields: dict[str, Any]
    name: str = ""


@dataclass(kw_only=True)
class _Question:
    """One question, with the rows that belong to it."""

    row: SheetRow
    id: str
    fields: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """What is to be decided."""
    more: list[SheetRow] = field(default_factory=list)


@dataclass(kw_only=True)
class _Key:
    id: str
    title: str
    questions: list[_Question] = field(default_factory=list)


def draft_pack(sheet: Sheet, pack_id: str) -> Draft:
    """The pack that a spreadsheet asks for.

    Raises `ConfigurationError` with everything that is wrong in the sheet, at its rows.
    """
    return _Drafting(sheet=sheet, pack_id=pack_id).draft()


@dataclass(kw_only=True)
class _Drafting:
    sheet: Sheet
    pack_id: str
    problems: list[Problem] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    keys: dict[str, _Key] = field(default_factory=dict)
    last: _Key | None = None
    """The key of the row before."""

    def draft(self) -> Draft:
        for row in self.sheet.rows:
            self._take(row)
        if not self.keys and not self.problems:
            self.problems.append(self.sheet.refuse(1, "expected a row for each question"))
        questions = [one for key in self.keys.values() for one in key.questions]
        for question in questions:
            self._fill(question)
        if self.problems:
            raise ConfigurationError(sorted(self.problems, key=lambda one: one.place.line))  # type: ignore[union-attr]
        files = {OUTLINE: self._write_outline(questions)}
        files |= {f"{key.id}.yaml": self._write_key(key) for key in self.keys.values()}
        ignored = (
            *self.sheet.ignored,
            *(
                f"{what}, {count} times" if count > 1 else what
                for what, count in self.left_out.items()
            ),
        )
        return Draft(
            files=files,
            questions=len(questions),
            made=tuple(self.made.items()),
            ignored=ignored,
        )

    def _refuse(self, row: SheetRow, column: str, expected: str, hint: str = "") -> None:
        self.problems.append(self.sheet.refuse_cell(row, column, expected, hint))

    # ------------------------------------------------------------ rows

    def _take(self, row: SheetRow) -> None:
        """Add a row: a question, or more of the one before."""
        key = self._find_key(row)
        if key is None:
            return
        last = key.questions[-1] if key.questions else None
        same = last is not None and row.get("id") in ("", last.row.get("id"))
        if same and not (row.get("title") or row.get("ask")):
            assert last is not None
            last.more.append(row)
            return
        if not (row.get("title") or row.get("ask")):
            self.problems.append(
                self.sheet.refuse(
                    row.line,
                    "the row has neither a title nor a question, and none is above it",
                    "a row below its question repeats its key and id, or leaves them empty",
                )
            )
            return
        name = row.get("id")
        taken = {one.id for one in key.questions}
        if name and not ID.fullmatch(name):
            self._refuse(row, "id", "letters, digits, - and _, at most 64")
        elif name in taken:
            self._refuse(row, "id", f'an id that no other question of "{key.id}" has')
        if not name:
            self.made["an id made from the title or the official number"] += 1
            name = make_id(row.get("ref") or row.get("title") or row.get("ask"), taken)
        key.questions.append(_Question(row=row, id=name))

    def _find_key(self, row: SheetRow) -> _Key | None:
        """The key of a row: what its cell says, else that of the row before."""
        said = row.get("key")
        if not said:
            if self.last is not None:
                return self.last
            if "key" in self.sheet.names.values() or "key" in self.sheet.names:
                self.problems.append(
                    self.sheet.refuse(row.line, "the first row names no key, a part of the pack")
                )
                return None
            self.made["a key for all questions, as no column names any"] += 1
            said = "questions"
        plain = ID.fullmatch(said) and (row.get("key title") or said == said.lower())
        name = said if plain else make_id(said, ())
        title = row.get("key title") or (said if name != said else _make_title(said))
        known = next((key for key in self.keys.values() if key.id.lower() == name.lower()), None)
        if known is None:
            known = self.keys[name] = _Key(id=name, title=title)
        self.last = known
        return known

    # ------------------------------------------------------------ questions

    def _fill(self, question: _Question) -> None:
        row, fields = question.row, question.fields
        title = row.get("title")
        if not title:
            title = row.get("ask")
            question.notes.append("a short title; this is the question")
            self.made["a title taken from the question"] += 1
        fields["id"] = question.id
        for column in ("ref", "heading"):
            if row.get(column):
                fields[column] = row.get(column)
        fields["title"] = title
        for column, name in (("ask", "ask"), ("ask partner", "ask_partner"), ("why", "why")):
            if row.get(column) and row.get(column) != title:
                fields[name] = row.get(column)
        if row.get("answered by"):
            fields["answered_by"] = self._choose(row, "answered by", _SIDES)
        self._fill_kind(question)
        self._fill_shared(question.row, fields)
        evidence = [
            one
            for more in (row, *question.more)
            if not _names_part(more)
            for one in _split(more.get("evidence"))
        ]
        if evidence:
            fields["evidence"] = evidence
        for column in ("quick", "scored"):
            if row.get(column):
                fields[column] = self._read_yes_no(row, column)
        scored = fields.get("scored", fields.get("kind") not in ("text", "date"))
        if not scored:
            self._set_aside(question)

    def _set_aside(self, question: _Question) -> None:
        """What goes with a level stays as a comment where the question gives none."""
        for name in ("weight", "remedy"):
            if name in question.fields:
                written = dumping.inline({name: question.fields.pop(name)})
                question.notes.append(f"it is not scored, so this waits: {written}")
                self.made["what goes with a score, of questions that are not scored"] += 1
        for part in question.fields.get("rows", ()):
            waiting = [part.pop(name, None) for name in ("remedy", "weight")]
            if any(waiting):
                self.left_out["what goes with a score, of rows that are not scored"] += 1
        for part in question.fields.get("options", ()):
            if part.pop("remedy", None):
                self.left_out["what goes with a score, of options that are not scored"] += 1

    def _fill_kind(self, question: _Question) -> None:
        row = question.row
        rows = list(self._list_parts(question, "rows"))
        options = list(self._list_parts(question, "options"))
        given = row.get("kind")
        kind = KIND_BY_NAME.get(fold(given), "") if given else "matrix" if rows else "choice"
        if given and not kind:
            self._refuse(row, "kind", f"one of {', '.join(KINDS)}", near(fold(given), KIND_BY_NAME))
            return
        if not given:
            why = (
                "it has rows"
                if rows
                else "it has options"
                if options
                else "a question of yes or no"
            )
            question.notes.append(f"its kind; {why}")
            self.made["a kind that was not given"] += 1
        question.fields["kind"] = kind
        if kind == "levels":
            self._fill_levels(question, options)
        elif kind == "matrix":
            if options and not rows:
                question.notes.append("whether these are the rows; each is answered by yes or no")
                self.made["rows taken from answers of which several hold"] += 1
                options, rows = [], options
            self._fill_options(question, options)
            self._fill_rows(question, rows)
        elif kind == "choice":
            self._fill_options(question, options)
        elif kind == "number":
            self._fill_number(question)
        if rows and kind != "matrix":
            self._refuse(
                rows[0].row, "rows", f"nothing, as the kind is {kind}", "write kind: matrix"
            )
        if options and kind not in ("levels", "choice", "matrix"):
            self._refuse(options[0].row, "options", f"nothing, as the kind is {kind}")

    def _list_parts(self, question: _Question, column: str) -> Iterator[_Part]:
        """The options or rows of a question: several in its own cell, one in each row below."""
        for text in _split(question.row.get(column)):
            found = _WORTH.fullmatch(text) if column == "options" else None
            fields: dict[str, Any] = {"text": found[1] if found else text}
            if found:
                fields["worth"] = found[2]
            yield _Part(row=question.row, fields=fields)
        for row in question.more:
            if not row.get(column):
                continue
            fields = {"ref": row.get("ref")} if row.get("ref") else {}
            fields["text"] = row.get(column)
            if column == "options" and row.get("worth"):
                fields["worth"] = row.get("worth")
            self._fill_shared(row, fields, weight=column == "rows")
            if row.get("evidence"):
                fields["evidence"] = _split(row.get("evidence"))
            yield _Part(row=row, fields=fields, name=row.get("part id"))

    def _fill_levels(self, question: _Question, options: list[_Part]) -> None:
        if len(options) not in SPREAD:
            expected = "two to five texts, the lowest level first"
            self._refuse(question.row, "options", f"{expected}, found {len(options)} of them")
            return
        named = [one.fields.get("worth") for one in options]
        texts = [one.fields["text"] for one in options]
        levels = [int(one) for one in named if one in ("0", "1", "2", "3", "4")]
        if any(named) and len(set(levels)) < len(named):
            self._refuse(question.row, "worth", "a level of its own from 0 to 4 for each text")
            return
        by_level = dict(sorted(zip(levels, texts, strict=False)))
        usual = not levels or tuple(by_level) == SPREAD[len(texts)]
        question.fields["levels"] = (list(by_level.values()) or texts) if usual else by_level

    def _fill_options(self, question: _Question, options: list[_Part]) -> None:
        kept = []
        for one in options:
            if fold(one.fields["text"]) in NOT_APPLICABLE | UNKNOWN:
                self.left_out[f'the option "{one.fields["text"]}": every question offers it'] += 1
            else:
                kept.append(one)
        if [fold(one.fields["text"]) for one in kept] == ["yes", "no"] and all(
            set(one.fields) == {"text"} and not one.name for one in kept
        ):
            return  # what a question without options offers
        scored = fold(question.row.get("scored")) not in NO
        if scored and kept and not any("worth" in one.fields for one in kept):
            if len(kept) == 1:
                self._refuse(question.row, "options", "two options or more")
            for place, one in enumerate(kept):
                one.fields["worth"] = 1 - Fraction(place, max(len(kept) - 1, 1))
            question.notes.append("what each option is worth; the first is taken as the best")
            self.made["what options are worth"] += 1
        elif scored:
            for one in kept:
                if "worth" not in one.fields:
                    self._refuse(
                        one.row, "worth", "what the option is worth, as the others have it"
                    )
        for one in kept:
            self._read_worth(one)
        if kept:
            question.fields["options"] = self._name_parts(kept)

    def _read_worth(self, part: _Part) -> None:
        worth = part.fields.get("worth")
        if isinstance(worth, str):
            found = scalars.share(worth)
            if found is None or not 0 <= found <= 1:
                hint = "the best option is worth 1, the worst 0"
                self.problems.append(
                    self.sheet.refuse(part.row.line, "expected a worth from 0 to 1", hint, worth)
                )
                return
            part.fields["worth"] = found

    def _fill_rows(self, question: _Question, rows: list[_Part]) -> None:
        if not rows:
            self._refuse(question.row, "rows", "the rows of the matrix")
        question.fields["rows"] = self._name_parts(rows)
        if question.row.get("bounds"):
            question.fields["bounds"] = self._read_bounds(question.row)

    def _name_parts(self, parts: Iterable[_Part]) -> list[dict[str, Any]]:
        taken: set[str] = set()
        named = []
        for part in parts:
            name = part.name or make_id(part.fields["text"], taken)
            if not ID.fullmatch(name):
                self._refuse(part.row, "part id", "letters, digits, - and _, at most 64")
            elif name in taken:
                self._refuse(part.row, "part id", "an id that no other option or row here has")
            taken.add(name)
            named.append({"id": name, **part.fields})
        return named

    def _fill_number(self, question: _Question) -> None:
        row, fields = question.row, question.fields
        fields["unit"] = row.get("unit") or "units"
        if not row.get("unit"):
            question.notes.append("what is counted")
            self.made["a unit that was not given"] += 1
        for column in ("worst", "best"):
            if row.get(column):
                fields[column] = self._read_number(row, column)
        if row.get("better"):
            fields["better"] = self._choose(row, "better", ("lower", "higher"))
        if row.get("bounds"):
            fields["bounds"] = self._read_bounds(row)
        judged = "bounds" in fields or ("worst" in fields and "best" in fields)
        if not judged and not row.get("scored"):
            question.notes.append(
                "which number gives which level (better and bounds); till then it is not scored"
            )
            self.made["numbers that are not scored, as no bounds were given"] += 1
            fields["scored"] = False

    def _read_bounds(self, row: SheetRow) -> dict[int, Any]:
        bounds: dict[int, Any] = {}
        for part in _split(row.get("bounds")):
            level, _, least = part.partition(":")
            number = scalars.share(least.strip())
            if level.strip() not in ("1", "2", "3", "4") or number is None:
                self._refuse(row, "bounds", "level and number, such as 1: 10 | 2: 5 | 4: 1")
                return {}
            bounds[int(level)] = number
        return bounds

    # ------------------------------------------------------------ cells

    def _fill_shared(self, row: SheetRow, fields: dict[str, Any], *, weight: bool = True) -> None:
        """What questions and their parts can both have."""
        if weight and row.get("weight"):
            found = self._read_number(row, "weight")
            if found is not None and found > 0:
                fields["weight"] = found
            elif found is not None:
                self._refuse(row, "weight", "a number above 0")
        others = [name for name in ("effort days", "owner", "done when") if row.get(name)]
        if row.get("remedy"):
            remedy: dict[str, Any] = {"do": row.get("remedy")}
            if row.get("effort days"):
                days = self._read_number(row, "effort days")
                if days is not None and days <= 0:
                    self._refuse(row, "effort days", "a number above 0")
                remedy["effort_days"] = days
            for column, name in (("owner", "owner"), ("done when", "done_when")):
                if row.get(column):
                    remedy[name] = row.get(column)
            fields["remedy"] = remedy
        elif others:
            self._refuse(row, others[0], 'nothing, as "remedy" does not say what to do')

    def _read_number(self, row: SheetRow, column: str) -> Fraction | None:
        found = scalars.decimal(row.get(column))
        if found is None:
            self._refuse(row, column, "a number", scalars.advise_point(row.get(column)))
        return found

    def _read_yes_no(self, row: SheetRow, column: str) -> bool:
        text = fold(row.get(column))
        if text not in YES | NO:
            self._refuse(row, column, "yes or no")
        return text in YES

    def _choose(self, row: SheetRow, column: str, names: tuple[str, ...]) -> str:
        text = fold(row.get(column))
        if text not in names:
            self._refuse(row, column, " or ".join(names), near(text, names))
        return text

    # ------------------------------------------------------------ texts

    def _write_outline(self, questions: list[_Question]) -> str:
        asked = {one.fields.get("answered_by") for one in questions}
        sides = next(iter(asked)) if len(asked) == 1 else "both"
        self.made["the title, whether proofs are needed, and what each verdict needs"] += 1
        lines = [
            "# Made from a spreadsheet. What nobody said stands behind “to decide”.",
            "# Check it after every change: outsource-check pack lint, with this folder.",
            "format: outsource-check/pack/v1",
            *dumping.field("id", self.pack_id, 0),
            "version: 0.1.0",
            f"{_TO_DECIDE}the title",
            *dumping.field("title", _make_title(self.pack_id), 0),
        ]
        if sides is None:
            sides = "client"
            lines.append(f"{_TO_DECIDE}who answers: client, partner or both")
            self.made["who answers"] += 1
        lines.append(f"sides: {sides}")
        lines += ["keys:", *(f"  - {dumping.scalar(name)}" for name in self.keys)]
        lines += [
            f"{_TO_DECIDE}whether level 4 needs some proof (required) or not (optional)",
            "evidence: optional",
            f"{_TO_DECIDE}what each verdict needs, from 0 to 100: overall, in the weakest key",
            "verdict:",
            "  ready: {overall: 70, weakest_key: 50}",
            "  conditional: {overall: 55, weakest_key: 35}",
            "  at-risk: {overall: 40}",
        ]
        return "\n".join(lines) + "\n"

    def _write_key(self, key: _Key) -> str:
        lines = [
            *dumping.field("id", key.id, 0),
            *dumping.field("title", key.title, 0),
            "questions:",
        ]
        for question in key.questions:
            lines += [f"  {_TO_DECIDE}{note}" for note in question.notes]
            written = [
                line
                for name, value in question.fields.items()
                for line in dumping.field(name, value, 4)
            ]
            written[0] = f"  - {written[0].lstrip()}"
            lines += [*written, ""]
        return "\n".join(lines).rstrip("\n") + "\n"


def make_id(text: str, taken: Iterable[str]) -> str:
    """An id from a text, unlike those that are taken: its first words in plain letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > _LONGEST_ID:
        words = words[: _LONGEST_ID + 1].rpartition("-")[0] or words[:_LONGEST_ID]
    name = base = words or "q"
    known = {one.lower() for one in taken}
    number = 1
    while name in known:
        number += 1
        name = f"{base}-{number}"
    return name


def _make_title(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").strip().capitalize()


def _split(text: str) -> list[str]:
    """The things that stand in one cell, a line each or between bars."""
    return [part.strip() for part in re.split(r"\s*[|\n]\s*", text) if part.strip()]


def _names_part(row: SheetRow) -> bool:
    return bool(row.get("options") or row.get("rows")) and not (row.get("title") or row.get("ask"))
