"""The engagement file: what the sides agreed on, and the answers that it rests on.

A settlement counts as long as every answer that it rests on reads as it did, and no other file
answers the question (docs/files.md, Engagement file).
"""

import datetime
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, WrapValidator, model_validator
from pydantic_core.core_schema import ValidationInfo

from outsource_check.answers.entries import judge_agreed, pack_of
from outsource_check.answers.model import Respondent, fold_name
from outsource_check.answers.names import name_from
from outsource_check.answers.reading import AnswerSource, check_format, read_one
from outsource_check.answers.writing import write_answer
from outsource_check.documents import Document, near, parse, scalars
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.types import Day, Items, Side, Text, WholeLevel, expected, wrong
from outsource_check.documents.validation import Faults, Path, alternatives, locate, read_model
from outsource_check.errors import AnswerError, Place
from outsource_check.models import Model
from outsource_check.pack import (
    DONT_KNOW,
    SIDES,
    Answer,
    Evidence,
    Pack,
    Question,
    Words,
)

FORMAT = "outsource-check/engagement/v1"
FILE_NAME = "engagement.yaml"
"""What the engagement file is called; it stands beside the answer files."""
WITH_EVIDENCE = ", with evidence"
"""Ends the text of an answer that carries evidence; what the evidence is, the text does not say."""


class Settlement(Model):
    """What both sides agreed on about one question; it stands in for their answers."""

    question: Text
    level: WholeLevel | None = None
    """0 to 4; None: the question does not apply."""
    not_applicable: Text = ""
    """The reason; empty: it applies."""
    present: Items[Text]
    """Who agreed: names or roles."""
    reason: Text
    dissent: Text = ""
    """Who saw it otherwise, and how."""
    date: Day | None = None
    evidence: Items[Evidence] = ()
    rests_on: dict[Text, Text] = Field(default_factory=dict)
    """The text of each answer by the file that gave it, relative to the engagement file; of a side
    that is sealed, the side and a fingerprint of its answers."""

    @model_validator(mode="after")
    def _is_an_agreement(self) -> Self:
        """It says one thing, and somebody agreed to it."""
        if (self.level is None) == (not self.not_applicable):
            raise ValueError('expected either "level" or "not_applicable"')
        if not self.present:
            raise ValueError('"present" names nobody: an agreement needs people')
        return self


def _judge_settlements(value: Any, handler: Callable[[Any], Any], info: ValidationInfo) -> Any:
    """Check that each settlement is about a question of the pack, and no two about the same."""
    pack, faults = pack_of(info), Faults()
    seen: set[str] = set()
    for index, item in enumerate(value if isinstance(value, tuple | list) else ()):
        name = item.get("question") if isinstance(item, dict) else None
        if not isinstance(name, str) or name in pack.old_ids:
            continue
        if name not in pack.questions:
            message = f'there is no question "{name}" in {pack.id}'
            private = not scalars.is_name(name)
            error = wrong(message, near(name, pack.questions), "OC201", private=private)
            faults.add((index, "question"), error)
        elif name in seen:
            error = wrong(f'"{name}" is settled twice', "keep the one that holds", "OC203")
            faults.add((index, "question"), error)
        elif not pack.questions[name].scored:
            message = f'"{name}" is not scored: there is nothing to agree on'
            faults.add((index, "question"), wrong(message, rule="OC203"))
        else:
            _judge_level(item.get("level"), pack.questions[name], (index, "level"), faults)
        seen.add(name)
    return faults.then(handler, value)


def _judge_level(value: Any, question: Question, path: Path, faults: Faults) -> None:
    """Check that the level that was agreed on is one that the question offers."""
    offered = [str(level) for level in question.offered if level in range(5)]
    if str(value) in ("0", "1", "2", "3", "4") and str(value) not in offered:
        what = f'a level that "{question.id}" offers, {alternatives(offered)}'
        faults.add(path, expected(what, rule="OC203"))


class Asked(Model):
    """Somebody who was asked to answer."""

    side: Side
    role: Text
    name: Text = ""
    due: Day | None = None
    """Until when."""

    @property
    def shown(self) -> str:
        """Role, with the name where one is given."""
        return f"{self.role} ({self.name})" if self.name else self.role

    def has_answered(self, who: Respondent) -> bool:
        """Whether this is them: by name where both give one, else by role."""
        if self.name and who.name:
            return fold_name(self.name) == fold_name(who.name)
        return fold_name(self.role) == fold_name(who.role)


