"""What was agreed on, or is ignored, under the id that a question had before."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.answers.moved import HEAD, make_pack

from outsource_check.answers import assemble, read_folder
from outsource_check.answers.selection import Files, find_engagement
from outsource_check.cli import main
from outsource_check.pack import PackShelf

AGREED = (
    "{{question: {name}, level: {level}, present: [Ann], reason: Talked, date: 2026-11-21,"
    " rests_on: {on}}}"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An engagement whose answers are to the first version of the pack."""
    (tmp_path / "packs").mkdir()
    make_pack(tmp_path / "packs")
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "app"
    home.mkdir()
    text = HEAD.format(version="1.0.0") + "answers: {one.drivers: 3, one.access: 4, one.times: 2}\n"
    (home / "cto.yaml").write_text(text, encoding="utf-8")
    return home


def settle(folder: Path, *agreements: tuple[str, int, str]) -> None:
    lines = [AGREED.format(name=name, level=level, on=on) for name, level, on in agreements]
    head = "format: outsource-check/engagement/v1\nengagement: App\nsettlements:\n"
    text = head + "".join(f"  - {line}\n" for line in lines)
    (folder / "engagement.yaml").write_text(text, encoding="utf-8")


def agreed(folder: Path) -> tuple[dict[str, int | None], list[str]]:
    """The levels that were agreed on and count, and why others no longer do."""
    shelf = PackShelf(["packs"])
    sources, problems = read_folder(folder, shelf)
    assert not problems
    pack = shelf.pack("small")
    engagement = assemble(sources, pack, find_engagement(sources, pack, Files()))
    counting = {name: one.level for name, one in engagement.settlements.items()}
    return counting, [change for one in engagement.reopened for change in one.changes]


@pytest.mark.parametrize(
    ("agreements", "holds", "reopened"),
    [
        ([("one.drivers", 2, "{cto.yaml: 3}")], {"one.reasons": 2}, ""),
        ([("one.reasons", 2, "{cto.yaml: 3}")], {"one.reasons": 2}, ""),
        # The new id is what counts where both are there, in any order.
        (
            [("one.reasons", 1, "{cto.yaml: 3}"), ("one.drivers", 2, "{cto.yaml: 3}")],
            {"one.reasons": 1},
            'it was settled anew as "one.reasons"',
        ),
        (
            [("one.drivers", 2, "{cto.yaml: 3}"), ("one.reasons", 1, "{cto.yaml: 3}")],
            {"one.reasons": 1},
            'it was settled anew as "one.reasons"',
        ),
        # It rests on other answers than there are, and on a question that is gone.
        ([("one.drivers", 2, "{cto.yaml: 4}")], {}, '"cto.yaml" answers it otherwise'),
        ([("one.times", 2, "{cto.yaml: 2}")], {}, "the question is no longer asked"),
        ([("one.slice", 2, "{}")], {}, "the question is no longer asked"),
    ],
)
def test_an_agreement_goes_with_a_question_that_travels(
    folder: Path,
    agreements: list[tuple[str, int, str]],
    holds: dict[str, int],
    reopened: str,
) -> None:
    settle(folder, *agreements)
    assert agreed(folder) == (holds, [reopened] if reopened else [])


POLICY = """\
format: outsource-check/policy/v1
gate: {verdict: not-ready, max_not_asked: 20, stops: forbid}
ignore:
  - {rule: OC102, question: one.drivers, reason: Known, owner: Ann, expires: 2027-01-01}
"""


@pytest.mark.parametrize(
    ("question", "meant"), [("one.drivers", True), ("one.reasons", True), ("one.times", False)]
)
def test_what_a_policy_ignores_goes_with_a_question_that_travels(
    folder: Path, capsys: pytest.CaptureFixture[str], question: str, *, meant: bool
) -> None:
    pack = Path("packs", "small", "one.yaml")
    stop = "title: Reasons, stop: {title: None, because: So, at_or_below: 4}"
    pack.write_text(pack.read_text().replace("title: Reasons", stop))
    (folder / "policy.yaml").write_text(POLICY.replace("one.drivers", question))
    words = ("--policy", "app/policy.yaml", "--pack", "packs", "--as-of", "2026-11-30")
    assert main(["check", "app", *words]) == (0 if meant else 1)
    said = capsys.readouterr().out
    assert ("1 ignored" in said, "changes nothing" in said) == (meant, not meant)
