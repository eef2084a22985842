"""What a pack is: facts, keys, questions, references, thresholds (docs/writing-a-pack.md)."""

import hashlib
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property, reduce
from itertools import combinations
from operator import or_
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from outsource_check.documents import scalars
from outsource_check.documents.types import (
    Id,
    Items,
    Points,
    Positive,
    Side,
    Text,
    Version,
    YesNo,
)
from outsource_check.models import Model
from outsource_check.numbers import Number
from outsource_check.pack.answer import NONE
from outsource_check.pack.conditions import AND, Condition
from outsource_check.pack.kinds import KINDS, Question
from outsource_check.pack.kinds.base import SIDES, Answered, as_number
from outsource_check.pack.kinds.options import Option
from outsource_check.pack.moves import Hop, Move, follow, list_gone_rows, list_hops
from outsource_check.pack.words import Words
from outsource_check.text import quote

BEFORE_ALL = "0.0.0"
"""The version before the first one of any pack."""

NONE_OF_THESE = "None of these"
_ALL_OF = 8
"""Of so many options each combination is looked at."""


class FactOption(Model):
    """One thing that a fact can be."""

    id: Id
    text: Text


class Fact(Model):
    """Something asked once that is not scored; it may decide which questions apply."""

    id: Id
    ask: Text
    why: Text = ""
    options: Items[FactOption] = ()
    """Empty: the fact is `yes` or `no`."""
    several: YesNo = False
    """Whether several of the options can hold, or none of them."""

    @cached_property
    def choices(self) -> dict[str, str]:
        """Text by option id."""
        if not self.options:
            return {"yes": "Yes", "no": "No"}
        return {option.id: option.text for option in self.options}

    @property
    def names(self) -> tuple[str, ...]:
        """What conditions can ask for: its options, and of several whether it is none of them."""
        return (*self.choices, NONE) if self.several else tuple(self.choices)

    def read(self, given: Any) -> str | None:
        """What is said in a file or on a command line, in the form of `Facts`; None: nothing of it.

        Several options are a list, or a text such as `bank, shop`.
        """
        if not self.several:
            said = scalars.spell(given)
            return said if isinstance(said, str) and said in self.choices else None
        parts = [part.strip() for part in given.split(",")] if isinstance(given, str) else given
        if not isinstance(parts, tuple | list):
            return None
        if list(parts) in ([], [NONE]):
            return NONE
        chosen = [name for name in self.choices if name in parts]
        return AND.join(chosen) if len(chosen) == len(parts) else None

    def split(self, said: str) -> tuple[str, ...]:
        """The options that hold."""
        if not self.several:
            return (said,)
        return () if said == NONE else tuple(said.split(AND))

    def word(self, said: str) -> str:
        """What is said, in words; an option of another version of the pack stands as its id."""
        chosen = self.split(said)
        return (
            "; ".join(self.choices.get(name, name) for name in chosen) if chosen else NONE_OF_THESE
        )

    def write(self, said: str) -> bool | str | list[str]:
        """What is said, as a file holds it: `yes` and `no` bare, several as a list."""
        if self.several:
            return list(self.split(said))
        return {"yes": True, "no": False}.get(said, said)

    @cached_property
    def possible(self) -> tuple[str, ...]:
        """All that can be said of it; of more than eight options that hold together, some."""
        if not self.several:
            return tuple(self.choices)
        count = len(self.choices)
        sizes = range(1, count + 1) if count <= _ALL_OF else (1, 2, count)
        some = (AND.join(names) for size in sizes for names in combinations(self.choices, size))
        return (NONE, *some)


class Key(Model):
    """One of a pack's parts."""

    id: Id
    title: Text
    summary: Text = ""
    quote: Text = ""
    """From the pack's source."""
    weight: Positive = Fraction(1)
    questions: Items[Question]
    """Each of one of the `KINDS`."""

    @cached_property
    def mass(self) -> Number:
        """The weight, above 0."""
        return as_number(self.weight)

    @cached_property
    def scored(self) -> tuple[Question, ...]:
        """Its questions that give a level."""
        return tuple(question for question in self.questions if question.scored)


