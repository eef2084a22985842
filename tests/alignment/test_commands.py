"""`align`, `settle` and the agenda, as people call them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.alignment.people import PLAIN, read, text_of, write_pack

from outsource_check.cli import main
from outsource_check.report.alignment_parts import AlignmentDocument
from outsource_check.text import width

DAY = "2026-11-30"


class Folder:
    """An engagement's folder with the small pack, and the program called on it."""

    def __init__(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        shelf = tmp_path / "packs" / "small"
        shelf.mkdir(parents=True)
        write_pack(shelf)
        self.home = tmp_path / "rebuild"
        self.home.mkdir()
        self.packs = str(shelf.parent)
        self._capfd = capfd

    def add(self, name: str, side: str, answers: dict[str, Any], **fields: Any) -> None:
        text = text_of(side, answers, **{"role": name.removesuffix(".yaml"), **fields})
        (self.home / name).write_text(text, encoding="utf-8")

    def outputs(self, command: str, *arguments: str, status: int = 0) -> tuple[str, str]:
        found = main([command, str(self.home), *arguments, "--pack", self.packs])
        out, err = self._capfd.readouterr()
        assert found == status, out + err
        return out, err

    def run(self, command: str, *arguments: str, status: int = 0) -> str:
        return "".join(self.outputs(command, *arguments, status=status))

    def settle(self, question: str, answer: str, *more: str, status: int = 0) -> str:
        agreed = ("--present", "Dana", "--present", "Minh", "--reason", "talked about it")
        return self.run("settle", question, answer, *agreed, "--date", DAY, *more, status=status)

    @property
    def written(self) -> str:
        return (self.home / "engagement.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Folder:
    made = Folder(tmp_path, capfd)
    made.add("cto.yaml", "client", {"k.q0": 4, "k.q1": 3})
    made.add("lead.yaml", "partner", {"k.q0": 0, "k.q1": 3})
    return made


# ---------------------------------------------------------------- settle


def test_settle_makes_an_engagement_file(folder: Folder) -> None:
    told = folder.settle("k.q0", "2", "--dissent", "Lena: it is 1")
    assert "Question 0 (k.q0)" in told
    assert "level 2: Text 0.2" in told
    assert "  cto.yaml: 4\n  lead.yaml: 0\n" in told
    assert folder.written == (
        "# What the sides of this engagement agreed on. It stands in for their single answers.\n"
        "format: outsource-check/engagement/v1\n"
        "engagement: Rebuild\n"
        "settlements:\n"
        "  - question: k.q0\n"
        "    level: 2\n"
        "    present: [Dana, Minh]\n"
        "    reason: talked about it\n"
        '    dissent: "Lena: it is 1"\n'
        "    date: 2026-11-30\n"
        '    rests_on: {cto.yaml: "4", lead.yaml: "0"}\n'
    )


def test_a_second_settlement_leaves_every_other_byte(folder: Folder) -> None:
    folder.settle("k.q0", "2")
    before = folder.written.replace("    level: 2\n", "    level: 2  # for now\n") + "# the end\n"
    (folder.home / "engagement.yaml").write_text(before, encoding="utf-8")
    folder.settle("k.q1", "not-applicable")
    assert "    level: 2  # for now\n" in folder.written
    assert "# the end\n" in folder.written
    assert "    not_applicable: talked about it\n" in folder.written
    folder.settle("k.q0", "3")
    assert "    level: 3  # for now\n" in folder.written
    assert folder.written.count("question:") == 2


def test_a_settlement_counts_at_once_and_a_changed_answer_opens_it(folder: Folder) -> None:
    folder.settle("k.q0", "2")
    question = next(
        question
        for key in json.loads(folder.run("score", "--json"))["keys"]
        for question in key["questions"]
        if question["id"] == "k.q0"
    )
    assert question["level"] == {"low": 2, "high": 2}
    assert "Agreed\n  • Question 0: level 2: Text 0.2" in folder.run("align")
    folder.add("lead.yaml", "partner", {"k.q0": 1, "k.q1": 3})
    for command in ("score", "align"):
        assert '"lead.yaml" answers it otherwise' in " ".join(folder.run(command).split())
    checked = folder.run("check", "--verdict", "not-ready", "--max-not-asked", "99")
    assert "warning[OC207]" in checked
    out, err = folder.outputs("score", "--json")
    assert err.startswith("warning: What was agreed on “k.q0” no longer counts")
    published = json.loads(out)["settlements"]
    assert [(one["question"], one["counts"]) for one in published] == [("k.q0", False)]
    # Agreed anew, it rests on what is said now.
    folder.settle("k.q0", "1")
    assert "answers it otherwise" not in folder.run("align")


def test_a_fact_that_files_say_differently_is_settled(folder: Folder) -> None:
    folder.add("cto.yaml", "client", {"k.q0": 4}, facts={"stage": "early", "live": "yes"})
    folder.add("lead.yaml", "partner", {"k.q0": 4}, facts={"stage": "late"})
    refused = folder.run("score", status=3)
    assert "lead.yaml:" in refused
    assert '"late" here and "early" in' in refused
    shown = folder.run("align")
    assert "Facts that are said differently" in shown
    assert "There is no result until it is agreed what holds for “stage”." in shown
    assert "How far?" in folder.run("report", "-t", "agenda", "-f", "md")
    assert "stage is late" in folder.run("settle", "stage", "late")
    assert "facts:\n  stage: late\n" in folder.written
    folder.run("settle", "live", "no")
    assert "  live: no\n" in folder.written
    facts = json.loads(folder.run("score", "--json"))["facts"]
    assert facts == {"stage": "late", "live": "no"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("k.q9", "2", "--present", "D", "--reason", "r"), 'no question "k.q9"'),
        (("stag", "late"), 'no question or fact "stag"'),
        (("stage", "soon"), '"stage" is one of early, late'),
        (("stage", "late", "--reason", "r"), "is no question’s id"),
        (("k.q0", "5", "--present", "D", "--reason", "r"), "expected a level from 0 to 4"),
        (
            ("k.pick", "3", "--present", "D", "--reason", "r"),
            'expected a level that "k.pick" offers, "0", "2" or "4", found "3"',
        ),
        (("k.q0", "2", "--reason", "r"), "--present is missing"),
        (("k.q0", "2", "--present", "D"), "--reason is missing"),
        (("k.q0", "2", "--present", " ", "--reason", "r"), "--present is missing"),
        (("k.q0", "2", "--present", "D", "--reason", "r", "--date", "soon"), '--date is "soon"'),
    ],
)
def test_a_wrong_call_is_wrong_usage_and_writes_nothing(
    folder: Folder, arguments: tuple[str, ...], message: str
) -> None:
    assert message in folder.run("settle", *arguments, status=2)
    assert not (folder.home / "engagement.yaml").exists()


