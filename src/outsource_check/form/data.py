"""What the script of a form works with, as plain data: conditions, levels, findings, answers.

Texts that are only read stand in the page itself.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from outsource_check.answers.model import FORMAT
from outsource_check.answers.writing import write_answer
from outsource_check.interview.conversation import ASSUMED, ASSUMED_FACT
from outsource_check.pack import (
    DONT_KNOW,
    SIDES,
    ChoiceQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
)
from outsource_check.pack.conditions import All, AnyOf, FactIs, Not

if TYPE_CHECKING:
    from outsource_check.documents.dumping import Data
    from outsource_check.form.opening import Form
    from outsource_check.pack import Condition, Question, Remedy

_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
"""What could end the element that data stands in, as JSON spells it."""


def write_data(form: Form) -> str:
    """The data as JSON that no text in it can end, wherever in a page it stands."""
    return json.dumps(make_data(form), separators=(",", ":")).translate(_UNSAFE)


def make_data(form: Form) -> dict[str, Any]:
    """The data as `json` takes it."""
    pack, header = form.pack, form.header
    questions = list(form.list_questions())
    partner = pack.outline.partner_when
    read = {*pack.list_facts_read(pack.questions.values())}
    always = [leaf.fact for leaf in partner.leaves()] if partner is not None else []
    return {
        "format": FORMAT,
        "pack": pack.id,
        "version": pack.version,
        "title": pack.outline.title,
        "evidence": pack.outline.evidence == "required",
        "partnerWhen": _write_condition(partner),
        "seconds": {"question": ASSUMED, "fact": ASSUMED_FACT},
        "notes": [_write_condition(note.when) for note in pack.outline.note],
        "facts": [
            {
                "id": fact.id,
                "several": fact.several,
                "options": list(fact.choices),
                # Those that no condition reads are asked whatever is asked besides.
                "always": fact.id in always or fact.id not in read,
            }
            for fact in form.list_facts()
        ],
        "others": {
            name: list(pack.facts[name].split(said) or ["none"])
            for name, said in form.others.items()
            if name in pack.facts
        },
        "questions": [_describe(question) for question in questions],
        "zones": _list_zones() if any(isinstance(q, OverlapQuestion) for q in questions) else {},
        "side": header.side or "",
        "sides": {side: pack.words.side(side) for side in SIDES},
        "engagement": header.engagement if form.shared else "",
        "start": _write_start(form),
    }


def _write_start(form: Form) -> dict[str, Any]:
    """What is answered already, as its file would hold it."""
    header, questions, facts = form.header, form.pack.questions, form.pack.facts
    who = {
        "side": header.side or "",
        "role": header.role,
        "name": header.name,
        "anonymous": header.anonymous,
        "organisation": form.organisation,
    }
    begun = bool(form.answers or form.facts)
    start: dict[str, Any] = {
        "engagement": header.engagement,
        "respondent": {name: value for name, value in who.items() if value},
        "mode": header.mode or "full",
        # A new file is of the day on which it is filled in.
        "date": header.date if begun else "",
        "facts": {
            name: said if said == DONT_KNOW or name not in facts else facts[name].write(said)
            for name, said in form.facts.items()
        },
        "answers": {
            name: write_answer(answer.replace(short=False), questions[name])
            for name, answer in form.answers.items()
            if name in questions
        },
        "waivers": [
            {name: value for name, value in one if value not in (None, "")} for one in form.waivers
        ],
    }
    return {name: _plain(value) for name, value in start.items()}


def _plain(value: Data) -> Any:
    """A value of an answer file as JSON has it; what JSON has no word for is a text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Fraction):
        number = int(value) if value.denominator == 1 else float(value)
        return number if Fraction(str(number)) == value else str(value)
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value


def _write_condition(condition: Condition | None) -> dict[str, Any] | None:
    match condition:
        case None:
            return None
        case FactIs():
            return {"is": condition.fact, "options": list(condition.options)}
        case All():
            return {"all": [_write_condition(part) for part in condition.parts]}
        case AnyOf():
            return {"any": [_write_condition(part) for part in condition.parts]}
        case Not():
            return {"not": _write_condition(condition.part)}


def _describe(question: Question) -> dict[str, Any]:
    """What the script has to know of a question, without what is empty."""
    fields: dict[str, Any] = {
        "id": question.id,
        "title": question.shown,
        "kind": question.kind,
        "by": question.answered_by,
        "short": question.short,
        "quick": question.quick,
        "scored": question.scored,
        "internal": question.internal,
        "computed": question.computed,
        "when": _write_condition(question.when),
        "reads": sorted(question.facts_read),
        "choices": {
            choice.value: {"value": "none"} if choice.says.get("nothing") else choice.says
            for choice in question.list_choices()
        },
        "found": [
            {
                "kind": kind,
                "title": question.name_finding(kind),
                "because": trigger.because,
                "at": -1 if trigger.at_or_below is None else trigger.at_or_below,
                "when": _write_condition(trigger.when),
                "unless": trigger.unless and [trigger.unless.question, trigger.unless.level],
            }
            for kind, trigger in question.triggers
        ],
        "remedy": _write_remedy(question.remedy),
        **dict(_describe_kind(question)),
    }
    return {name: value for name, value in fields.items() if value not in (None, False, "", [], {})}


def _describe_kind(question: Question) -> Iterator[tuple[str, Any]]:
    """How a level is worked out, as far as the page does it."""
    match question:
        case ChoiceQuestion():
            yield "levels", {name: float(one) for name, one in question.levels_by_option.items()}
            yield "options", _list_remedies(question.options)
        case NumberQuestion():
            least, most = question.limits
            yield "least", float(least)
            yield "most", None if most is None else float(most)
            yield "lower", question.better == "lower"
            if question.bounds is not None:
                yield "bounds", {str(level): float(one) for level, one in question.bounds.items()}
            elif question.worst is not None and question.best is not None:
                yield "line", [float(question.worst), float(question.best)]
        case MatrixQuestion():
            yield "units", question.units[0]
            yield "scale", question.units[1]
            yield "options", _list_remedies(question.options)
            yield (
                "rows",
                [
                    {
                        "id": row.id,
                        "text": row.text,
                        "weight": question.weights[row.id],
                        "critical": row.critical,
                        "remedy": _write_remedy(row.remedy),
                    }
                    for row in question.rows
                ],
            )
            yield (
                "bounds",
                {
                    str(level): [bound.share.numerator, bound.share.denominator, list(bound.rows)]
                    for level, bound in question.bounds.items()
                },
            )
        case _:
            return


def _list_remedies(options: Sequence[Any]) -> dict[str, Any]:
    return {one.id: _write_remedy(one.remedy) for one in options if one.remedy is not None}


def _write_remedy(remedy: Remedy | None) -> dict[str, Any] | None:
    if remedy is None:
        return None
    days = None if remedy.effort_days is None else float(remedy.effort_days)
    return {"do": remedy.do, "days": days, "owner": remedy.owner}


def _list_zones() -> dict[str, list[str]]:
    """The current zones by what may be typed for them: a city in small letters."""
    from outsource_check.overlap import zones  # noqa: PLC0415 - zoneinfo
    from outsource_check.overlap.places import PLACES  # noqa: PLC0415

    found = {place: list(names) for place, names in PLACES.items()}
    for zone in zones.list_zones():
        found.setdefault(zone.city.lower(), []).append(zone.name)
    return {place: list(dict.fromkeys(names)) for place, names in found.items()}
