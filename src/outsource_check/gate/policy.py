"""What a gate accepts: the policy file, what flags change in it, and where each value came from.

docs/files.md shows the file. Nothing here looks at the environment: the folder to
start from is an argument.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path, PurePath
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from outsource_check.answers.names import name_from
from outsource_check.documents import Document, Scalar, Sequence, near, parse, scalars
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.types import (
    Day,
    Id,
    Items,
    Points,
    Text,
    Whole,
    YesNo,
    expected,
)
from outsource_check.documents.validation import locate, read_model
from outsource_check.errors import ConfigurationError, Place, Problem
from outsource_check.folders import POLICY
from outsource_check.gate.globs import has_magic
from outsource_check.gate.rules import RULES
from outsource_check.models import Model
from outsource_check.numbers import write_decimal
from outsource_check.past.revision import Revision

FORMAT = "outsource-check/policy/v1"
MOST_PATTERNS = 1_000
"""In `paths` and in all of `ignore` together: each is compared with each file."""
FROM_DEFAULT = "default"
"""The origin of a value that neither the policy file nor a flag gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The most questions that may be unknown: a count, or a share of those asked that apply."""

    count: int | None = None
    share: Fraction | None = None
    """0 to 1; None: `count` holds."""

    def allows(self, found: int, total: int) -> bool:
        """Whether `found` of `total` questions are within the limit, exactly."""
        if self.share is not None:
            return found <= self.share * total
        return self.count is not None and found <= self.count

    def __str__(self) -> str:
        return str(self.count) if self.share is None else f"{write_decimal(100 * self.share)}%"


_RULES = [rule for rule in RULES if rule.startswith("OC1")]


def _judge_limit(value: Any) -> Limit:
    if isinstance(value, Limit):
        return value
    text = str(value) if isinstance(value, str | int) else ""
    percent = scalars.decimal(text.removesuffix("%")) if text.endswith("%") else None
    if percent is not None and percent <= 100:
        return Limit(share=percent / 100)
    count = scalars.whole(text)
    if count is None:
        raise expected("a whole number such as 3, or a percentage such as 10%")
    return Limit(count=count)


def _judge_rule(value: Any) -> str:
    if isinstance(value, str) and value in _RULES:
        return value
    hint = near(value, _RULES) if isinstance(value, str) else ""
    raise expected(f"a rule of the gate, {_RULES[0]} to {_RULES[-1]}", hint)


def _show_limit(limit: Limit) -> int | str | None:
    return limit.count if limit.share is None else str(limit)


Most = Annotated[
    Limit,
    BeforeValidator(_judge_limit),
    PlainSerializer(_show_limit),
    WithJsonSchema(
        {
            "oneOf": [
                {"type": "integer", "minimum": 0},
                {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%?$"},
            ]
        }
    ),
]
RuleId = Annotated[str, BeforeValidator(_judge_rule), WithJsonSchema({"enum": _RULES})]


class Gate(Model):
    """What a result must meet; a setting that is None is not asked for."""

    verdict: Literal["ready", "conditional", "at-risk", "not-ready"] | None = None
    """The least that the verdict's low end may be."""
    min_overall: Points | None = None
    """The least that the low end of the overall score may be, compared exactly."""
    min_by_key: dict[Id, Points] = Field(default_factory=dict)
    """The same for the low end of each key that is named."""
    max_unknown: Most | None = None
    """The most questions in state unknown."""
    max_not_asked: Whole | None = None
    """The most applicable questions that nobody was asked."""
    max_age_days: Whole | None = None
    """The most days between an answer's date and the day of the check."""
    max_overdue: Whole | None = None
    """The most answers whose `due` has passed while their question is not in place."""
    both_sides: YesNo | None = None
    """Whether each side that the pack asks must have an answer file."""
    stops: Literal["forbid", "allow-waived"] | None = None
    """`forbid`: no open, possible or waived stop; `allow-waived`: no open or possible one."""


class SinceSettings(Model):
    """An earlier state to compare with, and how far what was done since may lower a score."""

    what: Text | None = None
    """A git revision, a day, a folder or a history; the last two from the policy's folder."""
    max_drop_overall: Points = Fraction(0)
    """Points of the overall score."""
    max_drop_by_key: Points = Fraction(0)
    """Points of the score of any single key."""


class Ignored(Model):
    """Breaches of one rule that are ignored; no result is changed by that."""

    rule: RuleId
    files: Items[Text] = ()
    """Globs, relative to the policy's folder; empty: every file."""
    question: Text | None = None
    """Only breaches about this question; None: about any, or none."""
    reason: Text
    owner: Text
    expires: Day
    """The last day that it counts."""


