"""The level that an answer gives (docs/scoring.md, rule 1)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from outsource_check.pack.kinds.reading import Reading

if TYPE_CHECKING:
    from outsource_check.answers import Answer
    from outsource_check.pack import Facts, Question

_POINTS = tuple(Reading.at(level) for level in range(5))


def read_level(question: Question, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
    """The level that an answer gives. The answer must say something.

    `date` is the answer's, for computed questions that begin with it.
    """
    if answer.level is not None:
        return _POINTS[answer.level]
    return question.weigh(answer, facts, date)
