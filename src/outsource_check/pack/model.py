"""What a pack is: facts, keys, questions, references, thresholds (docs/writing-a-pack.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from outsource_check import costs
from outsource_check.documents.types import (
    Decimal_,
    Id,
    Items,
    LevelAbove0,
    Points,
    Positive,
    Side,
    Text,
    Version,
    WholeLevel,
    YesNo,
    expected,
    is_later,
    wrong,
)
from outsource_check.documents.validation import Faults
from outsource_check.models import Model, publish_number
from outsource_check.overlap import levels as overlap_levels
from outsource_check.pack.conditions import Condition, FactIs
from outsource_check.pack.measures import (
    PERCENT,
    YES_NO,
    NumberBounds,
    Option,
    Options,
    Row,
    RowBounds,
    level_of_number,
    level_on_line,
    reachable_levels,
)

Answered = Literal["client", "partner", "both"]
SIDES: tuple[Side, Side] = ("client", "partner")
Number = int | Fraction
"""An exact number; an `int` wherever it is whole, which is faster and the common case."""
WHOLE_LEVELS: tuple[Number, ...] = (0, 1, 2, 3, 4)


def write_decimal(value: Fraction | Decimal) -> str:
    """An exact number as a decimal, without trailing zeros."""
    number = Fraction(value)
    return f"{(Decimal(number.numerator) / number.denominator).normalize():f}"


def as_number(value: Fraction) -> Number:
    """The same number, as an `int` where it is whole."""
    return value.numerator if value.denominator == 1 else value


class FactOption(Model):
    """One thing that a fact can be."""

    id: Id
    text: Text


class Fact(Model):
    """Something asked once that is not scored, but decides which questions apply."""

    id: Id
    ask: Text
    why: Text = ""
    options: Items[FactOption] = ()
    """Empty: the fact is `yes` or `no`."""

    @cached_property
    def choices(self) -> dict[str, str]:
        """Text by option id."""
        if not self.options:
            return {"yes": "Yes", "no": "No"}
        return {option.id: option.text for option in self.options}


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

    at_or_below: WholeLevel | None = None
    """The level at or below which it triggers; None: only critical rows or figures do."""
    because: Text
    when: Condition | None = None
    unless: Annotated[
        Unless | None, BeforeValidator(_read_unless), WithJsonSchema(_UNLESS_SCHEMA)
    ] = None


class Remedy(Model):
    """What would raise a question's level."""

    do: Text
    effort_days: Positive | None = None
    owner: Text = ""
    done_when: Text = ""


def _judge_levels(value: Any) -> Any:
    many = isinstance(value, tuple | list)
    if many and len(value) == 5:
        return value
    found = f", found {len(value)}" if many else ""
    hint = "inside […] a comma ends an unquoted text: put each text in double quotes"
    raise wrong(f"expected five texts, for level 0 to 4{found}", hint if many else "")


FiveTexts = Annotated[
    Items[Text],
    BeforeValidator(_judge_levels),
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 5, "maxItems": 5}),
]


def came_after(part: Row | Option, version: str) -> bool:
    """Whether a row or an option is not in a version of the pack yet."""
    return part.since is not None and is_later(part.since, version)


class QuestionBase(Model):
    """What questions of all kinds have."""

    id: Id
    """In a key's file the name alone; in a loaded pack `key.name`."""
    title: Text
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
    references: Items[Id] = ()

    @property
    def key(self) -> str:
        """The id of the key that a loaded question belongs to."""
        return self.id.partition(".")[0]

    @cached_property
    def triggers(self) -> tuple[tuple[Literal["stop", "cap"], Trigger], ...]:
        """Its stop and its cap, those that there are."""
        stop = () if self.stop is None else (("stop", self.stop),)
        cap = () if self.cap is None else (("cap", self.cap),)
        return (*stop, *cap)

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


class LevelsQuestion(QuestionBase):
    """One of five texts is chosen."""

    kind: Literal["levels"]
    levels: FiveTexts


class ChoiceQuestion(QuestionBase):
    """One option is chosen; the level is 4 times its worth."""

    kind: Literal["choice"]
    options: Options

    @cached_property
    def levels_by_option(self) -> dict[str, Number]:
        """The level that each option gives."""
        return {option.id: as_number(4 * option.worth) for option in self.options}

    @cached_property
    def offered(self) -> tuple[Number, ...]:
        """The levels that an answer to it can give, ascending."""
        return tuple(sorted(set(self.levels_by_option.values())))


