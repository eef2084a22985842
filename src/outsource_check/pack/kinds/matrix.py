"""Questions of kind `matrix`: an option for each row."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, gcd, lcm
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from outsource_check.documents import Scalar, near, scalars
from outsource_check.documents.types import (
    Id,
    Items,
    LevelAbove0,
    Worth,
    expected,
    wrong,
)
from outsource_check.documents.validation import KEY, Path, Problems, locate
from outsource_check.models import Model
from outsource_check.numbers import (
    Number,
    write_decimal,
    write_exact,
    write_rounded,
    write_share,
)
from outsource_check.pack.answer import DONT_KNOW, Answer, RowAnswer, share_row
from outsource_check.pack.conditions import Facts
from outsource_check.pack.kinds.base import AnswerSchema, Question, describe_ids
from outsource_check.pack.kinds.bounds import judge_bounds, schema_of_bounds
from outsource_check.pack.kinds.checks import (
    OPTIONS_RESERVED,
    RULE,
    check_options,
    check_since,
    check_unique,
    check_worths,
)
from outsource_check.pack.kinds.entry import Entry
from outsource_check.pack.kinds.options import (
    YES_NO,
    Option,
    Options,
    Row,
    came_after,
    describe_options,
    list_options,
)
from outsource_check.pack.kinds.parts import (
    DONT_KNOW_TEXT,
    Change,
    Choice,
    Part,
    PartAsk,
    Sheet,
    Taken,
    refuse,
)
from outsource_check.pack.kinds.reading import Interval, Reading
from outsource_check.pack.kinds.remedy import Remedy, join_remedies, name_step
from outsource_check.text import join_words, plural

_SAYS_OF_ROW = ("option", "dont_know", "not_applicable")
"""The fields of a row, one of which at most says something."""
MOST_SUMS = 20_000
"""How many sums rows of unlike weights may come to: all are looked at."""


class Bound(Model):
    """What the rows of a matrix need for a level."""

    share: Worth = Fraction(0)
    """The least mean worth of the rows by their weights, 0 to 1."""
    rows: Items[Id] = ()
    """Rows that must be at their best option besides."""


def _spell_out(value: Any) -> Any:
    return value if isinstance(value, dict | Bound) else {"share": value}


RowBounds = Annotated[
    dict[LevelAbove0, Annotated[Bound, BeforeValidator(_spell_out)]],
    BeforeValidator(judge_bounds),
    schema_of_bounds("number", "string", "object"),
]
"""What the rows need, by level 1 to 4; levels may be left out."""


def _count_units(options: Iterable[Option]) -> tuple[dict[str, int], int]:
    """The options' worths as whole numbers, and the unit that they count."""
    worths = {option.id: option.worth for option in options}
    scale = lcm(*(worth.denominator for worth in worths.values()))
    return {option: int(worth * scale) for option, worth in worths.items()}, scale


