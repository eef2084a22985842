"""A breach stands at the answer that makes it, where one does and may be pointed at."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.gate.conftest import Check
from tests.gate.world import GOOD, PACK, write_answers, write_pack

from outsource_check import judge, load_pack, score
from outsource_check.answers import AnswerFile
from outsource_check.gate.check import Checker
from outsource_check.gate.formats.junit import render_junit
from outsource_check.gate.formats.shared import find_fingerprints
from outsource_check.gate.policy import Gate, Ignored, Limit, Policy
from outsource_check.gate.report import Report
from outsource_check.gate.selection import select

DAY = datetime.date(2026, 11, 24)
KEYS = {
    "alpha": """\
id: alpha
title: Alpha
questions:
  - id: one
    title: First of alpha
    kind: levels
    levels: [none, some, more, most, all]
    stop: {at_or_below: 0, because: Without it nothing works.}
  - id: two
    title: Second of alpha
    kind: levels
    levels: [none, some, more, most, all]
    cap: {at_or_below: 1, because: Less works.}
""",
    "beta": """\
id: beta
title: Beta
questions:
  - id: one
    title: First of beta
    kind: matrix
    options: [{id: nobody, text: Nobody, worth: 0}, {id: named, text: A person, worth: 1}]
    rows: [{id: scope, text: Scope}, {id: money, text: Money, critical: yes}]
    bounds: {1: 1/2, 4: 1}
    stop: {because: Nobody is there for it.}
  - id: two
    title: Second of beta
    kind: costs
    stop: {because: Nothing is saved.}
