"""What a report's context is made of: parts, and texts that are cleaned where they are dumped."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, GetPydanticSchema
from pydantic_core import core_schema

from outsource_check.models import Model
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


_TEXT = core_schema.str_schema(
    serialization=core_schema.plain_serializer_function_ser_schema(
        _clean, return_schema=core_schema.str_schema()
    )
)

# A `PlainSerializer` says the same; pydantic looks at its function anew for each of 230 fields.
Text = Annotated[str, GetPydanticSchema(lambda _source, _handler: _TEXT)]
"""A text that is safe to print once it is dumped; never markup."""
DayText = Annotated[Text, Field(description="`YYYY-MM-DD`; empty where no day is given.")]
"""A day; what it is the day of stands beside the field."""
