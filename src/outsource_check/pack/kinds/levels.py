"""Questions of kind `levels`: one of two to five texts."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from outsource_check.documents.types import Text, WholeLevel, judge_text, wrong
from outsource_check.documents.validation import Faults
from outsource_check.numbers import Number
from outsource_check.pack.answer import DONT_KNOW, Answer, share_answer
from outsource_check.pack.kinds.base import LEVEL_SCHEMA, AnswerSchema, LevelQuestion
from outsource_check.pack.kinds.entry import Entry

SPREAD = {2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
"""The levels that a list of texts is for, by how many there are."""
_FEW = 3
"""Up to so many words are an answer, and no sentence."""


def _judge_levels(value: Any) -> Any:
    """Texts by level; a list of them is spread over 0 to 4."""
    if isinstance(value, dict) and len(value) in SPREAD:
        return dict(sorted(value.items(), key=lambda entry: str(entry[0])))
    many = isinstance(value, tuple | list)
    if many and len(value) in SPREAD:
        faults = Faults()
        for index, text in enumerate(value):
            try:
                judge_text(text)
            except PydanticCustomError as error:
                faults.add((index,), error)
        faults.finish()
        return dict(zip(SPREAD[len(value)], value, strict=True))
    found = f", found {len(value)}" if many or isinstance(value, dict) else ""
    hint = "inside […] a comma ends an unquoted text: put each text in double quotes"
    raise wrong(f"expected two to five texts, from level 0 to 4{found}", hint if many else "")


_TEXTS = {"type": "string"}
Levels = Annotated[
    dict[WholeLevel, Text],
    BeforeValidator(_judge_levels),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": _TEXTS, "minItems": 2, "maxItems": 5},
                {
                    "type": "object",
                    "minProperties": 2,
                    "patternProperties": {"^[0-4]$": _TEXTS},
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class LevelsQuestion(LevelQuestion):
    """One of its texts is chosen."""

    own: ClassVar[tuple[str, ...]] = ("level",)
    short: ClassVar[str] = "level"

    kind: Literal["levels"]
    levels: Levels
    """By level, the lowest first; in a file also a list."""

    @property
    def offered(self) -> tuple[Number, ...]:
        """The levels that have a text, ascending."""
        return tuple(self.levels)

    def list_levels(self) -> dict[int, str]:
        """The texts of its levels."""
        return self.levels

    def goal_text(self, level: Number, answers: Sequence[Answer] = ()) -> str:
        """The text of the level; a few words alone say nothing without the question."""
        text = super().goal_text(level, answers)
        return text if len(text.split()) > _FEW else f"“{text.rstrip('.')}” to “{self.ask}”."

    def read(self, value: Any, entry: Entry) -> Any:
        """`3`."""
        if not isinstance(value, str):
            return entry.misfit("a level from 0 to 4")
        level = entry.read_level(value, DONT_KNOW, levels=self.levels)
        return None if level is None else share_answer("level", value=level)

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`level`."""
        return {"level": entry.read_level(value, at=(name,), levels=self.levels)}

    def describe(self) -> Iterator[tuple[str, str]]:
        """Its texts."""
        yield "", "Levels: the highest one that is wholly true"
        yield from ((f"{level}", text) for level, text in self.levels.items())

    def describe_answer(self) -> AnswerSchema:
        """A level."""
        levels = list(self.levels)
        return AnswerSchema(
            short=({"enum": levels},),
            own={"level": LEVEL_SCHEMA if len(levels) == 5 else {"enum": levels}},
            notes=tuple(f"{level}: {text}" for level, text in self.levels.items()),
        )
