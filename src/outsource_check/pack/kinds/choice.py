"""Questions of kind `choice`: one of several options."""

import datetime
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar, Literal

from outsource_check.documents import Scalar
from outsource_check.documents.validation import Path, Problems, locate
from outsource_check.numbers import Number, write_exact
from outsource_check.pack.answer import DONT_KNOW, Answer, share_answer
from outsource_check.pack.conditions import Facts
from outsource_check.pack.kinds.base import (
    AnswerSchema,
    Question,
    as_number,
    describe_ids,
)
from outsource_check.pack.kinds.checks import check_options, check_worths
from outsource_check.pack.kinds.entry import Entry
from outsource_check.pack.kinds.options import (
    YES_NO,
    Option,
    Options,
    describe_options,
    list_options,
)
from outsource_check.pack.kinds.parts import Choice, Sheet
from outsource_check.pack.kinds.reading import Reading
from outsource_check.pack.kinds.remedy import Remedy


class ChoiceQuestion(Question):
    """One option is chosen; the level is 4 times its worth."""

    own: ClassVar[tuple[str, ...]] = ("option",)
    short: ClassVar[str] = "option"

    kind: Literal["choice"]
    options: Options = YES_NO

    @cached_property
    def levels_by_option(self) -> dict[str, Number]:
        """The level that each option gives."""
        return {option.id: as_number(4 * option.worth) for option in self.options}

    @property
    def refs(self) -> Iterator[str]:
        """Its own, and those of its options."""
        yield from super().refs
        yield from (option.ref for option in self.options)

    @cached_property
    def offered(self) -> tuple[Number, ...]:
        """The levels that an answer to it can give, ascending."""
        return tuple(sorted(set(self.levels_by_option.values())))

    def derive(self, sheet: Sheet) -> Iterator[str]:
        """What the option is worth."""
        option = next((one for one in self.options if one.id == sheet.answer.option), None)
        if option is not None and self.scored:
            level = write_exact(self.levels_by_option[option.id])
            worth = write_exact(option.worth)
            yield f"“{option.text.rstrip('.')}” is worth {worth}; 4 × {worth} = {level}."

    def find_remedy(self, answers: Sequence[Answer]) -> Remedy | None:
        """That of the lowest option that was chosen, else its own."""
        chosen = self._list_chosen(answers)
        lowest = min(chosen, key=lambda option: option.worth, default=None)
        return (lowest and lowest.remedy) or self.remedy

    def list_proofs(self, answers: Sequence[Answer]) -> tuple[str, ...]:
        """Its own, and those of the options that were chosen; of all, where none was."""
        options = self._list_chosen(answers) or self.options
        return (*self.evidence, *(proof for option in options for proof in option.evidence))

    def _list_chosen(self, answers: Sequence[Answer]) -> list[Option]:
        chosen = {answer.option for answer in answers}
        return [option for option in self.options if option.id in chosen]

    def read(self, value: Any, entry: Entry) -> Any:
        """The id of an option."""
        if not isinstance(value, str):
            return entry.misfit("one of its options")
        option = entry.read_option(value, self.levels_by_option, DONT_KNOW)
        return None if option is None else share_answer("option", value=option)

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`option`."""
        return {"option": entry.read_option(value, self.levels_by_option, at=(name,))}

    def check(self, found: Problems, path: Path, version: str) -> None:
        """Its options, where they are no scale's."""
        given = (*path, "options")
        if not isinstance(locate(found.document.root, given), Scalar):
            check_options(found, given, self.options, version)
        if self.scored:
            check_worths(found, given, self.options)

    def describe(self) -> Iterator[tuple[str, str]]:
        """Its options with the level that each gives."""
        level = "; the level is four times its worth" if self.scored else ""
        yield "", f"Choice: one option{level}"
        yield from describe_options(self.options, "level" if self.scored else "", 4)

    def describe_answer(self) -> AnswerSchema:
        """The id of an option."""
        option = describe_ids(self.levels_by_option)
        return AnswerSchema(
            short=(option,), own={"option": option}, notes=list_options(self.options)
        )

    def list_choices(self) -> tuple[Choice, ...]:
        """Its options."""
        return tuple(
            Choice(
                value=option.id,
                mark=str(number),
                text=option.shown,
                level=self.levels_by_option[option.id],
                says={"option": option.id},
            )
            for number, option in enumerate(self.options, 1)
        )

    def weigh(self, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
        """The level of the option."""
        del facts, date
        assert answer.option is not None
        return Reading.at(self.levels_by_option[answer.option])

    def sum_up(self, answer: Answer, level: str) -> str:
        """The option, with its level."""
        return f"{self.say(answer)} ({level})"

    def level_text(self, level: Number) -> str:
        """The options that give the level."""
        return " Or: ".join(one.text for one in self.list_choices() if one.level == level)

    def goal_text(self, level: Number, answers: Sequence[Answer] = ()) -> str:
        """The options that give the level, with the question: alone they say nothing."""
        del answers
        return f"“{self.level_text(level)}” to “{self.ask}”."

    def say(self, answer: Answer) -> str:
        """The option."""
        return next((one.shown for one in self.options if one.id == answer.option), "")
