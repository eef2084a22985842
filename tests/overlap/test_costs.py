"""Costs: totals, savings, levels and the stop."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_check.costs import COST_FIELDS, Costs, weigh

GIVEN = {
    "baseline": "900000",
    "fees": "520000",
    "transition": "60000",
    "own_effort": "90000",
    "tooling_travel": "20000",
    "contingency": "50000",
    "stop_loss": "200000",
}


def make_costs(**changes: str | None) -> Costs:
    return Costs(
        **{field: Decimal(text) for field, text in (GIVEN | changes).items() if text is not None}
    )


def only(*fields: str) -> Costs:
    return Costs(**{field: Decimal(GIVEN[field]) for field in fields})


def test_the_figures_add_up_line_by_line() -> None:
    result = weigh(make_costs(), saving_matters=True)
    assert [f"{line.field} {line.expected} {line.stressed:f}" for line in result.lines] == [
        "fees 520000 650000.00",
        "transition 60000 75000.00",
        "own_effort 90000 90000",
        "tooling_travel 20000 20000",
        "contingency 50000 50000",
        "total 740000 885000.00",
        "baseline 900000 900000",
        "net_saving 160000 15000.00",
    ]
    assert (result.total, result.net_saving) == (Decimal(740000), Decimal(160000))
    assert (result.stressed_total, result.stressed_saving) == (Decimal(885000), Decimal(15000))
    assert result.missing == ()


LEVELS = [
    # figures, then (low, high, stop) where a saving matters, does not, and where it is not known
    (Costs(), (0, 0, None), (0, 0, None), (0, 0, None)),
    (only("stop_loss"), (0, 0, "possible"), (0, 0, None), (0, 0, "possible")),
    (only("own_effort"), (0, 0, "possible"), (0, 0, None), (0, 0, "possible")),
    (only("fees"), (1, 1, "possible"), (1, 1, None), (1, 1, "possible")),
    (only("baseline"), (1, 1, "possible"), (1, 1, None), (1, 1, "possible")),
    (only("fees", "baseline"), (2, 2, "possible"), (2, 2, None), (2, 2, "possible")),
    (make_costs(contingency=None), (2, 2, "possible"), (2, 2, None), (2, 2, "possible")),
    (make_costs(baseline=None), (1, 1, "possible"), (1, 1, None), (1, 1, "possible")),
    (make_costs(), (4, 4, None), (4, 4, None), (4, 4, None)),
    (make_costs(stop_loss=None), (3, 3, None), (3, 3, None), (3, 3, None)),
    (make_costs(stop_loss="0"), (4, 4, None), (4, 4, None), (4, 4, None)),
    (make_costs(baseline="885000"), (3, 3, None), (4, 4, None), (3, 4, None)),
    (make_costs(baseline="885000.01"), (4, 4, None), (4, 4, None), (4, 4, None)),
    (make_costs(baseline="740000.01"), (3, 3, None), (4, 4, None), (3, 4, None)),
    (make_costs(baseline="740000"), (2, 2, "open"), (4, 4, None), (2, 4, "possible")),
    (make_costs(baseline="0"), (2, 2, "open"), (4, 4, None), (2, 4, "possible")),
    (
        make_costs(baseline="740000", stop_loss=None),
        (2, 2, "open"),
        (3, 3, None),
        (2, 3, "possible"),
    ),
]


@pytest.mark.parametrize(("costs", "matters", "not_", "unknown"), LEVELS)
def test_level_and_stop_follow_the_figures_and_the_fact(
    costs: Costs,
    matters: tuple[int, int, str | None],
    not_: tuple[int, int, str | None],
    unknown: tuple[int, int, str | None],
) -> None:
    for known, expected in ((True, matters), (False, not_), (None, unknown)):
        result = weigh(costs, saving_matters=known)
        assert (result.low, result.high, result.stop) == expected, known


def test_a_missing_figure_is_named_and_leaves_the_sums_open() -> None:
    result = weigh(make_costs(contingency=None, stop_loss=None), saving_matters=True)
    assert result.missing == ("contingency", "stop_loss")
    assert (result.total, result.net_saving, result.stressed_saving) == (None, None, None)
    assert [line.expected for line in result.lines][3:6] == [Decimal(20000), None, None]


@pytest.mark.parametrize("text", ["-1", "NaN", "Infinity", "1" + "0" * 30, "0." + "1" * 31])
def test_an_amount_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="fees is"):
        Costs(fees=Decimal(text))


AMOUNTS = st.decimals(min_value=0, max_value=Decimal(10) ** 29, places=20, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=6, max_size=6))
def test_sums_are_exact(amounts: list[Decimal]) -> None:
    figures = [abs(amount) for amount in amounts]
    costs = Costs(**dict(zip((*COST_FIELDS, "baseline"), figures, strict=True)))
    result = weigh(costs, saving_matters=True)
    exact = [Fraction(figure) for figure in figures]
    total = sum(exact[:5], Fraction())
    stressed = total + (exact[0] + exact[1]) / 4
    assert result.net_saving is not None
    assert result.stressed_saving is not None
    assert Fraction(result.net_saving) == exact[5] - total
    assert Fraction(result.stressed_saving) == exact[5] - stressed


@given(st.lists(AMOUNTS | st.none(), min_size=7, max_size=7))
def test_an_unknown_fact_gives_the_interval_of_both_cases(amounts: list[Decimal | None]) -> None:
    figures = [None if amount is None else abs(amount) for amount in amounts]
    names = ("baseline", *COST_FIELDS, "stop_loss")
    costs = Costs(**dict(zip(names, figures, strict=True)))
    yes, no, unknown = (weigh(costs, saving_matters=known) for known in (True, False, None))
    assert (unknown.low, unknown.high) == (yes.low, no.high)
