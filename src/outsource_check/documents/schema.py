"""JSON Schemas, printed from the models of what enters and what is published.

A subset of draft-07 that the editors' YAML language server understands. Of a file that people
write, it describes what a reader of YAML 1.2 sees: a text may look like a number, `yes` and `no`
are texts, and a field that is not required may be empty.
"""

from __future__ import annotations

import ast
import inspect
import sys
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaWarningKind

DRAFT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]
"""A JSON Schema as plain data."""


class _Generator(GenerateJsonSchema):
    """pydantic's generator; defaults that JSON cannot say are left out in silence."""

    ignored_warning_kinds: set[JsonSchemaWarningKind] = {"non-serializable-default"}  # noqa: RUF012 - as declared there

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, bool):
            return "yes" if dft else "no"
        if isinstance(dft, Fraction):
            return int(dft) if dft.denominator == 1 else float(dft)
        return dft if isinstance(dft, str | int) else None


Model = type[BaseModel]


def build_schema(model: Model, title: str, *, entering: bool = True) -> Schema:
    """The schema of a file that is read, or, not `entering`, of a document that is written."""
    models: dict[str, Model] = {}
    _collect(model, models)
    raw = model.model_json_schema(
        by_alias=True,
        ref_template="#/definitions/{model}",
        schema_generator=_Generator,
        mode="validation" if entering else "serialization",
    )
    definitions = raw.pop("$defs", {})
    notes = _read_notes(models)
    for name, part in (*definitions.items(), (model.__name__, raw)):
        for field, text in notes.get(name, {}).items():
            if field in part.get("properties", {}):
                part["properties"][field].setdefault("description", text)
    schema: Schema = {"$schema": DRAFT, "title": title, **_convert(raw, entering=entering)}
    schema["title"] = title
    if definitions:
        schema["definitions"] = _convert_all(definitions, entering=entering)
    return schema


def allow_empty(schema: Schema) -> Schema:
    """The same, or nothing at all: an empty field says nothing."""
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    kind = schema.get("type")
    if kind is not None and "const" not in schema:
        kinds = kind if isinstance(kind, list) else [kind]
        return {**schema, "type": [*kinds, "null"]}
    for word in ("anyOf", "oneOf"):
        if word in schema:
            if any(part.get("type") == "null" for part in schema[word]):
                return schema
            return {**schema, word: [*schema[word], {"type": "null"}]}
    described: Schema = {key: schema[key] for key in ("description", "default") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in described}
    return {**described, "anyOf": [rest, {"type": "null"}]}


def _collect(annotation: Any, found: dict[str, Model]) -> None:
    """Every model that an annotation leads to, by name."""
    known = annotation in found.values()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and not known:
        found[annotation.__name__] = annotation
        for hint in _list_hints(annotation):
            _collect(hint, found)
    for argument in get_args(annotation):
        _collect(argument, found)


def _list_hints(model: Model) -> list[Any]:
    """What the fields are of, without those that are in no document."""
    model.model_rebuild()
    return [
        *(field.annotation for field in model.model_fields.values() if not field.exclude),
        *(field.return_type for field in model.model_computed_fields.values()),
    ]


def read_sentences(model: Model) -> dict[str, str]:
    """The sentence beside each field of a model, by name."""
    return _read_notes({"": model})[""]


def _read_notes(models: dict[str, Model]) -> dict[str, dict[str, str]]:
    """The sentence beside each field, by the names of model and field."""
    notes: dict[str, dict[str, str]] = {}
    for name, found in models.items():
        for base in reversed(found.__mro__):
            if issubclass(base, BaseModel) and base is not BaseModel:
                notes.setdefault(name, {}).update(_notes_in(base.__module__).get(base.__name__, {}))
    return notes


@cache
def _notes_in(module: str) -> dict[str, dict[str, str]]:
    """The sentences in one module, by class and field; none where its source is not there."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError):
        return {}
    return {node.name: _notes_of(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _notes_of(node: ast.ClassDef) -> dict[str, str]:
    notes = {}
    for one, other in pairwise(node.body):
        if (
            isinstance(one, ast.AnnAssign)
            and isinstance(one.target, ast.Name)
            and isinstance(other, ast.Expr)
            and isinstance(other.value, ast.Constant)
            and isinstance(other.value.value, str)
        ):
            notes[one.target.id] = " ".join(other.value.value.split())
    return notes


def _convert(part: Any, *, entering: bool) -> Any:
    """The draft 2020-12 of pydantic as draft-07."""
    if isinstance(part, list):
        return [_convert(item, entering=entering) for item in part]
    if not isinstance(part, dict):
        return part
    if "discriminator" in part:
        return _by_kind(part)
    schema = {
        key: _convert(value, entering=entering)
        for key, value in part.items()
        if key not in ("title", "properties", "prefixItems", "default")
    }
    if isinstance(part.get("description"), str):
        # What a class says of itself behind its first sentence is for those who write Python.
        schema["description"] = part["description"].partition("\n\n")[0]
    if entering and part.get("default") not in (None, ""):
        schema["default"] = part["default"]
    if "prefixItems" in part:
        schema["items"] = _convert(part["prefixItems"][0], entering=entering)
    if "oneOf" in schema:
        # A number may be read as a text too: then both fit, which is no mistake.
        schema["anyOf"] = schema.pop("oneOf")
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    if "enum" in schema:
        schema.pop("type", None)
    elif entering and schema.get("type") == "string" and "format" not in schema:
        schema["type"] = ["string", "number"]
    if "properties" in part:
        required = part.get("required", ()) if entering else part["properties"]
        properties = _convert_all(part["properties"], entering=entering)
        schema["properties"] = {
            name: value if name in required else allow_empty(value)
            for name, value in properties.items()
        }
    return schema


def _convert_all(parts: Schema, *, entering: bool) -> Schema:
    return {name: _convert(part, entering=entering) for name, part in parts.items()}


def _by_kind(part: Schema) -> Schema:
    """Objects that `kind` tells apart: an editor then offers the fields of the kind chosen."""
    mapping: dict[str, str] = part["discriminator"]["mapping"]
    field: str = part["discriminator"]["propertyName"]
    return {
        "type": "object",
        "required": [field],
        "properties": {field: {"enum": list(mapping)}},
        "allOf": [
            {
                "if": {"properties": {field: {"enum": [kind]}}, "required": [field]},
                "then": {"$ref": reference},
            }
            for kind, reference in mapping.items()
        ],
    }
