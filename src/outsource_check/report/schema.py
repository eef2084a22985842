"""The JSON Schema of a report's context, from the classes that make it."""

from __future__ import annotations

import inspect

from outsource_check.documents.schema import DRAFT, Schema, adapt
from outsource_check.records import Record
from outsource_check.report import model, points


def describe_context() -> Schema:
    """The schema of what `report -f context` prints, with the sentence beside each field."""
    schema = adapt(model.Context).json_schema(ref_template="#/definitions/{model}")
    definitions = schema.pop("$defs")
    for name, part in ((schema["title"], schema), *definitions.items()):
        described = _describe_fields(getattr(model, name, None) or getattr(points, name))
        for field, text in described.items():
            part["properties"][field]["description"] = text
    schema["properties"]["format"]["enum"] = [schema["properties"]["format"].pop("const")]
    return {
        "$schema": DRAFT,
        "$id": f"urn:{model.FORMAT.replace('/', ':')}",
        **schema,
        "title": "A report's context, as `report -f context` prints it",
        "definitions": definitions,
    }


def _describe_fields(part: type[Record]) -> dict[str, str]:
    """The text under each field of a class, by field."""
    names = part.record_fields
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
