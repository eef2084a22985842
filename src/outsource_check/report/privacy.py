"""What a side marked internal, and for whom a report may show it (docs/reports.md).

Everything that a report says in an answerer's own words passes `shows`: a template cannot bring
back what is not in the context.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_check.answers import Answer
    from outsource_check.pack import Question, Side
    from outsource_check.report.model import Audience


def shows(question: Question, side: Side, answer: Answer | None, audience: Audience) -> bool:
    """Whether a report for an audience may show what a side's answer says in its own words.

    Its own side sees everything; the other side, and a report for both, nothing that is internal:
    by the answer, or by the question where the answer does not say.
    """
    if side == audience or answer is None:
        return True
    internal = question.internal if answer.internal is None else answer.internal
    return not internal
