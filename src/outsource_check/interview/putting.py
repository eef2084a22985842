"""Answers into the state: what is said is replaced, what goes with it stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outsource_check.answers import Answer
from outsource_check.interview.order import is_answered
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.interview.model import State

_SAID = {
    "level": None,
    "option": None,
    "value": None,
    "nothing": False,
    "rows": None,
    "short": False,
    "sites": (),
    "pairs": (),
    "start": None,
    "costs": None,
    "dont_know": False,
    "not_applicable": "",
}
"""The fields of an answer that say something, and what they are when they do not."""


def say(text: str) -> str:
    """A typed text as it may be stored: on one line, what is unsafe as a visible escape."""
    return clean(text).strip()


def put_answer(state: State, question_id: str, **said: Any) -> State:
    """The state with a question answered anew; evidence, note, owner and due stay, unless given.

    An answer that is given on a later day than the file's gets its own date. That it is the same as
    before makes no difference, but is said: who confirms an answer renews it.
    """
    old = state.answers.get(question_id, Answer())
    before = {name: getattr(old, name) for name in said}
    if not any(is_answered(Answer.model_construct(**fields)) for fields in (said, before)):
        # Only what goes with an answer, such as a currency: what was said stays.
        return keep_answer(state, question_id, old.replace(**said))
    day = None if state.today == state.header.date else state.today
    new = old.replace(**{**_SAID, "date": day, **said})
    same = all(getattr(old, name) == getattr(new, name) for name in _SAID if name != "short")
    if same:
        new = new.replace(short=old.short)
    if same and old.date != new.date:
        title = state.pack.questions[question_id].title
        again = f"Still so: “{title}” is of {new.date or state.header.date} now."
        state = replace(state, message=f"{state.message} {again}".strip())
    return keep_answer(state, question_id, new)


def confirm_answer(state: State, question_id: str) -> State:
    """The state with an answer confirmed as it is; what is no answer yet stays as it is."""
    answer = state.answers[question_id]
    if not is_answered(answer):
        return state
    return put_answer(state, question_id, **{name: getattr(answer, name) for name in _SAID})


def keep_answer(state: State, question_id: str, answer: Answer) -> State:
    """The state with this answer to the question, as it is."""
    return replace(state, answers={**state.answers, question_id: answer})
