"""Rounding, only where a number is printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_check.pack import Number

DIGITS = 4
"""The most decimals that are printed of a number that must add up."""


def round_half_up(value: Number, digits: int) -> Decimal:
    """The value with so many decimals; a half goes away from zero.

    >>> round_half_up(Fraction(1, 8), 2)
    Decimal('0.13')
    """
    if isinstance(value, int):  # most are
        return Decimal(value * 10**digits).scaleb(-digits)
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-digits)


def is_short(value: Number) -> bool:
    """Whether four decimals are all that the number has."""
    return isinstance(value, int) or 10**DIGITS % value.denominator == 0


def write_fraction(value: Number) -> str:
    """The number as a fraction: `100/3`, or `75` where it is whole."""
    return str(Fraction(value))


def write_exact(value: Number) -> str:
    """The number with at most four decimals, and as a fraction where it has more.

    >>> write_exact(Fraction(5, 2)), write_exact(Fraction(200, 3))
    ('2.5', '66.6667 (200/3)')
    """
    if isinstance(value, int):
        return str(value)
    text = format(round_half_up(value, DIGITS), "f").rstrip("0").rstrip(".")
    return text if is_short(value) else f"{text} ({write_fraction(value)})"
