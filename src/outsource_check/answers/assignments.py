"""Answers and facts that are given on a command line, as `QUESTION=ANSWER`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from outsource_check.answers.reading import read_one
from outsource_check.documents import near
from outsource_check.documents.validation import alternatives
from outsource_check.errors import AnswerError, ConfigurationError, Problem, UsageError
from outsource_check.pack import DONT_KNOW
from outsource_check.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outsource_check.answers.engagement import Engagement
    from outsource_check.pack import Pack, Question
    from outsource_check.pack.answer import Answer


def read_assignment(pack: Pack, text: str, option: str) -> tuple[str, str | Answer]:
    """A fact with what is said of it, or a question with its answer, of `QUESTION=ANSWER`.

    The answer is in the short form of an answer file. Raises `UsageError`, which names the
    `option`, for what fits nothing.
    """
    name, sign, value = (part.strip() for part in text.partition("="))
    if not sign:
        raise UsageError(f'{option} is "{text}": expected QUESTION=ANSWER')
    fact = pack.facts.get(name)
    if fact is not None:
        known = DONT_KNOW if value == DONT_KNOW else fact.read(value)
        if known is None:
            expected = alternatives((*fact.choices, DONT_KNOW))
            raise UsageError(f'{option} {name}: expected {expected}, found "{value}"')
        return name, known
    question = pack.questions.get(name)
    if question is None:
        hint = near(name, [*pack.questions, *pack.facts])
        message = f'{option}: there is no question or fact "{name}"'
        raise UsageError(Problem(rule="", message=message, hint=hint))
    return name, _read_answer(question, value, option)


def _read_answer(question: Question, value: str, option: str) -> Answer:
    try:
        answer = read_one(clean(value).strip().encode(), option, question)
    except (AnswerError, ConfigurationError) as error:
        raise UsageError(
            replace(problem, message=f"{option} {question.id}: {problem.message}", place=None)
            for problem in error.problems
        ) from None
    if answer is None:
        raise UsageError(f'{option} {question.id}: nothing stands behind the "="')
    return answer


def suppose(engagement: Engagement, assignments: Iterable[tuple[str, str | Answer]]) -> Engagement:
    """The engagement as if these facts held, and everybody who can be asked gave these answers.

    Evidence that somebody has named for a question stays; what was agreed on it does not count.
    """
    facts = dict(engagement.facts)
    answers: dict[str, Answer] = {}
    for name, said in assignments:
        if not isinstance(said, str):
            answers[name] = said
        elif said == DONT_KNOW:
            facts.pop(name, None)
        else:
            facts[name] = said
    sources = []
    for source in engagement.sources:
        content = source.content
        given = dict(content.answers)
        for name, answer in answers.items():
            by = engagement.pack.questions[name].answered_by or engagement.pack.outline.sides
            if by in ("both", None, content.respondent.side):
                old = given.get(name)
                kept = old.evidence if old and not answer.evidence and not answer.dont_know else ()
                given[name] = answer.replace(evidence=kept) if kept else answer
        sources.append(replace(source, content=content.replace(answers=given)))
    settlements = {
        name: agreed for name, agreed in engagement.settlements.items() if name not in answers
    }
    return replace(engagement, facts=facts, sources=tuple(sources), settlements=settlements)
