"""What a check found: engagements that were judged, and remarks about files and breaches."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from outsource_check.errors import OutsourceCheckError, Place, Problem
from outsource_check.gate.policy import Policy
from outsource_check.gate.rules import find_rule
from outsource_check.gate.waivers import WaivedBreach
from outsource_check.result import Interval, Verdict

Level = Literal["error", "warning"]
Outcome = Literal["passed", "failed", "incomplete"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One line of a check: a breach, or something wrong with a file."""

    problem: Problem
    level: Level = "error"
    engagement: str = ""
    """The engagement's name; empty for what is wrong with a file."""
    question: str = ""
    """The question it is about; empty: none, or several."""
    key: str = ""

    @property
    def place(self) -> Place:
        """Where it stands; what has no place stands in no file."""
        return self.problem.place or Place(file="")

    @property
    def judges(self) -> bool:
        """Whether it is of the gate: something was judged, and misses the policy."""
        return find_rule(self.problem.rule).judges

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """By path, line, column, rule, question."""
        place, problem = self.place, self.problem
        return (
            place.file,
            place.line,
            place.column,
            problem.rule,
            self.question,
            problem.text,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """One engagement that was scored and judged, without its documents."""

    folder: str
    """As it was named or found; `.` for the current one, `-` for standard input."""
    name: str
    files: tuple[str, ...]
    pack: str
    pack_version: str
    low: Verdict
    high: Verdict
    settled: bool
    key_ids: tuple[str, ...]
    """In the order of the pack; one tuple for all engagements of a pack."""
    figures: str
    """The scores as `pack_scores` gives them: ten thousand engagements are kept at once."""
    unknown: int
    """Questions whose level is open."""
    not_asked: int
    outcome: Outcome
    """`incomplete` where a file of the folder could not be read, or a rule could not be judged."""

    scoring: str = ""
    """The digest of what decides the scores of its pack."""

    @property
    def score(self) -> Interval:
        """The overall score, exact."""
        found = _unpack(self.figures.partition(";")[0])
        assert found is not None
        return found

    @property
    def keys(self) -> tuple[tuple[str, Interval | None], ...]:
        """Each key's id and score, exact, in the order of the pack."""
        parts = self.figures.split(";")[1:]
        return tuple(zip(self.key_ids, map(_unpack, parts), strict=True))


def pack_scores(score: Interval, keys: Iterable[Interval | None]) -> str:
    """The overall score and those of the keys as a short text."""
    return ";".join(map(_pack, (score, *keys)))


def _pack(score: Interval | None) -> str:
    if score is None:
        return "-"
    return str(score.low) if score.known else f"{score.low} {score.high}"


def _unpack(text: str) -> Interval | None:
    if text == "-":
        return None
    low, _, high = text.partition(" ")
    return Interval(Fraction(low), Fraction(high or low))


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a check found; the formats turn it into text."""

    policy: Policy | None
    """None where it could not be read, or nothing was selected to judge by it."""
    as_of: datetime.date
    engagements: tuple[Judged, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """Sorted; those that are errors and no breaches mean that something was not judged."""
    waived: tuple[WaivedBreach, ...] = ()
    failures: frozenset[type[OutsourceCheckError]] = frozenset()
    """The classes of the errors by which something was not judged."""
    baseline: str = ""
    """What was compared with, in words; empty: nothing."""
    files: int = 0
    """How many answer files were read."""
    unread: int = 0
    """How many files could not be read or are invalid."""
    root: str = ""
    """The real path of the repository's top, which machines' paths start from."""
    status: int = 0
    """The exit status, as the command line will return it."""

    @property
    def breached(self) -> bool:
        """Whether the gate says no."""
        return any(remark.level == "error" and remark.judges for remark in self.remarks)

    @property
    def complete(self) -> bool:
        """Whether everything that was named was judged."""
        return not self.failures

    def count(self, outcome: Outcome) -> int:
        """How many engagements have an outcome."""
        return sum(judged.outcome == outcome for judged in self.engagements)


def fail_report(error: OutsourceCheckError, as_of: datetime.date) -> Report:
    """The report of a check that could not begin, because of its policy or its paths."""
    remarks = [Remark(problem=problem) for problem in error.problems]
    return Report(
        policy=None,
        as_of=as_of,
        remarks=tuple(sorted(remarks, key=lambda remark: remark.order)),
        failures=frozenset({type(error)}),
    )
