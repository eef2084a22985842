"""Patterns of paths: `*` and `?` inside one folder's name, `**` over folders, `[…]` of characters.

The same in a policy's `ignore`, in --exclude and for a quoted PATH, and the same on every Python.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache

from outsource_check.answers.names import name_from

_MAGIC = re.compile(r"[*?\[]")


def has_magic(text: str) -> bool:
    """Whether a text is a pattern, and no plain path."""
    return _MAGIC.search(text) is not None


def normalize(path: str) -> str:
    """A path as patterns see it: with `/` on every system, and no way round."""
    return os.path.normpath(path).replace(os.sep, "/")


def resolve(path: str) -> str:
    """The real path of a folder, empty for the current one, with `/`. Raises `ValueError`."""
    return os.path.realpath(path or ".").replace(os.sep, "/")


def make_relative(folder: str, top: str) -> str:
    """A folder's real path from another one, with `/`; whole where it is on another drive.

    Raises `ValueError` for what cannot be a path.
    """
    return name_from(top, resolve(folder))


def fixed_folder(pattern: str) -> str:
    """The folder that everything a pattern can match lies in; empty: the current one."""
    drive, path = os.path.splitdrive(pattern)
    parts = path.split("/")
    fixed = next((number for number, part in enumerate(parts) if has_magic(part)), len(parts) - 1)
    folder = "/".join(parts[:fixed])
    return drive + (folder or ("/" if path.startswith("/") else ""))


@lru_cache(maxsize=16_384)
def compile_glob(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression for whole paths with `/`.

    What stands between two `*`, or between two `**`, is looked for once, from the left: whatever
    stars a pattern has, matching takes time in proportion to its length and the path's.
    """
    runs: list[list[str]] = [[]]
    for part in pattern.split("/"):
        if part == "**":
            runs.append([])
        elif part != ".":
            runs[-1].append(_translate(part))
    first, *later = runs
    if not later:
        return re.compile("/".join(first), re.DOTALL)
    out = "".join(f"{part}/" for part in first)
    for run in later[:-1]:
        if run:
            out += "(?>(?:[^/]+/)*?" + "".join(f"{part}/" for part in run) + ")"
    out += "(?:[^/]+/)*" + "/".join(later[-1]) if later[-1] else ".*"
    return re.compile(out, re.DOTALL)


def _translate(part: str) -> str:
    """One folder's or file's name."""
    pieces = [""]
    position = 0
    while position < len(part):
        character = part[position]
        position += 1
        if character == "*":
            pieces.append("")
        elif character == "?":
            pieces[-1] += "[^/]"
        elif character == "[" and (end := part.find("]", position + 1)) > 0:
            pieces[-1] += _translate_set(part[position:end])
            position = end + 1
        else:
            pieces[-1] += re.escape(character)
    first, *later = pieces
    if not later:
        return first
    middle = "".join(f"(?>[^/]*?{piece})" for piece in later[:-1] if piece)
    return f"{first}{middle}[^/]*{later[-1]}(?![^/])"


def _translate_set(inside: str) -> str:
    negated = inside[0] in "!^"
    body = re.sub(r"([\\\[\]&~|^])", r"\\\1", inside[1:] if negated else inside)
    body = body.replace("--", r"-\-")
    try:
        return re.compile(f"(?!/)[{'^' if negated else ''}{body}]").pattern
    except re.error:  # such as [z-a]: what means nothing matches nothing
        return "(?!)"
