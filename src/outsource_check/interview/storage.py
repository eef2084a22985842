"""The answer file of an interview: opened, locked, saved after every answer.

Only what changed since the last save is put into the file. A file that was changed by something
else meanwhile is noticed before it is overwritten, and what it held is kept.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from collections.abc import Mapping as Fields
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsource_check.answers import Answer, AnswerSource, Figures, read_neighbours, settlements
from outsource_check.answers.migration import Migration, migrate, upgrade
from outsource_check.answers.model import FORMAT
from outsource_check.answers.reading import read_document
from outsource_check.answers.writing import write_answer
from outsource_check.documents import Mapping, Scalar, Sequence, parse, read_bytes
from outsource_check.documents.replacement import TEMPORARY_PREFIX, refuse_json, replace_file
from outsource_check.documents.writer import compare, copy, create, edit
from outsource_check.errors import AnswerError, OutputError, OutsourceCheckError, Place, Problem
from outsource_check.interview.drafts import (
    Drafts,
    list_drafts,
    list_start,
    read_drafts,
    read_start,
    write_drafts,
)
from outsource_check.interview.lock import FileLock
from outsource_check.interview.model import Header, State
from outsource_check.pack import DONT_KNOW

if TYPE_CHECKING:
    from outsource_check.documents import Document, Node
    from outsource_check.documents.dumping import Data
    from outsource_check.documents.writer import Change
    from outsource_check.pack import Pack, PackShelf, Question

SCHEMA = "answers.schema.json"
"""The schema that a new file names in its first line, where it stands beside it."""
_STALE_SECONDS = 3600
_ELSEWHERE = "outsource-check-"
"""How the name of a folder begins that is made where nothing can be kept beside the file."""


class AnswerStore:
    """One answer file, locked, and what of an interview is in it already."""

    def __init__(self, file: str, shelf: PackShelf) -> None:
        self.file = file
        """The path as it was given."""
        self._shelf = shelf
        self._lock = FileLock(file)
        # Still leads to the file when the current folder is gone.
        self._absolute = os.path.abspath(file)  # noqa: PTH100 - links stay as they are
        self._document: Document | None = None
        self._migration: Migration | None = None
        """What today's version of the pack reads in it; None where it is of that version."""
        self._header: Header | None = None
        self._mode: int | None = None
        """The file's mode when it was last looked at."""
        self._facts: dict[str, str] = {}
        self._answers: dict[str, Answer] = {}
        self._drafts: Drafts = {}
        self._start: dict[str, str] = {}
        self._opened: dict[_Part, object] = {}
        self._state: State | None = None
        self._copies: dict[bytes, str] = {}
        self.kept = ""
        """Where everything was saved instead, because this file cannot be written; else empty."""

    def open(self) -> AnswerSource | None:
        """Lock the file and read it; None where there is none yet.

        Raises `AnswerError` where another interview has it open, or where it is no answer file;
        `OutputError` where it could not be saved.
        """
        refuse_json(self.file)
        self._lock.take()
        try:
            self._remove_strays()
            if not os.path.lexists(self.file):
                self._start = read_start(str(self._lock.target))
                return None
            document, source = self._load()
        except BaseException:
            self._lock.release()
            raise
        self._adopt(document, source)
        self._opened = _list_parts(self._header, self._facts, self._answers)
        return source

    def close(self) -> None:
        """Give the file back."""
        self._lock.release()

    @property
    def facts(self) -> dict[str, str]:
        """What the file says about facts, `dont-know` included."""
        return dict(self._facts)

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers in the file, a currency without an amount among them."""
        return dict(self._answers)

    @property
    def drafts(self) -> Drafts:
        """The parts that were answered of questions that have no whole answer yet."""
        return self._drafts

    @property
    def start(self) -> dict[str, str]:
        """The start fields that are kept until the file can be made, by name."""
        return dict(self._start)

    @property
    def locked(self) -> bool:
        """Whether a second interview of the file would be refused: some file systems cannot."""
        return self._lock.works

    @property
    def saved(self) -> bool:
        """Whether there is a file."""
        return self._document is not None

    def read_others(self, pack: Pack) -> dict[str, dict[str, str]]:
        """What the other files in the folder say about facts now, by engagement."""
        return gather_facts(read_neighbours(self._absolute, self._shelf), self._absolute, pack)

    def save(self, state: State) -> State:
        """Put what changed into the file; returns the state that the file then holds.

        That is the given one, unless something else changed the file meanwhile: then ours is put on
        top of its changes, and the state's message says so. Raises `OutputError` where the file
        cannot be written, `AnswerError` where the changed file cannot be continued. Our version is
        then kept elsewhere, as the error says.
        """
        if state.header.complete:
            state = self._save_answers(state)
        self._keep_drafts(state)
        self._state = state
        self._forget_kept()
        return state

    def confirm(self) -> str:
        """Compare the file once more with what was reported as saved, and put back what it lacks.

        Returns what to tell the person; empty where nothing changed. Raises as `save` does.
        """
        if self._state is None or self._document is None:
            return ""
        if self._drafts and read_drafts(str(self._lock.target)) != self._drafts:
            write_drafts(str(self._lock.target), self._drafts)
        with contextlib.suppress(AnswerError):
            if read_bytes(self.file, AnswerError) == self._document.data:
                return ""
        self._state = self._merge(replace(self._state, message=""), self._document.data)
        return self._state.message

    def _save_answers(self, state: State) -> State:
        if self._document is None:
            return self._create(state)
        changes = tuple(self._list_changes(state))
        data = edit(self._upgrade(), changes) if changes else self._document.data
        if data == self._document.data:
            self._remember(self._document, state)
            return state
        try:
            replace_file(self.file, data, expected=self._document.data)
        except AnswerError:
            return self._merge(state, data)
        except OutputError as error:
            raise OutputError(self._rescue(error, data)) from None
        self._remember(parse(data, self.file, AnswerError), state)
        return state

    def move(self, file: str, state: State) -> None:
        """Save everything in another file from now on, because this one cannot be written.

        Raises as `open` and `save` do; then this file stays in use.
        """
        other = AnswerStore(file, self._shelf)
        if other._lock.target == self._lock.target:
            raise OutputError(f'"{file}" is the file that cannot be written')
        if other.open() is not None:
            other.close()
            raise OutputError(f'"{file}" is there already; name a file that is not')
        try:
            if self._document is None:
                other.save(state)
            else:
                data = self._write_elsewhere(state)
                replace_file(file, data, like=self._lock.target)
                other._remember(parse(data, file, AnswerError), state)
                other._keep_drafts(state)
        except BaseException:
            other.close()
            raise
        self._lock.release()
        self._forget_kept()
        self.__dict__.update(other.__dict__)
        self._state = state

    # -------------------------------------------------------------------------------- inside

    def _upgrade(self) -> Document:
        """The document in today's version of the pack: what need not change stays as it was."""
        assert self._document is not None
        if self._migration is None:
            return self._document
        return parse(upgrade(self._document, self._migration), self.file, AnswerError)

    @property
    def _root(self) -> Mapping:
        """The tree of the file as today's version reads it."""
        assert self._document is not None
        document = self._migration.document if self._migration else self._document
        return document.root

    def _write_elsewhere(self, state: State) -> bytes:
        """The text for a file in another place: this one with our changes, else a new one."""
        changes = tuple(self._list_changes(state))
        try:
            return edit(self._upgrade(), changes)
        except OutputError:
            assert self._document is not None
            return copy(self._document.holding(self._root), changes, block=("facts", "answers"))

    def _load(self) -> tuple[Document, AnswerSource]:
        document = parse(read_bytes(self.file, AnswerError), self.file, AnswerError)
        return document, read_document(document, self._shelf)

    def _adopt(self, document: Document, source: AnswerSource) -> None:
        """Go on from a file that was read."""
        content = source.content
        self._document = document
        migration = migrate(document, self._shelf.pack(content.pack))
        self._migration = migration if migration.document is not document else None
        self._header = header_of(source)
        self._facts = read_facts(self._root, content.facts)
        self._answers = {**content.answers, **dict(read_units(self._root, content.answers))}
        self._drafts = read_drafts(str(self._lock.target))
        self._look_at_mode()

    def _create(self, state: State) -> State:
        """Make a new file. Where something else made it meanwhile, that one is left alone."""
        comments = []
        if (Path(self.file).parent / SCHEMA).is_file():
            comments = [f"yaml-language-server: $schema={SCHEMA}"]
        data = create(dict(_list_fields(state)), comments=comments, block=("facts", "answers"))
        try:
            if os.path.lexists(self.file):
                raise OutputError(f'"{self.file}" was made by something else meanwhile')
            replace_file(self.file, data)
        except OutputError as error:
            raise OutputError(self._rescue(error, data)) from None
        self._remember(parse(data, self.file, AnswerError), state)
        return state

    def _remember(self, document: Document, state: State) -> None:
        if document is not self._document:
            self._migration = None
        self._document = document
        self._header = state.header
        self._facts = dict(state.facts)
        self._answers = dict(state.answers)
        self._look_at_mode()

    def _look_at_mode(self) -> None:
        with contextlib.suppress(OSError):
            self._mode = Path(self.file).stat().st_mode & 0o777

    def _keep_drafts(self, state: State) -> None:
        drafts, start = list_drafts(state), list_start(state)
        if (drafts, start) != (self._drafts, self._start):
            write_drafts(str(self._lock.target), drafts, start)
            self._drafts, self._start = drafts, start

    def _list_changes(self, state: State) -> Iterator[Change]:
        assert self._header is not None
        old, new = self._header, state.header
        for name in ("engagement", "mode"):
            if getattr(old, name) != getattr(new, name):
                yield (name,), getattr(new, name)
        if _respondent(old) != _respondent(new):
            node = self._root.get("respondent")
            yield from compare(node, ("respondent",), _respondent(old), _respondent(new))
        for fact, option in state.facts.items():
            if self._facts.get(fact) != option:
                yield ("facts", fact), _write_fact(state, fact)
        for name, answer in state.answers.items():
            if self._answers.get(name) != answer:
                yield from self._change_answer(name, answer, state.pack.questions[name])

    def _change_answer(self, name: str, answer: Answer, question: Question) -> Iterator[Change]:
        """One answer's change; rows and amounts that are new stand one a line, to grow."""
        path = ("answers", name)
        entries = self._root.get("answers")
        node = entries.get(name) if isinstance(entries, Mapping) else None
        old = self._answers.get(name)
        before = None if old is None else write_answer(old, question, node)
        if answer.short and (old is None or old.rows != answer.rows):
            answer = answer.replace(short=False)  # it is not what the list says any more
        new = write_answer(answer, question, node)
        grows = isinstance(new, Fields) and any(isinstance(v, Fields) for v in new.values())
        if not grows or isinstance(node, Mapping | Sequence) or isinstance(before, Fields):
            yield from compare(node, path, before, new)
            return
        assert isinstance(new, Fields)
        if node is not None:
            yield path, None
        for field, value in new.items():
            if isinstance(value, Fields):
                yield (*path, field), {}
                for inner, part in value.items():
                    yield (*path, field, inner), part
            else:
                yield (*path, field), value

    def _merge(self, state: State, ours: bytes) -> State:
        """Our changes on top of a version of the file that somebody else wrote meanwhile.

        `ours` is the file as it would be without the other change. What was reported as saved and
        is missing from the other version is put back. Where the two differ, answers of this sitting
        count, and else the other version; what does not count is kept beside the file.
        """
        if not os.path.lexists(self.file):
            return self._write_again(state, ours)
        try:
            document, source = self._load()
            self._refuse_other(source, state)
        except OutsourceCheckError as error:
            problem = self._rescue(error, ours)
            hint = f"it was changed by something else meanwhile; {problem.hint}".rstrip("; ")
            raise AnswerError(replace(problem, hint=hint)) from None
        base = _list_parts(self._header, self._facts, self._answers)
        self._adopt(document, source)
        theirs = _list_parts(self._header, self._facts, self._answers)
        mine = _list_parts(state.header, state.facts, state.answers)
        lacking = [part for part in mine if part not in theirs and part in base]
        changed = [
            part
            for part, value in mine.items()
            if part in theirs and theirs[part] not in (value, base.get(part))
        ]
        passed = [part for part in changed if mine[part] != self._opened.get(part)]
        taken = [part for part in changed if part not in passed]
        news = [*taken, *(part for part in theirs if part not in mine)]
        told = []
        if lacking:
            told.append(f"what it lacked is back ({_enumerate(lacking)})")
        if passed:
            told.append(
                f"for {_enumerate(passed)}, what you answered counts, the other version is in"
                f" {self._keep_once(document.data)}"
            )
        if taken:
            told.append(
                f"for {_enumerate(taken)}, the other version counts, what was there before is in"
                f" {self._keep_once(ours)}"
            )
        message = (
            f"{self.file} was changed by something else meanwhile;"
            f" {'; '.join(told) or 'both changes are in it'}."
        )
        self._opened |= {part: theirs[part] for part in news}
        header, facts, answers = _split_parts(theirs | mine | {part: theirs[part] for part in news})
        return self._save_answers(
            replace(
                state,
                header=header,
                facts=facts,
                answers=answers,
                message=f"{message} {state.message}".strip(),
            )
        )

    def _write_again(self, state: State, ours: bytes) -> State:
        try:
            # As private as it was: what it held did not become less so.
            replace_file(self.file, ours, mode=self._mode)
        except OutputError as error:
            raise OutputError(self._rescue(error, ours)) from None
        self._remember(parse(ours, self.file, AnswerError), state)
        message = f"{self.file} was deleted meanwhile; it is back."
        return replace(state, message=f"{message} {state.message}".strip())

    def _refuse_other(self, source: AnswerSource, state: State) -> None:
        """Raise `AnswerError` where the file is about something else than ours by now."""
        assert self._header is not None
        content, found = source.content, header_of(source)
        now = (content.pack, found.engagement, found.side)
        if now != (state.pack.id, self._header.engagement, self._header.side):
            message = "holds another pack's, another engagement's or another side's answers now"
            raise AnswerError(Problem(rule="OC204", message=message, place=Place(file=self.file)))

    def _rescue(self, error: OutsourceCheckError, ours: bytes) -> Problem:
        """Keep our version elsewhere; returns what is wrong with the file, and where ours is."""
        problem = error.problems[0]
        try:
            kept = self._keep(ours)
        except OutputError:
            return problem
        self._forget_kept()
        self.kept = kept
        return replace(problem, hint=f'everything that you answered is in "{self.kept}"')

    def _forget_kept(self) -> None:
        """Remove the copy that was kept elsewhere until the file can be written again."""
        if self.kept:
            kept = Path(self.kept)
            with contextlib.suppress(OSError):
                kept.unlink()
                if kept.parent.name.startswith(_ELSEWHERE):
                    kept.parent.rmdir()
            self.kept = ""

    def _keep_once(self, data: bytes) -> str:
        """Keep a version of the file, but only once a sitting if it comes again and again."""
        kept = self._copies.get(data)
        if kept is None or not Path(kept).exists():
            kept = self._copies[data] = self._keep(data)
        return kept

    def _keep(self, data: bytes) -> str:
        """Put a version of the file beside it, under a name that is no answer file's.

        Where nothing can be written there, it goes into a new folder for temporary files.
        """
        number = 1
        while os.path.lexists(f"{self.file}.kept-{number}"):
            number += 1
        beside = f"{self.file}.kept-{number}"
        try:
            replace_file(beside, data, like=self.file)
        except OutputError as error:
            try:
                folder = tempfile.mkdtemp(prefix=_ELSEWHERE)
            except OSError:
                raise error from None
            beside = f"{folder}/{Path(self.file).name}"
            try:
                replace_file(beside, data)
            except OutputError:
                Path(folder).rmdir()
                raise
        return beside

    def _remove_strays(self) -> None:
        """Temporary files that a killed process left in the folder."""
        folder = self._lock.target.parent
        now = time.time()
        for stray in folder.glob(f"{TEMPORARY_PREFIX}*.tmp"):
            try:
                # A young one may be another interview's that is being written.
                if now - stray.stat().st_mtime > _STALE_SECONDS:
                    stray.unlink()
            except OSError:
                continue


