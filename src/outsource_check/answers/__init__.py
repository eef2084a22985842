"""Answer files and the engagements that they make up (docs/files.md)."""

from outsource_check.answers.engagement import Engagement, assemble
from outsource_check.answers.model import AnswerFile, Respondent, Waiver, fold_name
from outsource_check.answers.names import relative_names
from outsource_check.answers.reading import AnswerSource, make_source, read_answer_file
from outsource_check.answers.selection import (
    read_answers,
    read_folder,
    read_neighbours,
    select_files,
)
from outsource_check.answers.settlements import (
    Asked,
    EngagementFile,
    EngagementSource,
    Reopened,
    Settlement,
)
from outsource_check.pack import Answer, Evidence, Figures, RowAnswer, SiteAnswer

__all__ = [
    "Answer",
    "AnswerFile",
    "AnswerSource",
    "Asked",
    "Engagement",
    "EngagementFile",
    "EngagementSource",
    "Evidence",
    "Figures",
    "Reopened",
    "Respondent",
    "RowAnswer",
    "Settlement",
    "SiteAnswer",
    "Waiver",
    "assemble",
    "fold_name",
    "make_source",
    "read_answer_file",
    "read_answers",
    "read_folder",
    "read_neighbours",
    "relative_names",
    "select_files",
]
