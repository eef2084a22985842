"""Own templates: block by block, sandboxed, and refused with file and line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from markupsafe import Markup
from tests.chance import spread
from tests.report.worlds import DAY, FINE, make_result, write_answers, write_pack

from outsource_check.answers import read_answers
from outsource_check.cli import main
from outsource_check.errors import ConfigurationError, UsageError
from outsource_check.pack.kinds.reading import Interval
from outsource_check.report import Design, escaped_text, list_templates, render
from outsource_check.report.template_check import make_results, try_templates
from outsource_check.resources import shipped_templates
from outsource_check.result import Result, score
from outsource_check.text import describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Use = Callable[[Any, Design], None]

SUMS = """
{% set known = actions|selectattr("effort_days")|list %}
Together {{ known|sum(attribute="effort_days")|days }}.
{% for action in known|sort(attribute="effort_days") %}
{{ action.title }}: {{ action.effort_days|days }}
{% endfor %}
"""
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
    assert result.engagement in page
    assert "<h1>" in page


def test_a_template_that_is_not_utf_8_is_refused_at_its_line(tmp_path: Path, result: Any) -> None:
    design = write(tmp_path, "One\n", "md/board.md.j2")
    (tmp_path / "own" / "md" / "board.md.j2").write_bytes(b"One\ntwo \xb1\n")
    for use in (
        lambda: render(result, template="board", format="md", design=design),
        lambda: try_templates(tmp_path / "own"),
    ):
        with pytest.raises(ConfigurationError) as caught:
            use()
        (problem,) = caught.value.problems
        assert "board.md.j2:2:1: " in describe(problem)
        assert "the file is not UTF-8" in describe(problem)


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


def test_an_own_template_adds_up_and_sorts(tmp_path: Path) -> None:
    remedy = "    remedy: {do: Ask., effort_days: 0.3, owner: CTO, done_when: Asked.}\n"
    pack = write_pack(tmp_path, **{"    cap: {": f"{remedy}    cap: {{"})
    file = write_answers(tmp_path, "client", {"aims.reasons": "0", "aims.speed": {"value": "none"}})
    found = score(read_answers(file, packs=[pack]), as_of=DAY)
    design = write(tmp_path, SUMS, "md/board.md.j2")
    text = render(found, template="board", format="md", design=design)
    assert "Together 1.8 days." in text
    assert text.index("Speed of decisions: 0.3 days") < text.index("Reasons: 1.5 days")


@pytest.mark.parametrize("language", ["md", "html"])
def test_an_own_copy_of_the_sentences_rewords_every_format(tmp_path: Path, language: str) -> None:
    shipped = (shipped_templates() / "shared" / "sentences.j2").read_text("utf-8")
    changed = shipped.replace("one stop is open", "ein Halt steht offen")
    design = write(tmp_path, changed, "shared/sentences.j2")
    result = make_result(tmp_path, client={**FINE, "aims.reasons": "0"}, partner=FINE)
    assert "one stop is open, “Reasons”" in render(result, format=language)
    text = render(result, format=language, design=design)
    assert "ein Halt steht offen, “Reasons”" in text
    assert "one stop is open" not in text


def render_board(result: Any, design: Design) -> None:
    render(result, template="board", design=design)


def try_board(_: Any, design: Design) -> None:
    assert design.folder is not None
    try_templates(design.folder)


REFUSED = {
    "{{ nothing }}": "'nothing' is undefined",
    "{{ engagement.nothing }}": "no attribute 'nothing'",
    "{{ engagement.name|safe }}": "No filter named 'safe'",
    "{% autoescape false %}x{% endautoescape %}": "escaping is always on",
    "{{ ''.__class__.__mro__ }}": "unsafe",
    "{{ engagement.update({'name': 1}) }}": "no attribute 'update'",
    "{{ engagement.replace(name='x') }}": "unsafe",
    "{{ engagement.model_dump() }}": "unsafe",
    "{{ keys }}": "not a list",
    "{{ engagement }}": "only text, numbers and days can be printed",
    '{% include "../../secret.j2" %}': "../../secret.j2",
    '{% include "/etc/passwd" %}': "/etc/passwd",
    "{% for a in range(10**9) %}{% endfor %}": "Range too big",
    "{% block %}": "expected token",
}
"""What a template must not do, and what is said of it."""


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("use", spread([render_board, try_board]))
def test_what_a_template_must_not_do_is_refused(
    tmp_path: Path, result: Any, text: str, use: Use
) -> None:
    design = write(tmp_path, f"{EXTENDS}\n{{% block decision %}}\n{text}\n{{% endblock %}}\n")
    with pytest.raises(ConfigurationError) as caught:
        use(result, design)
    shown = "\n".join(describe(problem) for problem in caught.value.problems)
    assert REFUSED[text] in shown
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


@pytest.mark.slow
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
        ("executive", "csv", 'has no format "csv": it has html or md'),
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


NOTES = "{% for k in keys %}{% for q in k.questions %}{% for v in q.voices %}"
ENDS = "{% endfor %}{% endfor %}{% endfor %}"
COPY = "{% macro copy(t) %}{{ t }}{% endmacro %}"
UNSOUND = {
    "md/escaped.md.j2": (
        "# Plan\n\n\\{{ engagement.name }}\n",
        (3, "engagement.name", '"]" is not escaped'),
    ),
    "md/link.md.j2": (
        f"{NOTES}\n[see]({{{{ v.note }}}})\n{ENDS}",
        (2, "keys[].questions[].voices[].note", 'says where a link leads, "javascript:" too'),
    ),
    "md/tag.md.j2": (
        '<span title="{{ engagement.name }}">x</span>\n',
        (1, "engagement.name", "stands in an HTML tag, where its quotes end a value"),
    ),
    "md/brand.md.j2": (
        "# Plan\n\n\\{{ brand.footer }}\n",
        (3, "brand.footer", '"]" is not escaped'),
    ),
    "md/settled.md.j2": (
        "{% for s in alignment.settled %}\n[see]({{ s.reason }})\n{% endfor %}",
        (2, "alignment.settled[].reason", 'says where a link leads, "javascript:" too'),
    ),
    "md/since.md.j2": (
        (
            "{% if since is not none %}{% for p in since.people %}{% for who in p.who %}\n"
            "[see]({{ who }})\n{% endfor %}{% endfor %}{% endif %}"
        ),
        (2, "since.people[].who[]", 'says where a link leads, "javascript:" too'),
    ),
    "csv/beside.csv.j2": (
        "{% for a in actions %}\n{{ a.title }},Owner: {{ a.owner }}\n{% endfor %}\n",
        (2, "actions[].owner", "other text stands beside it in its cell"),
    ),
    "csv/quoted.csv.j2": (
        'x\n"{{ engagement.name }}"\n',
        (2, "engagement.name", "other text stands beside it in its cell"),
    ),
    "csv/part.csv.j2": (
        "{% macro m() %}\n{{ engagement.name }}{% endmacro %}\n,x{{ m() }}\n",
        (2, "engagement.name", "other text stands beside it in its cell"),
    ),
    "html/value.html.j2": (
        "<p>x\n<p title={{ engagement.name }}>\n",
        (2, "engagement.name", "it can add an attribute to a tag"),
    ),
    "html/link.html.j2": (
        '<a href="{{ engagement.name }}">x</a>\n',
        (1, "engagement.name", 'it says where a link leads, "javascript:" too'),
    ),
    "html/style.html.j2": (
        "<style>/* {{ engagement.name }} */</style>\n",
        (1, "engagement.name", "it stands in a <style>"),
    ),
    "html/letters.html.j2": (
        (
            "{% set s %}{{ engagement.name }}{% endset %}\n"
            "{{ s.replace('&', '').translate({108: '<', 116: '', 59: ''}) }}\n"
        ),
        (1, "engagement.name", '"<" is not escaped'),
    ),
}
"""By file: a template that lets a field through, and the line, the field and what is said of it."""
SOUND = {
    "md/board.md.j2": (
        f"{COPY}{NOTES}\n- **{{{{ copy(v.note)[:20] }}}}** `{{{{ v.owner }}}}`"
        " {{ copy(v.who)|truncate(12, true) ~ v.note }} [x]{{ v.note }}\n\n"
        "{% for c in v.note %}{{ c }}{% endfor %}\n"
        "| a | b |\n| - | - |\n| {{ copy(v.note)[:9] }}|{{ '%.9s' % v.note }}|\n"
        f"{{{{ copy(v.note)|replace('\\\\', '') }}}}\n{ENDS}"
    ),
    "csv/board.csv.j2": (
        f"{COPY}{{% for a in actions %}}\n"
        '{{ "Owner: " ~ copy(a.owner) }};{{ copy(a.title)[2:] }};"Task"\n'
        "{{ copy(a.title) ~ ', ' ~ a.owner }},{{ copy(a.owner)|replace(\"'\", '') }}\n"
        "{% endfor %}\n"
    ),
    "html/board.html.j2": (
        f"{COPY}{NOTES}\n<p title='{{{{ v.note }}}}'>{{{{ copy(v.note)[:9] ~ v.owner }}}}"
        f"{{{{ copy(v.note)|replace('&lt;', '<') }}}}</p>\n{ENDS}"
    ),
}
"""Templates that put texts together and cut them, and let nothing through."""


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("unsound")
    for file, (text, _) in UNSOUND.items():
        write(folder, text, file)
    for file, text in SOUND.items():
        write(folder, text, file)
    with pytest.raises(ConfigurationError) as caught:
        try_templates(folder / "own")
    return [describe(problem) for problem in caught.value.problems]


@pytest.mark.slow
@pytest.mark.parametrize("file", UNSOUND)
def test_a_field_that_comes_through_is_named_with_file_and_line(
    complaints: list[str], file: str
) -> None:
    line, field, what = UNSOUND[file][1]
    start = f'{file}:{line}:1: error: "{field}" comes through as markup: '
    assert [said for said in complaints if said.startswith(start) and what in said], complaints


@pytest.mark.slow
@pytest.mark.parametrize("file", SOUND)
def test_where_nothing_comes_through_nothing_is_said(complaints: list[str], file: str) -> None:
    assert not [said for said in complaints if said.startswith(file)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "written", "broken", "name"),
    [
        ("md", "Passage", {"__getitem__": Markup.__getitem__}, "a slice"),
        ("csv", "Cell", {"__getitem__": Markup.__getitem__}, "a slice"),
        ("csv", "Cell", {"__mod__": Markup.__mod__}, "%"),
    ],
)
def test_each_field_is_tried_through_each_operation_of_the_format(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    written: str,
    broken: dict[str, Any],
    name: str,
) -> None:
    for operation, method in broken.items():
        monkeypatch.setattr(getattr(escaped_text, written), operation, method)
    folder = write(tmp_path, "x\n", f"{language}/board.{language}.j2").folder
    assert folder is not None
    with pytest.raises(ConfigurationError) as caught:
        try_templates(folder)
    shown = "\n".join(describe(problem) for problem in caught.value.problems)
    assert f'the format {language}: {name} lets "engagement.name" through as markup' in shown


# ---------------------------------------------------------------- what they are tried with


def test_perfect_results_are_perfect_and_those_of_one_side_are_that() -> None:
    found: dict[str, list[Result]] = {}
    for one in make_results():
        found.setdefault(one.pack.id, []).append(one)
    assert set(found) == {"eight-keys", "plain-list", "rated-supplier", "reviewed-team"}
    for empty, poor, perfect, *alone in found.values():
        assert (empty.coverage, empty.score.low, empty.score.high) == (0, 0, 100)
        assert poor.verdict.high == "not-ready"
        assert poor.score.high < 3
        assert perfect.verdict.low == "ready"
        assert perfect.score == Interval(100, 100)
        assert not perfect.actions
        asked = perfect.basis.pack.outline.sides
        sides = {source.content.respondent.side for source in perfect.basis.sources}
        assert sides == ({"client", "partner"} if asked == "both" else {asked})
        for one in alone:
            assert asked == "both"
            assert {source.content.respondent.side for source in one.basis.sources} == {"partner"}
            assert {reason.kind for reason in one.verdict.reasons} <= {"one-sided", "not-asked"}


ONLY_HERE = [
    # What fails for some results only, and for none of eight-keys with both sides.
    "{{ actions[0].title }}",
    "{{ keys[1].title }}",
    '{{ respondents|selectattr("side", "equalto", "client")|map(attribute="role")|first|upper }}',
]


@pytest.mark.parametrize("text", spread(ONLY_HERE))
def test_a_template_that_fails_on_any_result_is_not_sound(tmp_path: Path, text: str) -> None:
    write(tmp_path, f"{text}\n", "md/board.md.j2")
    with pytest.raises(ConfigurationError) as caught:
        try_templates(tmp_path / "own")
    assert caught.value.problems[0].place is not None
    assert caught.value.problems[0].place.line == 1


def test_files_that_no_list_shows_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    names = ("html/a.html.j2", "html/b.html.j2", "md/parts/c.md.j2", "d.html.j2", "html/e.md.j2")
    for name in names:
        write(tmp_path, "<p>x</p>", name)
    (own / "templates.yaml").write_text(
        "format: outsource-check/templates/v1\n"
        "templates: [{id: a, title: A, text: For all, audience: both}]\n"
    )
    assert main(["template", "check", str(own)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == ["a: sound (html), for both", "b: sound (html), for both"]
    assert [line.partition(" is ")[0] for line in said.err.splitlines()] == [
        '"d.html.j2"',
        '"html/b.html.j2"',
        '"html/e.md.j2"',
    ]
