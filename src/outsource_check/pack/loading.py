"""Packs from folders: read, checked for consistency, and completed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from outsource_check.documents import Document, parse
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.validation import Problems, read_model
from outsource_check.errors import ConfigurationError, Problem
from outsource_check.pack.consistency import (
    check_links,
    check_moves,
    check_outline,
    check_question,
)
from outsource_check.pack.kinds import Question
from outsource_check.pack.kinds.checks import RULE, check_unique
from outsource_check.pack.model import (
    Key,
    Outline,
    Pack,
    Reference,
    References,
)

OUTLINE = "pack.yaml"
REFERENCES = "references.yaml"


def read_pack(folder: Path) -> Pack:
    """The pack in a folder.

    Raises `ConfigurationError` where it cannot be read or is not sound enough to score with.
    """
    return open_pack(folder).pack


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPack:
    """A pack beside the files that it was read from."""

    pack: Pack
    documents: dict[str, Document]
    """By the name of the file, in the order of reading."""


def open_pack(folder: Path, contents: Mapping[str, bytes] | None = None) -> OpenPack:
    """The pack in a folder, with its files for whoever has to say where something stands.

    `contents` are the bytes of its files, by name, where they are not on the disk. Raises
    `ConfigurationError` with the problems of all its files together.
    """
    files = _Files(folder=folder, contents=contents)
    outline = _read_outline(files)
    keys = []
    for index, key_id in enumerate(outline.keys):
        try:
            keys.append(_read_key(files, key_id, index, outline))
        except ConfigurationError as error:
            files.problems += error.problems
    references: dict[str, Reference] = {}
    try:
        references = _read_references(files)
    except ConfigurationError as error:
        files.problems += error.problems
    files.finish()
    pack = Pack(
        outline=outline,
        keys=tuple(keys),
        references=references,
        sha256=_hash(files.documents),
        folder=str(folder),
    )
    checked = {key.id: Problems(files.documents[f"{key.id}.yaml"]) for key in keys}
    check_links(checked, pack)
    in_outline = Problems(files.documents[OUTLINE])
    check_moves(in_outline, pack)
    for problems in (*checked.values(), in_outline):
        files.problems += problems.found
    files.finish()
    return OpenPack(pack=pack, documents=files.documents)


@dataclass(kw_only=True)
class _Files:
    """The files of a pack that were read, and what is wrong with them so far."""

    folder: Path
    contents: Mapping[str, bytes] | None = None
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def holds(self, name: str) -> bool:
        return (self.folder / name).exists() if self.contents is None else name in self.contents

    def read(self, name: str, list_name: str = "") -> Document:
        path = self.folder / name
        if self.contents is None:
            data = read_bytes(path, ConfigurationError)
        else:
            data = self.contents[name]
        self.documents[name] = parse(data, str(path), ConfigurationError, list_name=list_name)
        return self.documents[name]

    def finish(self) -> None:
        if self.problems:
            raise ConfigurationError(self.problems)


def _hash(documents: dict[str, Document]) -> str:
    digest = hashlib.sha256()
    for name in sorted(documents):
        data = documents[name].data
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _read_outline(files: _Files) -> Outline:
    document = files.read(OUTLINE)
    problems = Problems(document)
    if "retired" in document.root.fields:
        hint = "write for each: moved: [{from: KEY.QUESTION, in: the version, because: the reason}]"
        name = document.root.fields["retired"].name
        problems.note(name, RULE, '"retired" has become a part of "moved"', hint)
        problems.finish()
    outline = read_model(document, Outline)
    check_outline(problems, outline)
    problems.finish()
    return outline


def _read_references(files: _Files) -> dict[str, Reference]:
    """By id; a pack without the file has none."""
    if not files.holds(REFERENCES):
        return {}
    document = files.read(REFERENCES, list_name="references")
    found = read_model(document, References).references
    problems = Problems(document)
    check_unique(problems, ("references",), (reference.id for reference in found), "reference")
    problems.finish()
    return {reference.id: reference for reference in found}


def _read_key(files: _Files, key_id: str, index: int, outline: Outline) -> Key:
    """A key's file, with every default filled in."""
    name = f"{key_id}.yaml"
    if not files.holds(name):
        problems = Problems(files.documents[OUTLINE])
        message = f'there is no file "{name}" for the key "{key_id}"'
        problems.note(("keys", index), RULE, message)
        problems.finish()
    document = files.read(name)
    key = read_model(document, Key, outline.scales)
    problems = Problems(document)
    if key.id != key_id:
        message = f'expected the id "{key_id}", as the file is named, found "{key.id}"'
        problems.note(("id",), RULE, message)
    if not key.questions:
        problems.note(("questions",), RULE, "a key needs at least one question")
    check_unique(problems, ("questions",), (question.id for question in key.questions), "question")
    for position, question in enumerate(key.questions):
        check_question(problems, question, outline, ("questions", position))
    problems.finish()
    questions: list[Question] = []
    heading = ""
    for question in key.questions:
        heading = question.heading or heading  # holds until the next one
        questions.append(_complete(question, key_id, heading, outline))
    return key.replace(questions=tuple(questions))


def _complete(question: Question, key_id: str, heading: str, outline: Outline) -> Question:
    ask = question.ask or question.title
    return question.replace(
        id=f"{key_id}.{question.id}",
        heading=heading,
        ask=ask,
        ask_partner=question.ask_partner or ask,
        answered_by=question.answered_by or outline.sides,
    )
