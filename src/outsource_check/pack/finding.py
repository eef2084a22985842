"""Packs by id: where they are looked for, and in which order (docs/files.md, Packs)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from outsource_check.documents import Scalar, near, parse, scalars
from outsource_check.documents.reader import read_bytes
from outsource_check.errors import ConfigurationError, Problem
from outsource_check.folders import list_above
from outsource_check.pack.loading import OUTLINE, read_pack
from outsource_check.pack.model import Pack
from outsource_check.resources import shipped_packs
from outsource_check.text import join_words

BESIDE = ("packs", "questions")
"""The names of folders that hold packs without being named anywhere."""


def find_packs(
    folders: Iterable[str | Path] = (), start: str | Path | None = None
) -> dict[str, Path]:
    """The folder of every pack that can be found, by id: of two with one id the first.

    First those in the given `folders`, then those in a folder `packs` or `questions` in `start` or
    above it, then the shipped ones. Raises `ConfigurationError` as `find_given_packs` does.
    """
    found = find_given_packs(folders)
    for more in ({} if start is None else find_packs_beside(start), _find_shipped()):
        found |= {name: path for name, path in more.items() if name not in found}
    return found


def find_given_packs(folders: Iterable[str | Path]) -> dict[str, Path]:
    """The folder of every pack in the given folders, by id.

    A given folder is a pack itself (it holds `pack.yaml`) or holds packs. Raises
    `ConfigurationError` where a given folder is neither, where two packs have one id, or where one
    has a shipped pack's id.
    """
    found: dict[str, Path] = {}
    for given in folders:
        inside = _list_packs(Path(given))
        if not inside:
            message = f'expected a pack, or a folder of packs, at "{given}", found no {OUTLINE}'
            raise ConfigurationError(Problem(rule="OC305", message=message))
        _add(found, inside)
    return found


def find_packs_beside(start: str | Path) -> dict[str, Path]:
    """The packs in folders `packs` and `questions` in a folder or above it, by id.

    As far up as `list_above` goes. Raises `ConfigurationError` as `find_given_packs` does.
    """
    found: dict[str, Path] = {}
    _add(found, _list_beside(start))
    return found


def load_pack(
    pack_id: str, folders: Iterable[str | Path] = (), start: str | Path | None = None
) -> Pack:
    """The pack with an id, looked for as by `find_packs`.

    Raises `ConfigurationError` where there is none, or where it cannot be read or is not sound
    enough to score with.
    """
    return read_pack(find_pack(pack_id, folders, start))


def choose_pack(
    name: str, folders: Iterable[str | Path] = (), start: str | Path | None = None
) -> Path:
    """The folder of a pack, given that folder, or its id as `load_pack` takes it.

    Raises `ConfigurationError` where there is no such pack.
    """
    folder = Path(name)
    if (folder / OUTLINE).is_file():
        return folder
    if folder.is_dir() or folder.name != name:
        message = f'expected a pack at "{name}", found no {OUTLINE}'
        private = not scalars.is_name(name)
        raise ConfigurationError(Problem(rule="OC305", message=message, private=private))
    return find_pack(name, folders, start)


def find_pack(
    pack_id: str, folders: Iterable[str | Path] = (), start: str | Path | None = None
) -> Path:
    """The folder of the pack with an id. Raises `ConfigurationError` where there is none."""
    given = tuple(folders)
    # No pack beside the answers has a shipped one's id: only for others it is looked there.
    for found in (find_given_packs(given), _find_shipped()):
        if pack_id in found:
            return found[pack_id]
    packs = find_packs(given, start)
    if pack_id in packs:
        return packs[pack_id]
    hint = near(pack_id, packs) or f"there are: {', '.join(sorted(packs))}"
    if start is not None:
        hint += f"; looked in {_describe_places(given, start)}; --pack DIR names another folder"
    message = f'there is no pack "{pack_id}"'
    private = not scalars.is_name(pack_id)
    raise ConfigurationError(Problem(rule="OC305", message=message, hint=hint, private=private))


class PackShelf:
    """Packs by id for the answers of one run, each loaded once."""

    def __init__(self, folders: Iterable[str | Path] = ()) -> None:
        """`folders` come first."""
        self.beside: str | None = None
        """The folder beside which packs are looked for; None: that of the file that is read."""
        self._folders = tuple(folders)
        self._beside: dict[tuple[str, ...], Path] = {}
        self._packs: dict[str, Pack] = {}

    def pack(self, pack_id: str, file: str | None = None) -> Pack:
        """The pack that an answer file means by an id; without a file, none beside it counts.

        Raises `ConfigurationError` as `load_pack` does, and where two files mean different packs.
        """
        known = self._packs.get(pack_id)
        if known is not None and (pack_id in self._anywhere or file is None):
            return known
        folder = self._anywhere.get(pack_id) or self._find(pack_id, file)
        if known is None:
            pack = read_pack(folder).replace(named=pack_id in self._given)
            return self._packs.setdefault(pack_id, pack)
        if str(folder) != known.folder and not folder.samefile(known.folder):
            raise _refuse_two(pack_id, Path(known.folder), folder)
        return known

    @cached_property
    def _given(self) -> dict[str, Path]:
        return find_given_packs(self._folders)

    @cached_property
    def _anywhere(self) -> dict[str, Path]:
        """Those that are the same for all files."""
        return {**_find_shipped(), **self._given}

    def _find(self, pack_id: str, file: str | None) -> Path:
        if file is None:
            return find_pack(pack_id, self._folders)
        start = os.path.split(file)[0] if self.beside is None else self.beside
        # Which packs there are is read once for all folders that have the same ones beside them.
        beside = (pack_id, *map(str, _list_beside(start)))
        if beside not in self._beside:
            self._beside[beside] = find_pack(pack_id, self._folders, start)
        return self._beside[beside]


def _list_packs(folder: Path) -> list[Path]:
    """The folder itself where it is a pack, else the packs in it."""
    if (folder / OUTLINE).is_file():
        return [folder]
    inside = sorted(path.parent for path in folder.glob(f"*/{OUTLINE}"))
    return [pack for pack in inside if not pack.name.startswith(".")]


def _list_beside(start: str | Path) -> list[Path]:
    """The packs in folders `packs` and `questions` in a folder or above it, the nearest first."""
    found: list[Path] = []
    for above in list_above(start):
        for name in BESIDE:
            inside = _list_packs(above / name)
            found += inside if Path(start).is_absolute() else map(_shorten, inside)
    return found


def _find_shipped() -> dict[str, Path]:
    return {folder.name: folder for folder in _list_packs(shipped_packs())}


def _add(found: dict[str, Path], packs: Iterable[Path]) -> None:
    """Add packs to those that are found already."""
    taken = {name.lower(): folder.resolve() for name, folder in _find_shipped().items()}
    for pack in packs:
        name, real = _read_id(pack), pack.resolve()
        if taken.get(name.lower(), real) != real:
            message = f'the pack at "{pack}" has the id of a shipped pack, "{name}"'
            hint = "give it an id of its own"
            raise ConfigurationError(Problem(rule="OC305", message=message, hint=hint))
        if name in found and found[name].resolve() != real:
            raise _refuse_two(name, found[name], pack)
        found.setdefault(name, pack)


def _refuse_two(pack_id: str, one: Path, other: Path) -> ConfigurationError:
    message = f'the packs at "{one}" and "{other}" have the same id, "{pack_id}"'
    hint = "give one of them an id of its own"
    return ConfigurationError(Problem(rule="OC305", message=message, hint=hint))


def _read_id(folder: Path) -> str:
    """A pack's id; the name of its folder where the id cannot be read, which loading explains."""
    file = folder / OUTLINE
    try:
        document = parse(read_bytes(file, ConfigurationError), str(file), ConfigurationError)
    except ConfigurationError:
        return folder.resolve().name
    found = document.root.get("id")
    return found.text if isinstance(found, Scalar) and found.text else folder.resolve().name


def _describe_places(given: Iterable[str | Path], start: str | Path) -> str:
    first, *_, last = map(_shorten, (*list_above(start), list_above(start)[-1]))
    above = "" if first == last else f' and above, up to "{last}"'
    beside = f'the folders {" and ".join(BESIDE)} in "{first}"{above}'
    return join_words([*(f'"{folder}"' for folder in given), beside, "among those shipped"])


def _shorten(path: Path) -> Path:
    """An absolute path from the current folder on."""
    try:
        return Path(os.path.relpath(path))
    except (OSError, ValueError):  # the current folder is gone; another drive
        return path
