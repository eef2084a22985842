from __future__ import annotations

import datetime
import html
import json
import os
import re
import subprocess
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import cmarkgfm
import jsonschema
import pytest
import xmlschema
from tests.gate.conftest import Check
from tests.gate.runner import parse_log
from tests.gate.world import GOOD, policy, write_answers
from tests.tools import find_package, find_tool

import outsource_check
from outsource_check.errors import AnswerError, Place, Problem
from outsource_check.gate import formats
from outsource_check.gate.finding import Finding
from outsource_check.gate.formats import FORMATS
from outsource_check.gate.formats.json_v1 import CheckReport
from outsource_check.gate.formats.markdown import MAX_BYTES, escape
from outsource_check.gate.policy import Gate, Ignored, Policy
from outsource_check.gate.report import Judged, Report, write_scores
from outsource_check.gate.rules import RULES
from outsource_check.result import Interval
from outsource_check.text import clean

DAY = datetime.date(2026, 11, 24)
SCHEMAS = Path(__file__).parent / "schemas"
NASTY = (
    "]]>",
    "\x1b[31m",
    "\ufffe",
    "\udc80",
    "\x00",
    "line\nbreak\r\n::error file=/etc/passwd::forged",
    "##[error]forged",
    "::add-mask::forged",
    "\u202egnp",
    "<script>alert(1)</script>",
    "| `a` | [x](http://e.vil) ![i](http://e.vil/i.png) @everyone www.e.vil",
    "we,ird %25:name.yaml",
    "$(touch forged)",
    "[[ATTACHMENT|/etc/passwd]]",
)


def judged(name: str = "Payments", file: str = "pay/client.yaml", **fields: Any) -> Judged:
    values: dict[str, Any] = {
        "folder": file.rpartition("/")[0] or ".",
        "engagement": name,
        "files": (file,),
        "pack": "tiny",
        "pack_version": "1.0.0",
        "low": "conditional",
        "high": "ready",
        "settled": False,
        "key_ids": ("alpha", "beta"),
        "written_scores": write_scores(Interval(60, 75), (Interval(60, 75), None)),
        "unknown": 1,
        "not_asked": 0,
        "outcome": "failed",
    }
    return Judged(**values | fields)


def breach(message: str = "overall 59 is below 60", file: str = "pay/client.yaml") -> Finding:
    return Finding(rule="OC101", message=message, path=file, engagement="Payments")


def report(*findings: Finding, **fields: Any) -> Report:
    values: dict[str, Any] = {
        "policy": Policy(gate=Gate(max_not_asked=0)),
        "as_of": DAY,
        "engagements": (judged(),),
        "findings": findings,
        "files": 1,
        "root": str(Path.cwd()),
        "status": 1 if findings else 0,
    }
    return Report(**values | fields)


def nasty_report() -> Report:
    """Every untrusted text in every place where one can stand."""
    findings = []
    engagements = []
    ignored = []
    for number, text in enumerate(NASTY):
        file = f"{text}/{number}.yaml"
        place = Place(file=file, line=3, column=2, end_column=9, source=f"  answers: {text}")
        wrong = Problem(
            rule="OC012", message=f"expected {text}", found=text, place=place, hint=text
        )
        findings.append(Finding.of(wrong))
        missed = Finding(rule="OC102", message=text, path=file, engagement=text)
        findings.append(missed.replace(question=text, key=text))
        findings.append(Finding.of(Problem(rule="OC305", message=text)))
        engagements.append(judged(text, file))
        entry = Ignored(rule="OC102", reason=text, owner=text, expires=DAY)
        ignored.append(Finding(rule="OC102", message=text, path=file, question=text, ignore=entry))
    return report(
        *findings,
        engagements=tuple(engagements),
        ignored=tuple(ignored),
        failures=frozenset({AnswerError}),
        since=NASTY[5],
        status=3,
    )


REPORTS: dict[str, Callable[[], Report]] = {
    "nothing": lambda: report(engagements=(), files=0),
    "no policy": lambda: report(breach(), policy=None),
    "passed": lambda: report(engagements=(judged(outcome="passed"),)),
    "failed": lambda: report(breach(), breach('key "beta" fell')),
    "nasty": nasty_report,
}


def render(found: Report, name: str) -> str:
    return FORMATS[name](found)


