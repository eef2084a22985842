"""What a report's context is made of: parts, cleaned texts, exact numbers."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import ConfigDict, GetPydanticSchema, WithJsonSchema
from pydantic_core import core_schema

from outsource_check.models import Model, publish_number
from outsource_check.text import clean


class Part(Model):
    """A part of the context; pydantic builds it where it is declared.

    Built at their first use, parts that a result does not have would be built again in each part
    that could hold them.
    """

    model_config = ConfigDict(defer_build=False)


def _clean(text: str) -> str:
    """Keep line ends, and nothing that moves a cursor, or hides or reorders text."""
    return clean(text, newline="\n")


def _publish(value: int | Fraction | Decimal) -> int | float:
    return publish_number(value if isinstance(value, int) else Fraction(value))


_TEXT = core_schema.no_info_after_validator_function(_clean, core_schema.str_schema())
_QUANTITY = core_schema.any_schema(
    serialization=core_schema.plain_serializer_function_ser_schema(_publish, when_used="json")
)

# An `AfterValidator` would do the same, but pydantic inspects its function anew for every field.
Text = Annotated[str, GetPydanticSchema(lambda _source, _handler: _TEXT)]
"""A text that is safe to print; never markup."""
# A copy: pydantic writes what else is said of a type into the schema itself.
_EXACT = GetPydanticSchema(lambda _source, _handler: _QUANTITY.copy())
_NUMBER = WithJsonSchema({"type": "number"})
Quantity = Annotated[int | Fraction, _EXACT, _NUMBER]
"""A number: exact for a template, in JSON with at most four decimals."""
Amount = Annotated[Decimal, _EXACT, _NUMBER]
"""An amount of money, exact in the same way."""
