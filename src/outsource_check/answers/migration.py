"""Answers to an older version of a pack, as its version of today reads them (docs/files.md).

The tree of a file is made anew with every value where it stood, so that what is wrong with an old
answer is told at its line and column. The file is not changed by that; `upgrade` gives its bytes
with today's version, for whoever saves an answer to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from outsource_check.documents import (
    Document,
    Field,
    Mapping,
    Scalar,
    Sequence,
    parse,
    scalars,
)
from outsource_check.documents.tree import leaves
from outsource_check.documents.types import VERSION, is_later
from outsource_check.errors import OutputError
from outsource_check.pack.answer import BESIDE
from outsource_check.pack.moves import follow

if TYPE_CHECKING:
    from outsource_check.documents import Node
    from outsource_check.documents.writer import Change
    from outsource_check.pack import Pack
    from outsource_check.pack.moves import Hop, Move

BEFORE = "before"
"""The field that holds, as text, what was said to a question or fact that is asked again."""
_SPOKEN_ALONE = ("level", "option", "value", "text", "day", BEFORE)
"""Fields whose value says everything without their name."""
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A file as today's version of its pack reads it."""

    document: Document
    """Its tree with today's ids and today's version; bytes and places are the file's."""
    version: str = ""
    """The version that the file itself names; empty where it names none."""
    travelled: tuple[str, ...] = ()
    """Today's ids of the questions and facts whose answers are read otherwise than they stand."""
    gone_rows: tuple[tuple[str, str], ...] = ()
    """Question and row, where something is said to a row that is no longer asked."""


def migrate(document: Document, pack: Pack) -> Migration:
    """The file as today's version of the pack reads it; the document itself is not changed."""
    node = document.root.get("pack_version")
    version = node.text if isinstance(node, Scalar) and VERSION.fullmatch(node.text) else ""
    if not version or not (pack.outline.moved or is_later(pack.version, version)):
        return Migration(document=document, version=version)
    written = {leaf.offset: leaf.text for leaf in leaves(document.root)}
    walk = _Walk(pack=pack, version=version, written=written, hops=pack.list_hops(version))
    fields = dict(document.root.fields)
    if is_later(pack.version, version):
        assert isinstance(node, Scalar)
        fields["pack_version"] = Field(fields["pack_version"].name, node.saying(pack.version))
    for name, move in (
        ("facts", walk.move_facts),
        ("answers", walk.move_answers),
        ("waivers", walk.move_waivers),
    ):
        if name in fields:
            fields[name] = Field(fields[name].name, move(fields[name].value))
    root = document.root.holding(fields)
    return Migration(
        document=document.holding(root),
        version=version,
        travelled=tuple(walk.list_travelled(root)),
        gone_rows=tuple(walk.gone_rows),
    )


def upgrade(document: Document, migration: Migration) -> bytes:
    """The bytes of a file with what `migrate` has made of it; every other byte stays.

    Raises `OutputError` where that cannot be put in its place.
    """
    from outsource_check.documents.writer import (  # noqa: PLC0415 - only where one is saved
        compare,
        edit,
        type_node,
    )

    wanted = migration.document.root
    spelled = _spell(document, wanted)
    changes: list[Change] = []
    for name in ("facts", "answers"):
        if name in wanted.fields:
            node = spelled.root.fields[name].value
            old, new = type_node(node), type_node(wanted.fields[name].value)
            for question, row in migration.gone_rows:
                _keep_row(old, new, question, row)
            changes += compare(node, (name,), old, new)
    return edit(spelled, changes)


def _keep_row(old: Any, new: Any, question: str, row: str) -> None:
    """Leave a row that is no longer asked where it stands, unless its answer says nothing now."""
    before, after = (part.get(question) for part in (old, new))
    before, after = (part.get("rows") if isinstance(part, dict) else 0 for part in (before, after))
    if isinstance(before, dict) and isinstance(after, dict):
        after[row] = before[row]