def test_a_level_that_is_not_offered_changes_nothing_in_the_file(folder: Folder) -> None:
    folder.settle("k.pick", "2")
    before = folder.written
    assert 'that "k.pick" offers' in folder.settle("k.pick", "1", status=2)
    assert folder.written == before


def test_a_wrong_engagement_file_is_left_alone(folder: Folder) -> None:
    (folder.home / "engagement.yaml").write_text("format: [", encoding="utf-8")
    folder.settle("k.q0", "2", status=3)
    assert folder.written == "format: ["


@pytest.mark.slow
def test_people_who_settle_at_the_same_time_lose_nothing(folder: Folder) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "outsource_check", "settle", str(folder.home), question, "2",
             "--present", "Dana", "--reason", question, "--pack", folder.packs],
            env={**os.environ, "PYTHONPATH": "src"},
            stdout=subprocess.DEVNULL,
        )
        for question in PLAIN
    ]  # fmt: skip
    assert [program.wait() for program in programs] == [0] * len(programs)
    for question in PLAIN:
        assert f"reason: {question}" in folder.written
    assert sorted(path.name for path in folder.home.iterdir()) == [
        "cto.yaml",
        "engagement.yaml",
        "lead.yaml",
    ]


@pytest.mark.slow
def test_people_who_begin_at_the_same_time_get_a_file_each(folder: Folder) -> None:
    roles = ["CEO", "CFO", "COO", "CIO"]
    programs = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "outsource_check", "assess", str(folder.home)),
                *("--side", "client", "--role", role, "--full", "--no-input"),
                *("--set", f"k.q0={number}", "--pack", folder.packs),
            ],
            env={**os.environ, "PYTHONPATH": "src"},
            stdout=subprocess.DEVNULL,
        )
        for number, role in enumerate(roles)
    ]
    assert [program.wait() for program in programs] == [0] * len(programs)
    found = {}
    for path in folder.home.glob("client*.yaml"):
        content = read(path.name, path.read_text(encoding="utf-8")).content
        found[content.respondent.role] = content.answers["k.q0"].level
    assert found == {role: number for number, role in enumerate(roles)}


