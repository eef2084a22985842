"""What became of the questions, rows, options and facts of older versions of a pack.

`pack.yaml` lists it under `moved` (docs/writing-a-pack.md). An old answer travels, is asked again
or is retired.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from outsource_check.documents.types import (
    Gappy,
    Id,
    Items,
    Text,
    Version,
    WholeLevel,
    number_version,
    wrong,
)
from outsource_check.models import Model
from outsource_check.pack.kinds.levels import SPREAD


def _judge_levels(value: Any) -> Any:
    if isinstance(value, tuple | list) and len(value) not in SPREAD:
        raise wrong(f"expected two to five levels, one for each old one, found {len(value)}")
    return value


def _keep_empty(value: Any) -> Any:
    """What a file leaves empty is nothing here too: `{old: ~}`."""
    return {**value, **dict.fromkeys(value.empty)} if isinstance(value, Gappy) else value


Names = Annotated[
    dict[Id, Id | None],
    BeforeValidator(_keep_empty),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": ["string", "null"]}}),
]
"""What each old id is now; None: it is gone."""


class Move(Model):
    """What became of one question or fact in one version; what it does not speak of stays."""

    from_: Annotated[Text | None, Field(alias="from")] = None
    """The question's id in the version before."""
    fact: Id | None = None
    """The fact's id in the version before, in place of `from`."""
    to: Text | None = None
    """The id from that version on; None: it keeps its own."""
    in_: Annotated[Version, Field(alias="in")]
    """The version that moved it."""
    levels: Annotated[Items[WholeLevel | None], BeforeValidator(_judge_levels)] = ()
    """The level that each old one counts as, the lowest first; None: it is asked again."""
    options: Names = Field(default_factory=dict)
    """What an option is now; None: whoever chose it is asked again. Of rows none may be so."""
    rows: Names = Field(default_factory=dict)
    """What a row is now; None: it is no longer asked."""
    ask_again: Text = ""
    """Why the old answer does not hold: it is shown, and the question is open."""
    because: Text = ""
    """Why it is no longer asked, under any id: the answer is kept, and not scored."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.from_ is None) == (self.fact is None):
            raise ValueError('expected either "from", a question, or "fact"')
        if self.fact is not None and (self.levels or self.rows):
            raise ValueError('a fact has neither "levels" nor "rows"')
        if self.levels and self.options:
            raise ValueError('a question has either "levels" or "options"')
        carries = bool(self.levels or self.options or self.rows)
        ways = (carries or (self.to is not None and not self.ask_again), self.ask_again)
        if self.because and (any(ways) or self.to is not None):
            raise ValueError('"because" says that it is no longer asked: nothing else goes with it')
        if carries and self.ask_again:
            raise ValueError('what is asked again takes nothing along: leave out "ask_again"')
        if not (self.because or any(ways)):
            what = '"to", "levels", "options", "rows", "ask_again" or "because"'
            raise ValueError(f"expected what became of it: {what}")
        return self

    @property
    def name(self) -> str:
        """The id in the version before."""
        return self.from_ or self.fact or ""

    @property
    def target(self) -> str:
        """The id from its version on."""
        return self.to or self.name

    @property
    def travels(self) -> bool:
        """Whether the old answer counts as a new one."""
        return not (self.ask_again or self.because)

    @cached_property
    def values(self) -> dict[str, str | None]:
        """What each old level or option is now, as a file writes it; None: it is asked again."""
        if not self.levels:
            return dict(self.options)
        old = SPREAD[len(self.levels)]
        return {
            f"{before}": None if now is None else f"{now}"
            for before, now in zip(old, self.levels, strict=True)
        }


Hop = Mapping[str, tuple[Move, ...]]
"""The moves that one version made, by the id in the version before; only questions' have a dot."""


def list_hops(moves: Iterable[Move], after: str) -> Iterator[Hop]:
    """The moves that versions after a given one made, version by version, the oldest first."""

    def age(move: Move) -> tuple[int, ...]:
        return number_version(move.in_)

    later = sorted((move for move in moves if age(move) > number_version(after)), key=age)
    for _, same in groupby(later, key=age):
        hop: dict[str, tuple[Move, ...]] = {}
        for move in same:
            hop[move.name] = (*hop.get(move.name, ()), move)
        yield hop


def follow(hops: Iterable[Hop], name: str) -> tuple[str, Move | None]:
    """The last id under which what was said to an old one goes on, and what ended that it counts.

    None: it counts. Else the move that asks again, or the one after which it is not asked.
    """
    end: Move | None = None
    for hop in hops:
        for move in hop.get(name, ()):
            if move.because:
                return name, move
            if move.travels:
                name = move.target
                break
            if move.target == name:
                end = move
    return name, end


def list_gone_rows(hops: Sequence[Hop]) -> dict[str, set[str]]:
    """The rows that are no longer asked, under every id that they had, by today's question."""
    gone: dict[str, set[str]] = {}
    for number, hop in enumerate(hops, 1):
        for move in (move for moves in hop.values() for move in moves):
            for old, row in move.rows.items():
                question = move.target
                for later in hops[number:]:
                    for then in later.get(question, ()):
                        if then.travels:
                            row = row and then.rows.get(row, row)  # noqa: PLW2901 - its next id
                            question = then.target
                            break
                if row is None:
                    gone.setdefault(question, set()).add(old)
    return gone
