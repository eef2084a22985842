"""The kinds of questions: one class each says what it takes, gives, needs and means."""

from outsource_check.pack.kinds.base import Question
from outsource_check.pack.kinds.choice import ChoiceQuestion
from outsource_check.pack.kinds.costs import CostsQuestion
from outsource_check.pack.kinds.date import DateQuestion
from outsource_check.pack.kinds.levels import LevelsQuestion
from outsource_check.pack.kinds.matrix import MatrixQuestion
from outsource_check.pack.kinds.number import NumberQuestion
from outsource_check.pack.kinds.overlap import OverlapQuestion
from outsource_check.pack.kinds.text import TextQuestion

KINDS: dict[str, type[Question]] = {
    "levels": LevelsQuestion,
    "choice": ChoiceQuestion,
    "number": NumberQuestion,
    "matrix": MatrixQuestion,
    "overlap": OverlapQuestion,
    "costs": CostsQuestion,
    "text": TextQuestion,
    "date": DateQuestion,
}
"""By the name that a pack gives them."""

__all__ = [
    "KINDS",
    "ChoiceQuestion",
    "CostsQuestion",
    "DateQuestion",
    "LevelsQuestion",
    "MatrixQuestion",
    "NumberQuestion",
    "OverlapQuestion",
    "Question",
    "TextQuestion",
]