def test_nobody_goes_on_with_the_answers_of_somebody_else(folder: Folder) -> None:
    told = folder.run("assess", "--no-input", status=2)
    assert "whose answers?" in told
    assert "--side and --role" in told


# ---------------------------------------------------------------- where it is found


def test_the_engagement_file_is_found_beside_the_files_that_are_named(folder: Folder) -> None:
    folder.settle("k.q0", "2")
    names = ("cto.yaml", "lead.yaml", "engagement.yaml")
    for chosen in (names[:2], names):
        paths = [str(folder.home / name) for name in chosen]
        assert main(["score", *paths, "--pack", folder.packs, "--json"]) == 0
        found = json.loads(folder._capfd.readouterr().out)
        assert found["settlements"][0]["counts"] is True


def test_the_engagement_file_of_another_engagement_is_no_part_of_it(folder: Folder) -> None:
    folder.settle("k.q0", "2")
    text = folder.written.replace("Rebuild", "Other")
    (folder.home / "engagement.yaml").write_text(text, encoding="utf-8")
    assert '"Other" here and "Rebuild"' in folder.run("score", status=3)
    assert main(["score", str(folder.home / "cto.yaml"), "--pack", folder.packs, "--json"]) == 0
    assert json.loads(folder._capfd.readouterr().out)["settlements"] == []
    assert "OC204" in folder.run("check", "--verdict", "not-ready", status=3)


# ---------------------------------------------------------------- align and the agenda


def test_align_lists_the_widest_gap_first_with_both_wordings(folder: Folder) -> None:
    folder.add("pm.yaml", "client", {"k.q0": 4, "k.q1": 0})
    shown = folder.run("align")
    assert shown.index("k.q0") < shown.index("k.q1")
    assert "client level 4, partner level 0, 4 levels apart" in " ".join(shown.split())
    assert "client   Text 0.4 [cto, pm]" in shown
    assert "partner  Text 0.0 [lead]" in shown
    assert "client   " in shown.split("Who must make it happen")[1]


