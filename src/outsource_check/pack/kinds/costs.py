"""Questions of kind `costs`: the level is computed from figures."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Literal

from outsource_check import costs
from outsource_check.documents import scalars
from outsource_check.documents.types import expected
from outsource_check.documents.validation import Path
from outsource_check.numbers import format_amount, write_decimal
from outsource_check.pack.answer import DONT_KNOW, MONEY, Answer, Figures
from outsource_check.pack.conditions import Condition, Facts, judge_condition
from outsource_check.pack.kinds.base import LEVEL_SCHEMA, AnswerSchema, LevelQuestion
from outsource_check.pack.kinds.entry import Entry
from outsource_check.pack.kinds.parts import (
    KEPT,
    LEFT_OUT,
    REMOVE,
    Change,
    Choice,
    Part,
    PartAsk,
    Sheet,
    Taken,
)
from outsource_check.pack.kinds.reading import Interval, Reading
from outsource_check.text import plural

FIGURES: dict[str, tuple[str, str]] = {
    "currency": ("Currency", "Which currency are the amounts in? Such as: EUR"),
    "period": ("Period", "For which period are the amounts? Such as: year"),
    "baseline": (
        "Cost today",
        "What does the work cost today? (New work: what would it cost with your own people?)",
    ),
    "fees": ("Fees", "What will those who do the work be paid, with taxes?"),
    "transition": ("Change-over", "What will the change-over cost?"),
    "own_effort": (
        "Own effort",
        (
            "What will the time of your own people cost? Days times cost of a day, for four things:"
            " saying what is wanted, handing over knowledge, checking the work, keeping in touch."
        ),
    ),
    "tooling_travel": ("Tools and travel", "What will tools and travel cost?"),
    "contingency": ("Reserve", "How large is the reserve for what nobody foresees?"),
    "stop_loss": ("Stop amount", "At which extra amount would you stop?"),
}
"""By field of the figures: its name, and how it is asked."""
_NAMES = tuple(FIGURES)
_TEXTS = ("currency", "period")
"""Those that are no amounts."""
_NOT_KNOWN = "Enter alone: not known"
_GROUPED = re.compile(r"[0-9]{1,3}([.,’'][0-9]{3})+")


class CostsQuestion(LevelQuestion):
    """The level is computed from figures."""

    own: ClassVar[tuple[str, ...]] = ("level", "costs")
    by_parts: ClassVar[str] = "costs"
    computed: ClassVar[bool] = True
    levels: ClassVar[tuple[str, ...]] = costs.LEVELS
    kind: Literal["costs"]
    saving_when: Condition | None = None
    """When a saving matters; None: always."""

    def list_levels(self) -> dict[int, str]:
        """The texts of its levels."""
        return dict(enumerate(self.levels))

    def read(self, value: Any, entry: Entry) -> Any:
        """There is no short form."""
        del value
        return entry.misfit("`costs`, `{level: …}` or dont-know")

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`costs`, where an amount is given, or `level` where they are not known."""
        if name == "level":
            return {"level": entry.read_level(value, at=(name,))}
        if not isinstance(value, dict):
            entry.refuse(expected(f"figures: {', '.join(MONEY)}"), name)
            return None
        return {"costs": value} if value.keys() - {"currency", "period"} else None

    def list_causes(self, kind: str) -> tuple[str, ...]:
        """No saving triggers its stop."""
        return ("no saving where one matters",) if kind == "stop" else ()

    def list_conditions(self) -> Iterator[tuple[Path, Condition]]:
        """Every condition in it, and where that stands."""
        yield from super().list_conditions()
        if self.saving_when is not None:
            yield ("saving_when",), self.saving_when

    @property
    def facts_weighed(self) -> frozenset[str]:
        """The facts by which a saving matters."""
        leaves = self.saving_when.leaves() if self.saving_when is not None else ()
        return frozenset(leaf.fact for leaf in leaves)

    def describe(self) -> Iterator[tuple[str, str]]:
        """How it is computed."""
        yield "", "Costs: computed from the figures"
        if self.saving_when is not None:
            yield "-", f"a saving matters if {self.saving_when}"

    def describe_answer(self) -> AnswerSchema:
        """Figures, or a level."""
        own = {"level": LEVEL_SCHEMA, "costs": {"$ref": "#/definitions/Figures"}}
        return AnswerSchema(own=own, notes=("costs, or {level: …}",))

    def weigh(self, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
        """The level of the figures."""
        del date
        assert answer.costs is not None
        found = self._work_out(answer.costs, facts)
        return Reading(level=Interval(found.low, found.high), computed=found)

    def _work_out(self, figures: Figures, facts: Facts) -> costs.CostResult:
        amounts = {name: getattr(figures, name) for name in costs.FIGURES}
        matters = judge_condition(self.saving_when, facts)
        return costs.weigh(costs.Costs(**amounts), saving_matters=matters)

    # ------------------------------------------------------------------------- part by part

    def enter(self, answer: Answer) -> Choice:
        """From the amounts."""
        del answer
        text = "Work it out from the amounts"
        return Choice(value="figures", mark="c", text=text, command="c")

    def list_parts(self, sheet: Sheet) -> tuple[Part, ...]:
        """Its figures."""
        del sheet
        return tuple(map(Part, _NAMES))

    def start(self, sheet: Sheet) -> Taken:
        """To the first figure."""
        del sheet
        return Taken(part=Part(_NAMES[0]))

    def ask_part(self, part: Part, sheet: Sheet) -> PartAsk:
        """An amount, or the text of a field."""
        title, text = FIGURES[part.name]
        value = getattr(sheet.answer.costs or Figures(), part.name)
        words = part.name in _TEXTS
        place = f"{_NAMES.index(part.name) + 1} of {len(_NAMES)}"
        return PartAsk(
            title=f"{self.shown}, {place}: {title.lower()}",
            text=text,
            field=write_decimal(value) if isinstance(value, Decimal) else value or "",
            example="" if words else "Digits only; 30000+20000 adds up",
            enter=(LEFT_OUT if words else _NOT_KNOWN, KEPT),
            removable=True,
        )

    def take(self, part: Part, text: str, sheet: Sheet) -> Taken:
        """An amount, or the text of a field; empty leaves it as it is. Then on to the next."""
        figures = sheet.answer.costs or Figures()
        value = getattr(figures, part.name)
        if text == REMOVE:
            value = "" if part.name in _TEXTS else None
        elif text and part.name in _TEXTS:
            value = text
        elif text not in ("", DONT_KNOW):
            value = _add_up(text)
            if isinstance(value, str):
                return Taken(problem=value)
        changed = figures.replace(**{part.name: value})
        later = _NAMES[_NAMES.index(part.name) + 1 :]
        # Once all were given, whoever changes one of them sees at once what they come to.
        given = all(getattr(figures, name) is not None for name in MONEY[:-1])
        return Taken(
            says={"costs": changed} if changed != figures else {},
            part=None if not later or (sheet.reviewed and given) else Part(later[0]),
        )

    def find_unfinished(self, answer: Answer) -> Part | None:
        """The figure behind the last one that is given: one that is not known is left out."""
        if answer.costs is None:
            return None
        given = [name for name in _NAMES if getattr(answer.costs, name) not in (None, "")]
        missing = _NAMES[_NAMES.index(given[-1]) + 1 :] if given else _NAMES
        return Part(missing[0]) if missing else None

    def sum_up(self, answer: Answer, level: str) -> str:
        """The level, and how many amounts are not given where it is worked out."""
        text = super().sum_up(answer, level)
        if not self.works_out(answer):
            return text
        missing = sum(getattr(answer.costs, name) is None for name in MONEY)
        return f"{text}, {plural(missing, 'amount')} not given" if missing else text

    def list_sums(self, sheet: Sheet) -> Iterator[str]:
        """Total, saving, and what the level means."""
        if sheet.answer.costs is None:
            return
        found = self._work_out(sheet.answer.costs, sheet.facts)
        unit = f" {sheet.answer.costs.currency}" if sheet.answer.costs.currency else ""
        for name, amount, dearer in (
            ("Total", found.total, found.stressed_total),
            ("Net saving", found.net_saving, found.stressed_saving),
        ):
            if amount is not None and dearer is not None:
                stressed = f"{format_amount(dearer)}{unit} if fees and change-over come 25 % dearer"
                yield f"{name}: {format_amount(amount)}{unit} ({stressed})"
        if found.missing:
            names = ", ".join(FIGURES[name][0].lower() for name in found.missing)
            yield f"Not given: {names}."
        if found.low == found.high:
            yield f"Level {found.low}: {costs.LEVELS[found.low]}"

    def list_changes(self, sheet: Sheet) -> Iterator[Change]:
        """Its figures."""
        figures = sheet.answer.costs or Figures()
        for name, (title, _) in FIGURES.items():
            value = getattr(figures, name)
            said = format_amount(value) if isinstance(value, Decimal) else value or "not given"
            if isinstance(value, Decimal) and name in costs.OVERRUN_FIELDS:
                said = f"{said} ({format_amount(value * costs.OVERRUN)} if 25 % dearer)"
            yield Change(value=name, text=title, said=said, taken=Taken(part=Part(name)))


def _add_up(text: str) -> Decimal | str:
    """An amount, or the sum of amounts with `+` between them; or what is wrong with the text."""
    total = Decimal(0)
    for part in text.split("+"):
        digits = re.sub(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9])", "", part.strip())
        if _GROUPED.fullmatch(digits):
            plain = re.sub(r"[^0-9]", "", digits)
            return f"Write the amount in digits only, such as {plain}."
        if scalars.decimal(digits) is None:
            message = scalars.miss(text, "an amount in digits, such as 520000")
            return f"{message[0].upper()}{message[1:]}."
        total += Decimal(digits)
    if scalars.decimal(str(total)) is None:
        return f"{total} is too large an amount."
    return total
