"""What a side keeps internal is in no byte of a report for the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.report.worlds import make_result

from outsource_check.report import list_templates, render

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "CANARY-7391"
OPEN = "VISIBLE-2846"


def make_answers(internal: dict[str, str], word: str) -> dict[str, Any]:
    own = {
        **internal,
        "note": f"{word} note",
        "owner": f"{word} owner",
        "due": "2031-12-30",
        "evidence": [{"what": f"{word} what", "where": f"https://{word.lower()}.example/where"}],
    }
    rows = {
        "code": {"option": "no", "who": f"{word} who", "note": f"{word} row"},
        "data": {"not_applicable": f"{word} left out"},
    }
    sites = [
        {"name": f"{word} a", "side": "client", "zone": "Europe/London", "hours": "09:00-17:00"},
        {"name": f"{word} b", "side": "partner", "zone": "Europe/Paris", "hours": "09:00-17:00"},
    ]
    return {
        "aims.reasons": {"level": "0", **own},
        "aims.speed": {"dont_know": "yes", **own},
        "work.rights": {"rows": rows, **own},
        "work.form": {"not_applicable": f"{word} reason", **internal},
        "work.hours": {"sites": sites, **own},
    }


def _render_all(result: Any, audience: str) -> dict[str, str]:
    texts = {}
    for template in list_templates():
        if template.audience == audience:
            for form in (*template.languages, "context"):
                text = render(result, template=template.name, format=form)
                texts[f"{template.name}.{form}"] = text
    return texts


@pytest.mark.parametrize("audience", ["partner", "both"])
def test_what_the_client_marks_internal_reaches_no_byte(tmp_path: Path, audience: str) -> None:
    result = make_result(tmp_path, client=make_answers({"internal": "yes"}, CANARY))
    texts = _render_all(result, audience)
    assert texts
    for name, text in texts.items():
        assert CANARY.lower() not in text.lower(), name
        assert "2031-12-30" not in text, name


def test_what_the_partner_marks_internal_is_not_in_the_clients_report(tmp_path: Path) -> None:
    result = make_result(
        tmp_path, client=make_answers({}, OPEN), partner=make_answers({"internal": "yes"}, CANARY)
    )
    for name, text in _render_all(result, "client").items():
        assert CANARY.lower() not in text.lower(), name
    assert OPEN in render(result)


def test_the_own_side_sees_everything(tmp_path: Path) -> None:
    result = make_result(tmp_path, client=make_answers({"internal": "yes"}, CANARY))
    text = render(result)
    for part in ("note", "owner", "what", "who", "row", "left out"):
        assert f"{CANARY} {part}" in text, part


def test_a_question_can_be_internal_and_an_answer_can_open_it(tmp_path: Path) -> None:
    money = {"level": "2", "note": CANARY}
    hidden = make_result(tmp_path, client={"aims.money": money})
    assert CANARY not in render(hidden, template="partner")
    opened = make_result(tmp_path, client={"aims.money": {**money, "internal": "no"}})
    assert CANARY in render(opened, template="partner")


def test_the_context_says_for_whom_it_is(tmp_path: Path) -> None:
    result = make_result(tmp_path, client={"aims.reasons": "2"})
    for template in list_templates():
        context = json.loads(render(result, template=template.name, format="context"))
        assert context["report"]["audience"] == template.audience
