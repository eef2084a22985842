"""Patterns of paths: `*` and `?` inside one folder's name, `**` over folders, `[…]` of characters.

The same in a policy's waivers, in --exclude and for a quoted PATH, and the same on every Python.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MAGIC = re.compile(r"[*?\[]")


def has_magic(text: str) -> bool:
    """Whether a text is a pattern, and no plain path."""
    return _MAGIC.search(text) is not None


def fixed_folder(pattern: str) -> str:
    """The folder that everything a pattern can match lies in; empty: the current one."""
    parts = pattern.split("/")
    fixed = next((number for number, part in enumerate(parts) if has_magic(part)), len(parts) - 1)
    folder = "/".join(parts[:fixed])
    return folder or ("/" if pattern.startswith("/") else "")


@lru_cache(maxsize=256)
def compile_glob(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression for whole paths with `/`."""
    parts = [part for part in pattern.split("/") if part != "."]
    out = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            out.append(".*" if last else "(?:[^/]+/)*")
        else:
            out.append(_translate(part) + ("" if last else "/"))
    return re.compile("".join(out), re.DOTALL)


def _translate(part: str) -> str:
    out = []
    position = 0
    while position < len(part):
        character = part[position]
        position += 1
        if character == "*":
            out.append("[^/]*")
        elif character == "?":
            out.append("[^/]")
        elif character == "[" and (end := part.find("]", position + 1)) > 0:
            out.append(_translate_set(part[position:end]))
            position = end + 1
        else:
            out.append(re.escape(character))
    return "".join(out)


def _translate_set(inside: str) -> str:
    negated = inside[0] in "!^"
    body = re.sub(r"([\\\[\]&~|^])", r"\\\1", inside[1:] if negated else inside)
    body = body.replace("--", r"-\-")
    try:
        return re.compile(f"(?!/)[{'^' if negated else ''}{body}]").pattern
    except re.error:  # such as [z-a]: what means nothing matches nothing
        return "(?!)"