class Reference(Model):
    """A source that questions rest on."""

    id: Id
    cite: Text
    says: Text = ""
    url: Text = ""


class Least(Model):
    """The least that a verdict needs: scores from 0 to 100; None: nothing."""

    overall: Points | None = None
    weakest_key: Points | None = None


class Thresholds(Model):
    """What the verdicts above `not-ready` need; judgement, not calibrated figures."""

    ready: Least = Least.model_construct(overall=Fraction(70), weakest_key=Fraction(50))
    conditional: Least = Least.model_construct(overall=Fraction(55), weakest_key=Fraction(35))
    at_risk: Annotated[Least, Field(alias="at-risk")] = Least.model_construct(overall=Fraction(40))


class Note(Model):
    """Something to say once, above the questions."""

    when: Condition | None = None
    """Not said while it is certainly no; None: always said."""
    text: Text


class Outline(Model):
    """The file `pack.yaml`."""

    format: Literal["outsource-check/pack/v1"]
    id: Id
    version: Version
    title: Text
    source: Text = ""
    sides: Answered = "both"
    partner_when: Condition | None = None
    """While it is certainly no, there is no partner to ask; None: there always is one."""
    keys: Items[Id]
    evidence: Literal["required", "optional"] = "required"
    verdict: Thresholds = Thresholds.model_construct()
    facts: Items[Fact] = ()
    scales: dict[Id, Items[Option]] = Field(default_factory=dict)
    words: Words = Words.model_construct()
    """What it calls its sides, levels and verdicts."""
    note: Items[Note] = ()
    """What the interview says once, above its questions."""
    moved: Items[Move] = ()
    """What became of questions, rows, options and facts of older versions."""


class References(Model):
    """The file `references.yaml`, which is a list, under a name."""

    references: Items[Reference]


