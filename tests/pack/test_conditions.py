"""Conditions: read, judged with what is known, said in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pack.worlds import LEVELS, write_pack

from outsource_check.pack import judge_condition, read_pack

FACTS = """\
facts:
  - {id: stage, ask: How far?, options: [{id: a, text: A}, {id: b, text: B}, {id: c, text: C}]}
  - {id: live, ask: Is it live?}
"""
CASES: tuple[tuple[str, str, dict[str, str], dict[str, str], dict[str, str]], ...] = (
    ("{stage: a}", "stage is a", {"stage": "a"}, {"stage": "b"}, {}),
    ("{stage: [a, b]}", "stage is a or b", {"stage": "b"}, {"stage": "c"}, {"live": "yes"}),
    (
        "{stage: [a, b, c], live: yes}",
        "stage is a, b or c and live is yes",
        {"stage": "a", "live": "yes"},
        {"live": "no"},
        {"live": "yes"},
    ),
    (
        "{any: [{stage: a}, {live: yes}]}",
        "stage is a or live is yes",
        {"live": "yes"},
        {"stage": "b", "live": "no"},
        {"stage": "b"},
    ),
    ("{not: {live: yes}}", "not (live is yes)", {"live": "no"}, {"live": "yes"}, {}),
    (
        "{all: [{live: yes}, {any: [{stage: a}, {stage: b}]}]}",
        "live is yes and (stage is a or stage is b)",
        {"live": "yes", "stage": "b"},
        {"stage": "c"},
        {"live": "yes"},
    ),
)


@pytest.mark.parametrize(("text", "words", "holds", "fails", "open_"), CASES)
def test_a_condition_is_yes_no_or_unknown(
    tmp_path: Path,
    text: str,
    words: str,
    holds: dict[str, str],
    fails: dict[str, str],
    open_: dict[str, str],
) -> None:
    pack = read_pack(write_pack(tmp_path, LEVELS + f"  when: {text}\n", FACTS))
    condition = pack.questions["one.first"].when
    assert str(condition) == words
    found = [judge_condition(condition, facts) for facts in (holds, fails, open_)]
    assert found == [True, False, None]


def test_no_condition_holds() -> None:
    assert judge_condition(None, {}) is True
