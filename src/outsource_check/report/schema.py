"""The JSON Schema of a report's context, from the classes that make it."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import TypeAdapter

from outsource_check.report import model, points


def describe_context() -> dict[str, Any]:
    """The schema of what `report -f context` prints, with the sentence beside each field."""
    schema = TypeAdapter(model.Context).json_schema()
    definitions = schema.get("$defs", {})
    for name, part in ((schema["title"], schema), *definitions.items()):
        described = _describe_fields(getattr(model, name, None) or getattr(points, name))
        for field, text in described.items():
            part["properties"][field]["description"] = text
        part["additionalProperties"] = False
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:{model.FORMAT.replace('/', ':')}",
        **schema,
    }


def _describe_fields(part: type) -> dict[str, str]:
    """The text under each field of a class, by field."""
    assert is_dataclass(part)
    names = {field.name for field in fields(part)}
    found: dict[str, str] = {}
    last = ""
    text = ""
    for line in inspect.getsource(part).splitlines()[2:]:
        stripped = line.strip()
        name = stripped.partition(":")[0]
        if not text and name in names and not stripped.startswith('"'):
            last = name
        elif last and (text or stripped.startswith('"""')):
            text = f"{text} {stripped}".strip()
            if text.endswith('"""') and len(text) > 3:
                found[last] = text.strip('"').strip()
                last = text = ""
    return found