def _count_weights(rows: Iterable[Row]) -> dict[str, int]:
    """The rows' weights as whole numbers, as small as can be."""
    weights = {row.id: row.weight for row in rows}
    scale = lcm(*(weight.denominator for weight in weights.values()))
    counts = {row: int(weight * scale) for row, weight in weights.items()}
    common = gcd(*counts.values())
    return {row: count // common for row, count in counts.items()}


def _is_fine(weights: Collection[int], scale: int) -> bool:
    """Whether rows of unlike weights have more sums than can be told apart in time."""
    return max(weights) > 1 and sum(weights) * scale > MOST_SUMS


def _quarter(fields: dict[str, Any]) -> dict[int, Bound]:
    """A quarter more of the rows' worth for each level; a level that no answer gives is left out.

    `fields` are those before it that are right.
    """
    rows, options = fields.get("rows"), fields.get("options")
    if not rows or not options:
        return {}
    units, scale = _count_units(options)
    weights = _count_weights(rows)
    if _is_fine(weights.values(), scale):
        return {}
    bounds = {level: Bound(share=Fraction(level, 4)) for level in range(1, 5)}
    reached = reachable_levels(weights, frozenset(units.values()), scale, bounds)
    return {level: bound for level, bound in bounds.items() if level in reached}


class MatrixQuestion(Question):
    """Every row gets an option; the mean worth of the rows by their weights gives the level."""

    own: ClassVar[tuple[str, ...]] = ("rows",)
    by_parts: ClassVar[str] = "rows"

    kind: Literal["matrix"]
    rows: Items[Row]
    options: Options = YES_NO
    bounds: RowBounds = Field(default_factory=_quarter)

    def rows_in(self, version: str) -> Items[Row]:
        """The rows that a version of the pack asked."""
        return tuple(row for row in self.rows if not came_after(row, version))

    def options_in(self, version: str) -> Items[Option]:
        """The options that a version of the pack offered; where it had none of them, all."""
        options = self.options
        return tuple(one for one in options if not came_after(one, version)) or options

    @cached_property
    def worths(self) -> dict[str, Fraction]:
        """What each option of a row is worth, 0 to 1."""
        return {option.id: option.worth for option in self.options}

    @property
    def option_texts(self) -> dict[str, str]:
        """The texts of the options of its rows, by id."""
        return {option.id: option.shown for option in self.options}

    @cached_property
    def units(self) -> tuple[dict[str, int], int]:
        """The options' worths as whole numbers, and the unit that they count."""
        return _count_units(self.options)

    @cached_property
    def weights(self) -> dict[str, int]:
        """What each row counts, as whole numbers as small as can be."""
        return _count_weights(self.rows)

    @property
    def weighted(self) -> bool:
        """Whether some rows count more than others."""
        return max(self.weights.values()) > 1

    @cached_property
    def _steps(self) -> tuple[tuple[int, int, int, frozenset[str]], ...]:
        """Each bound from the highest level on: level, its share's two numbers, its rows."""
        return tuple(
            (level, bound.share.numerator, bound.share.denominator, frozenset(bound.rows))
            for level, bound in sorted(self.bounds.items(), reverse=True)
        )

    def level_of_options(self, chosen: dict[str, str]) -> int:
        """The level that an option for each row gives; rows that are not there are left out."""
        units, scale = self.units
        weights = self.weights
        best = max(units.values())
        total = whole = 0
        unmet = []
        for row, option in chosen.items():
            unit, weight = units[option], weights[row]
            total += unit * weight
            whole += scale * weight
            if unit != best:
                unmet.append(row)
        for level, share, parts, rows in self._steps:
            if total * parts >= share * whole and rows.isdisjoint(unmet):
                return level
        return 0

    @cached_property
    def offered(self) -> tuple[Number, ...]:
        """The levels that an answer to it can give, ascending."""
        units, scale = self.units
        return reachable_levels(self.weights, frozenset(units.values()), scale, self.bounds)

    @property
    def refs(self) -> Iterator[str]:
        """Its own, and those of its rows and options."""
        yield from super().refs
        yield from (option.ref for option in self.options)

    @property
    def lines(self) -> tuple[Row, ...]:
        """Its rows."""
        return self.rows

    @property
    def _ids(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.rows)

    def find_remedy(self, answers: Sequence[Answer]) -> Remedy | None:
        """Its own, and those of the rows that are not said to be at their best."""
        return join_remedies(self.remedy, self._list_remedies(answers))

    def _list_remedies(self, answers: Sequence[Answer]) -> Iterator[tuple[str, Remedy]]:
        best = max(self.worths.values())
        for row, options in self._list_said(answers):
            lowest = min(options, key=lambda option: option.worth, default=None)
            if lowest is None or lowest.worth < best:
                remedy = row.remedy if lowest is None or row.remedy else lowest.remedy
                if remedy is not None:
                    yield row.text, remedy

    def list_proofs(self, answers: Sequence[Answer]) -> tuple[str, ...]:
        """Its own, and those of the rows that are not said to be worth nothing."""
        return (
            *self.evidence,
            *(
                name_step(row.text, proof)
                for row, options in self._list_said(answers)
                if not options or any(option.worth for option in options)
                for proof in (*row.evidence, *(one for each in options for one in each.evidence))
            ),
        )

    def _list_said(self, answers: Sequence[Answer]) -> Iterator[tuple[Row, list[Option]]]:
        """The rows that apply, each with the options that somebody said of it."""
        for row in self.rows:
            given = [answer.rows or {} for answer in answers]
            said = [rows[row.id] for rows in given if row.id in rows]
            chosen = {one.option for one in said}
            if chosen - {None} or not any(one.not_applicable for one in said):
                yield row, [option for option in self.options if option.id in chosen]

    def read(self, value: Any, entry: Entry) -> Any:
        """The list of the rows at their best option."""
        return self._read_list(value, entry)

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`rows`: an option for each, or the list as in the short form."""
        del name
        return self._read_rows(value, entry)

    def _read_list(self, value: Any, entry: Entry, *at: str) -> Any:
        """The rows at their best option; the rest are at their worst."""
        if not isinstance(value, tuple | list):
            return entry.misfit("a list of rows, `rows` or dont-know", *at)
        known = [row.id for row in self.rows]
        chosen: set[str] = set()
        for index, name in enumerate(value):
            if not isinstance(name, str):
                entry.refuse(expected(f'a row of "{self.id}"', self._list_rows()), *at, index)
            elif name not in known:
                entry.refuse(self._no_row(name), *at, index)
            elif name in chosen:
                entry.refuse(wrong(f'the row "{name}" is there twice', rule="OC203"), *at, index)
            else:
                chosen.add(name)
        said = self._say_rows(chosen, self.rows, self.options)
        return {"rows": {row: share_row(option) for row, option in said.items()}, "short": True}

    def _say_rows(
        self, listed: Collection[str], rows: Iterable[Row], options: Iterable[Option]
    ) -> dict[str, str]:
        """The best option for rows that are listed, the worst for the others of some rows."""
        worths = {option.id: option.worth for option in options}
        best, worst = max(worths, key=worths.__getitem__), min(worths, key=worths.__getitem__)
        asked = {row.id for row in rows}
        return {
            name: best if name in listed else worst
            for name in self._ids
            if name in listed or name in asked
        }

    def _read_rows(self, value: Any, entry: Entry) -> dict[str, Any] | None:
        if isinstance(value, tuple | list):
            found: dict[str, Any] | None = self._read_list(value, entry, "rows")
            return found
        if not isinstance(value, dict):
            entry.misfit("an option for each row", "rows")
            return None
        known = [row.id for row in self.rows]
        rows: dict[str, Any] = {}
        for name, part in value.items():
            if name not in known:
                entry.refuse(self._no_row(name), "rows", name, KEY)
            elif part is not None and part != {}:
                rows[name] = self._read_row(part, entry, ("rows", name))
        # Rows that are all blank are a blank answer.
        return {"rows": rows} if rows else None

    def _read_row(self, value: Any, entry: Entry, at: Path) -> Any:
        if isinstance(value, RowAnswer):
            return value
        if value == DONT_KNOW:
            return share_row(DONT_KNOW)
        if not isinstance(value, dict):
            option = entry.read_option(value, self.worths, DONT_KNOW, at=at)
            return share_row(option or DONT_KNOW)
        said = [
            name
            for name, part in value.items()
            if name in _SAYS_OF_ROW and part not in ("no", False, None)
        ]
        if len(said) > 1:
            names = " or ".join(f'"{name}"' for name in said)
            message = f"expected either {names}: a row says one thing"
            entry.refuse(wrong(message, rule="OC202"), *at, said[1], KEY)
        if "option" not in value:
            return value
        option = entry.read_option(value["option"], self.worths, at=(*at, "option"))
        return {**value, "option": option}

    def _no_row(self, name: str) -> PydanticCustomError:
        hint = near(name, self._ids) or self._list_rows()
        message = f'"{self.id}" has no row "{name}"'
        return wrong(message, hint, "OC201", private=not scalars.is_name(name))

    def _list_rows(self) -> str:
        return f"the rows are {', '.join(self._ids)}"

    def reads_alike(self, version: str) -> bool:
        """Whether the version asked the same rows, and offered the same options."""
        return self.rows_in(version) == self.rows and self.options_in(version) == self.options

    def spell_out(self, listed: Sequence[str], version: str) -> dict[str, str] | None:
        """What a list of rows meant in a version; None where it is no such list."""
        chosen = set(listed)
        if len(chosen) < len(listed) or not chosen <= set(self._ids):
            return None
        return self._say_rows(chosen, self.rows_in(version), self.options_in(version))

    def check(self, found: Problems, path: Path, version: str) -> None:
        """Its rows, its options where they are no scale's, and its bounds."""
        given = (*path, "options")
        if not isinstance(locate(found.document.root, given), Scalar):
            check_options(found, given, self.options, version)
        if self.scored:
            check_worths(found, given, self.options)
        rows = [row.id for row in self.rows]
        check_unique(found, (*path, "rows"), rows, "row", OPTIONS_RESERVED)
        if not rows:
            found.note((*path, "rows"), RULE, "a matrix needs at least one row")
        check_since(found, (*path, "rows"), self.rows, version)
        for level, bound in self.bounds.items():
            for name in bound.rows:
                if name not in rows:
                    where = (*path, "bounds", str(level), "rows", bound.rows.index(name))
                    found.note(where, RULE, f'there is no row "{name}"', near(name, rows))
        if rows and self.options and _is_fine(self.weights.values(), self.units[1]):
            message = "the weights of its rows are too fine to tell which levels it can give"
            found.note((*path, "rows"), RULE, message, "round them, such as 1, 2 or 2.5")
        shares = [self.bounds[level].share for level in sorted(self.bounds)]
        if shares != sorted(shares):
            found.note(
                (*path, "bounds"), RULE, "expected bounds that rise, or stay, from level to level"
            )

    def list_causes(self, kind: str) -> tuple[str, ...]:
        """Critical rows trigger its stop, or its cap where it has no stop."""
        takes_rows = kind == "stop" or self.stop is None
        critical = any(row.critical for row in self.rows)
        return ("a critical row at worth 0",) if takes_rows and critical else ()

    def describe(self) -> Iterator[tuple[str, str]]:
        """Its rows, its options, and what each level needs."""
        scoring = "; the mean worth gives the level" if self.scored else ""
        yield "", f"Matrix: one option for each row{scoring}"
        for row in self.rows:
            critical = " (critical)" if row.critical else ""
            weight = f" (weight {write_decimal(row.weight)})" if row.weight != 1 else ""
            since = f" (since {row.since})" if row.since else ""
            yield "-", f"{row.id}: {row.shown}{critical}{weight}{since}"
        yield "", "Options"
        yield from describe_options(self.options, "worth" if self.scored else "", 1)
        if not self.scored:
            return
        yield "", "Levels"
        for level, bound in sorted(self.bounds.items()):
            rows = f", and at its best: {', '.join(bound.rows)}" if bound.rows else ""
            share = write_rounded(100 * bound.share)
            yield f"{level}", f"at least {share} % of the worth{rows}"

    def describe_answer(self) -> AnswerSchema:
        """The list of rows, or an option for each."""
        names = describe_ids(self._ids)
        listing = {"type": "array", "items": names, "uniqueItems": True}
        option = describe_ids((*self.worths, DONT_KNOW))
        fields = {
            "option": option,
            "who": {"$ref": "#/definitions/Text"},
            "dont_know": {"$ref": "#/definitions/YesNo"},
            "not_applicable": {"$ref": "#/definitions/Reason"},
            "note": {"$ref": "#/definitions/Text"},
        }
        long = {"type": "object", "additionalProperties": False, "properties": fields}
        # Beside a "$ref" a description would be ignored.
        said = [{"$ref": f"#/definitions/{self.id}"}]
        rows = {
            "type": "object",
            "additionalProperties": False,
            "properties": {row.id: {"description": row.shown, "allOf": said} for row in self.rows},
        }
        notes = "a list of the rows at their best option, or rows: with an option for each"
        return AnswerSchema(
            short=(listing,),
            own={"rows": {"anyOf": [rows, listing]}},
            notes=(notes, *list_options(self.options)),
            definitions={self.id: {"anyOf": [option, long, {"type": "null"}]}},
        )

    def weigh(self, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
        """Open rows at the lowest worth, and at the highest; those that do not apply left out."""
        del facts, date
        units, _ = self.units
        lowest, highest = min(units, key=units.__getitem__), max(units, key=units.__getitem__)
        low: dict[str, str] = {}
        high: dict[str, str] = {}
        open_rows = known_rows = False
        given = answer.rows or {}
        for row in self.rows:
            said = given.get(row.id)
            if said is not None and said.not_applicable:
                continue
            if said is None or said.option is None:
                open_rows = True
                low[row.id], high[row.id] = lowest, highest
            else:
                known_rows = True
                low[row.id] = high[row.id] = said.option
        if not low:
            return Reading(level=None, says="not-applicable")
        if not known_rows:
            # Rows that nobody knows are no answer: they must not pull at a colleague's level.
            return Reading(level=None, says="dont-know")
        least = self.level_of_options(low)
        most = self.level_of_options(high) if open_rows else least
        return Reading(level=Interval(least, most), open_rows=open_rows)

    def enter(self, answer: Answer) -> Choice:
        """Line by line."""
        count = plural(len(self.rows), "line")
        if answer.rows:
            count = f"{self._count_open(answer)} of {count} open"
        return Choice(value="rows", mark="1", text=f"Answer line by line ({count})")

    def list_parts(self, sheet: Sheet) -> tuple[Part, ...]:
        """Its rows."""
        del sheet
        return tuple(Part(row.id) for row in self.rows)

    def start(self, sheet: Sheet) -> Taken:
        """To the first row that is open."""
        parts = self.list_parts(sheet)
        return Taken(part=next((one for one in parts if self.is_open(one, sheet.answer)), parts[0]))

    def ask_part(self, part: Part, sheet: Sheet) -> PartAsk:
        """Which option a row has."""
        del sheet
        number = self._ids.index(part.name)
        choices = tuple(
            Choice(value=option.id, mark=str(mark), text=option.shown)
            for mark, option in enumerate(self.options, 1)
        )
        title = f"{self.shown}, line {number + 1} of {len(self.rows)}"
        return PartAsk(title=title, text=self.rows[number].shown, choices=choices)

    def take(self, part: Part, text: str, sheet: Sheet) -> Taken:
        """The option of a row."""
        if text == DONT_KNOW:
            return self._put(part, RowAnswer(dont_know=True), sheet)
        if text not in self.worths:
            return refuse(text)
        return self._put(part, RowAnswer(option=text), sheet)

    def leave_out(self, part: Part, reason: str, sheet: Sheet) -> Taken:
        """That a row does not apply."""
        return self._put(part, RowAnswer(not_applicable=reason), sheet)

    def _put(self, part: Part, said: RowAnswer, sheet: Sheet) -> Taken:
        """Set a row, and on to the next open one; its note and who it is stay."""
        rows = dict(sheet.answer.rows or {})
        kept = rows.get(part.name, RowAnswer())
        rows[part.name] = said.replace(who=kept.who, note=kept.note)
        says = {"rows": {row.id: rows[row.id] for row in self.rows if row.id in rows}}
        answer = sheet.answer.replace(**says)
        parts = self.list_parts(sheet)
        later = parts[parts.index(part) + 1 :]
        following = next((one for one in (*later, *parts) if self.is_open(one, answer)), None)
        return Taken(says=says, part=following)

    def is_open(self, part: Part, answer: Answer) -> bool:
        """Whether nothing was said to a row; that nobody knows is an answer."""
        row = (answer.rows or {}).get(part.name)
        return row is None or not (row.option is not None or row.dont_know or row.not_applicable)

    def _count_open(self, answer: Answer) -> int:
        return sum(self.is_open(Part(row.id), answer) for row in self.rows)

    def sum_up(self, answer: Answer, level: str) -> str:
        """The level, and how many lines are open."""
        missing = self._count_open(answer)
        return f"{level}, {plural(missing, 'line')} open" if missing else level

    def say_doubt(self, answer: Answer) -> str:
        """How many lines are not known."""
        unknown = self._count_open(answer)
        unknown += sum(row.dont_know for row in (answer.rows or {}).values())
        return f"{plural(unknown, 'line is', 'lines are')} not known" if unknown else ""

    def list_changes(self, sheet: Sheet) -> Iterator[Change]:
        """Its rows."""
        for row in self.rows:
            said = self._say_row((sheet.answer.rows or {}).get(row.id, RowAnswer()))
            yield Change(value=row.id, text=row.shown, said=said, taken=Taken(part=Part(row.id)))

    def _say_row(self, said: RowAnswer) -> str:
        """What was said to a row; a name stands first, as it is what a cut line would lose."""
        text = "open"
        if said.option:
            text = self.option_texts[said.option]
        elif said.dont_know:
            text = DONT_KNOW_TEXT
        elif said.not_applicable:
            text = f"does not apply ({said.not_applicable})"
        return f"{said.who} · {text}" if said.who else text

    def level_text(self, level: Number) -> str:
        """How many lines a level needs."""
        count = len(self.rows)
        steps = sorted(step for step in self.bounds if step >= level)
        if level == 0 or not steps:
            return f"Too few of the {plural(count, 'line')} are covered."
        bound = self.bounds[steps[0]]
        texts = {row.id: row.shown for row in self.rows}
        if bound.share == 1:
            text = f"{'The line is' if count == 1 else f'All {count} lines are'} fully covered"
        else:
            lines = "the lines’ weight is" if self.weighted else "the lines are"
            text = f"At least {write_share(bound.share)} of {lines} covered"
        if bound.rows and bound.share != 1:
            listed_rows = join_words([f"“{texts[row]}”" for row in bound.rows])
            text += f", among them {listed_rows}"
        return f"{text}."

    def goal_text(self, level: Number, answers: Sequence[Answer] = ()) -> str:
        """How many lines a level needs, and which are not said to be at their best."""
        best = max(self.worths.values())
        lines = [
            f"“{row.text.rstrip('.')}”"
            for row, options in self._list_said(answers)
            if not options or min(option.worth for option in options) < best
        ]
        text = self.level_text(level)
        return f"{text.rstrip('.')}; still open: {join_words(lines)}." if lines else text

    def derive(self, sheet: Sheet) -> Iterator[str]:
        """What each row adds, what they come to, and what the levels need."""
        given = sheet.answer.rows or {}
        least, most = min(self.worths.values()), max(self.worths.values())
        low = high = whole = Fraction(0)
        for row in self.rows:
            said = given.get(row.id, RowAnswer())
            if said.not_applicable:
                yield f"{row.id}: does not apply, left out"
                continue
            known = said.option is not None
            ends = (self.worths[said.option],) * 2 if said.option is not None else (least, most)
            worth = " to ".join(map(write_exact, ends[: 1 if known else 2]))
            weight = f" × {write_exact(row.weight)}" if row.weight != 1 else ""
            yield f"{row.id}: {worth}{weight} ({said.option or 'not known'})"
            low += ends[0] * row.weight
            high += ends[1] * row.weight
            whole += row.weight
        shown = dict.fromkeys(map(write_exact, (low, high)))
        yield f"Together {' to '.join(shown)} of {write_exact(whole)}."
        needs = [
            f"{write_exact(bound.share * whole)} for level {level}"
            + (f" with {join_words(list(bound.rows))} at their best" if bound.rows else "")
            for level, bound in sorted(self.bounds.items())
        ]
        yield f"Needed: {'; '.join(needs)}."

    def say(self, answer: Answer) -> str:
        """How many lines are covered; where that is not scored, what each line is."""
        rows = answer.rows or {}
        if not self.scored:
            lines = (row for row in self.rows if row.id in rows)
            told = ((row.shown, self._say_row(rows[row.id]), rows[row.id].note) for row in lines)
            return "; ".join(
                f"{text}: {said} [{note}]" if note else f"{text}: {said}"
                for text, said, note in told
            )
        best = max(self.worths.values())
        full = unknown = away = 0
        for row in self.rows:
            said = rows.get(row.id)
            if said is not None and said.not_applicable:
                away += 1
            elif said is None or said.option is None:
                unknown += 1
            elif self.worths[said.option] == best:
                full += 1
        text = f"{full} of {plural(len(self.rows) - away, 'line')} fully covered"
        if unknown:
            text += f", {unknown} not known"
        return f"{text}."


def reachable_levels(
    weights: dict[str, int], units: frozenset[int], scale: int, bounds: dict[int, Bound]
) -> tuple[int, ...]:
    """The levels that some complete answer to all the rows of a matrix gives, ascending.

    `weights` are the rows'; `units` the worths of the options, `scale` of which make 1.
    """
    best = max(units)
    whole = scale * sum(weights.values())
    needed = {level: ceil(bound.share * whole) for level, bound in bounds.items()}
    # Every combination of a sum of units and of the levels that a row below its best rules out.
    states = {(0, frozenset[int]())}
    for row, weight in weights.items():
        levels = {level for level, bound in bounds.items() if row in bound.rows}
        states = {
            (total + unit * weight, ruled_out if unit == best else ruled_out | levels)
            for total, ruled_out in states
            for unit in units
        }
    found = set()
    for total, ruled_out in states:
        met = [level for level in bounds if total >= needed[level] and level not in ruled_out]
        found.add(max(met, default=0))
    return tuple(sorted(found))
