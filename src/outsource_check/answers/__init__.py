"""Answer files and the engagements that they make up (DESIGN section 4)."""

from outsource_check.answers.engagement import Engagement, Settlement, assemble
from outsource_check.answers.model import (
    Answer,
    AnswerFile,
    Evidence,
    Figures,
    Respondent,
    RowAnswer,
    Sites,
    Waiver,
)
from outsource_check.answers.reading import AnswerSource, PackShelf, read_answer_file
from outsource_check.answers.selection import read_answers, select_files

__all__ = [
    "Answer",
    "AnswerFile",
    "AnswerSource",
    "Engagement",
    "Evidence",
    "Figures",
    "PackShelf",
    "Respondent",
    "RowAnswer",
    "Settlement",
    "Sites",
    "Waiver",
    "assemble",
    "read_answer_file",
    "read_answers",
    "select_files",
]
