"""What questions of all kinds have, and what each kind says for itself."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, WithJsonSchema

from outsource_check.documents.types import (
    Id,
    Items,
    LevelAbove0,
    Positive,
    Side,
    Text,
    Version,
    WholeLevel,
    YesNo,
    expected,
)
from outsource_check.documents.validation import Faults, Path, Problems
from outsource_check.models import Model
from outsource_check.numbers import Number
from outsource_check.pack.answer import Answer
from outsource_check.pack.conditions import Condition, Facts
from outsource_check.pack.kinds.checks import RULE
from outsource_check.pack.kinds.options import Row, name_with
from outsource_check.pack.kinds.parts import Change, Choice, Part, PartAsk, Sheet, Taken
from outsource_check.pack.kinds.reading import Reading
from outsource_check.pack.kinds.remedy import Remedy

if TYPE_CHECKING:
    from outsource_check.pack.kinds.entry import Entry


Answered = Literal["client", "partner", "both"]
SIDES: tuple[Side, Side] = ("client", "partner")
WHOLE_LEVELS: tuple[Number, ...] = (0, 1, 2, 3, 4)


LEVEL_SCHEMA = {"type": "integer", "minimum": 0, "maximum": 4}


def describe_ids(ids: Iterable[str]) -> dict[str, Any]:
    """One of some ids; an id that looks like a number may be written as one."""
    found: list[str | int] = []
    for name in ids:
        found.append(name)
        if name.isascii() and name.isdigit() and str(int(name)) == name:
            found.append(int(name))
    return {"enum": found}


def as_number(value: Fraction) -> Number:
    """The same number, as an `int` where it is whole."""
    return value.numerator if value.denominator == 1 else value


class Unless(Model):
    """Where another question reaches a level, the stop or cap is not there."""

    question: str
    level: LevelAbove0


def _read_unless(value: Any) -> Any:
    if isinstance(value, Unless):
        return value
    if not isinstance(value, dict) or len(value) != 1:
        raise expected("a question and a level, such as {time-zones.hand-over: 3}")
    ((question, level),) = value.items()
    if str(level) not in ("1", "2", "3", "4"):
        faults = Faults()
        faults.add((question,), expected("a level from 1 to 4"))
        faults.finish()
    return {"question": question, "level": level}


_UNLESS_SCHEMA = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 4},
}


class Trigger(Model):
    """A stop or a cap."""

    title: Text = ""
    """The bad state that it names; empty: it goes by the title of its question."""
    at_or_below: WholeLevel | None = None
    """The level at or below which it triggers; None: only critical rows or figures do."""
    because: Text
    when: Condition | None = None
    unless: Annotated[
        Unless | None, BeforeValidator(_read_unless), WithJsonSchema(_UNLESS_SCHEMA)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSchema:
    """JSON Schemas of the forms of an answer."""

    short: tuple[dict[str, Any], ...] = ()
    """Of the short forms, `dont-know` left out."""
    own: dict[str, Any] = field(default_factory=dict)
    """Of the kind's own fields, by name."""
    notes: tuple[str, ...] = ()
    """What can be said, a line each."""
    definitions: dict[str, Any] = field(default_factory=dict)
    """What the others refer to."""


