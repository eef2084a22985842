"""Questions of kind `overlap`: the level is computed from sites and their hours."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from outsource_check.documents.types import expected, wrong
from outsource_check.overlap import levels as overlap_levels
from outsource_check.pack.answer import Answer, SiteAnswer
from outsource_check.pack.conditions import Facts
from outsource_check.pack.kinds.base import LEVEL_SCHEMA, AnswerSchema, LevelQuestion
from outsource_check.pack.kinds.entry import Entry
from outsource_check.pack.kinds.reading import Interval, Reading

if TYPE_CHECKING:
    from outsource_check.overlap import OverlapResult


class OverlapQuestion(LevelQuestion):
    """The level is computed from sites and their hours."""

    own: ClassVar[tuple[str, ...]] = ("level", "sites", "pairs", "from")
    by_parts: ClassVar[str] = "figures"
    work_out: ClassVar[str] = "Work it out from places and working hours"
    """What the interview offers."""
    beside: ClassVar[dict[str, str]] = {"pairs": "sites", "from": "sites"}
    levels: ClassVar[tuple[str, ...]] = overlap_levels.LEVELS
    kind: Literal["overlap"]

    def list_levels(self) -> tuple[str, ...]:
        """The texts of its levels."""
        return self.levels

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

    def weigh(self, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
        """The level of the worst pair."""
        del facts
        found = measure(answer, date)
        return Reading(level=Interval(found.level, found.level), computed=found)


def measure(answer: Answer, date: datetime.date) -> OverlapResult:
    """The overlap of an answer's sites over 12 months from `from`, or else from its date.

    The last results are kept: reading measures an answer to check it, scoring asks again.
    Raises `SiteError`; never for an answer that was judged, with that answer's date.
    """
    return _measure(answer.sites, answer.pairs, answer.start or date)


@lru_cache(maxsize=256)
def _measure(
    sites: tuple[SiteAnswer, ...], pairs: tuple[tuple[str, ...], ...], start: datetime.date
) -> OverlapResult:
    from outsource_check.overlap import build_site, compute  # noqa: PLC0415 - zoneinfo

    return compute([build_site(**site.model_dump()) for site in sites], pairs or None, start)
