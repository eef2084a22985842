"""Questions of kind `overlap`: the level is computed from sites and their hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from outsource_check.documents.types import expected, wrong
from outsource_check.overlap import levels as overlap_levels
from outsource_check.pack.kinds.base import LEVEL_SCHEMA, AnswerSchema, QuestionBase
from outsource_check.pack.kinds.entry import Entry


class OverlapQuestion(QuestionBase):
    """The level is computed from sites and their hours."""

    own: ClassVar[tuple[str, ...]] = ("level", "sites", "pairs", "from")
    beside: ClassVar[dict[str, str]] = {"pairs": "sites", "from": "sites"}
    levels: ClassVar[tuple[str, ...]] = overlap_levels.LEVELS
    kind: Literal["overlap"]

    def read(self, value: Any, entry: Entry) -> Any:
        """There is no short form."""
        del value
        return entry.misfit("`sites`, `{level: …}` or dont-know")

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`sites`, or `level` where they are not known."""
        if name == "level":
            return {"level": entry.read_level(value, at=(name,))}
        if not isinstance(value, tuple | list):
            entry.refuse(expected("a list of sites"), name)
        elif not value:
            message = "there is no pair of sites to compare; give at least one site of the"
            entry.refuse(wrong(f"{message} client and one of the partner"), name)
        return {"sites": value if isinstance(value, tuple | list) else ()}

    def describe(self) -> Iterator[tuple[str, str]]:
        """How it is computed."""
        yield "", "Overlap: computed from the hours of each place"

    def describe_answer(self) -> AnswerSchema:
        """Sites, or a level."""
        text = {"type": ["string", "number"]}
        pair = {"type": "array", "items": text, "minItems": 2, "maxItems": 2}
        site = {"$ref": "#/definitions/SiteAnswer"}
        return AnswerSchema(
            own={
                "level": LEVEL_SCHEMA,
                "sites": {"type": "array", "minItems": 1, "items": site},
                "pairs": {"type": "array", "items": pair},
                "from": {"type": "string", "format": "date"},
            },
            notes=("sites, or {level: …}",),
        )