class PolicyFile(Model):
    """The file `outsource-policy.yaml`."""

    format: Literal["outsource-check/policy/v1"]
    paths: Items[Text] = ()
    """What `check` judges where no PATH is given, relative to the policy's folder."""
    packs: Items[Text] = ()
    """Folders with own packs, relative to the policy's folder."""
    gate: Gate = Field(default_factory=Gate)
    since: SinceSettings = Field(default_factory=SinceSettings)
    ignore: Items[Ignored] = ()


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What a run accepts, after file and flags are merged."""

    gate: Gate = field(default_factory=Gate)
    since: SinceSettings = field(default_factory=SinceSettings)
    ignore: tuple[Ignored, ...] = ()
    paths: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    file: str = ""
    """The policy file as it is shown; empty without one."""
    revision: str = ""
    """The git revision that it was read from; empty: from the disk."""
    sha256: str = ""
    """Of the policy file's bytes."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Where each setting's value came from: `outsource-policy.yaml:6`, `--min-overall`, …"""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where in the file each setting stands, by the same names."""
    is_default: bool = False
    """Whether nothing was asked for, so that the default gate holds."""

    is_open: bool = False
    """Whether nothing is asked for on purpose: only whether files can be read and scored."""

    @property
    def folder(self) -> str:
        """What the policy's own paths are relative to."""
        return str(Path(self.file).parent) if self.file else "."

    def origin(self, setting: str) -> str:
        """Where a setting's value came from, for the end of a message."""
        return self.origins.get(setting, FROM_DEFAULT)

    def describe(self, setting: str) -> str:
        """A setting of the gate with its value and where that came from, for a message."""
        return f"{setting} {show_value(getattr(self.gate, setting))} ({self.origin(setting)})"

    def resolve(self, path: str) -> str:
        """One of the policy's own paths, from the current folder."""
        return str(PurePath(self.folder) / path)


DEFAULT_GATE = Gate.model_construct(verdict="conditional", max_not_asked=0)
"""What is asked for where neither the policy nor a flag asks for anything."""


def find_policy_at(revision: Revision, start: Path = Path()) -> Policy:
    """The nearest policy from a folder up to the repository's top, as it was at a git revision.

    Raises `ConfigurationError` (OC001) where there is none: no policy would be a weaker gate.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        data = revision.read(folder / POLICY)
        if data is not None:
            shown = name_from(str(start), str(folder / POLICY))
            return parse_policy(data, shown, revision=revision.name)
        if str(folder) == revision.top:
            break
    message = f'there is no {POLICY} in the git revision "{revision.name}"'
    raise ConfigurationError(Problem(rule="OC001", message=message))


def read_policy(path: str | Path) -> Policy:
    """The policy in a file, without flags.

    Raises `ConfigurationError` with every problem in it (rules OC001 to OC006, OC301 to OC304).
    """
    return parse_policy(read_bytes(path, ConfigurationError), str(path))


def parse_policy(data: bytes, file: str, *, revision: str = "") -> Policy:
    """The policy in a file's bytes; `revision` names the git revision that they are from."""
    document = parse(data, file, ConfigurationError)
    _refuse_baseline(document)
    content = read_model(document, PolicyFile)
    ignored = sum(len(entry.files) for entry in content.ignore)
    if ignored + sum(map(has_magic, content.paths)) > MOST_PATTERNS:
        node = document.root.get("ignore" if ignored else "paths") or document.root
        message = f"more than {MOST_PATTERNS:,} patterns in `paths` and in `files` of `ignore`"
        raise ConfigurationError(document.problem(node, "OC006", message))
    _refuse_empty_files(document)
    places = dict(_find_places(document))
    shown = f"{revision}:{file}" if revision else file
    return Policy(
        gate=content.gate,
        since=content.since,
        ignore=content.ignore,
        paths=content.paths,
        packs=content.packs,
        file=file,
        revision=revision,
        sha256=hashlib.sha256(data).hexdigest(),
        origins={name: f"{shown}:{place.line}" for name, place in places.items()},
        places=places,
    )


def _refuse_baseline(document: Document) -> None:
    """Refuse what `since` has taken the place of, with what to write now."""
    field = document.root.fields.get("baseline")
    if field is not None:
        message = '"baseline" is not a field any more: earlier states are compared by "since"'
        hint = (
            "write since: {what: origin/main}, or, without git, what: outsource-history.jsonl,"
            " which `outsource-check history add` writes"
        )
        raise ConfigurationError(document.problem(field.name, "OC301", message, hint))


