"""Why a question is asked, what would prove an answer, and what the answer does to the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from outsource_check.interview import words
from outsource_check.pack import Question, judge_condition

if TYPE_CHECKING:
    from outsource_check.answers import Answer
    from outsource_check.interview.model import State
    from outsource_check.pack import Number, Trigger, Words

_EFFECTS = {
    "stop": "sinks the {subject} until it is dealt with",
    "cap": "holds the verdict at “{conditional}” at best",
}
_POSSIBLE = {
    "stop": "can sink the {subject} until it is dealt with",
    "cap": "can hold the verdict at “{conditional}” at best",
}


def list_notes(state: State) -> tuple[str, ...]:
    """The pack's notes, shown once above the questions; conditions are judged by the facts."""
    facts = state.known_facts
    return tuple(
        note.text
        for note in state.pack.outline.note
        if judge_condition(note.when, facts) is not False
    )


def explain(state: State, question: Question) -> tuple[tuple[str, str], ...]:
    """Headings and texts, not cleaned yet, that the key `?` shows."""
    return tuple(_explain(state, question))


def _explain(state: State, question: Question) -> Iterator[tuple[str, str]]:
    if question.why:
        yield "Why this is asked", question.why
    if proofs := write_proofs(state, question):
        yield "What would prove it", proofs
    meaning = " ".join(_list_meanings(state, question))
    if meaning:
        yield "What it does to the result", meaning
    if levels := question.explain_levels():
        yield "Levels", levels
    if state.pack.outline.source:
        yield words.BUILT_ON, state.pack.outline.source
    cited = [state.pack.references[name].cite for name in question.references]
    if cited:
        yield words.SOURCES, "; ".join(cited)
    for note in list_notes(state):
        yield words.BEFORE, note
    yield words.ITS_ID, question.id


def write_proofs(state: State, question: Question) -> str:
    """What would prove the answer, as sentences."""
    answers = [state.answer(question.id)]
    return " ".join(f"{text.rstrip('.')}." for text in question.list_proofs(answers))


def _list_meanings(state: State, question: Question) -> Iterator[str]:
    for kind, trigger in list_triggers(state, question):
        what = f"{say_effect(_EFFECTS, kind, state.pack.words)} (a {kind})"
        if trigger.at_or_below is not None:
            level = (
                "Level 0" if trigger.at_or_below == 0 else f"Level {trigger.at_or_below} or less"
            )
            yield f"{level} {what}: {trigger.because}"
        if question.critical and find_line_trigger(state, question) == (kind, trigger):
            named = "; ".join(f"“{text}”" for text in question.critical.values())
            if trigger.at_or_below is not None:
                yield f"The same goes for the worst answer to {named}."
            else:
                yield f"The worst answer to {named} {what}: {trigger.because}"
    if state.pack.outline.evidence == "required" and question.scored:
        yield "Level 4 counts as 3 until it is said what proves it."


def list_triggers(state: State, question: Question) -> Iterator[tuple[str, Trigger]]:
    """Its stop and cap, as far as the facts do not rule them out."""
    facts = state.known_facts
    for kind, trigger in question.triggers:
        if judge_condition(trigger.when, facts) is not False:
            yield kind, trigger


def describe_level(state: State, question: Question, level: Number) -> str:
    """What choosing a level does to the result, in one short sentence; mostly nothing."""
    for kind, trigger in list_triggers(state, question):
        if trigger.at_or_below is not None and level <= trigger.at_or_below:
            return f"This {_effect(state, kind, trigger)}: {trigger.because}"
    answer = state.answers.get(question.id)
    proven = answer is not None and answer.evidence
    if level == 4 and question.scored and state.pack.outline.evidence == "required" and not proven:
        return words.COUNTS_AS_3
    return ""


def _effect(state: State, kind: str, trigger: Trigger) -> str:
    sure = trigger.unless is None and judge_condition(trigger.when, state.known_facts)
    return say_effect(_EFFECTS if sure else _POSSIBLE, kind, state.pack.words)


def say_effect(effects: Mapping[str, str], kind: str, own: Words) -> str:
    """What a stop or a cap does, in the pack's words."""
    return effects[kind].format(subject=own.subject, conditional=own.title("conditional"))


def find_line_trigger(state: State, question: Question) -> tuple[str, Trigger] | None:
    """What the worst answer to a critical row sets off by itself, as far as the facts allow."""
    for kind, trigger in list_triggers(state, question):
        if kind == "stop" or question.stop is None:
            return kind, trigger
    return None


def describe_option(state: State, question: Question, row: str, option: str) -> str:
    """What an option of a row does to the result by itself; mostly nothing."""
    found = find_line_trigger(state, question)
    if found is None or row not in question.critical or question.worths[option] > 0:
        return ""
    kind, trigger = found
    return f"This {_effect(state, kind, trigger)}: {trigger.because}"


def describe_rows(state: State, question: Question, answer: Answer) -> Iterator[str]:
    """The rows that do something to the result by themselves, a sentence each."""
    found = find_line_trigger(state, question)
    if found is None:
        return
    for row, text in question.critical.items():
        option = answer.rows[row].option if answer.rows and row in answer.rows else None
        if option and question.worths[option] == 0:
            yield f"“{text}” alone {_effect(state, *found)}."