def test_no_format_is_forgotten() -> None:
    folder = Path(formats.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "shared"}
    assert {render.__module__.rpartition(".")[2] for render in FORMATS.values()} == modules


def test_help_names_every_format(check: Check) -> None:
    *names, last = FORMATS
    listed = f"{', '.join(names)} or {last}"
    assert listed in " ".join(check("--help", plain=True).out.split())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", REPORTS)
def test_every_format_renders_every_report_and_ends_with_a_line_end(name: str, kind: str) -> None:
    text = render(REPORTS[kind](), name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    text.encode("utf-8", "strict")
    assert render(REPORTS[kind](), name) == text


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_lets_a_raw_control_or_bidi_character_through(name: str) -> None:
    text = render(nasty_report(), name)
    assert not set(text) & set("\x00\x1b\r\u202e\ufffe")


@pytest.mark.parametrize("name", ["text", "concise", "github"])
def test_a_runner_finds_no_command_in_what_others_wrote(name: str) -> None:
    for command in parse_log(render(nasty_report(), name)):
        assert name == "github"
        assert command.name in ("error", "warning", "notice")
        assert command.properties.get("title", "").startswith(("OC", "outsource-check"))


def test_the_ported_runner_would_find_them() -> None:
    assert parse_log("::error file=a%2Cb::x%0Ay")[0].properties == {"file": "a,b"}
    assert parse_log("text ##[error]x")[0].name == "error"
    assert parse_log("a\r::add-mask::x")[0].name == "add-mask"


def test_a_strange_path_comes_out_of_the_runner_as_it_went_in() -> None:
    file = "we,ird %25:na\nme.yaml"
    [command] = parse_log(render(report(breach(file=file)), "github"))
    assert command.properties["file"] == file
    assert command.properties["line"] == "1"


def test_github_gets_the_worst_ten_and_a_count() -> None:
    broken = Finding.of(Problem(rule="OC003", message="broken", place=Place(file="z.yaml")))
    many = [breach(f"breach {number}") for number in range(50)]
    found = parse_log(render(report(*many, broken), "github"))
    assert [command.name for command in found] == ["error"] * 10 + ["notice"]
    assert found[0].data.startswith("broken")
    assert found[-1].data.startswith("41 more errors")


def test_text_shows_line_caret_and_hint_and_ends_with_the_outcome() -> None:
    place = Place(file="a.yaml", line=5, column=3, end_column=9, source="  SCE-02:")
    problem = Problem(rule="OC201", message="unknown", place=place, hint='did you mean "SEC-02"?')
    text = render(report(Finding.of(problem), status=3), "text")
    assert text.startswith(
        "a.yaml:5:3: error[OC201]: unknown\n"
        "  |\n"
        "5 |   SCE-02:\n"
        '  |   ^^^^^^ did you mean "SEC-02"?\n'
    )
    assert text.splitlines()[-1].endswith("Exit 3.")


def test_json_is_one_document_in_a_stated_version() -> None:
    document = json.loads(render(nasty_report(), "json"))
    assert document["format"] == "outsource-check/check/v1"
    assert document["verdict"] is None
    assert document["complete"] is False
    assert document["exit_status"] == 3
    assert len(document["findings"]) == 3 * len(NASTY)
    render(nasty_report(), "json").encode("ascii")


@pytest.mark.parametrize("kind", REPORTS)
def test_json_is_what_the_schema_of_its_model_says(kind: str) -> None:
    schema = CheckReport.model_json_schema(mode="serialization")
    document = json.loads(render(REPORTS[kind](), "json"))
    jsonschema.Draft202012Validator(schema).validate(document)


def test_json_gives_exact_fractions_where_decimals_are_not() -> None:
    third = Interval(Fraction(200, 3), Fraction(70))
    document = json.loads(
        render(
            report(engagements=(judged(written_scores=write_scores(third, (third, None))),)), "json"
        )
    )
    assert document["engagements"][0]["score"] == {
        "low": 66.6667,
        "high": 70,
        "exact": {"low": "200/3"},
    }


@cache
def sarif_schema() -> jsonschema.Draft202012Validator:
    text = (SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def sarif_of(found: Report) -> Any:
    document = json.loads(render(found, "sarif"))
    sarif_schema().validate(document)
    return document["runs"][0]


@pytest.mark.parametrize("kind", REPORTS)
def test_sarif_is_what_the_official_schema_and_github_ask_for(kind: str) -> None:
    run = sarif_of(REPORTS[kind]())
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["locations"]) == 1
        region = result["locations"][0]["physicalLocation"]["region"]
        assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
        assert region["endColumn"] > region["startColumn"]
        assert result["partialFingerprints"]["primaryLocationLineHash"]
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]


