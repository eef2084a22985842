"""Answer files from text: against the pack they name, with every problem at its place."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from outsource_check.answers.model import FORMAT, AnswerFile, OneAnswer
from outsource_check.documents import Document, Mapping, Scalar, parse
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.types import ID
from outsource_check.documents.validation import Problems, describe, read_model
from outsource_check.errors import AnswerError, ConfigurationError, Place
from outsource_check.pack import Answer, Pack, Question, load_pack

OTHER_FORMATS = (
    "engagement",
    "pack",
    "policy",
    "history",
    "result",
    "overlap",
    "context",
    "brand",
    "check",
    "alignment",
    "templates",
)
"""The `format`s of ours that are no answer files, by their middle word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSource:
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
    offsets: dict[str, int] = field(default_factory=dict)
    """Where each entry under `answers` begins in the document's text, by question."""

    def place(self, question: str) -> Place | None:
        """Where the name of a question stands under `answers`; None where it does not."""
        offset = self.offsets.get(question)
        return None if offset is None else self.document.place_word(offset, len(question))


NAMED_LATER = ("engagement", "pack", "respondent", "facts")
"""The fields that problems between files are about."""


def release(source: AnswerSource) -> AnswerSource:
    """The source without the tree of its answers: where each begins is known by its offset."""
    return replace(source, document=source.document.keep(NAMED_LATER))


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
    """The middle word of the `format`, where it is one of ours other than that of answers."""
    node = document.root.get("format")
    if isinstance(node, Scalar):
        parts = node.text.split("/")
        if len(parts) == 3 and parts[0] == "outsource-check" and parts[1] in OTHER_FORMATS:
            return parts[1]
    return ""


def read_document(document: Document, shelf: PackShelf) -> AnswerSource:
    """A parsed answer file, against its pack. Raises `AnswerError` with every problem in it."""
    check_format(document, FORMAT)
    pack = _find_pack(document, shelf)
    content = read_model(document, AnswerFile, pack)
    assert pack is not None
    asked = [
        *_list_others(document, "facts", pack.facts),
        *_list_others(document, "answers", pack.questions),
    ]
    retired = [name for name in asked if name in pack.outline.retired]
    return AnswerSource(
        file=document.file,
        document=document,
        sha256=hashlib.sha256(document.data).hexdigest(),
        content=content,
        retired=tuple(retired),
        newer=tuple(name for name in asked if name not in retired),
        offsets=_find_offsets(document),
    )


def make_source(content: AnswerFile, number: int) -> AnswerSource:
    """Answers that were made in Python, as if they had been read; `number` names them."""
    file = f"answers {number}"
    return AnswerSource(
        file=file,
        document=parse(b"{}", file, AnswerError),
        sha256=hashlib.sha256(repr(content).encode()).hexdigest(),
        content=content,
        retired=(),
        newer=(),
    )


def read_one(data: bytes, name: str, question: Question, version: str) -> Answer | None:
    """An answer on its own, as it would stand in a file; None where nothing is said.

    `version` is that of the pack which was asked, `name` what a message says it is from. Raises
    `AnswerError`.
    """
    document = parse(b"answer: " + data, name, AnswerError)
    return read_model(document, OneAnswer, (question, version)).answer


def check_format(document: Document, expected: str) -> None:
    """Raise at once where a document is not of the expected format: the rest would be noise."""
    node = document.root.get("format")
    if isinstance(node, Scalar) and node.text == expected:
        return
    problems = Problems(document)
    if node is None:
        message = f'"format" is missing: expected "format: {expected}"'
        problems.note(document.root, "OC013", message)
    else:
        found = describe(node) if isinstance(node, Scalar) else ""
        problems.note(node, "OC013", f'expected the format "{expected}"', found=found)
    problems.finish()


def _find_pack(document: Document, shelf: PackShelf) -> Pack | None:
    """The pack that a file names, None where it names none; a message points at the name."""
    node = document.root.get("pack")
    if not isinstance(node, Scalar) or not ID.fullmatch(node.text):
        return None
    try:
        return shelf.pack(node.text)
    except ConfigurationError as error:
        place = document.place(node)
        raise ConfigurationError(
            problem if problem.place else replace(problem, place=place)
            for problem in error.problems
        ) from None


def _find_offsets(document: Document) -> dict[str, int]:
    """Where each entry under `answers` begins: at its name, behind the quote of a quoted one."""
    node = document.root.get("answers")
    if not isinstance(node, Mapping):
        return {}
    return {entry.name.text: entry.name.offset + entry.name.quoted for entry in node}


def _list_others(document: Document, block: str, known: Container[str]) -> list[str]:
    """The names in a block of the file that this version of the pack does not know."""
    node = document.root.get(block)
    return [name for name in node.fields if name not in known] if isinstance(node, Mapping) else []
