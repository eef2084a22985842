"""A second round: earlier answers gone through, and another file's taken over one by one."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.engagements import answer_all

from outsource_check.cli import main, status
from outsource_check.pack import load_pack

PACK = load_pack("eight-keys")
TODAY = "1795478400"  # 2026-11-24
HEAD = """\
# A comment that stays.
format: outsource-check/answers/v1
pack: eight-keys
pack_version: 1.0.0
engagement: Rebuild
respondent: {side: client, role: CTO}
mode: full
date: 2026-03-01
"""


Assess = Callable[..., str]


@pytest.fixture
def assess(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Assess:
    """What an interview in plain lines prints, and what it leaves in the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str, typed: str = "") -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        assert main(["assess", "--plain", *words]) != status.BUG
        found = capsys.readouterr()
        return found.out + found.err

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = HEAD + "\n".join(answer_all(PACK, 1)) + "\n"
    (tmp_path / "answers.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def read(folder: Path) -> list[str]:
    return (folder / "answers.yaml").read_text(encoding="utf-8").splitlines()


def test_enter_keeps_each_answer_and_only_dates_differ_in_the_file(
    folder: Path, assess: Assess
) -> None:
    before = read(folder)
    said = assess("answers.yaml", "--again", typed="\n" * 59)
    assert "59 answers from before 2026-11-24 to go through: Enter keeps each." in said
    assert "Going on with answers.yaml: 59 of 59 questions answered." in said
    assert "Said on 2026-03-01, 268 days ago." in said
    after = read(folder)
    dates = [line for line in after if line.strip() == "date: 2026-11-24"]
    assert len(dates) == 59
    assert [line for line in after if line not in dates] == before
    assert "No answer is from before 2026-11-24." in assess("answers.yaml", "--again", typed=":q\n")


def test_what_is_left_midway_stays_old_and_is_gone_through_later(
    folder: Path, assess: Assess
) -> None:
    said = assess("answers.yaml", "--again", typed="\n\n\n")
    assert sum(line.strip() == "date: 2026-11-24" for line in read(folder)) == 3
    assert "assess answers.yaml --again --before 2026-11-24" in said
    again = assess("answers.yaml", "--again", typed=":q\n")
    assert "56 answers from before 2026-11-24 to go through" in again


def test_skipping_leaves_an_answer_old_and_another_choice_changes_it(
    folder: Path, assess: Assess
) -> None:
    assess("answers.yaml", "--again", typed=":s\n4\n:q\n")
    text = "\n".join(read(folder))
    first, second = re.findall(r"  goals\.(?:drivers|scope):\n(?:    .*\n)+", text)
    assert "date:" not in first
    assert "level: 4" in second
    assert "date: 2026-11-24" in second


@pytest.mark.usefixtures("folder")
def test_only_answers_from_before_the_day_are_gone_through(assess: Assess) -> None:
    said = assess("answers.yaml", "--again", "--before", "2026-03-01", typed=":q\n")
    assert "No answer is from before 2026-03-01." in said
    said = assess("answers.yaml", "--again", "--before", "2026-03-02", typed=":q\n")
    assert "59 answers from before 2026-03-02" in said
    said = assess("answers.yaml", "--again", "--before", "soon", typed=":q\n")
    assert "--before" in said


OTHER = """\
format: outsource-check/answers/v1
pack: eight-keys
pack_version: 1.0.0
engagement: Another one
respondent: {side: client, role: CTO, name: Dana Reyes}
date: 2026-01-01
facts: {stage: running}
answers:
  goals.drivers: {level: 3, note: PLAIN note, evidence: [{what: A page}]}
  goals.scope: {level: 2, note: SECRET note, internal: yes, owner: SECRET owner}
  goals.objectives: 1
"""
NEW = ("new.yaml", "--side", "client", "--role", "PM", "--engagement", "Rebuild", "--full")
SETS = [
    word
    for fact in PACK.facts.values()
    for word in ("--set", f"{fact.id}={list(fact.choices)[-1]}")
]


def test_nothing_of_another_file_is_taken_that_was_not_confirmed(
    tmp_path: Path, assess: Assess
) -> None:
    (tmp_path / "other.yaml").write_text(OTHER, encoding="utf-8")
    typed = "\n\n:s\n:q\n"
    said = assess(*NEW, *SETS, "--from", "other.yaml", typed=typed)
    assert "3 answers of other.yaml to go through: Enter takes each over." in said
    assert "SECRET" not in said
    assert "Note: PLAIN note" in said
    text = (tmp_path / "new.yaml").read_text(encoding="utf-8")
    assert "PLAIN note" in text
    assert "A page" in text
    assert re.search(r"goals\.scope: 2$", text, re.MULTILINE)
    assert "SECRET" not in text
    assert "goals.objectives" not in text
    assert "Dana" not in text
    assert "stage: running" not in text or "stage=running" in SETS


def test_another_pack_has_nothing_to_offer(tmp_path: Path, assess: Assess) -> None:
    other = OTHER.replace("pack: eight-keys", "pack: other")
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    said = assess(*NEW, *SETS, "--from", "other.yaml", typed=":q\n")
    assert "other" in said
    assert not (tmp_path / "new.yaml").exists()
    said = assess(*NEW, *SETS, "--from", "missing.yaml", typed=":q\n")
    assert "missing.yaml" in said


def test_facts_that_only_the_engagement_file_holds_are_known(folder: Path, assess: Assess) -> None:
    text = (folder / "answers.yaml").read_text(encoding="utf-8")
    start, end = text.index("facts:"), text.index("answers:\n")
    (folder / "answers.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    head = "format: outsource-check/engagement/v1\nengagement: Rebuild\n"
    (folder / "engagement.yaml").write_text(head + text[start:end], encoding="utf-8")
    said = assess("answers.yaml", "--again", typed="\n" * 59)
    assert "Going on with answers.yaml: 59 of 59 questions answered." in said
    assert "The situation" not in said
