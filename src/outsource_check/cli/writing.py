"""The one door for files that a command writes on demand: it never takes the place of an input."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from outsource_check.errors import Problem, UsageError

_LOOKED_AT = 1 << 20
"""How many bytes of a file tell what it is: no answer file has more."""
_FORMAT = re.compile(
    rb"""(?:\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?|[\r\n{,])[ \t]*"""
    rb"""["']?format["']?\s*:\s*["']?outsource-check/([a-z-]+)/v"""
)
_PAGE = re.compile(rb"\s*<[!?A-Za-z]")
_KEY = re.compile(rb"""^["']?questions["']?[ \t]*:""", re.MULTILINE)


def write_output(
    path: str | Path, data: bytes, *, kind: str = "", reads: Iterable[str | Path] = ()
) -> None:
    """Write a file whole or not at all, once `guard_output` lets it pass.

    Raises `UsageError` as `guard_output` does, `OutputError` for what the system refuses.
    """
    from outsource_check.documents.replacement import replace_file

    guard_output(path, kind=kind, reads=reads)
    replace_file(path, data, generated=True)


def guard_output(path: str | Path, *, kind: str = "", reads: Iterable[str | Path] = ()) -> None:
    """Refuse a target that is an input.

    `reads` are the files that this run reads, and folders of which it reads all files. `kind` is
    what will be written where it is a format of ours, such as `baseline`: one of the same kind may
    be replaced. Raises `UsageError`, whatever links or spellings lead to the file.
    """
    target = Path(path)
    if not _is_file(target):
        return
    found = find_kind(target)
    if found and found == kind:
        return
    if any(_is_same(target, Path(source)) for source in reads):
        message = f'"{path}" is read by this command, so it is not written over'
        raise UsageError(Problem(rule="", message=message, hint="name another file"))
    if found:
        message = f'"{path}" holds {_WORDS.get(found, f"a file of format {found}")}'
        hint = "name another file, or move that one away first"
        raise UsageError(
            Problem(rule="", message=f"{message}, so it is not written over", hint=hint)
        )


_WORDS = {
    "answers": "answers",
    "engagement": "what was agreed in an engagement",
    "policy": "a policy",
    "baseline": "a baseline",
    "brand": "a brand",
    "pack": "a part of a question pack",
    "templates": "a list of templates",
    "result": "a result",
    "check": "the report of a check",
    "context": "the data of a report",
    "alignment": "how two sides see it",
    "overlap": "hours that sites share",
}
_PARTS = (".yaml", ".yml", ".j2")
"""What a pack's folder and a folder of templates are read for."""


def find_kind(file: Path) -> str:
    """Which of our own formats a file holds, such as `answers`; empty for any other file.

    It need not be sound: what is half edited, or in UTF-16, is somebody's work too.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(_LOOKED_AT).replace(b"\0", b"")
    except OSError:
        return ""
    if _PAGE.match(data):
        return ""  # a page, whatever it quotes
    found = _FORMAT.search(data)
    if found is not None:
        return found[1].decode()
    return "pack" if file.suffix in (".yaml", ".yml", ".json") and _KEY.search(data) else ""


def _is_same(target: Path, source: Path) -> bool:
    if not source.is_dir():
        return _is_one(source, target)
    inside = os.path.realpath(target).startswith(os.path.realpath(source) + os.sep)
    if inside and target.suffix.lower() in _PARTS:
        return True
    try:
        parts = [part for part in source.iterdir() if part.suffix.lower() in _PARTS]
    except OSError:
        return False
    return any(_is_one(part, target) for part in parts)  # a part may be a link to elsewhere


def _is_one(source: Path, target: Path) -> bool:
    try:
        return source.samefile(target)
    except (OSError, ValueError):
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have: writing it says so
        return False
