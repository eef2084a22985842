"""What is written down beside an answer: note, evidence, owner, due, and who a row means."""

from __future__ import annotations

from dataclasses import replace

from outsource_check.answers import Answer, Evidence, RowAnswer
from outsource_check.documents import scalars
from outsource_check.interview.model import Spot, State
from outsource_check.interview.putting import keep_answer, say

REMOVE = "-"
"""Typed alone, it takes away what is there."""


def is_row(state: State, spot: Spot) -> bool:
    """Whether a line of a list is asked at a spot."""
    return spot.kind == "part" and bool(state.pack.questions[spot.id].lines)


def attach(state: State, what: str, text: str) -> State:
    """Write a text beside the answer under the cursor; without one, ask for it."""
    cursor = state.cursor
    if cursor.whole.kind != "question":
        return replace(state, problem="Notes, evidence and owners belong to questions.")
    if what == "who" and not is_row(state, cursor):
        return replace(state, problem="A name or role belongs to a line of a list.")
    pieces = len(state.answers.get(cursor.id, Answer()).evidence)
    number = pieces if what == "evidence" else 0
    state = state.over(Spot("aside", cursor.id, what, number))
    return type_aside(state, say(text)) if say(text) else state


def type_aside(state: State, text: str) -> State:
    """A text for the aside under the cursor; empty keeps what is there, `-` removes it."""
    cursor, under = state.cursor, state.trail[-2]
    question, what = cursor.id, cursor.part
    answer = state.answers.get(question, Answer())
    remove = text == REMOVE
    match what:
        case "evidence":
            if text and not remove:
                # Kept at once: who leaves at the next prompt has said this much. Who came back from
                # there says it anew.
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
    answer = state.answers.get(state.cursor.id, Answer())
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
    old = state.answers.get(question, Answer())
    new = old.replace(**fields)
    return state if new == old else keep_answer(state, question, new)


def _update_row(state: State, question: str, row: str, what: str, text: str) -> State:
    old = state.answers.get(question, Answer())
    rows = dict(old.rows or {})
    kept = rows.get(row, RowAnswer())
    value = "" if text == REMOVE else text or getattr(kept, what)
    rows[row] = kept.replace(**{what: value})
    if rows[row] == kept:
        return state
    new = old.replace(rows=rows, dont_know=False, not_applicable="")
    return keep_answer(state, question, new)
