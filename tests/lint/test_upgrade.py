"""A pack against its earlier state: what was said to that counts, is asked again or is named."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from outsource_check.cli import main
from outsource_check.lint import lint_pack
from outsource_check.lint.inspection import Inspection
from outsource_check.lint.upgrade import check_upgrade, open_earlier
from outsource_check.pack import read_pack
from outsource_check.pack.loading import open_pack
from outsource_check.resources import shipped_packs

RELEASED = Path(__file__).parent / "released" / "eight-keys"
"""The shipped pack as it was last released."""
OLD = """\
format: outsource-check/pack/v1
id: small
version: 1.2.3
title: Small
keys: [one]
evidence: optional
facts:
  - {id: stage, ask: "How far?", options: [{id: early, text: Early}, {id: late, text: Late}]}
  - {id: live, ask: "Is it live?"}
"""
QUESTIONS = """\
id: one
title: One
questions:
  - {id: goal, title: Goal, quick: yes, kind: levels, levels: [none, a little, some, most, whole]}
  - id: kind
    title: Kind
    when: {stage: early}
    kind: choice
    options: [{id: full, text: Full, worth: 1}, {id: part, text: Part, worth: 0}]
  - id: gaps
    title: Gaps
    kind: matrix
    options: [{id: named, text: Named, worth: 1}, {id: nobody, text: Nobody, worth: 0}]
    rows: [{id: money, text: Money}, {id: release, text: Release}]
  - {id: speed, title: Speed, kind: number, unit: days, better: lower, bounds: {1: 9, 4: 2}}
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(tmp_path / "old")


def write(folder: Path, outline: str = OLD, questions: str = QUESTIONS) -> Path:
    folder.mkdir()
    (folder / "pack.yaml").write_text(outline, encoding="utf-8")
    (folder / "one.yaml").write_text(questions, encoding="utf-8")
    return folder


def upgrade(old: Path, *changes: tuple[str, str], version: str = "", moved: str = "") -> list[str]:
    """What lint says of rules of upgrades, after changes of texts in the pack."""
    texts = [OLD, QUESTIONS]
    for before, after in changes:
        assert any(before in text for text in texts), before
        texts = [text.replace(before, after, 1) for text in texts]
    outline = texts[0].replace("1.2.3", version) if version else texts[0]
    outline += f"moved: [{moved}]\n" if moved else ""
    new = write(old.parent / "new", outline, texts[1])
    review = lint_pack(new, read_pack(old))
    problems = [remark.problem for remark in review.remarks if remark.severity == "error"]
    return [f"{one.rule} {one.message}" for one in problems if one.rule]


TWICE = (
    "{from: one.kind, in: 1.3.0, options: {part: some}}, "
    "{from: one.kind, in: 2.0.0, options: {some: half}}"
)
NAME = ("id: goal", "id: aim")
TITLE = ("title: Goal,", "title: Aim,")


@pytest.mark.parametrize(
    ("changes", "version", "said"),
    [
        # What went.
        ((NAME, TITLE), "2.0.0", ['OC351 the question "one.goal" of 1.2.3 is gone']),
        ((("id: live", "id: alive"),), "2.0.0", ['OC351 the fact "live" of 1.2.3 is gone']),
        ((("id: late", "id: later"),), "2.0.0", ['OC351 the option "late" of 1.2.3 is gone']),
        ((("id: part", "id: half"),), "2.0.0", ['OC351 the option "part" of 1.2.3 is gone']),
        ((("id: release", "id: ship"),), "2.0.0", ['OC351 the row "release" of 1.2.3 is gone']),
        # What reads otherwise.
        ((("some, most", "much, most"),), "2.0.0", ['OC352 level 2 was "some" in 1.2.3']),
        ((("text: Part", "text: Half"),), "2.0.0", ['OC352 "part" was "Part" in 1.2.3']),
        ((("text: Money", "text: Cash"),), "2.0.0", ['OC352 "money" was "Money" in 1.2.3']),
        ((("text: Late", "text: Soon"),), "2.0.0", ['OC352 "late" was "Late" in 1.2.3']),
        (
            (("[none, a little, some, most, whole]", "[none, some, whole]"),),
            "2.0.0",
            ["OC352 in 1.2.3 its levels were 0, 1, 2, 3, 4"],
        ),
        ((("unit: days", "unit: hours"),), "2.0.0", ['OC352 in 1.2.3 it was counted in "days"']),
        (
            (("kind: levels, levels: [none, a little, some, most, whole]", "kind: choice"),),
            "2.0.0",
            ['OC352 in 1.2.3 it was of kind "levels": no answer to that fits'],
        ),
        # What only looks as if it did.
        ((("some, most", "Some!, most"),), "1.2.4", []),
        ((("title: Goal", "title: The goal"),), "1.2.4", []),
        ((("title: Kind", "title: Kind  # of work"),), "1.2.3", []),
        ((), "1.2.3", []),
    ],
)
def test_what_is_lost_or_reads_otherwise_without_a_move_is_an_error(
    old: Path, changes: tuple[tuple[str, str], ...], version: str, said: list[str]
) -> None:
    found = upgrade(old, *changes, version=version)
    assert [one for one in found if not one.startswith("OC353")] == said


