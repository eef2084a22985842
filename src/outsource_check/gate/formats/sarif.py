"""For code scanning: SARIF 2.1.0, with what GitHub asks for and none of the answers' text.

The models are the part of the standard that is used; the official schema judges them in the tests.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from outsource_check import __version__
from outsource_check.gate.placement import fingerprint_remarks, repository_path, worst_first
from outsource_check.gate.rules import Rule, find_rule
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.errors import Problem
    from outsource_check.gate.outcome import Remark, Report

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MAX_RESULTS = 5000
"""GitHub shows no more results of a run, and refuses files with many more."""


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )


class Message(_Part):
    """A text."""

    text: str


class ArtifactLocation(_Part):
    """A file, from the repository's top."""

    uri: str
    uri_base_id: str | None = None


class Region(_Part):
    """From a place to another, 1-based, in code points; the end column is exclusive."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


class PhysicalLocation(_Part):
    """A region of a file."""

    artifact_location: ArtifactLocation
    region: Region


class Location(_Part):
    """Where a result stands."""

    physical_location: PhysicalLocation


class Result(_Part):
    """One remark."""

    rule_id: str
    rule_index: int
    level: Literal["error", "warning"]
    message: Message
    locations: tuple[Location]
    partial_fingerprints: dict[str, str]


class Configuration(_Part):
    """How bad a rule's results are."""

    level: Literal["error", "warning"]


class ReportingDescriptor(_Part):
    """One rule."""

    id: str
    name: str
    short_description: Message
    full_description: Message
    help: Message
    default_configuration: Configuration
    properties: dict[str, Any]


class Driver(_Part):
    """The program."""

    name: str = "outsource-check"
    semantic_version: str
    rules: tuple[ReportingDescriptor, ...]


class Tool(_Part):
    """What made the run."""

    driver: Driver


class AutomationDetails(_Part):
    """What keeps the runs of different tools apart."""

    id: str = "outsource-check/"


class Notification(_Part):
    """Something that is no result."""

    level: Literal["note", "warning", "error"]
    message: Message


class Invocation(_Part):
    """How the run went."""

    execution_successful: bool
    exit_code: int
    tool_execution_notifications: tuple[Notification, ...] = ()


class Run(_Part):
    """One check."""

    tool: Tool
    automation_details: AutomationDetails = AutomationDetails()
    invocations: tuple[Invocation]
    column_kind: Literal["unicodeCodePoints"] = "unicodeCodePoints"
    original_uri_base_ids: dict[str, Any]
    results: tuple[Result, ...]


class Log(_Part):
    """The document."""

    version: Literal["2.1.0"] = "2.1.0"
    runs: tuple[Run]


def render_report(report: Report) -> str:
    """The report as SARIF; waived breaches are left out, because GitHub would open alerts."""
    pairs = list(zip(report.remarks, fingerprint_remarks(report), strict=True))
    by_remark = {id(remark): fingerprint for remark, fingerprint in pairs}
    # Only what is cut short is cut from the lightest end; otherwise the order stays.
    kept = {id(remark) for remark in worst_first(report.remarks)[:MAX_RESULTS]}
    shown = [remark for remark in report.remarks if id(remark) in kept]
    rules = [find_rule(rule) for rule in sorted({remark.problem.rule for remark in shown})]
    index = {rule.id: number for number, rule in enumerate(rules)}
    notes = []
    if len(shown) < len(report.remarks):
        rest = f"{len(report.remarks) - len(shown)} more results are left out here"
        notes.append(Notification(level="warning", message=Message(text=rest)))
    log = Log(
        runs=(
            Run(
                tool=Tool(
                    driver=Driver(semantic_version=__version__, rules=tuple(map(_rule, rules)))
                ),
                invocations=(
                    Invocation(
                        execution_successful=report.complete,
                        exit_code=report.status,
                        tool_execution_notifications=tuple(notes),
                    ),
                ),
                original_uri_base_ids={
                    "%SRCROOT%": {"description": {"text": "The top of the repository."}}
                },
                results=tuple(
                    _result(report, remark, by_remark[id(remark)], index) for remark in shown
                ),
            ),
        )
    )
    document = {"$schema": SCHEMA, **log.model_dump(mode="json", by_alias=True, exclude_none=True)}
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _rule(rule: Rule) -> ReportingDescriptor:
    level: Literal["error", "warning"] = "warning" if rule.id == "OC402" else "error"
    return ReportingDescriptor(
        id=rule.id,
        name="".join(word.capitalize() for word in rule.name.split("-")),
        short_description=Message(text=f"{rule.title}."),
        full_description=Message(text=rule.help),
        help=Message(text=f"{rule.help} See: outsource-check check --rule {rule.id}"),
        default_configuration=Configuration(level=level),
        properties={"precision": "very-high", "problem": {"severity": level}},
    )


def _result(report: Report, remark: Remark, fingerprint: str, index: dict[str, int]) -> Result:
    place = remark.place
    rule = find_rule(remark.problem.rule)
    message = remark.problem.message if remark.judges else private_message(remark.problem)
    if remark.engagement:
        message = f"{remark.engagement}: {message}"
    path = repository_path(report, place.file)
    inside = not path.startswith("/")
    return Result(
        rule_id=rule.id,
        rule_index=index[rule.id],
        level=remark.level,
        message=Message(text=_sentence(message)),
        locations=(
            Location(
                physical_location=PhysicalLocation(
                    artifact_location=ArtifactLocation(
                        uri=quote(path, errors="surrogateescape") if inside else _file_uri(path),
                        uri_base_id="%SRCROOT%" if inside else None,
                    ),
                    region=Region(
                        start_line=place.line,
                        start_column=place.column,
                        end_line=place.line,
                        end_column=max(place.end_column, place.column + 1),
                    ),
                )
            ),
        ),
        partial_fingerprints={"primaryLocationLineHash": fingerprint},
    )


def private_message(problem: Problem) -> str:
    """What is wrong with an input, without the text of an answer: others read the alerts.

    Ids and names of fields stay; what was found in a value, and names of people, do not.
    """
    if problem.rule in _QUOTING:
        return find_rule(problem.rule).title
    return _FOUND.sub("found another value", problem.message)


_QUOTING = ("OC003", "OC004", "OC202", "OC203", "OC204")
_FOUND = re.compile(r'found ".*', re.DOTALL)


def _sentence(text: str) -> str:
    text = clean(text)
    return text if text.endswith(".") else f"{text}."


def _file_uri(path: str) -> str:
    return f"file://{quote(path, errors='surrogateescape')}"
