"""A whole check: files are read folder by folder, engagements judged one by one and dropped."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, groupby
from typing import TYPE_CHECKING

from outsource_check.answers import AnswerSource, Engagement, PackShelf, assemble
from outsource_check.answers.engagement import shown_files
from outsource_check.answers.model import FORMAT
from outsource_check.answers.reading import other_format, read_document, release
from outsource_check.answers.selection import Files, find_engagement
from outsource_check.answers.settlements import FILE_NAME
from outsource_check.documents import Scalar, parse
from outsource_check.errors import (
    AnswerError,
    ConfigurationError,
    OutsourceCheckError,
    Place,
    Problem,
    SelectionError,
)
from outsource_check.gate.finding import Finding
from outsource_check.gate.judgement import date_message, judge
from outsource_check.gate.outcome import Judged, Outcome, Report, pack_scores
from outsource_check.gate.policy import Policy
from outsource_check.gate.waivers import WaiverBook
from outsource_check.gate.workers import count_workers, spread
from outsource_check.result import score
from outsource_check.result.words import reopened_text

if TYPE_CHECKING:
    from outsource_check.gate.baseline import Baseline
    from outsource_check.gate.selection import Selected, Selection
    from outsource_check.result import Result

_HEAP = 50
"""How many files a process is given at a time, about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What some folders of a check come to."""

    files: int
    unread: int
    engagements: Sequence[Judged]
    findings: Sequence[Finding]
    waived: Sequence[Finding]
    failures: frozenset[type[OutsourceCheckError]]
    met: frozenset[int]
    """The numbers of the PATHs that meant one of their files."""
    counted: Mapping[str, str]
    book: WaiverBook


@dataclass(kw_only=True)
class Inspection:
    """A check under way; `run` makes the report."""

    policy: Policy
    as_of: datetime.date
    packs: Sequence[str] = ()
    baseline: Baseline | None = None
    disk: Files = field(default_factory=Files)
    engagements: list[Judged] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    waived: list[Finding] = field(default_factory=list)
    failures: set[type[OutsourceCheckError]] = field(default_factory=set)
    files: int = 0
    unread: int = 0

    def __post_init__(self) -> None:
        """Open what is shared by all engagements."""
        self._shelf = PackShelf(self.packs)
        self._book = WaiverBook(self.policy, self.as_of)
        self._noted: set[tuple[object, ...]] = set()
        self._counted: dict[str, str] = {}
        """The files that were judged with the names of their engagements, where it is compared."""

    def run(self, selection: Selection, watch: Callable[[int], None] = lambda _: None) -> Report:
        """Read and judge what was selected; `watch` is told how many files are done.

        What is wrong with a file becomes a finding, and the others are judged all the same.
        """
        self._fail(AnswerError(selection.problems)) if selection.problems else None
        met = set(selection.blocked)
        groups = [list(group) for _, group in groupby(selection.files, key=lambda one: one.home)]
        # What is no file on the disk can be read here only.
        elsewhere = type(self.disk) is not Files or any(one.file == "-" for one in selection.files)
        workers = 1 if elsewhere else count_workers(len(selection.files))
        if workers > 1:
            for part in spread(self, list(_cut(groups)), workers):
                met |= part.met
                self._take(part)
                watch(self.files + self.unread)
        else:
            done = count(1)
            for group in groups:
                met |= self._inspect_folder(group, lambda: watch(next(done)))
        for number, path in enumerate(selection.paths):
            if number not in met:
                problem = Problem(
                    rule="OC001", message="no answer file here", place=Place(file=path)
                )
                self._fail(SelectionError(problem))
        self._close_books(selection)
        return Report(
            policy=self.policy,
            as_of=self.as_of,
            engagements=tuple(self.engagements),
            findings=tuple(sorted(self.findings, key=lambda finding: finding.order)),
            waived=tuple(self.waived),
            failures=frozenset(self.failures),
            baseline=self.baseline.source if self.baseline else "",
            files=self.files,
            unread=self.unread,
        )

    # ------------------------------------------------------------------ some folders

    def __call__(self, groups: Sequence[Sequence[Selected]]) -> Part:
        """What some folders come to on their own, in whichever process that is."""
        other = replace(self, engagements=[], findings=[], waived=[], failures=set())
        other._shelf = self._shelf  # noqa: SLF001 - packs are loaded once
        met: set[int] = set()
        for group in groups:
            met |= other._inspect_folder(group, lambda: None)  # noqa: SLF001
        return Part(
            files=other.files,
            unread=other.unread,
            engagements=other.engagements,
            findings=other.findings,
            waived=other.waived,
            failures=frozenset(other.failures),
            met=frozenset(met),
            counted=other._counted,  # noqa: SLF001
            book=other._book,  # noqa: SLF001
        )

    def _take(self, part: Part) -> None:
        """Add what some folders came to."""
        self.files += part.files
        self.unread += part.unread
        self.engagements += part.engagements
        self.waived += part.waived
        self.failures |= part.failures
        self._counted |= part.counted
        self._book.take(part.book)
        for finding in part.findings:
            self._note(finding)

    # ------------------------------------------------------------------ one folder

    def _inspect_folder(self, members: Sequence[Selected], step: Callable[[], None]) -> set[int]:
        """Judge the engagements of one folder; the numbers of the PATHs that meant a file of it.

        `step` is called for each file that was read.
        """
        sources: dict[str, list[AnswerSource]] = {}
        met: set[int] = set()
        beside: set[int] = set()
        whole = True
        for item in members:
            step()
            try:
                source = self._read(item)
            except OutsourceCheckError as error:
                met.update(item.paths)
                self.unread += 1
                whole = False
                self._fail(error)
                continue
            if source is None:
                beside.update(item.paths)
                continue
            met.update(item.paths)
            self.files += 1
            sources.setdefault(source.content.engagement, []).append(source)
        if sources:  # a PATH may name the engagement file beside answer files
            met |= beside
        for item in members:
            if sources and os.path.basename(item.file) == FILE_NAME:  # noqa: PTH119 - no Path for each
                self._match_decided(item.file, sources)
        for name in sorted(sources):
            self._inspect_engagement(sources.pop(name), whole=whole)
        return met

    def _read(self, item: Selected) -> AnswerSource | None:
        """An answer file; None for another of our formats that was not named itself."""
        document = parse(self.disk.read(item.file), item.file, AnswerError)
        other = other_format(document)
        # The engagement file is read with the answer files beside it.
        if other == "engagement" or (other and not item.named):
            return None
        if other:
            node = document.root.fields["format"].value
            message = f'expected answers ("{FORMAT}"), found a file of the format of "{other}"'
            raise AnswerError(document.problem(node, "OC013", message))
        try:
            return release(read_document(document, self._shelf))
        except ConfigurationError as error:
            node = document.root.get("pack") or document.root
            place = document.place(node)
            raise ConfigurationError(
                replace(problem, place=problem.place or place) for problem in error.problems
            ) from None

    def _match_decided(self, file: str, names: Container[str]) -> None:
        """An engagement file that is of no engagement of its folder settles nothing: say so."""
        try:
            document = parse(self.disk.read(file), file, AnswerError)
        except AnswerError:
            return  # noted when it was first read
        node = document.root.get("engagement")
        named = other_format(document) == "engagement" and isinstance(node, Scalar)
        if isinstance(node, Scalar) and named and node.text not in names:
            message = f'no answer file beside it is of the engagement "{node.text}"'
            self._fail(AnswerError(document.problem(node, "OC204", message, private=True)))

    def _inspect_engagement(self, sources: list[AnswerSource], *, whole: bool) -> None:
        try:
            pack = self._shelf.pack(sources[0].content.pack)
            engagement = assemble(sources, pack, find_engagement(sources, pack, self.disk))
            result = score(engagement, as_of=self.as_of)
        except OutsourceCheckError as error:
            self._count(sources)
            self._fail(_placed(error, sources))
            return
        self._count(engagement.sources)
        try:
            breaches: Sequence[Finding] = judge(result, self.policy)
        except ConfigurationError as error:
            self._fail(error)
            breaches, whole = (), False
        judged = _summarise(result)
        if self.baseline is not None:
            try:
                breaches = (*breaches, *self.baseline.compare(judged, self.policy))
            except ConfigurationError as error:
                self._fail(error)
                whole = False
        left, waived = self._book.apply(breaches, [source.file for source in sources])
        self.waived += waived
        self.findings += _warn_reopened(engagement)
        self.findings += merge_dates(left, self.as_of, self.policy)
        outcome: Outcome = ("failed" if left else "passed") if whole else "incomplete"
        self.engagements.append(replace(judged, outcome=outcome))

    # ------------------------------------------------------------------ the end

    def _close_books(self, selection: Selection) -> None:
        """What only the whole run shows: vanished files, waivers that expired or were not used."""
        if self.baseline is not None:
            read = [item.file for item in selection.files]
            broken = [found.path or "" for found in self.findings if found.weight == 0]
            for breach in self.baseline.find_vanished(self._counted, read, broken):
                left, waived = self._book.apply([breach], [breach.path or ""])
                self.waived += waived
                self.findings += left
        self.findings += self._book.report()

    def _count(self, sources: Iterable[AnswerSource]) -> None:
        if self.baseline is not None:
            self._counted |= {source.file: source.content.engagement for source in sources}

    def _fail(self, error: OutsourceCheckError) -> None:
        """Note an error's problems; what many files share, such as a broken pack, once."""
        self.failures.add(type(error))
        for problem in error.problems:
            self._note(Finding.of(problem))

    def _note(self, finding: Finding) -> None:
        """Note a finding; one that is no engagement's only once."""
        if finding.engagement or finding.order not in self._noted:
            self._noted.add(finding.order)
            self.findings.append(finding)


