"""The history: what is added to it, and how strictly it is read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.gate.conftest import Check, Run
from tests.gate.world import GOOD, answers, policy, write_answers

HISTORY = "outsource-history.jsonl"


def add(check: Check, *arguments: str, day: str = "2026-11-23") -> Run:
    words = ("add", *arguments, "--pack", "packs", "--as-of", day)
    return check(*words, command="history", plain=True)


def read_lines(folder: Path, name: str = HISTORY) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


# ---------------------------------------------------------------- adding


def test_a_line_is_added_for_each_engagement_and_says_what_is_known(
    check: Check, folder: Path
) -> None:
    write_answers(folder / "e" / "b" / "a.yaml", {**GOOD, "alpha.two": "partly"})
    write_answers(folder / "e" / "b" / "c.yaml", {"alpha.one": "1", "alpha.two": "dont-know"})
    write_answers(folder / "e" / "a" / "a.yaml", name="Other")
    run = add(check, "e")
    assert (run.status, run.out) == (0, f"{HISTORY}: 2 lines added\n")
    other, payments = read_lines(folder)
    assert (other["engagement"], other["folder"]) == ("Other", "e/a")
    assert list(payments) == [
        *("format", "engagement", "date", "folder", "pack", "verdict", "facts", "people"),
        "questions",
    ]
    assert payments["format"] == "outsource-check/history/v1"
    assert payments["date"] == "2026-11-23"
    assert payments["people"][1] == {"side": "client", "file": "c.yaml", "role": "CTO"}
    assert payments["questions"]["alpha.one"] == {
        "level": "5/2",
        "settled": False,
        "client": {"a.yaml": "4", "c.yaml": "1"},
        "partner": None,
    }
    assert payments["questions"]["alpha.two"]["client"] == {"a.yaml": "2", "c.yaml": "unknown"}


def test_what_is_there_already_is_not_added_again(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a" / "a.yaml", name="One")
    write_answers(folder / "e" / "b" / "a.yaml", name="Two")
    add(check, "e")
    before = (folder / HISTORY).read_bytes()
    assert add(check, "e").out == f"{HISTORY}: 0 lines added, 2 there already\n"
    (folder / HISTORY).write_bytes(before.replace(b"\n", b"\r\n"))
    assert add(check, "e").out == f"{HISTORY}: 0 lines added, 2 there already\n"
    (folder / HISTORY).write_bytes(before)
    assert add(check, "e/b", "e/a").out == f"{HISTORY}: 0 lines added, 2 there already\n"
    assert (folder / HISTORY).read_bytes() == before
    write_answers(folder / "e" / "b" / "a.yaml", {**GOOD, "alpha.one": "3"}, name="Two")
    assert add(check, "e").out == f"{HISTORY}: 1 line added, 1 there already\n"
    assert (folder / HISTORY).read_bytes().startswith(before)
    assert add(check, "e", day="2026-11-24").out == f"{HISTORY}: 2 lines added\n"


def test_the_paths_of_the_policy_are_added_and_folders_are_named_from_the_history(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(folder / "e" / "a.yaml")
    text = policy("min_overall: 99", "paths: [e]\nsince: {what: log/h.jsonl}\n")
    (folder / "outsource-policy.yaml").write_text(text)
    (folder / "log").mkdir()
    (folder / ".git").mkdir()
    assert add(check, "--file", "log/h.jsonl").status == 0  # before there is one to compare with
    assert read_lines(folder, "log/h.jsonl")[0]["folder"] == "../e"
    monkeypatch.chdir(folder / "e")
    words = ("add", "a.yaml", "--file", "../log/h.jsonl", "--as-of", "2026-11-23")
    run = check(*words, command="history", plain=True)  # with the policy's pack
    assert run.out.endswith("0 lines added, 1 there already\n")
    monkeypatch.chdir(folder)
    (folder / "e" / "a.yaml").unlink()
    assert "e/a.yaml:1:1: error[OC112]" in check(".", "--exclude", "packs").out


@pytest.mark.parametrize(
    "text", ["a: [1", answers({"alpha.one": "9"}), answers().replace("tiny", "gone")]
)
def test_nothing_is_added_where_something_cannot_be_scored(
    check: Check, folder: Path, text: str
) -> None:
    write_answers(folder / "e" / "a" / "a.yaml")
    add(check, "e")
    before = (folder / HISTORY).read_bytes()
    write_answers(folder / "e" / "a" / "a.yaml", {**GOOD, "alpha.one": "3"})
    (folder / "e" / "b").mkdir()
    (folder / "e" / "b" / "b.yaml").write_text(text)
    run = add(check, "e")
    assert run.status in (3, 4)
    assert "e/b/b.yaml:" in run.err
    assert f'Nothing is added to "{HISTORY}".' in run.err
    assert (folder / HISTORY).read_bytes() == before


def test_a_path_without_answers_adds_nothing(check: Check, folder: Path) -> None:
    (folder / "e").mkdir()
    assert add(check, "e").status == 5
    assert add(check, "gone").status == 3
    assert not (folder / HISTORY).exists()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("notes\n", 4),
        ('{"a": 1}\n', 4),
        ("format: outsource-check/answers/v1\n", 2),
        ('{"format": "outsource-check/history/v1"}\n', 4),
        ("<<<<<<< ours\n", 4),
    ],
)
def test_a_file_that_is_no_history_is_kept(
    check: Check, folder: Path, text: str, status: int
) -> None:
    write_answers(folder / "e" / "a.yaml")
    (folder / HISTORY).write_text(text)
    run = add(check, "e")
    assert run.status == status, run
    assert (folder / HISTORY).read_text() == text


def test_lines_of_a_history_stay_as_they_are_whatever_ends_them(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    add(check, "e")
    before = (folder / HISTORY).read_bytes().rstrip(b"\n")
    for kept in (before, b"\n" + before + b"\r\n\n"):
        (folder / HISTORY).write_bytes(kept)
        assert add(check, "e", day="2026-11-24").out == f"{HISTORY}: 1 line added\n"
        after = (folder / HISTORY).read_bytes()
        assert after.startswith(kept)
        assert len([line for line in after.split(b"\n") if line.strip()]) == 2
        assert check("e", "--since", f"{HISTORY}@2026-11-24").status == 0


def test_a_name_that_is_not_utf8_is_in_no_history(check: Check, folder: Path) -> None:
    (folder / "e").mkdir()
    with open(os.fsencode(folder / "e") + b"/\xff.yaml", "wb") as stream:  # noqa: PTH123 - a name in bytes
        stream.write(answers().encode())
    run = add(check, "e")
    assert run.status == 4
    assert "not UTF-8 text" in run.err
    assert not (folder / HISTORY).exists()


# ---------------------------------------------------------------- reading


@pytest.fixture
def rounds(check: Check, folder: Path) -> Path:
    """A history of three rounds, in which `alpha.one` rises from 1 to 3; it is 4 now."""
    for day, level in (("2026-03-01", "1"), ("2026-06-01", "2"), ("2026-09-01", "3")):
        write_answers(folder / "e" / "a.yaml", {**GOOD, "alpha.one": level})
        assert add(check, "e", day=day).status == 0
    write_answers(folder / "e" / "a.yaml")
    return folder


@pytest.mark.parametrize(
    ("what", "level"),
    [
        (HISTORY, "3"),
        (f"{HISTORY}@2026-03-01", "1"),
        (f"{HISTORY}@2026-08-31", "2"),
        (f"{HISTORY}@2027-01-01", "3"),
        (f"./e/../{HISTORY}@2026-06-01", "2"),
    ],
)
@pytest.mark.usefixtures("rounds")
def test_the_newest_line_up_to_the_day_is_compared_with(
    check: Check, what: str, level: str
) -> None:
    run = check("e", "--since", what, command="score")
    assert f"First of alpha: {level} → 4" in run.out


def test_without_a_day_todays_own_line_is_not_the_earlier_one(check: Check, rounds: Path) -> None:
    assert add(check, "e", day="2026-11-24").status == 0
    assert "3 → 4" in check("e", "--since", HISTORY, command="score").out
    run = check("e", "--since", f"{HISTORY}@2026-11-24", command="score")
    assert "Nothing has changed." in run.out
    lines = (rounds / HISTORY).read_text().splitlines(keepends=True)
    (rounds / HISTORY).write_text("".join(reversed(lines)))  # as a merge may leave them
    assert "3 → 4" in check("e", "--since", HISTORY, command="score").out


@pytest.mark.usefixtures("rounds")
def test_before_the_first_line_there_was_nothing(check: Check) -> None:
    run = check("e", "--since", f"{HISTORY}@2026-02-28", command="score")
    assert run.status == 0
    assert "has no answers of" in run.err
    assert check("e", "--since", f"{HISTORY}@2026-02-28").status == 0


def test_of_one_day_the_last_line_counts(check: Check, rounds: Path) -> None:
    write_answers(rounds / "e" / "a.yaml", {**GOOD, "alpha.one": "0"})
    add(check, "e", day="2026-09-01")
    write_answers(rounds / "e" / "a.yaml")
    assert "0 → 4" in check("e", "--since", HISTORY, command="score").out


def test_several_engagements_of_a_name_are_told_apart_by_where_they_lay(
    check: Check, folder: Path
) -> None:
    for name, level in (("one", "1"), ("two", "2")):
        write_answers(folder / "e" / name / "a.yaml", {**GOOD, "alpha.one": level})
    add(check, "e")
    for name, level in (("one", "1"), ("two", "2")):
        write_answers(folder / "e" / name / "a.yaml")
        run = check(f"e/{name}", "--since", HISTORY, command="score")
        assert f"First of alpha: {level} → 4" in run.out
        run = check(f"e/{name}/a.yaml", "--since", HISTORY, command="score")
        assert f"First of alpha: {level} → 4" in run.out
    (folder / "e" / "one").rename(folder / "moved")
    run = check("moved", "--since", HISTORY)
    assert run.status == 4
    assert f"{HISTORY}:1:1: error[OC208]" in run.out
    assert 'several engagements here, in "e/one" and "e/two"' in run.out


def test_an_engagement_that_moved_more_than_once_is_the_one_of_the_newest_line(
    check: Check, folder: Path
) -> None:
    for number, level in ((1, "1"), (2, "2")):
        write_answers(folder / "e" / str(number) / "a.yaml", {**GOOD, "alpha.one": level})
        add(check, "e", day=f"2026-0{number}-01")
        (folder / "e" / str(number)).rename(folder / "e" / str(number + 1))
    write_answers(folder / "e" / "3" / "a.yaml")
    run = check("e/3", "--since", HISTORY, command="score")
    assert "First of alpha: 2 → 4" in run.out
    assert check("e", "--since", HISTORY).status == 0


def test_a_folder_with_an_at_sign_is_no_history(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    write_answers(folder / "old.jsonl@2" / "a.yaml", {**GOOD, "alpha.one": "2"})
    report = folder / "old.jsonl"
    assert check("e", "--since", "old.jsonl@2", f"--report=json={report}").status == 0
    assert report.is_file()


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "null",
        "{",
        '{"format": "outsource-check/history/v2"}',
        "[" * 100_000,
        "\udcff",
        "NaN",
        "a: b",
        "<<<<<<< HEAD",
    ],
    ids=lambda text: text[:9].encode("ascii", "backslashreplace").decode(),
)
def test_what_is_no_history_is_no_pass(check: Check, rounds: Path, text: str) -> None:
    file = rounds / HISTORY
    kept = file.read_bytes()
    file.write_bytes(kept + text.encode("utf-8", "surrogateescape") + b"\n" + kept)
    for command, where in (("check", "out"), ("score", "err")):
        run = check("e", "--since", HISTORY, command=command)
        assert run.status == 4, run
        assert f"{HISTORY}:4:" in getattr(run, where)
        assert len(getattr(run, where)) < 1_000


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"level":"3"', '"level":NaN'),
        ('"level":"3"', '"level":3'),
        ('"level":"3"', '"level":"-1"'),
        ('"level":"3"', '"level":"5"'),
        ('"level":"3"', '"level":"4..3"'),
        ('"level":"3"', '"level":"1/0"'),
        ('"level":"3"', '"level":"3.0"'),
        ('"level":"3"', '"level":"3","level":"4"'),
        ('"level":"3"', '"levels":"3"'),
        ('"level":"3",', ""),
        ('"a.yaml":"3"', '"a.yaml":"maybe"'),
        ('"a.yaml":"3"', '"a.yaml":"3","a.yaml":"4"'),
        ('"settled":false', '"settled":"no"'),
        ('"low":"ready"', '"low":"perfect"'),
        ('"engagement":"Payments"', '"engagement":3'),
        ('"engagement":"Payments"', '"engagement":""'),
        ('"date":"2026-09-01"', '"date":"2026-9-1"'),
        ('"folder":"e"', '"folder":null'),
        ('"side":"client"', '"side":"other"'),
        ('"version":"1.2.0"', '"version":"1.2"'),
        ('history/v1"', 'history/v2"'),
        ('"people":[', '"behind":{},"people":['),
    ],
)
def test_a_history_is_read_strictly(check: Check, rounds: Path, old: str, new: str) -> None:
    file = rounds / HISTORY
    lines = file.read_text().splitlines(keepends=True)
    assert old in lines[2]
    lines[2] = lines[2].replace(old, new, 1)
    file.write_text("".join(lines))
    run = check("e", "--since", f"{HISTORY}@2026-11-24")
    assert run.status == 4, run
    assert f"{HISTORY}:3:" in run.out


@pytest.mark.parametrize("name", ["gone", "loop"])
def test_a_history_that_cannot_be_read_is_no_pass(check: Check, folder: Path, name: str) -> None:
    write_answers(folder / "e" / "a.yaml")
    (folder / "loop.jsonl").symlink_to("loop.jsonl")
    run = check("e", "--since", f"{name}.jsonl")
    assert run.status == 4
    assert f"{name}.jsonl:1:1: error[OC001]: cannot be read: " in run.out
