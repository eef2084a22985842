"""What a report says of the change since an earlier state, and draws of it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from tests.report.pages import Page, list_faults
from tests.report.worlds import (
    DAY,
    FINE,
    HTML,
    POOR,
    RICH,
    look_back,
    make_full_result,
    make_result,
    write_answers,
    write_pack,
)

from outsource_check.answers import read_answers
from outsource_check.cli.schema import Kind, compose_schema
from outsource_check.numbers import MINUS, round_half_up
from outsource_check.report import list_templates, render
from outsource_check.report.alignment import MANY
from outsource_check.report.filters import write_steps
from outsource_check.result import score
from outsource_check.result.past import remember
from outsource_check.result.since import compare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outsource_check.result import Result, Since

    Folder = Callable[[str], Path]

SHOWING = ("readiness", "executive", "partner")
"""The templates that say what has changed."""
ROUNDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "better": ({"client": POOR, "partner": POOR}, {"client": FINE, "partner": FINE}),
    "worse": ({"client": FINE, "partner": FINE}, {"client": RICH, "partner": POOR}),
    "one side": ({"client": {"aims.reasons": "2"}}, {"client": POOR}),
    "a side more": ({"client": POOR}, {"client": RICH, "partner": POOR}),
    "thirds": (
        {"client": {"aims.reasons": "1", "work.form": "none"}},
        {"client": {"aims.reasons": "2", "aims.speed": "dont-know", "work.form": "draft"}},
    ),
}
"""Two rounds of answers, by what became of them."""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def make(name: str) -> Path:
        (tmp_path / name).mkdir()
        return tmp_path / name

    return make


@pytest.fixture(params=ROUNDS)
def result(request: pytest.FixtureRequest, folder: Folder) -> Result:
    before, now = ROUNDS[request.param]
    return look_back(make_result(folder("before"), **before), make_result(folder("now"), **now))


def find_since(result: Result) -> Since:
    assert result.since is not None
    return result.since


def take_section(text: str) -> str:
    """What a report in Markdown says of the change."""
    found = re.search(r"^## [^\n]*24 August 2026.*?(?=^## |^---)", text, re.DOTALL | re.MULTILINE)
    assert found, text
    return found[0].replace("&#43;", "+").replace(MINUS, "-")


def read_sum(text: str) -> list[list[Decimal]]:
    """The lines of the sum: the score then, the three parts, the score now; both ends of each."""
    table = text.partition("| Score | Low end | High end |")[2].strip().splitlines()
    lines = [re.findall(r"(?<=\| )\**([+-]?[0-9.]+)\**(?= \|)", line) for line in table[1:6]]
    return [[Decimal(end) for end in line] for line in lines]


@pytest.mark.parametrize("template", [template.name for template in list_templates()])
def test_without_an_earlier_state_nothing_is_said_of_a_change(
    folder: Folder, template: str
) -> None:
    now = make_result(folder("now"), client=FINE)
    languages = next(one.languages for one in list_templates() if one.name == template)
    for form in languages:
        assert "24 August" not in render(now, template=template, format=form)
    assert json.loads(render(now, template=template, format="context"))["since"] is None


def test_where_nothing_changed_it_says_so_and_draws_nothing(folder: Folder) -> None:
    now = make_result(folder("now"), client=FINE, partner=POOR)
    again = look_back(now, now)
    for template in SHOWING:
        text = take_section(render(again, template=template, format="md"))
        assert text.startswith("## Nothing has changed since 24 August 2026\n")
        assert "Compared with the folder before." in text
        assert "|" not in text
        page = render(again, template=template)
        assert page.count('<ol class="profile">') == render(now, template=template).count(
            '<ol class="profile">'
        )


def test_the_sum_adds_up_as_it_is_printed(result: Result) -> None:
    since = find_since(result)
    exact = [
        [since.then_score.low, since.then_score.high],
        *([part.low, part.high] for part in (since.done, since.learned, since.asked_otherwise)),
        [result.score.low, result.score.high],
    ]
    for template in SHOWING:
        printed = read_sum(take_section(render(result, template=template, format="md")))
        assert len(printed) == 5
        for end in (0, 1):
            *lines, total = [line[end] for line in printed]
            assert sum(lines) == total
            for line, number in zip(printed, exact, strict=True):
                assert abs(Fraction(line[end]) - Fraction(number[end])) <= Fraction(1, 10)


def test_the_page_and_the_markdown_print_the_same_sum(result: Result) -> None:
    text = take_section(render(result, format="md"))
    table = render(result).partition("What the change comes from")[2].partition("</table>")[0]
    cells = re.findall(r'<td class="num">([^<]*)</td>', table.partition("<tbody>")[2])
    printed = [end for line in read_sum(text) for end in line]
    assert [Decimal(cell.replace(MINUS, "-")) for cell in cells] == printed


@pytest.mark.parametrize(
    ("changes", "texts"),
    [
        ([Fraction(1, 3)] * 3, ["+0.3", "+0.4", "+0.3"]),
        ([5, 0, -1], ["+5.0", "0", f"{MINUS}1.0"]),
        ([Fraction(1, 100), 0, Fraction(-1, 100)], ["0", "0", "0"]),
        ([], []),
    ],
)
def test_steps_lead_from_one_rounded_number_to_the_other(
    changes: list[Any], texts: list[str]
) -> None:
    assert write_steps(changes, 10) == texts
    total = sum((Decimal(text.replace(MINUS, "-")) for text in texts), Decimal(10))
    assert total == round_half_up(Fraction(10 + sum(changes)), 1)


def test_each_part_names_its_questions_with_both_levels(result: Result) -> None:
    since = find_since(result)
    text = take_section(render(result, format="md"))
    for title, part in (
        ("Done", since.done),
        ("Learned", since.learned),
        ("Asked otherwise", since.asked_otherwise),
    ):
        lines = text.partition(f"### {title}")[2].partition("###")[0]
        for change in part.questions:
            name = result.questions[change.question].question.title
            (line,) = [one for one in lines.splitlines() if one.startswith(f"- {name}: ")]
            for level in (change.then, change.now):
                low = "not counted" if level is None else str(float(level.low)).removesuffix(".0")
                assert low in line
        assert lines.count(" → ") == len(part.questions)


def test_facts_people_and_the_version_of_the_questions_are_said(folder: Folder) -> None:
    now, before = folder("now"), folder("before")
    pack = write_pack(before)
    files = [
        write_answers(before, "client", POOR, facts={"stage": "late"}),
        write_answers(before, "partner", POOR, respondent={"side": "partner", "role": "Old lead"}),
    ]
    content = json.loads(files[1].read_text("utf-8")) | {"facts": {"stage": "late"}}
    (before / "was.json").write_text(json.dumps(content), encoding="utf-8")
    then = score(read_answers([files[0], before / "was.json"], packs=[pack]), as_of=DAY)
    result = look_back(then, make_result(now, client=POOR, partner=POOR))
    result = result.replace(since=find_since(result).replace(pack_then="0.9.0"))
    lines = (
        "How far is it Signed → Not signed",
        "Partner: Lead has joined",
        "Partner: Old lead has left",
        "The questions: version 0.9.0 → 1.0.0",
    )
    text = take_section(render(result, format="md"))
    page = render(result)
    for line in lines:
        assert f"- {line}\n" in text
        assert line in page


@pytest.mark.parametrize(
    ("several", "then", "said"),
    [
        ("no", "gone", "gone"),
        ("yes", "early, late", "Not signed; Signed"),
        ("yes", "none", "None of these"),
    ],
)
def test_a_fact_is_said_in_words_whatever_it_was(
    folder: Folder, several: str, then: str, said: str
) -> None:
    now = folder("now")
    pack = write_pack(now, **{"why: It decides": f"several: {several}\n    why: It decides"})
    facts: Any = {"stage": ["late"] if several == "yes" else "late"}
    file = write_answers(now, "client", {"aims.reasons": "2"}, facts=facts)
    result = score(read_answers(file, packs=[pack]), as_of=DAY)
    past = remember(result).replace(facts={"stage": then})
    result = result.replace(since=compare(past, result, "a history"))
    for form in ("md", "html"):
        assert f"How far is it {said} → Signed" in render(result, format=form)


def test_many_people_are_counted(folder: Folder) -> None:
    now, before = folder("now"), folder("before")
    then = make_result(before, client=FINE)
    pack = write_pack(now)
    for count in (MANY - 1, MANY):
        for number in range(count):
            who = {"side": "partner", "role": f"Tester {number}"}
            write_answers(now, "partner", FINE, respondent=who).rename(now / f"p{number}.json")
        write_answers(now, "client", FINE)
        result = look_back(then, score(read_answers(now, packs=[pack]), as_of=DAY))
        text = take_section(render(result, format="md"))
        assert ("Tester 1, Tester 2" in text) is (count < MANY)
        assert (f"Partner: {MANY} people have joined" in text) is (count == MANY)


def test_of_a_sealed_side_nobody_is_told(folder: Folder) -> None:
    now = folder("now")
    pack = write_pack(now)
    who = {"side": "partner", "role": "CANARY", "anonymous": "yes"}
    files = [
        write_answers(now, "partner", FINE, respondent=who),
        write_answers(now, "client", FINE),
    ]
    then = make_result(folder("before"), client=FINE)
    result = look_back(then, score(read_answers(files, packs=[pack]), as_of=DAY))
    for form in ("md", "html", "context"):
        text = render(result, format=form)
        assert "joined" not in text
        assert "CANARY" not in text


def test_only_ranges_that_do_not_meet_have_moved_for_certain(result: Result) -> None:
    since = find_since(result)
    text = take_section(render(result, format="md"))
    heading = text.splitlines()[0]
    apart = since.then_score.high < result.score.low or result.score.high < since.then_score.low
    assert ("for certain" in heading) is apart
    for key in since.keys:
        (line,) = [one for one in text.splitlines() if one.startswith(f"| {key.title} |")]
        assert key.then is not None
        assert key.now is not None
        said = line.split("|")[4].strip()
        assert (said == "risen") is (key.then.high < key.now.low)
        assert (said == "fallen") is (key.now.high < key.then.low)


@pytest.mark.parametrize("template", HTML)
def test_a_page_that_compares_is_well_formed(result: Result, template: str) -> None:
    page = render(result, template=template)
    assert list_faults(page) == []
    assert ('id="since"' in page) is (template in SHOWING)


def test_the_picture_draws_each_key_then_and_now_and_says_it(result: Result) -> None:
    since = {key.id: key for key in find_since(result).keys}
    context = json.loads(render(result, format="context"))
    picture = render(result, template="executive").partition('id="since"')[2].partition("</ol>")[0]
    rows = picture.split("<li>")[1:]
    assert [key["id"] for key in context["since"]["keys"]] == [key["id"] for key in context["keys"]]
    for row, key in zip(rows, context["since"]["keys"], strict=True):
        then, now = since[key["id"]].then, since[key["id"]].now
        assert then is not None
        assert now is not None
        marks = Page(row).all("line", "circle")
        pale = [mark for mark in marks if mark.get("class") in ("then", "past")]
        ends = [value for mark in pale for name in ("cx", "x1", "x2") if (value := mark.get(name))]
        assert [Fraction(end.rstrip("%")) for end in ends] == pytest.approx(
            [then.low] if then.known else [then.low, then.high], abs=1e-4
        )
        # The old range lies below the new one.
        strong = [marks.index(mark) for mark in marks if mark.get("class") in ("above", "open")]
        assert all(marks.index(mark) < at for mark in pale for at in strong)
        said = " ".join("".join(Page(row).words).split())
        assert f", was {round_half_up(then.low, 0)}" in said


def test_a_summary_names_the_first_questions_of_a_part_and_counts_the_rest(folder: Folder) -> None:
    result = look_back(make_full_result(folder("before"), 1), make_full_result(folder("now")))
    since = find_since(result)
    whole, short = (
        render(result, template=name).partition('id="since"')[2].partition("</section>")[0]
        for name in ("readiness", "executive")
    )
    for part in (since.done, since.learned):
        assert len(part.questions) > 6
        assert f"and {len(part.questions) - 6} more question" in short
    assert "more question" not in whole
    assert short.count(" → level") + short.count("level ") < whole.count("level ")
    moved = json.loads(render(result, format="context"))["since"]["parts"][0]["questions"]
    assert [abs(one["low"]) for one in moved] == sorted(
        (abs(one["low"]) for one in moved), reverse=True
    )


def test_the_context_keeps_to_its_schema_and_holds_numbers(result: Result) -> None:
    context = json.loads(render(result, format="context"))
    schema = compose_schema(Kind.CONTEXT, None)
    jsonschema.validate(context, schema, jsonschema.Draft7Validator)
    since = context["since"]
    assert [part["kind"] for part in since["parts"]] == ["done", "learned", "asked-otherwise"]
    total = since["score"]["low"] + sum(part["low"] for part in since["parts"])
    assert total == pytest.approx(context["score"]["low"], abs=1e-3)
