"""Places of work that are half entered, kept in a hidden file beside the answer file.

An answer file holds places of both sides or none, so that nothing reads half an answer. What was
typed until then is not lost either: it lies here until the answer is complete or given otherwise.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from outsource_check.documents.replacement import replace_file
from outsource_check.interview.model import SiteDraft, State
from outsource_check.interview.order import is_answered

Drafts = Mapping[str, tuple[SiteDraft, ...]]
"""Places by question id."""


def list_drafts(state: State) -> Drafts:
    """What was typed of places and is in no answer yet."""
    return {
        name: drafts
        for name, drafts in state.sites.items()
        if any(draft.zone or draft.search for draft in drafts)
        and not (name in state.answers and is_answered(state.answers[name]))
    }


def read_drafts(file: str) -> Drafts:
    """What lies beside an answer file; nothing where it cannot be used, whatever the reason."""
    try:
        written = _name(file).read_bytes()
    except OSError:
        return {}
    import json  # noqa: PLC0415 - hardly ever needed

    try:
        return {name: _read_places(places) for name, places in json.loads(written).items()}
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}


def write_drafts(file: str, drafts: Drafts) -> None:
    """Put drafts beside an answer file; none take the file away. Raises as `replace_file` does."""
    if drafts:
        import json  # noqa: PLC0415 - hardly ever needed

        entries = {name: [asdict(draft) for draft in places] for name, places in drafts.items()}
        replace_file(_name(file), json.dumps(entries).encode(), generated=True)
    else:
        with contextlib.suppress(OSError):
            _name(file).unlink()


def _name(file: str) -> Path:
    target = Path(os.path.realpath(file))
    return target.parent / f".{target.name}.draft"


def _read_places(entries: list[dict[str, Any]]) -> tuple[SiteDraft, ...]:
    places = tuple(map(_read, entries))
    names = [place.name for place in places if place.zone]
    if "" in names or len({*names}) < len(names):
        raise ValueError(names)
    return places


def _read(entry: dict[str, Any]) -> SiteDraft:
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
