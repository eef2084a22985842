"""The words that a person chose are the words that the report says."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from outsource_check.answers import AnswerFile
from outsource_check.interview.model import Header, Spot, State
from outsource_check.interview.view import build_ask
from outsource_check.pack import (
    ChoiceQuestion,
    CostsQuestion,
    LevelsQuestion,
    OverlapQuestion,
    Pack,
    Question,
    Side,
    load_pack,
)
from outsource_check.report.answer_words import state
from outsource_check.result import score

DAY = datetime.date(2026, 11, 23)
PACK = load_pack("eight-keys")
CHOSEN = [
    question
    for question in PACK.questions.values()
    if isinstance(question, LevelsQuestion | ChoiceQuestion | OverlapQuestion | CostsQuestion)
]


def said(pack: Pack, question: Question, chosen: str) -> str:
    """What the report says of an answer that was chosen in the interview."""
    field: dict[str, Any] = (
        {"option": chosen} if isinstance(question, ChoiceQuestion) else {"level": int(chosen)}
    )
    side: Side = "client" if question.answered_by != "partner" else "partner"
    answers = AnswerFile.model_validate(
        {
            "format": "outsource-check/answers/v1",
            "pack": pack.id,
            "pack_version": pack.version,
            "engagement": "x",
            "respondent": {"side": side, "role": "CTO"},
            "date": DAY,
            "answers": {question.id: field},
        },
        context=pack,
    )
    result = score(answers, pack=pack, as_of=DAY)
    (voice,) = result.questions[question.id].sides[side].voices
    return state(question, voice)


@pytest.mark.parametrize("question", CHOSEN, ids=lambda question: question.id)
def test_every_text_that_can_be_chosen_is_what_the_report_says(question: Question) -> None:
    header = Header(side="client", role="CTO", engagement="x", mode="full", date=DAY)
    asked = build_ask(
        State(pack=PACK, header=header, today=DAY, trail=(Spot("question", question.id),))
    )
    offered = {item.value: item.text for item in asked.items}
    texts = {
        name: text for name, text in offered.items() if name.isdigit() or name in options(question)
    }
    assert texts
    for name, text in texts.items():
        assert said(PACK, question, name) == text
        if name.isdigit():
            assert question.level_text(int(name)) == text


def options(question: Question) -> tuple[str, ...]:
    """The ids of what can be chosen."""
    if not isinstance(question, ChoiceQuestion):
        return ()
    return tuple(option.id for option in question.options)
