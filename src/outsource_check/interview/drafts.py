"""What was typed and is in no answer file yet, kept in a hidden file beside it.

An answer file needs all of the fields that it starts with, and holds places of work of both sides
or none, so that nothing reads half an answer. What was typed until then is not lost either: it lies
here until it is complete or given otherwise.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from outsource_check.answers import Answer
from outsource_check.documents.replacement import replace_file
from outsource_check.interview.forms import drafts_of
from outsource_check.interview.model import START_FIELDS, SiteDraft, State
from outsource_check.interview.order import is_answered
from outsource_check.interview.putting import say

Drafts = Mapping[str, tuple[SiteDraft, ...]]
"""Places by question id."""
_START = ""
"""The start fields stand under the name that no question can have."""


def list_drafts(state: State) -> Drafts:
    """What was typed of places and is in no answer yet, with the places beside it."""
    return {
        name: drafts
        for name, drafts in state.sites.items()
        if any(_is_kept(draft, state.answers.get(name, Answer())) for draft in drafts)
    }


def _is_kept(draft: SiteDraft, answer: Answer) -> bool:
    """Whether a place holds something that the answer to its question does not."""
    if answer.sites:
        return bool(draft.search or (draft.zone and not draft.complete))
    return bool(draft.zone or draft.search) and not is_answered(answer)


def join_drafts(drafts: tuple[SiteDraft, ...], answer: Answer) -> tuple[SiteDraft, ...]:
    """Places that lie beside an answer file, on top of those that stand in it."""
    if not answer.sites:
        return drafts
    found = {place.name: place for place in drafts_of(answer)}
    half = [draft for draft in drafts if _is_kept(draft, answer)]
    for draft in half:
        if draft.name in found:
            found[draft.name] = replace(found[draft.name], search=draft.search)
    return (*found.values(), *(draft for draft in half if draft.name not in found))


def list_start(state: State) -> dict[str, str]:
    """What was given of the fields that a new answer file starts with, while one is missing.

    Those that only flags gave are no reason to keep any: the next command can give them again.
    """
    if state.header.complete or not state.taken:
        return {}
    kept = [name for name in START_FIELDS if name in state.taken or name not in state.start]
    return {name: text for name in kept if (text := state.header.show(name))}


def read_drafts(file: str) -> Drafts:
    """What lies beside an answer file; nothing where it cannot be used, whatever the reason."""
    try:
        places = _read(file).items()
        return {name: _read_places(found) for name, found in places if name != _START}
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}


def read_start(file: str) -> dict[str, str]:
    """The start fields that lie beside an answer file that is not there yet."""
    try:
        found = _read(file).get(_START, {})
        header = {name: found[name] for name in START_FIELDS if found.get(name)}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
    allowed = {"side": ("client", "partner"), "mode": ("full", "quick")}
    return {
        name: text
        for name, text in header.items()
        if isinstance(text, str) and text == say(text) and text in allowed.get(name, (text,))
    }


def write_drafts(file: str, drafts: Drafts, start: Mapping[str, str] | None = None) -> None:
    """Put drafts beside an answer file; none take the file away. Raises as `replace_file` does."""
    entries: dict[str, Any] = {_START: dict(start)} if start else {}
    entries |= {name: [asdict(draft) for draft in places] for name, places in drafts.items()}
    if entries:
        import json  # noqa: PLC0415 - hardly ever needed

        data = json.dumps(entries).encode()
        replace_file(_name_draft(file), data, generated=True, like=file)
    else:
        with contextlib.suppress(OSError):
            _name_draft(file).unlink()


def _name_draft(file: str) -> Path:
    """Where lies what was typed and is in no answer file yet."""
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


def _read_places(entries: list[dict[str, Any]]) -> tuple[SiteDraft, ...]:
    places = tuple(map(_read_place, entries))
    names = [place.name for place in places if place.zone]
    if "" in names or len({*names}) < len(names):
        raise ValueError(names)
    return places


def _read_place(entry: dict[str, Any]) -> SiteDraft:
    """A place as it was written; `ValueError` or `TypeError` for what no interview has written."""
    from outsource_check.overlap.sites import SiteError, build_site  # noqa: PLC0415 - zoneinfo

    draft = SiteDraft(**{**entry, "hours": tuple(entry["hours"])})
    if draft.side not in ("client", "partner") or not isinstance(draft.search, str):
        raise ValueError(draft)
    try:
        # Only what is complete is computed with; what is missing is filled up to judge the rest.
        build_site(
            name=draft.name,
            zone=draft.zone or "Europe/London",
            hours=draft.hours or ("09:00-17:00",),
            days=draft.days or "mon-fri",
        )
    except SiteError as error:
        raise ValueError(draft) from error
    return draft
