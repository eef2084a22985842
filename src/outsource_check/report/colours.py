"""Colours of a page and how well they can be told apart (WCAG 2.2, relative luminance)."""

from __future__ import annotations

import re

PAPER = "#ffffff"
"""The background of a light page and of paper."""
NIGHT = "#14181d"
"""The background of a dark page."""
ACCENT = "#1f4e8c"
ACCENT_DARK = "#8ab8ff"
TEXT_CONTRAST = 4.5
"""What text needs against its background (WCAG 1.4.3)."""


def read_colour(text: str) -> tuple[int, int, int] | None:
    """Red, green and blue, 0 to 255, of `#rgb` or `#rrggbb`; None for anything else."""
    found = re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", text)
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def measure_contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21. Raises `ValueError` for what is no colour."""
    first, second = sorted((_measure_luminance(one), _measure_luminance(other)))
    return (second + 0.05) / (first + 0.05)


def _measure_luminance(colour: str) -> float:
    parts = read_colour(colour)
    if parts is None:
        raise ValueError(f'"{colour}" is no colour')
    red, green, blue = (_straighten(part / 255) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _straighten(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
