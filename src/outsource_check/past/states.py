"""Where earlier states of engagements are found, whatever they are read from."""

from __future__ import annotations

import datetime
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, replace
from functools import cached_property

from outsource_check.answers import AnswerSource, assemble
from outsource_check.answers.reading import other_format, read_document
from outsource_check.answers.selection import Files, find_engagement, is_candidate
from outsource_check.documents import Scalar, parse
from outsource_check.errors import (
    AnswerError,
    ConfigurationError,
    OutsourceCheckError,
    Place,
    Problem,
)
from outsource_check.pack import PackShelf
from outsource_check.past.revision import ANSWERS
from outsource_check.result import score
from outsource_check.result.past import Past, remember


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An engagement that there was."""

    engagement: str
    folder: str
    """From the top of where the earlier states are read from, with `/`."""
    files: tuple[str, ...]
    """The names of its answer files in the folder, as far as they are known."""


class PastStates(ABC):
    """Engagements as they were; each is found by its name."""

    source: str
    """Where they are from, in words."""
    top: str | None = None
    """The real path that their folders start from, where today's files may lie there too."""

    @abstractmethod
    def find(self, engagement: str, paths: Sequence[str]) -> Past | None:
        """The engagement as it was; None where there was none of the name.

        `paths` are where it lies now: files, or a folder. They decide where several have the name.
        Raises `ConfigurationError` where it cannot be told, or cannot be read.
        """

    @abstractmethod
    def list_known(self) -> Iterator[Known]:
        """Every engagement that there was."""


@dataclass(kw_only=True)
class PastFiles(PastStates):
    """Engagements as answer files that were say it, scored with today's pack."""

    source: str
    disk: Files
    names: InitVar[Iterable[str]]
    """The files that there were."""
    locate: Callable[[str], str]
    """Where a path of today was."""
    packs: Sequence[str]
    as_of: datetime.date
    date: datetime.date | None = None
    """The day that they are of; None: that of their newest answer."""
    prefix: str = ""
    """What stands before their paths in messages."""
    top: str | None = None
    covers: Callable[[str], bool] | None = None
    """Whether a path of today could have been there; None: any could."""

    def __post_init__(self, names: Iterable[str]) -> None:
        """Sort the files that may be answer files into their folders."""
        self._shelf = PackShelf(self.packs)
        self._folders: dict[str, list[str]] = {}
        for name in sorted(names):
            folder, base = os.path.split(name)
            if is_candidate(base):
                self._folders.setdefault(folder, []).append(name)

    def find(self, engagement: str, paths: Sequence[str]) -> Past | None:
        """As `PastStates.find`: at the same paths, else wherever its name is."""
        # Old answers are scored with today's pack.
        self._shelf.beside = paths[0] if os.path.isdir(paths[0]) else os.path.split(paths[0])[0]  # noqa: PTH112
        files: list[str] = []
        for path in map(self.locate, paths):
            here = self._folders.get(os.path.split(path)[0], ())
            files += self._folders.get(path) or ([path] if path in here else [])
        found = self._read(engagement, files) if files else None
        if found is not None:
            return found
        folders = self._index.get(engagement, {})
        if not folders:
            self._refuse_unknown(engagement, paths)
        if len(folders) > 1:
            where = " and ".join(f'"{self.prefix}{folder or "."}"' for folder in sorted(folders))
            message = f'"{engagement}" is the name of several engagements of {self.source}: {where}'
            hint = "name what it is to be compared with: --since FOLDER"
            raise ConfigurationError(Problem(rule="OC208", message=message, hint=hint))
        return next((self._read(engagement, self._folders[one]) for one in folders), None)

    def list_known(self) -> Iterator[Known]:
        """As `PastStates.list_known`; files that cannot be read are those of no name."""
        for engagement, folders in sorted(self._index.items()):
            for folder, files in folders.items():
                yield Known(engagement=engagement, folder=folder, files=tuple(files))

    def _refuse_unknown(self, engagement: str, paths: Sequence[str]) -> None:
        """Refuse to take an engagement for new where nobody can tell whether it is."""
        for path in paths:
            if self.covers is not None and not self.covers(path):
                message = f'"{path}" is of another repository than {self.source}'
                hint = "compare it on its own: the first PATH says which repository is meant"
                raise ConfigurationError(Problem(rule="OC208", message=message, hint=hint))
        for folder, names in self._index.get("", {}).items():
            self._read(engagement, [os.path.join(folder, name) for name in names])  # noqa: PTH118

    @cached_property
    def _index(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """The answer files by engagement and folder, those that cannot be read under no name."""
        found: dict[str, dict[str, list[str]]] = {}
        for folder, files in self._folders.items():
            for file in files:
                name = self._read_name(file)
                if name is not None:
                    names = found.setdefault(name, {}).setdefault(folder, [])
                    names.append(os.path.basename(file))  # noqa: PTH119
        return found

    def _read_name(self, file: str) -> str | None:
        """The engagement of an answer file; empty: it cannot be read; None: it is none."""
        data = ANSWERS.encode()
        try:
            data = self.disk.read(file)
            document = parse(data, file, AnswerError)
        except OutsourceCheckError:
            return "" if ANSWERS.encode() in data else None
        name = document.root.get("engagement")
        return name.text if isinstance(name, Scalar) and not other_format(document) else None

    def _read(self, engagement: str, files: Iterable[str]) -> Past | None:
        """The engagement that some files make up; None where none of them is of it."""
        sources: list[AnswerSource] = []
        problems: list[Problem] = []
        for file in files:
            try:
                document = parse(self.disk.read(file), file, AnswerError)
                if not other_format(document):
                    source = read_document(document, self._shelf)
                    sources += [source] if source.content.engagement == engagement else []
            except OutsourceCheckError as error:
                problems += error.problems
        if problems:
            raise self._refuse(problems)
        if not sources:
            return None
        try:
            pack = self._shelf.pack(sources[0].content.pack)
            whole = assemble(sources, pack, find_engagement(sources, pack, self.disk))
            result = score(whole, as_of=self.as_of)
        except OutsourceCheckError as error:
            raise self._refuse(error.problems) from None
        past = remember(result, os.path.split(sources[0].file)[0])
        return past.replace(date=self.date or max(map(_find_newest, sources)))

    def _refuse(self, problems: Iterable[Problem]) -> ConfigurationError:
        """The error of files that were there and cannot be compared with."""
        return ConfigurationError(self._rename(problem) for problem in problems)

    def _rename(self, problem: Problem) -> Problem:
        hint = problem.hint or "compare with a state whose answer files can be judged"
        place = problem.place
        if place is not None:
            place = replace(place, file=f"{self.prefix}{place.file}")
        return replace(problem, place=place or Place(file=self.source), hint=hint)


def _find_newest(source: AnswerSource) -> datetime.date:
    """The day of the newest answer in a file."""
    content = source.content
    return max([content.date, *(one.date for one in content.answers.values() if one.date)])
