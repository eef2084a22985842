"""Scoring: an engagement becomes a result (DESIGN section 5)."""

from outsource_check.result.actions import (
    Gap,
    list_actions,
    list_gaps,
    list_settling,
    list_spreads,
    look_ahead,
)
from outsource_check.result.model import (
    VERDICTS,
    Action,
    Duty,
    Finding,
    Interval,
    KeyResult,
    Outlook,
    QuestionResult,
    Reason,
    Result,
    Settling,
    SideResult,
    Verdict,
    VerdictRange,
    Voice,
)
from outsource_check.result.scoring import score

__all__ = [
    "VERDICTS",
    "Action",
    "Duty",
    "Finding",
    "Gap",
    "Interval",
    "KeyResult",
    "Outlook",
    "QuestionResult",
    "Reason",
    "Result",
    "Settling",
    "SideResult",
    "Verdict",
    "VerdictRange",
    "Voice",
    "list_actions",
    "list_gaps",
    "list_settling",
    "list_spreads",
    "look_ahead",
    "score",
]
