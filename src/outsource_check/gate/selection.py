"""Which files a check means: files, folders with all that is in them, patterns, standard input."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from outsource_check.answers.selection import is_candidate
from outsource_check.errors import Place, Problem
from outsource_check.gate.globs import compile_glob, fixed_folder, has_magic, normalize, resolve


@dataclass(kw_only=True, slots=True)
class Selected:
    """One file that is to be read."""

    file: str
    """As it was first named, or found."""
    home: str
    """The real path of its folder: files of one home may be one engagement."""
    named: bool
    """Whether a PATH named it itself; then it must be an answer file."""
    paths: tuple[int, ...]
    """The numbers of the PATHs that mean it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What the PATHs of a check mean."""

    paths: tuple[str, ...]
    files: tuple[Selected, ...]
    """Each file once, by folder and name."""
    problems: tuple[Problem, ...]
    """Folders that cannot be read (OC001)."""
    excluded: tuple[str, ...] = ()
    """The patterns of what was left out."""
    blocked: frozenset[int] = frozenset()
    """The numbers of the PATHs in which a folder cannot be read."""


def select(
    paths: Sequence[str], excluded: Sequence[str] = (), among: Iterable[str] | None = None
) -> Selection:
    """The files that PATHs mean, each once, files of one folder next to each other.

    In folders, and folders inside them, `*.yaml`, `*.yml` and `*.json` are taken; hidden ones,
    schemas (`*.schema.json`) and links to folders are skipped. A PATH that does not exist and is a
    pattern stands for what it matches; any other PATH is kept, so that reading it says what is
    wrong. `excluded` are patterns: without a slash they mean any file or folder of that name, else
    paths from the current folder.

    With `among`, there are these files only, and the disk is not read. They, the PATHs and the
    patterns are then paths from one top folder.
    """
    found: dict[tuple[str, str], Selected] = {}
    problems: list[Problem] = []
    blocked: set[int] = set()
    skip = _Excluded(excluded)
    resolve: _Resolve = _resolve if among is None else _Listed(among).resolve
    for number, path in enumerate(path.replace(os.sep, "/") for path in paths):
        before = len(problems)
        alone = (number,)
        for file, home, named in resolve(path, skip, problems):
            name = os.path.split(file)[1]
            known = found.get((home, name))
            if known is None:
                found[home, name] = Selected(file=file, home=home, named=named, paths=alone)
            else:
                known.named |= named
                if number not in known.paths:
                    known.paths += (number,)
        if len(problems) > before:
            blocked.add(number)
    ordered = sorted(found.values(), key=lambda item: (os.path.split(item.file), item.home))
    # Two spellings of one folder keep their files together, at the first spelling's place.
    rank: dict[str, int] = {}
    for item in ordered:
        rank.setdefault(item.home, len(rank))
    ordered.sort(key=lambda item: rank[item.home])
    return Selection(
        paths=tuple(paths),
        files=tuple(ordered),
        problems=tuple(problems),
        excluded=tuple(excluded),
        blocked=frozenset(blocked),
    )


class _Excluded:
    """The patterns of --exclude."""

    def __init__(self, patterns: Iterable[str]) -> None:
        given = [normalize(pattern) for pattern in patterns]
        self._names = [compile_glob(pattern) for pattern in given if "/" not in pattern]
        self._paths = [compile_glob(pattern) for pattern in given if "/" in pattern]

    def excludes(self, path: str) -> bool:
        """Whether a file or folder, or one that it lies in, is left out."""
        if not (self._names or self._paths):
            return False
        parts = normalize(path).split("/")
        if any(name.fullmatch(part) for name in self._names for part in parts):
            return True
        heads = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        return any(pattern.fullmatch(head) for pattern in self._paths for head in heads)


_Resolve = Callable[[str, _Excluded, list[Problem]], Iterator[tuple[str, str, bool]]]


class _Listed:
    """Files that are known by their names alone."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names)

    def resolve(
        self, path: str, skip: _Excluded, _: list[Problem]
    ) -> Iterator[tuple[str, str, bool]]:
        """The same as `_resolve`, among these files."""
        path = normalize(path)
        if path in self._below(path):
            found, named = [path], True
        else:
            found, named = self._walk("" if path == "." else f"{path}/"), False
            if not found and has_magic(path):
                pattern, folder = compile_glob(path), fixed_folder(path)
                inside = self._walk(f"{folder}/" if folder else "")
                found = [name for name in inside if pattern.fullmatch(name)]
        for name in found:
            if not skip.excludes(name):
                yield name, os.path.split(name)[0], named

    def _walk(self, folder: str) -> list[str]:
        """The files in a folder and below that can be answer files: none that is hidden."""
        return [
            name
            for name in self._below(folder)
            if is_candidate(name) and not f"/{name[len(folder) :]}".count("/.")
        ]

    def _below(self, start: str) -> list[str]:
        first = bisect_left(self._names, start)
        last = first
        while last < len(self._names) and self._names[last].startswith(start):
            last += 1
        return self._names[first:last]


def _resolve(
    path: str, skip: _Excluded, problems: list[Problem]
) -> Iterator[tuple[str, str, bool]]:
    """The files that one PATH means; for each its real folder, and whether the PATH names it."""
    if path == "-":
        yield path, "-", True
    elif _is_folder(path):
        for file, home in _walk(path, skip, problems):
            yield file, home, False
    elif has_magic(path) and not os.path.lexists(path):
        pattern = compile_glob(normalize(path))
        folder = fixed_folder(normalize(path))
        if _is_folder(folder or "."):
            for file, home in _walk(folder, skip, problems):
                if pattern.fullmatch(file):
                    yield file, home, False
    elif not skip.excludes(path):
        yield path, _find_home(path), True


def _find_home(file: str) -> str:
    folder, _ = os.path.split(file)
    try:
        return resolve(folder)
    except ValueError:  # no file can have this name; reading it says so
        return folder


def _is_folder(path: str) -> bool:
    try:
        return os.path.isdir(path)  # noqa: PTH112 - a path that no file can have is none
    except ValueError:
        return False


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads back to itself: reading it says so
        return False


def _walk(top: str, skip: _Excluded, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """The files in a folder and in those inside it, with the real path of each one's folder.

    No depth of folders is too deep.
    """
    # Links to folders are not followed, so that only the top's real path has to be looked up.
    waiting = [(top, resolve(top))]
    while waiting:
        folder, home = waiting.pop()
        prefix = folder if folder.endswith("/") or not folder else f"{folder}/"
        files: list[str] = []
        folders: list[tuple[str, str]] = []
        try:
            # An empty path is the current folder, whose files are named without one.
            with os.scandir(folder or ".") as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    path = f"{prefix}{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((path, f"{home}/{entry.name}"))
                    elif is_candidate(entry.name) and not _leads_to_folder(entry):
                        files.append(path)
        except OSError as error:
            reason = (error.strerror or "error").lower()
            place = Place(file=folder)
            message = f"the folder cannot be read: {reason}"
            problems.append(Problem(rule="OC001", message=message, place=place))
            continue
        yield from ((file, home) for file in sorted(files) if not skip.excludes(file))
        waiting += sorted((item for item in folders if not skip.excludes(item[0])), reverse=True)
