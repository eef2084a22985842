"""Own templates: block by block, sandboxed, and refused with file and line."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.report.test_markdown import read_with_github, take_apart
from tests.report.worlds import DAY, FINE, make_result, write_answers, write_pack

from outsource_check.answers import read_answers
from outsource_check.errors import ConfigurationError, UsageError
from outsource_check.report import Design, list_templates, render
from outsource_check.report.trial import try_templates
from outsource_check.result import score
from outsource_check.text import describe

if TYPE_CHECKING:
    from pathlib import Path

EXTENDS = '{% extends "shipped/executive.html.j2" %}'


def write(folder: Path, text: str, name: str = "html/board.html.j2") -> Design:
    file = folder / "own" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return Design(folder=folder / "own")


@pytest.fixture
def result(tmp_path: Path) -> Any:
    return make_result(tmp_path, client=FINE)


def test_a_block_is_replaced_and_the_rest_stays(tmp_path: Path, result: Any) -> None:
    block = "{% block decision %}<p>Board of <b>{{ engagement.name }}</b></p>{% endblock %}"
    page = render(result, template="board", design=write(tmp_path, EXTENDS + block))
    assert "<p>Board of <b>A rebuild</b></p>" in page
    assert "The decision asked of you" not in page
    assert result.engagement.name in page
    assert "<h1>" in page


def test_a_date_is_written_out_where_there_is_one(tmp_path: Path, result: Any) -> None:
    text = "{{ report.as_of|day }}, “{{ keys[0].questions[0].voices[0].due|day }}”\n"
    design = write(tmp_path, text, "md/board.md.j2")
    page = render(result, template="board", format="md", design=design)
    assert page == "24 November 2026, “—”\n"


def test_a_template_of_the_same_name_extends_what_it_replaces(tmp_path: Path, result: Any) -> None:
    text = EXTENDS + "{% block decision %}{{ super() }}<p>More</p>{% endblock %}"
    page = render(
        result, template="executive", design=write(tmp_path, text, "html/executive.html.j2")
    )
    assert "The decision asked of you" in page
    assert "<p>More</p>" in page


def test_a_part_is_replaced_for_every_template_that_uses_it(tmp_path: Path, result: Any) -> None:
    design = write(tmp_path, "body{color:#111}", "html/parts/style.css.j2")
    page = render(result, template="executive", design=design)
    assert "<style>body{color:#111}</style>" in page


def test_a_template_that_no_list_names_shows_nothing_internal(tmp_path: Path) -> None:
    answers = {"aims.reasons": {"level": "2", "note": "SECRET", "internal": "yes"}}
    result = make_result(tmp_path, client=answers)
    design = write(tmp_path, '{% extends "shipped/readiness.html.j2" %}')
    assert "SECRET" in render(result)
    assert "SECRET" not in render(result, template="board", design=design)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ engagement.nothing }}", "no attribute 'nothing'"),
        ("{{ engagement.name|safe }}", "No filter named 'safe'"),
        ("{% autoescape false %}x{% endautoescape %}", "escaping is always on"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ engagement.update({'name': 1}) }}", "unsafe"),
        ("{{ engagement }}", "only text and numbers can be printed"),
        ('{% include "../../secret.j2" %}', "../../secret.j2"),
        ('{% include "/etc/passwd" %}', "/etc/passwd"),
        ("{% for a in range(10**9) %}{% endfor %}", "Range too big"),
        ("{% block %}", "expected token"),
    ],
)
def test_what_a_template_must_not_do_is_refused(tmp_path: Path, text: str, found: str) -> None:
    design = write(tmp_path, f"{EXTENDS}\n{{% block decision %}}\n{text}\n{{% endblock %}}\n")
    assert design.folder is not None
    with pytest.raises(ConfigurationError) as caught:
        try_templates(design.folder)
    shown = "\n".join(describe(problem) for problem in caught.value.problems)
    assert found in shown
    assert "board.html.j2:" in shown


POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


@pytest.mark.parametrize(
    "text",
    [
        "<p>bare</p><script>1</script>",
        "<!doctype html><title>x</title><script src='https://x.example/a.js'></script>",
        "<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n<script>1</script>",
        "<!-- <head> --><!DOCTYPE html><!-- <script> --><html><head data-x='1'><script>1</script>",
        "<header><script>1</script></header>",
        "text <head> <img src='https://x.example/a.png'>",
    ],
)
def test_every_page_has_the_policy_before_anything_that_runs_or_loads(
    tmp_path: Path, result: Any, text: str
) -> None:
    page = render(result, template="board", design=write(tmp_path, text + "<style>p{}</style>"))
    (policy,) = POLICY.findall(page)
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "style-src 'sha256-" in policy
    before = re.sub(r"<!--.*?-->", "", page[: POLICY.search(page).start()])  # type: ignore[union-attr]
    assert not re.search(r"<(?!!doctype|html|head[ >]|meta charset)", before, re.IGNORECASE)


def test_a_mistake_is_shown_at_its_line(tmp_path: Path, result: Any) -> None:
    design = write(
        tmp_path, f"{EXTENDS}\n{{% block decision %}}\n\n{{{{ nothing }}}}{{% endblock %}}"
    )
    with pytest.raises(ConfigurationError) as caught:
        render(result, template="board", design=design)
    assert caught.value.problems[0].place is not None
    assert caught.value.problems[0].place.line == 4


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, result: Any) -> None:
    design = write(tmp_path, EXTENDS + '{% block decision %}{% include "out.j2" %}{% endblock %}')
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    assert design.folder is not None
    (design.folder / "html" / "out.j2").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(ConfigurationError, match=r"out\.j2"):
        render(result, template="board", design=design)


def test_sound_templates_pass_their_trial(tmp_path: Path) -> None:
    design = write(tmp_path, EXTENDS)
    write(tmp_path, "# {{ verdict.title }}\n", "md/board.md.j2")
    assert design.folder is not None
    (board,) = try_templates(design.folder)
    assert board.languages == ("html", "md")
    assert board.audience == "both"


def test_a_list_gives_a_template_its_title_and_its_audience(tmp_path: Path) -> None:
    design = write(tmp_path, EXTENDS)
    assert design.folder is not None
    (design.folder / "templates.yaml").write_text(
        "format: outsource-check/templates/v1\n"
        "templates: [{id: board, title: Board paper, audience: client}]\n",
        encoding="utf-8",
    )
    board = next(found for found in list_templates(design.folder) if found.name == "board")
    assert (board.title, board.audience, board.own) == ("Board paper", "client", True)


@pytest.mark.parametrize(
    ("template", "form", "message"),
    [
        ("readines", "html", 'there is no template "readines"'),
        ("readiness", "csv", 'has no format "csv": it has html or md'),
        ("../readiness", "html", "there is no template"),
    ],
)
def test_an_unknown_template_or_format_names_what_there_is(
    result: Any, template: str, form: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        render(result, template=template, format=form)


@pytest.mark.parametrize(
    "start",
    [
        "<!-->",
        "<!--->",
        "<!-- x --!>",
        '<html title=">',
        '<head title=">',
        "<head title='>",
        '<!DOCTYPE html><html><head><meta charset=">',
    ],
)
def test_the_policy_stands_before_a_script_that_hides(
    tmp_path: Path, result: Any, start: str
) -> None:
    design = write(tmp_path, f"{start}<script>1</script>-->\">'>")
    page = render(result, template="board", design=design)
    before, _, _ = page.partition("<meta http-equiv")
    assert before in ("", "<!DOCTYPE html>", "<!DOCTYPE html><html>", "<!DOCTYPE html><html><head>")


OPERATIONS = (
    "{{ m(NAME) ~ NAME }}",
    "{{ NAME ~ m(NAME) }}",
    "{{ m(NAME) + NAME }}",
    "{{ NAME + m(NAME) }}",
    "{{ [m(NAME), NAME]|join(NAME) }}",
    "{{ [NAME, NAME]|join(m('x')) }}",
    "{{ m('x').join([NAME, NAME]) }}",
    "{{ m('a %s') % NAME }}",
    "{{ m('a {0}').format(NAME) }}",
    "{{ m('abc')|replace('b', NAME) }}",
    "{{ NAME|replace('x', m('y')) }}",
    "{{ m('abc').replace('b', NAME) }}",
    "{{ m(m(NAME) ~ NAME) }}",
    "{% set s %}{{ NAME }}{% endset %}{{ s ~ NAME }}",
    "{% call w() %}{{ NAME }}{% endcall %}",
    "{{ m(NAME)|upper ~ NAME }}",
)
MACROS = (
    "{% macro m(t) %}{{ t }}{% endmacro %}"
    "{% macro w() %}{{ caller() ~ engagement.name }}{% endmacro %}"
)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_operation_lets_a_text_out_of_its_format(tmp_path: Path, operation: str) -> None:
    name = "[x](https://evil.example) <b>;=1+1"
    answers = write_answers(tmp_path, "client", FINE, engagement=name)
    result = score(read_answers([answers], packs=[write_pack(tmp_path)]), as_of=DAY)
    text = MACROS + operation.replace("NAME", "engagement.name")
    design = write(tmp_path, text, "md/board.md.j2")
    page = render(result, template="board", format="md", design=design)
    tags, _ = take_apart(read_with_github(page))
    assert tags == ["p []"], page
    design = write(tmp_path, text, "csv/board.csv.j2")
    row = render(result, template="board", format="csv", design=design)
    for separator in (",", ";"):
        ((*cells,),) = csv.reader(io.StringIO(row), delimiter=separator)
        assert separator == ";" or len(cells) == 1, row
        assert not [cell for cell in cells if cell.lstrip(' "').startswith("=")], row
