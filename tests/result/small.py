"""Small packs and answer files, read as the product reads them from disk."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from outsource_check.answers import Engagement, read_answers

Data = dict[str, Any]


def levels(name: str, **fields: Any) -> Data:
    """A question of kind `levels` with the fields given."""
    texts = [f"Level {level} of {name}" for level in range(5)]
    return {"id": name, "title": f"Question {name}", "kind": "levels", "levels": texts, **fields}


def said(side: str, answers: Data, **fields: Any) -> Data:
    """An answer file; `role` is the respondent's, every other field the file's."""
    role = fields.pop("role", "Somebody")
    return {
        "format": "outsource-check/answers/v1",
        "pack": "small",
        "pack_version": "1.0.0",
        "engagement": "A small engagement",
        "respondent": {"side": side, "role": role},
        "date": "2026-11-20",
        "answers": answers,
        **fields,
    }


def write_pack(folder: Path, questions: list[Data], **outline: Any) -> None:
    """A pack `small` of one key `k`, or of the keys under `keys` as `{id: questions}`."""
    keys = outline.pop("keys", {"k": questions})
    target = folder / "small"
    target.mkdir(exist_ok=True)
    head = {
        "format": "outsource-check/pack/v1",
        "id": "small",
        "version": "1.0.0",
        "title": "A small pack",
        "keys": list(keys),
        **outline,
    }
    (target / "pack.yaml").write_text(json.dumps(spell(head)), encoding="utf-8")
    for key, asked in keys.items():
        body = {"id": key, "title": f"Key {key}", "questions": asked}
        (target / f"{key}.yaml").write_text(json.dumps(spell(body)), encoding="utf-8")


def spell(value: Any) -> Any:
    """The data with every scalar as text, as all values of our files are."""
    if isinstance(value, dict):
        return {str(name): spell(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [spell(part) for part in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


def read(questions: list[Data], *files: Data, **outline: Any) -> Engagement:
    """The engagement of these answer files, through text and folders."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pack(folder, questions, **outline)
        paths = []
        for number, file in enumerate(files):
            paths.append(folder / f"{number}.yaml")
            paths[-1].write_text(json.dumps(spell(file)), encoding="utf-8")
        return read_answers(paths, packs=[folder])
