"""Engagements of a few people over a small pack, read from text as the product reads files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from outsource_check.answers import AnswerSource, Engagement, assemble
from outsource_check.answers.reading import read_document
from outsource_check.answers.settlements import (
    FORMAT,
    EngagementSource,
    decode_engagement,
    rest_on,
)
from outsource_check.documents import parse
from outsource_check.errors import AnswerError
from outsource_check.pack import Pack, PackShelf

AS_OF = date(2026, 11, 30)
LEVELS = [f"Level {level}" for level in range(5)]
PLAIN = tuple(f"k.q{number}" for number in range(6))
"""Questions of kind `levels` that both sides are asked."""

_QUESTIONS: list[dict[str, Any]] = [
    *(
        {"id": f"q{n}", "title": f"Question {n}", "kind": "levels", "duty": duty,
         "levels": [f"Text {n}.{level}" for level in range(5)]}
        for n, duty in enumerate(("client", "partner", "both", "client", "partner", "both"))
    ),
    {"id": "pick", "title": "Pick", "kind": "choice", "options": [
        {"id": "none-yet", "text": "None yet", "worth": "0"},
        {"id": "half", "text": "Half", "worth": "1/2"},
        {"id": "whole", "text": "Whole", "worth": "1"},
    ]},
    {"id": "days", "title": "Days", "kind": "number", "unit": "days", "better": "lower",
     "bounds": {"1": "9", "2": "5", "3": "3", "4": "1"}},
    {"id": "rows", "title": "Who decides", "kind": "matrix",
     "rows": [{"id": name, "text": f"Row {name}"} for name in ("accept", "budget", "release")],
     "options": [
         {"id": "named", "text": "Somebody named decides", "worth": "1"},
         {"id": "nobody", "text": "Nobody decides", "worth": "0"},
     ],
     "bounds": {"1": "1/4", "2": "1/2", "3": "3/4", "4": "1"}},
    {"id": "hours", "title": "Hours", "kind": "overlap"},
    {"id": "money", "title": "Money", "kind": "costs"},
    {"id": "ours", "title": "Ours alone", "kind": "levels", "levels": LEVELS,
     "answered_by": "client", "duty": "client"},
]  # fmt: skip


OTHER = {"client": "partner", "partner": "client", "both": "both"}


@cache
def shelf(*, mirrored: bool = False) -> PackShelf:
    """Where the small pack is found; `mirrored`: with the sides swapped in every question."""
    folder = Path(mkdtemp()) / "small"
    folder.mkdir()
    write_pack(folder, mirrored=mirrored)
    return PackShelf([folder.parent])


def write_pack(folder: Path, *, mirrored: bool = False) -> None:
    head = {
        "format": "outsource-check/pack/v1",
        "id": "small",
        "version": "1.0.0",
        "title": "Small",
        "keys": ["k"],
        "evidence": "optional",
        "facts": [
            {"id": "stage", "ask": "How far?", "options": [
                {"id": name, "text": f"It is {name}"} for name in ("early", "late")]},
            {"id": "live", "ask": "Is it live?"},
        ],
    }  # fmt: skip
    questions = [
        {
            name: OTHER[str(value)] if mirrored and name in ("answered_by", "duty") else value
            for name, value in question.items()
        }
        for question in _QUESTIONS
    ]
    key = {"id": "k", "title": "Key", "questions": questions}
    (folder / "pack.yaml").write_text(json.dumps(head), encoding="utf-8")
    (folder / "k.yaml").write_text(json.dumps(key), encoding="utf-8")
    (folder / "references.yaml").write_text("[]\n", encoding="utf-8")


def pack() -> Pack:
    return shelf().pack("small")


def text_of(
    side: str,
    answers: Mapping[str, Any] | None = None,
    *,
    role: str = "CTO",
    facts: Mapping[str, str] | None = None,
    anonymous: bool = False,
    **fields: Any,
) -> str:
    """An answer file as text, with every scalar but `null` quoted."""
    content: dict[str, Any] = {
        "format": "outsource-check/answers/v1",
        "pack": "small",
        "pack_version": "1.0.0",
        "engagement": "Rebuild",
        "respondent": {"side": side, "role": role, **({"anonymous": "yes"} if anonymous else {})},
        "date": "2026-11-23",
        **fields,
        "facts": dict(facts or {}),
        "answers": dict(answers or {}),
    }
    return json.dumps(_as_text(content), indent=1, ensure_ascii=False)


def _as_text(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _as_text(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(part) for part in value]
    return value if value is None else str(value)


def said(
    file: str, side: str, answers: Mapping[str, Any] | None = None, **fields: Any
) -> AnswerSource:
    return read(file, text_of(side, answers, **fields))


def read(file: str, text: str, packs: PackShelf | None = None) -> AnswerSource:
    return read_document(parse(text.encode(), file, AnswerError), packs or shelf())


def settlements_text(settlements: Iterable[Mapping[str, Any]], facts: Any = None) -> str:
    content = {
        "format": FORMAT,
        "engagement": "Rebuild",
        "facts": facts,
        "settlements": [
            {"present": ["Dana", "Minh"], "reason": "talked about it", **entry}
            for entry in settlements
        ],
    }
    return json.dumps(_as_text(content), indent=1, ensure_ascii=False)


def agreed(
    files: Iterable[AnswerSource], levels: Mapping[str, int], facts: Any = None
) -> EngagementSource:
    """An engagement file whose settlements rest on what these files say."""
    unique = assemble(files, pack(), refuse=False)
    entries = [
        {
            "question": name,
            "level": level,
            "rests_on": rest_on(pack().questions[name], unique.sources, "", unique.sealed),
        }
        for name, level in levels.items()
    ]
    text = settlements_text(entries, facts)
    return decode_engagement(parse(text.encode(), "engagement.yaml", AnswerError), pack())


def together(*files: AnswerSource, decided: EngagementSource | None = None) -> Engagement:
    return assemble(files, pack(), decided)
