"""`score --what-if`: a result beside what it would be."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from tests.alignment.transcript import run
from tests.result.small import levels, said, spell, write_pack

FACTS = [{"id": "live", "ask": "Is it live?"}]
STOP = {"at_or_below": 0, "because": "It hurts", "title": "Nothing is there"}
QUESTIONS = [levels("a", stop=STOP), levels("b"), levels("c", when={"live": True})]


def ask(folder: Path, words: str, **answers: Any) -> str:
    write_pack(folder, QUESTIONS, evidence="optional", facts=FACTS)
    for side in ("client", "partner"):
        file = said(side, {f"k.{name}": level for name, level in answers.items()})
        (folder / f"{side}.yaml").write_text(json.dumps(spell(file)), encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    with chdir(folder):
        page = run(f"outsource-check {words} client.yaml partner.yaml --pack small")
    assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()} == before
    return page


SHOWN = [
    (["k.a=3", "live=no"], "As if  Ready, score 75"),
    (["k.a=3", "live=no"], "Now    Not ready, score 25 to 58"),
    (["k.a=3"], "• Stop: “Nothing is there”"),
    (["k.b=0"], "Key k  25 to 58, then 0 to 33"),
    (["k.d=1"], 'there is no question or fact "k.d"'),
    (["k.a=7"], "--what-if k.a:"),
    (["k.a"], "expected QUESTION=ANSWER"),
    (["live=perhaps"], "--what-if live: expected"),
    (["k.a=3", "--json"], "leave out the rest"),
]


@pytest.mark.parametrize(("assumed", "expected"), SHOWN)
def test_what_is_assumed_of_all_is_shown_beside_the_result(
    tmp_path: Path, assumed: list[str], expected: str
) -> None:
    words = " ".join(one if one.startswith("--") else f"--what-if {one}" for one in assumed)
    assert expected in ask(tmp_path, f"score {words}", a=0, b=3)


def test_a_report_is_about_what_is(tmp_path: Path) -> None:
    assert "No such option: --what-if" in ask(tmp_path, "report --what-if k.a=3", a=0, b=3)
