"""Options, of a `choice` question or of the rows of a matrix, and those rows."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core.core_schema import ValidationInfo

from outsource_check.documents.scalars import near
from outsource_check.documents.types import (
    Id,
    Items,
    Positive,
    Text,
    Version,
    Worth,
    YesNo,
    expected,
    is_later,
    wrong,
)
from outsource_check.models import Model
from outsource_check.numbers import write_rounded
from outsource_check.pack.kinds.remedy import Remedy


def name_with(ref: str, text: str) -> str:
    """A text behind an official number: `A.5.1 Policies`."""
    return f"{ref} {text}" if ref else text


class Option(Model):
    """One thing that can be chosen, in a `choice` question or in a matrix row."""

    id: Id
    ref: Text = ""
    """Its official number."""
    text: Text
    worth: Worth = Fraction(0)
    """0 to 1; as a `choice` it gives 4 times its worth as the level. May be left out only where the
    question is not scored."""
    remedy: Remedy | None = None
    """What would mend it where it is chosen."""
    evidence: Items[Text] = ()
    """What would prove it."""
    since: Version | None = None
    """The version of the pack that first offered it; None: it was always there."""

    @property
    def shown(self) -> str:
        """Its text, behind its official number."""
        return name_with(self.ref, self.text)


class Row(Model):
    """One row of a matrix."""

    id: Id
    ref: Text = ""
    """Its official number."""
    text: Text
    critical: YesNo = False
    """Whether a worth of 0 triggers the question's stop (its cap, where it has no stop)."""
    weight: Positive = Fraction(1)
    """What it counts in the mean worth of the rows."""
    remedy: Remedy | None = None
    """What would bring it to its best option."""
    evidence: Items[Text] = ()
    """What would prove it."""
    since: Version | None = None
    """The version of the pack that first asked it; None: it was always there."""

    @property
    def shown(self) -> str:
        """Its text, behind its official number."""
        return name_with(self.ref, self.text)


YES_NO = (
    Option.model_construct(id="yes", text="Yes", worth=Fraction(1)),
    Option.model_construct(id="no", text="No", worth=Fraction(0)),
)
"""The options of a question that names none."""


def _find_options(value: Any, info: ValidationInfo) -> Any:
    """The name of a scale becomes its options; the scales are the `context`."""
    if isinstance(value, tuple | list):
        return value
    if not isinstance(value, str):
        raise expected("a list of options or the name of a scale")
    scales: dict[str, tuple[Option, ...]] = info.context or {}
    if value not in scales:
        hint = near(value, scales)
        raise wrong(f'there is no scale "{value}" in pack.yaml', hint, "OC306")
    return scales[value]


Options = Annotated[Items[Option], BeforeValidator(_find_options)]
"""In a file a list or the name of a scale."""


def came_after(part: Row | Option, version: str) -> bool:
    """Whether a row or an option is not in a version of the pack yet."""
    return part.since is not None and is_later(part.since, version)


def describe_options(
    options: Iterable[Option], what: str, factor: int
) -> Iterator[tuple[str, str]]:
    """Options with what each is worth, for `pack show`: lines, each behind its mark.

    Without `what`, which a worth is called, none is told.
    """
    for option in options:
        since = f" (since {option.since})" if option.since else ""
        worth = f" ({what} {write_rounded(factor * option.worth)})" if what else ""
        yield "-", f"{option.id}: {option.shown}{worth}{since}"


def list_options(options: Iterable[Option]) -> tuple[str, ...]:
    """Options by id, a line each."""
    return tuple(f"{option.id}: {option.shown}" for option in options)