class NumberQuestion(QuestionBase):
    """A number is given; bounds, or a straight line from `worst` to `best`, give the level."""

    kind: Literal["number"]
    unit: Text
    better: Literal["lower", "higher"] | None = None
    bounds: NumberBounds | None = None
    worst: Decimal_ | None = None
    best: Decimal_ | None = None
    min: Decimal_ | None = None
    """The least that can be answered; None: as `limits` says."""
    max: Decimal_ | None = None
    """The most that can be answered; None: as `limits` says."""

    @cached_property
    def limits(self) -> tuple[Fraction, Fraction | None]:
        """The least and the most that can be answered; None: there is no most.

        Where the pack does not say, a percentage goes from 0 to 100, a straight line from one of
        its ends to the other, and a number with bounds from 0 on.
        """
        least, most = Fraction(0), None
        if PERCENT.match(self.unit):
            most = Fraction(100)
        elif self.worst is not None and self.best is not None:
            least, most = sorted((self.worst, self.best))
        return (
            least if self.min is None else self.min,
            most if self.max is None else self.max,
        )

    def allows(self, number: Fraction) -> bool:
        """Whether a number can be the answer."""
        least, most = self.limits
        return least <= number and (most is None or number <= most)

    @property
    def span(self) -> str:
        """The numbers that can be the answer, as ` from 0 to 10`; empty where all can."""
        least, most = self.limits
        if most is not None:
            return f" from {write_decimal(least)} to {write_decimal(most)}"
        return f" from {write_decimal(least)} up" if least else ""

    def level(self, number: Fraction) -> Number:
        """The level that a number gives."""
        if self.bounds is None:
            assert self.worst is not None
            assert self.best is not None
            return as_number(level_on_line(self.worst, self.best, number))
        return level_of_number(self.bounds, number, lower_is_better=self.better == "lower")

    def needed(self, level: Number) -> tuple[Fraction, bool]:
        """The number that a level above 0 needs, and whether lower ones give it too."""
        if self.bounds is None:
            assert self.worst is not None
            assert self.best is not None
            number = self.worst + (self.best - self.worst) * Fraction(level) / 4
            return number, self.best < self.worst
        # A median may lie between two bounds: the next one above it gives at least that level.
        reached = min(bound for bound in (*self.bounds, max(self.bounds)) if bound >= level)
        return self.bounds[reached], self.better == "lower"

    @cached_property
    def offered(self) -> tuple[Number, ...]:
        """The levels that an answer to it can give, ascending; on a line, the whole and the best.

        Level 0 is among them, whatever the limits are: `none` gives it.
        """
        ends = [end for end in self.limits if end is not None]
        if self.bounds is None:
            best = max(self.level(end) for end in ends)
            return (*(level for level in WHOLE_LEVELS if level < best), best)
        # A level is reached at its own bound or, where that is outside, at the end next to it.
        tried = [*ends, *(bound for bound in self.bounds.values() if self.allows(bound))]
        return tuple(sorted({0, *(self.level(number) for number in tried)}))


class MatrixQuestion(QuestionBase):
    """Every row gets an option; the mean worth of the rows gives the level."""

    kind: Literal["matrix"]
    rows: Items[Row]
    options: Options = YES_NO
    bounds: RowBounds

    def rows_in(self, version: str) -> Items[Row]:
        """The rows that a version of the pack asked."""
        return tuple(row for row in self.rows if not came_after(row, version))

    def options_in(self, version: str) -> Items[Option]:
        """The options that a version of the pack offered; where it had none of them, all."""
        options = self.options
        return tuple(one for one in options if not came_after(one, version)) or options

    @cached_property
    def worths(self) -> dict[str, Fraction]:
        """What each option of a row is worth, 0 to 1."""
        return {option.id: option.worth for option in self.options}

    @cached_property
    def units(self) -> tuple[dict[str, int], int]:
        """The options' worths as whole numbers, and the unit that they count."""
        scale = lcm(*(worth.denominator for worth in self.worths.values()))
        return {option: int(worth * scale) for option, worth in self.worths.items()}, scale

    @cached_property
    def _steps(self) -> tuple[tuple[int, int, int, frozenset[str]], ...]:
        """Each bound from the highest level on: level, its share's two numbers, its rows."""
        return tuple(
            (level, bound.share.numerator, bound.share.denominator, frozenset(bound.rows))
            for level, bound in sorted(self.bounds.items(), reverse=True)
        )

    def level_of_options(self, chosen: dict[str, str]) -> int:
        """The level that an option for each row gives; rows that are not there are left out."""
        units, scale = self.units
        best = max(units.values())
        total = 0
        unmet = []
        for row, option in chosen.items():
            unit = units[option]
            total += unit
            if unit != best:
                unmet.append(row)
        whole = scale * len(chosen)
        for level, share, parts, rows in self._steps:
            if total * parts >= share * whole and rows.isdisjoint(unmet):
                return level
        return 0

    @cached_property
    def offered(self) -> tuple[Number, ...]:
        """The levels that an answer to it can give, ascending."""
        units, scale = self.units
        return reachable_levels(self.rows, frozenset(units.values()), scale, self.bounds)


