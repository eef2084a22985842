"""Entries that are not complete enough for the answer file, in a hidden file beside it.

An answer file needs all of its start fields, and places of work of both sides or of none, so that
no program reads half an answer. What was typed until then is not lost: it is kept here until it is
complete, or until the question is answered in another way.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outsource_check.answers import Answer
from outsource_check.documents.replacement import replace_file
from outsource_check.interview.answering import say
from outsource_check.interview.model import START_FIELDS, State
from outsource_check.pack import Pack

Drafts = Mapping[str, Any]
"""The parts that were answered, as plain data, by question id."""
_START = ""
"""The start fields are kept under a name that no question can have."""
_WRONG = (ValueError, TypeError, AttributeError, KeyError, RecursionError)
"""The errors that a file which no interview has written can lead to."""


def list_drafts(state: State) -> Drafts:
    """The parts that were answered of questions that have no whole answer yet."""
    return {
        name: data
        for name, draft in state.drafts.items()
        if (data := state.pack.questions[name].dump_draft(draft, _find(state.answers, name)))
    }


def load_drafts(drafts: Drafts, pack: Pack, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Drafts in the form that the kinds use, on top of the answers; all else is left out."""
    found = {}
    for name, data in drafts.items():
        question = pack.questions.get(name)
        with contextlib.suppress(*_WRONG):
            draft = question and question.load_draft(data, _find(answers, name))
            if draft is not None:
                found[name] = draft
    return found


def _find(answers: Mapping[str, Answer], name: str) -> Answer:
    return answers.get(name, Answer())


def list_start(state: State) -> dict[str, str]:
    """The start fields that were given, while another one is still missing.

    None where flags gave all of them: the next command can give them again.
    """
    if state.header.complete or not state.taken:
        return {}
    kept = [name for name in START_FIELDS if name in state.taken or name not in state.start]
    return {name: text for name in kept if (text := state.header.show(name))}


def read_drafts(file: str) -> Drafts:
    """The drafts beside an answer file; none where they cannot be used, for whatever reason."""
    try:
        return {name: data for name, data in _read(file).items() if name != _START}
    except _WRONG:
        return {}


def read_start(file: str) -> dict[str, str]:
    """The start fields that are kept beside an answer file that does not exist yet."""
    try:
        found = _read(file).get(_START, {})
        header = {name: found[name] for name in START_FIELDS if found.get(name)}
    except _WRONG:
        return {}
    allowed = {"side": ("client", "partner"), "mode": ("full", "quick")}
    return {
        name: text
        for name, text in header.items()
        if isinstance(text, str) and text == say(text) and text in allowed.get(name, (text,))
    }


def write_drafts(file: str, drafts: Drafts, start: Mapping[str, str] | None = None) -> None:
    """Write the drafts beside an answer file; where there are none, their file is removed.

    Raises as `replace_file` does.
    """
    entries = {**({_START: dict(start)} if start else {}), **drafts}
    if entries:
        import json  # noqa: PLC0415 - hardly ever needed

        data = json.dumps(entries).encode()
        replace_file(_name_draft(file), data, generated=True, like=file)
    else:
        with contextlib.suppress(OSError):
            _name_draft(file).unlink()


def _name_draft(file: str) -> Path:
    """The hidden file with the drafts of an answer file."""
    target = Path(os.path.realpath(file))
    return target.parent / f".{target.name}.draft"


def _read(file: str) -> Any:
    """The content of the file of drafts; empty where there is none that can be read."""
    try:
        written = _name_draft(file).read_bytes()
    except (OSError, ValueError):
        return {}
    import json  # noqa: PLC0415 - hardly ever needed

    return json.loads(written)
