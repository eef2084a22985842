"""Whether a pack can take the place of an earlier one without losing what was said to that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from outsource_check.documents.types import is_later, number_version
from outsource_check.errors import ConfigurationError, Problem
from outsource_check.lint.wording import find_level, normalise
from outsource_check.pack import LevelsQuestion, NumberQuestion
from outsource_check.pack.loading import OUTLINE, open_pack
from outsource_check.pack.model import leave_out_words
from outsource_check.past.revision import Revision

if TYPE_CHECKING:
    from outsource_check.lint.inspection import Inspection
    from outsource_check.lint.inspection import Path as Place
    from outsource_check.pack import Pack, Question
    from outsource_check.pack.moves import Hop, Move

_WORDING, _NEW, _BROKEN = 2, 1, 0
"""What a change raises: the last number of a version, the middle one, the first one."""
_NO_ARITHMETIC = frozenset(("id", "since", "quick", "internal"))
"""Fields of a question that change no score."""
_ONE_BY_ONE = frozenset(("options", "rows", "levels"))
"""Fields of a question whose parts are compared by their ids."""


def open_earlier(what: str, folder: Path) -> Pack:
    """The earlier state of the pack in `folder`: another folder, or `@` and a git revision.

    Raises `ConfigurationError` where it is not there or cannot be read.
    """
    if not what.startswith("@"):
        return open_pack(Path(what)).pack
    name = what[1:]
    revision = Revision(name, folder)
    place = revision.make_relative(folder)
    inside = "" if place == "." else f"{place}/"
    files = {
        path: blob
        for path, blob in revision.find_files().items()
        if path.startswith(inside) and "/" not in path.removeprefix(inside)
    }
    if inside + OUTLINE not in files:
        message = f'there is no pack at "{folder}" in the git revision "{name}"'
        raise ConfigurationError(Problem(rule="OC305", message=message))
    loaded = revision.load(files)
    contents = {path.removeprefix(inside): loaded.read(path) for path in files}
    return open_pack(Path(f"{name}:{place}"), contents).pack


def check_upgrade(seen: Inspection, old: Pack) -> None:
    """Check that what was said to an earlier pack counts, is asked again or is named as gone."""
    if old.id == seen.pack.id:
        _Upgrade(seen=seen, old=old, new=seen.pack).check()
    else:
        message = f'expected the id of the earlier pack, "{old.id}", found "{seen.pack.id}"'
        seen.say_of_pack("OC351", ("id",), message)


@dataclass(kw_only=True)
class _Fate:
    """What became of a question or a fact, as the moves of all versions since say it."""

    name: str
    """Its last id."""
    gone: bool = False
    """Whether it is no longer asked."""
    again: bool = False
    """Whether it is asked again."""
    same: bool = False
    """Whether a `to` calls all of it the same."""
    levels: dict[str, str | None] = field(default_factory=dict)
    options: dict[str, str | None] = field(default_factory=dict)
    rows: dict[str, str | None] = field(default_factory=dict)

    def take(self, move: Move) -> None:
        """Go on with what one move makes of it."""
        self.name = move.target
        self.same = self.same or move.to is not None
        self.levels = _join(self.levels, move.values if move.levels else {})
        self.options = _join(self.options, move.options)
        self.rows = _join(self.rows, move.rows)


def _join(first: Mapping[str, str | None], then: Mapping[str, str | None]) -> dict[str, str | None]:
    """Two renamings, one after the other."""
    joined = {old: new and then.get(new, new) for old, new in first.items()}
    taken = {*first, *first.values()}
    return joined | {old: new for old, new in then.items() if old not in taken}


def _follow(hops: Iterable[Hop], name: str) -> _Fate:
    fate = _Fate(name=name)
    for hop in hops:
        for move in hop.get(fate.name, ()):
            if move.because:
                fate.gone = True
                return fate
            if move.travels:
                fate.take(move)
                break
            fate.again = True
            if move.target not in {fate.name, *(other.name for other in hop.get(fate.name, ()))}:
                fate.name = move.target
    return fate


def _changes_nothing(move: Move) -> bool:
    """Whether a move only says that what reads otherwise means the same."""
    names = (*move.values.items(), *move.rows.items())
    return move.travels and move.target == move.name and all(old == new for old, new in names)


class _Difference(NamedTuple):
    """What lint says about one level, option or row."""

    rule: str
    name: str
    """The id of today's; empty: it is not there."""
    message: str
    hint: str


