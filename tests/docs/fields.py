"""Lists in docs/template-fields.md what a template can write, with the values of an example.

usage: python -m tests.docs.fields     (writes the page anew)
"""

from __future__ import annotations

import datetime
import inspect
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, get_args

from outsource_check.answers import read_answers
from outsource_check.documents.schema import read_sentences
from outsource_check.models import publish_number
from outsource_check.overlap.zones import tzdata_version
from outsource_check.report import find_template
from outsource_check.report.branding import UNBRANDED
from outsource_check.report.build import build_context
from outsource_check.report.filters import FILTERS
from outsource_check.report.model import Context
from outsource_check.report.parts import Part
from outsource_check.result import score
from outsource_check.result.past import remember
from outsource_check.result.since import compare

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "template-fields.md"
EXAMPLE = TOP / "tests" / "examples" / "reports-of-two-sides-far-apart"
DAY = datetime.date(2026, 11, 24)
LONGEST = 60
"""Characters of a value that are shown."""


def read_example() -> Context:
    """The context of a readiness report of the example, compared with its earlier answers."""
    before, result = (
        score(read_answers(EXAMPLE / name, packs=[EXAMPLE / "packs" / "tiny"]), as_of=DAY)
        for name in ("before", "engagement")
    )
    then = remember(before).replace(date=datetime.date(2026, 8, 24))
    result = result.replace(since=compare(then, result, "the folder before"))
    brand = UNBRANDED.replace(name="Acme Advisory", accent="#702a8c", footer="Acme Ltd, London")
    return build_context(result, find_template("readiness"), brand)


def gather(
    part: Any, values: dict[tuple[type, str], Any], used: dict[type, list[str]], at: str
) -> None:
    """The first value that says something of every field, and where its part stands."""
    if isinstance(part, tuple):
        for item in part:
            gather(item, values, used, at if at.endswith("[]") else f"{at}[]")
    elif isinstance(part, Part):
        if at and at not in used.setdefault(type(part), []):
            used[type(part)].append(at)
        for name, value in part:
            if values.get((type(part), name)) in (None, "", (), 0, False):
                values[type(part), name] = value
            gather(value, values, used, f"{at}.{name}" if at else name)


def list_parts(model: type[Part]) -> dict[type[Part], None]:
    """The parts below a part, each once, in the order of their fields."""
    found: dict[type[Part], None] = {model: None}
    for field in model.model_fields.values():
        for part in find_parts(field.annotation):
            if part not in found:
                found |= list_parts(part)
    return found


def find_parts(annotation: Any) -> list[type[Part]]:
    """The parts that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return [part for one in get_args(annotation) for part in find_parts(one)]


def write_value(value: Any) -> str:
    """A value as a template would print it, shortened."""
    if isinstance(value, Part) or (
        isinstance(value, tuple) and value and isinstance(value[0], Part)
    ):
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(write_value, value))
    if value is None:
        return "`none`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Decimal | Fraction | int | float):
        return str(publish_number(value) if isinstance(value, Fraction) else value)
    text = " ".join(str(value).split()).replace("`", "'").replace("|", "/")
    return f"`{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}`" if text else ""


@cache
def name_part(part: type[Part]) -> str:
    """A part's heading."""
    return part.__name__.removesuffix("Part")


def write_page() -> str:
    """The whole page."""
    values: dict[tuple[type, str], Any] = {}
    used: dict[type, list[str]] = {}
    gather(read_example(), values, used, "")
    lines = [HEAD]
    for part in list_parts(Context):
        lines += write_part(part, values, used)
    lines += ["## Filters", "", "| filter | writes |", "| --- | --- |"]
    for name, filter_ in sorted(FILTERS.items()):
        text = " ".join((inspect.getdoc(filter_) or "").split("\n\n")[0].split())
        lines.append(f"| `{name}` | {text.replace('|', chr(92) + '|')} |")
    # The data of another machine may be of another year.
    return "\n".join(lines).replace(f"`{tzdata_version()}`", "`2026a`") + "\n"


def write_part(
    part: type[Part], values: dict[tuple[type, str], Any], used: dict[type, list[str]]
) -> list[str]:
    """One part as a table."""
    notes = read_sentences(part)
    lines = [f"## {'What a template sees' if part is Context else name_part(part)}", ""]
    if part is not Context:
        lines += [(inspect.getdoc(part) or "").split("\n\n")[0], ""]
        places = used.get(part, [])
        if places:
            lines += [f"Stands at {', '.join(f'`{place}`' for place in places[:4])}.", ""]
    lines += ["| name | what it is | here |", "| --- | --- | --- |"]
    for name, field in part.model_fields.items():
        link = "".join(
            f" → [{name_part(other)}](#{name_part(other).lower()})"
            for other in find_parts(field.annotation)
        )
        lines.append(
            f"| `{name}` | {notes[name]}{link} | {write_value(values.get((part, name)))} |"
        )
    return [*lines, ""]


HEAD = """# What a template can write

Every name that a template sees, what it is, and its value in a small example
([its report](../tests/examples/reports-of-two-sides-far-apart/written/readiness.md)): a client and
a partner who see much differently. `make pages` writes this page from the program.

A part of a list is reached by a loop, or by its number:
`{% for action in actions %}{{ action.title }}{% endfor %}`, `{{ actions[0].title }}`. Numbers are
exact and days are days; the [filters](#filters) write them: `{{ score|score }}`,
`{{ action.effort_days|days }}`, `{{ action.due|day }}`. A range has two ends, `low` and `high`.
`none` is a field that says nothing.
"""


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
