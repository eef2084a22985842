"""Questions of kind `number`."""

import datetime
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from outsource_check.documents import scalars
from outsource_check.documents.types import Decimal_, LevelAbove0, Text, expected, wrong
from outsource_check.documents.validation import Path, Problems
from outsource_check.numbers import Number, format_level, write_decimal, write_rounded
from outsource_check.pack.answer import DONT_KNOW, NONE, Answer
from outsource_check.pack.conditions import Facts
from outsource_check.pack.kinds.base import (
    WHOLE_LEVELS,
    AnswerSchema,
    Question,
    as_number,
)
from outsource_check.pack.kinds.bounds import judge_bounds, schema_of_bounds
from outsource_check.pack.kinds.checks import RULE
from outsource_check.pack.kinds.entry import Entry, advise
from outsource_check.pack.kinds.parts import Choice, Sheet
from outsource_check.pack.kinds.reading import Reading
from outsource_check.text import count_unit

NumberBounds = Annotated[
    dict[LevelAbove0, Decimal_],
    BeforeValidator(judge_bounds),
    schema_of_bounds("number", "string"),
]
"""The number that a level needs, by level 1 to 4; levels may be left out."""
PERCENT = re.compile(r"\s*(%|per ?cent\b)", re.IGNORECASE)
"""How a unit begins that counts out of a hundred."""


def level_of_number(bounds: dict[int, Fraction], number: Fraction, *, lower_is_better: bool) -> int:
    """The highest level whose bound a number meets, else 0."""
    for level in sorted(bounds, reverse=True):
        if number <= bounds[level] if lower_is_better else number >= bounds[level]:
            return level
    return 0


def level_on_line(worst: Fraction, best: Fraction, number: Fraction) -> Fraction:
    """The level on a straight line from `worst` (0) to `best` (4), cut at both ends."""
    return min(max(4 * (number - worst) / (best - worst), Fraction(0)), Fraction(4))