@pytest.mark.parametrize("columns", [30, 40, 80, 200])
def test_align_keeps_to_the_width_of_the_screen(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setattr("outsource_check.terminal.console.find_width", lambda: columns)
    rows = {"accept": {"option": "named", "who": "Đặng Thị Hoà" * 2}}
    folder.add("cto.yaml", "client", {"k.q0": 4, "k.rows": {"rows": rows}})
    folder.add("lead.yaml", "partner", {"k.q0": 0, "k.rows": {"rows": {"accept": "nobody"}}})
    shown, _, commands = folder.run("align").partition("\nNext\n")
    assert max(width(line) for line in shown.splitlines()) <= columns
    # A command that is to be copied is never broken.
    assert all(line.startswith("  outsource-check ") for line in commands.splitlines())


@pytest.mark.posix
def test_a_folder_is_quoted_in_the_commands_to_copy(folder: Folder) -> None:
    folder.home = folder.home.rename(folder.home.with_name("our work"))
    assert f"  outsource-check report '{folder.home}' -t agenda --pack " in folder.run("align")


def test_names_are_data_on_the_screen(folder: Folder) -> None:
    hostile = "\u202e[bold]\u200b{{ 7*7 }} <script>"
    folder.add("cto.yaml", "client", {"k.q0": 4}, role=hostile)
    shown = folder.run("align")
    assert "\u202e" not in shown
    assert "[bold]" in shown
    for form in ("html", "md"):
        page = folder.run("report", "-t", "agenda", "-f", form)
        assert "<script>" not in page
        assert "\u202e" not in page
        assert "49" not in page


def test_the_agenda_says_minutes_people_and_decision(folder: Folder) -> None:
    folder.add("pm.yaml", "client", {"k.q0": 4, "k.q1": 0})
    folder.settle("k.q1", "2")
    context = json.loads(folder.run("report", "-t", "agenda", "-f", "context"))
    agenda = context["agenda"]
    (first,) = [item for item in agenda["points"] if item["point"]["id"] == "k.q0"]
    assert first["number"] == 1
    assert first["minutes"] == 20
    assert first["people"] == ["client: cto", "client: pm", "partner: lead"]
    assert agenda["minutes"] == sum(item["minutes"] for item in agenda["points"])
    assert [one["id"] for one in context["alignment"]["settled"]] == ["k.q1"]
    page = folder.run("report", "-t", "agenda", "-f", "html")
    for text in (
        "Text 0.4",
        "Text 0.0",
        "20 minutes",
        "level 4 or level 0",
        "partner: lead",
        "Agreed already",
    ):
        assert text in page


def test_the_agenda_fits_into_the_meeting_and_names_the_rest(folder: Folder) -> None:
    folder.add("cto.yaml", "client", {"k.q0": 4, "k.q1": 3, "k.q2": 4})
    folder.add("lead.yaml", "partner", {"k.q0": 0, "k.q1": 1, "k.q2": 3})
    context = json.loads(folder.run("report", "-t", "agenda", "-f", "context"))
    every = [item["point"]["id"] for item in context["agenda"]["points"]]
    assert len(every) > 2
    first = context["agenda"]["points"][0]["minutes"]
    short = folder.run("report", "-t", "agenda", "-f", "context", "--minutes", str(first))
    agenda = json.loads(short)["agenda"]
    assert [item["point"]["id"] for item in agenda["points"]] == every[:1]
    assert [item["point"]["id"] for item in agenda["later"]] == every[1:]
    assert (agenda["minutes"], agenda["most"]) == (first, first)
    for form in ("html", "md"):
        page = folder.run("report", "-t", "agenda", "-f", form, "--minutes", "1")
        assert "Not in this meeting" in page
        assert f"1 point, about {first} min" in page
    assert "Not in this meeting" not in folder.run("report", "-t", "agenda", "-f", "md")


def test_a_side_that_has_not_answered_at_all_is_named_once(folder: Folder) -> None:
    (folder.home / "lead.yaml").unlink()
    shown = folder.run("align")
    assert "Only the client has answered: nothing can be compared until the partner does." in shown
    assert "are seen differently" not in shown
    assert " questions, the first is “Question 0”" in shown
    assert shown.split()[-4:-1] == ["--side", "partner", "--pack"]
    for form in ("html", "md"):
        page = folder.run("report", "-t", "agenda", "-f", form)
        assert "Workshop agenda: The partner has to answer first" in page
        assert "Nothing needs a workshop" not in page
        assert "Get the partner’s answer" not in page


def test_a_side_of_which_one_answer_is_missing_is_asked_for_it(folder: Folder) -> None:
    folder.add("lead.yaml", "partner", {"k.q0": 0}, mode="quick")
    page = folder.run("report", "-t", "agenda", "-f", "md")
    assert "Get the partner’s answer." in page
    assert "has to answer first" not in page


def test_the_report_has_what_was_agreed(folder: Folder) -> None:
    folder.settle("k.q0", "2")
    for form in ("html", "md"):
        page = folder.run("report", "-f", form)
        assert "What was agreed on" in page
        assert "talked about it" in page


def test_the_alignment_is_what_the_schema_of_its_model_says(folder: Folder) -> None:
    folder.add("more.yaml", "client", {"k.q0": 0})
    document = json.loads(folder.run("align", "--json"))
    schema = AlignmentDocument.model_json_schema(mode="serialization")
    jsonschema.Draft202012Validator(schema).validate(document)
    point = document["points"][0]
    assert (point["id"], point["gap"]) == ("k.q0", 2)
    (spread,) = point["spreads"]
    assert spread.pop("text").startswith("client: 4 levels between the highest and the lowest")
    assert spread == {
        "side": "client",
        "range": 4,
        "deviation": 2,
        "not_applicable": 0,
        "people": 2,
    }
