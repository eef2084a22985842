"""The base of every pydantic model: of what enters, and of what comes out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetPydanticSchema,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import core_schema

T = TypeVar("T")

_TEN_THOUSAND = 10_000


def publish_number(value: int | Fraction) -> int | float:
    """The number with at most four decimals, half up; a whole one without a point.

    >>> publish_number(Fraction(1, 32)), publish_number(Fraction(-5, 2)), publish_number(75)
    (0.0313, -2.5, 75)
    """
    if isinstance(value, int):
        return value
    # In whole numbers: round() would round half to even.
    twice = 2 * _TEN_THOUSAND * abs(value.numerator) + value.denominator
    scaled = twice // (2 * value.denominator) * (-1 if value < 0 else 1)
    whole, rest = divmod(scaled, _TEN_THOUSAND)
    return scaled / _TEN_THOUSAND if rest else whole


def escape_halves(text: str) -> str:
    r"""The text without what no UTF-8 can say: a byte of a file's name becomes `\udce9`."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def shown_by(show: Callable[[Any], Any] | None = None) -> GetPydanticSchema:
    """For a value that only our own code makes: it is not looked at, and published by `show`.

    Like `PlainSerializer`, but worked out once and not anew in every model that holds such values.
    """
    schema = core_schema.any_schema()
    if show is not None:
        schema["serialization"] = core_schema.plain_serializer_function_ser_schema(show)
    # A copy: what else is said of a type is kept in its schema.
    return GetPydanticSchema(lambda _type, _next: schema.copy())


Own = Annotated[T, shown_by(), SkipJsonSchema(), Field(exclude=True, repr=False)]
"""A field that only our own code needs: in no document, and in no schema."""
FileText = Annotated[str, PlainSerializer(escape_halves)]
"""A file's name, or a text that may hold one: names need not be UTF-8, documents are."""
Exact = Annotated[int | Fraction, shown_by(publish_number), WithJsonSchema({"type": "number"})]
"""A number that our own code keeps exact, and publishes rounded."""


class Model(BaseModel):
    """Frozen, strict, without fields that are not its own; built when it is first used."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )

    def replace(self, **changes: Any) -> Self:
        """The same with some fields changed, which are not judged again.

        Not `model_copy`: that would keep what the old one has worked out and remembered.
        """
        fields = {name: getattr(self, name) for name in self.model_fields_set}
        return self.model_construct(**{**fields, **changes})