def test_sarif_fingerprints_are_unique_and_depend_on_no_line_score_or_message() -> None:
    one, two = breach("overall 59 is below 60"), breach("overall 12 is below 60")
    prints = [
        [r["partialFingerprints"]["primaryLocationLineHash"] for r in sarif_of(found)["results"]]
        for found in (report(one), report(two), report(one, two))
    ]
    assert prints[0] == prints[1]
    assert len(set(prints[2])) == 2
    assert prints[2][0] == prints[0][0]


def test_sarif_and_gitlab_name_paths_from_the_top_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "ci"
    (tmp_path / "real").mkdir()
    inner.mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    monkeypatch.chdir(inner)
    found = report(
        breach(file="../linked/a b#c%.yaml"), breach(file="x.yaml"), root=str(tmp_path.resolve())
    )
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif_of(found)["results"]
    ]
    assert uris == ["real/a%20b%23c%25.yaml", "ci/x.yaml"]
    paths = [issue["location"]["path"] for issue in json.loads(render(found, "gitlab"))]
    assert paths == ["real/a b#c%.yaml", "ci/x.yaml"]


def test_sarif_holds_no_text_of_answers(check: Check, folder: Path) -> None:
    given = {
        **GOOD,
        "alpha.one": "secret margin of Acme",
        "alpha.two": "{option: whole, x: secret}",
    }
    write_answers(folder / "a.yaml", given, more="facts: {secret-x: [secret, 1]}\n")
    run = check("a.yaml", "-f", "sarif")
    assert run.status == 3
    assert "margin" not in run.out
    for text in ('{what: "secret', "[secret: margin]", "secret margin ? : x", "*margin", "!margin"):
        write_answers(folder / "a.yaml", {**GOOD, "alpha.one": text})
        assert "margin" not in check("a.yaml", "-f", "sarif").out


@pytest.mark.slow
def test_sarif_and_the_others_are_capped_and_json_is_complete() -> None:
    many = [breach(f"breach {number}", f"f{number}.yaml") for number in range(6000)]
    found = report(*many)
    run = sarif_of(found)
    assert len(run["results"]) == 5000
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["message"]["text"].startswith("1000 more")
    assert len(json.loads(render(found, "json"))["findings"]) == 6000
    summary = render(found, "markdown")
    assert len(summary.encode()) <= MAX_BYTES
    assert "5000 more" in summary


def test_the_summary_stays_below_its_size_whatever_the_texts() -> None:
    long = [breach("x|" * 20_000, f"f{number}.yaml") for number in range(40)]
    assert len(render(report(*long), "markdown").encode()) <= MAX_BYTES


@pytest.mark.parametrize("text", NASTY)
def test_markdown_shows_text_and_nothing_else(text: str) -> None:
    page = markdown_page(escape(text))
    assert not re.search(r"<(?!/?p>)", page)
    shown = html.unescape(re.sub(r"</?p>", "", page)).replace("\u200b", "").strip()
    assert shown == " ".join(clean(text).split())


def markdown_page(text: str) -> str:
    """What GitHub's own parser makes of a text."""
    return str(cmarkgfm.github_flavored_markdown_to_html(text))


def test_every_row_of_a_table_is_one_row() -> None:
    for line in render(nasty_report(), "markdown").splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in (4, 5)


@cache
def junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")


@pytest.mark.parametrize("kind", REPORTS)
def test_junit_is_well_formed_and_what_jenkins_schema_asks_for(kind: str) -> None:
    text = render(REPORTS[kind](), "junit")
    junit_schema().validate(text)
    cases = ET.fromstring(text).findall(".//testcase")  # noqa: S314 - our own text
    assert cases
    names = [(case.get("classname"), case.get("name")) for case in cases]
    assert len(set(names)) == len(names)
    assert "system-out" not in text


