"""No operation of a template lets a text out of its format, nor cuts an escape in two."""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import TYPE_CHECKING

import pytest
from tests.report.test_markdown import read_with_github, read_with_markdown_it, take_apart

from outsource_check.report.compiled import Language
from outsource_check.report.environment import open_environment
from outsource_check.resources import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

MACROS = (
    "{% macro m(t) %}{{ t }}{% endmacro %}"
    "{% macro w(t) %}{{ caller() ~ t }}{% endmacro %}"
    "{% macro abc() %}abc{% endmacro %}"
    "{% macro percent(t) %}a %s{% endmacro %}"
    "{% macro short(t) %}a %.2s{% endmacro %}"
    "{% macro braces(t) %}a {0}{% endmacro %}"
    "{% set s %}{{ t }}{% endset %}"
)
OPERATIONS = {
    "~": ("{{ m(t) ~ t }}", "{{ t ~ m(t) }}", "{{ m(m(t) ~ t) }}", "{{ s ~ ' ' ~ s }}"),
    "+": ("{{ m(t) + t }}", "{{ t + m(t) }}", "{{ s + s }}", "{{ s * 2 }}"),
    "join": (
        *("{{ [m(t), t]|join(t) }}", "{{ [t, t]|join(m('x')) }}", "{{ m('x').join([t, t]) }}"),
        "{{ [m(t), m(t)]|join(', ') }}",
    ),
    "%": ("{{ percent() % t }}", "{{ percent() % m(t) }}", "{{ short() % t }}x", "{{ '%s' % s }}"),
    "format": (
        *("{{ braces().format(t) }}", "{{ braces().format(m(t)) }}", "{{ '{0:.2}'.format(s) }}x"),
    ),
    "replace": (
        *(
            "{{ abc()|replace('b', t) }}",
            "{{ t|replace('x', m('y')) }}",
            "{{ s|replace('x', '') }}",
        ),
        *(
            "{{ abc().replace('b', t) }}",
            "{{ s|replace('\\\\', '') }}",
            "{{ s|replace('\"', '') }}",
        ),
        "{{ s|replace(\"'\", '') }}",
    ),
    "macro": ("{{ m(m(t)) }}", "{% call w(t) %}{{ t }}{% endcall %}", "{{ m(t)|upper ~ t }}"),
    "cut": (
        *("{{ s[:1] }}x", "{{ s[:2] }}|", "{{ s[1:] }}", "{{ s[2:] }}", "{{ s[3:] }}"),
        *("{{ s[:3] ~ s[3:] }}", "{{ s[:3] }}{{ s[3:] }}", "{{ s|truncate(8, true, '', 0) }}"),
        *("{{ s|truncate(6) }}", "{{ s|first }}*", "{{ s|last }}", "{{ s|reverse|reverse }}"),
        *("{{ s.strip('x\\\\') }}", "{{ s|trim('\"') }}", "{{ s.lstrip('\"\\'') }}"),
        *("{{ s.split('x')[-1] }}", "{{ s.partition('x')[2] }}", "{{ s.removeprefix('x') }}"),
        *("{{ s.translate({92: '', 34: '', 39: ''}) }}", "{{ s|list|join }}"),
    ),
}
ALL = [operation for operations in OPERATIONS.values() for operation in operations]
MARKDOWN = (
    *("[x](https://evil.example) <b>", "*x* **x** `x` _x_ ~~x~~", "x# x", "xx- x", "xxx> x"),
    *("x|x|", "<b>x</b>", "www.evil.example", "x\\", "\\x*x*", "http://evil.example", "&lt;b&gt;"),
)
CELLS = (
    *("=1+1", "x=1+1", "xx+1", "xxx-1", "a,=1+1,b", "a;=1+1;b", 'a","=1+1","b', "@x", "'=1", '"=1'),
    *("x;'=1", "[x](https://evil.example) <b>;=1+1", "a\n=1+1"),
)


@cache
def compile_all(language: Language) -> dict[str, Template]:
    """A template for each operation."""
    environment = open_environment(language, shipped_templates(), None)
    return {operation: environment.from_string(MACROS + operation) for operation in ALL}


def run(language: Language, text: str) -> Iterator[tuple[str, str]]:
    for operation, template in compile_all(language).items():
        yield operation, template.render(t=text)


@pytest.mark.parametrize("text", MARKDOWN)
def test_no_operation_makes_markup_of_a_text_in_markdown(text: str) -> None:
    wrong = [
        (operation, page)
        for operation, page in run("md", text)
        for read in (read_with_github, read_with_markdown_it)
        if take_apart(read(page))[0] not in (["p []"], [])
    ]
    assert not wrong


@pytest.mark.parametrize("text", CELLS)
def test_no_operation_makes_a_formula_or_a_second_cell_of_a_text(text: str) -> None:
    wrong = [
        (operation, row)
        for operation, row in run("csv", text)
        for separator in (",", ";", "\t")
        if not is_sound(list(csv.reader(io.StringIO(row), delimiter=separator)), separator)
    ]
    assert not wrong


def is_sound(rows: list[list[str]], separator: str) -> bool:
    cells = [cell for cells in rows for cell in cells]
    alone = len(rows) <= 1 and (separator == ";" or len(cells) <= 1)
    return alone and not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize(
    ("language", "operation", "text", "expected"),
    [
        ("md", "{{ [m(t), m(t)]|join(' and ') }}", "*x*", "\\*x\\* and \\*x\\*"),
        ("md", "{% set b %}**{{ t }}**{% endset %}{{ b ~ '*' }}", "[x]", "**\\[x\\]**\\*"),
        ("md", "{{ s[:3] }}", "*x* y", "\\*x\\*"),
        ("md", "{{ s[:1] }}|", "*x*", "\\*|"),
        ("md", "{{ short() % t }}|", "*x*", "a \\*x|"),
        ("md", "{{ s|length }}", "[x]", "3"),
        ("csv", "{{ 'Owner: ' ~ m(t) }}", "-5, or so", '"Owner: -5, or so"'),
        ("csv", "{{ [m(t), m(t)]|join('; ') }}", "a", '"a; a"'),
        ("csv", "{{ s[:2] }}", 'a"b', '"a"""'),
        ("csv", "{{ s|trim }}", "a", '"a"'),
    ],
)
def test_what_is_put_together_or_cut_reads_as_its_author_expects(
    language: Language, operation: str, text: str, expected: str
) -> None:
    environment = open_environment(language, shipped_templates(), None)
    assert environment.from_string(MACROS + operation).render(t=text) == expected
