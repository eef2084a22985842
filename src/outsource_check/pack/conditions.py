"""Conditions on facts: data in the pack, three-valued when they are judged."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

from outsource_check.documents.types import expected, judge_text, judged_by
from outsource_check.documents.validation import Faults, Path
from outsource_check.models import Model

Facts = Mapping[str, str]
"""What is known about an engagement, by fact id: the id of an option (`yes` or `no` where there are
none); of a fact that can be several, their ids in the order of the pack, as `bank, shop`."""
AND = ", "
"""Joins the options that hold of one fact; no id has it."""


class FactIs(Model):
    """Holds when a fact has one of some options."""

    test: Literal["is"] = "is"
    fact: str
    options: tuple[str, ...]

    def holds(self, facts: Facts) -> bool | None:
        """Whether it holds: None while the fact is not known."""
        said = facts.get(self.fact)
        if said is None:
            return None
        return said in self.options or not set(said.split(AND)).isdisjoint(self.options)

    def __str__(self) -> str:
        """As words: `stage is trial or running`."""
        *most, last = self.options
        return f"{self.fact} is {', '.join(most)} or {last}" if most else f"{self.fact} is {last}"

    def leaves(self) -> Iterator["FactIs"]:
        """Every test of a single fact in this condition."""
        yield self


class All(Model):
    """Holds when every part does."""

    test: Literal["all"] = "all"
    parts: tuple["Condition", ...]

    def holds(self, facts: Facts) -> bool | None:
        """No as soon as one part does not hold, else unknown as soon as one is unknown."""
        found = [part.holds(facts) for part in self.parts]
        return False if False in found else None if None in found else True

    def __str__(self) -> str:
        """As words, the parts joined by `and`."""
        return " and ".join(_nest(part) for part in self.parts)

    def leaves(self) -> Iterator["FactIs"]:
        """Every test of a single fact in this condition."""
        for part in self.parts:
            yield from part.leaves()


class AnyOf(Model):
    """Holds when at least one part does."""

    test: Literal["any"] = "any"
    parts: tuple["Condition", ...]

    def holds(self, facts: Facts) -> bool | None:
        """Yes as soon as one part holds, else unknown as soon as one is unknown."""
        found = [part.holds(facts) for part in self.parts]
        return True if True in found else None if None in found else False

    def __str__(self) -> str:
        """As words, the parts joined by `or`."""
        return " or ".join(_nest(part) for part in self.parts)

    def leaves(self) -> Iterator["FactIs"]:
        """Every test of a single fact in this condition."""
        for part in self.parts:
            yield from part.leaves()


class Not(Model):
    """Holds when its part does not."""

    test: Literal["not"] = "not"
    part: "Condition"

    def holds(self, facts: Facts) -> bool | None:
        """The opposite of its part; unknown stays unknown."""
        found = self.part.holds(facts)
        return None if found is None else not found

    def __str__(self) -> str:
        """As words: `not (stage is trial)`."""
        return f"not ({self.part})"

    def leaves(self) -> Iterator["FactIs"]:
        """Every test of a single fact in this condition."""
        yield from self.part.leaves()


def _nest(part: "Condition") -> str:
    return f"({part})" if isinstance(part, All | AnyOf) else str(part)


def _read_condition(value: Any) -> FactIs | All | AnyOf | Not:
    """`{stage: [trial, running]}`, `all: […]`, `any: […]`, `not: {…}`."""
    if isinstance(value, FactIs | All | AnyOf | Not):
        return value
    faults = Faults()
    found = _read_fields(value, (), faults)
    faults.finish()
    assert isinstance(found, FactIs | All | AnyOf | Not)
    return found


def _read_fields(value: Any, path: Path, faults: Faults) -> Any:
    if not isinstance(value, dict) or not value:
        return faults.add(path, expected("a condition such as {stage: [trial, running]}"))
    parts = [_read_field(name, part, (*path, name), faults) for name, part in value.items()]
    return parts[0] if len(parts) == 1 else All.model_construct(parts=tuple(parts))


def _read_field(name: str, value: Any, path: Path, faults: Faults) -> Any:
    if name == "not":
        return Not.model_construct(part=_read_fields(value, path, faults))
    items = list(value) if isinstance(value, tuple | list) else [value]
    if name in ("all", "any"):
        if items == [value] or not items:
            return faults.add(path, expected(f'a list of conditions under "{name}"'))
        found = [_read_fields(item, (*path, index), faults) for index, item in enumerate(items)]
        return (All if name == "all" else AnyOf).model_construct(parts=tuple(found))
    if not items:
        return faults.add(path, expected(f'the options of the fact "{name}"'))
    for index, item in enumerate(items):
        try:
            judge_text(item, f'an option of the fact "{name}"')
        except PydanticCustomError as error:
            faults.add(path if items == [value] else (*path, index), error)
    return FactIs.model_construct(fact=name, options=tuple(items))


_SCHEMA = {
    "type": "object",
    "minProperties": 1,
    "properties": {
        "all": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        "any": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        "not": {"type": "object"},
    },
    "additionalProperties": {
        "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    },
}

Condition = Annotated[
    FactIs | All | AnyOf | Not,
    judged_by(_read_condition, FactIs | All | AnyOf | Not),
    WithJsonSchema(_SCHEMA),
]
"""Asked of facts only: yes (True), no (False) or unknown (None)."""


def judge_condition(condition: FactIs | All | AnyOf | Not | None, facts: Facts) -> bool | None:
    """What a condition comes to with the facts that are known; without a condition, True."""
    return True if condition is None else condition.holds(facts)
