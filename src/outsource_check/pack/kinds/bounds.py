"""What each level above 0 needs, as a pack writes it."""

from __future__ import annotations

from typing import Any

from pydantic import WithJsonSchema

from outsource_check.documents.types import expected


def judge_bounds(value: Any) -> Any:
    """A mapping that is not empty."""
    if isinstance(value, dict) and value:
        return value
    raise expected("bounds by level, such as {1: 10, 2: 5, 3: 2, 4: 1}")


def schema_of_bounds(*forms: str) -> WithJsonSchema:
    """The JSON Schema of bounds, each in one of some forms."""
    return WithJsonSchema(
        {
            "type": "object",
            "minProperties": 1,
            # A reader of YAML takes 1 for a number, which is no name of a property to all editors.
            "patternProperties": {"^[1-4]$": {"type": list(forms)}},
            "additionalProperties": False,
        }
    )
