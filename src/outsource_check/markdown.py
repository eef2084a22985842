"""Text on its way into Markdown: whatever it holds, it stays text on one line.

Escaping for HTML is not enough. Markdown has marks of its own, block starters at the start of a
line, and renderers that link addresses, mentions and numbers which were written as plain text.
"""

from __future__ import annotations

import re

NOTHING = "—"
"""What an empty text becomes: without it a paragraph or a cell would vanish."""
_BREAK = "&#8203;"
"""A zero-width space, visible in the source: it keeps a renderer from linking what it parts."""

_MARKS = {mark: f"\\{mark}" for mark in "\\`*_[]|"} | {
    mark: f"&#{ord(mark)};" for mark in "&<>~^${}"
}
_EVERY_MARK = re.compile("[" + re.escape("".join(_MARKS)) + "]")
# Renderers look for these in text that is already unescaped, so a mark before them is no help.
_LINKED = re.compile(
    r"(?P<after>@|(?:https?|ftp|mailto|xmpp):|\bGH-(?=[0-9])|\#(?=[0-9])|!(?=[0-9])|//)"
    r"|(?P<before>^[./]|(?<=www)\.|(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2}))"
    r"|(?P<hex>\b[0-9a-f]{7}(?=[0-9a-f]))"
    r"|(?P<emoji>:(?=(?:[a-z0-9_+-]*[a-z][a-z0-9_+-]*|[+-]1|100|1234):))",
    re.IGNORECASE,
)
_STARTERS = re.compile(r"^(?:[+\-=#:%(]|[0-9]{1,9}[.)](?= |$))")
_ESCAPES = re.compile(r"\\([!-/:-@\[-`{-~])|&#([0-9]{1,3});")


def escape_markdown(text: str) -> str:
    """A cleaned text as Markdown that shows exactly that text, on one line, without markup."""
    line = " ".join(text.split())
    if not line:
        return NOTHING
    parts = []
    end = 0
    for found in _LINKED.finditer(line):
        parts.append(_escape_marks(line[end : found.start()]))
        mark = _escape_marks(found[0])
        parts.append(_BREAK + mark if found["before"] else mark + _BREAK)
        end = found.end()
    parts.append(_escape_marks(line[end:]))
    escaped = "".join(parts)
    starter = _STARTERS.match(escaped)
    if starter is not None:
        at = starter.end() - 1
        escaped = f"{escaped[:at]}&#{ord(escaped[at])};{escaped[at + 1 :]}"
    if escaped.endswith(("#", "!")):
        escaped = f"{escaped[:-1]}&#{ord(escaped[-1])};"
    return escaped


def unescape_markdown(written: str) -> str:
    """The text of what `escape_markdown` wrote, on one line if that was; marks stay as they are."""
    return _ESCAPES.sub(lambda found: found[1] or chr(int(found[2])), written.replace(_BREAK, ""))


def _escape_marks(text: str) -> str:
    return _EVERY_MARK.sub(lambda found: _MARKS[found[0]], text)
