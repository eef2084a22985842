"""What is asked and not scored stands in a result, and changes nothing in it."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from tests.result.small import levels, read, said

from outsource_check.answers.settlements import decode_engagement
from outsource_check.documents import parse
from outsource_check.errors import AnswerError, ConfigurationError
from outsource_check.result import Result, look_ahead, score

Data = dict[str, Any]
AS_OF = datetime.date(2026, 11, 30)
ROWS = [{"id": "php", "text": "PHP"}, {"id": "java", "text": "Java"}]
COLOURS = [{"id": "r", "text": "Red"}, {"id": "g", "text": "Green"}]
PLACES = [
    {"name": "Oslo", "side": "client", "zone": "Europe/Oslo", "hours": "09:00-17:00"},
    {"name": "Hanoi", "side": "partner", "zone": "Asia/Ho_Chi_Minh", "hours": "09:00-17:00"},
]
ASKED: dict[str, tuple[Data, Any, str]] = {
    "text": ({"kind": "text"}, "Old <system> 4711", "Old <system> 4711"),
    "text, long": ({"kind": "text"}, {"text": "12", "note": "sure"}, "12"),
    "date": ({"kind": "date"}, "2026-12-24", "2026-12-24"),
    "date, long": ({"kind": "date"}, {"day": "2026-12-24", "date": "2026-11-25"}, "2026-12-24"),
    "number": ({"kind": "number", "unit": "people", "scored": False}, 12, "12 people"),
    "bounds": (
        {"kind": "number", "unit": "days", "worst": 9, "best": 1, "scored": False},
        "none",
        "Looked: nothing is agreed or was ever measured.",
    ),
    "choice": ({"kind": "choice", "options": COLOURS, "scored": False}, "g", "Green"),
    "yes and no": ({"kind": "choice", "scored": False}, True, "Yes"),
    "matrix": (
        {"kind": "matrix", "rows": ROWS, "scored": False},
        ["php"],
        "PHP: Yes; Java: No",
    ),
    "levels": ({"kind": "levels", "levels": ["low", "high"], "scored": False}, 4, "high"),
    "overlap": (
        {"kind": "overlap", "scored": False},
        {"sites": PLACES},
        "Worked out from figures.",
    ),
    "costs": ({"kind": "costs", "scored": False}, {"level": 2}, ""),
}
SCORED = [
    levels("first", stop={"at_or_below": 0, "because": "It sinks."}, when={"live": True}),
    levels("second", answered_by="both", duty="client"),
    levels("third"),
]
FACTS = [{"id": "live", "ask": "Is it live?"}, {"id": "size", "ask": "How large?"}]
ANSWERS = {"k.first": 1, "k.second": 4}


def judge(asked: list[Data], answers: Data, **fields: Any) -> Result:
    file = said("client", {**ANSWERS, **answers}, mode="quick", facts={"live": True}, **fields)
    return score(read([*SCORED, *asked], file, facts=FACTS), as_of=AS_OF)


def untouched(result: Result) -> Data:
    """All that must stay the same."""
    document: Data = json.loads(result.model_dump_json())
    for key in document["keys"]:
        key["questions"] = [one for one in key["questions"] if one["state"] != "not-scored"]
    del document["sources"], document["pack"]["sha256"]
    return {
        **document,
        "depends on": result.verdict.depends_on,
        "ahead": look_ahead(result, result.actions),
    }


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("name", ASKED)
def test_a_question_that_is_not_scored_changes_nothing(name: str, *, answered: bool) -> None:
    fields, entry, _ = ASKED[name]
    asked = {"id": "asked", "title": "Asked", "when": {"size": True}, **fields}
    answers = {"k.asked": entry} if answered else {}
    assert untouched(judge([asked], answers)) == untouched(judge([], {}))


@pytest.mark.parametrize("name", ASKED)
def test_what_was_answered_stands_in_the_result(name: str) -> None:
    fields, entry, text = ASKED[name]
    asked = {"id": "asked", "title": "Asked", **fields}
    document = json.loads(judge([asked], {"k.asked": entry}).model_dump_json())
    question = document["keys"][0]["questions"][-1]
    assert (question["state"], question["level"], question["client"]) == ("not-scored", None, None)
    told = {"side": "client", "role": "Somebody", "text": text}
    assert [one for one in question["said"] if text] == ([told] if text else [])
    assert len(question["said"]) == 1


def test_nothing_of_a_sealed_side_is_told() -> None:
    asked = {"id": "asked", "title": "Asked", "kind": "text"}
    who = {"side": "client", "role": "CTO", "anonymous": True}
    result = judge([asked], {"k.asked": "We are broke"}, respondent=who)
    assert "broke" not in result.model_dump_json()
    assert result.keys[0].questions[-1].said == ()


@pytest.mark.parametrize("entry", [None, "dont-know", {"not_applicable": "none here"}])
def test_who_says_nothing_is_not_told(entry: Any) -> None:
    asked = {"id": "asked", "title": "Asked", "kind": "text"}
    assert judge([asked], {"k.asked": entry}).keys[0].questions[-1].said == ()


def test_a_pack_of_nothing_but_asked_questions_cannot_be_scored() -> None:
    asked = {"id": "asked", "title": "Asked", "kind": "text"}
    engagement = read([asked], said("client", {"k.asked": "Here"}))
    with pytest.raises(AnswerError, match="nothing to score"):
        score(engagement, as_of=AS_OF)


WRONG = (
    ({"kind": "text"}, "[a, b]", "expected a text, found a list"),
    ({"kind": "date"}, "24.12.2026", "expected a date such as 2026-12-31, or dont-know, found"),
    ({"kind": "date"}, {"date": "2026-12-24"}, None),
    ({"kind": "text"}, {"day": "2026-12-24"}, '"day" is a field of kind date'),
)


@pytest.mark.parametrize(("fields", "entry", "message"), WRONG)
def test_what_is_no_such_answer_is_refused(fields: Data, entry: Any, message: str | None) -> None:
    asked = {"id": "asked", "title": "Asked", **fields}
    entry = ["a", "b"] if entry == "[a, b]" else entry
    if message is None:  # the day on which it was said, and nothing else
        assert judge([asked], {"k.asked": entry}).keys[0].questions[-1].said == ()
        return
    with pytest.raises(AnswerError, match=message):
        judge([asked], {"k.asked": entry})


LEVELLED = (
    ({"kind": "text", "scored": True}, "a question of kind text gives no level"),
    ({"kind": "date", "scored": True}, "a question of kind date gives no level"),
    ({"kind": "text", "weight": 2}, '"weight" goes with a level'),
    ({"kind": "text", "stop": {"at_or_below": 0, "because": "x"}}, '"stop" goes with a level'),
    ({"kind": "choice", "scored": False, "remedy": {"do": "x"}}, '"remedy" goes with a level'),
    ({"kind": "choice", "options": COLOURS}, '"worth" is missing'),
    ({"kind": "matrix", "rows": ROWS, "options": COLOURS}, '"worth" is missing'),
    ({"kind": "choice", "options": "far"}, '"worth" is missing in the scale "far"'),
    ({"kind": "number", "unit": "people"}, 'expected either "better" with "bounds"'),
    (
        {**levels("x"), "stop": {"at_or_below": 0, "because": "x", "unless": {"k.free": 3}}},
        '"k.free" is not scored: it reaches no level',
    ),
)


@pytest.mark.parametrize(("fields", "message"), LEVELLED)
def test_what_needs_a_level_is_refused_in_a_pack(fields: Data, message: str) -> None:
    asked = {**fields, "id": "asked", "title": "Asked"}
    free = {"id": "free", "title": "Free", "kind": "text"}
    with pytest.raises(ConfigurationError, match=message):
        read([asked, free], said("client", {}), scales={"far": COLOURS})


def test_there_is_nothing_to_agree_on() -> None:
    asked = {"id": "asked", "title": "Asked", "kind": "text"}
    pack = read([*SCORED, asked], said("client", ANSWERS), facts=FACTS).pack
    text = b"""\
format: outsource-check/engagement/v1
engagement: A small engagement
settlements: [{question: k.asked, level: 3, present: [A], reason: x}]
"""
    with pytest.raises(AnswerError, match="is not scored: there is nothing to agree on"):
        decode_engagement(parse(text, "engagement.yaml", AnswerError), pack)
