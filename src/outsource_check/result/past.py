"""What of a result its engagement can be compared with later: exact levels of what was said."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, WithJsonSchema

from outsource_check.answers import Engagement, relative_names
from outsource_check.documents.types import (
    Day,
    Id,
    Text,
    Version,
    expected,
    judge_text,
    judged_by,
)
from outsource_check.models import Model, Own
from outsource_check.numbers import write_fraction
from outsource_check.pack import Side
from outsource_check.pack.kinds.base import as_number
from outsource_check.pack.kinds.reading import Interval
from outsource_check.result.model import Result, SideResult, VerdictEnds, Voice

FORMAT: Literal["outsource-check/history/v1"] = "outsource-check/history/v1"

Said = Interval | Literal["not-applicable", "unknown"]
"""What an answer comes to after the evidence rule; of a sealed side, what the whole side does."""

_LEVEL = r"(?:[0-4]|[1-9][0-9]{0,5}/[1-9][0-9]{0,5})"
_RANGE = re.compile(rf"({_LEVEL})(?:\.\.({_LEVEL}))?")


def _write_said(said: Said) -> str:
    if isinstance(said, str):
        return said
    low, high = write_fraction(said.low), write_fraction(said.high)
    return low if said.known else f"{low}..{high}"


def _read_range(value: object) -> Interval | None:
    found = _RANGE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    ends = [Fraction(end) for end in (found[1], found[2] or found[1])]
    return Interval(*map(as_number, ends)) if ends[0] <= ends[1] <= 4 else None


def _judge_range(value: object) -> Interval:
    found = value if isinstance(value, Interval) else _read_range(value)
    if found is None:
        raise expected('a level such as "3" or "5/2", or a range such as "0..3"')
    return found


def _judge_said(value: object) -> Said:
    if value in ("not-applicable", "unknown"):
        return value
    return _judge_range(value)


_TEXT = WithJsonSchema({"type": "string", "pattern": f"^{_RANGE.pattern}$"})
PastLevel = Annotated[
    Interval, judged_by(_judge_range, Interval), PlainSerializer(_write_said), _TEXT
]
"""A level as a text, exact: `3`, `5/2`, `0..3`."""

PastVoices = dict[str, Said] | Said | None
"""What each file of a side said, by its name; of a side below which nothing may be shown, what the
side came to; None: not asked."""


def _judge_voices(value: object) -> PastVoices:
    if not isinstance(value, dict):
        return None if value is None else _judge_said(value)
    return {judge_text(name): _judge_said(said) for name, said in value.items()}


def _write_voices(voices: PastVoices) -> object:
    if isinstance(voices, dict):
        return {name: _write_said(said) for name, said in voices.items()}
    return None if voices is None else _write_said(voices)


_SAID = {"type": "string", "pattern": f"^({_RANGE.pattern}|not-applicable|unknown)$"}
PastSide = Annotated[
    Any,
    judged_by(_judge_voices, object),
    PlainSerializer(_write_voices),
    WithJsonSchema(
        {"anyOf": [{"type": "object", "additionalProperties": _SAID}, _SAID, {"type": "null"}]}
    ),
]


class PastQuestion(Model):
    """A question that counted: applicable, and asked."""

    level: PastLevel
    settled: bool = False
    """Whether the sides had agreed on the level."""
    client: PastSide = None
    """What each file said, by its name; of a side below which nothing may be shown, what the side
    came to; null: not asked."""
    partner: PastSide = None


class PastPack(Model):
    """The pack that was asked."""

    id: Id
    version: Version
    scoring: Text
    """The digest of all that decides its scores."""


class PastPerson(Model):
    """Somebody who had answered and may be named."""

    side: Side
    file: Text
    role: str
    """Empty: somebody who is anonymous."""


class Past(Model):
    """An engagement as it was on a day: one line of the history, `outsource-check/history/v1`."""

    format: Literal["outsource-check/history/v1"] = FORMAT
    engagement: Text
    date: Day
    folder: str
    """Where its files lay: from the folder of the history, or from the top of what it was read
    from, with `/`."""
    pack: PastPack
    verdict: VerdictEnds
    facts: dict[str, str]
    people: tuple[PastPerson, ...] = Field(strict=False)
    questions: dict[str, PastQuestion]
    """Those that counted, by id."""
    behind: Own[Mapping[Side, frozenset[str]] | None] = None
    """The files of sides below which nothing may be shown; None: not known, as in a history."""


def remember(result: Result, folder: str = ".") -> Past:
    """What of a result its engagement can be compared with later."""
    engagement: Engagement = result.basis
    names = relative_names(engagement)
    sealed = engagement.sealed
    return Past.model_construct(
        format=FORMAT,
        engagement=engagement.name,
        date=result.as_of,
        folder=folder,
        pack=PastPack.model_construct(
            id=engagement.pack.id,
            version=engagement.pack.version,
            scoring=engagement.pack.scoring,
        ),
        verdict=VerdictEnds.model_construct(low=result.verdict.low, high=result.verdict.high),
        facts=dict(engagement.facts),
        people=tuple(
            PastPerson.model_construct(side=one.side, file=one.file, role=one.role)
            for one in result.sources
        ),
        questions={
            name: PastQuestion.model_construct(
                level=found.level,
                settled=found.settled,
                client=_remember_side(found.sides.get("client"), names),
                partner=_remember_side(found.sides.get("partner"), names),
            )
            for name, found in result.questions.items()
            if found.counts
        },
        behind={
            side: frozenset(
                names[source.file]
                for source in engagement.sources
                if source.content.respondent.side == side
            )
            for side in sealed
        },
    )


def _remember_side(side: SideResult | None, names: Mapping[str, str]) -> PastVoices:
    if side is None:
        return None
    if side.sealed:
        return side.level or "not-applicable"
    return {names[voice.source.file]: _hear(voice) for voice in side.heard}


def _hear(voice: Voice) -> Said:
    if voice.level is not None:
        return voice.level
    return "not-applicable" if voice.says == "not-applicable" else "unknown"
