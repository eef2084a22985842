"""A pack with a question of every kind and facts of every kind, and forms of it."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.interview.world import FILES

from outsource_check.form import Form, open_form, render_form
from outsource_check.interview.sitting import Request
from outsource_check.pack import Pack, read_pack

TODAY = datetime.date(2026, 11, 23)
MORE = """\
id: more
title: The rest
questions:
  - id: said
    title: What else
    ask: What else is there?
    kind: text
  - id: begun
    title: First day
    ask: When does it begin?
    kind: date
    when: {not: {stage: alone}}
  - id: shops
    title: Shops
    ask: Who runs the shops?
    answered_by: client
    kind: levels
    levels: [Nobody, Somebody, Two, A team, A team by day and night]
    when: {any: [{parts: [shop, none]}, {all: [{saving: yes}, {stage: running}]}]}
    internal: yes
    cap: {at_or_below: 1, title: Shops without anybody, because: Nobody opens them.}
    remedy: {do: Name somebody., effort_days: 0.5, owner: Head of shops}
"""
PARTS = """\
  - id: parts
    ask: Which parts are there?
    several: yes
    options: [{id: bank, text: A bank}, {id: shop, text: A shop}]
moved:"""
TEXT = {
    **FILES,
    "pack.yaml": FILES["pack.yaml"].replace("money]", "money, more]", 1).replace("moved:", PARTS),
    "more.yaml": MORE,
}
NODE = shutil.which("node") or ""
needs_node = pytest.mark.skipif(not NODE, reason="Node is not installed")


def write_pack(folder: Path, **changes: str) -> Path:
    """The pack; `changes` are other texts by file name without `.yaml`."""
    pack = folder / "packs" / "small"
    pack.mkdir(parents=True, exist_ok=True)
    for file, text in TEXT.items():
        written = changes.get(file.removesuffix(".yaml"), text)
        (pack / file).write_text(written, encoding="utf-8")
    return pack


def load(folder: Path) -> Pack:
    return read_pack(write_pack(folder))


def open_small(folder: Path, **fields: Any) -> Form:
    """A form of the pack, which is written unless it is there."""
    pack = folder / "packs" / "small"
    if not pack.is_dir():
        write_pack(folder)
    given = {"engagement": "App", "role": "CTO", "today": TODAY, "packs": (pack,), **fields}
    return open_form(Request(named=(pack,), **given))


def write_page(folder: Path, **fields: Any) -> Path:
    """The page of a form, as a file."""
    file = folder / "form.html"
    file.write_text(render_form(open_small(folder, **fields)), encoding="utf-8")
    return file