""",
}
ROWED = "rows: {scope: named, money: named}"
FINE = {
    "alpha.one": "4", "alpha.two": "4", "beta.one": f"{{{ROWED}}}", "beta.two": "{level: 4}",
}  # fmt: skip
"""Answers on the lines 9 to 12 of their files, that meet every policy."""
NOTHING = "transition: 0, own_effort: 0, tooling_travel: 0, contingency: 0"
WASTE = f"{{costs: {{currency: EUR, period: year, baseline: 100, fees: 900, {NOTHING}}}}}"
WAIVER = "waivers: [{question: alpha.one, by: Dana, reason: pilot, date: 2026-11-01}]\n"
HIDDEN = "CTO, anonymous: yes"
STOPS = {"stops": "forbid"}
READY = {"verdict": "ready"}
BOTH = PACK.replace("sides: client\n", "")

ROWS: dict[str, tuple[dict[str, Mapping[str, str]], Mapping[str, object], list[str]]] = {
    "the side whose level counts": (
        {"c": {}, "p": {"alpha.one": "0"}}, STOPS, ["OC102 e/p.yaml:9:3"],
    ),
    "the other side": (
        {"c": {"alpha.one": "0"}, "p": {}}, STOPS, ["OC102 e/c.yaml:9:3"],
    ),
    "the lowest of a side": (
        {"c1": {"alpha.one": "4"}, "c2": {"alpha.one": "0"}, "c3": {"alpha.one": "0"}},
        STOPS, ["OC102 e/c2.yaml:9:3"],
    ),
    "an answer on several lines": (
        {"c": {"alpha.one": "\n    level: 0\n    note: none"}}, STOPS, ["OC102 e/c.yaml:9:3"],
    ),
    "what nobody knows": (
        {"c": {"alpha.one": "dont-know"}, "p": {}}, STOPS, ["OC102 e/c.yaml:9:3"],
    ),
    "an entry that is open": ({"c": {"alpha.one": ""}}, STOPS, ["OC102 e/c.yaml:9:3"]),
    "no entry at all": ({"c": {"alpha.one": "-"}}, STOPS, ["OC102 e/c.yaml:1:1"]),
    "a critical row, whatever the levels": (
        {"c": {"beta.one": "{rows: {scope: nobody, money: named}}"},
         "p": {"beta.one": "{rows: {scope: named, money: nobody}}"}},
        STOPS, ["OC102 e/p.yaml:11:3"],
    ),
    "a critical row that is open": (
        {"c1": {"beta.one": "dont-know"}, "p": {}}, STOPS, ["OC102 e/c1.yaml:11:3"],
    ),
    "figures without a saving": (
        {"c": {}, "p": {"beta.two": WASTE}}, STOPS, ["OC102 e/p.yaml:12:3"],
    ),
    "a stop that alone holds the verdict down": (
        {"c": {"alpha.one": "0"}, "p": {}}, {"verdict": "at-risk"}, ["OC107 e/c.yaml:9:3"],
    ),
    "a waived stop that alone does": (
        {"c": {"alpha.one": "0"}, "p more": {}}, READY, ["OC107 e/c.yaml:9:3"],
    ),
    "a cap that alone does": (
        {"c": {}, "p": {"alpha.two": "1"}}, READY, ["OC107 e/p.yaml:10:3"],
    ),
    "a verdict held down by two answers": (
        {"c": {"alpha.one": "0"}, "p": {"alpha.two": "1"}}, READY, ["OC107 e/c.yaml:1:1"],
    ),
    "an answer that is too old": (
        {"c": {}, "p": {"alpha.two": "{level: 4, date: 2025-01-01}"}},
        {"max_age_days": 100}, ["OC105 e/p.yaml:10:3"],
    ),
    "an answer of tomorrow": (
        {"c": {"beta.two": "{level: 4, date: 2026-11-25}"}}, {}, ["OC106 e/c.yaml:12:3"],
    ),
    "the first of several of one date": (
        {"c": {}}, {"max_age_days": 10}, ["OC105 e/c.yaml:9:3"],
    ),
    "scores, counts and a side that is missing": (
        {"c": {"alpha.one": "1", "beta.two": "dont-know"}},
        {"min_overall": Fraction(99), "min_by_key": {"alpha": Fraction(99)},
         "max_unknown": Limit(count=0), "both_sides": True},
        [f"OC1{rule} e/c.yaml:1:1" for rule in ("01", "03", "04", "09")],
    ),
    "a question that nobody was asked": (
        {"c quick": {"alpha.one": "-"}}, {"max_not_asked": 0}, ["OC108 e/c.yaml:1:1"],
    ),
    "somebody who may not be named": (
        {"c": {}, "p hidden": {"alpha.one": "0"}}, STOPS, ["OC102 e/c.yaml:1:1"],
    ),
    "whoever may be named beside them": (
        {"c hidden": {"alpha.one": "0"}, "p": {"alpha.one": "0"}}, STOPS, ["OC102 e/p.yaml:9:3"],
    ),
    "a row of somebody who may not be named": (
        {"c": {"beta.one": "{rows: {scope: nobody, money: named}}"},
         "p hidden": {"beta.one": "{rows: {scope: named, money: nobody}}"}},
        STOPS, ["OC102 e/c.yaml:1:1"],
    ),
    "nobody who may be named": (
        {"c hidden": {"alpha.one": "0"}}, STOPS, ["OC102 e/.:1:1"],
    ),
    "old answers of somebody who may not be named": (
        {"c": {"alpha.one": "{level: 4, date: 2026-11-20}"}, "p hidden": {}},
        {"max_age_days": 10}, ["OC105 e/c.yaml:1:1", "OC105 e/c.yaml:10:3"],
    ),
}  # fmt: skip
"""Answers that differ from `FINE` by file, a policy, and the breaches; `-`: no such entry."""


def write(folder: Path, name: str, given: Mapping[str, str]) -> None:
    """A file of the client (`c…`) or the partner, with what the words behind its name add."""
    file, *words = name.split()
    said = {key: text for key, text in {**FINE, **given}.items() if text != "-"}
    path = write_answers(
        folder / "e" / f"{file}.yaml",
        said,
        side="client" if name.startswith("c") else "partner",
        mode="quick" if "quick" in words else "full",
        more=WAIVER if "more" in words else "",
    )
    who = HIDDEN if "hidden" in words else f"CTO, name: {file}"
    path.write_text(path.read_text().replace("role: CTO", f"role: {who}"))


def run(*entries: Ignored, **gate: object) -> Report:
    policy = Policy(gate=Gate(**gate), ignore=entries)  # type: ignore[arg-type]
    return Checker(policy=policy, as_of=DAY, packs=["packs"]).run(select(["e"]))


def places(report: Report) -> list[str]:
    return [f"{found.rule} {found.path}:{found.line}:{found.column}" for found in report.findings]


@pytest.fixture
def world(folder: Path) -> Path:
    write_pack(folder, BOTH, KEYS)
    return folder


@pytest.mark.parametrize("case", ROWS)
def test_a_breach_stands_at_the_answer_that_makes_it(world: Path, case: str) -> None:
    files, gate, expected = ROWS[case]
    for name, given in files.items():
        write(world, name, given)
    assert places(run(**gate)) == expected


def test_evidence_that_is_missing_is_told_where_it_is_missed(world: Path) -> None:
    write_pack(world, BOTH.replace("evidence: optional", "evidence: required"), KEYS)
    proof = "evidence: [{what: sheet, where: x}]"
    proven = {
        "alpha.two": f"{{level: 4, {proof}}}",
        "beta.one": f"{{{ROWED}, {proof}}}",
        "beta.two": f"{{level: 4, {proof}}}",
    }
    write(world, "c", {"alpha.one": "3", **proven})
    write(world, "p", {"alpha.one": "2", **proven})
    assert places(run(verdict="ready")) == ["OC107 e/p.yaml:9:3"]


def test_a_settlement_is_pointed_at_in_the_place_of_the_answers(world: Path) -> None:
    write(world, "c", {"alpha.one": "4"})
    (world / "e" / "engagement.yaml").write_text(
        "format: outsource-check/engagement/v1\nengagement: Payments\nsettlements:\n"
        "  - {question: alpha.one, level: 0, present: [Dana], reason: agreed,"
        ' rests_on: {c.yaml: "4"}}\n'
    )
    report = run(stops="forbid")
    assert places(report) == ["OC102 e/engagement.yaml:4:16"]
    # It is a failure of its engagement, not something wrong with a file of its own.
    suite = ET.fromstring(render_junit(report))[0]  # noqa: S314 - our own
    assert [case.get("name") for case in suite] == ["Payments"]
    assert suite.get("failures") == "1"


def test_answers_in_json_are_pointed_at_behind_the_quote(world: Path) -> None:
    content = {
        "format": "outsource-check/answers/v1", "pack": "tiny", "pack_version": "1.2.0",
        "engagement": "Payments", "respondent": {"side": "client", "role": "CTO"},
        "date": "2026-11-01", "answers": {"alpha.one": 0, "alpha.two": 4},
    }  # fmt: skip
    (world / "e").mkdir()
    (world / "e" / "c.json").write_text(json.dumps(content))
    [breach] = [found for found in run(stops="forbid").findings if found.question == "alpha.one"]
    assert breach.end_column is not None
    assert breach.source[breach.column - 1 : breach.end_column - 1] == "alpha.one"


def test_answers_that_were_made_in_python_stand_nowhere(world: Path) -> None:
    pack = load_pack("tiny", [world / "packs"])
    content = {
        "format": "outsource-check/answers/v1", "pack": "tiny", "pack_version": "1.2.0",
        "engagement": "Payments", "respondent": {"side": "client", "role": "CTO"},
        "date": "2026-11-01", "answers": {"alpha.one": 0},
    }  # fmt: skip
    made = AnswerFile.model_validate(content, context=pack)
    found = judge(score(made, as_of=DAY, pack=pack), Policy(gate=Gate(stops="forbid")))
    assert {(breach.path, breach.line) for breach in found} == {("answers 1", 1)}


def test_every_format_names_the_line_and_only_the_private_ones_show_it(
    check: Check, folder: Path
) -> None:
    write_answers(folder / "e" / "a.yaml", {**GOOD, "alpha.one": "{level: 0, note: Zanzibar}"})
    gate = ("e", "--stops", "forbid", "--verdict", "not-ready", "-f")
    shown = check(*gate, "text").out.splitlines()
    assert shown[0].startswith("e/a.yaml:9:3: error[OC102]: open stop")
    assert shown[2] == "9 |   alpha.one: {level: 0, note: Zanzibar}"
    assert shown[3].endswith("   ^^^^^^^^^ Without it nothing works.")
    assert check(*gate, "concise").out.startswith("e/a.yaml:9:3: error[OC102]")
    [found] = json.loads(check(*gate, "json").out)["findings"]
    assert (found["line"], found["column"], found["end_column"]) == (9, 3, 12)
    said = {form: check(*gate, form).out for form in ("github", "sarif", "gitlab", "junit")}
    assert "::error file=e/a.yaml,line=9,col=3,endColumn=11,title=OC102" in said["github"]
    [result] = json.loads(said["sarif"])["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 9, "startColumn": 3, "endLine": 9, "endColumn": 12}
    assert json.loads(said["gitlab"])[0]["location"]["lines"] == {"begin": 9, "end": 9}
    assert "e/a.yaml:9:3: error[OC102]" in said["junit"]
    assert not any("Zanzibar" in text for text in said.values())


def test_a_waiver_and_a_fingerprint_do_not_depend_on_where_a_breach_stands(world: Path) -> None:
    write(world, "a", {})
    write(world, "c", {"alpha.one": "0"})
    before = run(stops="forbid")
    moved = world / "e" / "c.yaml"
    moved.write_text("# moved\n# down\n" + moved.read_text())
    after = run(stops="forbid")
    assert places(before) == ["OC102 e/c.yaml:9:3"]
    assert places(after) == ["OC102 e/c.yaml:11:3"]
    assert find_fingerprints(before) == find_fingerprints(after)
    for files in (("e/a.yaml",), ("e/c.yaml",)):
        waiver = Ignored(
            rule="OC102", files=files, reason="r", owner="o", expires=datetime.date(2027, 1, 1)
        )
        silenced = run(waiver, stops="forbid")
        assert (len(silenced.findings), len(silenced.ignored)) == (0, 1)
