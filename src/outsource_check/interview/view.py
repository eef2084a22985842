"""What to ask at the cursor: a state becomes an ask, the same for both front ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from outsource_check.answers import Answer, Figures
from outsource_check.interview import words
from outsource_check.interview.asks import Ask, Item
from outsource_check.interview.attachments import present
from outsource_check.interview.forms import find_own_zone, list_zones
from outsource_check.interview.help import (
    describe_level,
    describe_option,
    explain,
    find_line_trigger,
    list_notes,
    write_proofs,
)
from outsource_check.interview.lists import (
    describe_sum,
    list_attached,
    list_finish,
    list_jump,
    list_missing_rows,
    list_review,
    list_sum,
    widened,
)
from outsource_check.interview.order import DONT_KNOW, is_open, list_facts, list_questions
from outsource_check.interview.session import gauge_number
from outsource_check.numbers import write_decimal
from outsource_check.pack import (
    CostsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
    Question,
)
from outsource_check.text import plural

if TYPE_CHECKING:
    from outsource_check.interview.model import State


def view(state: State, *, left: int = 0) -> Ask:
    """What to ask next; `left` is how many minutes are left, 0 where that is not known."""
    ask = _build(state)
    if state.cursor.whole.kind != "question":
        left = 0
    ask = replace(ask, problem=state.problem, message=state.message, left=left)
    return replace(ask, may_move=state.header.complete).cleaned()


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
    place = words.name_start(name, state.start)
    field = state.header.show(name)
    if name == "side":
        items = tuple(Item(value=side, text=label) for side, label in words.SIDES.items())
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
        Item(value=mode, text=text.format(count=len(list_questions(asked))))
        for mode, text, asked in (
            ("quick", words.QUICK, quick),
            ("full", words.FULL, full),
        )
    )


def _ask_fact(state: State) -> Ask:
    fact = state.pack.facts[state.cursor.id]
    facts = list_facts(state)
    place = f", {facts.index(fact.id) + 1} of {len(facts)}" if fact.id in facts else ""
    items = [
        Item(value=option, mark=str(number), text=text)
        for number, (option, text) in enumerate(fact.choices.items(), 1)
    ]
    return Ask(
        spot=state.cursor,
        kind="list",
        place=f"The situation{place}",
        text=fact.ask,
        items=(*items, *_always(state, reason=False)),
        chosen=state.facts.get(fact.id, ""),
        help=(("Why this is asked", fact.why),) if fact.why else (),
    )


def _always(state: State, *, reason: bool = True, skip: bool = True) -> tuple[Item, ...]:
    """What can be said to anything that is asked."""
    items = [Item(value=DONT_KNOW, mark="d", text=words.DONT_KNOW, command=":dk", apart=True)]
    if reason:
        text, value = words.NOT_APPLICABLE, "not-applicable"
        items.append(Item(value=value, mark="x", text=text, command=":na", apart=True))
    if skip:
        text = words.SKIP if is_open(state, state.cursor) else words.KEEP
        items.append(Item(value="skip", mark="s", text=text, command=":s", apart=True))
    return tuple(items)


# -------------------------------------------------------------------------------- questions


def _ask_question(state: State, question: Question) -> Ask:
    place, section = _name_place(state, question)
    answer = state.answers.get(question.id)
    ask = Ask(
        spot=state.cursor,
        kind="list",
        place=place,
        section=section,
        title=question.title,
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
    if isinstance(question, MatrixQuestion):
        return _ask_row(state, question, ask)
    if isinstance(question, OverlapQuestion):
        return _ask_site(state, question, ask)
    return _ask_figure(state, question, ask)


def _name_place(state: State, question: Question) -> tuple[str, str]:
    """Which question of how many it is, and its key's title."""
    ids = [found.id for found in list_questions(state)]
    place = f"{ids.index(question.id) + 1} of {len(ids)}" if question.id in ids else ""
    return place, next(key.title for key in state.pack.keys if key.id == question.key)


def _ask_whole(state: State, question: Question, answer: Answer, ask: Ask) -> Ask:
    """The start of a question; for most kinds, the whole of it."""
    chosen = DONT_KNOW if answer.dont_know else "not-applicable" if answer.not_applicable else ""
    items = [
        Item(
            value=choice.value,
            mark=choice.mark,
            text=choice.text,
            detail=describe_level(state, question, choice.level),
        )
        for choice in question.list_choices()
    ]
    said = (choice.value for choice in question.list_choices() if choice.is_in(answer))
    chosen = chosen or next(said, "")
    match question:
        case NumberQuestion():
            items = [replace(item, command=item.value, apart=True, detail="") for item in items]
            field = "" if answer.value is None else write_decimal(answer.value)

            def gauge(typed: str) -> str:
                return gauge_number(question, typed)

            ask = replace(ask, kind="number", unit=question.unit, field=field, gauge=gauge)
        case MatrixQuestion():
            missing = len(list_missing_rows(question, answer))
            count = plural(len(question.rows), "line")
            count = f"{missing} of {count} open" if answer.rows else count
            items = [Item(value="rows", mark="1", text=f"{words.ROW_BY_ROW} ({count})")]
            chosen = chosen or "rows"
            ask = replace(ask, lines=tuple(f"- {row.text}" for row in question.rows))
        case OverlapQuestion() | CostsQuestion():
            work_out = Item(value="figures", mark="c", text=question.work_out, command="c")
            items = [work_out, *items]
            if answer.sites or answer.figured:
                chosen = "figures"
        case _:
            pass  # its choices say all
    reason = answer.not_applicable
    return replace(ask, items=(*items, *_always(state)), chosen=chosen, reason=reason)


