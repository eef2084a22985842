"""What stands under `answers`, `facts` and `waivers`, judged against the pack that was asked.

An entry has short and long forms, by the kind of its question; here all become the fields of an
`Answer`, and nothing is kept half-understood. The pack is the `context` of the validation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from outsource_check.documents import near, scalars
from outsource_check.documents.types import expected, is_later, number_version, wrong
from outsource_check.documents.validation import KEY, Faults, alternatives
from outsource_check.pack import DONT_KNOW, Pack, Question
from outsource_check.pack.kinds.entry import Entry

Handler = Callable[[Any], Any]
"""What pydantic does with a value once its forms are written out."""


# ---------------------------------------------------------------- the parts of a file


def pack_of(info: ValidationInfo) -> Pack:
    """The pack that a validation was given as its context."""
    if isinstance(info.context, Pack):
        return info.context
    raise wrong("what answers a pack is judged against it: give the pack as `context`")


def judge_pack(value: str, info: ValidationInfo) -> str:
    """The id of the pack that answers are to."""
    pack = pack_of(info)
    if pack.id != value:
        raise wrong(f'expected the pack that is the `context`, "{pack.id}"', found=True)
    return value


def judge_version(value: str, info: ValidationInfo) -> str:
    """The version of the pack that is answered: what older ones asked was moved before."""
    pack = info.context
    if not isinstance(pack, Pack):
        return value
    if number_version(value)[0] > number_version(pack.version)[0]:
        message = f'the file is for version {value} of the pack "{pack.id}", this is {pack.version}'
        raise wrong(message, "get that version of the pack, or a newer one", "OC206")
    if not pack.reads_alike(value):
        message = f'version {pack.version} of the pack "{pack.id}" asks otherwise than {value}'
        raise wrong(message, "only files of older versions are read: `read_answers`", "OC206")
    return value


def judge_entries(value: Any, handler: Handler, info: ValidationInfo) -> Any:
    """The answers by question; what a newer pack or an older one asks is left out."""
    if not info.data.keys() >= {"pack", "pack_version"}:
        return {}  # they cannot be judged without those two, which have errors
    pack = pack_of(info)
    newer = _is_newer(info.data["pack_version"], pack)
    if not isinstance(value, dict):
        raise expected("answers by question")
    faults = Faults()
    found: dict[str, Any] = {}
    for name, entry in value.items():
        question = pack.questions.get(name)
        if question is not None:
            answer = Entry(question, (name,), faults).read(entry)
            if answer is not None:
                found[name] = answer
        elif name not in pack.retired and not newer:
            faults.add((name, KEY), _no_question(name, pack))
    return faults.then(handler, found)


def judge_entry(value: Any, handler: Handler, info: ValidationInfo) -> Any:
    """One answer; `context` is its question."""
    assert isinstance(info.context, Question)
    faults = Faults()
    return faults.then(handler, Entry(info.context, (), faults).read(value))


def judge_facts(value: Any, info: ValidationInfo) -> dict[str, str]:
    """What is said about the engagement; empty and `dont-know` say nothing."""
    if not info.data.keys() >= {"pack", "pack_version"}:
        return {}
    pack = pack_of(info)
    return read_facts(value, pack, newer=_is_newer(info.data["pack_version"], pack))


def judge_agreed(value: Any, info: ValidationInfo) -> dict[str, str]:
    """The facts of an engagement file, which stands beside files of today's pack."""
    return read_facts(value, pack_of(info))


def read_facts(value: Any, pack: Pack, *, newer: bool = False) -> dict[str, str]:
    """Facts by id; `newer`: what the pack does not know is of a newer one, and left out."""
    if not isinstance(value, dict):
        raise expected("facts")
    faults = Faults()
    facts: dict[str, str] = {}
    for name, given in value.items():
        fact = pack.facts.get(name)
        if fact is None and not newer and name not in pack.retired:
            hint = near(name, pack.facts) or f"the facts are {', '.join(pack.facts)}"
            message = f'there is no fact "{name}" in {pack.id}'
            private = not scalars.is_name(name)
            hint = tell_move(name, pack) or hint
            faults.add((name, KEY), wrong(message, hint, "OC201", private=private))
        elif fact is None or given in (None, DONT_KNOW):
            continue
        elif isinstance(given, dict) and given.keys() == {"before"}:
            continue  # it is asked again
        elif (said := fact.read(given)) is not None:
            facts[name] = said
        else:
            choices = (*fact.choices, DONT_KNOW)
            several = "a list of " if fact.several else ""
            hint = near(given, choices) if isinstance(given, str) else ""
            faults.add((name,), expected(f"{several}{alternatives(choices)}", hint, "OC201"))
    faults.finish()
    return facts


def judge_named(value: Any, handler: Handler, info: ValidationInfo) -> Any:
    """The waivers; each must be about a question that the pack asks, or once asked."""
    if not info.data.keys() >= {"pack", "pack_version"}:
        return handler(value)
    pack, faults = pack_of(info), Faults()
    newer = _is_newer(info.data["pack_version"], pack)
    for index, waiver in enumerate(value if isinstance(value, tuple | list) else ()):
        name = waiver.get("question") if isinstance(waiver, dict) else None
        if not isinstance(name, str) or not name.strip() or newer:
            continue
        if name not in pack.questions and name not in pack.old_ids:
            faults.add((index, "question"), _no_question(name, pack))
    return faults.then(handler, value)


def _is_newer(version: str, pack: Pack) -> bool:
    """Whether a file's version may ask what this pack does not know yet; a patch never does."""
    return is_later(version.rpartition(".")[0], pack.version.rpartition(".")[0])


def _no_question(name: str, pack: Pack) -> PydanticCustomError:
    listed = f"`outsource-check pack show {pack.id}{pack.option}` lists them"
    hint = near(name, pack.questions) or listed
    hint = tell_move(name, pack) or hint
    message = f'there is no question "{name}" in {pack.id}'
    return wrong(message, hint, "OC201", private=not scalars.is_name(name))


def tell_move(name: str, pack: Pack) -> str:
    """What became of an old id, and so what to write in its place; empty where it is none."""
    if name not in pack.old_ids:
        return ""
    today, end = pack.old_ids[name]
    if end is not None and end.because:
        return f"it is not asked since {end.in_}: {end.because}"
    if today != name:
        return f'it is "{today}" now'
    again = [move for move in pack.outline.moved if move.name == name and move.ask_again]
    return f'since {again[-1].in_} "{again[-1].target}" is asked instead' if again else ""
