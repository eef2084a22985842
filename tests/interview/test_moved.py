"""An interview goes on with a file of an older version of its pack."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.answers.moved import HEAD, make_pack
from tests.interview.test_process import run

TEXT = HEAD.format(version="1.0.0") + (
    "facts:\n  live: yes  # since May\n  staff: yes\n"
    "answers:\n"
    "  one.drivers: {level: 3, note: n}  # top\n"
    "  one.times: {level: 1, note: as in March}\n"
    "  one.slice: 2\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "packs").mkdir()
    make_pack(tmp_path / "packs")
    file = tmp_path / "answers.yaml"
    file.write_text(TEXT)
    return file


def ask(file: Path, text: str) -> str:
    """What a plain interview says, in one line."""
    return " ".join(run(file.parent, "--plain", text=text).stdout.split())


def test_what_was_said_stands_beside_what_is_asked_again(file: Path) -> None:
    said = ask(file, ":g staff\n:g one.hours\n:q\n")
    assert "Asked again, because they read otherwise now: facts.staff, one.hours." in said
    assert "No longer asked, but kept in the file: one.slice." in said
    assert "Is staff affected? Asked again: It reads otherwise. Said before: yes" in said
    assert "Hours Asked again: It reads otherwise. Said before: 1 Note: as in March" in said
    # Nothing was answered, so nothing was written.
    assert file.read_text() == TEXT


def test_the_new_version_is_written_with_the_next_answer_and_only_what_it_must(file: Path) -> None:
    ask(file, ":g one.access\n4\n:q\n")
    expected = (
        TEXT.replace("pack_version: 1.0.0", 'pack_version: "2.0.0"')
        .replace("live: yes", "live-service: critical")
        .replace("staff: yes", 'staff: {before: "yes"}')
        .replace("one.drivers", "one.reasons")
        .replace(
            "one.times: {level: 1, note: as in March}",
            'one.hours: {note: as in March, before: "1"}',
        )
    )
    assert file.read_text().startswith(expected)
    assert file.read_text().removeprefix(expected).startswith("  one.access: {level: 4, date: ")
    # What was said is still shown in the next sitting, and goes with the new answer.
    said = ask(file, ":g staff\n2\n:g one.hours\n3\n:q\n")
    assert "Said before: yes" in said
    assert "Said before: 1 Note: as in March" in said
    text = file.read_text()
    assert "before" not in text
    assert "  staff: no\n" in text
    assert "  one.hours: {note: as in March, level: 3, date: " in text
