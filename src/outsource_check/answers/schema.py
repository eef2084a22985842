"""The JSON Schemas of answer and engagement files, with the ids of the pack that they answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outsource_check.answers.model import AnswerFile
from outsource_check.answers.settlements import EngagementFile
from outsource_check.documents.schema import Schema, allow_empty, build_schema
from outsource_check.pack import Evidence, Figures, SiteAnswer
from outsource_check.pack.kinds.base import LEVEL_SCHEMA, AnswerSchema, describe_ids

if TYPE_CHECKING:
    from outsource_check.pack import Pack, Question

_TEXT: Schema = {"type": ["string", "number"]}
_DATE: Schema = {"type": "string", "format": "date"}
_YES_NO: Schema = {"enum": ["yes", "no"]}
_DONT_KNOW: Schema = {"enum": ["dont-know"], "description": "Nobody here knows."}
_RETIRED: Schema = {"description": "Retired: kept, not scored."}
_ASKED_AGAIN: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["before"],
    "properties": {"before": _TEXT},
}
_COMMON = {
    "dont_know": "YesNo",
    "not_applicable": "Reason",
    "evidence": "AllEvidence",
    "note": "Text",
    "internal": "YesNo",
    "owner": "Text",
    "due": "Date",
    "date": "Date",
    "before": "Text",
}
"""What every answer may have, by the definition of its form."""
_FORMS: Schema = {
    "YesNo": allow_empty(_YES_NO),
    "Reason": allow_empty({**_TEXT, "description": "The reason why it does not apply."}),
    "AllEvidence": {"type": ["array", "null"], "items": {"$ref": "#/definitions/Evidence"}},
    "Text": allow_empty(_TEXT),
    "Date": allow_empty(_DATE),
}
_AMOUNT: Schema = {"type": "number", "minimum": 0}
_LEVELS = AnswerSchema(short=({"enum": [0, 1, 2, 3, 4]},), own={"level": LEVEL_SCHEMA})
"""What questions of kind `levels` take, all of them."""


def build_answers_schema(pack: Pack) -> Schema:
    """An answer file to a pack: its facts and questions, each with what its kind takes."""
    schema = build_schema(AnswerFile, f"Answers to {pack.outline.title}")
    properties = schema["properties"]
    properties["pack"] = describe_ids([pack.id])
    properties["facts"] = _describe_facts(pack)
    properties["answers"] = {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            **{name: _describe_answer(question) for name, question in pack.questions.items()},
            **{name: _RETIRED for name in sorted(pack.retired) if "." in name},
        },
    }
    definitions = schema["definitions"]
    definitions["Waiver"]["properties"]["question"] = describe_ids(pack.questions)
    for model in (Evidence, Figures, SiteAnswer):
        part = build_schema(model, model.__name__)
        definitions |= part.pop("definitions", {})
        del part["$schema"], part["title"]
        definitions[model.__name__] = part
    site = definitions["SiteAnswer"]["properties"]
    site["hours"] = {"anyOf": [_TEXT, {"type": "array", "minItems": 1, "items": _TEXT}]}
    figures = definitions["Figures"]["properties"]
    for name in figures:
        if name not in ("currency", "period"):
            figures[name] = allow_empty(_AMOUNT)
    definitions |= _FORMS
    for question in pack.questions.values():
        definitions |= question.describe_answer().definitions
    definitions["LevelAnswer"] = _describe_forms(_LEVELS)
    schema["definitions"] = _keep_used(schema, definitions)
    return schema


def build_engagement_schema(pack: Pack) -> Schema:
    """The engagement file of an engagement that is assessed with a pack."""
    schema = build_schema(EngagementFile, f"An engagement assessed with {pack.outline.title}")
    schema["properties"]["facts"] = _describe_facts(pack)
    settlement = schema["definitions"]["Settlement"]["properties"]
    settlement["question"] = describe_ids(pack.questions)
    return schema


def _keep_used(schema: Schema, definitions: Schema) -> Schema:
    """Only what the schema still refers to."""
    used: set[str] = set()

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            name = part.get("$ref", "").rpartition("/")[2]
            if name and name not in used:
                used.add(name)
                walk(definitions[name])
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for item in part:
                walk(item)

    walk({key: value for key, value in schema.items() if key != "definitions"})
    return {name: part for name, part in definitions.items() if name in used}


def _describe_facts(pack: Pack) -> Schema:
    facts = {}
    for fact in pack.facts.values():
        lines = [fact.ask, *(f"- {name}: {text}" for name, text in fact.choices.items())]
        choices = describe_ids((*fact.names, "dont-know"))
        if fact.several:
            listed = {"type": "array", "items": describe_ids(fact.choices), "uniqueItems": True}
            choices = {"anyOf": [choices, listed]}
        forms = {"anyOf": [choices, _ASKED_AGAIN]}
        facts[fact.id] = allow_empty({"description": "\n".join(lines), **forms})
    facts |= {name: _RETIRED for name in sorted(pack.retired) if "." not in name}
    return {"type": ["object", "null"], "additionalProperties": False, "properties": facts}


def _describe_answer(question: Question) -> Schema:
    """What a question takes: a short form, `dont-know`, nothing, or a mapping."""
    forms = question.describe_answer()
    asked = question.ask if question.answered_by != "partner" else question.ask_partner
    described = {
        "title": question.title,
        "description": "\n".join((asked, *(f"- {note}" for note in forms.notes))),
    }
    if replace(forms, notes=()) == _LEVELS:  # there are many
        return {**described, "anyOf": [{"$ref": "#/definitions/LevelAnswer"}]}
    return {**described, **_describe_forms(forms)}


def _describe_forms(forms: AnswerSchema) -> Schema:
    common = {name: {"$ref": f"#/definitions/{part}"} for name, part in _COMMON.items()}
    fields = {**{name: allow_empty(part) for name, part in forms.own.items()}, **common}
    long = {"type": "object", "additionalProperties": False, "properties": fields}
    return {"anyOf": [*forms.short, _DONT_KNOW, long, {"type": "null"}]}
