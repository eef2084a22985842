"""Packs: what is asked, how it is scored, and why (docs/writing-a-pack.md)."""

from outsource_check.documents.types import Side
from outsource_check.numbers import Number
from outsource_check.pack.answer import (
    DONT_KNOW,
    MONEY,
    NONE,
    Answer,
    Evidence,
    Figures,
    RowAnswer,
    SiteAnswer,
)
from outsource_check.pack.conditions import Condition, Facts, judge_condition
from outsource_check.pack.finding import PackShelf, find_packs, load_pack
from outsource_check.pack.kinds import (
    ChoiceQuestion,
    CostsQuestion,
    DateQuestion,
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
    Question,
    TextQuestion,
)
from outsource_check.pack.kinds.base import SIDES, Answered, Trigger
from outsource_check.pack.kinds.matrix import Bound
from outsource_check.pack.kinds.options import Option, Row
from outsource_check.pack.kinds.remedy import Remedy
from outsource_check.pack.loading import read_pack
from outsource_check.pack.model import Fact, Key, Pack, Reference, Thresholds, register_kind
from outsource_check.pack.words import Verdict, Words

__all__ = [
    "DONT_KNOW",
    "MONEY",
    "NONE",
    "SIDES",
    "Answer",
    "Answered",
    "Bound",
    "ChoiceQuestion",
    "Condition",
    "CostsQuestion",
    "DateQuestion",
    "Evidence",
    "Fact",
    "Facts",
    "Figures",
    "Key",
    "LevelsQuestion",
    "MatrixQuestion",
    "Number",
    "NumberQuestion",
    "Option",
    "OverlapQuestion",
    "Pack",
    "PackShelf",
    "Question",
    "Reference",
    "Remedy",
    "Row",
    "RowAnswer",
    "Side",
    "SiteAnswer",
    "TextQuestion",
    "Thresholds",
    "Trigger",
    "Verdict",
    "Words",
    "find_packs",
    "judge_condition",
    "load_pack",
    "read_pack",
    "register_kind",
]