@pytest.mark.parametrize(
    ("changes", "moved"),
    [
        ((NAME,), "{from: one.goal, to: one.aim, in: 2.0.0}"),
        ((NAME, ("some", "much")), "{from: one.goal, to: one.aim, in: 2.0.0}"),
        ((("some", "much"),), "{from: one.goal, in: 2.0.0, levels: [0, 1, 2, 3, 4]}"),
        ((("some", "much"),), '{from: one.goal, in: 2.0.0, ask_again: "It is stricter."}'),
        (
            (("[none, a little, some, most, whole]", "[none, some, whole]"),),
            "{from: one.goal, in: 2.0.0, levels: [0, 0, 2, 2, 4]}",
        ),
        ((("text: Part", "text: Half"),), "{from: one.kind, in: 2.0.0, options: {part: part}}"),
        ((("id: part", "id: half"),), "{from: one.kind, in: 2.0.0, options: {part: half}}"),
        (
            (("id: part", "id: half, since: 2.0.0"),),
            "{from: one.kind, in: 2.0.0, options: {part: ~}}",
        ),
        ((("text: Money", "text: Cash"),), "{from: one.gaps, in: 2.0.0, rows: {money: money}}"),
        ((("id: release", "id: ship"),), "{from: one.gaps, in: 2.0.0, rows: {release: ship}}"),
        (
            ((", {id: release, text: Release}", ""),),
            "{from: one.gaps, in: 2.0.0, rows: {release: ~}}",
        ),
        ((("unit: days", "unit: working days"),), "{from: one.speed, to: one.speed, in: 2.0.0}"),
        ((("id: live", "id: alive"),), "{fact: live, to: alive, in: 2.0.0}"),
        ((("id: late", "id: later"),), "{fact: stage, in: 2.0.0, options: {late: later}}"),
        ((("id: part", "id: half"),), TWICE),
        (
            ((QUESTIONS[QUESTIONS.index("  - {id: speed") :], ""),),
            '{from: one.speed, in: 2.0.0, because: "Nobody knew it."}',
        ),
    ],
)
def test_what_moved_says_is_no_error(
    old: Path, changes: tuple[tuple[str, str], ...], moved: str
) -> None:
    assert upgrade(old, *changes, version="2.0.0", moved=moved) == []


ADDED = "  - {id: more, title: More, kind: choice%s}\n"
ROW = ("rows: [", "rows: [{id: law, text: Law%s}, ")
OPTION = ("options: [{id: full", "options: [{id: most, text: Most, worth: 1%s}, {id: full")


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("  - {id: speed", ADDED + "  - {id: speed", 'the question "one.more"'),
        (*ROW, '"law"'),
        (*OPTION, '"most"'),
    ],
)
@pytest.mark.parametrize(
    ("since", "sound"), [("", False), (", since: 1.2.3", False), (", since: 1.3.0", True)]
)
def test_what_is_new_says_since_when(
    old: Path, before: str, after: str, name: str, since: str, *, sound: bool
) -> None:
    found = upgrade(old, (before, after % since), version="1.3.0")
    assert found == ([] if sound else [f"OC353 {name} is new since 1.2.3"])


NEW = ("  - {id: speed", ADDED % ", since: 1.3.0" + "  - {id: speed")


@pytest.mark.parametrize(
    ("change", "least", "what"),
    [
        (("title: Goal", "title: Aim"), "1.2.4", "texts changed"),
        (("title: Small", "title: Little"), "1.2.4", "texts changed"),
        (NEW, "1.3.0", '"one.more" is new'),
        (
            ("  - {id: live", "  - {id: big, ask: Big?}\n  - {id: live"),
            "1.3.0",
            'the fact "big" is new',
        ),
        (("evidence: optional", "evidence: required"), "2.0.0", '"evidence" changed'),
        (("title: One", "title: One\nweight: 2"), "2.0.0", 'the weight of the key "one" changed'),
        (("title: Goal", "title: Goal, weight: 2"), "2.0.0", '"weight" of "one.goal" changed'),
        (("{stage: early}", "{stage: late}"), "2.0.0", '"when" of "one.kind" changed'),
        (("{1: 9, 4: 2}", "{1: 8, 4: 2}"), "2.0.0", '"bounds" of "one.speed" changed'),
        (("Full, worth: 1", "Full, worth: 3/4"), "2.0.0", '"full" of "one.kind" counts otherwise'),
        (
            ("text: Money", "text: Money, weight: 2"),
            "2.0.0",
            '"money" of "one.gaps" counts otherwise',
        ),
    ],
)
@pytest.mark.parametrize("enough", [False, True])
def test_the_version_rises_by_what_changed(
    old: Path, change: tuple[str, str], least: str, what: str, *, enough: bool
) -> None:
    below = {"1.2.4": "1.2.3", "1.3.0": "1.2.9", "2.0.0": "1.9.9"}[least]
    found = upgrade(old, change, version=least if enough else below)
    said = [one for one in found if one.startswith("OC354")]
    assert said == (
        [] if enough else [f"OC354 expected {least} or later, as {what}; found {below}"]
    )


