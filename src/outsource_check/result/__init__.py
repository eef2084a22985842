"""Scoring: an engagement becomes a result (docs/scoring.md)."""

from outsource_check.pack import Verdict
from outsource_check.pack.kinds.reading import Interval
from outsource_check.result.actions import (
    list_spreads,
    look_ahead,
)
from outsource_check.result.model import (
    VERDICTS,
    Action,
    Duty,
    Finding,
    Gap,
    KeyResult,
    Outlook,
    QuestionResult,
    Reason,
    Result,
    Settling,
    SideResult,
    Since,
    VerdictRange,
    Voice,
    Weighed,
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
    "Since",
    "Verdict",
    "VerdictRange",
    "Voice",
    "Weighed",
    "list_spreads",
    "look_ahead",
    "score",
]