def _spell(document: Document, wanted: Mapping) -> Document:
    """The document with the names and single values that are others now, where they stand."""
    from outsource_check.documents import dumping  # noqa: PLC0415

    before = {(leaf.offset, leaf.end_offset): leaf.text for leaf in leaves(document.root)}
    splices: dict[tuple[int, int], str] = {}
    for leaf in leaves(wanted):
        span = leaf.offset, leaf.end_offset
        # What is there twice, once as it was, is added elsewhere.
        if span in before and splices.get(span) != before[span]:
            splices[span] = leaf.text
    text = document.text
    for (start, end), new in sorted(splices.items(), reverse=True):
        if new != before[start, end]:
            bare = new in ("yes", "no") or scalars.whole(new) is not None
            text = text[:start] + (new if bare else dumping.scalar(new, inside=True)) + text[end:]
    mark = _MARK if document.data.startswith(_MARK) else b""
    return parse(mark + text.encode(), document.file, OutputError)


@dataclass(kw_only=True)
class _Walk:
    """A file on its way from its version to today's, and what was found so far."""

    pack: Pack
    version: str
    written: dict[int, str]
    """Every name and single value of the file, by where it begins."""
    hops: tuple[Hop, ...]
    gone_rows: dict[tuple[str, str], None] = field(default_factory=dict)
    carried: set[int] = field(default_factory=set)
    """Where the names of entries begin that a move has changed."""

    def move_facts(self, facts: Node) -> Node:
        """The facts under today's ids."""
        return facts.holding(self._move(facts)) if isinstance(facts, Mapping) else facts

    def move_answers(self, answers: Node) -> Node:
        """The answers under today's ids, without rows that are gone, lists as they were meant."""
        if not isinstance(answers, Mapping):
            return answers
        fields = self._move(answers)
        for name, old in fields.items():
            if name in self.pack.questions:
                fields[name] = Field(old.name, self._finish(name, old.value))
        return answers.holding(fields)

    def move_waivers(self, waivers: Node) -> Node:
        """The waivers; each goes with its question where the answers to that travel."""
        if not isinstance(waivers, Sequence):
            return waivers
        return waivers.holding([self._move_waiver(item) for item in waivers.items])

    def list_travelled(self, root: Mapping) -> Iterator[str]:
        """Facts and questions whose answers a move has changed and that still say it."""
        for block, prefix in (("facts", "facts."), ("answers", "")):
            for name, entry in getattr(root.get(block), "fields", {}).items():
                again = isinstance(entry.value, Mapping) and BEFORE in entry.value.fields
                if entry.name.offset in self.carried and not again and _write(entry.value):
                    yield f"{prefix}{name}"

    def _move(self, block: Mapping) -> dict[str, Field]:
        """The entries of a block, moved version by version, in the order of the file."""
        held = dict(block.fields)
        spare: dict[str, Field] = {}
        """Those that are asked again under another id: they count where their question stays."""
        retired: list[Field] = []
        for hop in self.hops:
            arrived: dict[str, list[Field]] = {}
            left: dict[str, Field] = {}
            for name, old in (*spare.items(), *held.items()):
                moves = hop.get(name, ())
                if all(move.ask_again and move.target != name for move in moves):
                    if moves or name in spare:
                        left[name] = old
                    else:
                        arrived.setdefault(name, []).insert(0, old)
                for move in moves:
                    if move.because:
                        entry = block.fields[self.written[old.name.offset]]
                        retired.append(Field(old.name, entry.value))
                    else:
                        arrived.setdefault(move.target, []).append(self._carry(old, move))
            held = {name: _join(entries) for name, entries in arrived.items()}
            spare = {name: old for name, old in left.items() if name not in held}
        held |= {name: old for name, old in spare.items() if self._asks_still(name)}
        entries = sorted([*held.values(), *retired], key=lambda entry: entry.name.offset)
        return {entry.name.text: entry for entry in entries}

    def _asks_still(self, name: str) -> bool:
        """Whether a question or fact of the file's version is asked today, and is no new one."""
        question = self.pack.questions.get(name)
        if question is None:
            return name in self.pack.facts
        return question.since is None or not is_later(question.since, self.version)

    def _carry(self, old: Field, move: Move) -> Field:
        """An entry after one move of it."""
        name = old.name if move.target == old.name.text else old.name.saying(move.target)
        if move.ask_again:
            return Field(name, _ask_again(old.value))
        carry = _carry_fact if move.fact is not None else _carry_value
        value = carry(old.value, move)
        if name is not old.name or value is not old.value:
            self.carried.add(name.offset)
        return Field(name, value)

    def _move_waiver(self, waiver: Node) -> Node:
        name = waiver.get("question") if isinstance(waiver, Mapping) else None
        if not isinstance(waiver, Mapping) or not isinstance(name, Scalar):
            return waiver
        question, _ = follow(self.hops, name.text)
        return _with(waiver, "question", name.saying(question))

    def _finish(self, name: str, value: Node) -> Node:
        """An answer without rows that are gone, and without a list that would say more today."""
        rows = value.get("rows") if isinstance(value, Mapping) else value
        left: Node | None = rows
        if isinstance(rows, Mapping):
            fields = {
                row: part for row, part in rows.fields.items() if self._stays(name, part.name)
            }
            left = rows.holding(fields) if len(fields) < len(rows.fields) else rows
        elif isinstance(rows, Sequence):
            left = self._finish_list(name, rows)
        if left is rows or left is None:
            return value
        if isinstance(value, Mapping):
            return _with(value, "rows", left)
        if isinstance(left, Mapping):
            return Mapping.make({"rows": Field(Scalar.make("rows", value), left)}, value)
        return left

    def _finish_list(self, name: str, rows: Sequence) -> Node:
        items = [one for one in rows.items if not isinstance(one, Scalar) or self._stays(name, one)]
        question = self.pack.questions[name]
        if not question.reads_alike(self.version):
            listed = [one.text for one in items if isinstance(one, Scalar)]
            said = question.spell_out(listed, self.version)
            if said is not None and len(listed) == len(items):
                made = {row: Scalar.make(option, rows) for row, option in said.items()}
                fields = {row: Field(Scalar.make(row, rows), part) for row, part in made.items()}
                return Mapping.make(fields, rows)
        return rows.holding(items) if len(items) < len(rows.items) else rows

    def _stays(self, question: str, row: Scalar) -> bool:
        """Whether a row is none of those that are no longer asked; those are noted."""
        if row.text not in self.pack.gone_rows.get(question, ()):
            return True
        self.gone_rows[question, self.written[row.offset]] = None
        return False


