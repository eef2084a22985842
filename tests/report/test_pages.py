"""The HTML reports: well-formed, self-contained, and never anything but text from data."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from tests.report.inspection import inspect_page
from tests.report.pages import Page, list_faults
from tests.report.worlds import (
    DAY,
    FINE,
    HTML,
    POOR,
    RICH,
    SITES,
    WORLDS,
    make_full_result,
    make_result,
    write_answers,
    write_pack,
)

from outsource_check.answers import read_answers
from outsource_check.report import render
from outsource_check.result import Result, score

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module", params=WORLDS)
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Result:
    return make_result(tmp_path_factory.mktemp("world"), **WORLDS[request.param])


@pytest.mark.parametrize("template", HTML)
def test_a_page_is_well_formed_and_loads_nothing(result: Result, template: str) -> None:
    page = render(result, template=template, format="html")
    assert list_faults(page) == []
    assert inspect_page(page) == []
    assert page.endswith("\n")
    assert "\r" not in page


@pytest.mark.parametrize("template", HTML)
def test_the_policy_allows_this_style_and_nothing_else(result: Result, template: str) -> None:
    page = render(result, template=template, format="html")
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert f"style-src 'sha256-{digest}'" in policy
    assert "script" not in policy
    assert policy.startswith("default-src 'none'")


def test_only_plain_web_addresses_become_links(tmp_path: Path) -> None:
    for where, linked in (
        ("https://wiki.example/a?b=1#c", True),
        ("javascript:alert(1)", False),
        ("https://user:pass@evil.example/", False),
        ("//evil.example", False),
        ('https://a.example/" onclick="x', False),
        ("folder X, page 2", False),
    ):
        evidence = [{"what": "It", "where": where}]
        result = make_result(
            tmp_path, client={"aims.reasons": {"level": "4", "evidence": evidence}}
        )
        links = [link["href"] for link in Page(render(result)).all("a")]
        assert (where in links) is linked, where


def test_headline_heading_chart_and_table_count_the_same(tmp_path: Path) -> None:
    result = make_result(tmp_path, **WORLDS["far apart"])
    page = render(result)
    stops = [finding for finding in result.findings if finding.kind == "stop"]
    assert f"{len(stops)} stops are open</h1>" in page
    caps = [finding for finding in result.findings if finding.kind == "cap"]
    assert f">{len(stops)} stops, {len(caps)} cap</h2>" in page
    assert page.count('class="finding stop"') == len(stops)
    below = sum(key.score.high < 50 for key in result.keys if key.score is not None)
    assert below == 2
    assert "<h2>Both keys are below the line" in page
    assert page.count('<path d="M0-7.5L7.5 0L0 7.5L-7.5 0Z" class="below"') == below


def test_every_finding_stands_in_the_full_reports(tmp_path: Path) -> None:
    result = make_result(tmp_path, **WORLDS["far apart"])
    for name in ("readiness", "partner"):
        for form in ("html", "md"):
            text = render(result, template=name, format=form)
            for finding in result.findings:
                assert finding.because in text


def test_a_report_of_all_shipped_questions_stays_small(tmp_path: Path) -> None:
    result = make_full_result(tmp_path)
    assert sum(found.counts for found in result.questions.values()) == len(
        result.basis.pack.questions
    )
    assert len(render(result).encode()) < 250_000
    assert len(render(result, template="executive").encode()) < 60_000


def test_a_possible_stop_is_never_counted_as_one(tmp_path: Path) -> None:
    page = render(make_result(tmp_path, client={**FINE, "aims.reasons": "dont-know"}))
    assert "1 possible stop" in page
    assert ">1 possible stop</h2>" in page
    assert not re.search(r"\b1 stop\b", page)


def test_what_was_said_stands_once_in_a_question(tmp_path: Path) -> None:
    result = make_result(tmp_path, client={**FINE, "aims.reasons": "0"}, partner=FINE)
    page = render(result)
    (article,) = re.findall(
        r'<article class="q" id="q-aims.reasons">.*?</article>', page, re.DOTALL
    )
    assert article.count("No reason.") == 1
    labels = re.findall(r"<dt>(.*?)</dt>", article)
    assert labels[:5] == [
        "Criteria",
        "Condition: client",
        "Condition: partner",
        "Effect",
        "Remedy",
    ]


def test_names_stand_in_questions_where_several_of_a_side_answered(tmp_path: Path) -> None:
    result = make_result(tmp_path, client=FINE, partner=FINE)
    assert "<dt>Client</dt>" in render(result)
    pack = write_pack(tmp_path)
    files = []
    for role in ("CTO", "Head of finance"):
        file = write_answers(
            tmp_path, "client", FINE, respondent={"side": "client", "role": role, "name": role}
        )
        files.append(file.rename(tmp_path / f"{role}.json"))
    page = render(score(read_answers(files, packs=[pack]), as_of=DAY))
    assert "<dt>Client, <bdi>Head of finance (Head of finance)</bdi></dt>" in page


def test_nothing_is_listed_as_asked_of_one_side_where_one_side_answered(tmp_path: Path) -> None:
    for form in ("html", "md"):
        assert "Asked of one side only" not in render(
            make_result(tmp_path, client=FINE), format=form
        )


def test_the_same_figures_are_told_once_with_all_who_gave_them(tmp_path: Path) -> None:
    same = {**FINE, "work.hours": SITES}
    page = render(make_result(tmp_path, client=same, partner=same), template="charter")
    assert page.count("London and Hanoi</bdi></h3>") == 1
    later = {"sites": [{**SITES["sites"][0], "hours": "10:00-18:30"}, SITES["sites"][1]]}
    other = {**FINE, "work.hours": {**later, "from": "2027-01-01"}}
    page = render(make_result(tmp_path, client=same, partner=other), template="charter")
    assert page.count("London and Hanoi</bdi> <span") == 2
    assert "the hours were given in 2 different ways" in page


@pytest.mark.parametrize(
    ("sides", "sentence"),
    [
        ({"client": {**FINE, "aims.reasons": "0"}, "partner": FINE}, "counts whatever the score"),
        (
            {"client": {**POOR, "aims.reasons": "1", "work.rights": FINE["work.rights"]}},
            "too little",
        ),
        ({"client": {"aims.reasons": "2"}}, "at worst they lead to “Not ready”, at best to"),
    ],
)
def test_the_sentence_under_the_verdict_says_what_led_to_it(
    tmp_path: Path, sides: dict[str, dict[str, object]], sentence: str
) -> None:
    assert sentence in render(make_result(tmp_path, **sides), template="executive")


def test_a_score_is_too_low_for_a_verdict_that_is_named(tmp_path: Path) -> None:
    page = render(make_result(tmp_path, client={**POOR, "aims.speed": "dont-know"}))
    assert re.search(
        "Overall: (at best |could be )?[0-9]+, below the 40 needed for “At risk”", page
    )
    assert re.search("Overall: at best [0-9]+, below the [0-9]+ needed", page)


def test_a_fact_that_is_not_known_is_named_by_its_question(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    file = write_answers(tmp_path, "client", FINE, facts={})
    result = score(read_answers([file], packs=[pack]), as_of=DAY)
    page = render(result, template="executive")
    assert "one fact that is not known: “How far is it”" in page
    assert "“stage”" not in page


def test_the_plan_is_grouped_by_what_its_steps_are_for(tmp_path: Path) -> None:
    client = {**POOR, "aims.reasons": "dont-know"}
    for form in ("html", "md"):
        page = render(make_result(tmp_path, client=client), template="plan", format=form)
        places = [
            page.index(heading)
            for heading in (
                "Before going ahead: close 1 stop",
                "Before going ahead: settle 1 possible stop",
                "Before the start: close 1 cap",
                "Within the first month: raise the score in",
            )
        ]
        assert places == sorted(places)


def test_a_charter_shows_the_rows_that_both_sides_say_are_in_place(tmp_path: Path) -> None:
    def say(who: str) -> dict[str, object]:
        rows = {"code": {"option": "yes", "who": who}, "data": "yes"}
        return {"work.rights": {"rows": rows, "evidence": [{"what": "Contract"}]}}

    result = make_result(tmp_path, client=say("Dana"), partner=say("Minh"))
    text = render(result, template="charter", format="md")
    assert "| The code | Dana | Minh |" in text
    assert "| The data | ✓ | ✓ |" in text
    assert text.count("Evidence: Contract") == 1
    page = render(result, template="charter")
    assert "<td><bdi>Dana</bdi></td><td><bdi>Minh</bdi></td>" in page


def test_the_sections_stand_in_their_order(tmp_path: Path) -> None:
    both = make_result(
        tmp_path, client={**RICH, "aims.reasons": "0"}, partner={**POOR, "work.form": "dont-know"}
    )
    page = render(both)
    order = [
        *('class="strip"', "<h1>", 'class="causes"', 'class="figures"', 'class="profile"'),
        *('class="steps"', "Where client and partner disagree</h2>", "What is not known</h2>"),
        *('class="decision"', 'aria-label="Contents"', 'id="numbers"', 'id="findings"'),
        *('id="gaps"', 'id="key-work"', 'id="key-aims"', 'id="overlap"', 'id="costs"'),
        *('id="plan"', 'id="unknown"', 'id="evidence"', 'id="method"', 'id="limits"', "<footer>"),
    ]
    places = [page.index(mark) for mark in order]
    assert places == sorted(places)
    assert page.index('id="numbers"') > page.index("The decision asked of you")
