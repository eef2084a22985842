"""Answer files from text: against the pack they name, with every problem at its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from outsource_check.answers.entries import DONT_KNOW, read_entry
from outsource_check.answers.model import FORMAT, Answer, AnswerFile, Respondent, Waiver
from outsource_check.answers.sites import check_sites
from outsource_check.documents import Document, Mapping, Node, Scalar, Sequence, near, parse
from outsource_check.documents.decode import (
    MISSING,
    Date,
    Text,
    Walk,
    alternatives,
    describe,
    locate,
    reading_of,
)
from outsource_check.documents.reader import read_bytes
from outsource_check.errors import AnswerError, ConfigurationError
from outsource_check.pack import Pack, load_pack
from outsource_check.pack.ids import Id, Version, is_later
from outsource_check.records import Record

OTHER_FORMATS = (
    "engagement",
    "pack",
    "policy",
    "baseline",
    "result",
    "overlap",
    "context",
    "brand",
    "check",
    "alignment",
    "templates",
)
"""The `format`s of ours that are no answer files, by their middle word."""

_HEADER = {
    "pack": reading_of(Id),
    "pack_version": reading_of(Version),
    "engagement": reading_of(Text),
    "respondent": reading_of(Respondent),
    "mode": lambda node, walk: walk.one_of(node, ("full", "quick")),
    "date": reading_of(Date),
    "waivers": reading_of(tuple[Waiver, ...]),
}
_SHARED = ("level", "option", "dont_know")
_REQUIRED = ("pack", "pack_version", "engagement", "respondent", "date")
FIELDS = ("format", *_HEADER, "facts", "answers")


class AnswerSource(Record):
    """An answer file that was read."""

    file: str
    """The path as it was given; `-` for standard input."""
    document: Document
    sha256: str
    """Of the file's bytes."""
    content: AnswerFile
    retired: tuple[str, ...]
    """Questions of older versions that it answers: kept, not scored."""
    newer: tuple[str, ...]
    """Questions and facts that it answers and that this version of the pack does not know yet."""


NAMED_LATER = ("engagement", "pack", "respondent", "facts")
"""The fields that what is wrong between files is about."""


def release(source: AnswerSource) -> AnswerSource:
    """The source without the tree of its answers, which nothing is said about once it was read."""
    return source.replace(document=source.document.keep(NAMED_LATER))


class PackShelf:
    """Packs by id, each loaded once."""

    def __init__(self, folders: Iterable[str | Path] = ()) -> None:
        self._folders = tuple(folders)
        self._packs: dict[str, Pack] = {}

    def pack(self, pack_id: str) -> Pack:
        """The pack with an id. Raises `ConfigurationError` as `load_pack` does."""
        if pack_id not in self._packs:
            self._packs[pack_id] = load_pack(pack_id, self._folders)
        return self._packs[pack_id]


def read_answer_file(path: str | Path, shelf: PackShelf) -> AnswerSource:
    """One answer file. Raises `AnswerError` with every problem in it."""
    return read_document(parse(read_bytes(path, AnswerError), str(path), AnswerError), shelf)


def other_format(document: Document) -> str:
    """The middle word of a `format` of ours that is not that of answer files; empty if none."""
    node = document.root.get("format")
    if isinstance(node, Scalar):
        parts = node.text.split("/")
        if len(parts) == 3 and parts[0] == "outsource-check" and parts[1] in OTHER_FORMATS:
            return parts[1]
    return ""


def read_document(document: Document, shelf: PackShelf) -> AnswerSource:
    """A parsed answer file, against its pack. Raises `AnswerError` with every problem in it."""
    walk = Walk(document)
    check_format(document, FORMAT, walk)
    values: dict[str, Any] = {"format": FORMAT}
    for entry in document.root:
        name = entry.name.text
        if name not in FIELDS:
            walk.unknown_field(entry.name, FIELDS)
        elif isinstance(entry.value, Scalar) and entry.value.empty:
            if name in _REQUIRED:
                walk.note(entry.name, "OC011", f'"{name}" is empty, but is required')
        elif name in _HEADER:
            values[name] = _HEADER[name](entry.value, walk)
    for name in _REQUIRED:
        if name not in document.root.fields:
            walk.note(document.root, "OC011", f'"{name}" is missing')
    pack_id = values.get("pack", MISSING)
    if pack_id is MISSING:
        walk.finish()
    pack = _find_pack(pack_id, shelf, document)
    version = values.get("pack_version", MISSING)
    if version is MISSING or not _same_major(version, pack, walk):
        walk.finish()
    # A patch changes only the wording.
    newer_file = is_later(_without_patch(version), _without_patch(pack.version))
    retired, newer = _read_content(values, pack, walk, newer_file=newer_file)
    walk.finish()
    content = AnswerFile(**values)
    _check_sites(content, walk)
    return AnswerSource(
        file=document.file,
        document=document,
        sha256=hashlib.sha256(document.data).hexdigest(),
        content=content,
        retired=retired,
        newer=newer,
    )