def _with(mapping: Mapping, name: str, value: Node) -> Mapping:
    fields = {**mapping.fields, name: Field(mapping.fields[name].name, value)}
    return mapping.holding(fields)


def _carry_fact(value: Node, move: Move) -> Node:
    """What is said of a fact, one option or several, as a move leaves it."""
    if isinstance(value, Sequence):
        items = [_choose(item, move) for item in value.items]
        left = {_write(item): item for item in items if item is not None}
        if items == value.items:
            return value
        return _ask_again(value) if None in items else value.holding(list(left.values()))
    if isinstance(value, Scalar) and "," in value.text:
        parts = [part.strip() for part in value.text.split(",")]
        named = [move.values.get(part, part) for part in parts]
        texts = [part for part in dict.fromkeys(named) if part is not None]
        if named == parts:
            return value
        return _ask_again(value) if None in named else value.saying(", ".join(texts))
    return _choose(value, move) or _ask_again(value)


def _carry_value(value: Node, move: Move) -> Node:
    """What an entry says, as a move leaves it; asked again where what it says is gone."""
    if isinstance(value, Sequence):
        return _carry_rows(value, move) or _ask_again(value)
    changed = _choose(value, move)
    rows = changed.get("rows") if isinstance(changed, Mapping) else None
    if isinstance(changed, Mapping) and rows is not None:
        moved = _carry_rows(rows, move)
        changed = moved and (changed if moved is rows else _with(changed, "rows", moved))
    return changed or _ask_again(value)


