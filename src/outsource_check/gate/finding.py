"""What a check has to say: how a result misses the policy, and what is wrong with a file."""

import datetime
from collections.abc import Iterable
from typing import Any, Literal, Self

from outsource_check.errors import Place, Problem
from outsource_check.gate.policy import Ignored
from outsource_check.gate.rules import find_rule
from outsource_check.models import Model, Own

Level = Literal["error", "warning"]


class Finding(Model):
    """A breach, or something wrong with a file; texts are uncleaned."""

    rule: str
    level: Level = "error"
    path: str | None = None
    """Of a breach, the file of the answer that makes it; where no single answer does, its
    engagement's first answer file by name."""
    line: int = 1
    column: int = 1
    end_column: int | None = None
    """Exclusive; null where only the start is known."""
    engagement: str | None = None
    """Null for what is wrong with a file."""
    key: str | None = None
    question: str | None = None
    """The question it is about; null: none, or several."""
    message: str
    """One line: what was found and what was expected, or what the policy asks and where."""
    hint: str | None = None
    """The next step in one line."""

    public: Own[str | None] = None
    """The message without what somebody wrote; None: all of it may be published."""
    private_hint: Own[bool] = False
    """Whether the hint holds what somebody wrote."""
    source: Own[str] = ""
    """The line of the file, where there is one to show."""
    date: Own[datetime.date | None] = None
    """Of an answer that is too old or in the future: those of one file and date become one."""
    ignore: Own[Ignored | None] = None
    """What in the policy silences it; None: it counts."""

    @classmethod
    def of(cls, problem: Problem, **about: Any) -> Self:
        """A problem as a finding; `about` are further fields."""
        public = find_rule(problem.rule).title if problem.private else problem.message
        return cls(
            rule=problem.rule,
            message=problem.text,
            public=public,
            hint=problem.hint or None,
            private_hint=problem.private,
            **({} if problem.place is None else split_place(problem.place)),
            **about,
        )

    @property
    def problem(self) -> Problem:
        """The same as a problem, for the person who runs the check."""
        place = None
        if self.path is not None:
            end = self.end_column or 0
            place = Place(
                file=self.path,
                line=self.line,
                column=self.column,
                end_column=end,
                source=self.source,
            )
        return Problem(rule=self.rule, message=self.message, place=place, hint=self.hint or "")

    @property
    def judges(self) -> bool:
        """Whether it is of the gate: something was judged, and misses the policy."""
        return find_rule(self.rule).judges

    @property
    def order(self) -> tuple[object, ...]:
        """By path, line, column, rule, question."""
        question = self.question or ""
        return (self.path or "", self.line, self.column, self.rule, question, self.message)

    @property
    def weight(self) -> int:
        """How bad it is: 0 nothing was judged there, 1 the gate says no, 2 a warning."""
        if self.level == "warning":
            return 2
        return 1 if self.judges else 0

    def publish(self) -> Self:
        """The same for readers who may not read the files: without what somebody wrote there."""
        message = self.message if self.public is None else self.public
        hint = None if self.private_hint else self.hint
        return self.replace(message=message, hint=hint, source="")

    def say(self, *, hint: bool = True) -> str:
        """Engagement, message and hint on one line."""
        text = f"{self.message}; {self.hint}" if hint and self.hint else self.message
        return f"{self.engagement}: {text}" if self.engagement else text


def split_place(place: Place) -> dict[str, Any]:
    """The fields of a finding that say where it stands."""
    return {
        "path": place.file or None,
        "line": place.line,
        "column": place.column,
        "end_column": place.end_column or None,
        "source": place.source,
    }


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by weight; those of the same weight keep their order."""
    return sorted(findings, key=lambda finding: finding.weight)
