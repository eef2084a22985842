"""What is internal to a side is in no field of what is redacted for another."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.report.test_privacy import CANARY, make_answers
from tests.report.worlds import DAY, make_result, write_answers, write_pack

from outsource_check.answers import read_answers
from outsource_check.result import score
from outsource_check.result.redaction import Audience, redact

DATE = datetime.date(2031, 12, 30)


def find(part: Any, place: str = "") -> list[str]:
    """Where the canary stands in what is reached from an object; not in the text of files."""
    if isinstance(part, str):
        return [place] if CANARY.lower() in part.lower() else []
    if part == DATE:
        return [place]
    if isinstance(part, dict):
        fields = {str(key): value for key, value in part.items()}
    elif isinstance(part, tuple | list):
        fields = {str(index): value for index, value in enumerate(part)}
    elif type(part).__module__.startswith("outsource_check"):
        names = getattr(type(part), "__slots__", ()) or vars(part)
        fields = {name: getattr(part, name) for name in names if name not in ("document", "file")}
    else:
        return []
    return [found for name, value in fields.items() for found in find(value, f"{place}/{name}")]


@pytest.mark.parametrize("audience", ["client", "partner", "both"])
def test_what_is_internal_is_only_in_what_is_for_its_side(
    tmp_path: Path, audience: Audience
) -> None:
    waiver = {"question": "work.rights", "by": "Ann", "reason": CANARY, "date": "2026-11-01"}
    unused = {"question": "aims.money", "by": "Ann", "reason": CANARY, "date": "2026-11-01"}
    pack = write_pack(tmp_path)
    answers = make_answers({"internal": "yes"}, CANARY)
    file = write_answers(tmp_path, "client", answers, waivers=[waiver, unused])
    result = score(read_answers(file, packs=[pack]), as_of=DAY)
    assert result.findings
    assert bool(find(redact(result, audience))) is (audience == "client")
    assert find(result)


def test_the_numbers_stay_what_they_were(tmp_path: Path) -> None:
    result = make_result(tmp_path, client=make_answers({"internal": "yes"}, CANARY))
    redacted = redact(result, "both")
    assert redacted.score == result.score
    assert [key.score for key in redacted.keys] == [key.score for key in result.keys]
    for name in ("verdict", "actions", "gaps", "settles", "findings", "duty"):
        assert redacted.model_dump(include={name}) == result.model_dump(include={name})
    for name, found in result.questions.items():
        assert redacted.questions[name].level == found.level
