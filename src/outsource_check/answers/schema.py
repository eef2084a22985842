"""The JSON Schemas of answer and engagement files, with the ids of the pack that they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from outsource_check.answers.model import AnswerFile, Evidence, Figures, SiteAnswer
from outsource_check.answers.settlements import EngagementFile
from outsource_check.documents.schema import Schema, allow_empty, build_schema, describe_ids
from outsource_check.pack import (
    ChoiceQuestion,
    CostsQuestion,
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outsource_check.pack import Option, Pack, Question

_TEXT: Schema = {"type": ["string", "number"]}
_DATE: Schema = {"type": "string", "format": "date"}
_YES_NO: Schema = {"enum": ["yes", "no"]}
_DONT_KNOW: Schema = {"enum": ["dont-know"], "description": "Nobody here knows."}
_COMMON = {
    "dont_know": "YesNo",
    "not_applicable": "Reason",
    "evidence": "AllEvidence",
    "note": "Text",
    "internal": "YesNo",
    "owner": "Text",
    "due": "Date",
    "date": "Date",
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
            **{
                name: {"description": "Retired: kept, not scored."} for name in pack.outline.retired
            },
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
    matrices = [found for found in pack.questions.values() if isinstance(found, MatrixQuestion)]
    definitions |= {question.id: _describe_row(question) for question in matrices}
    definitions["LevelAnswer"] = _describe_forms([{"enum": [0, 1, 2, 3, 4]}], {"level": _level()})
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
        choices = describe_ids((*fact.choices, "dont-know"))
        facts[fact.id] = allow_empty({"description": "\n".join(lines), **choices})
    return {"type": ["object", "null"], "additionalProperties": False, "properties": facts}


def _describe_answer(question: Question) -> Schema:
    """The short forms, and the long one, of an answer to a question."""
    match question:
        case LevelsQuestion():
            notes = [f"{number}: {text}" for number, text in enumerate(question.levels)]
            short, own = [], {}
        case ChoiceQuestion():
            option = describe_ids(found.id for found in question.options)
            notes = _list_options(question.options)
            short, own = [option], {"option": option}
        case NumberQuestion():
            value: Schema = {"anyOf": [_describe_number(question), {"enum": ["none"]}]}
            notes = [f"a number{question.span}: {question.unit}"]
            notes += ["none: looked, and nothing is agreed"]
            short, own = value["anyOf"], {"value": value}
        case MatrixQuestion():
            return _describe_matrix(question)
        case OverlapQuestion():
            return _describe_entry(question, [], _describe_overlap(), ["sites, or {level: …}"])
        case CostsQuestion():
            own = {"level": _level(), "costs": {"$ref": "#/definitions/Figures"}}
            return _describe_entry(question, [], own, ["costs, or {level: …}"])
        case _:
            assert_never(question)
    return _describe_entry(question, short, own, notes)


def _describe_number(question: NumberQuestion) -> Schema:
    least, most = question.limits
    ends = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
    numbers = {name: int(end) if end == int(end) else float(end) for name, end in ends.items()}
    return {"type": "number", **numbers}


def _level() -> Schema:
    return {"type": "integer", "minimum": 0, "maximum": 4}


def _list_options(options: Iterable[Option]) -> list[str]:
    return [f"{option.id}: {option.text}" for option in options]


def _describe_row(question: MatrixQuestion) -> Schema:
    """What any row of a matrix takes."""
    option = describe_ids((*(found.id for found in question.options), "dont-know"))
    fields = {
        "option": option,
        "who": {"$ref": "#/definitions/Text"},
        "dont_know": {"$ref": "#/definitions/YesNo"},
        "not_applicable": {"$ref": "#/definitions/Reason"},
        "note": {"$ref": "#/definitions/Text"},
    }
    long = {"type": "object", "additionalProperties": False, "properties": fields}
    return {"anyOf": [option, long, {"type": "null"}]}


def _describe_matrix(question: MatrixQuestion) -> Schema:
    names = describe_ids(row.id for row in question.rows)
    listing = {"type": "array", "items": names, "uniqueItems": True}
    # Beside a "$ref" a description would be ignored.
    row_answer = [{"$ref": f"#/definitions/{question.id}"}]
    rows = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            row.id: {"description": row.text, "allOf": row_answer} for row in question.rows
        },
    }
    notes = ["a list of the rows at their best option, or rows: with an option for each"]
    own = {"rows": {"anyOf": [rows, listing]}}
    return _describe_entry(question, [listing], own, [*notes, *_list_options(question.options)])


def _describe_overlap() -> Schema:
    pair = {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}
    return {
        "level": _level(),
        "sites": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/SiteAnswer"}},
        "pairs": {"type": "array", "items": pair},
        "from": _DATE,
    }


def _describe_entry(
    question: Question, short: list[Schema], own: Schema, notes: list[str]
) -> Schema:
    """What a question takes: a short form, `dont-know`, nothing, or a mapping."""
    asked = question.ask if question.answered_by != "partner" else question.ask_partner
    described = {
        "title": question.title,
        "description": "\n".join((asked, *(f"- {note}" for note in notes))),
    }
    if isinstance(question, LevelsQuestion):
        return {**described, "anyOf": [{"$ref": "#/definitions/LevelAnswer"}]}
    return {**described, **_describe_forms(short, own)}


def _describe_forms(short: list[Schema], own: Schema) -> Schema:
    common = {name: {"$ref": f"#/definitions/{part}"} for name, part in _COMMON.items()}
    fields = {**{name: allow_empty(part) for name, part in own.items()}, **common}
    long = {"type": "object", "additionalProperties": False, "properties": fields}
    return {"anyOf": [*short, _DONT_KNOW, long, {"type": "null"}]}
