"""Questions of kind `costs`: the level is computed from figures."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from outsource_check import costs
from outsource_check.documents.types import expected
from outsource_check.documents.validation import Path
from outsource_check.pack.answer import MONEY, Answer
from outsource_check.pack.conditions import Condition, Facts, judge_condition
from outsource_check.pack.kinds.base import LEVEL_SCHEMA, AnswerSchema, LevelQuestion
from outsource_check.pack.kinds.entry import Entry
from outsource_check.pack.kinds.reading import Interval, Reading


class CostsQuestion(LevelQuestion):
    """The level is computed from figures."""

    own: ClassVar[tuple[str, ...]] = ("level", "costs")
    by_parts: ClassVar[str] = "figures"
    work_out: ClassVar[str] = "Work it out from the amounts"
    """What the interview offers."""
    levels: ClassVar[tuple[str, ...]] = costs.LEVELS
    kind: Literal["costs"]
    saving_when: Condition | None = None
    """When a saving matters; None: always."""

    def list_levels(self) -> tuple[str, ...]:
        """The texts of its levels."""
        return self.levels

    def read(self, value: Any, entry: Entry) -> Any:
        """There is no short form."""
        del value
        return entry.misfit("`costs`, `{level: …}` or dont-know")

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`costs`, where an amount is given, or `level` where they are not known."""
        if name == "level":
            return {"level": entry.read_level(value, at=(name,))}
        if not isinstance(value, dict):
            entry.refuse(expected(f"figures: {', '.join(MONEY)}"), name)
            return None
        return {"costs": value} if value.keys() - {"currency", "period"} else None

    def list_causes(self, kind: str) -> tuple[str, ...]:
        """No saving triggers its stop."""
        return ("no saving where one matters",) if kind == "stop" else ()

    def list_conditions(self) -> Iterator[tuple[Path, Condition]]:
        """Every condition in it, and where that stands."""
        yield from super().list_conditions()
        if self.saving_when is not None:
            yield ("saving_when",), self.saving_when

    def describe(self) -> Iterator[tuple[str, str]]:
        """How it is computed."""
        yield "", "Costs: computed from the figures"
        if self.saving_when is not None:
            yield "-", f"a saving matters if {self.saving_when}"

    def describe_answer(self) -> AnswerSchema:
        """Figures, or a level."""
        own = {"level": LEVEL_SCHEMA, "costs": {"$ref": "#/definitions/Figures"}}
        return AnswerSchema(own=own, notes=("costs, or {level: …}",))

    def weigh(self, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
        """The level of the figures."""
        del date
        amounts = {name: getattr(answer.costs, name) for name in costs.FIGURES}
        matters = judge_condition(self.saving_when, facts)
        found = costs.weigh(costs.Costs(**amounts), saving_matters=matters)
        return Reading(level=Interval(found.low, found.high), computed=found)
