"""Numbers as text: rounded only where they are printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Number = int | Fraction
"""An exact number; an `int` wherever it is whole, which is faster and the common case."""
MINUS = "\N{MINUS SIGN}"
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


def write_rounded(value: Number, digits: int = DIGITS) -> str:
    """The number with at most so many decimals, without zeros at its end.

    >>> write_rounded(Fraction(5, 2)), write_rounded(Fraction(2, 3), 2)
    ('2.5', '0.67')
    """
    if isinstance(value, int):
        return str(value)
    text = format(round_half_up(value, digits), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_shortest(value: Number) -> str:
    """The number without rounding: `2.5` where a decimal of four places says it, else `205/3`."""
    return write_rounded(value) if is_short(value) else write_fraction(value)


def write_exact(value: Number) -> str:
    """The number with at most four decimals, and as a fraction where it has more.

    >>> write_exact(Fraction(5, 2)), write_exact(Fraction(200, 3))
    ('2.5', '66.6667 (200/3)')
    """
    text = write_rounded(value)
    return text if is_short(value) else f"{text} ({write_fraction(value)})"


def write_signed(value: Number, digits: int = 2) -> str:
    """A difference with its sign, a minus in typography: `+2`, `0`."""
    text = write_rounded(-value if value < 0 else value, digits)
    return text if text == "0" else f"{'+' if value > 0 else MINUS}{text}"


def write_decimal(value: Fraction | Decimal) -> str:
    """An exact number as a decimal, without trailing zeros."""
    number = Fraction(value)
    return f"{(Decimal(number.numerator) / number.denominator).normalize():f}"


def write_share(share: Number) -> str:
    """A share from 0 to 1 as a whole percentage; never 0 % or 100 % for what is only near it."""
    percent = int(round_half_up(100 * Fraction(share), 0))
    if share < 1:
        percent = min(percent, 99)
    if share > 0:
        percent = max(percent, 1)
    return f"{percent} %"


def format_level(level: Number) -> str:
    """A level from 0 to 4: whole, or with up to two decimals."""
    return str(level.numerator) if level.denominator == 1 else write_rounded(level, 2)


def format_amount(amount: Decimal | None) -> str:
    """An amount with its thousands apart, by spaces at which no line ends, and a true minus.

    `not given` for none. A comma or a point would mean something else in half of the countries.
    """
    if amount is None:
        return "not given"
    whole = amount.to_integral_value()
    text = f"{whole:,f}" if whole == amount else f"{amount:,f}"
    return text.replace(",", "\u00a0").replace("-", MINUS)


def write_minutes(minutes: int) -> str:
    """A length of time: `2 h`, `3 h 30 min`, `45 min`; `0 h` for none."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours or not rest else []
    return " ".join([*parts, f"{rest} min"] if rest else parts)
