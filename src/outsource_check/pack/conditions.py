"""Conditions on facts: data in the pack, three-valued when they are judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from outsource_check.documents import Mapping as MappingNode
from outsource_check.documents import Sequence
from outsource_check.documents.decode import MISSING, Described, Reads, Walk
from outsource_check.records import Record

if TYPE_CHECKING:
    from outsource_check.documents import Node

Facts = Mapping[str, str]
"""What is known about an engagement: option id (`yes` or `no` where there are none) by fact id."""


class FactIs(Record):
    """Holds when a fact has one of some options."""

    test: Literal["is"] = "is"
    fact: str
    options: tuple[str, ...]

    def holds(self, facts: Facts) -> bool | None:
        """Whether it holds: None while the fact is not known."""
        said = facts.get(self.fact)
        return None if said is None else said in self.options

    def __str__(self) -> str:
        """As words: `stage is trial or running`."""
        *most, last = self.options
        return f"{self.fact} is {', '.join(most)} or {last}" if most else f"{self.fact} is {last}"

    def leaves(self) -> Iterator[FactIs]:
        """Every test of a single fact in this condition."""
        yield self


class All(Record):
    """Holds when every part does."""

    test: Literal["all"] = "all"
    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool | None:
        """No as soon as one part does not hold, else unknown as soon as one is unknown."""
        found = [part.holds(facts) for part in self.parts]
        return False if False in found else None if None in found else True

    def __str__(self) -> str:
        """As words, the parts joined by `and`."""
        return " and ".join(_nest(part) for part in self.parts)

    def leaves(self) -> Iterator[FactIs]:
        """Every test of a single fact in this condition."""
        for part in self.parts:
            yield from part.leaves()


class AnyOf(Record):
    """Holds when at least one part does."""

    test: Literal["any"] = "any"
    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool | None:
        """Yes as soon as one part holds, else unknown as soon as one is unknown."""
        found = [part.holds(facts) for part in self.parts]
        return True if True in found else None if None in found else False

    def __str__(self) -> str:
        """As words, the parts joined by `or`."""
        return " or ".join(_nest(part) for part in self.parts)

    def leaves(self) -> Iterator[FactIs]:
        """Every test of a single fact in this condition."""
        for part in self.parts:
            yield from part.leaves()


class Not(Record):
    """Holds when its part does not."""

    test: Literal["not"] = "not"
    part: Condition

    def holds(self, facts: Facts) -> bool | None:
        """The opposite of its part; unknown stays unknown."""
        found = self.part.holds(facts)
        return None if found is None else not found

    def __str__(self) -> str:
        """As words: `not (stage is trial)`."""
        return f"not ({self.part})"

    def leaves(self) -> Iterator[FactIs]:
        """Every test of a single fact in this condition."""
        yield from self.part.leaves()


def _nest(part: Condition) -> str:
    return f"({part})" if isinstance(part, All | AnyOf) else str(part)


def _read_condition(node: Node, walk: Walk) -> Any:
    """`{stage: [trial, running]}`, `all: […]`, `any: […]`, `not: {…}`."""
    if not isinstance(node, MappingNode) or not node.fields:
        return walk.expect(node, "a condition such as {stage: [trial, running]}")
    parts = [_read_entry(entry.name.text, entry.value, walk) for entry in node]
    if MISSING in parts:
        return MISSING
    return parts[0] if len(parts) == 1 else All(parts=tuple(parts))


def _read_entry(name: str, value: Node, walk: Walk) -> Any:
    if name in ("all", "any"):
        if not isinstance(value, Sequence) or not value.items:
            return walk.expect(value, f'a list of conditions under "{name}"')
        parts = tuple([_read_condition(item, walk) for item in value.items])
        test = All if name == "all" else AnyOf
        return MISSING if MISSING in parts else test(parts=parts)
    if name == "not":
        part = _read_condition(value, walk)
        return MISSING if part is MISSING else Not(part=part)
    items = value.items if isinstance(value, Sequence) else [value]
    if not items:
        return walk.expect(value, f'the options of the fact "{name}"')
    options: tuple[Any, ...] = tuple(
        [walk.text(item, f'an option of the fact "{name}"') for item in items]
    )
    return MISSING if MISSING in options else FactIs(fact=name, options=options)


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
    Reads(_read_condition),
    Described(_SCHEMA),
]
"""Asked of facts only: yes (True), no (False) or unknown (None)."""


def judge_condition(condition: FactIs | All | AnyOf | Not | None, facts: Facts) -> bool | None:
    """A condition under what is known; one that is not there holds."""
    return True if condition is None else condition.holds(facts)
