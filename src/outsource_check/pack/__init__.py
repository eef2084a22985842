"""Packs: what is asked, how it is scored, and why (docs/writing-a-pack.md)."""

from outsource_check.documents.types import Side
from outsource_check.pack.conditions import Condition, Facts, judge_condition
from outsource_check.pack.loading import find_packs, load_pack, read_pack
from outsource_check.pack.measures import Bound, Option, Row
from outsource_check.pack.model import (
    SIDES,
    Answered,
    ChoiceQuestion,
    CostsQuestion,
    Fact,
    Key,
    LevelsQuestion,
    MatrixQuestion,
    Number,
    NumberQuestion,
    OverlapQuestion,
    Pack,
    Question,
    Reference,
    Remedy,
    Thresholds,
    Trigger,
)

__all__ = [
    "SIDES",
    "Answered",
    "Bound",
    "ChoiceQuestion",
    "Condition",
    "CostsQuestion",
    "Fact",
    "Facts",
    "Key",
    "LevelsQuestion",
    "MatrixQuestion",
    "Number",
    "NumberQuestion",
    "Option",
    "OverlapQuestion",
    "Pack",
    "Question",
    "Reference",
    "Remedy",
    "Row",
    "Side",
    "Thresholds",
    "Trigger",
    "find_packs",
    "judge_condition",
    "load_pack",
    "read_pack",
]
