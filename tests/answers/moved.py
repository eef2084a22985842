"""A pack in its second version, which moved nearly all that the first one asked."""

from __future__ import annotations

from pathlib import Path

from tests.pack.worlds import write_pack

QUESTIONS = """\
- {id: reasons, title: Reasons, kind: levels, levels: [a, b, c, d, e]}
- {id: access, title: Access, kind: levels, levels: [a, b, c, d, e]}
- id: trust
  title: Trust
  kind: matrix
  rows:
    - {id: asked-help, text: Help}
    - {id: cases, text: Cases}
    - {id: extra, text: Extra, since: 2.0.0}
  options:
    - {id: done, text: Done, worth: 1}
    - {id: none, text: None, worth: 1/2}
    - {id: not-done, text: Not done, worth: 0}
- {id: told, title: Told, kind: levels, levels: [a, b, c, d, e]}
- {id: consultation, title: Consultation, kind: levels, levels: [a, b, c, d, e]}
- {id: hours, title: Hours, kind: levels, levels: [a, b, c, d, e]}
- {id: three, title: Three, kind: levels, levels: [a, b, c]}
- id: plan
  title: Plan
  kind: choice
  options: [{id: all, text: All, worth: 1}, {id: "no", text: No, worth: 0}]
- {id: one-of-two, title: One, kind: levels, levels: [a, b, c, d, e]}
"""
MOVED = """\
facts:
  - id: live-service
    ask: Is it live?
    options: [{id: "no", text: No}, {id: critical, text: Critical}]
  - {id: staff, ask: Is staff affected?}
  - {id: areas, ask: Where?, several: yes, options: [{id: shop, text: S}, {id: office, text: O}]}
moved:
  - {from: one.drivers, to: one.reasons, in: 2.0.0}
  - {from: one.access, in: 2.0.0, levels: [0, 1, ~, 2, 3]}
  - {from: one.trust, in: 2.0.0, options: {no-case: none}, rows: {help: asked-help, old: ~}}
  - {from: one.told, to: one.consultation, in: 2.0.0, ask_again: It has a question of its own.}
  - {from: one.times, to: one.hours, in: 2.0.0, ask_again: It reads otherwise.}
  - {from: one.three, in: 2.0.0, levels: [0, 0, 2]}
  - {from: one.plan, in: 2.0.0, options: {whole: all, part: ~}}
  - {from: one.slice, in: 2.0.0, because: Another question covers it.}
  - {from: one.first, to: one.one-of-two, in: 2.0.0}
  - {from: one.second, to: one.one-of-two, in: 2.0.0}
  - {fact: live, to: live-service, in: 2.0.0, options: {"yes": critical, maybe: ~}}
  - {fact: staff, in: 2.0.0, ask_again: It reads otherwise.}
  - {fact: size, in: 2.0.0, because: Nobody needs it.}
  - {fact: areas, in: 2.0.0, options: {store: shop, kiosk: shop, van: ~}}
"""
HEAD = """\
format: outsource-check/answers/v1
pack: small
pack_version: {version}
engagement: App
respondent: {{side: client, role: CTO}}
date: 2026-11-20
"""


def make_pack(folder: Path) -> Path:
    """Write the pack `small` in version 2.0.0."""
    pack = write_pack(folder, QUESTIONS, MOVED)
    write_version(pack, "2.0.0")
    return pack


def write_version(pack: Path, version: str) -> None:
    outline = pack / "pack.yaml"
    outline.write_text(outline.read_text().replace("version: 1.0.0", f"version: {version}"))