class Pack(Model):
    """A loaded pack: every default filled in, every question under its whole id."""

    outline: Outline
    keys: tuple[Key, ...]
    references: dict[str, Reference]
    """By id, in the order of the file."""
    sha256: str
    """Of the pack's files, names and bytes, in the order of their names."""
    folder: str
    """Where it was read from, as found."""
    named: bool = False
    """Whether its folder was named, as `--pack` does: then commands to type name it too."""

    @cached_property
    def questions(self) -> dict[str, Question]:
        """By id, in the order of the keys and of their files."""
        return {question.id: question for key in self.keys for question in key.questions}

    @cached_property
    def scored(self) -> tuple[Question, ...]:
        """The questions that give a level, in the same order."""
        return tuple(question for key in self.keys for question in key.scored)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """By id."""
        return {fact.id: fact for fact in self.outline.facts}

    def find_by_ref(self, ref: str) -> tuple[Question, ...]:
        """The questions with an official number, their own or a row's or an option's.

        `A.5` finds what is numbered `A.5.1`, too; letters' case does not matter.
        """
        wanted = ref.casefold()
        return tuple(
            question
            for question in self.questions.values()
            if any(
                found == wanted or found.startswith(f"{wanted}.")
                for found in map(str.casefold, question.refs)
            )
        )

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.outline.id

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that it asks."""
        asked = self.outline.sides
        return SIDES if asked == "both" else (asked,)

    @property
    def words(self) -> Words:
        """What it calls its sides, levels and verdicts."""
        return self.outline.words

    @property
    def option(self) -> str:
        """What a command about it needs besides: ` --pack DIR`, or nothing."""
        return f" --pack {quote(self.folder)}" if self.named else ""

    @property
    def version(self) -> str:
        """The pack's version, `major.minor.patch`."""
        return self.outline.version

    def list_hops(self, after: str) -> tuple[Hop, ...]:
        """The moves that versions after a given one made, version by version, the oldest first."""
        return tuple(list_hops(self.outline.moved, after))

    @cached_property
    def old_ids(self) -> dict[str, tuple[str, Move | None]]:
        """What became of each id of a question or fact that is not asked, as `follow` says it."""
        hops = self.list_hops(BEFORE_ALL)
        return {
            name: follow(hops, name)
            for name in dict.fromkeys(name for hop in hops for name in hop)
            if name not in self.questions and name not in self.facts
        }

    @cached_property
    def retired(self) -> frozenset[str]:
        """The last ids of questions and facts that are no longer asked."""
        return frozenset(move.name for move in self.outline.moved if move.because)

    def explain_again(self, name: str) -> str:
        """Why what was said to older versions of a question or a fact is asked again.

        Empty where only a level or an option is gone.
        """
        for hop in reversed(self.list_hops(BEFORE_ALL)):
            for move in (move for moves in hop.values() for move in moves if move.ask_again):
                if follow(self.list_hops(move.in_), move.target)[0] == name:
                    return move.ask_again
        return ""

    def reads_alike(self, version: str) -> bool:
        """Whether an answer to a version, in any form, says the same to this one."""
        return not self.list_hops(version) and all(
            question.reads_alike(version) for question in self.questions.values()
        )

    @cached_property
    def gone_rows(self) -> dict[str, set[str]]:
        """The rows that are no longer asked, by question."""
        return list_gone_rows(self.list_hops(BEFORE_ALL))

    @cached_property
    def scoring(self) -> str:
        """A digest of all that decides scores; what is only read makes no difference to it."""
        parts = leave_out_words((self.outline.replace(version=""), self.keys))
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @cached_property
    def duties(self) -> dict[Side, tuple[str, ...]]:
        """The ids of the questions that each side must make happen, alone or with the other."""
        return {
            side: tuple(one.id for one in self.questions.values() if one.duty in (side, "both"))
            for side in SIDES
        }

    @cached_property
    def conditional_facts(self) -> tuple[str, ...]:
        """The facts that decide what is scored, and how, in the order of the pack."""
        return self.list_facts_read(self.scored)

    def list_facts_read(self, questions: Iterable[Question]) -> tuple[str, ...]:
        """The facts that `partner_when` and conditions of some questions read, in its order."""
        partner = self.outline.partner_when
        read = {leaf.fact for leaf in partner.leaves()} if partner is not None else set()
        read = read.union(*(question.facts_read for question in questions))
        return tuple(fact for fact in self.facts if fact in read)

    def list_facts_asked(self, questions: Iterable[Question]) -> tuple[str, ...]:
        """The facts to ask with some questions: those that they read, and those that none reads."""
        read = {*self.list_facts_read(questions)}
        others = {*self.list_facts_read(self.questions.values())} - read
        return tuple(fact for fact in self.facts if fact not in others)


_WORDS = frozenset(
    (
        *(
            "ref",
            "heading",
            "title",
            "ask",
            "ask_partner",
            "why",
            "text",
            "because",
            "summary",
            "quote",
            "unit",
        ),
        *("source", "words", "note", "remedy", "references"),
    )
)
"""Fields that are read by people and decide no score."""


def leave_out_words(value: Any) -> Any:
    """A part of a pack as plain data, without the texts that decide no score."""
    if isinstance(value, Model):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        if isinstance(fields.get("evidence"), tuple):
            del fields["evidence"]  # a question's: what would prove it, in words
        if "levels" in fields:
            fields["levels"] = tuple(fields["levels"])  # those that there are, without their texts
        return [
            (name, leave_out_words(part)) for name, part in fields.items() if name not in _WORDS
        ]
    if isinstance(value, tuple):
        return [leave_out_words(part) for part in value]
    if isinstance(value, dict):
        return [(name, leave_out_words(part)) for name, part in value.items()]
    return value


def register_kind(kind: type[Question]) -> None:
    """Let packs ask questions of one more kind, by the name that its field `kind` takes."""
    (name,) = get_args(kind.model_fields["kind"].annotation)
    KINDS[name] = kind
    _offer_kinds()
    Key.model_rebuild(force=True)


def _offer_kinds() -> None:
    """Tell pydantic which kinds a key's questions can be of."""
    kinds: Any = reduce(or_, KINDS.values())
    any_question: Any = Annotated[kinds, Field(discriminator="kind")]
    Key.model_fields["questions"].annotation = tuple[any_question, ...]


_offer_kinds()