def test_junit_counts_a_failed_gate_as_failure_and_the_rest_as_error() -> None:
    broken = Finding.of(Problem(rule="OC003", message="broken", place=Place(file="z.yaml")))
    root = ET.fromstring(render(report(breach(), broken), "junit"))  # noqa: S314
    found = {
        case.get("classname"): [child.tag for child in case] for case in root.findall(".//testcase")
    }
    assert found == {"pay": ["failure"], "z.yaml": ["error"]}
    suite = root.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "1")


@pytest.mark.parametrize("kind", REPORTS)
def test_gitlab_gets_what_it_asks_for_without_a_byte_order_mark(kind: str) -> None:
    text = render(REPORTS[kind](), "gitlab")
    assert text[0] == "["
    issues = json.loads(text)
    schema = json.loads((SCHEMAS / "gitlab-code-quality.json").read_text(encoding="utf-8"))
    jsonschema.validate(issues, schema)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    if kind == "passed":
        assert issues == []


@pytest.mark.slow
def test_what_gitlab_gets_is_what_others_have_written_down_as_a_type(tmp_path: Path) -> None:
    """GitLab takes the fields that it names of a Code Climate issue."""
    compiler = find_tool("tsc", "codeclimate-types")
    modules = tmp_path / "node_modules"
    modules.mkdir()
    (modules / "codeclimate-types").symlink_to(find_package(compiler, "codeclimate-types"))
    asked = '"description" | "check_name" | "fingerprint" | "severity" | "location"'
    lines = [
        'import type { Issue } from "codeclimate-types";',
        f"type Asked = Required<Pick<Issue, {asked}>>;",
        *(
            f"const report{number}: Asked[] = {render(make(), 'gitlab')};"
            for number, make in enumerate(REPORTS.values())
        ),
    ]
    file = tmp_path / "reports.ts"
    for text, status in (("\n".join(lines), 0), ("\n".join(lines).replace('"begin"', '"from"'), 2)):
        file.write_text(text, encoding="utf-8")
        run = subprocess.run(
            [compiler, "--noEmit", "--strict", "--skipLibCheck", file],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == status, run.stdout


@pytest.mark.parametrize("name", FORMATS)
def test_the_status_never_depends_on_the_format(check: Check, folder: Path, name: str) -> None:
    write_answers(folder / "good" / "a.yaml")
    write_answers(folder / "bad" / "a.yaml", {**GOOD, "alpha.one": "0"})
    write_answers(folder / "broken" / "a.yaml", {"alpha.one": "9"})
    assert check("good", "-f", name).status == 0
    assert check("bad", "-f", name).status == 1
    assert check("good", "bad", "broken", "-f", name).status == 3
    assert check("good", "nothing*", "-f", name).status == 5
    (folder / "outsource-policy.yaml").write_text(policy("min_overal: 60"))
    assert check("good", "-f", name).status == 4


def test_every_rule_that_the_program_names_is_described() -> None:
    used = set()
    for path in Path(outsource_check.__file__).parent.rglob("*.py"):
        used |= set(re.findall(r'"(OC[0-9]{3})"', path.read_text(encoding="utf-8")))
    # Those of `pack lint` are described there; OC000 stands for no rule at all.
    assert {rule for rule in used if not "OC310" <= rule <= "OC399"} - {"OC000"} <= set(RULES)


def test_a_rule_is_described_on_request(check: Check) -> None:
    run = check("--rule", "oc101")
    assert run.status == 0
    assert run.out.startswith("OC101 Overall score below the policy\n")
    assert "min_overall" in run.out


@pytest.mark.slow
def test_the_sarif_multitool_finds_nothing_for_github_to_refuse(tmp_path: Path) -> None:
    tool = find_tool("sarif-multitool")
    for kind, make in REPORTS.items():
        file = tmp_path / f"{kind.replace(' ', '-')}.sarif"
        file.write_text(render(make(), "sarif"), encoding="utf-8")
        out = tmp_path / f"{file.stem}.out.sarif"
        # It exits with 0 whatever it finds: what it writes is read.
        subprocess.run(
            # The npm wrapper hands its arguments to a shell, which must see the quotes.
            [tool, "validate", file, "--rule-kind", '"Sarif;Ghas"', "--output", out],
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            capture_output=True,
            check=False,
        )
        found = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
        worst = {item["ruleId"] for item in found if item.get("level", "warning") != "note"}
        assert worst <= {"SARIF2005"}  # asks for a home page, which the project does not have yet
