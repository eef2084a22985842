"""What an answer file says: one respondent's answers, after short forms are written out."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, WrapValidator, model_validator

from outsource_check.answers.entries import (
    judge_entries,
    judge_entry,
    judge_facts,
    judge_named,
    judge_pack,
    judge_version,
)
from outsource_check.documents.types import Day, Id, Items, Side, Text, Version, YesNo, wrong
from outsource_check.documents.validation import Faults
from outsource_check.models import Model
from outsource_check.pack import Answer

FORMAT = "outsource-check/answers/v1"


class OneAnswer(Model):
    """An answer on its own; `context` is its question."""

    answer: Annotated[Answer | None, WrapValidator(judge_entry)] = None


class Respondent(Model):
    """Who answered: one person, or one group answering as one."""

    side: Side
    role: Text
    name: Text = ""
    anonymous: YesNo = False
    organisation: Text = ""
    """For whom they work; one engagement has one partner's organisation."""

    @model_validator(mode="after")
    def _has_one_way(self) -> Self:
        if self.anonymous and self.name:
            raise ValueError('an anonymous respondent has no "name": leave out one of the two')
        return self

    @property
    def shown_role(self) -> str:
        """The role as any output may show it; empty for somebody who is anonymous."""
        return "" if self.anonymous else self.role

    @property
    def shown(self) -> str:
        """Role and name as any output may show them; of an anonymous respondent neither."""
        if self.anonymous:
            return "somebody who did not give a name"
        return f"{self.role} ({self.name})" if self.name else self.role


def fold_name(name: str) -> str:
    """A name as it is compared: letters' case and the number of spaces do not matter."""
    return " ".join(name.split()).casefold()


class Waiver(Model):
    """A finding that a named person has accepted for a time."""

    question: Text
    by: Text
    reason: Text
    date: Day
    until: Day | None = None
    """The last day that it counts; None: for good."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.date:
            raise ValueError(f"the waiver ends on {self.until}, before its date, {self.date}")
        return self

    def counts(self, as_of: datetime.date) -> bool:
        """Whether it holds on a day; the first and the last day are included."""
        return self.date <= as_of and (self.until is None or as_of <= self.until)


class AnswerFile(Model):
    """All that one respondent said, to which pack and version.

    `AnswerFile.model_validate(data, context=pack)` judges plain Python data as a file is judged.
    """

    format: Literal["outsource-check/answers/v1"]
    pack: Annotated[Id, AfterValidator(judge_pack)]
    pack_version: Annotated[Version, AfterValidator(judge_version)]
    """Today's where a file of an older version was read: its answers were moved."""
    engagement: Text
    respondent: Respondent
    mode: Literal["full", "quick"] = "full"
    date: Day
    """Of every answer without a date of its own."""
    facts: Annotated[dict[str, str], BeforeValidator(judge_facts)] = Field(default_factory=dict)
    """Option id (`yes` or `no`) by fact id; what is not known is not there."""
    answers: Annotated[dict[str, Answer], WrapValidator(judge_entries)] = Field(
        default_factory=dict
    )
    """By question id; only entries that are not empty."""
    waivers: Annotated[Items[Waiver], WrapValidator(judge_named)] = ()

    @model_validator(mode="after")
    def _covers_its_sites(self) -> Self:
        """Check what shows only over the 12 months of sites: a first day, and work on some day."""
        from outsource_check.pack.kinds.overlap import measure  # noqa: PLC0415 - only what it needs

        faults = Faults()
        for name, answer in self.answers.items():
            if answer.sites:
                from outsource_check.overlap import SiteError  # noqa: PLC0415 - zoneinfo

                try:
                    measure(answer, answer.date or self.date)
                except SiteError as error:
                    given = error.part == "from" and answer.start is not None
                    path = ("answers", name, "from" if given else "sites")
                    faults.add(path, wrong(error.message, error.hint, private=True))
        faults.finish()
        return self