class NumberQuestion(Question):
    """A number is given; bounds, or a straight line from `worst` to `best`, give the level."""

    own: ClassVar[tuple[str, ...]] = ("value",)
    short: ClassVar[str] = "value"

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

    def read(self, value: Any, entry: Entry) -> Any:
        """A number, or `none`."""
        if not isinstance(value, str):
            return entry.misfit("a number")
        return self._read_number(value, entry, DONT_KNOW)

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`value`."""
        return self._read_number(value, entry, at=(name,)) or {"value": None}

    def _read_number(
        self, value: Any, entry: Entry, *also: str, at: Path = ()
    ) -> dict[str, Any] | None:
        if value == NONE:
            return {"nothing": True}
        text = value if isinstance(value, str | bool) else str(value)
        unit = f'a number of "{self.unit}"{self.span}'
        what = f"{unit}, none or {also[0]}" if also else f"{unit} or none"
        found = scalars.decimal(text) if isinstance(text, str) else None
        if found is not None and self.allows(found):
            return {"value": found}
        if found is not None:
            entry.refuse(expected(what, rule="OC203"), *at)
        elif isinstance(value, str) and re.fullmatch(
            r"[0-9]{10,}(\.[0-9]*)?|[0-9]+\.[0-9]{10,}", value
        ):
            hint = "at most nine digits on each side of the point"
            entry.refuse(wrong(f"the number is out of range; expected {what}", hint, "OC203"), *at)
        else:
            entry.refuse(expected(what, advise(value)), *at)
        return None

    def check(self, found: Problems, path: Path, version: str) -> None:
        """Bounds with `better`, or a line; numbers that can be the answer."""
        del version
        self._check_scale(found, path)
        least, most = self.limits
        given = self.min is not None or self.max is not None
        if given and most is not None and least >= most:
            name = "min" if self.max is None else "max"
            message = f"no number can be the answer: it would go{self.span}"
            found.note((*path, name), RULE, message)

    def _check_scale(self, found: Problems, path: Path) -> None:
        """What gives which level."""
        bounds, line = self.bounds, (self.worst, self.best)
        if not self.scored and bounds is None and line == (None, None):
            return
        if bounds is not None and line == (None, None):
            if self.better is None:
                found.note(
                    path, RULE, '"better" is missing: "lower" or "higher" goes with "bounds"'
                )
                return
            numbers = [bounds[level] for level in sorted(bounds)]
            rising = self.better == "higher"
            if numbers != sorted(numbers, reverse=not rising):
                way = "rise" if rising else "fall"
                message = f"expected bounds that {way}, or stay, from level to level"
                found.note((*path, "bounds"), RULE, message)
        elif bounds is None and None not in line:
            if self.worst == self.best:
                found.note((*path, "best"), RULE, '"worst" and "best" are the same number')
            if self.better is not None:
                message = '"better" goes with "bounds"; "worst" and "best" say it'
                found.note((*path, "better"), RULE, message)
        else:
            found.note(path, RULE, 'expected either "better" with "bounds", or "worst" with "best"')

    def describe(self) -> Iterator[tuple[str, str]]:
        """The unit, and the number that each level needs."""
        yield "", f"Number{self.span}: {self.unit}"
        if not self.scored:
            return
        if self.bounds is None:
            assert self.worst is not None
            assert self.best is not None
            worst, best = write_rounded(self.worst), write_rounded(self.best)
            yield "-", f"a straight line from {worst} (level 0) to {best} (level 4)"
            return
        word = "at most" if self.better == "lower" else "at least"
        for level, bound in sorted(self.bounds.items()):
            yield f"{level}", f"{word} {write_rounded(bound)}"

    def describe_answer(self) -> AnswerSchema:
        """A number between its limits, or `none`."""
        least, most = self.limits
        ends = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
        numbers = {name: int(end) if end == int(end) else float(end) for name, end in ends.items()}
        forms = ({"type": "number", **numbers}, {"enum": [NONE]})
        return AnswerSchema(
            short=forms,
            own={"value": {"anyOf": list(forms)}},
            notes=(f"a number{self.span}: {self.unit}", "none: looked, and nothing is agreed"),
        )

    def list_choices(self) -> tuple[Choice, ...]:
        """What is said instead of a number."""
        text = "Nothing is agreed, or it was never measured"
        text += " (level 0)" if self.scored else ""
        says = {"nothing": True}
        none = Choice(value=NONE, mark="n", text=text, level=0, says=says, command=NONE, apart=True)
        return (none,)

    def ask_typed(self, answer: Answer) -> tuple[str, str]:
        """A number of its unit."""
        return self.unit, "" if answer.value is None else write_decimal(answer.value)

    def gauge(self, text: str) -> str:
        """The level of a number, or between which ones it must be."""
        number = scalars.decimal(text.strip())
        if number is None:
            return ""
        if not self.allows(number):
            return self.span.strip()
        if not self.scored:
            return ""
        return f"level {format_level(self.level(number))} of 4"

    def read_typed(self, text: str) -> dict[str, Any] | str | None:
        """A number."""
        number = scalars.decimal(text)
        if number is None:
            expected_ = f"a number of {self.unit}, such as 3 or 2.5"
            return f"E{scalars.miss(text, expected_)[1:]}."
        if not self.allows(number):
            return f'Expected a number of {self.unit}{self.span}, found "{text}".'
        return {"value": number}

    def weigh(self, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
        """The level of the number."""
        del facts, date
        if answer.nothing:
            return Reading.at(0)
        assert answer.value is not None
        return Reading.at(self.level(answer.value))

    def level_text(self, level: Number) -> str:
        """The number that a level needs."""
        if self.bounds is None:
            assert self.worst is not None
            assert self.best is not None
            needed = self.worst + (self.best - self.worst) * Fraction(level) / 4
            lower = self.best < self.worst
        elif level == 0:
            easiest = self.bounds[min(self.bounds)]
            worse = "more" if self.better == "lower" else "fewer"
            return (
                f"{worse.capitalize()} than {write_amount(easiest, self.unit)}, or never measured."
            )
        else:
            needed = next(bound for step, bound in sorted(self.bounds.items()) if step >= level)
            lower = self.better == "lower"
        return f"{write_amount(needed, self.unit)} or {'fewer' if lower else 'more'}."

    def say(self, answer: Answer) -> str:
        """The number with its unit."""
        if answer.nothing:
            return "Looked: nothing is agreed or was ever measured."
        return "" if answer.value is None else write_amount(answer.value, self.unit)

    def sum_up(self, answer: Answer, level: str) -> str:
        """The number, with its level."""
        said = "nothing agreed or measured" if answer.nothing else self.say(answer)
        return f"{said} ({level})"

    def derive(self, sheet: Sheet) -> Iterator[str]:
        """The number, and which gives which level."""
        yield self.say(sheet.answer)
        yield self.explain_levels()

    def explain_levels(self) -> str:
        """Which numbers give which level."""
        if not self.scored:
            return ""
        if self.bounds is None:
            assert self.worst is not None
            assert self.best is not None
            worst, best = write_decimal(self.worst), write_decimal(self.best)
            first = count_unit(worst, self.unit)
            return f"{first} is level 0, {best} is level 4, in between in proportion."
        sign = "at most" if self.better == "lower" else "at least"
        parts = [
            f"level {level}: {sign} {write_decimal(self.bounds[level])}"
            for level in sorted(self.bounds, reverse=True)
        ]
        return f"{'; '.join(parts)} ({self.unit}); else level 0."


def write_amount(value: Fraction, unit: str) -> str:
    """`3 working days`, `1 working day`, `80 % of the people`."""
    return count_unit(str(write_rounded(value)), unit)
