"""What is listed to choose from: answers to review, keys to go to, how to end, what adds up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain, count, product
from string import ascii_lowercase
from typing import TYPE_CHECKING

from outsource_check import costs
from outsource_check.answers import Answer, Figures
from outsource_check.costs import OVERRUN, OVERRUN_FIELDS
from outsource_check.interview import words
from outsource_check.interview.asks import Item
from outsource_check.interview.forms import drafts_of
from outsource_check.interview.help import describe_lines
from outsource_check.interview.model import Spot, State
from outsource_check.interview.order import (
    is_answered,
    known_facts,
    list_facts,
    list_open,
    list_questions,
    list_reviewed,
)
from outsource_check.interview.session import level_of
from outsource_check.pack import (
    SIDES,
    ChoiceQuestion,
    CostsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
    Question,
    judge_condition,
)
from outsource_check.text import plural

if TYPE_CHECKING:
    from outsource_check.overlap import OverlapResult

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
        return words.START_TITLES[spot.id], state.header.show(spot.id) or "none"
    if spot.kind == "fact":
        said, choices = state.facts.get(spot.id, ""), state.pack.facts[spot.id].choices
        text = choices.get(said, words.DONT_KNOW) if said else "open"
        return name_fact(state, spot.id), text
    question = state.pack.questions[spot.id]
    return question.title, describe_answer(state, question)


def name_fact(state: State, fact: str) -> str:
    """A fact's question, cut to its first sentence."""
    return words.first_sentence(state.pack.facts[fact].ask)


def describe_answer(state: State, question: Question) -> str:
    """An answer in a few words: `level 3`, `open`, `I don't know`, with what goes with it."""
    answer = state.answers.get(question.id)
    if answer is None:
        return "open"
    parts = [_describe_said(state, question, answer), *list_attached(answer)]
    return "; ".join(parts)


def _describe_said(state: State, question: Question, answer: Answer) -> str:
    if answer.dont_know:
        return words.DONT_KNOW
    if answer.not_applicable:
        return f"does not apply ({answer.not_applicable})"
    if not is_answered(answer):
        return "open"
    level = level_of(state, question, answer)
    shown = f"level {level}" if level else "no line applies"
    if answer.nothing:
        return f"nothing agreed or measured ({shown})"
    if isinstance(question, ChoiceQuestion | NumberQuestion):
        return f"{question.say(answer)} ({shown})"
    if isinstance(question, MatrixQuestion):
        missing = len(list_missing_rows(question, answer))
        return f"{shown}, {plural(missing, 'line')} open" if missing else shown
    if answer.costs is not None and answer.figured:
        missing = sum(getattr(answer.costs, name) is None for name in words.FIGURE_NAMES[2:])
        shown = f"{shown}, worked out"
        return f"{shown}, {plural(missing, 'amount')} not given" if missing else shown
    return f"{shown}, worked out" if answer.sites else shown


def list_missing_rows(question: MatrixQuestion, answer: Answer) -> list[str]:
    """The rows of a matrix that nothing was said about."""
    rows = answer.rows or {}
    return [
        row.id
        for row in question.rows
        if row.id not in rows
        or not (rows[row.id].option or rows[row.id].dont_know or rows[row.id].not_applicable)
    ]


def list_attached(answer: Answer | None) -> list[str]:
    """What is written down beside an answer, each in a word or two."""
    if answer is None:
        return []
    found = ["note"] if answer.note else []
    if answer.evidence:
        many = len(answer.evidence)
        found.append("evidence" if many == 1 else f"{many} pieces of evidence")
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
        inside = [question.id for question in list_questions(state) if question.key == key.id]
        if inside:
            left = sum(name in open_ids for name in inside)
            tail = f"{left} of {len(inside)} open" if left else "answered"
            items.append(Item(value=key.id, text=f"{key.title} ({tail})"))
    facts = list_facts(state)
    if facts:
        items.append(Item(value=facts[0], text=f"The situation ({len(facts)} facts)"))
    items.append(Item(value="every answer", text="Every answer"))
    return tuple(items)


