"""Answers into the state, and what is written down beside them: note, evidence, owner, due, who."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from outsource_check.answers import Answer, Evidence, RowAnswer
from outsource_check.documents import scalars
from outsource_check.interview.model import Spot, State
from outsource_check.pack.kinds.parts import REMOVE
from outsource_check.text import clean

_NAMES = tuple(Answer.model_fields)
_SAID = {name: Answer.model_fields[name].default for name in _NAMES[: _NAMES.index("before") + 1]}
"""The fields of an answer that say something, or said it, and what they are when they do not."""


def say(text: str) -> str:
    """A typed text, safe to store: on one line, with unsafe characters as visible escapes."""
    return clean(text).strip()


def put_answer(state: State, question_id: str, **said: Any) -> State:
    """The state with a question answered anew; evidence, note, owner and due stay, unless given.

    An answer on a later day than the file's gets its own date. This holds for the same answer too,
    and a message says so: confirming an answer renews it.
    """
    old = state.answer(question_id)
    before = {name: getattr(old, name) for name in said}
    if not any(Answer.model_construct(**fields).is_given for fields in (said, before)):
        # Only something beside an answer, such as a currency: the answer itself stays.
        return keep_answer(state, question_id, old.replace(**said))
    day = None if state.today == state.header.date else state.today
    new = old.replace(**{**_SAID, "date": day, **said})
    same = all(getattr(old, name) == getattr(new, name) for name in _SAID if name != "short")
    if same:
        new = new.replace(short=old.short)
    if same and old.date != new.date:
        title = state.pack.questions[question_id].shown
        again = f"Still so: “{title}” is of {new.date or state.header.date} now."
        state = replace(state, message=f"{state.message} {again}".strip())
    return keep_answer(state, question_id, new)


def confirm_answer(state: State, question_id: str) -> State:
    """The state with an answer confirmed unchanged; unchanged too where nothing is answered yet."""
    answer = state.answers[question_id]
    if not answer.is_given:
        return state
    return put_answer(state, question_id, **{name: getattr(answer, name) for name in _SAID})


def take_earlier(state: State, question_id: str) -> State:
    """The state with the earlier answer confirmed: this file's own, else that of another file."""
    if question_id in state.answers and state.answers[question_id].is_given:
        return confirm_answer(state, question_id)
    day = None if state.today == state.header.date else state.today
    return keep_answer(state, question_id, state.offered[question_id].replace(date=day))


def keep_answer(state: State, question_id: str, answer: Answer) -> State:
    """The state with this answer to the question, as it is."""
    return replace(state, answers={**state.answers, question_id: answer})


# ------------------------------------------------------------------------- beside an answer


def is_row(state: State, spot: Spot) -> bool:
    """Whether a row of a list is asked at a spot."""
    return spot.kind == "part" and bool(state.pack.questions[spot.id].lines)


def attach(state: State, what: str, text: str) -> State:
    """Write a text beside the answer under the cursor; without one, ask for it."""
    cursor = state.cursor
    if cursor.whole.kind != "question":
        return replace(state, problem="Notes, evidence and owners belong to questions.")
    if what == "who" and not is_row(state, cursor):
        return replace(state, problem="A name or role belongs to a line of a list.")
    pieces = len(state.answer(cursor.id).evidence)
    number = pieces if what == "evidence" else 0
    state = state.over(Spot("aside", cursor.id, what, number))
    return type_aside(state, say(text)) if say(text) else state


def type_aside(state: State, text: str) -> State:
    """A text for the aside under the cursor; empty keeps what is there, `-` removes it."""
    cursor, under = state.cursor, state.trail[-2]
    question, what = cursor.id, cursor.part
    answer = state.answer(question)
    remove = text == REMOVE
    match what:
        case "evidence":
            if text and not remove:
                # Kept at once, so that it is not lost to somebody who leaves at the next prompt.
                # Somebody who comes back from there gives it again.
                before = answer.evidence[: cursor.number]
                state = _update(state, question, evidence=(*before, Evidence(what=text)))
                return state.at(replace(cursor, part="where"))
            kept = answer.evidence[:-1] if remove else answer.evidence
            return _update(state, question, evidence=kept).back()
        case "where":
            where = "" if remove else text
            proof = answer.evidence[-1].replace(where=where)
            return _update(state, question, evidence=(*answer.evidence[:-1], proof)).back()
        case "owner":
            owner = "" if remove else text or answer.owner
            state = _update(state, question, owner=owner)
            return state.at(replace(cursor, part="due"))
        case "due":
            return _type_due(state, answer, text)
        case "note" | "who" if is_row(state, under):
            return _update_row(state, question, under.part, what, text).back()
        case "note":
            note = "" if remove else text or answer.note
            return _update(state, question, note=note).back()
        case _:
            raise AssertionError(what)


def present(state: State) -> str:
    """What the aside under the cursor holds now, to be shown beside it."""
    answer = state.answer(state.cursor.id)
    under, what = state.trail[-2], state.cursor.part
    if is_row(state, under) and what in ("note", "who", "reason"):
        row = (answer.rows or {}).get(under.part, RowAnswer())
        return {"note": row.note, "who": row.who, "reason": row.not_applicable}[what]
    if what == "reason":
        return answer.not_applicable
    if what == "due":
        return answer.due.isoformat() if answer.due else ""
    if what in ("note", "owner"):
        return str(getattr(answer, what))
    return ""


def _type_due(state: State, answer: Answer, text: str) -> State:
    due = answer.due if not text else None
    if text and text != REMOVE:
        due = scalars.date(text)
        if due is None:
            message = scalars.miss(text, scalars.DATE)
            return replace(state, problem=f"E{message[1:]}.")
    return _update(state, state.cursor.id, due=due).back()


def _update(state: State, question: str, **fields: object) -> State:
    old = state.answer(question)
    new = old.replace(**fields)
    return state if new == old else keep_answer(state, question, new)


def _update_row(state: State, question: str, row: str, what: str, text: str) -> State:
    old = state.answer(question)
    rows = dict(old.rows or {})
    kept = rows.get(row, RowAnswer())
    value = "" if text == REMOVE else text or getattr(kept, what)
    rows[row] = kept.replace(**{what: value})
    if rows[row] == kept:
        return state
    new = old.replace(rows=rows, dont_know=False, not_applicable="")
    return keep_answer(state, question, new)
