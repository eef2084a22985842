"""What an answer says: a level, or an interval of levels, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from outsource_check.numbers import Number

if TYPE_CHECKING:
    from outsource_check.costs import CostResult
    from outsource_check.overlap.model import OverlapResult


@dataclass(frozen=True, slots=True)
class Interval:
    """From the least to the most that something can still become; a point when it is known."""

    low: Number
    high: Number

    @property
    def known(self) -> bool:
        """Whether it is a point."""
        return self.low is self.high or self.low == self.high


Says = Literal["level", "said", "dont-know", "not-applicable", "unanswered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an answer says before the evidence rule."""

    level: Interval | None
    """None unless `says` is `level`."""
    says: Says = "level"
    """`said`: an answer to a question that is not scored. Of a matrix also `not-applicable` where
    every row is left out, `dont-know` where not one row is known."""
    open_rows: bool = False
    """Whether a row of the matrix is not known."""
    computed: CostResult | OverlapResult | None = None
    """The calculation behind an answer with figures."""

    @classmethod
    def at(cls, level: Number) -> Reading:
        """A level that is known."""
        return cls(level=Interval(level, level))
