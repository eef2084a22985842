"""What the interview's machine works on: places in it, its state, and what can happen to it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from outsource_check.answers import Answer
from outsource_check.interview import words
from outsource_check.pack import DONT_KNOW, Pack, Question, Side, judge_condition

_NOTHING = Answer.model_construct()
START_FIELDS = ("engagement", "side", "role", "name", "mode")
"""What a new answer file needs before the first fact is asked, in the order of asking."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the interview; the same one whatever way led to it."""

    kind: Literal["start", "fact", "question", "part", "sum", "aside", "review", "jump", "finish"]
    """A question begins at `question`; some go on with each `part` and the `sum` of them."""
    id: str = ""
    """A field of START_FIELDS, a fact's id, or a question's id; empty for the last three."""
    part: str = ""
    """The id of a row, the name of an amount, or a field of a place of work. Of an aside: what is
    written down beside the answer, such as `note`."""
    number: int = 0
    """Which place of work, or which piece of evidence, from 0."""

    @property
    def whole(self) -> Spot:
        """The start of the question that is asked here; the spot itself where none is."""
        return Spot("question", self.id) if self.kind in ("part", "sum") else self


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """What an answer file says before its facts and answers."""

    date: datetime.date
    """Of the file: of every answer without a date of its own."""
    engagement: str = ""
    side: Side | None = None
    role: str = ""
    name: str = ""
    """Empty where the respondent gives none."""
    anonymous: bool = False
    mode: Literal["full", "quick"] | None = None

    def show(self, field: str) -> str:
        """A field as it was typed or chosen; empty where it was not."""
        if field == "name" and self.anonymous:
            return words.ANONYMOUS
        return getattr(self, field) or ""

    @property
    def complete(self) -> bool:
        """Whether a file can be written."""
        return bool(self.engagement and self.side and self.role and self.mode)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What is asked in this sitting; the rest stays open."""

    keys: tuple[str, ...] = ()
    """Ids of keys; empty: all of them."""
    stops: bool = False
    """Whether only questions that can stop are asked."""


@dataclass(frozen=True, kw_only=True)
class State:
    """The whole interview at one moment."""

    pack: Pack
    header: Header
    today: datetime.date
    trail: tuple[Spot, ...]
    """The last one is where the person is; those before it are where it leads back to: from an
    aside to its question, from a change to the review."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What this file says: option id, or `dont-know`, by fact id."""
    facts_before: Mapping[str, str] = field(default_factory=dict)
    """What this file said about facts that are asked again."""
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the other answer files in the folder say about facts, by the name of the engagement."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By question id, those of questions that do not apply (any more) included."""
    start: tuple[str, ...] = START_FIELDS
    """Which of the start fields are asked."""
    taken: tuple[str, ...] = ()
    """Which of the start fields were given, in this sitting or before; others may hold a guess."""
    shared: bool = False
    """Whether the file begins in an engagement's folder whose name nobody has given yet."""
    scope: Scope = Scope()
    again: datetime.date | None = None
    """Answers from before this day are gone through once more; None: none."""
    offered: Mapping[str, Answer] = field(default_factory=dict)
    """Answers of another file, to be confirmed or changed; by question id."""
    zone: str = ""
    """The time zone that the respondent's machine is set to, by the name it has there, maybe an
    old one or that of no place; empty where it is not known."""
    drafts: Mapping[str, Any] = field(default_factory=dict)
    """The parts that were answered of questions that have no whole answer yet, in the form that
    their kinds use; by question id."""
    problem: str = ""
    """Why the last event did nothing; uncleaned."""
    message: str = ""
    """What the last event did besides moving on; uncleaned."""
    ended: Literal["", "finished", "left"] = ""

    @property
    def cursor(self) -> Spot:
        """Where the person is."""
        return self.trail[-1]

    def at(self, spot: Spot) -> State:
        """The state at another spot, which leads back to where this one does."""
        return replace(self, trail=(*self.trail[:-1], spot))

    def over(self, spot: Spot) -> State:
        """The state at a spot that leads back to this one."""
        return replace(self, trail=(*self.trail, spot))

    def back(self) -> State:
        """The state at the spot that this one leads back to."""
        return replace(self, trail=self.trail[:-1])

    def only(self, spot: Spot) -> State:
        """The state at a spot that leads back to nothing."""
        return replace(self, trail=(spot,))

    def answer(self, question_id: str) -> Answer:
        """The answer to a question; an empty one where there is none."""
        return self.answers.get(question_id, _NOTHING)

    def earlier(self, question_id: str) -> Answer | None:
        """The earlier answer to a question, to be confirmed or changed; None: there is none.

        This file's own answer where it is from before `again`; without one, that of the other file.
        """
        answer = self.answers.get(question_id)
        if answer is None or not answer.is_given:
            return self.offered.get(question_id)
        day = answer.date or self.header.date
        return answer if self.again is not None and day < self.again else None

    @property
    def facts_elsewhere(self) -> Mapping[str, str]:
        """What other answer files of this engagement say about facts; not asked again."""
        return self.others.get(self.header.engagement, {})

    @cached_property
    def known_facts(self) -> dict[str, str]:
        """What is known about the engagement, from this file and from its other ones."""
        own = {name: option for name, option in self.facts.items() if option != DONT_KNOW}
        return {**self.facts_elsewhere, **own}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that this respondent is asked and that (may) apply, in the pack's order."""
        facts = self.known_facts
        alone = judge_condition(self.pack.outline.partner_when, facts) is False
        if alone and self.header.side == "partner":
            return ()
        return tuple(
            question
            for question in self.pack.questions.values()
            if self._may_ask(question) and judge_condition(question.when, facts) is not False
        )

    @cached_property
    def asked_facts(self) -> tuple[str, ...]:
        """The facts that this file has to say: those that questions of this sitting, or none, read.

        What only another file says is not asked again; what this one says can be changed.
        """
        asked = filter(self._may_ask, self.pack.questions.values())
        return tuple(
            fact
            for fact in self.pack.list_facts_asked(asked)
            if fact in self.facts or fact not in self.facts_elsewhere
        )

    def _may_ask(self, question: Question) -> bool:
        """Whether this respondent is asked in this sitting, whatever the facts are."""
        return (
            question.answered_by in ("both", self.header.side)
            and (not self.scope.keys or question.key in self.scope.keys)
            and (question.stop is not None or not self.scope.stops)
            and (self.header.mode != "quick" or question.quick or question.id in self.answers)
        )


# ---------------------------------------------------------------------------- what can happen


@dataclass(frozen=True, slots=True)
class Choose:
    """One of the listed items was chosen, by its value."""

    value: str


@dataclass(frozen=True, slots=True)
class Type:
    """A text was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The question does not apply; without a reason, the reason is asked for."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """Go on to what comes next and leave this as it is."""


@dataclass(frozen=True, slots=True)
class Back:
    """Go to what came before."""


Attachment = Literal["note", "evidence", "owner", "due", "who"]


@dataclass(frozen=True, slots=True)
class Attach:
    """Write something down beside the answer; without a text, it is asked for."""

    what: Attachment
    text: str = ""


@dataclass(frozen=True, slots=True)
class Go:
    """Go to a key, a question or a fact by its id or title; without one, list the keys."""

    target: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Show every answer."""


@dataclass(frozen=True, slots=True)
class Finish:
    """End the interview; what is open is listed first."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Leave; everything that was answered is kept."""


Event = Choose | Type | NotApplicable | Skip | Back | Attach | Go | Review | Finish | Quit
