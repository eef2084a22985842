"""The one door for files that a command writes on demand: it never takes the place of an input."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from outsource_check.errors import Problem, UsageError

_LOOKED_AT = 1 << 16
"""How many bytes of a file tell what it is: its format stands at its beginning."""
_FORMAT = re.compile(
    rb"""^(?:\xef\xbb\xbf)?[ \t]*\{?\s*["']?format["']?\s*:\s*["']?outsource-check/([a-z-]+)/v""",
    re.MULTILINE,
)
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
    if not target.is_file():
        return
    if any(_is_same(target, Path(source)) for source in reads):
        message = f'"{path}" is read by this command, so it is not written over'
        raise UsageError(Problem(rule="", message=message, hint="name another file"))
    found = find_kind(target)
    if found and found != kind:
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
}
_PARTS = (".yaml", ".yml", ".j2")
"""What a pack's folder and a folder of templates are read for."""
_REMADE = frozenset({"result", "context", "overlap", "check"})
"""Formats that only commands write: whoever names such a file again wants the new one."""


def find_kind(file: Path) -> str:
    """Which of our own formats a file holds, such as `answers`; empty for any other file."""
    try:
        with file.open("rb") as stream:
            data = stream.read(_LOOKED_AT)
    except OSError:
        return ""
    if data.lstrip().startswith(b"<"):
        return ""  # a page, whatever it quotes
    found = _FORMAT.search(data)
    if found is not None:
        kind = found[1].decode()
        return "" if kind in _REMADE else kind
    return "pack" if file.suffix in (".yaml", ".yml", ".json") and _KEY.search(data) else ""


def _is_same(target: Path, source: Path) -> bool:
    try:
        if source.is_dir():
            inside = os.path.realpath(target).startswith(os.path.realpath(source) + os.sep)
            return inside and target.suffix.lower() in _PARTS
        return source.samefile(target)
    except OSError:
        return False
