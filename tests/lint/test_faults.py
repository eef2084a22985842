"""Faults seeded into the shipped pack are caught, and what only looks like one is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.chance import spread
from tests.lint.faults import FAULTS, HARMLESS, Fault

from outsource_check.lint import RULES, lint_pack
from outsource_check.resources import shipped_packs

SHIPPED = shipped_packs() / "eight-keys"
FIRST = list({fault.rule: fault for fault in reversed(FAULTS)}.values())
"""One fault of each rule."""
ORDERED = [*FIRST, *(fault for fault in FAULTS if fault not in FIRST)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(SHIPPED, tmp_path_factory.mktemp("packs") / "eight-keys")


def rules_after(copy: Path, file: str, old: str, new: str) -> set[str]:
    """The rules of all remarks about the shipped pack with one text replaced."""
    path = copy / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text, "the pack no longer holds the text to replace"
    try:
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return {remark.problem.rule for remark in lint_pack(copy).remarks}
    finally:
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("fault", spread(ORDERED, len(FIRST)), ids=lambda fault: fault.name)
def test_a_seeded_fault_is_caught(copy: Path, fault: Fault) -> None:
    assert rules_after(copy, fault.file, fault.old, fault.new) & set(fault.rule.split("|"))


def test_there_are_at_least_sixty_faults_and_each_rule_of_lint_has_one() -> None:
    assert len(FAULTS) >= 60
    caught = {rule for fault in FAULTS for rule in fault.rule.split("|")}
    # These need another world than the shipped pack: see the other tests of lint.
    others = {"OC310", "OC312", "OC313", "OC316", "OC341", "OC345"}
    of_upgrades = {"OC351", "OC352", "OC353", "OC354", "OC355"}
    assert set(RULES) - caught == others | of_upgrades


@pytest.mark.parametrize(("file", "old", "new"), HARMLESS)
def test_what_only_looks_like_a_fault_is_no_remark(
    copy: Path, file: str, old: str, new: str
) -> None:
    assert rules_after(copy, file, old, new) == set()


@pytest.mark.parametrize("pack", sorted(shipped_packs().iterdir()), ids=lambda path: path.name)
def test_shipped_packs_are_sound_without_a_remark(pack: Path) -> None:
    review = lint_pack(pack)
    assert [remark.problem.text for remark in review.remarks] == []
    assert review.pack is not None
