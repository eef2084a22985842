"""Writes agreements into the engagement file; all that stands in it besides stays as it is.

The folder's lock is held from reading to writing, so that two people who settle at the same time
lose nothing (docs/files.md, Writing).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from outsource_check import system
from outsource_check.answers.selection import read_answers
from outsource_check.answers.settlements import FILE_NAME, FORMAT, decode_engagement, rest_on
from outsource_check.documents import Document, Mapping, Sequence, near, parse
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.replacement import replace_file
from outsource_check.documents.writer import create, edit
from outsource_check.errors import AnswerError, OutputError, Problem, UsageError

if TYPE_CHECKING:
    from outsource_check.answers.engagement import Engagement
    from outsource_check.answers.settlements import Asked, Settlement
    from outsource_check.documents.dumping import Data
    from outsource_check.pack import Pack

SCHEMA = "engagement.schema.json"
"""The schema that a new engagement file names where it stands beside it."""
_COMMENT = "What the sides of this engagement agreed on. It stands in for their single answers."


def record_settlement(
    folder: Path, settlement: Settlement, *, packs: Iterable[str | Path] = ()
) -> Engagement:
    """Write a settlement into a folder's engagement file, and return the engagement with it.

    One about the same question is replaced. What it rests on is what the answer files say now.
    Raises `UsageError` for an unknown question, or a level that it does not offer, `AnswerError`
    where the engagement cannot be read, `OutputError` where the file cannot be written.
    """
    shelves = tuple(packs)
    with _locked(folder):
        engagement = read_answers(folder, packs=shelves, refuse=False)
        question = engagement.pack.questions.get(settlement.question)
        if question is None:
            hint = near(settlement.question, engagement.pack.questions)
            message = f'there is no question "{settlement.question}" in {engagement.pack.id}'
            raise UsageError(Problem(rule="OC201", message=message, hint=hint))
        rests_on = rest_on(question, engagement.sources, str(folder), engagement.sealed)
        entry = _as_data(settlement.replace(rests_on=rests_on))
        document = _read_own(folder)
        if document is None:
            data = _begin(folder, engagement.name, "settlements", [entry])
        else:
            place = _place_of(document, settlement.question)
            data = edit(document, [(("settlements", place), entry)])
        _write(folder, data, document, engagement.pack)
        return read_answers(folder, packs=shelves, refuse=False)


def record_fact(
    folder: Path, fact: str, option: str, *, packs: Iterable[str | Path] = ()
) -> Engagement:
    """Write into a folder's engagement file what a fact is, and return the engagement with it.

    Raises `UsageError` for an unknown fact or option, `AnswerError` where the engagement cannot be
    read, `OutputError` where the file cannot be written.
    """
    shelves = tuple(packs)
    with _locked(folder):
        engagement = read_answers(folder, packs=shelves, refuse=False)
        known = engagement.pack.facts.get(fact)
        if known is None:
            choices = (*engagement.pack.facts, *engagement.pack.questions)
            message = f'there is no question or fact "{fact}" in {engagement.pack.id}'
            raise UsageError(Problem(rule="OC201", message=message, hint=near(fact, choices)))
        said = known.read(option)
        if said is None:
            message = f'"{fact}" is one of {", ".join(known.choices)}; found "{option}"'
            hint = near(option, known.choices)
            raise UsageError(Problem(rule="OC201", message=message, hint=hint))
        value: Data = known.write(said)
        document = _read_own(folder)
        if document is None:
            data = _begin(folder, engagement.name, "facts", {fact: value})
        else:
            data = edit(document, [(("facts", fact), value)])
        _write(folder, data, document, engagement.pack)
        return read_answers(folder, packs=shelves, refuse=False)


def record_asked(folder: Path, engagement: str, who: Asked, pack: Pack) -> bool:
    """Write into a folder's engagement file that somebody was asked; False where it says so.

    Raises `AnswerError` where the file cannot be read, or is of another engagement, `OutputError`
    where it cannot be written.
    """
    entry: Data = {name: value for name, value in who if value}
    with _locked(folder):
        document = _read_own(folder)
        if document is None:
            _write(folder, _begin(folder, engagement, "asked", [entry]), None, pack)
            return True
        content = decode_engagement(document, pack).content
        if content.engagement != engagement:
            message = f'the engagement is "{content.engagement}" here, not "{engagement}"'
            node = document.root.fields["engagement"].value
            raise AnswerError(document.problem(node, "OC204", message, private=True))
        if any((one.side, one.role) == (who.side, who.role) for one in content.asked):
            return False
        data = edit(document, [(("asked", len(content.asked)), entry)])
        _write(folder, data, document, pack)
        return True


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; wait for whoever holds it. It goes with the process that holds it."""
    try:
        descriptor = system.open_folder(folder)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        message = f'cannot open the folder "{folder}": {reason}'
        raise OutputError(Problem(rule="", message=message)) from None
    try:
        # Where a file system knows no locks, the comparison before replacing still guards.
        with contextlib.suppress(OSError):
            system.take_lock(descriptor, wait=True)
        yield
    finally:
        system.close_folder(descriptor, folder)


def _read_own(folder: Path) -> Document | None:
    file = folder / FILE_NAME
    if not os.path.lexists(file):
        return None
    return parse(read_bytes(file, AnswerError), str(file), AnswerError)


def _begin(folder: Path, name: str, block: str, value: Data) -> bytes:
    """A new engagement file that says one thing."""
    fields: dict[str, Data] = {"format": FORMAT, "engagement": name, block: value}
    comments = [_COMMENT]
    if (folder / SCHEMA).is_file():
        comments.insert(0, f"yaml-language-server: $schema={SCHEMA}")
    return create(fields, comments=comments, block=[block])


def _write(folder: Path, data: bytes, before: Document | None, pack: Pack) -> None:
    """Replace the file, after the new text was read back.

    Raises `UsageError`, and replaces nothing, where reading refuses the new text.
    """
    file = str(folder / FILE_NAME)
    try:
        decode_engagement(parse(data, file, AnswerError), pack)
    except AnswerError as error:
        raise UsageError(replace(problem, place=None) for problem in error.problems) from None
    replace_file(file, data, expected=None if before is None else before.data)


def _place_of(document: Document, question: str) -> int:
    """The index of the settlement of a question; where there is none, the next free one."""
    entries = document.root.get("settlements")
    items = entries.items if isinstance(entries, Sequence) else []
    for place, item in enumerate(items):
        name = item.get("question") if isinstance(item, Mapping) else None
        if getattr(name, "text", None) == question:
            return place
    return len(items)


def _as_data(settlement: Settlement) -> dict[str, Data]:
    """The fields that say something, in the order in which they are documented."""
    fields: dict[str, Data] = {
        "question": settlement.question,
        "level": settlement.level,
        "not_applicable": settlement.not_applicable,
        "present": list(settlement.present),
        "reason": settlement.reason,
        "dissent": settlement.dissent,
        "date": settlement.date,
        "evidence": [{name: value for name, value in one if value} for one in settlement.evidence],
        "rests_on": dict(settlement.rests_on),
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