def test_a_text_that_means_the_same_asks_for_no_new_first_number(old: Path) -> None:
    moved = "{from: one.goal, in: 1.2.4, levels: [0, 1, 2, 3, 4]}"
    assert upgrade(old, ("some", "a part"), version="1.2.4", moved=moved) == []


def test_a_version_never_falls(old: Path) -> None:
    assert upgrade(old, version="1.2.2") == ["OC354 expected a version after 1.2.3, found 1.2.2"]


def test_entries_of_moved_are_added_and_never_changed(tmp_path: Path) -> None:
    entry = "moved: [{from: one.old, to: one.goal, in: 1.1.0}]\n"
    old = write(tmp_path / "old", OLD + entry)
    new = write(tmp_path / "new", OLD.replace("1.2.3", "1.2.4") + entry.replace("1.1.0", "1.0.9"))
    (remark,) = lint_pack(new, read_pack(old)).remarks
    assert remark.problem.rule == "OC355"
    assert remark.problem.message.startswith('what became of "one.old" in 1.1.0')


def test_a_question_that_has_another_name_is_found_by_its_title(old: Path) -> None:
    new = write(old.parent / "new", OLD.replace("1.2.3", "2.0.0"), QUESTIONS.replace(*NAME))
    (remark,) = lint_pack(new, read_pack(old)).remarks
    assert "{from: one.goal, to: one.aim, in: 2.0.0}" in remark.problem.hint


def test_another_pack_is_no_earlier_state(old: Path) -> None:
    other = write(old.parent / "other", OLD.replace("id: small", "id: other"))
    (remark,) = lint_pack(old, read_pack(other)).remarks
    assert remark.problem.message == 'expected the id of the earlier pack, "other", found "small"'


def run_git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_a_git_revision_is_read_without_touching_the_work_tree(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_git(old.parent, "init", "--quiet")
    run_git(old.parent, "add", ".")
    run_git(old.parent, "commit", "--quiet", "--message", "first")
    text = QUESTIONS.replace("text: Part", "text: Half")
    (old / "one.yaml").write_text(text)
    monkeypatch.chdir(old.parent)
    assert main(["pack", "lint", "old", "--against", "@HEAD"]) == 4
    said = capsys.readouterr().out
    assert 'error[OC352]: "part" was "Part" in 1.2.3' in said
    assert "error[OC354]: expected 1.2.4 or later" in said
    assert (old / "one.yaml").read_text() == text
    assert main(["pack", "lint", "old", "--against", "@nowhere"]) == 4
    assert 'cannot read the git revision "nowhere"' in capsys.readouterr().err
    (old.parent / "later").mkdir()
    (old.parent / "later" / "pack.yaml").write_text(OLD)
    (old.parent / "later" / "one.yaml").write_text(QUESTIONS)
    assert main(["pack", "lint", "later", "--against", "@HEAD"]) == 4
    assert 'no pack at "later" in the git revision "HEAD"' in capsys.readouterr().err


def test_several_packs_have_no_one_earlier_state(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(old.parent)
    assert main(["pack", "lint", "--pack", "old", "--against", "old"]) == 2
    assert "--against is about one pack: name it" in capsys.readouterr().err


def test_an_earlier_state_that_is_not_sound_is_said(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = write(old.parent / "broken", OLD.replace("version: 1.2.3", "version: one"))
    assert main(["pack", "lint", str(old), "--against", str(broken)]) == 4
    assert "broken/pack.yaml:3:10" in capsys.readouterr().err


# ---------------------------------------------------------------- the shipped pack


def test_the_shipped_pack_takes_the_place_of_its_last_release() -> None:
    folder = shipped_packs() / "eight-keys"
    tags = subprocess.run(
        ["git", "tag", "--sort=-version:refname", "--list", "v*", "--merged"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    earlier = open_earlier(f"@{tags[0]}", folder) if tags else read_pack(RELEASED)
    review = lint_pack(folder, earlier)
    assert [remark.problem.text for remark in review.remarks] == []


def test_each_question_of_the_shipped_pack_is_missed_where_it_goes() -> None:
    opened = open_pack(shipped_packs() / "eight-keys")
    for key in opened.pack.keys:
        for question in key.questions:
            rest = tuple(one for one in key.questions if one is not question)
            keys = tuple(
                one.replace(questions=rest) if one is key else one for one in opened.pack.keys
            )
            seen = Inspection(pack=opened.pack.replace(keys=keys), documents=opened.documents)
            check_upgrade(seen, opened.pack)
            assert [one.problem.rule for one in seen.remarks] == ["OC351", "OC354"]
            assert f'"{question.id}"' in seen.remarks[0].problem.message
