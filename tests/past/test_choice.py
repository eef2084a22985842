"""What --since names, and which earlier engagement is compared with."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest
from tests.gate.conftest import Check
from tests.gate.world import GOOD, write_answers
from tests.past.repository import commit, git

WORSE = {**GOOD, "alpha.one": "3"}


def since(check: Check, *arguments: str) -> dict[str, object] | None:
    """What `score --json` says of an earlier state."""
    run = check(*arguments, "--json", command="score")
    assert run.status == 0, run
    found: dict[str, object] | None = json.loads(run.out)["since"]
    return found


def test_score_says_what_became_of_it_on_screen_and_as_json(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml", WORSE)
    commit(folder, "2026-11-01")
    write_answers(folder / "e" / "a.yaml")
    run = check("e", "--since", "HEAD", command="score")
    assert "Since 2026-11-01 (git revision HEAD)" in run.out
    assert "Done: +6.25 points\n    • First of alpha: 3 → 4" in run.out.replace("6.3", "6.25")
    found = since(check, "e", "--since", "HEAD")
    assert found is not None
    assert (found["source"], found["date"]) == ("git revision HEAD", "2026-11-01")
    assert since(check, "e") is None


def test_where_there_was_nothing_the_result_is_shown_and_that_is_said(
    check: Check, folder: Path
) -> None:
    commit(folder)
    write_answers(folder / "e" / "a.yaml", name="New one")
    run = check("e", "--since", "HEAD", command="score")
    assert run.status == 0
    assert 'git revision HEAD has no answers of "New one".' in run.err
    assert "Since" not in run.out
    assert since(check, "e", "--since", "HEAD") is None


@pytest.mark.parametrize("what", ["old", "./old/", "old/../old"])
def test_a_folder_is_read_as_it_is(check: Check, folder: Path, what: str) -> None:
    write_answers(folder / "old" / "2026" / "a.yaml", WORSE, date="2026-10-31")
    write_answers(folder / "now" / "a.yaml")
    found = since(check, "now", "--since", what)
    assert found is not None
    assert (found["source"], found["date"]) == ("the folder old", "2026-10-31")
    assert since(check, "now/a.yaml", "--since", what) == found


def test_a_file_of_today_is_the_file_of_its_name_in_the_folder(check: Check, folder: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        write_answers(folder / "old" / name, WORSE, date=f"2026-10-0{ord(name[0]) - 96}")
        write_answers(folder / "now" / name, date=f"2026-11-0{ord(name[0]) - 96}")
    assert since(check, "now/a.yaml", "--since", "old") != since(check, "now", "--since", "old")


def test_a_folder_that_is_a_revision_too_is_refused_with_both_ways_to_write_it(
    check: Check, folder: Path
) -> None:
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    write_answers(folder / "other" / "a.yaml", WORSE)
    for kind in ("branch", "tag"):
        git(folder, kind, "other")
        run = check("e", "--since", "other")
        assert run.status == 4
        assert '"other" is a folder and a git revision' in run.out
        assert "write ./other for the folder" in run.out
        assert "refs/heads/other or refs/tags/other for the revision" in run.out
        assert "Since: the folder other." in check("e", "--since", "./other").out
        name = "heads" if kind == "branch" else "tags"
        assert check("e", "--since", f"refs/{name}/other").status == 0
        git(folder, kind, "-d", "other")
    assert "Since: the folder other." in check("e", "--since", "other").out


def test_an_engagement_is_found_by_its_name_where_its_folder_has_moved(
    check: Check, folder: Path
) -> None:
    write_answers(folder / "e" / "old" / "a.yaml", WORSE)
    write_answers(folder / "e" / "beside" / "a.yaml", name="Beside")
    commit(folder)
    copytree(folder / "e", folder / "copy")
    (folder / "e" / "old").rename(folder / "moved")
    write_answers(folder / "moved" / "a.yaml")
    for what in ("HEAD", "copy"):
        run = check("moved", "--since", what, command="score")
        assert "First of alpha: 3 → 4" in run.out
    # Another engagement where it lay is not mistaken for it.
    write_answers(folder / "e" / "old" / "a.yaml", name="Beside it")
    assert "Nothing to compare with" in check("e/old", "--since", "HEAD", command="score").err


def test_of_several_of_a_name_the_one_at_its_place_is_taken_else_none_is_guessed(
    check: Check, folder: Path
) -> None:
    for name, level in (("one", "1"), ("two", "2")):
        write_answers(folder / "e" / name / "a.yaml", {**GOOD, "alpha.one": level})
    commit(folder)
    for name, level in (("one", "1"), ("two", "2")):
        write_answers(folder / "e" / name / "a.yaml")
        run = check(f"e/{name}", "--since", "HEAD", command="score")
        assert f"First of alpha: {level} → 4" in run.out
    (folder / "e" / "one").rename(folder / "moved")
    run = check("moved", "--since", "HEAD", command="score")
    assert run.status == 4
    assert '"Payments" is the name of several engagements of git revision HEAD' in run.err
    assert '"HEAD:e/one" and "HEAD:e/two"' in run.err
    assert "--since FOLDER" in run.err


@pytest.mark.parametrize("what", ["h.jsonl@", "h.jsonl@2026", "h.jsonl@2026-02-30"])
def test_what_stands_after_the_at_sign_of_a_history_is_a_day(
    check: Check, folder: Path, what: str
) -> None:
    write_answers(folder / "e" / "a.yaml")
    (folder / "h.jsonl").touch()
    run = check("e", "--since", what)
    assert run.status == 4
    assert f'"{what}": expected a date such as 2026-12-31 after the @' in run.out


def test_a_branch_may_hold_an_at_sign_and_a_folder_may_end_as_a_history(
    check: Check, folder: Path
) -> None:
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    git(folder, "branch", "a@2026-01-01")
    assert "Since: git revision a@2026-01-01." in check("e", "--since", "a@2026-01-01").out
    copytree(folder / "e", folder / "x.jsonl")
    assert "Since: the folder x.jsonl." in check("e", "--since", "x.jsonl").out


GONE = [
    ("baseline",),
    ("baseline", "write", "e", "-o", "x"),
    ("baseline", "diff", "--baseline", "x"),
    ("baseline", "--help"),
    ("check", "e", "--baseline", "x"),
    ("check", "e", "--baseline-from-git", "main"),
]


@pytest.mark.parametrize("words", GONE, ids=" ".join)
def test_who_still_says_baseline_is_told_what_to_write_now(
    check: Check, folder: Path, words: tuple[str, ...]
) -> None:
    write_answers(folder / "e" / "a.yaml")
    run = check(*words[1:], command=words[0], plain=True)
    assert run.status == 2
    assert "any more: an earlier state is what --since names" in run.err
    assert "check --since origin/main" in run.err
    assert "history add" in run.err


def test_a_policy_that_still_says_baseline_is_told_what_to_write_now(
    check: Check, folder: Path
) -> None:
    write_answers(folder / "e" / "a.yaml")
    text = "format: outsource-check/policy/v1\nbaseline: {file: outsource-baseline.json}\n"
    (folder / "outsource-policy.yaml").write_text(text)
    run = check("e")
    assert run.status == 4
    assert run.out.startswith('outsource-policy.yaml:2:1: error[OC301]: "baseline" is not a field')
    assert "write since: {what: origin/main}" in run.out
