"""Who was asked and has not answered, and what is late."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.report.worlds import DAY, FINE, make_result, write_answers, write_pack

from outsource_check.answers import read_answers
from outsource_check.report import render
from outsource_check.result import Result, score
from outsource_check.terminal.result import show_result

TEMPLATES = ("plan", "agenda", "partner")
ASKED = """\
format: outsource-check/engagement/v1
engagement: A rebuild
asked:
  - {side: client, role: cto}
  - {side: client, role: Legal, name: Lena Vogt, due: 2026-11-20}
  - {side: partner, role: Lead, name: Minh Tran}
  - {side: partner, role: QA, due: 2026-12-01}
"""


def make(folder: Path, asked: str = ASKED, **sides: Any) -> Result:
    """A result of the tiny pack; each side is a respondent, or a list of them."""
    write_pack(folder)
    (folder / "engagement.yaml").write_text(asked, encoding="utf-8")
    for side, people in sides.items():
        for number, who in enumerate(people):
            file = write_answers(folder, side, FINE, respondent={"side": side, **who})
            text = file.read_text("utf-8").replace("2026-11-23", f"2026-11-{10 + number}")
            (folder / f"{side}-{number}.json").write_text(text, encoding="utf-8")
            file.unlink()
    return score(read_answers(folder, packs=[folder / "packs" / "tiny"]), as_of=DAY)


def name(result: Result) -> list[tuple[str, str, int, bool]]:
    return [(one.side, one.who, one.people, one.late) for one in result.missing]


@pytest.mark.parametrize(
    ("sides", "missing"),
    [
        (
            {"client": [{"role": "CTO"}]},
            [
                ("client", "Legal (Lena Vogt)", 1, True),
                ("partner", "Lead (Minh Tran)", 1, False),
                ("partner", "QA", 1, False),
            ],
        ),
        (
            {
                "client": [{"role": "CTO"}, {"role": "Counsel", "name": "lena  vogt"}],
                "partner": [{"role": "lead"}, {"role": "QA", "name": "Bao"}],
            },
            [],
        ),
        (
            {"client": [{"role": "CTO", "anonymous": "yes"}], "partner": [{"role": "QA"}]},
            [("client", "", 1, False), ("partner", "Lead (Minh Tran)", 1, False)],
        ),
        (
            {
                "client": [{"role": "CTO", "anonymous": "yes"}, {"role": "Legal"}],
                "partner": [{"role": "Lead"}, {"role": "QA"}],
            },
            [],
        ),
    ],
)
def test_who_was_asked_and_has_no_file_is_named_unless_that_tells_who_has(
    tmp_path: Path, sides: Any, missing: Any
) -> None:
    assert name(make(tmp_path, **sides)) == missing


def test_screen_report_and_json_say_who_is_missing(tmp_path: Path) -> None:
    result = make(tmp_path, client=[{"role": "CTO"}])
    shown = show_result(result, colour=False, columns=80)
    assert "Who has not answered yet" in shown
    assert "client: Legal (Lena Vogt), until 2026-11-20: late" in shown
    for template in ("readiness", "agenda"):
        for form in ("md", "html"):
            assert "Lena Vogt" in render(result, template=template, format=form)
    first = json.loads(result.model_dump_json())["missing"][0]
    assert (first["who"], first["due"], first["late"]) == ("Legal (Lena Vogt)", "2026-11-20", True)


@pytest.mark.parametrize(
    ("said", "overdue"),
    [
        ({"level": "2", "due": "2026-11-23"}, True),
        ({"level": "2", "due": "2026-11-24"}, False),
        ({"level": "3", "due": "2026-11-23"}, False),
        ({"dont_know": "yes", "due": "2026-11-23"}, True),
        ({"not_applicable": "x", "due": "2026-11-23"}, False),
    ],
)
def test_an_answer_is_overdue_when_its_day_has_passed_and_it_is_not_in_place(
    tmp_path: Path, said: dict[str, str], *, overdue: bool
) -> None:
    write_pack(tmp_path)
    answers = {**FINE, "aims.reasons": {"owner": "Lena Vogt", **said}}
    file = write_answers(tmp_path, "client", answers)
    result = score(read_answers(file, packs=[tmp_path / "packs" / "tiny"]), as_of=DAY)
    assert result.overdue == (("aims.reasons",) if overdue else ())
    shown = show_result(result, colour=False, columns=80)
    assert ("Reasons: Lena Vogt, until 2026-11-23" in shown) is overdue
    if overdue:
        assert "(late)" in render(result, template="plan", format="md")


def test_what_is_overdue_is_marked_for_those_who_may_know_it(tmp_path: Path) -> None:
    late = {"level": "1", "owner": "Lena Vogt", "due": "2026-11-01"}
    for internal, templates in (("no", ("plan", "agenda", "partner")), ("yes", ("plan",))):
        answers = {"aims.reasons": {**late, "internal": internal}}
        result = make_result(tmp_path, client=answers, partner={"aims.reasons": "3"})
        texts = {name: render(result, template=name, format="md") for name in TEMPLATES}
        told = {name for name in TEMPLATES if "(late)" in texts[name] or "Overdue" in texts[name]}
        assert told == set(templates), internal


def test_of_a_sealed_side_nothing_is_overdue(tmp_path: Path) -> None:
    write_pack(tmp_path)
    answers = {**FINE, "aims.reasons": {"level": "1", "due": "2026-11-01"}}
    who = {"side": "client", "role": "CTO", "anonymous": "yes"}
    file = write_answers(tmp_path, "client", answers, respondent=who)
    result = score(read_answers(file, packs=[tmp_path / "packs" / "tiny"]), as_of=DAY)
    assert result.overdue == ()
