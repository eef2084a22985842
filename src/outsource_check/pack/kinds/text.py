"""Questions of kind `text`: a text is written down; it gives no level."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic_core import PydanticCustomError

from outsource_check.documents.types import YesNo, judge_text
from outsource_check.documents.validation import Path, Problems
from outsource_check.pack.answer import Answer
from outsource_check.pack.kinds.base import AnswerSchema, Question, refuse_scoring
from outsource_check.pack.kinds.entry import Entry
from outsource_check.pack.kinds.parts import (
    NOTHING_TYPED,
    STAYS,
    Choice,
    Part,
    PartAsk,
    Sheet,
    Taken,
)


class TextQuestion(Question):
    """A text is written down."""

    own: ClassVar[tuple[str, ...]] = ("text",)
    short: ClassVar[str] = "text"
    summed: ClassVar[bool] = False

    kind: Literal["text"]
    scored: YesNo = False

    def read(self, value: Any, entry: Entry) -> Any:
        """The text."""
        return self._read_text(value, entry)

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`text`."""
        return self._read_text(value, entry, at=(name,))

    def _read_text(self, value: Any, entry: Entry, at: Path = ()) -> dict[str, Any] | None:
        try:
            return {"text": judge_text(value)}
        except PydanticCustomError as error:
            entry.refuse(error, *at)
            return None

    def check(self, found: Problems, path: Path, version: str) -> None:
        """It gives no level."""
        del version
        refuse_scoring(self, found, path)

    def describe(self) -> Iterator[tuple[str, str]]:
        """That it is a text."""
        yield "", "Text: what is written down; not scored"

    def describe_answer(self) -> AnswerSchema:
        """A text."""
        text = {"type": ["string", "number"]}
        return AnswerSchema(short=(text,), own={"text": text}, notes=("a text",))

    def enter(self, answer: Answer) -> Choice:
        """To the text."""
        text = f"Write it anew, now: {answer.text}" if answer.text else "Write it down"
        return Choice(value="write", mark="1", text=text)

    def list_parts(self, sheet: Sheet) -> tuple[Part, ...]:
        """The text."""
        del sheet
        return (Part("text"),)

    def start(self, sheet: Sheet) -> Taken:
        """To the text."""
        del sheet
        return Taken(part=Part("text"))

    def ask_part(self, part: Part, sheet: Sheet) -> PartAsk:
        """The text, as it is asked for."""
        del part
        text = self.wording(sheet.side or "client")
        return PartAsk(text=text, field=sheet.answer.text or "", enter=("", STAYS))

    def take(self, part: Part, text: str, sheet: Sheet) -> Taken:
        """The text."""
        del part
        said = text or sheet.answer.text
        return Taken(says={"text": said}) if said else Taken(problem=NOTHING_TYPED)

    def say(self, answer: Answer) -> str:
        """The text."""
        return answer.text or ""
