"""What strangers' bytes are read as: each target takes bytes and may only refuse them.

No fuzzer is needed here: the tests send the seeds through the same functions.
"""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.gate.world import KEYS, PACK, policy, write_pack

from outsource_check.answers import assemble
from outsource_check.answers.reading import read_document
from outsource_check.answers.settlements import decode_engagement
from outsource_check.documents import Node, parse
from outsource_check.documents.tree import leaves
from outsource_check.errors import AnswerError, OutsourceCheckError, Problem
from outsource_check.gate.policy import parse_policy
from outsource_check.pack import PackShelf, load_pack, read_pack
from outsource_check.past.history import History
from outsource_check.result import score
from outsource_check.text import describe

ROOT = Path(__file__).parents[2]
LONGEST = 2.0
"""CPU seconds that one input may take, instrumentation included."""
AS_OF = datetime.date(2026, 11, 24)
CONTROL = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f]")
SHIPPED = "eight-keys"

ANSWERS = """\
format: outsource-check/answers/v1
pack: eight-keys
pack_version: 1.0.0
engagement: Mobile app rebuild
respondent: {side: client, role: CTO, name: Dana Reyes}
mode: full
date: 2026-11-23
facts: {stage: selecting, takes-over-system: yes}
answers:
  goals.drivers: 3
  goals.scope: dont-know
  goals.objectives:
    level: 4
    evidence:
      - {what: Objective sheet, where: https://wiki.example/obj, date: 2026-10-01}
    note: agreed with finance
    internal: yes
    owner: Dana
    due: 2026-12-15
    date: 2026-11-30
  goals.slice: {not_applicable: single site}
  goals.method: {dont_know: yes, note: asked Lena, owner: Lena, due: 2026-12-01}
  decision-makers.speed: {value: 3}
  decision-makers.gaps:
    rows:
      architecture: {option: named, who: Dana}
      budget: nobody
  time-zones.overlap:
    sites:
      - {name: London, side: client, zone: Europe/London, hours: 09:00-17:30}
      - name: HCMC
        side: partner
        zone: Asia/Ho_Chi_Minh
        hours: [09:00-12:00, 13:00-18:00]
        days: mon-fri
        holidays: [2027-02-08]
    pairs: [[London, HCMC]]
    from: 2027-01-01
  goals.budget:
    costs:
      currency: EUR
      period: year
      baseline: 900000
      fees: 520000
      transition: 60000
      own_effort: 90000
      tooling_travel: 20000
      contingency: 50000
      stop_loss: 200000
waivers:
  - question: goals.scope
    by: Dana Reyes
    reason: Pilot only
    date: 2026-11-20
    until: 2027-01-31
"""
SETTLED = """\
format: outsource-check/engagement/v1
engagement: Mobile app rebuild
facts: {stage: trial}
settlements:
  - question: goals.scope
    level: 3
    present: [Dana, Minh]
    reason: the sheet was found
    date: 2026-11-23
    rests_on: {a.yaml: "2", b.yaml: "{level: 3}"}
"""
IGNORE = """\
ignore:
  - rule: OC102
    files: [legacy/*]
    question: goals.scope
    reason: audit booked
    owner: cto@example.org
    expires: 2027-02-28
"""
SIGNS = (
    ": ",
    "- ",
    "  ",
    "\n",
    "{",
    "}",
    "[",
    "]",
    "?",
    "|",
    ">",
    "'",
    "~",
    "null",
    "&a",
    "*a",
    "!x",
)

HISTORY = """\
{"format": "outsource-check/history/v1", "engagement": "A rebuild", "date": "2026-11-23", \
"folder": "e", "pack": {"id": "tiny", "version": "1.2.0", "scoring": "e880"}, \
"verdict": {"low": "at-risk", "high": "ready"}, "facts": {"stage": "signed"}, \
"people": [{"side": "client", "file": "client.yaml", "role": "CTO"}], "questions": \
{"alpha.one": {"level": "3/2", "settled": false, "client": {"client.yaml": "0..3", "b.yaml": \
"unknown"}, "partner": null}, "beta.one": {"level": "4", "settled": true, "client": "4"}}}
"""


Target = Callable[[bytes], None]


class SlowInputError(AssertionError):
    """An input took longer than any file may."""


