"""Assurance in words: how much of what was claimed is backed, or that nothing was claimed."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from tests.result.small import levels, read, said

from outsource_check.report import render
from outsource_check.result import Result, score
from outsource_check.terminal.result import show_result

PROVEN = {"level": 3, "evidence": [{"what": "A sheet"}]}
NOTHING = "nothing was claimed, no answer is of level 3 or more"
ASSURED = [
    (1, 2, f"medium: {NOTHING}"),
    (None, "dont-know", f"low: {NOTHING}"),
    (0, None, f"low: {NOTHING}"),
    (3, 1, "low: 0 of 1 answer of level 3 or more with evidence"),
    (PROVEN, 3, "medium: 1 of 2 answers of level 3 or more with evidence"),
]


def weigh(client: Any, partner: Any) -> Result:
    files = [said("client", {"k.q": client}), said("partner", {"k.q": partner})]
    return score(read([levels("q")], *files), as_of=datetime.date(2026, 11, 30))


@pytest.mark.parametrize(("client", "partner", "text"), ASSURED)
def test_every_output_says_the_same_of_assurance(client: Any, partner: Any, text: str) -> None:
    result = weigh(client, partner)
    level, _, detail = text.partition(": ")
    assert f"Assurance   {text}" in " ".join(show_result(result, colour=False).split("\n"))
    assert result.model_dump()["assurance"] == level
    told = json.loads(render(result, format="context"))
    assert (told["assurance"]["level"], told["assurance"]["text"]) == (level, detail)
    for template in ("readiness", "executive"):
        for language in ("md", "html"):
            page = " ".join(render(result, template=template, format=language).split())
            assert detail in page, (template, language)
            assert "0 of 0" not in page
