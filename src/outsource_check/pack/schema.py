"""The JSON Schema of a pack's files; with a pack, its own ids are the ones to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outsource_check.documents.schema import DRAFT, Schema, build_schema
from outsource_check.pack.kinds.base import describe_ids
from outsource_check.pack.model import Key, Outline, References

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outsource_check.pack.model import Pack


def build_pack_schema(pack: Pack | None = None) -> Schema:
    """One schema for `pack.yaml`, the keys' files and `references.yaml`: it tells them apart.

    With a pack, conditions name its facts and options, `references` its references, `unless` its
    questions, and `options` its scales.
    """
    definitions: Schema = {}
    parts: Schema = {}
    for model, title in (
        (Outline, "pack.yaml"),
        (Key, "The file of a key"),
        (References, "references.yaml"),
    ):
        schema = build_schema(model, title)
        definitions |= schema.pop("definitions", {})
        del schema["$schema"]
        parts[model.__name__] = schema
    references = parts.pop("References")["properties"]["references"]
    definitions |= parts
    definitions["Condition"] = _describe_condition(pack)
    _replace_conditions(definitions)
    if pack is None or pack.outline.scales:
        _offer_scales(definitions, pack)
    if pack is not None:
        _name_ids(definitions, pack)
    return {
        "$schema": DRAFT,
        "title": f"The pack {pack.id}" if pack else "A pack of outsource-check",
        "if": {"type": "array"},
        "then": references,
        "else": {
            "if": {"required": ["format"]},
            "then": {"$ref": "#/definitions/Outline"},
            "else": {"$ref": "#/definitions/Key"},
        },
        "definitions": definitions,
    }


def _describe_condition(pack: Pack | None) -> Schema:
    nested = {"$ref": "#/definitions/Condition"}
    several = {"type": "array", "minItems": 1, "items": nested}
    properties: Schema = {"all": several, "any": several, "not": nested}
    if pack is None:
        text = {"type": ["string", "number"]}
        rest: Any = {"oneOf": [text, {"type": "array", "minItems": 1, "items": text}]}
    else:
        rest = False
        for fact in pack.facts.values():
            one = describe_ids(fact.names)
            several_ = {"type": "array", "minItems": 1, "items": one}
            properties[fact.id] = {"description": fact.ask, "anyOf": [one, several_]}
    return {
        "description": "A condition on facts, such as {stage: [trial, running]}",
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "additionalProperties": rest,
    }


def _schemas(definitions: Schema) -> Iterator[Schema]:
    for definition in definitions.values():
        yield definition.get("properties", {})


def _replace_conditions(definitions: Schema) -> None:
    """Let every condition take this pack's facts only."""
    for properties in _schemas(definitions):
        for name in ("when", "saving_when", "partner_when"):
            if name in properties:
                note = properties[name].get("description", "")
                condition = {"anyOf": [{"$ref": "#/definitions/Condition"}, {"type": "null"}]}
                properties[name] = {**({"description": note} if note else {}), **condition}


def _offer_scales(definitions: Schema, pack: Pack | None) -> None:
    """Let the name of a scale stand in the place of a question's options."""
    scale = {"type": "string"} if pack is None else describe_ids(pack.outline.scales)
    for name, properties in zip(definitions, _schemas(definitions), strict=True):
        if name.endswith("Question") and "options" in properties:
            properties["options"] = {"anyOf": [properties["options"], scale]}


def _name_ids(definitions: Schema, pack: Pack) -> None:
    for name, properties in zip(definitions, _schemas(definitions), strict=True):
        if name.endswith("Question") and pack.references:
            properties["references"]["items"] = describe_ids(pack.references)
        if name == "Trigger":
            level = {"type": "integer", "minimum": 1, "maximum": 4}
            properties["unless"] = {
                "type": ["object", "null"],
                "minProperties": 1,
                "maxProperties": 1,
                "properties": dict.fromkeys(pack.questions, level),
                "additionalProperties": False,
            }
