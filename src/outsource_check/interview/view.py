"""What to ask at the cursor: a state becomes an ask, the same for both front ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from outsource_check.answers import Answer, RowAnswer
from outsource_check.interview import words
from outsource_check.interview.answering import is_row, present
from outsource_check.interview.explanation import (
    describe_level,
    describe_option,
    explain,
    find_line_trigger,
    list_notes,
    say_effect,
    write_proofs,
)
from outsource_check.interview.front_end import Ask, Item, Said
from outsource_check.interview.menus import (
    describe_said,
    describe_sum,
    list_attached,
    list_finish,
    list_jump,
    list_review,
    list_sum,
    widened,
)
from outsource_check.interview.model import Choose, Spot, Type
from outsource_check.interview.sequence import (
    count_keys,
    is_open,
    make_sheet,
)
from outsource_check.pack import DONT_KNOW, NONE, Question
from outsource_check.pack.kinds.parts import KEPT, LEFT_OUT, Choice, Part, PartAsk
from outsource_check.pack.model import NONE_OF_THESE
from outsource_check.text import clean, count_unit, plural, short_question

if TYPE_CHECKING:
    from outsource_check.interview.model import Event, State


def build_ask(state: State, *, left: int = 0, said: Said | None = None) -> Ask:
    """What to ask next.

    `left` is how many minutes are left, 0 where that is not known; `said` what was answered before.
    """
    ask = _build(state)
    if state.cursor.whole.kind not in ("fact", "question"):
        left = 0
    ask = replace(ask, problem=state.problem, message=state.message, left=left)
    return replace(ask, may_move=state.header.complete, said=said).cleaned()


def sum_up(ask: Ask, event: Event) -> Said | None:
    """What was answered, in short; None where nothing was, or where it is told later."""
    text = _describe_said(ask, event)
    if not text:
        return None
    if ask.spot.kind == "start":
        return Said(place="", name=words.START_TITLES[ask.spot.id], text=text)
    if ask.spot.kind == "fact":
        return Said(place="", name=short_question(ask.text), text=text)
    # A row is named by itself; so is one that does not apply, with its reason.
    row = ask.text if ask.is_row else ask.lead
    return Said(place=ask.place, name=row or ask.title, text=text)


def _describe_said(ask: Ask, event: Event) -> str:
    if ask.spot.part == "reason" and isinstance(event, Type):
        return f"does not apply ({clean(event.text)})"
    if ask.spot.kind == "sum":
        going = event == Choose(words.GO_ON)
        return ask.lines[0].removeprefix(words.TOGETHER) if going else ""
    if ask.spot.kind not in ("start", "fact", "question") and not ask.is_row:
        return ""  # the sum of other parts is told at their end
    if isinstance(event, Type):
        return count_unit(clean(event.text), ask.unit).strip()
    item = next((item for item in ask.items if event == Choose(item.value)), None)
    if item is None or item.asks_more:
        return ""
    if item.value == "skip":
        return words.SKIPPED if item.text == words.SKIP else ""
    # The number of an item is only its place in the list, and means nothing later; a level does.
    text = item.text.removeprefix(words.THESE)
    return f"{item.mark}, {text}" if item.mark == item.value else text


def _build(state: State) -> Ask:
    cursor = state.cursor
    match cursor.kind:
        case "start":
            return _ask_start(state)
        case "fact":
            return _ask_fact(state)
        case "question" | "part" | "sum":
            return _ask_question(state, state.pack.questions[cursor.id])
        case "aside":
            return _ask_aside(state)
        case "review":
            text = "Choose an answer to change it. You come back here afterwards."
            return Ask(
                spot=cursor, kind="list", place="Review", text=text, items=list_review(state)
            )
        case "jump":
            return _ask_list(state, "Go to", "Where do you want to go?", list_jump(state))
        case "finish":
            return _ask_finish(state)
        case _:
            assert_never(cursor.kind)


def _ask_finish(state: State) -> Ask:
    text, lines, items = list_finish(state)
    chosen = items[0].value if items[0].value == "finish" else ""
    ask = _ask_list(state, "The end", text, items)
    place = words.NOT_THE_END if lines else ask.place
    return replace(ask, place=place, lines=lines, chosen=chosen)


def _ask_list(state: State, place: str, text: str, items: tuple[Item, ...]) -> Ask:
    numbered = tuple(replace(item, mark=str(n)) for n, item in enumerate(items, 1))
    return Ask(spot=state.cursor, kind="list", place=place, text=text, items=numbered)


def _ask_start(state: State) -> Ask:
    name = state.cursor.id
    text, hint = words.START[name]
    hint = hint.format(subject=state.pack.words.subject)
    place = words.name_start(name, state.start)
    field = state.header.show(name)
    if name == "side":
        pack = state.pack
        items = tuple(Item(value=one, text=words.describe_side(one, pack)) for one in pack.sides)
        return replace(_ask_list(state, place, text, items), chosen=field)
    if name == "mode":
        return replace(_ask_list(state, place, text, _list_modes(state)), chosen=field)
    return Ask(
        spot=state.cursor,
        kind="text",
        place=place,
        text=text,
        hint=hint,
        field=field,
        removable=name == "name",
    )


def _list_modes(state: State) -> tuple[Item, ...]:
    full = widened(state)
    quick = replace(state, header=replace(state.header, mode="quick"))
    return tuple(
        Item(
            value=mode,
            text=text.format(asked=words.say_asked(len(all_of.asked_facts), len(all_of.questions))),
        )
        for mode, text, all_of in (
            ("quick", words.QUICK, quick),
            ("full", words.FULL, full),
        )
    )


def _ask_fact(state: State) -> Ask:
    fact = state.pack.facts[state.cursor.id]
    facts = state.asked_facts
    place = f", {facts.index(fact.id) + 1} of {len(facts)}" if fact.id in facts else ""
    if questions := sum(is_open(state, Spot("question", one.id)) for one in state.questions):
        place += f", then about {plural(questions, 'question')}"
    said = state.facts.get(fact.id, "")
    chosen = () if said in ("", DONT_KNOW) else fact.split(said)
    items = [
        Item(
            value=option,
            mark=str(number),
            text=text,
            said=words.CHOSEN if fact.several and option in chosen else "",
            asks_more=fact.several,
        )
        for number, (option, text) in enumerate(fact.choices.items(), 1)
    ]
    if fact.several:
        going = fact.word(said) if chosen else NONE_OF_THESE
        items.append(Item(value=words.GO_ON, mark="0", text=f"{words.THESE}{going}"))
        said = words.GO_ON if chosen else said.replace(NONE, words.GO_ON)
    before = state.facts_before.get(fact.id, "") if fact.id not in state.facts else ""
    reason = state.pack.explain_again(fact.id)
    return Ask(
        spot=state.cursor,
        kind="list",
        place=f"The situation{place}",
        lines=tuple(words.said_to_older(before, reason)) if before else (),
        text=fact.ask,
        items=(*items, *_always(state, reason=False)),
        chosen=said,
        hint=words.SEVERAL if fact.several else "",
        help=(("Why this is asked", fact.why),) if fact.why else (),
    )


def _always(state: State, *, reason: bool = True, skip: bool = True) -> tuple[Item, ...]:
    """The choices that can be made wherever something is asked."""
    items = [Item(value=DONT_KNOW, mark="d", text=words.DONT_KNOW, command=":dk", apart=True)]
    if reason:
        text, value = words.NOT_APPLICABLE, "not-applicable"
        items.append(
            Item(value=value, mark="x", text=text, command=":na", apart=True, asks_more=True)
        )
    if skip:
        text = words.SKIP if is_open(state, state.cursor) else words.KEEP
        items.append(Item(value="skip", mark="s", text=text, command=":s", apart=True))
    return tuple(items)


# -------------------------------------------------------------------------------- questions


def _ask_question(state: State, question: Question) -> Ask:
    place, section = _name_place(state, question)
    answer = state.answers.get(question.id)
    keys = count_keys(state)
    ask = Ask(
        spot=state.cursor,
        kind="list",
        place=place,
        section=section,
        keys=tuple(keys.values()),
        key=list(keys).index(question.key) if question.key in keys else 0,
        title=question.shown,
        text=question.wording(state.header.side or "client"),
        notes=list_notes(state),
        help=explain(state, question),
        attached=", ".join(list_attached(answer)),
        may_attach=True,
    )
    if state.cursor.kind == "sum":
        return _ask_sum(state, question, ask)
    if state.cursor.kind == "question":
        return _ask_whole(state, question, answer or Answer(), ask)
    return _ask_part(state, question, ask)


def _name_place(state: State, question: Question) -> tuple[str, str]:
    """Which question of how many it is, and what it stands under."""
    ids = [found.id for found in state.questions]
    place = f"{ids.index(question.id) + 1} of {len(ids)}" if question.id in ids else ""
    title = next(key.title for key in state.pack.keys if key.id == question.key)
    return place, f"{title}: {question.heading}" if question.heading else title


def _ask_whole(state: State, question: Question, answer: Answer, ask: Ask) -> Ask:
    """The start of a question; for most kinds, the whole of it."""
    enter, choices = question.enter(answer), question.list_choices()
    items = [_offer(state, question, choice) for choice in choices]
    if enter is not None:
        items.insert(0, replace(_offer(state, question, enter), asks_more=True))
    if answer.dont_know:
        chosen = DONT_KNOW
    elif answer.not_applicable:
        chosen = "not-applicable"
    elif enter is not None and (question.works_out(answer) or not choices):
        chosen = enter.value
    else:
        chosen = next((choice.value for choice in choices if choice.is_in(answer)), "")
    if (typed := question.ask_typed(answer)) is not None:
        unit, field = typed
        ask = replace(
            ask,
            kind="number",
            unit=unit,
            field=field,
            gauge=question.gauge,
            typed=question.typed,
        )
    ask = replace(
        ask,
        lines=tuple(f"- {row.shown}" for row in question.lines),
        items=(*items, *_always(state)),
        chosen=chosen,
        reason=answer.not_applicable,
    )
    if answer.before:
        said = words.said_to_older(answer.before, state.pack.explain_again(question.id))
        said += [f"Note: {answer.note}"] if answer.note else []
        ask = replace(ask, lines=(*said, *ask.lines))
    earlier = state.earlier(question.id)
    return ask if earlier is None else _offer_earlier(state, question, earlier, ask)


def _offer_earlier(state: State, question: Question, earlier: Answer, ask: Ask) -> Ask:
    """The ask with the earlier answer, its day and its note; Enter confirms it."""
    still = Item(
        value=words.STILL,
        mark="y",
        text=words.STILL_SO.format(said=describe_said(state, question, earlier)),
        command="same",
        apart=True,
    )
    day = earlier.date or state.header.date
    own = question.id in state.answers
    lines = [words.said_before(day if own else None, state.today)]
    lines += [f"Note: {earlier.note}"] if earlier.note else []
    return replace(ask, lines=(*lines, *ask.lines), items=(still, *ask.items), chosen=words.STILL)


def _offer(state: State, question: Question, choice: Choice) -> Item:
    known = choice.level is not None and not choice.apart
    return Item(
        value=choice.value,
        mark=choice.mark,
        text=choice.text,
        command=choice.command,
        apart=choice.apart,
        detail=describe_level(state, question, choice.level or 0) if known else "",
    )


def _ask_part(state: State, question: Question, ask: Ask) -> Ask:
    cursor = state.cursor
    part = question.ask_part(Part(cursor.part, cursor.number), make_sheet(state, question))
    if is_row(state, cursor):
        return _ask_row(state, question, part, ask)
    hint = words.hint(part.example, filled=bool(part.field), enter=part.enter)
    return replace(
        ask,
        kind="list" if part.choices else "text",
        title=part.title or ask.title,
        text=part.text,
        items=tuple(_offer(state, question, choice) for choice in part.choices),
        field=part.field,
        hint=hint,
        removable=part.removable,
        notes=(),
    )


def _ask_row(state: State, question: Question, part: PartAsk, ask: Ask) -> Ask:
    row = state.cursor.part
    answer = state.answer(question.id)
    said = (answer.rows or {}).get(row, RowAnswer())
    items = [
        replace(
            _offer(state, question, choice),
            detail=describe_option(state, question, row, choice.value),
        )
        for choice in part.choices
    ]
    alone = find_line_trigger(state, question) if row in question.critical else None
    away = "not-applicable" if said.not_applicable else ""
    attached = list_attached(answer)
    if said.who:
        attached.append(f"who: {said.who}")
    if said.note:
        attached.append("note to this line")
    return replace(
        ask,
        title=part.title,
        lead=ask.text,
        text=part.text,
        lines=(say_effect(words.ALONE, alone[0], state.pack.words),) if alone else (),
        items=(*items, *_always(state)),
        chosen=DONT_KNOW if said.dont_know else said.option or away,
        reason=said.not_applicable,
        attached=", ".join(attached),
        is_row=True,
    )


def _ask_sum(state: State, question: Question, ask: Ask) -> Ask:
    items = tuple(
        replace(item, mark=str(number)) for number, item in enumerate(list_sum(state, question))
    )
    lines = describe_sum(state, question)
    return replace(ask, text=words.SUM, lines=lines, items=items, chosen=words.GO_ON, notes=())


def _ask_aside(state: State) -> Ask:
    what = state.cursor.part
    text, example = words.ASIDES[what]
    field = present(state)
    question = state.pack.questions[state.cursor.id]
    lines: tuple[str, ...] = ()
    filled, enter = bool(field), words.ENTERS.get(what, (LEFT_OUT, KEPT))
    if what == "evidence":
        answer = state.answer(question.id)
        lines = tuple(
            f"- {evidence.what}" + (f" ({evidence.where})" if evidence.where else "")
            for evidence in answer.evidence
        )
        filled = bool(lines)
        if proofs := write_proofs(state, question):
            lines = (*lines, f"What would prove it: {proofs}")
    place, section = _name_place(state, question)
    return Ask(
        spot=state.cursor,
        kind="text",
        place=place,
        section=section,
        title=question.shown,
        lead=_name_row(state, question),
        text=text,
        hint=words.hint(example, filled=filled, enter=enter),
        lines=lines,
        field=field,
        removable=True,
    )


def _name_row(state: State, question: Question) -> str:
    """The row that an aside belongs to; empty where it belongs to the whole question."""
    spot = state.trail[-2]
    if state.cursor.part not in ("who", "note", "reason") or not is_row(state, spot):
        return ""
    return question.ask_part(Part(spot.part), make_sheet(state, question)).text
