"""Which spots there are, in which order, and which of them are open. Computed anew every time."""

from __future__ import annotations

from collections.abc import Iterator

from outsource_check.interview.model import START_FIELDS, Spot, State
from outsource_check.pack import Answer, Question, judge_condition
from outsource_check.pack.kinds.parts import Part, Sheet

DONT_KNOW = "dont-know"


def known_facts(state: State) -> dict[str, str]:
    """What is known about the engagement, from this file and from its other ones."""
    own = {name: option for name, option in state.facts.items() if option != DONT_KNOW}
    return {**state.facts_elsewhere, **own}


def _may_ask(state: State, question: Question, *, quick: bool) -> bool:
    """Whether this respondent is asked in this sitting, whatever the facts are."""
    if question.answered_by not in ("both", state.header.side):
        return False
    if quick and not question.quick and question.id not in state.answers:
        return False
    if state.scope.keys and question.key not in state.scope.keys:
        return False
    return question.stop is not None or not state.scope.stops


def list_questions(state: State) -> tuple[Question, ...]:
    """The questions that this respondent is asked and that (may) apply, in the pack's order."""
    facts = known_facts(state)
    alone = judge_condition(state.pack.outline.partner_when, facts) is False
    if alone and state.header.side == "partner":
        return ()
    quick = state.header.mode == "quick"
    return tuple(
        question
        for question in state.pack.questions.values()
        if _may_ask(state, question, quick=quick)
        and judge_condition(question.when, facts) is not False
    )


def list_facts(state: State) -> tuple[str, ...]:
    """The facts that the questions of this sitting depend on and that this file has to say.

    What only another file says is not asked again; what this one says can be changed. A quick
    assessment asks those of the other questions, too: they decide what is not asked, and without
    them no verdict is settled.
    """
    read: set[str] = set()
    outline = state.pack.outline
    if outline.partner_when is not None:
        read.update(leaf.fact for leaf in outline.partner_when.leaves())
    for question in state.pack.questions.values():
        if _may_ask(state, question, quick=False):
            for _, condition in question.list_conditions():
                read.update(leaf.fact for leaf in condition.leaves())
    return tuple(
        fact
        for fact in state.pack.facts
        if fact in read and (fact in state.facts or fact not in state.facts_elsewhere)
    )


def list_spots(state: State) -> list[Spot]:
    """Every spot that going forward and back passes, the finish left out."""
    spots = [Spot("start", name) for name in state.start]
    if state.header.complete:
        spots += [Spot("fact", fact) for fact in list_facts(state)]
        for question in list_questions(state):
            spots.append(Spot("question", question.id))
            if parts := [*_list_parts(state, question)]:
                spots += [*parts, Spot("sum", question.id)]
    return spots


def list_reviewed(state: State) -> dict[str, Spot]:
    """Every start field, fact and question of this sitting, by what it is called in the review."""
    return {
        **{f"my {name}": Spot("start", name) for name in START_FIELDS},
        **{fact: Spot("fact", fact) for fact in list_facts(state)},
        **{question.id: Spot("question", question.id) for question in list_questions(state)},
    }


def _list_parts(state: State, question: Question) -> Iterator[Spot]:
    """What of a question is asked one by one, where that was begun."""
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
        facts=known_facts(state),
        date=answer.date or state.header.date,
        side=state.header.side,
        zone=state.zone,
        reviewed=len(state.trail) > 1,
    )


def is_open(state: State, spot: Spot) -> bool:
    """Whether something that is asked at a spot has no answer yet; `dont-know` is an answer."""
    if spot.kind == "fact":
        return spot.id not in state.facts and spot.id not in state.facts_elsewhere
    answer = state.answer(spot.id)
    if spot.kind == "part":
        return state.pack.questions[spot.id].is_open(Part(spot.part, spot.number), answer)
    return spot.kind == "question" and not is_answered(answer)


def is_answered(answer: Answer) -> bool:
    """Whether anything was said, be it `dont-know`; a note or a currency alone is no answer."""
    return answer.says_something or answer.dont_know or bool(answer.not_applicable)


def list_open(state: State) -> list[Spot]:
    """The open spots, of every fact and question the first one only."""
    found: dict[Spot, Spot] = {}
    for spot in list_spots(state):
        if is_open(state, spot):
            found.setdefault(spot.whole, spot)
    return list(found.values())
