"""Numbers of a result, as they are written."""

from __future__ import annotations

from fractions import Fraction

import pytest

from outsource_check.pack.kinds.reading import Interval
from outsource_check.result.words import format_interval


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (Fraction(68), Fraction(68), "68"),
        (Fraction(1, 3), Fraction(1, 3), "0"),
        (Fraction(61), Fraction(74), "61 to 74"),
        (Fraction("61.8"), Fraction("62.2"), "61.8 to 62.2"),
        (Fraction("61.81"), Fraction("61.82"), "61.81 to 61.82"),
    ],
)
def test_a_range_is_never_written_as_one_number_twice(
    low: Fraction, high: Fraction, text: str
) -> None:
    assert format_interval(Interval(low, high)) == text
