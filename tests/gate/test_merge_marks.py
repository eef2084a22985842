from __future__ import annotations

from pathlib import Path

import pytest
from tests.gate.conftest import Check
from tests.gate.world import write_answers

MARKED = "<<<<<<< HEAD\n  alpha.one: 3\n=======\n  alpha.one: 2\n>>>>>>> other\n"


@pytest.mark.parametrize(
    ("file", "arguments", "status"),
    [
        ("e/a.yaml", (), 3),
        ("outsource-policy.yaml", (), 4),
        ("packs/tiny/alpha.yaml", (), 4),
        ("outsource-history.jsonl", ("--since", "outsource-history.jsonl"), 4),
    ],
)
def test_marks_are_named_in_every_file_that_is_read(
    check: Check, folder: Path, file: str, arguments: tuple[str, ...], status: int
) -> None:
    write_answers(folder / "e" / "a.yaml")
    path = folder / file
    before = path.read_text(encoding="utf-8") if path.exists() else "x"
    path.write_text(f"{MARKED}{before}", encoding="utf-8")
    found = check("e", *arguments)
    assert found.status == status
    assert f"{file}:1:1: error[OC003]: a merge was not finished" in found.out + found.err
