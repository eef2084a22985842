"""Questions of kind `date`: a day is given; it gives no level."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from outsource_check.documents import scalars
from outsource_check.documents.types import YesNo, expected
from outsource_check.documents.validation import Path, Problems
from outsource_check.pack.answer import DONT_KNOW, Answer
from outsource_check.pack.kinds.base import AnswerSchema, Question, refuse_scoring
from outsource_check.pack.kinds.entry import Entry, advise


class DateQuestion(Question):
    """A day is given."""

    own: ClassVar[tuple[str, ...]] = ("day",)
    short: ClassVar[str] = "day"
    typed: ClassVar[str] = "0123456789-"

    kind: Literal["date"]
    scored: YesNo = False

    def read(self, value: Any, entry: Entry) -> Any:
        """The day."""
        return self._read_day(value, entry, f"{scalars.DATE}, or {DONT_KNOW}")

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`day`; `date` says when it was answered."""
        return self._read_day(value, entry, scalars.DATE, at=(name,))

    def _read_day(
        self, value: Any, entry: Entry, what: str, at: Path = ()
    ) -> dict[str, Any] | None:
        day = scalars.date(str(value))
        if day is None:
            entry.refuse(expected(what, advise(value)), *at)
            return None
        return {"day": day}

    def check(self, found: Problems, path: Path, version: str) -> None:
        """It gives no level."""
        del version
        refuse_scoring(self, found, path)

    def describe(self) -> Iterator[tuple[str, str]]:
        """That it is a day."""
        yield "", "Date: a day; not scored"

    def describe_answer(self) -> AnswerSchema:
        """A day."""
        day = {"type": "string", "format": "date"}
        return AnswerSchema(short=(day,), own={"day": day}, notes=(scalars.DATE,))

    def ask_typed(self, answer: Answer) -> tuple[str, str]:
        """A day, which counts nothing."""
        return "", "" if answer.day is None else f"{answer.day}"

    def gauge(self, text: str) -> str:
        """The day of the week."""
        day = scalars.date(text.strip())
        return "" if day is None else f"{day:%A}"

    def read_typed(self, text: str) -> dict[str, Any] | str | None:
        """A day."""
        day = scalars.date(text)
        return f"E{scalars.miss(text, scalars.DATE)[1:]}." if day is None else {"day": day}

    def say(self, answer: Answer) -> str:
        """The day."""
        return "" if answer.day is None else f"{answer.day}"
