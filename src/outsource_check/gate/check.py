"""A whole check: files are read folder by folder, engagements judged one by one and dropped."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from outsource_check.answers import AnswerSource, Engagement, assemble
from outsource_check.answers.engagement import shown_files
from outsource_check.answers.model import FORMAT
from outsource_check.answers.reading import other_format, read_document, release
from outsource_check.answers.selection import Files, find_engagement, is_part_of_pack
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
from outsource_check.gate.breaches import describe_dates, judge
from outsource_check.gate.finding import Finding
from outsource_check.gate.globs import make_relative, resolve
from outsource_check.gate.ignored import IgnoreBook
from outsource_check.gate.policy import Policy
from outsource_check.gate.report import Judged, Outcome, Report, write_scores
from outsource_check.gate.workers import count_workers, spread
from outsource_check.pack import PackShelf
from outsource_check.result import score
from outsource_check.result.past import remember
from outsource_check.result.since import compare
from outsource_check.result.words import range_title, reopened_text

if TYPE_CHECKING:
    from outsource_check.gate.selection import Selected, Selection
    from outsource_check.past import PastStates
    from outsource_check.result import Result

_HEAP = 50
"""About how many files a process is given at a time."""


def _watch_nothing(_: int) -> None:
    """Do nothing: nobody watches."""


@dataclass(kw_only=True)
class Tally:
    """What was found so far, in some folders or in all."""

    book: IgnoreBook
    files: int = 0
    """Answer files that were read."""
    unread: int = 0
    engagements: list[Judged] = field(default_factory=list)
    findings: dict[object, Finding] = field(default_factory=dict)
    """By engagement and place: what many files share, such as a broken pack, is listed once."""
    ignored: list[Finding] = field(default_factory=list)
    failures: set[type[OutsourceCheckError]] = field(default_factory=set)
    met: set[int] = field(default_factory=set)
    """The numbers of the PATHs that led to a file."""
    compared: set[tuple[str, str]] = field(default_factory=set)
    """The earlier states that were compared with: engagement and folder."""
    unsure: set[str] = field(default_factory=set)
    """Engagements that could not be judged, or not be compared."""

    def note_error(self, error: OutsourceCheckError) -> None:
        """Note an error that kept something from being judged."""
        self.failures.add(type(error))
        self.note_findings(map(Finding.of, error.problems))

    def note_findings(self, findings: Iterable[Finding]) -> None:
        """Add findings."""
        self.findings |= {(found.engagement, found.order): found for found in findings}

    def merge(self, other: Tally) -> None:
        """Add what was found in other folders."""
        self.book.merge(other.book)
        self.files += other.files
        self.unread += other.unread
        self.engagements += other.engagements
        self.findings |= other.findings
        self.ignored += other.ignored
        self.failures |= other.failures
        self.met |= other.met
        self.compared |= other.compared
        self.unsure |= other.unsure


@dataclass(kw_only=True)
class Checker:
    """How a check reads and judges; `run` makes the report."""

    policy: Policy
    as_of: datetime.date
    packs: Sequence[str] = ()
    past: PastStates | None = None
    """What to compare with."""
    keep: str | None = None
    """The folder from which the states of engagements name theirs; None: none is kept."""
    disk: Files = field(default_factory=Files)

    def __post_init__(self) -> None:
        """Packs are loaded once."""
        self._shelf = PackShelf(self.packs)

    def run(self, selection: Selection, watch: Callable[[int], None] = _watch_nothing) -> Report:
        """Read and judge what was selected; `watch` is told how many files are done.

        What is wrong with a file becomes a finding, and the others are judged all the same.
        """
        tally = self._start_tally()
        tally.met |= selection.blocked
        if selection.problems:
            tally.note_error(AnswerError(selection.problems))
        groups = [list(group) for _, group in groupby(selection.files, key=lambda one: one.home)]
        # Standard input and files of a git revision can be read in this process only.
        elsewhere = type(self.disk) is not Files or any(one.file == "-" for one in selection.files)
        workers = 1 if elsewhere else count_workers(len(selection.files))
        if workers > 1:
            for part in spread(self, list(_split_groups(groups)), workers):
                tally.merge(part)
                watch(tally.files + tally.unread)
        else:
            for group in groups:
                self._check_folder(group, tally, watch)
        for number, path in enumerate(selection.paths):
            if number not in tally.met:
                message, place = "no answer file here", Place(file=path)
                tally.note_error(
                    SelectionError(Problem(rule="OC001", message=message, place=place))
                )
        if self.past is not None:
            self._find_left_out(self.past, selection, tally)
        tally.note_findings(tally.book.list_findings())
        return Report(
            policy=self.policy,
            as_of=self.as_of,
            engagements=tuple(tally.engagements),
            findings=tuple(sorted(tally.findings.values(), key=lambda finding: finding.order)),
            ignored=tuple(tally.ignored),
            failures=frozenset(tally.failures),
            since=self.past.source if self.past else "",
            files=tally.files,
            unread=tally.unread,
        )

    def __call__(self, groups: Sequence[Sequence[Selected]]) -> Tally:
        """What is found in some folders, in this process or in another."""
        tally = self._start_tally()
        for group in groups:
            self._check_folder(group, tally)
        return tally

    def _start_tally(self) -> Tally:
        return Tally(book=IgnoreBook(self.policy, self.as_of))

    def _check_folder(
        self,
        members: Sequence[Selected],
        tally: Tally,
        watch: Callable[[int], None] = _watch_nothing,
    ) -> None:
        """Judge the engagements of one folder."""
        sources: dict[str, list[AnswerSource]] = {}
        beside: set[int] = set()
        whole = True
        for item in members:
            try:
                source = self._read(item)
            except OutsourceCheckError as error:
                tally.note_error(error)
                tally.unread += 1
                whole = False
            else:
                if source is None:
                    beside.update(item.paths)
                    continue
                tally.files += 1
                sources.setdefault(source.content.engagement, []).append(source)
            tally.met.update(item.paths)
            watch(tally.files + tally.unread)
        if sources:  # a PATH may name the engagement file beside answer files
            tally.met |= beside
        for item in members:
            if sources and os.path.basename(item.file) == FILE_NAME:  # noqa: PTH119 - no Path for each
                self._check_engagement_file(item.file, sources, tally)
        for name in sorted(sources):
            self._check_engagement(sources.pop(name), members, tally, whole=whole)

    def _read(self, item: Selected) -> AnswerSource | None:
        """An answer file; None for a file of another of our formats, unless a PATH names it."""
        data = self.disk.read(item.file)
        if not item.named and is_part_of_pack(item.file, data, self.disk):
            return None
        document = parse(data, item.file, AnswerError)
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

    def _check_engagement_file(self, file: str, names: Container[str], tally: Tally) -> None:
        """Note an engagement file beside which no answer file is of its engagement."""
        try:
            document = parse(self.disk.read(file), file, AnswerError)
        except AnswerError:
            return  # noted when it was first read
        node = document.root.get("engagement")
        named = other_format(document) == "engagement" and isinstance(node, Scalar)
        if isinstance(node, Scalar) and named and node.text not in names:
            message = f'no answer file beside it is of the engagement "{node.text}"'
            tally.note_error(AnswerError(document.problem(node, "OC204", message, private=True)))

    def _check_engagement(
        self,
        sources: list[AnswerSource],
        members: Sequence[Selected],
        tally: Tally,
        *,
        whole: bool,
    ) -> None:
        try:
            pack = self._shelf.pack(sources[0].content.pack, sources[0].file)
            engagement = assemble(sources, pack, find_engagement(sources, pack, self.disk))
            result = score(engagement, as_of=self.as_of)
        except OutsourceCheckError as error:
            tally.unsure.add(sources[0].content.engagement)
            tally.note_error(_place_error(error, sources))
            return
        judged = _summarise(result, self.keep)
        breaches: list[Finding] = []
        try:
            breaches += judge(result, self.policy)
        except ConfigurationError as error:
            tally.note_error(error)
            whole = False
        if self.past is not None:
            try:
                breaches += self._compare(self.past, result, tally, members, whole=whole)
            except ConfigurationError as error:
                tally.unsure.add(result.engagement)
                tally.note_error(error)
                whole = False
        files = [source.file for source in sources]
        # What has vanished is one of its files too.
        files += [breach.path for breach in breaches if breach.path]
        left, ignored = tally.book.apply(breaches, files, pack.old_ids)
        tally.ignored += ignored
        tally.note_findings(_warn_reopened(engagement))
        tally.note_findings(merge_dates(left, self.as_of, self.policy))
        outcome: Outcome = ("failed" if left else "passed") if whole else "incomplete"
        tally.engagements.append(replace(judged, outcome=outcome))

    def _compare(
        self,
        states: PastStates,
        result: Result,
        tally: Tally,
        members: Sequence[Selected],
        *,
        whole: bool,
    ) -> Iterator[Finding]:
        """The breaches of the ratchet; nothing where the engagement is new."""
        from outsource_check.gate.since import find_vanished, judge_since  # noqa: PLC0415

        folder = os.path.split(members[0].file)[0]
        past = states.find(result.engagement, [folder or "."])
        if past is None:
            return
        tally.compared.add((past.engagement, past.folder))
        file = shown_files(result.basis.sources)[0]
        yield from judge_since(result, compare(past, result, states.source), file, self.policy)
        if whole:  # what cannot be read has a finding already
            selected = {item.file for item in members}
            yield from find_vanished(
                past,
                remember(result),
                folder,
                lambda file: file in selected or not os.path.isfile(file),  # noqa: PTH113
                states.source,
            )

    def _find_left_out(self, states: PastStates, selection: Selection, tally: Tally) -> None:
        """Note engagements of which nothing is left, which only the whole run can tell."""
        from outsource_check.gate.since import find_left_out  # noqa: PLC0415

        broken = {found.path for found in tally.findings.values() if found.weight == 0}
        selected = {
            os.path.realpath(item.file) for item in selection.files if item.file not in broken
        }
        seen = {os.path.realpath(item.file) for item in selection.files}

        def is_gone(file: str) -> bool:
            real = os.path.realpath(file)
            return real in selected if real in seen else not os.path.isfile(file)  # noqa: PTH113

        try:
            for breach in find_left_out(states, selection, tally.compared, tally.unsure, is_gone):
                left, ignored = tally.book.apply([breach], [breach.path or ""])
                tally.ignored += ignored
                tally.note_findings(left)
        except ConfigurationError as error:
            tally.note_error(error)


def _split_groups(groups: Iterable[Sequence[Selected]]) -> Iterator[list[Sequence[Selected]]]:
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
    """Breaches, those about one date of one file as one: 60 old answers make one line."""
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
        message = describe_dates(first.rule, questions, first.date, as_of, policy)
        yield first.replace(message=message, question=None, key=None)


def _place_error(
    error: OutsourceCheckError, sources: Iterable[AnswerSource]
) -> OutsourceCheckError:
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


def _summarise(result: Result, keep: str | None) -> Judged:
    engagement: Engagement = result.basis
    words = engagement.pack.words
    ordered = shown_files(engagement.sources)
    folder = os.path.dirname(ordered[0]) or "."  # noqa: PTH120 - no Path for each of thousands
    folder = "-" if ordered == ("-",) else folder
    state = None if keep is None else remember(result, make_relative(folder, resolve(keep)))
    return Judged(
        state=state,
        folder=folder,
        engagement=engagement.name,
        files=ordered,
        pack=engagement.pack.id,
        pack_version=engagement.pack.version,
        low=result.verdict.low,
        high=result.verdict.high,
        title=range_title(result.verdict.low, result.verdict.high, words) if words.verdicts else "",
        settled=result.verdict.settled,
        key_ids=engagement.pack.outline.keys,
        written_scores=write_scores(result.score, (found.score for found in result.keys)),
        unknown=len(result.unknown),
        not_asked=len(result.not_asked),
    )