class EngagementFile(Model):
    """What holds for an engagement whatever its single answer files say; the pack is `context`."""

    format: Literal["outsource-check/engagement/v1"]
    engagement: Text
    facts: Annotated[dict[str, str], BeforeValidator(judge_agreed)] = Field(default_factory=dict)
    """Option id (`yes` or `no`) by fact id: what holds where answer files differ."""
    settlements: Annotated[Items[Settlement], WrapValidator(_judge_settlements)] = ()
    asked: Items[Asked] = ()
    """Who was asked; who has no file yet is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementSource:
    """An engagement file that was read."""

    file: str
    """The path as it was given or found."""
    document: Document
    content: EngagementFile

    def place(self, index: int) -> Place:
        """Where one of the settlements stands, by its number from 0."""
        node = locate(self.document.root, ("settlements", index, "question"))
        return self.document.place(node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """A settlement that no longer counts."""

    settlement: Settlement
    changes: tuple[str, ...]
    """What has changed since, one sentence each without a full stop, uncleaned."""
    place: Place
    """Where it stands in the engagement file."""


def read_engagement(path: str, pack: Pack) -> EngagementSource:
    """The engagement file at a path. Raises `AnswerError` with every problem in it."""
    return decode_engagement(parse(read_bytes(path, AnswerError), path, AnswerError), pack)


def decode_engagement(document: Document, pack: Pack) -> EngagementSource:
    """A parsed engagement file, against the pack of its answer files.

    Raises `AnswerError` with every problem in it.
    """
    check_format(document, FORMAT)
    content = read_model(document, EngagementFile, pack)
    return EngagementSource(file=document.file, document=document, content=content)


# ---------------------------------------------------------------- answers as text


def answer_text(answer: Answer, question: Question, date: datetime.date) -> str:
    """What an answer says, as one line in a fixed form; two that say the same have the same.

    As an answer file would hold it, in flow form: `3`, `dont-know`, `named`, `{level: 3}`,
    `{rows: {budget: nobody}}` with the rows in the pack's order and the open ones left out; then
    whether evidence comes with it. Note, owner, due and `internal` are no part of it. `date` is the
    answer's: when sites begin where the answer does not say. Empty for an answer that says nothing.
    """
    from outsource_check.documents.dumping import inline  # noqa: PLC0415 - only for settlements

    said = write_answer(_strip(answer, question, date), question)
    if said is None or answer.dont_know:
        return "" if said is None else DONT_KNOW
    return inline(said) + (WITH_EVIDENCE if answer.evidence else "")


_ATTACHED: dict[str, Any] = {
    "evidence": (),
    "note": "",
    "internal": None,
    "owner": "",
    "due": None,
    "date": None,
}


def _strip(answer: Answer, question: Question, date: datetime.date) -> Answer:
    """The answer with nothing but what it says, in one order."""
    changes = dict(_ATTACHED)
    if answer.rows is not None:
        rows = ((row.id, answer.rows.get(row.id)) for row in question.lines)
        changes["rows"] = {
            name: row.replace(note="")
            for name, row in rows
            if row is not None and (row.option is not None or row.not_applicable)
        }
    if answer.sites:
        changes["start"] = answer.start or date
    return answer.replace(**changes)


def read_text(text: str, question: Question, date: datetime.date) -> str | None:
    """A recorded text in the fixed form of `answer_text`; None where it is no such answer.

    Whoever writes an engagement file by hand may use any form that an answer file takes.
    """
    plain = text.removesuffix(WITH_EVIDENCE)
    try:
        answer = read_one(f"{plain}\n".encode(), "", question)
    except (AnswerError, UnicodeEncodeError):
        return None
    if answer is None:
        return None
    found = answer_text(answer, question, date)
    return found + (WITH_EVIDENCE if plain != text and not answer.evidence else "")


# ---------------------------------------------------------------- what a settlement rests on


def rest_on(
    question: Question, files: Iterable[AnswerSource], folder: str, sealed: Iterable[Side] = ()
) -> dict[str, str]:
    """What a settlement of the question that is made now rests on, in the order of the files.

    `files` hold each content once, `folder` is the engagement file's, `sealed` are the sides of
    which only a fingerprint may be written down.
    """
    texts: dict[str, str] = {}
    hidden = frozenset(sealed)
    mine = tuple(files)
    for source in mine:
        text = text_of(source, question)
        side = source.content.respondent.side
        if not text:
            continue
        if side in hidden:
            texts[side] = _fingerprint(question, mine, side)
        else:
            texts[name_from(folder, source.file)] = text
    return texts


def text_of(source: AnswerSource, question: Question) -> str:
    """What a file answers to a question, as text; empty where it does not answer it."""
    answer = source.content.answers.get(question.id)
    if answer is None:
        return ""
    return answer_text(answer, question, answer.date or source.content.date)


def _fingerprint(question: Question, files: Iterable[AnswerSource], side: Side) -> str:
    """A digest that changes with any answer of a side to a question, and names nobody."""
    lines = []
    for source in files:
        who = source.content.respondent
        text = text_of(source, question)
        if who.side == side and text:
            lines.append(f"{who.role}\0{who.name}\0{text}")
    return "sha256:" + hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def sort_settlements(
    source: EngagementSource,
    groups: Iterable[tuple[AnswerSource, ...]],
    pack: Pack,
    sealed: frozenset[Side],
) -> tuple[dict[str, Settlement], tuple[Reopened, ...]]:
    """The settlements that count, by question, and those that no longer do.

    `groups` are the answer files, those with the same bytes together. What was settled under the
    id that a question had before counts for it, unless that is settled too.
    """
    found = tuple(groups)
    today = {settlement.question for settlement in source.content.settlements}
    counting: dict[str, Settlement] = {}
    reopened: list[Reopened] = []
    for index, settlement in enumerate(source.content.settlements):
        name, ended = pack.old_ids.get(settlement.question, (settlement.question, None))
        question = None if ended else pack.questions.get(name)
        if question is None:
            changes: tuple[str, ...] = ("the question is no longer asked",)
        elif name != settlement.question and name in today:
            changes = (f'it was settled anew as "{name}"',)
        else:
            folder = os.path.dirname(source.file)  # noqa: PTH120 - keeps the spelling given
            changes = tuple(
                _changes(settlement.rests_on, question, found, folder, sealed, pack.words)
            )
        if changes:
            place = source.place(index)
            reopened.append(Reopened(settlement=settlement, changes=changes, place=place))
        else:
            today.add(name)
            counting[name] = settlement.replace(question=name)
    return counting, tuple(reopened)


def _changes(
    rests_on: Mapping[str, str],
    question: Question,
    groups: tuple[tuple[AnswerSource, ...], ...],
    folder: str,
    sealed: frozenset[Side],
    own: Words,
) -> Iterator[str]:
    """What has changed since a settlement was made; of sealed sides, only that something has."""
    left = dict(rests_on)
    covered: set[Side] = {side for side in SIDES if side in rests_on}
    firsts = [group[0] for group in groups]
    changed: dict[Side, None] = {}
    for side in SIDES:
        if side in covered and left.pop(side) != _fingerprint(question, firsts, side):
            changed[side] = None
    for group in groups:
        side = group[0].content.respondent.side
        if side in covered:
            continue
        names = [name_from(folder, source.file) for source in group]
        recorded = [name for name in names if name in left]
        before = [left.pop(name) for name in recorded]
        text = text_of(group[0], question)
        what = ""
        if not before and text:
            what = f'"{names[0]}" answers it, and did not when it was settled'
        elif before and not text:
            what = f'"{recorded[0]}" no longer answers it'
        elif any(not _same(one, text, question, group[0]) for one in before):
            what = f'"{recorded[0]}" answers it otherwise'
        if what and side in sealed:
            changed[side] = None
        elif what:
            yield what
    # A file that is gone cannot say which side it was of: named only where no side is sealed.
    for name in left:
        yield "an answer is gone" if sealed else f'"{name}" is no longer there'
    for side in changed:
        yield f"the {own.side(side)}’s answers have changed"


def _same(recorded: str, text: str, question: Question, source: AnswerSource) -> bool:
    if recorded == text:
        return True
    answer = source.content.answers[question.id]
    return read_text(recorded, question, answer.date or source.content.date) == text
