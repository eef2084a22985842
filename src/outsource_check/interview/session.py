"""The interview as a pure machine: a state and an event give the next state.

Nothing here reads a clock, a file or a key. The cursor is a spot, not a number: conditions add and
remove questions under it, and going back means the spot before it, not the one visited before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, assert_never

from outsource_check.answers import Answer
from outsource_check.documents import near, scalars
from outsource_check.interview import words
from outsource_check.interview.answering import (
    attach,
    confirm_answer,
    is_row,
    present,
    put_answer,
    say,
    take_earlier,
    type_aside,
)
from outsource_check.interview.model import (
    Attach,
    Back,
    Choose,
    Event,
    Finish,
    Go,
    NotApplicable,
    Quit,
    Review,
    Skip,
    Spot,
    State,
    Type,
)
from outsource_check.interview.sequence import (
    is_open,
    list_open,
    list_reviewed,
    list_spots,
    make_sheet,
)
from outsource_check.pack import DONT_KNOW, NONE, Fact, Question
from outsource_check.pack.kinds.parts import NOTHING_TYPED, Part, Taken
from outsource_check.text import plural

FINISH = Spot("finish")


def begin(state: State) -> State:
    """The state at the start of a sitting: at what is missing, else at the first open spot.

    Places or amounts that were left half entered come before other open spots.
    """
    if not state.header.complete:
        missing = (name for name in state.start if name not in state.taken)
        return state.only(Spot("start", next(missing, state.start[0])))
    for question in state.questions:
        if question.id in state.drafts:
            return _take(state, question, question.start(make_sheet(state, question)))
    last = list(state.answers)[-1] if state.answers else ""
    if last in {question.id for question in state.questions}:
        part = state.pack.questions[last].find_unfinished(state.answers[last])
        if part is not None:
            return state.only(Spot("part", last, *part))
    return state.only(_next_open(state))


def _next_open(state: State) -> Spot:
    return next(iter(list_open(state)), FINISH)


def step(state: State, event: Event) -> State:
    """The state after an event. What cannot be done changes nothing but `problem`."""
    state = replace(state, problem="", message="")
    match event:
        case Quit():
            return replace(state, ended="left")
        case Finish():
            return _finish(state)
        case Back():
            return _go_back(state)
        case Skip():
            return _skip(state)
        case Review() | Go() if not state.header.complete:
            return replace(state, problem=words.NEEDED)
        case Review():
            return replace(state, trail=(state.trail[0], Spot("review")))
        case Go():
            return _go(state, event.target)
        case Attach():
            return attach(state, event.what, event.text)
        case NotApplicable():
            return _not_applicable(state, event.reason)
        case Choose():
            return _choose(state, event.value)
        case Type():
            return _type(state, event.text)
        case _:
            assert_never(event)


def hear(state: State, others: Mapping[str, Mapping[str, str]], before: State) -> State:
    """The state with what the other answer files say about facts now: somebody may write in them.

    A fact that they give is not asked any more; one that they give differently is told once. A new
    file takes over their name of the engagement. `before` is the state before the last event.
    """
    said: list[str] = []
    asked = {spot.id for spot in list_open(state) if spot.kind == "fact"}
    state = replace(state, others=others)
    if state.shared and state.header.complete:
        if len(others) == 1 and state.header.engagement not in others:
            header = replace(state.header, engagement=next(iter(others)))
            state = replace(state, header=header)
            said.append(words.SAME_NAME.format(name=header.engagement))
        state = replace(state, shared=False)
    told = asked - {spot.id for spot in list_open(state) if spot.kind == "fact"}
    if told:
        said.append(words.TOLD_MEANWHILE.format(questions=plural(len(told), "question")))
    old = _list_contradictions(before)
    for name, option in _list_contradictions(state).items():
        if name not in old:
            text = state.pack.facts[name].word(option).rstrip(".")
            said.append(words.TOLD_OTHERWISE.format(option=f"{text}.", fact=name))
    if state.cursor.kind == "fact" and state.cursor.id in told:
        state = state.at(_next_open(state))
    return replace(state, message=" ".join([*said, state.message]).strip()) if said else state


def _list_contradictions(state: State) -> dict[str, str]:
    """What other files say, by the fact about which this one says otherwise."""
    own = {name: option for name, option in state.facts.items() if option != DONT_KNOW}
    return {
        name: option
        for name, option in state.facts_elsewhere.items()
        if own.get(name, option) != option
    }


# ------------------------------------------------------------------------------------ moving


def _go_back(state: State) -> State:
    cursor = state.cursor
    if cursor.kind == "aside" and cursor.part == "where":
        return state.at(replace(cursor, part="evidence"))
    if len(state.trail) > 1 and cursor.kind not in ("part", "sum"):
        return state.back()
    spots = list_spots(state)
    if cursor == FINISH:
        return state.at(spots[-1]) if spots else state
    index = spots.index(cursor) if cursor in spots else 0
    if index == 0:
        return replace(state, problem=words.FIRST)
    return state.at(spots[index - 1])


def _finish(state: State) -> State:
    """To the end; what is open is listed there before it is left open."""
    if state.cursor.kind == "finish" or (state.header.complete and not list_open(state)):
        return replace(state, ended="finished")
    if not state.header.complete:
        return replace(state, problem=words.NEEDED)
    return state.only(FINISH)


def _skip(state: State) -> State:
    cursor = state.cursor
    if cursor.kind in ("aside", "review", "jump"):
        return _go_back(state)
    if cursor.kind == "finish":
        return state
    if cursor.kind == "start" and cursor.id != "name" and not getattr(state.header, cursor.id):
        return replace(state, problem=words.NEEDED)
    if cursor.kind == "part" and state.pack.questions[cursor.id].summed:
        return _follow(state)
    # Reading through answers goes from one to the next; skipping goes on to what is open.
    return _leave(state, to_open=cursor.kind in ("part", "sum") or is_open(state, cursor))


def _follow(state: State) -> State:
    """The state at the next spot of the same question."""
    spots = list_spots(state)
    return state.at(spots[spots.index(state.cursor) + 1])


def leave(state: State) -> State:
    """Where an answered spot leads: back to the review, else to the next open spot."""
    return _leave(state, to_open=True)


def _leave(state: State, *, to_open: bool) -> State:
    cursor = state.cursor
    if cursor.kind == "start" and cursor.id not in state.taken:
        state = replace(state, taken=(*state.taken, cursor.id))
    if len(state.trail) > 1:
        return state.back()
    spots = list_spots(state)
    whole = cursor.whole
    places = [n for n, spot in enumerate(spots) if spot.id == whole.id and spot.whole == whole]
    after = spots[places[-1] + 1 :] if places else spots
    for spot in after:
        if is_open(state, spot) if to_open and spot.kind != "start" else spot == spot.whole:
            return state.at(spot)
    return state.at(FINISH)


def _go(state: State, target: str) -> State:
    target = target.strip()
    if not target:
        here = state.back() if state.cursor.kind in ("aside", "jump") else state
        return here.over(Spot("jump"))
    questions = {question.id: question for question in state.questions}
    spots = {spot.id: spot for spot in list_spots(state) if spot == spot.whole}
    titles = {question.title.casefold(): question.id for question in questions.values()}
    titles |= {key.title.casefold(): key.id for key in state.pack.keys}
    titles |= {
        ref.casefold(): question.id
        for question in questions.values()
        for ref in question.refs
        if ref
    }
    name = titles.get(target.casefold(), target)
    if name in spots:
        return state.only(spots[name])
    inside = [Spot("question", found) for found in questions if found.split(".")[0] == name]
    if inside:
        unfinished = {spot.whole for spot in list_open(state)}
        return state.only(next((spot for spot in inside if spot in unfinished), inside[0]))
    number = scalars.whole(target)
    if number and number <= len(questions):
        return state.only(Spot("question", tuple(questions)[number - 1]))
    known = [key.id for key in state.pack.keys]
    if name in known:
        return replace(state, problem=f'Nothing of "{name}" is asked here.')
    hint = near(name, [*known, *spots])
    return replace(state, problem=f'There is no key or question "{target}". {hint}'.strip())


# ----------------------------------------------------------------------------------- answering


def _not_applicable(state: State, reason: str) -> State:
    cursor = state.cursor
    row = is_row(state, cursor)
    if cursor.kind != "question" and not row:
        return replace(state, problem="That can only be said of a question.")
    if not reason.strip():
        return state.over(Spot("aside", cursor.id, "reason"))
    if row:
        question = state.pack.questions[cursor.id]
        part, sheet = Part(cursor.part, cursor.number), make_sheet(state, question)
        return _take(state, question, question.leave_out(part, reason, sheet))
    return leave(put_answer(state, cursor.id, not_applicable=reason))


def _choose(state: State, value: str) -> State:
    cursor = state.cursor
    match cursor.kind:
        case "review":
            return _choose_in_review(state, value)
        case "jump":
            return step(state, Review()) if value == "every answer" else _go(state, value)
        case "finish":
            return _choose_at_end(state, value)
        case _ if value == "skip":
            return _skip(state)
        case _ if value == "not-applicable":
            return _not_applicable(state, "")
        case "start":
            return _set_header(state, cursor.id, value)
        case "fact":
            return _set_fact(state, value)
        case "question" | "part" | "sum":
            return _answer(state, state.pack.questions[cursor.id], value)
        case "aside":
            return _refuse(state, value)
        case _:
            assert_never(cursor.kind)


def _refuse(state: State, value: str) -> State:
    return replace(state, problem=f'There is no choice "{value}" here.')


def _choose_in_review(state: State, value: str) -> State:
    if value == "the end":
        return state.only(FINISH)
    spot = list_reviewed(state).get(value)
    if spot is None:
        return _refuse(state, value)
    inside = [other for other in list_spots(state) if other.whole == spot]
    if len(inside) > 1:
        spot = next((part for part in inside if is_open(state, part)), inside[-1])
    return state.over(spot)


def _choose_at_end(state: State, value: str) -> State:
    if value == "finish":
        return replace(state, ended="finished")
    if value == "review":
        return state.over(Spot("review"))
    if value == "open":
        return state.at(_next_open(state))
    if value == "widen":
        state = replace(state, header=replace(state.header, mode="full"))
        return state.at(_next_open(state))
    return _refuse(state, value)


def _set_header(state: State, name: str, value: str) -> State:
    allowed = {"side": ("client", "partner"), "mode": ("full", "quick")}
    if name not in allowed or value not in allowed[name]:
        return _refuse(state, value)
    values: dict[str, Any] = {name: value}
    return leave(replace(state, header=replace(state.header, **values)))


def _set_fact(state: State, option: str) -> State:
    fact = state.pack.facts[state.cursor.id]
    stays = fact.several and option in fact.choices
    if fact.several and (stays or option == words.GO_ON):
        option = _turn_over(state, fact, {option} if stays else set())
    elif option != DONT_KNOW and option not in fact.choices:
        return _refuse(state, option)
    before = {question.id for question in state.questions}
    again = fact.id in state.facts or any(name in state.answers for name in before)
    state = replace(state, facts={**state.facts, fact.id: option})
    after = {question.id for question in state.questions}
    if again and before != after:
        state = replace(state, message=_tell_difference(len(after - before), len(before - after)))
    return state if stays else leave(state)


def _turn_over(state: State, fact: Fact, options: set[str]) -> str:
    """What is said of a fact that can be several, with some options chosen, or no longer."""
    said = state.facts.get(fact.id, NONE)
    chosen = set(() if said == DONT_KNOW else fact.split(said)) ^ options
    return fact.read([name for name in fact.choices if name in chosen]) or NONE


def _tell_difference(more: int, less: int) -> str:
    parts = []
    if more:
        parts.append(f"{plural(more, 'more question applies', 'more questions apply')} now.")
    if less:
        parts.append(
            f"{plural(less, 'question no longer applies', 'questions no longer apply')};"
            " answers to them stay in the file and do not count."
        )
    return " ".join(parts)


def _answer(state: State, question: Question, value: str) -> State:
    if state.cursor.kind == "sum":
        return _choose_in_sum(state, question, value)
    if state.cursor.kind == "part":
        return _answer_part(state, question, value)
    if value == words.STILL and state.earlier(question.id) is not None:
        return leave(take_earlier(state, question.id))
    answer = state.answer(question.id)
    if value == DONT_KNOW:
        return leave(put_answer(state, question.id, dont_know=True))
    enter = question.enter(answer)
    if enter is not None and value == enter.value:
        return _take(state, question, question.start(make_sheet(state, question)))
    chosen = next((one for one in question.list_choices() if one.value == value), None)
    if chosen is not None:
        return _told(leave(put_answer(state, question.id, **chosen.says)), question)
    return _answer_typed(state, question, value)


def _answer_part(state: State, question: Question, text: str) -> State:
    part = Part(state.cursor.part, state.cursor.number)
    return _take(state, question, question.take(part, text, make_sheet(state, question)))


def _take(state: State, question: Question, taken: Taken) -> State:
    """The state after a part was answered, with what its kind made of that."""
    if taken.problem:
        return replace(state, problem=taken.problem)
    state = replace(state, message=taken.message or state.message)
    if taken.draft is not None:
        state = replace(state, drafts={**state.drafts, question.id: taken.draft})
    if taken.says:
        state = put_answer(state, question.id, **taken.says)
    if taken.part is None and not question.summed:
        return leave(state)
    if taken.part is None:
        return state.at(Spot("sum", question.id))
    return state.at(Spot("part", question.id, *taken.part))


def _answer_typed(state: State, question: Question, value: str) -> State:
    typed = question.read_typed(value.strip())
    if typed is None:
        return _refuse(state, value)
    if isinstance(typed, str):
        return replace(state, problem=typed)
    state = put_answer(state, question.id, **typed)
    answer = state.answers[question.id]
    if level := level_of(state, question, answer):
        message = f"{question.say(answer)}: level {state.pack.words.level(level)}."
        state = replace(state, message=f"{message} {state.message}".strip())
    return _told(leave(state), question)


def _told(state: State, question: Question) -> State:
    """The state with a word about evidence where level 4 does not count fully without it."""
    answer = state.answers[question.id]
    if question.works_out(answer):
        return state  # figures are their own evidence
    level = level_of(state, question, answer)
    if level == "4" and not answer.evidence and state.pack.outline.evidence == "required":
        message = words.PROOF_MISSING.format(title=question.shown)
        return replace(state, message=f"{state.message} {message}".strip())
    return state


def level_of(state: State, question: Question, answer: Answer) -> str:
    """The level that an answer gives, before evidence, as words; empty where it gives none."""
    from outsource_check.result.levels import read_level  # noqa: PLC0415 - not before an answer
    from outsource_check.result.words import format_levels  # noqa: PLC0415

    if not answer.says_something or not question.scored:
        return ""
    reading = read_level(question, answer, state.known_facts, answer.date or state.header.date)
    return "" if reading.level is None else format_levels(reading.level)


def _choose_in_sum(state: State, question: Question, value: str) -> State:
    if value == words.GO_ON:
        if question.id not in state.answers:
            return leave(state)
        return _told(leave(confirm_answer(state, question.id)), question)
    if value == words.OTHERWISE:
        return state.at(Spot("question", question.id))
    for change in question.list_changes(make_sheet(state, question)):
        if change.value == value:
            return _take(state, question, change.taken)
    return _refuse(state, value)


# ------------------------------------------------------------------------------------- typing


def _type(state: State, text: str) -> State:
    cursor = state.cursor
    said = say(text)
    match cursor.kind:
        case "start":
            return _type_header(state, said)
        case "aside":
            return _type_aside(state, said)
        case "part":
            return _answer_part(state, state.pack.questions[cursor.id], said)
        case "question":
            question = state.pack.questions[cursor.id]
            if question.ask_typed(Answer()) is not None:
                if not said:
                    return replace(state, problem=NOTHING_TYPED)
                return _answer(state, question, said)
        case "jump":
            return _go(state, said)
        case "fact" | "sum" | "review" | "finish":
            pass
    return _choose(state, said)


def _type_header(state: State, text: str) -> State:
    name = state.cursor.id
    if name in ("side", "mode"):
        return _set_header(state, name, text)
    text = text or state.header.show(name)
    values: dict[str, Any] = {name: text}
    if name == "name":
        anonymous = text.casefold() == words.ANONYMOUS
        values = {"name": "" if anonymous or text == "-" else text, "anonymous": anonymous}
    elif not text:
        return replace(state, problem=NOTHING_TYPED)
    return leave(replace(state, header=replace(state.header, **values)))


def _type_aside(state: State, text: str) -> State:
    if state.cursor.part != "reason":
        return type_aside(state, text)
    text = text or present(state)
    if not text:
        return replace(state, problem=words.REASON_NEEDED)
    return _not_applicable(state.back(), text)