def list_finish(state: State) -> tuple[str, tuple[str, ...], tuple[Item, ...]]:
    """How it stands, what is open, and how to go on."""
    open_spots = list_open(state)
    questions = list_questions(state)
    look = Item(value="review", text="Look over the answers")
    items = []
    lines: tuple[str, ...] = ()
    if not questions:
        text = "There is nothing to ask: as the situation is, no question applies."
        if state.header.side == "partner":
            text = (
                "There is nothing to ask: as long as there is no partner, only the client answers."
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
        more = len(list_questions(widened(state))) - len(questions)
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
    return state.pack.questions[spot.id].title


# ------------------------------------------------------------------------------- what adds up


def describe_sum(state: State, question: Question) -> tuple[str, ...]:
    """What the parts of an answer come to, in lines."""
    answer = state.answers.get(question.id, Answer())
    level = level_of(state, question, answer)
    lines = ["No level yet."]
    if level:
        doubt = _describe_doubt(question, answer) if isinstance(question, MatrixQuestion) else ""
        lines = [f"{words.TOGETHER}level {level} of 4{doubt}."]
    if isinstance(question, MatrixQuestion):
        lines += describe_lines(state, question, answer.rows or {})
    if isinstance(question, CostsQuestion) and answer.costs is not None:
        lines += _describe_costs(state, question, answer.costs)
    if isinstance(question, OverlapQuestion) and answer.sites:
        lines += _describe_overlap(state, answer)
    return tuple(lines)


def _describe_doubt(question: MatrixQuestion, answer: Answer) -> str:
    unknown = len(list_missing_rows(question, answer))
    unknown += sum(row.dont_know for row in (answer.rows or {}).values())
    return f"; {plural(unknown, 'line is', 'lines are')} not known" if unknown else ""


def list_sum(state: State, question: Question) -> tuple[Item, ...]:
    """Going on, and every part to change."""
    answer = state.answers.get(question.id, Answer())
    items = [Item(value=words.GO_ON, text="Yes, go on")]
    if isinstance(question, MatrixQuestion):
        options = {option.id: option.text for option in question.options}
        for row in question.rows:
            said = (answer.rows or {}).get(row.id)
            text = "open"
            if said is not None and said.option:
                text = options[said.option]
            elif said is not None and said.dont_know:
                text = words.DONT_KNOW
            elif said is not None and said.not_applicable:
                text = f"does not apply ({said.not_applicable})"
            # A name stands first: it is what a cut line would lose.
            who = f"{said.who} · " if said is not None and said.who else ""
            items.append(Item(value=row.id, text=row.text, said=f"{who}{text}"))
    elif isinstance(question, CostsQuestion):
        figures = answer.costs or Figures()
        for name, (title, _) in words.FIGURES.items():
            shown = _describe_figure(name, getattr(figures, name))
            items.append(Item(value=name, text=title, said=shown))
    elif isinstance(question, OverlapQuestion):
        items += _list_site_items(state, question, answer)
    items.append(Item(value=words.OTHERWISE, text=words.OTHERWISE))
    return tuple(items)


def _describe_figure(name: str, value: Decimal | str | None) -> str:
    if not isinstance(value, Decimal):
        return value or "not given"
    from outsource_check.result.words import format_amount  # noqa: PLC0415 - not before an answer

    if name not in OVERRUN_FIELDS:
        return format_amount(value)
    dearer = words.DEARER.format(amount=format_amount(value * OVERRUN))
    return f"{format_amount(value)} ({dearer})"


def _list_site_items(state: State, question: Question, answer: Answer) -> Iterator[Item]:
    drafts = state.sites.get(question.id) or drafts_of(answer)
    for site in drafts:
        name = words.CHANGE_SITE.format(name=site.name)
        hours = ", ".join(site.hours)
        text = f"{name} ({site.side}, {site.zone}, {hours}, {site.days})"
        yield Item(value=name, text=text)
    for side in SIDES:
        text = words.ADD_SITE.format(side=side)
        yield Item(value=text, text=text)
    for site in drafts:
        if sum(other.side == site.side for other in drafts) > 1:
            text = words.REMOVE_SITE.format(name=site.name)
            yield Item(value=text, text=text)


def _describe_costs(state: State, question: CostsQuestion, figures: Figures) -> Iterator[str]:
    from outsource_check.result.words import format_amount  # noqa: PLC0415

    amounts = {name: getattr(figures, name) for name in costs.FIGURES}
    matters = judge_condition(question.saving_when, known_facts(state))
    found = costs.weigh(costs.Costs(**amounts), saving_matters=matters)
    unit = f" {figures.currency}" if figures.currency else ""
    for name, expected, stressed in (
        (words.TOTAL, found.total, found.stressed_total),
        (words.SAVING, found.net_saving, found.stressed_saving),
    ):
        if expected is not None and stressed is not None:
            dearer = words.ALL_DEARER.format(amount=f"{format_amount(stressed)}{unit}")
            yield f"{name}: {format_amount(expected)}{unit} ({dearer})"
    if found.missing:
        names = ", ".join(words.FIGURES[name][0].lower() for name in found.missing)
        yield f"Not given: {names}."
    if found.low == found.high:
        yield f"Level {found.low}: {costs.LEVELS[found.low]}"


def _describe_overlap(state: State, answer: Answer) -> Iterator[str]:
    from outsource_check.overlap import words as overlap_words  # noqa: PLC0415

    result = compute_overlap(state, answer)
    for pair in result.pairs:
        yield f"{overlap_words.name_pair(pair)}: {overlap_words.answer(pair)}."
    yield overlap_words.explain_level(overlap_words.find_worst_pair(result))


def compute_overlap(state: State, answer: Answer) -> OverlapResult:
    """The overlap behind an answer with sites."""
    from outsource_check.pack.kinds.overlap import measure  # noqa: PLC0415

    return measure(answer, answer.date or state.header.date)
