"""Which spots there are, in which order, and which of them are open. Computed anew every time."""

from __future__ import annotations

from collections.abc import Iterator

from outsource_check.interview.model import START_FIELDS, Spot, State
from outsource_check.pack import Question
from outsource_check.pack.kinds.parts import Part, Sheet


def list_spots(state: State) -> list[Spot]:
    """Every spot that going forward and back passes, the finish left out."""
    spots = [Spot("start", name) for name in state.start]
    if state.header.complete:
        spots += [Spot("fact", fact) for fact in state.asked_facts]
        for question in state.questions:
            spots.append(Spot("question", question.id))
            if parts := [*_list_parts(state, question)]:
                spots += [*parts, *([Spot("sum", question.id)] if question.summed else [])]
    return spots


def list_reviewed(state: State) -> dict[str, Spot]:
    """Every start field, fact and question of this sitting, by what it is called in the review."""
    return {
        **{f"my {name}": Spot("start", name) for name in START_FIELDS},
        **{fact: Spot("fact", fact) for fact in state.asked_facts},
        **{question.id: Spot("question", question.id) for question in state.questions},
    }


def _list_parts(state: State, question: Question) -> Iterator[Spot]:
    """The parts of a question that are asked one by one, where that has begun."""
    inside = any(spot.id == question.id and spot != spot.whole for spot in state.trail)
    if inside or (question.by_parts and getattr(state.answer(question.id), question.by_parts)):
        for part in question.list_parts(make_sheet(state, question)):
            yield Spot("part", question.id, *part)


def make_sheet(state: State, question: Question) -> Sheet:
    """What a question's kind has to know to ask for its parts."""
    answer = state.answer(question.id)
    return Sheet(
        answer=answer,
        draft=state.drafts.get(question.id),
        facts=state.known_facts,
        date=answer.date or state.header.date,
        side=state.header.side,
        words=state.pack.words,
        zone=state.zone,
        reviewed=len(state.trail) > 1,
    )


def is_open(state: State, spot: Spot) -> bool:
    """Whether something that is asked at a spot has no answer yet, or one to be confirmed."""
    if spot.kind == "fact":
        return spot.id not in state.facts and spot.id not in state.facts_elsewhere
    answer = state.answer(spot.id)
    if spot.kind == "part":
        return state.pack.questions[spot.id].is_open(Part(spot.part, spot.number), answer)
    return spot.kind == "question" and (not answer.is_given or state.earlier(spot.id) is not None)


def count_keys(state: State) -> dict[str, tuple[int, int]]:
    """How many questions of each key are answered, and how many are asked; by the key's id."""
    counts: dict[str, tuple[int, int]] = {}
    for question in state.questions:
        done, asked = counts.get(question.key, (0, 0))
        answered = not is_open(state, Spot("question", question.id))
        counts[question.key] = done + answered, asked + 1
    return counts


def list_open(state: State) -> list[Spot]:
    """The open spots, of every fact and question the first one only."""
    found: dict[Spot, Spot] = {}
    for spot in list_spots(state):
        if is_open(state, spot):
            found.setdefault(spot.whole, spot)
    return list(found.values())