class OverlapQuestion(QuestionBase):
    """The level is computed from sites and their hours."""

    levels: ClassVar[tuple[str, ...]] = overlap_levels.LEVELS
    kind: Literal["overlap"]


class CostsQuestion(QuestionBase):
    """The level is computed from figures."""

    levels: ClassVar[tuple[str, ...]] = costs.LEVELS
    kind: Literal["costs"]
    saving_when: Condition | None = None
    """When a saving matters; None: always."""


Question = (
    LevelsQuestion
    | ChoiceQuestion
    | NumberQuestion
    | MatrixQuestion
    | OverlapQuestion
    | CostsQuestion
)
AnyQuestion = Annotated[Question, Field(discriminator="kind")]


class Key(Model):
    """One of a pack's parts."""

    id: Id
    title: Text
    summary: Text = ""
    quote: Text = ""
    """From the pack's source."""
    weight: Positive = Fraction(1)
    questions: Items[AnyQuestion]

    @cached_property
    def mass(self) -> Number:
        """The weight, above 0."""
        return as_number(self.weight)


class Reference(Model):
    """A source that questions rest on."""

    id: Id
    cite: Text
    says: Text = ""
    url: Text = ""


Threshold = Annotated[Points, PlainSerializer(publish_number)]


class Least(Model):
    """The least that a verdict needs: scores from 0 to 100; None: nothing."""

    overall: Threshold | None = None
    weakest_key: Threshold | None = None


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
    note: Items[Note] = ()
    """What the interview says once, above its questions."""
    retired: Items[Text] = ()
    """Question ids of older versions: kept in answer files, not scored, named."""


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

    @cached_property
    def questions(self) -> dict[str, Question]:
        """By id, in the order of the keys and of their files."""
        return {question.id: question for key in self.keys for question in key.questions}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """By id."""
        return {fact.id: fact for fact in self.outline.facts}

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.outline.id

    @property
    def version(self) -> str:
        """The pack's version, `major.minor.patch`."""
        return self.outline.version

    @cached_property
    def scoring(self) -> str:
        """A digest of all that decides scores; what is only read makes no difference to it."""
        parts = _leave_out_words((self.outline.replace(version=""), self.keys))
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
        """The facts that some condition reads, in the order of the pack."""
        read = {leaf.fact for leaf in self.leaves()}
        return tuple(fact for fact in self.facts if fact in read)

    def leaves(self) -> Iterator[FactIs]:
        """Every test of a single fact in all the conditions of the pack."""
        if self.outline.partner_when is not None:
            yield from self.outline.partner_when.leaves()
        for question in self.questions.values():
            conditions = [question.when, *(trigger.when for _, trigger in question.triggers)]
            if isinstance(question, CostsQuestion):
                conditions.append(question.saving_when)
            for condition in conditions:
                if condition is not None:
                    yield from condition.leaves()


_WORDS = frozenset(
    (
        *("title", "ask", "ask_partner", "why", "text", "because", "summary", "quote", "unit"),
        *("source", "note", "levels", "remedy", "references"),
    )
)
"""Fields that are read by people and decide no score."""


def _leave_out_words(value: Any) -> Any:
    """A part of a pack as plain data without what is only read."""
    if isinstance(value, Model):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        if isinstance(fields.get("evidence"), tuple):
            del fields["evidence"]  # a question's: what would prove it, in words
        return [
            (name, _leave_out_words(part)) for name, part in fields.items() if name not in _WORDS
        ]
    if isinstance(value, tuple):
        return [_leave_out_words(part) for part in value]
    if isinstance(value, dict):
        return [(name, _leave_out_words(part)) for name, part in value.items()]
    return value
