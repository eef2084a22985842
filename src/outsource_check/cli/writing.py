"""The one door for files that a command writes on demand: it never takes the place of an input."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from outsource_check.errors import Problem, UsageError

_LOOKED_AT = 1 << 20
"""How many bytes of a file tell what it is: no answer file has more."""
_ESCAPED = re.compile(rb"\\(?:(?:u00|U000000|x)([2-7][0-9A-Fa-f])|(/))")
_FORMAT = re.compile(
    rb"""(?:\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?|[\r\n{,])[ \t]*"""
    rb"""["']?format["']?\s*:(?:\s|[>|][-+1-9]*|#[^\r\n]*[\r\n])*["']?outsource-check/([a-z-]+)/v"""
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
    what will be written where it is a format of ours, such as `context`: one of the same kind may
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
        message = f'"{path}" {_WORDS.get(found, f"holds a file of format {found}")}'
        hint = "name another file, or move that one away first"
        raise UsageError(
            Problem(rule="", message=f"{message}, so it is not written over", hint=hint)
        )


_WORDS = {
    "answers": "holds answers",
    "engagement": "holds what was agreed in an engagement",
    "policy": "holds a policy",
    "history": "holds a history",
    "brand": "holds a brand",
    "pack": "is a part of a question pack",
    "template": "is a part of a report template",
    "draft": "holds what an interview keeps",
    "templates": "holds a list of templates",
    "result": "holds a result",
    "plan": "holds a plan",
    "check": "holds the report of a check",
    "context": "holds the data of a report",
    "alignment": "holds how two sides see it",
    "overlap": "holds hours that sites share",
}
_YAML = (".yaml", ".yml")
_PARTS = (*_YAML, ".j2")
"""What a pack's folder and a folder of templates are read for."""
_LANGUAGES = ("html", "md", "csv", "shared")
"""The folders that templates stand in; such a folder may hold whatever they include."""


def find_kind(file: Path) -> str:
    """What a file is to us: one of our formats, such as `answers`, or `template`, or `draft`.

    Empty for any other file. It need not be sound: what is half edited, or in UTF-16, is somebody's
    work too.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(_LOOKED_AT).replace(b"\0", b"")
    except OSError:
        return ""
    if not _PAGE.match(data):  # a page is none of ours, whatever it quotes
        data = _ESCAPED.sub(lambda escaped: escaped[2] or bytes.fromhex(escaped[1].decode()), data)
        found = _FORMAT.search(data)
        if found is not None:
            return found[1].decode()
        if file.suffix in (*_YAML, ".json") and _KEY.search(data):
            return "pack"
    return _judge_place(file) or _judge_place(Path(os.path.realpath(file)))


def _judge_place(file: Path) -> str:
    """What a file is by its name and by the files around it; empty where they say nothing."""
    name = file.name.lower()
    if name.startswith(".") and name.endswith(".draft"):
        return "draft"
    if name.endswith(_YAML) and (file.parent / "pack.yaml").is_file():
        return "pack"
    return "template" if name.endswith(".j2") or _is_beside_templates(file) else ""


def _is_beside_templates(file: Path) -> bool:
    """Whether templates stand beside a file or above it, up to the folder of their format."""
    found = False
    for folder in file.absolute().parents:
        found = found or any(folder.glob("*.j2"))
        if folder.name in _LANGUAGES:
            return found
    return False


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