_Part = tuple[str, str]
"""What can be changed by itself: its block of the file, and its name there."""
_HEADER: _Part = ("", "what was asked first")


def _list_parts(
    header: Header | None, facts: Fields[str, str], answers: Fields[str, Answer]
) -> dict[_Part, object]:
    parts: dict[_Part, object] = {_HEADER: header}
    parts |= {("facts", name): option for name, option in facts.items()}
    return parts | {("answers", name): answer for name, answer in answers.items()}


def _split_parts(parts: dict[_Part, object]) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """The header, the facts and the answers of what `_list_parts` put together."""
    facts = {name: value for (block, name), value in parts.items() if block == "facts"}
    answers = {name: value for (block, name), value in parts.items() if block == "answers"}
    return parts[_HEADER], facts, answers


def _enumerate(parts: list[_Part], most: int = 5) -> str:
    shown = ", ".join(name for _, name in parts[:most])
    return shown if len(parts) <= most else f"{shown} and {len(parts) - most} more"


def gather_facts(
    sources: list[AnswerSource], file: str | Path, pack: Pack
) -> dict[str, dict[str, str]]:
    """What answer files say about facts, by engagement; the first one to say something counts.

    What the engagement file beside `file` says counts before all of them; one that cannot be read
    is passed over, as answer files are.
    """
    facts: dict[str, dict[str, str]] = {}
    for source in sources:
        known = facts.setdefault(source.content.engagement, {})
        for name, option in source.content.facts.items():
            known.setdefault(name, option)
    beside = Path(file).parent / settlements.FILE_NAME
    if beside.is_file():
        with contextlib.suppress(OutsourceCheckError):
            settled = settlements.read_engagement(str(beside), pack).content
            facts.setdefault(settled.engagement, {}).update(settled.facts)
    return facts


