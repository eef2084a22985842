"""The example of docs/scoring.md comes out of the program with the numbers worked out by hand."""

from __future__ import annotations

import json
import re
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from tests.alignment.transcript import run
from tests.docs.scoring import PAGE, lay_out, rewrite

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture
def result(tmp_path: Path) -> Any:
    lay_out(TEXT, tmp_path)
    with chdir(tmp_path):
        return json.loads(run("outsource-check score client.yaml partner.yaml --pack . --json"))


def rows(beginning: str) -> dict[str, list[str]]:
    """The cells of a table by those of its first column."""
    lines = TEXT[TEXT.index(beginning) :].partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]
    return {name: rest for name, *rest in cells}


def span(text: str) -> tuple[float, float] | None:
    """The ends of `0 to 3`, or of a single number."""
    low, _, high = text.partition(" to ")
    return None if text == "not asked" else (float(low), float(high or low))


def ends(found: Any) -> tuple[float, float] | None:
    return found and (found["low"], found["high"])


def test_each_question_has_the_levels_and_points_of_the_table(result: Any) -> None:
    came = {
        question["id"]: (
            ends(question["client"]),
            ends(question["partner"]),
            ends(question["level"]),
            (
                question["weight"] * question["points"]["low"],
                question["weight"] * question["points"]["high"],
            ),
        )
        for key in result["keys"]
        for question in key["questions"]
    }
    worked = rows("| question | client |")
    assert {name: tuple(map(span, cells)) for name, cells in worked.items()} == came


def test_each_score_is_what_the_table_comes_to(result: Any) -> None:
    came = {key["id"]: ends(key["score"]) for key in result["keys"]}
    came["overall"] = ends(result["score"])
    worked = rows("| | least |")
    assert set(worked) == set(came)
    for name, sums in worked.items():
        found = came[name]
        assert found is not None
        for end, line in zip(found, sums, strict=True):
            parts = re.fullmatch(r"\((\S+) \+ (\S+)\) / (\S+) = (\S+)", line)
            assert parts
            one, other, weight, mean = map(float, parts.groups())
            assert mean == pytest.approx((one + other) / weight, abs=1e-4)
            assert mean == end


def test_the_page_shows_what_is_printed() -> None:
    # `make pages` writes it anew.
    assert rewrite(TEXT) == TEXT
