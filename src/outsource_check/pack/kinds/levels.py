"""Questions of kind `levels`: one of five texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, WithJsonSchema

from outsource_check.documents.types import Items, Text, wrong
from outsource_check.pack.answer import DONT_KNOW, share_answer
from outsource_check.pack.kinds.base import LEVEL_SCHEMA, AnswerSchema, LevelQuestion
from outsource_check.pack.kinds.entry import Entry


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


class LevelsQuestion(LevelQuestion):
    """One of five texts is chosen."""

    own: ClassVar[tuple[str, ...]] = ("level",)
    short: ClassVar[str] = "level"

    kind: Literal["levels"]
    levels: FiveTexts

    def list_levels(self) -> tuple[str, ...]:
        """The texts of its levels."""
        return self.levels

    def read(self, value: Any, entry: Entry) -> Any:
        """`3`."""
        if not isinstance(value, str):
            return entry.misfit("a level from 0 to 4")
        level = entry.read_level(value, DONT_KNOW)
        return None if level is None else share_answer("level", value=level)

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`level`."""
        return {"level": entry.read_level(value, at=(name,))}

    def describe(self) -> Iterator[tuple[str, str]]:
        """The five texts."""
        yield "", "Levels: the highest one that is wholly true"
        yield from ((f"{level}", text) for level, text in enumerate(self.levels))

    def describe_answer(self) -> AnswerSchema:
        """A level."""
        notes = tuple(f"{level}: {text}" for level, text in enumerate(self.levels))
        return AnswerSchema(
            short=({"enum": [0, 1, 2, 3, 4]},), own={"level": LEVEL_SCHEMA}, notes=notes
        )
