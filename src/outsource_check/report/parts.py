"""What a report's context is made of: parts, cleaned texts, exact numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import ConfigDict, GetPydanticSchema, WithJsonSchema
from pydantic_core import core_schema

from outsource_check.models import Model, publish_number
from outsource_check.text import clean


class Part(Model):
    """A part of the context, built where it is declared, so that what holds it takes it as it is.

    Put off to their first use, parts that a result has none of are built again in each that could
    hold them.
    """

    model_config = ConfigDict(defer_build=False)


def _clean(text: str) -> str:
    """Line ends stay; nothing that moves a cursor, hides or reorders what is read does."""
    return clean(text, newline="\n")


def _publish(value: int | Fraction | Decimal) -> int | float:
    return publish_number(value if isinstance(value, int) else Fraction(value))


_TEXT = core_schema.no_info_after_validator_function(_clean, core_schema.str_schema())
_QUANTITY = core_schema.any_schema(
    serialization=core_schema.plain_serializer_function_ser_schema(_publish, when_used="json")
)

# An `AfterValidator` says the same; pydantic looks at its function anew for each of the fields.
Text = Annotated[str, GetPydanticSchema(lambda _source, _handler: _TEXT)]
"""A text that is safe to print; never markup."""
# A copy: what else is said of a type is kept in its schema.
_EXACT = GetPydanticSchema(lambda _source, _handler: _QUANTITY.copy())
_NUMBER = WithJsonSchema({"type": "number"})
Quantity = Annotated[int | Fraction, _EXACT, _NUMBER]
"""A number: exact for a template, in JSON with at most four decimals."""
Amount = Annotated[Decimal, _EXACT, _NUMBER]
"""An amount of money, exact in the same way."""
