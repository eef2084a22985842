"""The grammars of single values: what each takes, and what it refuses without ever raising."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from outsource_check.documents import scalars

EVERYWHERE_WRONG = ["", " ", "+1", "-1", "1_000", " 1", "1 ", "٣", "x", "0x10", "1e3", "9" * 5_000]


@pytest.mark.parametrize("text", EVERYWHERE_WRONG)
def test_no_number_has_a_sign_a_space_an_underscore_or_foreign_digits(text: str) -> None:
    assert scalars.whole(text) is None
    assert scalars.decimal(text) is None
    assert scalars.share(text) is None
    assert scalars.date(text) is None
    assert scalars.time(text) is None
    assert scalars.yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("4", 4), ("999999999", 999_999_999), ("1000000000", None), ("01", None)],
)
def test_whole_numbers(text: str, value: int | None) -> None:
    assert scalars.whole(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("2.50", Fraction(5, 2)), ("0.1", Fraction(1, 10)), (".5", None), ("1.", None)],
)
def test_decimals_are_exact(text: str, value: Fraction | None) -> None:
    assert scalars.decimal(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/4", Fraction(1, 4)),
        ("25%", Fraction(1, 4)),
        ("12.5%", Fraction(1, 8)),
        ("0.25", Fraction(1, 4)),
        ("1/0", None),
        ("1 /4", None),
        ("%", None),
        ("1/4%", None),
    ],
)
def test_shares_have_three_forms(text: str, value: Fraction | None) -> None:
    assert scalars.share(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-23", datetime.date(2026, 11, 23)),
        ("2024-02-29", datetime.date(2024, 2, 29)),
        ("2026-02-29", None),
        ("2026-13-45", None),
        ("0000-01-01", None),
        ("2026-1-1", None),
        ("20261123", None),
        ("2026-11-23 ", None),
    ],
)
def test_dates_are_days_of_the_calendar(text: str, value: datetime.date | None) -> None:
    assert scalars.date(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("00:00", 0),
        ("09:30", 570),
        ("23:59", 1439),
        ("24:00", None),
        ("9:00", None),
        ("09:60", None),
    ],
)
def test_times_are_minutes_of_a_day(text: str, value: int | None) -> None:
    assert scalars.time(text) == value


def test_yes_and_no_are_exact() -> None:
    found = [scalars.yes_no(text) for text in ("yes", "no", "Yes", "NO", "true", "y", "on")]
    assert found == [True, False, None, None, None, None, None]


def test_a_miss_names_what_was_found() -> None:
    assert scalars.miss("9:00", scalars.WHOLE) == 'expected a whole number, found "9:00"'
    too_long = scalars.miss("9" * 5_000, scalars.WHOLE)
    assert too_long == "the number is out of range; expected a whole number of at most nine digits"
    assert "no calendar" in scalars.miss("2026-13-45", scalars.DATE)
    assert len(scalars.miss("x" * 5_000, scalars.DATE)) < 120


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("0,5", "write 0.5"),
        ("12,5%", "write 12.5%"),
        ("1,000", "write 1.000, or 1000 for a thousand"),
        ("0.5", ""),
        ("1,2,3", ""),
        ("half, or 0,5", ""),
    ],
)
def test_a_decimal_comma_is_led_to_the_point(text: str, hint: str) -> None:
    assert scalars.advise_point(text) == hint


def test_a_near_name_is_offered() -> None:
    choices = ("goals.scope", "goals.drivers", "partly")
    assert scalars.near("goals.scpoe", choices) == 'did you mean "goals.scope"?'
    assert scalars.near("Partly", choices) == 'did you mean "partly"?'
    assert scalars.near("partially", choices) == 'did you mean "partly"?'
    assert scalars.near("zebra", choices) == ""
    assert scalars.near("", choices) == ""
    assert scalars.near("goals.scope" * 1_000, choices) == ""
