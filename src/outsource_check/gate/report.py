"""What a check found: engagements that were judged, and findings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from outsource_check.errors import OutsourceCheckError
from outsource_check.gate.finding import Finding
from outsource_check.gate.policy import Policy
from outsource_check.models import publish_number
from outsource_check.result import Interval, Verdict
from outsource_check.result.past import Past

Outcome = Literal["passed", "failed", "incomplete"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """One engagement that was scored and judged, without its documents.

    Ten thousand of them are kept at once, with their nine scores each: as fractions, or in models,
    these would take most of the memory of a check.
    """

    folder: str
    """As it was named or found; `.` for the current one, `-` for standard input."""
    engagement: str
    files: tuple[str, ...]
    pack: str
    pack_version: str
    outcome: Outcome = "passed"
    """`incomplete` where a file of the folder could not be read, or a rule could not be judged."""
    low: Verdict
    """The verdict in the worst case."""
    high: Verdict
    title: str = ""
    """The verdict in the pack's own words; empty: it has none."""
    settled: bool
    key_ids: tuple[str, ...]
    """In the order of the pack; one tuple for all engagements of a pack."""
    written_scores: str
    """The overall score and those of the keys, as `write_scores` writes them."""
    unknown: int
    """Questions whose level is open."""
    not_asked: int
    state: Past | None = None
    """What it can be compared with later, where that is to be kept."""

    @property
    def score(self) -> Interval:
        """The overall score, exact."""
        found = _read_interval(self.written_scores.partition(";")[0])
        assert found is not None
        return found

    @property
    def keys(self) -> dict[str, Interval | None]:
        """Each key's score, exact; None where no question of it applies and was asked."""
        scores = map(_read_interval, self.written_scores.split(";")[1:])
        return dict(zip(self.key_ids, scores, strict=True))


def write_scores(score: Interval, keys: Iterable[Interval | None]) -> str:
    """The overall score and those of the keys as a short text."""
    return ";".join(map(_write_interval, (score, *keys)))


def _write_interval(score: Interval | None) -> str:
    if score is None:
        return "-"
    return str(score.low) if score.known else f"{score.low} {score.high}"


def _read_interval(text: str) -> Interval | None:
    if text == "-":
        return None
    low, _, high = text.partition(" ")
    return Interval(Fraction(low), Fraction(high or low))


def publish_interval(interval: Interval | None) -> dict[str, Any] | None:
    """An interval for JSON: at most four decimals, and the fractions where they round."""
    if interval is None:
        return None
    shown: dict[str, Any] = {
        "low": publish_number(interval.low),
        "high": publish_number(interval.high),
    }
    exact = {
        name: str(Fraction(value))
        for name, value in (("low", interval.low), ("high", interval.high))
        if Fraction(str(shown[name])) != value
    }
    return {**shown, "exact": exact} if exact else shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a check found; the formats turn it into text."""

    policy: Policy | None
    """None where it could not be read, or nothing was selected to judge by it."""
    as_of: datetime.date
    engagements: tuple[Judged, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Sorted; those that are errors and no breaches mean that something was not judged."""
    ignored: tuple[Finding, ...] = ()
    """Breaches that the policy ignores."""
    failures: frozenset[type[OutsourceCheckError]] = frozenset()
    """The classes of the errors by which something was not judged."""
    since: str = ""
    """What was compared with, in words; empty: nothing."""
    files: int = 0
    """How many answer files were read."""
    unread: int = 0
    """How many files could not be read or are invalid."""
    root: str = ""
    """The real path of the repository's top, which machines' paths start from."""
    all_problems: bool = False
    """Whether formats for screens list all problems that are alike; the others always do."""
    status: int = 0
    """The exit status, as the command line will return it."""

    @property
    def breached(self) -> bool:
        """Whether the gate says no."""
        return any(finding.weight == 1 for finding in self.findings)

    @property
    def complete(self) -> bool:
        """Whether everything that was named was judged."""
        return not self.failures

    def publish(self) -> Report:
        """The same for readers who may not read the files: a format for them begins with this."""
        return replace(self, findings=tuple(finding.publish() for finding in self.findings))

    def count(self, outcome: Outcome) -> int:
        """How many engagements have an outcome."""
        return sum(judged.outcome == outcome for judged in self.engagements)


def fail_report(error: OutsourceCheckError, as_of: datetime.date) -> Report:
    """The report of a check that could not begin, because of its policy or its paths."""
    findings = map(Finding.of, error.problems)
    return Report(
        policy=None,
        as_of=as_of,
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        failures=frozenset({type(error)}),
    )