def _carry_rows(rows: Node, move: Move) -> Node | None:
    """Rows under their new ids with their new options; one that is gone stays as it is.

    None where the option of one is gone, or where two that differ have come together.
    """
    if isinstance(rows, Sequence):
        return None if None in move.options.values() else _carry_list(rows, move)
    if not isinstance(rows, Mapping):
        return rows
    fields: dict[str, Field] = {}
    for name, old in rows.fields.items():
        row, value = move.rows.get(name, name), _choose(old.value, move)
        if row is None:
            row, value = name, old.value
        if value is None or (row in fields and _write(value) != _write(fields[row].value)):
            return None
        fields[row] = Field(old.name if row == name else old.name.saying(row), value)
    same = [entry.value for entry in fields.values()] == [entry.value for entry in rows]
    return rows if same and fields.keys() == rows.fields.keys() else rows.holding(fields)


def _carry_list(rows: Sequence, move: Move) -> Sequence:
    """A list of the rows at their best under their new ids."""
    items = [
        one.saying(move.rows[one.text] or one.text)
        if isinstance(one, Scalar) and one.text in move.rows
        else one
        for one in rows.items
    ]
    return rows if items == rows.items else rows.holding(items)


def _choose(value: Node, move: Move) -> Node | None:
    """A level or an option as a move leaves it, alone or in a mapping; None where it is gone."""
    if isinstance(value, Scalar):
        new = move.values.get(value.text, value.text)
        return None if new is None else value if new == value.text else value.saying(new)
    for name in ("level", "option"):
        part = value.get(name) if isinstance(value, Mapping) else None
        if isinstance(value, Mapping) and isinstance(part, Scalar):
            chosen = _choose(part, move)
            if chosen is None:
                return None
            if chosen is not part:
                value = _with(value, name, chosen)
    return value


def _ask_again(value: Node) -> Node:
    """An entry that only tells what it said, with all that stands beside that."""
    said = _write(value)
    if not said:
        return value
    made = {BEFORE: Field(Scalar.make(BEFORE, value), Scalar.make(said, value, quoted=True))}
    if not isinstance(value, Mapping):
        return Mapping.make(made, value)
    beside = {name: part for name, part in value.fields.items() if name in BESIDE}
    return value.holding({**made, **beside})


def _join(entries: list[Field]) -> Field:
    """The entry under one id; where several that say something came together, asked again."""
    said = [entry for entry in entries if _write(entry.value)]
    if len(said) < 2:
        return (said or entries)[0]
    fields: dict[str, Field] = {}
    for entry in reversed(said):
        again = _ask_again(entry.value)
        assert isinstance(again, Mapping)
        fields |= again.fields
    together = "; ".join(_write(entry.value) for entry in said)
    fields[BEFORE] = Field(fields[BEFORE].name, Scalar.make(together, said[0].value, quoted=True))
    return Field(said[0].name, Mapping.make(fields, said[0].value))


def _write(value: Node) -> str:
    """What an entry says, as text; empty where it says nothing."""
    if isinstance(value, Scalar):
        return "" if value.empty else value.text
    from outsource_check.documents import dumping  # noqa: PLC0415 - only for older files
    from outsource_check.documents.writer import type_node  # noqa: PLC0415

    data = type_node(value)
    if isinstance(value, Sequence):
        return dumping.inline(data)
    said = {name: part for name, part in data.items() if name not in BESIDE and part is not None}
    (alone, *others) = said or ("",)
    if alone in _SPOKEN_ALONE and not others:
        part = value.get(alone) if isinstance(value, Mapping) else None
        return part.text if isinstance(part, Scalar) else dumping.inline(said)
    return dumping.inline(said) if said else ""
