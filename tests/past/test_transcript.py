"""What the pages on earlier states show is what is printed, and what comes out by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.alignment.transcript import replay
from tests.past.transcript import ROUNDS, SINCE

from outsource_check.cli import main
from outsource_check.numbers import MINUS
from outsource_check.result.past import Past


def list_blocks(page: Path) -> list[tuple[str, str]]:
    """The blocks of a page as they are written, and as they would be now."""
    # `python -m tests.past.transcript` writes them anew.
    return [(written, shown) for _, written, shown in replay(page.read_text(encoding="utf-8"))]


@pytest.mark.slow
def test_two_rounds_come_out_as_the_page_shows() -> None:
    blocks = list_blocks(ROUNDS)
    assert [shown for _, shown in blocks] == [written for written, _ in blocks]
    assert len(blocks) > 10


def test_the_example_by_hand_is_printed_as_the_page_shows() -> None:
    [(written, shown)] = list_blocks(SINCE)
    assert shown == written


def test_the_example_by_hand_comes_to_what_is_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = SINCE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, text in re.findall(r"^```yaml (\S+)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    words = ["--pack", "packs", "--since", "june", "--as-of", "2026-09-01", "--json"]
    assert main(["score", "september", *words]) == 0
    found = json.loads(capsys.readouterr().out)["since"]
    for end in ("low", "high"):
        [row] = re.findall(rf"^\| \*\*{end} end\*\* (.*)$", page, re.MULTILINE)
        numbers = [float(text.replace(MINUS, "-")) for text in re.findall(r"\*\*(.+?)\*\*", row)]
        parts = [found[part][end] for part in ("done", "learned", "asked_otherwise")]
        assert numbers == parts
        assert sum(parts) == found["now_score"][end] - found["then_score"][end]
        points = {
            (part, one["question"]): one[end]
            for part in ("done", "learned", "asked_otherwise")
            for one in found[part]["questions"]
        }
        assert points == {
            ("done", "aims.scope"): -6.25,
            ("done", "work.decisions"): 9.375,
            ("learned", "aims.money"): {"low": 18.75, "high": -6.25}[end],
            ("asked_otherwise", "aims.scope"): 3.125,
            ("asked_otherwise", "work.nights"): 6.25,
        }


def test_the_line_of_a_history_that_the_page_on_files_shows_has_every_field() -> None:
    page = (SINCE.parent / "files.md").read_text(encoding="utf-8")
    [text] = re.findall(r"^```json\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    line = json.loads(text)
    assert Past.model_validate(line).engagement == "Mobile app rebuild"
    schema = Past.model_json_schema()
    assert list(line) == list(schema["properties"])
    for name, part in (("pack", "PastPack"), ("verdict", "VerdictEnds")):
        assert list(line[name]) == list(schema["$defs"][part]["properties"])
    assert {*line["people"][0]} == {*schema["$defs"]["PastPerson"]["properties"]}
    for question in line["questions"].values():
        assert {*question} == {*schema["$defs"]["PastQuestion"]["properties"]}
