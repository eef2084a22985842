"""Texts of a report's context, as they were given, and cleaned where they are dumped."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, GetPydanticSchema
from pydantic_core import core_schema

from outsource_check.text import clean


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