def check_format(document: Document, expected: str, walk: Walk) -> None:
    """Raise at once where a document is not of the expected format: the rest would be noise."""
    node = document.root.get("format")
    if isinstance(node, Scalar) and node.text == expected:
        return
    if node is None:
        walk.note(document.root, "OC013", f'"format" is missing: expected "format: {expected}"')
    else:
        found = f', found "{node.text}"' if isinstance(node, Scalar) else ""
        walk.note(node, "OC013", f'expected the format "{expected}"{found}')
    walk.finish()


def _find_pack(pack_id: str, shelf: PackShelf, document: Document) -> Pack:
    """The pack that a file names; where there is none, the message points at the name."""
    try:
        return shelf.pack(pack_id)
    except ConfigurationError as error:
        place = document.place(document.root.fields["pack"].value)
        raise ConfigurationError(
            problem if problem.place else problem.replace(place=place) for problem in error.problems
        ) from None


def _check_sites(content: AnswerFile, walk: Walk) -> None:
    """What can only be said of sites once the date is known that their 12 months begin with."""
    for name, answer in content.answers.items():
        if answer.sites is not None:
            entry = locate(walk.document.root, ("answers", name))
            assert isinstance(entry, Mapping)
            check_sites(answer.sites, answer.date or content.date, entry, walk)
    walk.finish()


def _same_major(version: str, pack: Pack, walk: Walk) -> bool:
    if version.partition(".")[0] == pack.version.partition(".")[0]:
        return True
    node = walk.document.root.get("pack_version") or walk.document.root
    message = f'the file is for version {version} of the pack "{pack.id}", this is {pack.version}'
    walk.note(node, "OC206", message, "another major version asks other things: answer again")
    return False


def _without_patch(version: str) -> str:
    return version.rpartition(".")[0]


def _read_content(
    values: dict[str, Any], pack: Pack, walk: Walk, *, newer_file: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Facts, answers and what waivers name, against the pack."""
    root = walk.document.root
    retired: list[str] = []
    newer: list[str] = []
    values["facts"] = read_facts(root.get("facts"), pack, walk, newer if newer_file else None)
    answers: dict[str, Any] = {}
    for name, node, value in _entries(root.get("answers"), "answers by question", walk):
        question = pack.questions.get(name)
        if question is not None:
            answer = read_entry(value, question, walk, values["pack_version"])
            if answer is not None and MISSING not in answer.values():
                answers[name] = _make_answer(answer)
        elif name in pack.outline.retired:
            retired.append(name)
        elif newer_file:
            newer.append(name)
        else:
            _note_question(node, pack, walk)
    values["answers"] = answers
    waivers = root.get("waivers")
    for waiver in waivers.items if isinstance(waivers, Sequence) and not newer_file else ():
        question_node = waiver.get("question") if isinstance(waiver, Mapping) else None
        if isinstance(question_node, Scalar) and not question_node.empty:
            name = question_node.text
            if name not in pack.questions and name not in pack.outline.retired:
                _note_question(question_node, pack, walk)
    return tuple(retired), tuple(newer)


def _make_answer(values: dict[str, Any]) -> Answer:
    """An answer; the same one for all that say no more than a level, an option, or `dont-know`.

    Most answers do, and apart they would be most of what a file leaves in memory.
    """
    if len(values) == 1:
        ((name, value),) = values.items()
        if name in _SHARED:
            return _share_answer(name, value)
    return Answer(**values)


@lru_cache(maxsize=1024)
def _share_answer(name: str, value: Any) -> Answer:
    return Answer(**{name: value})


def _note_question(node: Scalar, pack: Pack, walk: Walk) -> None:
    hint = near(node.text, pack.questions) or f"`outsource-check pack show {pack.id}` lists them"
    walk.note(node, "OC201", f'there is no question "{node.text}" in {pack.id}', hint)


def read_facts(
    node: Node | None, pack: Pack, walk: Walk, newer: list[str] | None = None
) -> dict[str, str]:
    """What a file says about the engagement; empty and `dont-know` say nothing.

    With `newer`, a fact that the pack does not have is added to it instead of being refused.
    """
    facts: dict[str, str] = {}
    for name, name_node, value in _entries(node, "facts", walk):
        fact = pack.facts.get(name)
        if fact is None and newer is not None:
            newer.append(name)
        elif fact is None:
            hint = near(name, pack.facts) or f"the facts are {', '.join(pack.facts)}"
            walk.note(name_node, "OC201", f'there is no fact "{name}" in {pack.id}', hint)
        elif isinstance(value, Scalar) and (value.empty or value.text == DONT_KNOW):
            continue
        elif isinstance(value, Scalar) and value.text in fact.choices:
            facts[name] = value.text
        else:
            choices = (*fact.choices, DONT_KNOW)
            hint = near(value.text, choices) if isinstance(value, Scalar) else ""
            message = f"expected {alternatives(choices)}, found {describe(value)}"
            walk.note(value, "OC201", message, hint)
    return facts


def _entries(node: Node | None, expected: str, walk: Walk) -> Iterable[tuple[str, Scalar, Node]]:
    if node is None or (isinstance(node, Scalar) and node.empty):
        return
    if not isinstance(node, Mapping):
        walk.expect(node, expected)
        return
    for entry in node:
        yield entry.name.text, entry.name, entry.value
