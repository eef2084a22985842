"""What stands in an answer file is said to whoever runs the check, and to nobody else."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.answers.world import HEAD, packs
from tests.gate.world import GOOD, write_answers, write_pack

from outsource_check.documents import Mapping, Node, Scalar, Sequence, parse
from outsource_check.errors import AnswerError
from outsource_check.gate.check import Checker
from outsource_check.gate.formats import FORMATS
from outsource_check.gate.policy import Gate, Policy
from outsource_check.gate.selection import select

DAY = datetime.date(2026, 11, 24)
PUBLISHED = ("github", "markdown", "sarif", "junit", "gitlab")
SHOWN = ("text", "concise", "json")
ANSWERS = f"""\
{HEAD}mode: full
facts: {{stage: running, live: yes}}
answers:
  k.drivers: {{level: 3, note: agreed, date: 2026-11-20, evidence: [{{what: sheet, where: x}}]}}
  k.plan: {{option: partly, note: none}}
  k.speed: {{value: 5}}
  k.gaps: {{rows: {{scope: named, money: {{option: role, who: Dana}}, team: two}}}}
  k.hours:
    sites:
      - {{name: London, side: client, zone: Europe/London, hours: 09:00-17:30, days: mon-fri}}
      - {{name: HCMC, side: partner, zone: Asia/Ho_Chi_Minh, hours: [09:00-18:00]}}
    from: 2027-01-01
    pairs: [[London, HCMC]]
  k.budget: {{costs: {{fees: 900, currency: EUR, period: year}}}}
waivers:
  - {{question: k.plan, by: Dana, reason: pilot, date: 2026-11-20, until: 2026-12-20}}
"""
SETTLED = """\
format: outsource-check/engagement/v1
engagement: An engagement
facts: {live: no}
settlements:
  - {question: k.drivers, level: 3, present: [Dana], reason: agreed, date: 2026-11-21,
     rests_on: {a.yaml: "3"}}
"""
SECRETS = (
    "Zanzibar",
    "-3 Zanzibar",
    'as we found, "Zanzibar"',
    'found "x", found "Zanzibar, or so"',
    "it's {found: 'Zanzibar'}, and more",
    "Zanzibar #7: found",
)
WAYS: dict[str, Callable[[str], str]] = {
    "quoted": json.dumps,
    "plain": str,
    "in a list": lambda text: f"[{json.dumps(text)}]",
    "in a list of two": lambda text: f"[{json.dumps(text)}, 1]",
    "as a field": lambda text: f"{{{json.dumps(text)}: 1}}",
    "never closed": lambda text: f'{{a: "{text}',
    "as an alias": lambda text: f"*{text}",
    "as an anchor": lambda text: f"&{text}",
    "as a tag": lambda text: f"!{text}",
    "behind a comma": lambda text: f"{{a: b, {text}, c: d}}",
    "behind brackets": lambda text: f"[a] {text}",
    "behind quotes": lambda text: f'"a" {text}',
    "before a field": lambda text: f"{{a: b\n    {text}: c}}",
    "below": lambda text: f"a\n  {text}: b\n  {text}: c",
    "below without a colon": lambda text: f"\n    a: b\n    {text}\n",
    "twice": lambda text: f"{{{json.dumps(text)}: 1, {json.dumps(text)}: 2}}",
    "as a directive": lambda text: f"\n%{text}\n",
    "behind an escape": lambda text: f'"\\q{text}"',
    "behind a comment": lambda text: f"a # b\n    {text}",
    "as a question": lambda text: f"? {text}",
    "as a block": lambda text: f"| {text}",
}


def values(node: Node, name: str = "") -> Iterator[tuple[str, Scalar]]:
    """Every value below a node, with the name of its field."""
    if isinstance(node, Mapping):
        for field in node:
            yield from values(field.value, field.name.text)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from values(item, name)
    elif isinstance(node, Scalar):
        yield name, node


def check(folder: Path, **files: str) -> dict[str, str]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    checker = Checker(policy=Policy(is_open=True), as_of=DAY, packs=[str(packs())])
    report = checker.run(select([str(folder)]))
    return {form: FORMATS[form](report) for form in (*PUBLISHED, *SHOWN)}


def test_each_format_is_published_or_shown() -> None:
    assert {*PUBLISHED, *SHOWN} == set(FORMATS)


def test_the_files_are_right_before_something_is_put_into_them(tmp_path: Path) -> None:
    assert json.loads(check(tmp_path, a=ANSWERS, engagement=SETTLED)["json"])["complete"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", ["a", "engagement"])
def test_no_value_of_a_file_is_published(tmp_path: Path, place: str, way: str) -> None:
    texts = {"a": ANSWERS, "engagement": SETTLED}
    text = texts[place]
    document = parse(text.encode(), "a.yaml", AnswerError)
    told = 0
    for number, (name, value) in enumerate(values(document.root)):
        if name == "engagement":  # by which its findings are known
            continue
        # An id or a field that nobody knows is named all the same; what could be none is not.
        named = name in ("question", "pack") or way in ("as a field", "twice")
        secrets = SECRETS[1:] if named else SECRETS[1:2] if way == "below" else SECRETS
        secret = WAYS[way](secrets[number % len(secrets)])
        changed = text[: value.offset] + secret + text[value.end_offset :]
        came = check(tmp_path, **{**texts, place: changed})
        for form in PUBLISHED:
            assert "Zanzibar" not in came[form], (secret, value.line)
        if "Zanzibar" in came["json"]:
            assert all("Zanzibar" in came[form] for form in SHOWN)
            told += 1
    assert told or way != "quoted"


def test_what_two_files_say_differently_is_not_published(tmp_path: Path) -> None:
    other = ANSWERS.replace("live: yes", "live: no").replace("CTO", "CTO, name: Zanzibar")
    first = ANSWERS.replace("role: CTO", "role: CTO, name: zanzibar")
    came = check(tmp_path, a=first, b=other)
    assert "Zanzibar" in came["json"]
    for form in PUBLISHED:
        assert "zanzibar" not in came[form].lower()


def test_who_waived_a_stop_is_not_published(tmp_path: Path) -> None:
    write_pack(tmp_path)
    waiver = "{question: alpha.one, by: Zanzibar, reason: pilot, date: 2026-11-01}"
    given = {**GOOD, "alpha.one": "0"}
    write_answers(tmp_path / "e" / "a.yaml", given, more=f"waivers: [{waiver}]\n")
    policy = Policy(gate=Gate(stops="forbid"))
    checker = Checker(policy=policy, as_of=DAY, packs=[str(tmp_path / "packs")])
    report = checker.run(select([str(tmp_path / "e")]))
    assert report.breached
    assert {form for form in FORMATS if "Zanzibar" in FORMATS[form](report)} == set(SHOWN)
