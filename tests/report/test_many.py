"""Two hundred people who see it differently: counted, not named; and an agenda for one meeting."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from tests.report.worlds import DAY, FINE, make_result, write_answers

from outsource_check.answers import read_answers
from outsource_check.cli import main
from outsource_check.pack import load_pack
from outsource_check.report import render
from outsource_check.report.alignment import MANY
from outsource_check.result import Result, score


def write_people(folder: Path, client: int, partner: int) -> Path:
    """As many people who answer every question of the shipped pack, each in their own way."""
    pack = load_pack("eight-keys")
    chance = Random(1)  # noqa: S311 - a world, not a secret
    facts = {fact.id: list(fact.choices)[-1] for fact in pack.facts.values()}
    for side, count in (("client", client), ("partner", partner)):
        for number in range(count):
            answers = {
                question.id: {"level": str(chance.randrange(5))}
                for question in pack.questions.values()
                if question.answered_by in (side, "both", None) and question.kind == "levels"
            }
            who = {"side": side, "role": f"ROLE-{side}-{number}"}
            home = folder / f"{side}-{number}"
            home.mkdir()
            file = write_answers(
                home, side, answers, pack="eight-keys", respondent=who, facts=facts
            )
            file.rename(folder / f"{side}-{number:03}.json")
            home.rmdir()
    return folder


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_people(tmp_path_factory.mktemp("many"), 120, 80)


@pytest.fixture(scope="module")
def result(people: Path) -> Result:
    return score(read_answers(people), as_of=DAY)


def test_align_counts_the_people_in_under_200_lines(
    people: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["align", str(people), "--as-of", "2026-11-24"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("\n") < 200
    assert "ROLE-" not in shown
    assert ": level 0; " in shown


@pytest.mark.parametrize("template", ["readiness", "agenda"])
def test_a_report_counts_the_people_in_under_400_kilobytes(result: Result, template: str) -> None:
    page = render(result, template=template)
    assert len(page.encode()) < 400_000
    assert "people: level 0" in page
    if template == "agenda":
        assert "ROLE-" not in page


@pytest.mark.parametrize("people", [MANY - 1, MANY])
def test_people_are_named_below_eight_of_a_side(tmp_path: Path, people: int) -> None:
    named = people < 8
    folder = write_people(tmp_path, people, 1)
    page = render(score(read_answers(folder), as_of=DAY), template="agenda", format="md")
    assert ("ROLE-client-0" in page) is named
    assert ("people: level" in page) is not named
    assert "ROLE-partner-0" in page


def test_what_can_change_the_verdict_is_talked_about_first(tmp_path: Path) -> None:
    result = make_result(
        tmp_path,
        client={**FINE, "aims.reasons": "4", "work.form": "signed", "work.hours": {"level": "4"}},
        partner={**FINE, "aims.reasons": "0", "work.form": "none", "work.hours": {"level": "0"}},
    )
    context = json.loads(render(result, template="agenda", format="context"))
    ids = [item["point"]["id"] for item in context["agenda"]["points"]]
    assert ids[0] == "aims.reasons"
    assert set(ids[1:]) == {"work.form", "work.hours"}
    listed = [point["id"] for group in context["alignment"]["groups"] for point in group["points"]]
    assert sorted(listed) == sorted(ids)