class Question(Model):
    """What questions of all kinds have; each kind says the rest for itself."""

    own: ClassVar[tuple[str, ...]]
    """The fields of an answer that belong to its kind."""
    beside: ClassVar[dict[str, str]] = {}
    """Those of them that only go with another one, by name."""
    short: ClassVar[str] = ""
    """The field whose value alone is the short form; empty: there is none, or it is a list."""
    by_parts: ClassVar[str] = ""
    """The field that its parts make up where they are asked one by one; empty: it has none."""
    summed: ClassVar[bool] = True
    """Whether what its parts come to is looked over at their end."""
    typed: ClassVar[str] = "0123456789.,"
    """The keys that are part of a number that is typed."""
    computed: ClassVar[bool] = False
    """Whether what its parts say is worked out, and so is its own evidence."""

    kind: str
    id: Id
    """In a key's file the name alone; in a loaded pack `key.name`."""
    ref: Text = ""
    """Its number in the standard or the form that it is from, such as `A.5.1`."""
    title: Text
    heading: Text = ""
    """In a key's file what begins with it; in a loaded pack what it stands under."""
    ask: Text = ""
    """In a loaded pack never empty: the title where the file gives none."""
    ask_partner: Text = ""
    """The partner's mirrored wording; in a loaded pack `ask` where the file gives none."""
    why: Text = ""
    answered_by: Answered | None = None
    """In a loaded pack never None: the pack's sides where the file gives none."""
    duty: Answered | None = None
    """Who must make it happen; None: it counts for neither side's duty score."""
    evidence: Items[Text] = ()
    """What would prove it."""
    stop: Trigger | None = None
    cap: Trigger | None = None
    remedy: Remedy | None = None
    when: Condition | None = None
    quick: YesNo = False
    internal: YesNo = False
    """Whether note, evidence, owner and due of its answers never reach the other side."""
    weight: Positive = Fraction(1)
    scored: YesNo = True
    """Whether it counts: what is asked only to be known gives no level."""
    references: Items[Id] = ()
    since: Version | None = None
    """The version of the pack that first asked it; None: it was always there."""

    @property
    def key(self) -> str:
        """The id of the key that a loaded question belongs to."""
        return self.id.partition(".")[0]

    @property
    def refs(self) -> Iterator[str]:
        """The official numbers that stand in it."""
        yield from (self.ref, *(row.ref for row in self.lines))

    @property
    def shown(self) -> str:
        """Its title, behind its official number."""
        return name_with(self.ref, self.title)

    @cached_property
    def triggers(self) -> tuple[tuple[Literal["stop", "cap"], Trigger], ...]:
        """Its stop and its cap, those that there are."""
        stop = () if self.stop is None else (("stop", self.stop),)
        cap = () if self.cap is None else (("cap", self.cap),)
        return (*stop, *cap)

    def name_finding(self, kind: str) -> str:
        """What its stop or its cap is called: the bad state, where the pack names it."""
        return next((trigger.title for name, trigger in self.triggers if name == kind), "") or (
            self.shown
        )

    @cached_property
    def mass(self) -> Number:
        """The weight, above 0."""
        return as_number(self.weight)

    @property
    def offered(self) -> tuple[Number, ...]:
        """The levels that an answer to it can give, ascending."""
        return WHOLE_LEVELS

    def wording(self, side: Side) -> str:
        """The question as one side is asked it."""
        return self.ask_partner if side == "partner" else self.ask

    @property
    def lines(self) -> tuple[Row, ...]:
        """The rows that an option is said of, one by one."""
        return ()

    @property
    def worths(self) -> dict[str, Fraction]:
        """What each option of a row is worth, 0 to 1."""
        return {}

    @property
    def option_texts(self) -> dict[str, str]:
        """The texts of the options of its rows, by id."""
        return {}

    @property
    def critical(self) -> dict[str, str]:
        """The texts of the rows whose worst option triggers a stop or cap by itself, by id."""
        return {row.id: row.shown for row in self.lines if row.critical}

    def find_remedy(self, answers: Sequence[Answer]) -> Remedy | None:
        """What would raise its level, after what was answered; None: the pack does not say."""
        del answers
        return self.remedy

    def list_proofs(self, answers: Sequence[Answer]) -> tuple[str, ...]:
        """What would prove what was answered."""
        del answers
        return self.evidence

    def read(self, value: Any, entry: "Entry") -> Any:
        """A short form as an `Answer` or its fields; None where it says nothing or is wrong."""
        raise NotImplementedError

    def read_field(self, name: str, value: Any, entry: "Entry") -> dict[str, Any] | None:
        """One of its own fields, as fields of an `Answer`; a wrong value is an answer, too."""
        raise NotImplementedError

    def reads_alike(self, version: str) -> bool:
        """Whether a short form says the same under a version of the pack as under this one."""
        del version
        return True

    def spell_out(self, listed: Sequence[str], version: str) -> dict[str, str] | None:
        """The option of each row that a version asked, where a list named its rows at their best.

        None where the list is no such one.
        """
        del listed, version
        return None

    def check(self, found: Problems, path: Path, version: str) -> None:
        """Note what is inconsistent in it; `version` is the pack's."""

    def list_causes(self, kind: str) -> tuple[str, ...]:
        """What triggers its stop, or its cap, besides a low level."""
        del kind
        return ()

    def list_conditions(self) -> Iterator[tuple[Path, Condition]]:
        """Every condition in it, and where that stands."""
        if self.when is not None:
            yield ("when",), self.when
        for kind, trigger in self.triggers:
            if trigger.when is not None:
                yield (kind, "when"), trigger.when

    @cached_property
    def facts_read(self) -> frozenset[str]:
        """The facts that its conditions depend on."""
        return frozenset(
            leaf.fact for _, condition in self.list_conditions() for leaf in condition.leaves()
        )

    @property
    def facts_weighed(self) -> frozenset[str]:
        """The facts that decide what an answer counts, beyond whether the question applies."""
        return frozenset()

    def list_choices(self) -> tuple[Choice, ...]:
        """The ways to answer it as a whole."""
        return ()

    def ask_typed(self, answer: Answer) -> tuple[str, str] | None:
        """What a number that is typed counts, and what it is now; None: none is typed.

        Nothing is counted by a day.
        """
        del answer
        return None

    def gauge(self, text: str) -> str:
        """What a number that is being typed comes to, in words; empty while it is no number."""
        del text
        return ""

    def read_typed(self, text: str) -> dict[str, Any] | str | None:
        """What a typed text says: fields of an answer, or what is wrong; None: none is typed."""
        del text
        return None

    def weigh(self, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
        """The level of an answer that says something, but does not name the level itself.

        `date` is the answer's, for computed questions that begin with it.
        """
        raise NotImplementedError

    def level_text(self, level: Number) -> str:
        """What a level needs, 0 to 4; the question must offer it."""
        raise NotImplementedError

    def goal_text(self, level: Number, answers: Sequence[Answer] = ()) -> str:
        """The same as something to reach, which must be clear without the question beside it.

        `answers` are what was said so far.
        """
        del answers
        return self.level_text(level)

    def say(self, answer: Answer) -> str:
        """In words, what an answer without a level says; empty where only a level says it."""
        del answer
        return ""

    def word(self, answer: Answer) -> str:
        """In words, what an answer says that is shown to its reader without its level."""
        if answer.level is not None:
            return self.level_text(answer.level)
        if self.works_out(answer):
            return "Worked out from figures."
        return self.say(answer) if answer.says_something else "Kept internal."

    def sum_up(self, answer: Answer, level: str) -> str:
        """An answer in a few words; `level` is what it gives: `level 3`."""
        return f"{level}, worked out" if self.works_out(answer) else level

    def works_out(self, answer: Answer) -> bool:
        """Whether the level of an answer is worked out of its parts."""
        return self.computed and bool(getattr(answer, self.by_parts)) and answer.says_something

    # ------------------------------------------------------------------------- part by part

    def enter(self, answer: Answer) -> Choice | None:
        """The choice that leads to its parts; None where it has none."""
        del answer
        return None

    def list_parts(self, sheet: Sheet) -> tuple[Part, ...]:
        """Its parts in the order of asking."""
        del sheet
        return ()

    def start(self, sheet: Sheet) -> Taken:
        """Begin with the first part that is asked."""
        raise NotImplementedError

    def ask_part(self, part: Part, sheet: Sheet) -> PartAsk:
        """What is asked of a part."""
        raise NotImplementedError

    def take(self, part: Part, text: str, sheet: Sheet) -> Taken:
        """What was chosen or typed for a part."""
        raise NotImplementedError

    def leave_out(self, part: Part, reason: str, sheet: Sheet) -> Taken:
        """Say that a part does not apply, which can be said of rows only."""
        raise NotImplementedError

    def is_open(self, part: Part, answer: Answer) -> bool:
        """Whether a part is still to be answered."""
        del part, answer
        return False

    def find_unfinished(self, answer: Answer) -> Part | None:
        """The part with which an answer that was left in the middle goes on; None where none is."""
        del answer
        return None

    def say_doubt(self, answer: Answer) -> str:
        """How many parts leave the level open, in words."""
        del answer
        return ""

    def list_sums(self, sheet: Sheet) -> Iterator[str]:
        """Lines that say what its parts come to."""
        del sheet
        yield from ()

    def derive(self, sheet: Sheet) -> Iterator[str]:
        """How an answer comes to its level, a line each."""
        if sheet.answer.level is not None:
            yield self.level_text(sheet.answer.level)
        else:
            yield from self.list_sums(sheet)

    def list_changes(self, sheet: Sheet) -> Iterator[Change]:
        """What can be changed when its parts are there."""
        del sheet
        yield from ()

    def dump_draft(self, draft: Any, answer: Answer) -> Any:
        """What was said to its parts and is not in the answer yet, as plain data; None: nothing."""
        del draft, answer
        return None

    def load_draft(self, data: Any, answer: Answer) -> Any:
        """The draft that `dump_draft` has written; None where nothing of it is of use.

        Raises `ValueError`, `TypeError`, `KeyError` or `AttributeError` for anything else.
        """
        del data, answer

    def explain_levels(self) -> str:
        """What gives which level, where the choices do not say it."""
        return ""

    def describe(self) -> Iterator[tuple[str, str]]:
        """Its kind, and what gives which level: lines with a mark, headings without one."""
        raise NotImplementedError

    def describe_answer(self) -> AnswerSchema:
        """What an answer to it may be, for a JSON Schema."""
        raise NotImplementedError


def refuse_scoring(question: Question, found: Problems, path: Path) -> None:
    """Note that a question of a kind that gives no level cannot be scored."""
    if question.scored:
        message = f"a question of kind {question.kind} gives no level: it cannot be scored"
        found.note((*path, "scored"), RULE, message)


class LevelQuestion(Question):
    """A question that offers whole levels, each with a text."""

    def list_levels(self) -> dict[int, str]:
        """The texts of its levels, the lowest first."""
        raise NotImplementedError

    def list_choices(self) -> tuple[Choice, ...]:
        """Its levels."""
        return tuple(
            Choice(value=f"{level}", mark=f"{level}", text=text, level=level, says={"level": level})
            for level, text in self.list_levels().items()
        )

    def level_text(self, level: Number) -> str:
        """The text of a level; of one that has none, the text of the level below it."""
        texts = self.list_levels()
        return texts[max((one for one in texts if one <= level), default=min(texts))]
