"""What is listed to choose from: answers to review, keys to go to, how to end, what adds up."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count, product
from string import ascii_lowercase

from outsource_check.answers import Answer
from outsource_check.interview import words
from outsource_check.interview.explanation import describe_rows
from outsource_check.interview.front_end import Item
from outsource_check.interview.model import Spot, State
from outsource_check.interview.sequence import (
    list_open,
    list_reviewed,
    make_sheet,
)
from outsource_check.interview.session import level_of
from outsource_check.pack import DONT_KNOW, SIDES, Question
from outsource_check.text import plural, short_question

# ------------------------------------------------------------------------------------- review


def list_review(state: State) -> tuple[Item, ...]:
    """Every start field, fact and question of this sitting with its answer.

    A question has the number that it is asked under; what is asked before it has letters.
    """
    items = [Item(value="the end", mark="0", text="Done with the review")]
    letters = map("".join, chain(ascii_lowercase, product(ascii_lowercase, repeat=2)))
    numbers = map(str, count(1))
    for value, spot in list_reviewed(state).items():
        title, said = _describe_spot(state, spot)
        mark = next(numbers if spot.kind == "question" else letters)
        items.append(Item(value=value, mark=mark, text=title, said=said))
    return tuple(items)


def _describe_spot(state: State, spot: Spot) -> tuple[str, str]:
    """A title, and what was answered."""
    if spot.kind == "start":
        side = state.header.side if spot.id == "side" else None
        shown = state.pack.words.side(side) if side else state.header.show(spot.id)
        return words.START_TITLES[spot.id], shown or "none"
    if spot.kind == "fact":
        said = state.facts.get(spot.id, DONT_KNOW)
        text = words.DONT_KNOW if said == DONT_KNOW else state.pack.facts[spot.id].word(said)
        return name_fact(state, spot.id), text if spot.id in state.facts else "open"
    question = state.pack.questions[spot.id]
    return question.shown, describe_answer(state, question)


def name_fact(state: State, fact: str) -> str:
    """A fact's question, without what it says in brackets and behind its question mark."""
    return short_question(state.pack.facts[fact].ask)


def describe_answer(state: State, question: Question) -> str:
    """An answer in a few words: `level 3`, `open`, `I don't know`, with what goes with it."""
    answer = state.answers.get(question.id)
    if answer is None:
        return "open"
    parts = [describe_said(state, question, answer), *list_attached(answer)]
    return "; ".join(parts)


def describe_said(state: State, question: Question, answer: Answer) -> str:
    """What an answer says, in a few words."""
    if answer.dont_know:
        return words.DONT_KNOW
    if answer.not_applicable:
        return f"does not apply ({answer.not_applicable})"
    if not answer.is_given:
        return "open"
    if not question.scored:
        return question.word(answer)
    level = level_of(state, question, answer)
    return question.sum_up(answer, f"level {level}" if level else "no line applies")


def list_attached(answer: Answer | None) -> list[str]:
    """What is written down beside an answer, each in a word or two."""
    if answer is None:
        return []
    found = ["note"] if answer.note else []
    if answer.evidence:
        pieces = plural(len(answer.evidence), "piece of evidence", "pieces of evidence")
        found.append("evidence" if len(answer.evidence) == 1 else pieces)
    if answer.owner:
        found.append(f"owner: {answer.owner}")
    if answer.due:
        found.append(f"due {answer.due}")
    return found


# ----------------------------------------------------------------------------- keys and the end


def list_jump(state: State) -> tuple[Item, ...]:
    """The keys that something is asked of, with how many of their questions are open."""
    open_ids = {spot.id for spot in list_open(state)}
    items = []
    for key in state.pack.keys:
        inside = [question.id for question in state.questions if question.key == key.id]
        if inside:
            left = sum(name in open_ids for name in inside)
            tail = f"{left} of {len(inside)} open" if left else "answered"
            items.append(Item(value=key.id, text=f"{key.title} ({tail})"))
    facts = state.asked_facts
    if facts:
        items.append(Item(value=facts[0], text=f"The situation ({plural(len(facts), 'fact')})"))
    items.append(Item(value="every answer", text="Every answer"))
    return tuple(items)


def list_finish(state: State) -> tuple[str, tuple[str, ...], tuple[Item, ...]]:
    """How it stands, what is open, and how to go on."""
    open_spots = list_open(state)
    questions = state.questions
    look = Item(value="review", text="Look over the answers")
    items = []
    lines: tuple[str, ...] = ()
    if not questions:
        text = "There is nothing to ask: as the situation is, no question applies."
        client, partner = (state.pack.words.side(side) for side in SIDES)
        if state.header.side == "partner":
            text = (
                f"There is nothing to ask: as long as there is no {partner}, only the {client}"
                " answers."
            )
        items.append(look)
    elif open_spots:
        many = plural(len(open_spots), "answer is", "answers are")
        text = f"{many} still open. An open answer counts as not known, never as bad or good:"
        lines = tuple(f"- {_name_spot(state, spot)}" for spot in open_spots)
        items.append(Item(value="open", text="Answer what is open"))
        items.append(Item(value="finish", text="Finish like this and see the result"))
        items.append(look)
    else:
        asked = plural(len(questions), "question is", "questions are")
        text = f"All is answered: {asked} done."
        items.append(Item(value="finish", text="See the result"))
        items.append(look)
    if state.header.mode == "quick":
        more = len(widened(state).questions) - len(questions)
        if more > 0:
            many = plural(more, "more question")
            items.append(Item(value="widen", text=f"Go on with the full assessment ({many})"))
    return text, lines, tuple(items)


def widened(state: State) -> State:
    """The same interview asking every question."""
    return replace(state, header=replace(state.header, mode="full"))


def _name_spot(state: State, spot: Spot) -> str:
    if spot.kind == "fact":
        return name_fact(state, spot.id)
    return state.pack.questions[spot.id].shown


# ------------------------------------------------------------------------------- what adds up


def describe_sum(state: State, question: Question) -> tuple[str, ...]:
    """What the parts of an answer come to, in lines."""
    sheet = make_sheet(state, question)
    level = level_of(state, question, sheet.answer)
    doubt = question.say_doubt(sheet.answer)
    known = f"{words.TOGETHER}level {state.pack.words.level(level)}{f'; {doubt}' if doubt else ''}."
    if not question.scored:
        return (f"{words.TOGETHER}{describe_said(state, question, sheet.answer)}",)
    return (
        known if level else "No level yet.",
        *describe_rows(state, question, sheet.answer),
        *question.list_sums(sheet),
    )


def list_sum(state: State, question: Question) -> tuple[Item, ...]:
    """Going on, and every part to change."""
    changes = question.list_changes(make_sheet(state, question))
    return (
        Item(value=words.GO_ON, text="Yes, go on"),
        *(Item(value=one.value, text=one.text, said=one.said) for one in changes),
        Item(value=words.OTHERWISE, text=words.OTHERWISE),
    )
