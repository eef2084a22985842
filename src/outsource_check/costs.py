"""The cost of outsourcing against what the work costs today, exactly (docs/scoring.md, Costs).

All amounts are in one currency and over one period; nothing is converted or rounded here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from typing import Literal

COST_FIELDS = ("fees", "transition", "own_effort", "tooling_travel", "contingency")
"""The figures whose sum is the total."""
FIGURES = ("baseline", *COST_FIELDS, "stop_loss")
"""All that can be given."""
OVERRUN_FIELDS = ("fees", "transition")
"""The figures that run over in the stressed case."""
OVERRUN = Decimal("1.25")

_MOST_DIGITS = 30
# Amounts have at most 30 digits on either side of the point, so that 100 always hold the sum.
_EXACT = Context(prec=100, traps=[Inexact])


LEVELS = (
    "Neither today's cost nor the fees are known.",
    "Only one of today's cost and the fees is known.",
    (
        "Today's cost and the fees are known, but other costs are not; or nothing is"
        " saved although saving is wanted."
    ),
    "All costs are known, and where saving is wanted, something is saved.",
    (
        "All costs are known, the amount at which you would stop is set, and where saving is"
        " wanted, it is still there when fees and change-over come 25 % dearer."
    ),
)
"""A sentence for each level, 0 to 4."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Costs:
    """The figures of one answer: amounts of 0 or more, None where not given. 0 is given.

    Raises ValueError where an amount is below zero, not a number, or has more than 30 digits
    before or after the point.
    """

    baseline: Decimal | None = None
    """What the work costs today, or would cost with the client's own people."""
    fees: Decimal | None = None
    """What the partner is paid, with taxes."""
    transition: Decimal | None = None
    """The change-over."""
    own_effort: Decimal | None = None
    """The time of the client's own people: specification, knowledge transfer, control and
    coordination."""
    tooling_travel: Decimal | None = None
    """Tools and travel."""
    contingency: Decimal | None = None
    """The reserve."""
    stop_loss: Decimal | None = None
    """The extra amount at which the client would stop."""

    def __post_init__(self) -> None:
        for name in FIGURES:
            amount = _read(self, name)
            if amount is None:
                continue
            if not amount.is_finite() or amount.is_signed():
                raise ValueError(f"{name} is {amount}: expected an amount of 0 or more")
            exponent = amount.as_tuple().exponent
            if amount.adjusted() >= _MOST_DIGITS or int(exponent) < -_MOST_DIGITS:
                raise ValueError(
                    f"{name} is {amount}: expected at most {_MOST_DIGITS} digits before and "
                    "after the point"
                )


@dataclass(frozen=True, kw_only=True, slots=True)
class CostLine:
    """One line of the calculation, as it is shown."""

    field: str
    """A field of Costs, or `total` or `net_saving`."""
    expected: Decimal | None
    """The amount as given or computed; None where a figure for it is missing. Only `net_saving`
    can be below zero."""
    stressed: Decimal | None
    """The same with fees and transition 25 % over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CostResult:
    """What the figures of one answer come to."""

    lines: tuple[CostLine, ...]
    """The five costs, `total`, `baseline`, `net_saving`, in this order: expected and stressed
    add up."""
    total: Decimal | None
    """The five costs together; None while one is missing."""
    net_saving: Decimal | None
    """Baseline less total; None while one of the six figures is missing."""
    stressed_total: Decimal | None
    """The total with fees and transition 25 % over."""
    stressed_saving: Decimal | None
    """Baseline less stressed total."""
    missing: tuple[str, ...]
    """Which of the six figures and `stop_loss` are not given, in the order of Costs."""
    low: int
    """The level, 0 to 4; its low end where it is not known whether a saving matters."""
    high: int
    """The level's high end; the same as `low` where it is known."""
    stop: Literal["open", "possible"] | None
    """Whether the saving alone triggers the question's stop: `open` where a saving matters and
    there is none; `possible` where a missing figure or fact could still open it."""


def weigh(costs: Costs, *, saving_matters: bool | None) -> CostResult:
    """Totals, savings, level and stop of an answer's figures (docs/scoring.md, Costs).

    `saving_matters` is whether `saving_when` holds; None while its fact is not known, and then
    the level is the interval of both cases.
    """
    expected = [_read(costs, field) for field in COST_FIELDS]
    stressed = [
        None
        if amount is None
        else _EXACT.multiply(amount, OVERRUN)
        if field in OVERRUN_FIELDS
        else amount
        for field, amount in zip(COST_FIELDS, expected, strict=True)
    ]
    total, stressed_total = _add_up(expected), _add_up(stressed)
    saving, stressed_saving = (_subtract(costs.baseline, sum_) for sum_ in (total, stressed_total))
    cases = (True, False) if saving_matters is None else (saving_matters,)
    levels = [_find_level(costs, saving, stressed_saving, matters=case) for case in cases]
    return CostResult(
        lines=(
            *(
                CostLine(field=field, expected=amount, stressed=over)
                for field, amount, over in zip(COST_FIELDS, expected, stressed, strict=True)
            ),
            CostLine(field="total", expected=total, stressed=stressed_total),
            CostLine(field="baseline", expected=costs.baseline, stressed=costs.baseline),
            CostLine(field="net_saving", expected=saving, stressed=stressed_saving),
        ),
        total=total,
        net_saving=saving,
        stressed_total=stressed_total,
        stressed_saving=stressed_saving,
        missing=tuple(name for name in FIGURES if _read(costs, name) is None),
        low=min(levels),
        high=max(levels),
        stop=_find_stop(costs, saving, saving_matters=saving_matters),
    )


def _find_level(
    costs: Costs, saving: Decimal | None, stressed_saving: Decimal | None, *, matters: bool
) -> int:
    if saving is None or stressed_saving is None:
        return sum(amount is not None for amount in (costs.fees, costs.baseline))
    if matters and saving <= 0:
        return 2
    return 4 if costs.stop_loss is not None and (not matters or stressed_saving > 0) else 3


def _find_stop(
    costs: Costs, saving: Decimal | None, *, saving_matters: bool | None
) -> Literal["open", "possible"] | None:
    if saving_matters is False or all(_read(costs, name) is None for name in FIGURES):
        return None
    if saving is None:
        return "possible"
    if saving > 0:
        return None
    return "open" if saving_matters else "possible"


def _read(costs: Costs, field: str) -> Decimal | None:
    amount: Decimal | None = getattr(costs, field)
    return amount


def _add_up(amounts: list[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for amount in amounts:
        if amount is None:
            return None
        total = _EXACT.add(total, amount)
    return total


def _subtract(baseline: Decimal | None, total: Decimal | None) -> Decimal | None:
    return None if baseline is None or total is None else _EXACT.subtract(baseline, total)