@dataclass(kw_only=True)
class _Upgrade:
    seen: Inspection
    old: Pack
    new: Pack
    changes: list[tuple[int, str]] = field(default_factory=list)
    """The number of the version that each change raises, and what changed."""

    def check(self) -> None:
        hops = self.new.list_hops(self.old.version)
        self._check_moves(hops)
        for name in self.old.facts:
            self._compare_fact(name, _follow(hops, name))
        fates = {name: _follow(hops, name) for name in self.old.questions}
        targets = {move.target for hop in hops for moves in hop.values() for move in moves}
        known = {*targets, *(fate.name for fate in fates.values())}
        added = [question for name, question in self.new.questions.items() if name not in known]
        renamed: list[str] = []
        for name, fate in fates.items():
            renamed += self._compare_question(self.old.questions[name], fate, added)
        for question in added:
            self.changes.append((_NEW, f'"{question.id}" is new'))
            if question.id not in renamed and not self._is_since(question.since):
                message = f'the question "{question.id}" is new since {self.old.version}'
                self.seen.say_of("OC353", question, ("since",), message, self._hint_since())
        for fact in self.new.facts.keys() - self.old.facts.keys() - targets:
            self.changes.append((_NEW, f'the fact "{fact}" is new'))
        self._compare_rest()
        self._check_version()

    @property
    def _version(self) -> str:
        """The version that a new entry of `moved` would name."""
        if is_later(self.new.version, self.old.version):
            return self.new.version
        return _raise_version(self.old.version, _BROKEN)

    def _hint_since(self) -> str:
        return f"write: since: {self._version}"

    def _is_since(self, since: str | None) -> bool:
        return since is not None and is_later(since, self.old.version)

    def _check_moves(self, hops: Iterable[Hop]) -> None:
        today = self.new.outline.moved
        for move in self.old.outline.moved:
            if move not in today:
                message = f'what became of "{move.name}" in {move.in_} is no longer said as it was'
                hint = "entries are added and never changed: older answers need them"
                self.seen.say_of_pack("OC355", ("moved",), message, hint)
        for move in (move for hop in hops for moves in hop.values() for move in moves):
            if not _changes_nothing(move):
                self.changes.append((_BROKEN, f'"{move.name}" moved'))

    # ------------------------------------------------------------ facts and questions

    def _compare_fact(self, name: str, fate: _Fate) -> None:
        old, new = self.old.facts[name], self.new.facts.get(fate.name)
        if fate.gone:
            return
        if new is None:
            self._lose("fact", name)
            return
        if fate.again:
            return
        index = list(self.new.facts).index(new.id)
        if old.several and not new.several:
            message = f"in {self.old.version} several options could hold"
            self.seen.say_of_pack("OC352", ("facts", index), message, self._again("fact", name))
        places = list(new.choices)
        for rule, part, message, hint in self._compare_parts(
            f"fact: {name}", "option", "options", old.choices, new.choices, fate
        ):
            path: Place = ("facts", index)
            if part and new.options:
                path = (*path, "options", places.index(part), "text")
            self.seen.say_of_pack(rule, path, message, hint)

    def _compare_question(
        self, old: Question, fate: _Fate, added: Iterable[Question]
    ) -> Sequence[str]:
        """Judge what became of it; returns what it seems to be called now, where it is gone."""
        new = self.new.questions.get(fate.name)
        if fate.gone or (new is not None and fate.again):
            return ()
        if new is None:
            alike = [one.id for one in added if normalise(one.title) == normalise(old.title)]
            self._lose("from", old.id, *alike)
            return alike
        owner = f"from: {old.id}"
        if old.kind != new.kind:
            self.changes.append((_BROKEN, f'"{new.id}" is of another kind'))
            message = f'in {self.old.version} it was of kind "{old.kind}": no answer to that fits'
            self.seen.say_of("OC352", new, ("kind",), message, self._again("from", old.id))
            return ()
        self._compare_sums(old, new)
        if isinstance(old, LevelsQuestion) and isinstance(new, LevelsQuestion):
            self._compare_levels(owner, old, new, fate)
        if isinstance(old, NumberQuestion) and isinstance(new, NumberQuestion):
            self._compare_units(owner, old, new, fate)
        self._compare_choices(owner, "option", "options", (old, new), fate)
        self._compare_choices(owner, "row", "rows", (old, new), fate)
        return ()

    def _compare_units(
        self, owner: str, old: NumberQuestion, new: NumberQuestion, fate: _Fate
    ) -> None:
        if normalise(old.unit) != normalise(new.unit) and not fate.same:
            message = f'in {self.old.version} it was counted in "{old.unit}"'
            same = f"{{{owner}, to: {old.id}, in: {self._version}}}"
            hint = f"{self._again('from', old.id)}; or, where it is the same, {same}"
            self.seen.say_of("OC352", new, ("unit",), message, hint)

    def _compare_choices(
        self, owner: str, what: str, name: str, both: tuple[Question, Question], fate: _Fate
    ) -> None:
        """What became of the options or the rows of a question."""
        question = both[1]
        old, new = ({part.id: part for part in _list_parts(one, name)} for one in both)
        before, now = ({part.id: part.text for part in parts.values()} for parts in (old, new))
        places = list(new)
        for rule, part, message, hint in self._compare_parts(owner, what, name, before, now, fate):
            path = (name, places.index(part), "text") if part else (name,)
            self.seen.say_of(rule, question, path, message, hint)
        moved = getattr(fate, name)
        kept = {moved.get(part, part) for part in old}
        for index, part in enumerate(new.values()):
            if part.id not in kept:
                self.changes.append((_NEW, f'"{part.id}" of "{question.id}" is new'))
                if not self._is_since(part.since):
                    message = f'"{part.id}" is new since {self.old.version}'
                    self.seen.say_of("OC353", question, (name, index), message, self._hint_since())
            elif part.id in old and _is_worth(old[part.id]) != _is_worth(part):
                what = f'"{part.id}" of "{question.id}" counts otherwise'
                self.changes.append((_BROKEN, what))

    def _compare_levels(
        self, owner: str, old: LevelsQuestion, new: LevelsQuestion, fate: _Fate
    ) -> None:
        if list(old.levels) != list(new.levels):
            self.changes.append((_BROKEN, f'"{new.id}" has other levels'))
        if fate.levels:
            return  # each old level has its new one
        spread = ", ".join(map(str, old.levels))
        if list(old.levels) != list(new.levels):
            message = f"in {self.old.version} its levels were {spread}"
            hint = (
                f"say under moved what each counts as: {{{owner}, in: {self._version}, "
                f"levels: [{spread}]}}"
            )
            self.seen.say_of("OC352", new, ("levels",), message, hint)
            return
        for level, text in old.levels.items():
            if normalise(text) != normalise(new.levels[level]) and not fate.same:
                message = f'level {level} was "{text}" in {self.old.version}'
                hint = (
                    f"where each level means what it meant, say so under moved: {{{owner}, "
                    f"in: {self._version}, levels: [{spread}]}}; else ask_again"
                )
                self.seen.say_of("OC352", new, find_level(self.seen, new, level), message, hint)

    def _compare_parts(
        self,
        owner: str,
        what: str,
        field_name: str,
        old: Mapping[str, str],
        new: Mapping[str, str],
        fate: _Fate,
    ) -> Iterator[_Difference]:
        """What went, or reads otherwise, of options or rows: texts by id."""
        moved: Mapping[str, str | None] = getattr(fate, field_name)
        for name, text in old.items():
            now = moved.get(name, name)
            if now is None:
                continue
            entry = f"under moved: {{{owner}, in: {self._version}, {field_name}: {{{name}: "
            if now not in new:
                message = f'the {what} "{name}" of {self.old.version} is gone'
                self.changes.append((_BROKEN, message))
                yield _Difference("OC351", "", message, f"say what it is now {entry}…}}}}")
            elif name not in moved and not fate.same and normalise(text) != normalise(new[now]):
                message = f'"{name}" was "{text}" in {self.old.version}'
                hint = f"where it means the same, say so {entry}{name}}}}}; else ask_again"
                yield _Difference("OC352", now, message, hint)

    def _lose(self, what: str, name: str, *alike: str) -> None:
        kind = "fact" if what == "fact" else "question"
        message = f'the {kind} "{name}" of {self.old.version} is gone'
        self.changes.append((_BROKEN, message))
        now = alike[0] if alike else "…"
        hint = (
            f"say what became of it under moved: {{{what}: {name}, to: {now}, in: {self._version}}}"
            ', or because: "…" in place of to'
        )
        self.seen.say_of_pack("OC351", ("moved",), message, hint)

    def _again(self, what: str, name: str) -> str:
        return f'write under moved: {{{what}: {name}, in: {self._version}, ask_again: "…"}}'

    # ------------------------------------------------------------ arithmetic and version

    def _compare_sums(self, old: Question, new: Question) -> None:
        """Note what counts otherwise, but for parts that have ids."""
        before = dict(_list_sums(old))
        for name, value in _list_sums(new):
            # Of other rows the bounds are others too, where the pack does not give them.
            rows = name == "bounds" and leave_out_words(old.lines) != leave_out_words(new.lines)
            if before.get(name) != value and not rows:
                self.changes.append((_BROKEN, f'"{name}" of "{new.id}" changed'))

    def _compare_rest(self) -> None:
        before, now = self.old.outline, self.new.outline
        for name in ("sides", "partner_when", "evidence", "verdict"):
            if getattr(before, name) != getattr(now, name):
                self.changes.append((_BROKEN, f'"{name}" changed'))
        weights = {key.id: key.weight for key in self.old.keys}
        for key in self.new.keys:
            if weights.get(key.id, key.weight) != key.weight:
                self.changes.append((_BROKEN, f'the weight of the key "{key.id}" changed'))
        parts: list[tuple[Any, ...]] = [
            (pack.outline.replace(version=""), pack.keys, pack.references)
            for pack in (self.old, self.new)
        ]
        if parts[0] != parts[1]:
            self.changes.append((_WORDING, "texts changed"))

    def _check_version(self) -> None:
        before, found = self.old.version, self.new.version
        if is_later(before, found):
            message = f"expected a version after {before}, found {found}"
            self.seen.say_of_pack("OC354", ("version",), message)
            return
        weight, what = min(self.changes, key=lambda change: change[0], default=(None, ""))
        if weight is None:
            return
        least = _raise_version(before, weight)
        if is_later(least, found):
            more = sum(other == weight for other, _ in self.changes) - 1
            others = f", and {more} more" if more else ""
            message = f"expected {least} or later, as {what}{others}; found {found}"
            self.seen.say_of_pack("OC354", ("version",), message)


def _raise_version(version: str, number: int) -> str:
    parts = [*number_version(version)]
    parts[number:] = [parts[number] + 1, *(0 for _ in parts[number + 1 :])]
    return ".".join(map(str, parts))


def _list_parts(question: Question, name: str) -> tuple[Any, ...]:
    return question.lines if name == "rows" else getattr(question, "options", ())


def _is_worth(part: Any) -> Any:
    return leave_out_words(part.replace(since=None))


def _list_sums(question: Question) -> list[tuple[str, Any]]:
    """The fields that decide scores, but for those whose parts have ids."""
    left_out = _NO_ARITHMETIC | _ONE_BY_ONE
    return [(name, value) for name, value in leave_out_words(question) if name not in left_out]
