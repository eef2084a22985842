"""Answer files from text: against the pack they name, with every problem at its place."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from outsource_check.answers.migration import BEFORE, Migration, migrate
from outsource_check.answers.model import FORMAT, AnswerFile, OneAnswer
from outsource_check.documents import Document, Mapping, Scalar, parse
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.types import ID
from outsource_check.documents.validation import Problems, describe, read_model
from outsource_check.errors import AnswerError, ConfigurationError, Place
from outsource_check.pack import Answer, Pack, PackShelf, Question

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
    """Its tree as today's version of the pack reads it; its places and bytes are the file's."""
    sha256: str
    """Of the file's bytes."""
    content: AnswerFile
    version: str
    """The version of the pack that the file itself names; `content` is as today's reads it."""
    travelled: tuple[str, ...] = ()
    """Questions and facts whose answers count otherwise than they are written."""
    retired: tuple[str, ...] = ()
    """Questions, rows and facts of older versions that it answers: kept, not scored."""
    newer: tuple[str, ...] = ()
    """Questions and facts that it answers and that this version of the pack does not know yet."""
    facts_before: dict[str, str] = field(default_factory=dict)
    """What was said about facts that are asked again."""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where the name of each entry under `answers` begins in the text, and its length."""

    @property
    def asked_again(self) -> tuple[str, ...]:
        """Facts and questions that were answered to an older version, and are open today."""
        answers = self.content.answers.items()
        return (
            *(f"facts.{name}" for name in self.facts_before),
            *(name for name, answer in answers if answer.before),
        )

    def place(self, question: str) -> Place | None:
        """Where the name of a question stands under `answers`; None where it does not."""
        span = self.spans.get(question)
        return None if span is None else self.document.place_word(*span)


NAMED_LATER = ("engagement", "pack", "respondent", "facts")
"""The fields that problems between files are about."""


def release(source: AnswerSource) -> AnswerSource:
    """The source without the tree of its answers: where each stands is known."""
    return replace(source, document=source.document.keep(NAMED_LATER))


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
    found = Migration(document=document) if pack is None else migrate(document, pack)
    content = read_model(found.document, AnswerFile, pack)
    assert pack is not None
    facts = _list_others(found.document, "facts", pack.facts)
    questions = _list_others(found.document, "answers", pack.questions)
    rows = [f"{question}/{row}" for question, row in found.gone_rows]
    return AnswerSource(
        file=document.file,
        document=found.document,
        sha256=hashlib.sha256(document.data).hexdigest(),
        content=content,
        version=found.version,
        travelled=found.travelled,
        retired=(
            *(f"facts.{name}" for name in facts if name in pack.retired),
            *(name for name in questions if name in pack.retired),
            *rows,
        ),
        newer=tuple(name for name in (*facts, *questions) if name not in pack.retired),
        facts_before=dict(_list_before(found.document)),
        spans=_find_spans(found.document),
    )


def make_source(content: AnswerFile, number: int) -> AnswerSource:
    """Answers that were made in Python, as if they had been read; `number` names them."""
    file = f"answers {number}"
    return AnswerSource(
        file=file,
        document=parse(b"{}", file, AnswerError),
        sha256=hashlib.sha256(repr(content).encode()).hexdigest(),
        content=content,
        version=content.pack_version,
    )


def read_one(data: bytes, name: str, question: Question) -> Answer | None:
    """An answer on its own, as it would stand in a file; None where nothing is said.

    `name` is what a message says it is from. Raises `AnswerError`.
    """
    document = parse(b"answer: " + data, name, AnswerError)
    return read_model(document, OneAnswer, question).answer


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
        return shelf.pack(node.text, document.file)
    except ConfigurationError as error:
        place = document.place(node)
        raise ConfigurationError(
            problem if problem.place else replace(problem, place=place)
            for problem in error.problems
        ) from None


def _find_spans(document: Document) -> dict[str, tuple[int, int]]:
    """Where the name of each entry under `answers` stands, without its quotes."""
    node = document.root.get("answers")
    names = [entry.name for entry in node] if isinstance(node, Mapping) else []
    return {
        name.text: (name.offset + name.quoted, name.end_offset - name.offset - 2 * name.quoted)
        for name in names
    }


def _list_others(document: Document, block: str, known: Container[str]) -> list[str]:
    """The names in a block of the file that this version of the pack does not know."""
    node = document.root.get(block)
    return [name for name in node.fields if name not in known] if isinstance(node, Mapping) else []


def _list_before(document: Document) -> Iterator[tuple[str, str]]:
    """What was said about the facts that are asked again."""
    node = document.root.get("facts")
    for entry in node if isinstance(node, Mapping) else ():
        said = entry.value.get(BEFORE) if isinstance(entry.value, Mapping) else None
        if isinstance(said, Scalar):
            yield entry.name.text, said.text