class Readers:
    """The targets, by the letter that an input begins with; `folder` is for files on the way."""

    def __init__(self, folder: Path) -> None:
        self._shelf = PackShelf([write_pack(folder, outline())])
        self._pack = load_pack(SHIPPED)
        self._folder = folder / "packs" / "tiny"
        self._by_letter: dict[int, Target] = {
            ord("a"): self._read_answers,
            ord("e"): self._read_engagement,
            ord("g"): lambda data: void(parse_policy(data, "g")),
            ord("h"): read_history,
            ord("k"): lambda data: self._read_pack("alpha.yaml", data),
            ord("p"): lambda data: self._read_pack("pack.yaml", data),
            ord("r"): lambda data: self._read_pack("references.yaml", data),
            ord("y"): compare_parsers,
        }

    @property
    def letters(self) -> str:
        """The letters, in order."""
        return "".join(map(chr, self._by_letter))

    def read(self, data: bytes) -> bool:
        """Read an input as its first letter says; whether it was accepted.

        Everything that comes out of it but an `OutsourceCheckError` is a fault of the program.
        """
        target = self._by_letter.get(data[0] if data else 0)
        if target is None:
            return False
        started = time.process_time()
        problems: tuple[Problem, ...] = ()
        refused = False
        try:
            target(data[1:])
        except OutsourceCheckError as error:
            problems, refused = error.problems, True
        assert bool(problems) == refused
        for problem in problems:
            assert not CONTROL.search(describe(problem)), problem
        if (took := time.process_time() - started) > LONGEST:
            raise SlowInputError(f"{took:.1f} s")
        return not refused

    def _read_answers(self, data: bytes) -> None:
        source = read_document(parse(data, "a", AnswerError), self._shelf)
        pack = self._shelf.pack(source.content.pack)
        score(assemble([source], pack), as_of=AS_OF)

    def _read_engagement(self, data: bytes) -> None:
        decode_engagement(parse(data, "e", AnswerError), self._pack)

    def _read_pack(self, name: str, data: bytes) -> None:
        path = self._folder / name
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(data)
        try:
            read_pack(self._folder)
        finally:
            if before is None:
                path.unlink()
            else:
                path.write_bytes(before)


def read_history(data: bytes) -> None:
    """A whole history: each line that counts is judged."""
    list(History("h", AS_OF, named=True, data=data).list_known())


def void(_: object) -> None:
    """Nothing: what was read is not looked at."""


def compare_parsers(data: bytes) -> None:
    """Without libyaml, reading may refuse more but never accept more, nor read it otherwise."""
    try:
        slow = parse(data, "y", AnswerError, fast=False)
    except AnswerError:
        parse(data, "y", AnswerError)
        return
    try:
        fast = parse(data, "y", AnswerError)
    except AnswerError as error:
        raise AssertionError(f"only the pure parser takes it: {error}") from error
    assert list(show(fast.root)) == list(show(slow.root))


def show(node: Node) -> Iterator[tuple[str, bool, int, int]]:
    """The scalars of a tree with their places."""
    for leaf in leaves(node):
        yield leaf.text, leaf.quoted, leaf.offset, leaf.end_offset


# ---------------------------------------------------------------- what a fuzzer begins with


def list_seeds() -> Iterator[bytes]:
    """Inputs for all targets, made from the examples, the shipped pack and the small one."""
    for file in sorted((ROOT / "tests" / "examples").rglob("*.yaml")):
        data = file.read_bytes()
        yield from (letter + data for letter in (b"a", b"g", b"y"))
    yield b"a" + ANSWERS.encode()
    yield b"e" + SETTLED.encode()
    yield b"g" + policy("min_overall: 60, max_unknown: 10%, stops: forbid", IGNORE).encode()
    yield b"h" + HISTORY.encode()
    yield b"p" + PACK.encode()
    yield b"r- {id: R1, cite: A book, says: Little, url: https://a.example}\n"
    yield from (b"k" + text.replace("id: beta", "id: alpha").encode() for text in KEYS.values())
    yield b"p" + outline().encode()
    for key in load_pack(SHIPPED).outline.keys:
        text = (ROOT / "questions" / SHIPPED / f"{key}.yaml").read_text(encoding="utf-8")
        yield from (b"k" + part.encode() for part in cut(text))


def outline() -> str:
    """The small pack's, with the shipped one's facts, scales and sides: its questions fit in."""
    text = (ROOT / "questions" / SHIPPED / "pack.yaml").read_text(encoding="utf-8")
    text = text.replace(f"id: {SHIPPED}", "id: tiny", 1)
    return re.sub(r"(?m)^keys:(\n  .*)*", f"keys: [{', '.join(KEYS)}]", text)


def cut(key: str) -> Iterator[str]:
    """A key's file as one for each of its questions: a short input is a fast one."""
    key = re.sub(r"(?m)^ +references: .*\n", "", key)  # the small pack has none
    head, *questions = re.split(r"(?m)^(?=  - id: )", key)
    for question in questions:
        yield re.sub(r"(?m)^id: .*", "id: alpha", head) + question


def list_words() -> list[str]:
    """Names and signs that mean something in our files."""
    text = b"".join(list_seeds()).decode()
    words = set(re.findall(r"(?<![\w-])[a-z][a-z_-]+(?=:)|outsource-check/\w+/v1", text))
    return sorted(words | set(SIGNS))