def _cut(groups: Iterable[Sequence[Selected]]) -> Iterator[list[Sequence[Selected]]]:
    """Folders in heaps of about `_HEAP` files."""
    heap: list[Sequence[Selected]] = []
    for group in groups:
        heap.append(group)
        if sum(map(len, heap)) >= _HEAP:
            yield heap
            heap = []
    if heap:
        yield heap


def merge_dates(
    breaches: Iterable[Finding], as_of: datetime.date, policy: Policy
) -> Iterator[Finding]:
    """Breaches about one date of one file as one: a file of 60 old answers is one line."""
    groups: dict[object, list[Finding]] = {}
    for number, breach in enumerate(breaches):
        key = (breach.rule, breach.path, breach.date) if breach.date else number
        groups.setdefault(key, []).append(breach)
    for group in groups.values():
        first = group[0]
        if len(group) == 1 or first.date is None:
            yield from group
            continue
        questions = [breach.question or "" for breach in group]
        message = date_message(first.rule, questions, first.date, as_of, policy)
        yield first.replace(message=message, question=None, key=None)


def _placed(error: OutsourceCheckError, sources: Iterable[AnswerSource]) -> OutsourceCheckError:
    """An error about a whole engagement, at its first file that may be named."""
    place = Place(file=shown_files(sources)[0])
    return type(error)(replace(problem, place=problem.place or place) for problem in error.problems)


def _warn_reopened(engagement: Engagement) -> Iterator[Finding]:
    """A warning for every settlement that no longer counts, where it stands."""
    for again in engagement.reopened:
        problem = Problem(rule="OC207", message=reopened_text(again), place=again.place)
        yield Finding.of(
            problem,
            level="warning",
            engagement=engagement.name,
            question=again.settlement.question,
            key=again.settlement.question.partition(".")[0],
        )


def _summarise(result: Result) -> Judged:
    engagement: Engagement = result.basis
    ordered = shown_files(engagement.sources)
    folder = ordered[0].rpartition("/")[0]
    if not folder:
        folder = "-" if ordered == ("-",) else "/" if ordered[0].startswith("/") else "."
    return Judged(
        folder=folder,
        engagement=engagement.name,
        files=ordered,
        pack=engagement.pack.id,
        pack_version=engagement.pack.version,
        scoring=engagement.pack.scoring,
        low=result.verdict.low,
        high=result.verdict.high,
        settled=result.verdict.settled,
        key_ids=engagement.pack.outline.keys,
        figures=pack_scores(result.score, (found.score for found in result.keys)),
        unknown=len(result.unknown),
        not_asked=len(result.not_asked),
    )