def _refuse_empty_files(document: Document) -> None:
    """Refuse an empty list of files: it would count as no list at all, which means every file."""
    problems = []
    for entry in getattr(document.root.get("ignore"), "items", ()):
        files = entry.get("files")
        if isinstance(files, Sequence) and not files.items:
            message = 'the list "files" is empty'
            hint = "name patterns such as engagements/pilot/*, or leave it out for every file"
            problems.append(document.problem(files, "OC303", message, hint))
    if problems:
        raise ConfigurationError(problems)


def _find_places(document: Document) -> Iterator[tuple[str, Place]]:
    """Each setting that the file gives, by name, with the place of its field."""
    for name in ("paths", "packs"):
        if name in document.root.fields:
            yield name, document.place(document.root.fields[name].name)
    for section, prefix in (("gate", ""), ("since", "since.")):
        node = document.root.get(section)
        for entry in getattr(node, "fields", {}).values():
            if isinstance(entry.value, Scalar) and entry.value.empty:
                continue
            yield f"{prefix}{entry.name.text}", document.place(entry.name)
    for entry in getattr(locate(document.root, ("gate", "min_by_key")), "fields", {}).values():
        yield f"min_by_key.{entry.name.text}", document.place(entry.name)
    for number, item in enumerate(getattr(document.root.get("ignore"), "items", ())):
        yield f"ignore.{number}", document.place(item)


def change_policy(policy: Policy, values: Mapping[str, Any], flags: Mapping[str, str]) -> Policy:
    """A policy in which the values of flags replace its own.

    `values` are by setting: those of `Gate`, and those of `since` with `since.` in front;
    `flags` says for each of them, and for each `min_by_key.KEY`, which flag gave it. Where neither
    file nor flags ask for anything, the default gate holds.
    """
    gate = {name: value for name, value in values.items() if "." not in name}
    if "min_by_key" in gate:
        gate["min_by_key"] = {**policy.gate.min_by_key, **gate["min_by_key"]}
    since = {
        name.removeprefix("since."): value
        for name, value in values.items()
        if name.startswith("since.")
    }
    changed = replace(
        policy,
        gate=policy.gate.replace(**gate),
        since=policy.since.replace(**since),
        origins={**policy.origins, **flags},
    )
    gate_asks = changed.gate not in (Gate(), Gate(both_sides=False))
    asks = gate_asks or changed.since.what is not None
    return changed if asks else replace(changed, gate=DEFAULT_GATE, is_default=True)


def open_gate(policy: Policy) -> Policy:
    """The policy with its paths and packs, but without anything that a result must meet."""
    return replace(
        policy,
        gate=Gate(),
        since=SinceSettings(),
        ignore=(),
        is_default=False,
        is_open=True,
    )


def show_policy(policy: Policy) -> str:
    """Every value of the policy and where it came from, one line each."""
    source = "none" if not policy.file else policy.file
    if policy.revision:
        source = f"{policy.file} of {policy.revision}"
    lines = [f"policy: {source}"]
    lines += [f"sha256: {policy.sha256}"] if policy.sha256 else []
    rows = list(_list_rows(policy))
    name_width = max(len(name) for name, _, _ in rows)
    value_width = max(len(value) for _, value, _ in rows)
    lines += [f"{n:<{name_width}}  {v:<{value_width}}  {origin}" for n, v, origin in rows]
    return "\n".join(line.rstrip() for line in lines)


def _list_rows(policy: Policy) -> Iterator[tuple[str, str, str]]:
    for name in ("paths", "packs"):
        value = ", ".join(getattr(policy, name)) or "-"
        yield name, value, policy.origin(name)
    for name in Gate.model_fields:
        if name != "min_by_key":
            yield name, show_value(getattr(policy.gate, name)), policy.origin(name)
        elif not policy.gate.min_by_key:
            yield name, show_value(None), policy.origin(name)
        for key, least in policy.gate.min_by_key.items() if name == "min_by_key" else ():
            yield f"min_by_key.{key}", write_decimal(least), policy.origin(f"min_by_key.{key}")
    for name in SinceSettings.model_fields:
        value = getattr(policy.since, name)
        yield f"since.{name}", show_value(value), policy.origin(f"since.{name}")
    for number, entry in enumerate(policy.ignore):
        where = ", ".join(entry.files) or "every file"
        what = f"{entry.rule}{f' {entry.question}' if entry.question else ''}: {where}"
        value = f"{what}, until {entry.expires}, {entry.owner}: {entry.reason}"
        yield f"ignore {number + 1}", value, policy.origin(f"ignore.{number}")


def show_value(value: object) -> str:
    """A setting's value as a policy file writes it; `-` for one that is not asked for."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return write_decimal(value) if isinstance(value, Fraction) else str(value)