def header_of(source: AnswerSource) -> Header:
    """The header of an answer file that was read."""
    content = source.content
    return Header(
        date=content.date,
        engagement=content.engagement,
        side=content.respondent.side,
        role=content.respondent.role,
        name=content.respondent.name,
        anonymous=content.respondent.anonymous,
        mode=content.mode,
    )


def read_facts(root: Mapping, facts: dict[str, str]) -> dict[str, str]:
    """The facts of a file with those that nobody knows, in the order of the file."""
    node = root.get("facts")
    found: dict[str, str] = {}
    for entry in node if isinstance(node, Mapping) else ():
        name = entry.name.text
        if name in facts:
            found[name] = facts[name]
        elif isinstance(entry.value, Scalar) and entry.value.text == DONT_KNOW:
            found[name] = DONT_KNOW
    return found


def read_units(root: Mapping, answers: dict[str, Answer]) -> Iterator[tuple[str, Answer]]:
    """Answers of a file whose costs have a currency or a period and no amount yet."""
    node = root.get("answers")
    for entry in node if isinstance(node, Mapping) else ():
        name = entry.name.text
        given = entry.value.get("costs") if isinstance(entry.value, Mapping) else None
        answer = answers.get(name, Answer())
        if isinstance(given, Mapping) and answer.costs is None:
            currency, period = (_read_text(given.get(field)) for field in ("currency", "period"))
            if currency or period:
                figures = Figures.model_construct(currency=currency, period=period)
                yield name, answer.replace(costs=figures)


def _read_text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) and not node.empty else ""


def _list_fields(state: State) -> Iterator[tuple[str, Data]]:
    header = state.header
    yield "format", FORMAT
    yield "pack", state.pack.id
    yield "pack_version", state.pack.version
    yield "engagement", header.engagement
    yield "respondent", _respondent(header)
    yield "mode", header.mode
    yield "date", header.date
    yield "facts", {name: _write_fact(state, name) for name in state.facts}
    questions = state.pack.questions
    answers = {name: write_answer(said, questions[name]) for name, said in state.answers.items()}
    yield "answers", answers


def _respondent(header: Header) -> dict[str, Data]:
    entry: dict[str, Data] = {"side": header.side, "role": header.role}
    if header.name:
        entry["name"] = header.name
    if header.anonymous:
        entry["anonymous"] = True
    return entry


def _write_fact(state: State, fact: str) -> Data:
    said = state.facts[fact]
    known = state.pack.facts.get(fact)
    return said if said == DONT_KNOW or known is None else known.write(said)