def _ask_row(state: State, question: MatrixQuestion, ask: Ask) -> Ask:
    rows = {row.id: row for row in question.rows}
    row = rows[state.cursor.part]
    answer = state.answers.get(question.id, Answer())
    said = (answer.rows or {}).get(row.id)
    items = [
        Item(
            value=option.id,
            mark=str(number),
            text=option.text,
            detail=describe_option(state, question, row, option.id),
        )
        for number, option in enumerate(question.options, 1)
    ]
    alone = find_line_trigger(state, question) if row.critical else None
    chosen, reason, attached = "", "", list_attached(answer)
    if said is not None:
        reason = said.not_applicable
        away = "not-applicable" if reason else ""
        chosen = DONT_KNOW if said.dont_know else said.option or away
        if said.who:
            attached = [*attached, f"who: {said.who}"]
        if said.note:
            attached = [*attached, "note to this line"]
    number = list(rows).index(row.id) + 1
    return replace(
        ask,
        title=f"{question.title}, line {number} of {len(rows)}",
        lead=ask.text,
        text=row.text,
        lines=(words.ALONE[alone[0]],) if alone else (),
        items=(*items, *_always(state)),
        chosen=chosen,
        reason=reason,
        attached=", ".join(attached),
        is_row=True,
    )


def _ask_figure(state: State, question: Question, ask: Ask) -> Ask:
    name = state.cursor.part
    figures = state.answers.get(question.id, Answer()).costs or Figures()
    title, text = words.FIGURES[name]
    value = getattr(figures, name)
    number = words.FIGURE_NAMES.index(name) + 1
    place = f"{question.title}, {number} of {len(words.FIGURE_NAMES)}: {title.lower()}"
    field = (
        ""
        if value in (None, "")
        else str(value)
        if isinstance(value, str)
        else write_decimal(value)
    )
    if name in ("currency", "period"):
        hint = words.hint("", filled=bool(field))
    else:
        enter = (words.NOT_KNOWN, words.KEPT)
        hint = words.hint(words.FIGURE_HINT, filled=bool(field), enter=enter)
    return replace(
        ask,
        kind="text",
        title=place,
        text=text,
        field=field,
        hint=hint,
        notes=(),
        removable=True,
    )


def _ask_site(state: State, question: Question, ask: Ask) -> Ask:
    name = state.cursor.part
    site = state.sites[question.id][state.cursor.number]
    if name == "pick":
        found = list_zones(state, site)
        items = tuple(
            Item(
                value=zone.name,
                mark=str(place),
                text=f"{zone.city}, {zone.country} ({zone.name})",
            )
            for place, zone in enumerate(found, 1)
        )
        text = words.SITE_PICK.format(text=site.search)
        return replace(ask, text=text, items=items, notes=())
    own = None if name != "zone" or site.zone or site.search else find_own_zone(state, site)
    zone_hint = words.SITE_ZONE_HINT
    if own is not None:
        zone_hint = words.SITE_ZONE_OWN.format(city=own.city, zone=own.name)
    texts = {
        "zone": (words.SITE_ZONE.format(side=site.side), zone_hint, site.zone),
        "hours": (
            words.SITE_HOURS.format(name=site.name),
            words.SITE_HOURS_HINT,
            ", ".join(site.hours),
        ),
        "days": (words.SITE_DAYS.format(name=site.name), words.SITE_DAYS_HINT, site.days),
    }
    text, hint, field = texts[name]
    if name in words.USUAL:
        hint = words.hint(hint, filled=bool(field), enter=(words.USUAL[name], words.STAYS))
    return replace(ask, kind="text", text=text, hint=hint, field=field or site.search, notes=())


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
    filled, enter = bool(field), words.ENTERS.get(what, (words.LEFT_OUT, words.KEPT))
    if what == "evidence":
        answer = state.answers.get(question.id, Answer())
        lines = tuple(
            f"- {evidence.what}" + (f" ({evidence.where})" if evidence.where else "")
            for evidence in answer.evidence
        )
        filled = bool(lines)
        if question.evidence:
            lines = (*lines, f"What would prove it: {write_proofs(question)}")
    place, section = _name_place(state, question)
    return Ask(
        spot=state.cursor,
        kind="text",
        place=place,
        section=section,
        title=question.title,
        lead=_name_row(state, question),
        text=text,
        hint=words.hint(example, filled=filled, enter=enter),
        lines=lines,
        field=field,
        removable=True,
    )


def _name_row(state: State, question: Question) -> str:
    """The row that an aside belongs to; empty where it belongs to the whole question."""
    rows = question.rows if isinstance(question, MatrixQuestion) else ()
    if state.cursor.part not in ("who", "note", "reason"):
        return ""
    return next((row.text for row in rows if state.trail[-2].part == row.id), "")
