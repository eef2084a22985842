"""What leaves no trace in YAML's events, found in the text (docs/files.md, Reading).

Tabs, `? ` keys and directives are judged here, so that both parsers refuse the same files.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from outsource_check.documents.faults import (
    complex_key,
    directive,
    find_bad_escape,
    line_end,
    line_start,
    tab,
    tight_colon,
)
from outsource_check.documents.tree import Document, Node, Scalar, leaves

# Possessive: CR LF may be one line end or two, and a thousand of them would take for ever.
_DIRECTIVE = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?+(?:\r\n|\r|\n))*+%")
_SUSPECTS = (
    ("\t", re.compile(r"\t")),
    ("?", re.compile(r"\?(?<![^\s,\[{]\?)")),
    ("%", re.compile(r"%(?<=[\r\n]%)")),
    (":", re.compile(r":(?=[,?\[\]{}])")),
)
_SAY = {
    "\t": lambda _text, offset: tab(offset),
    "?": lambda _text, offset: complex_key(offset),
    "%": directive,
}
_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")
_COMMENT_START = re.compile(r"(?<!\S)#")


def cut_comment(document: Document, scalar: Scalar) -> str | None:
    """The comment that ends an unquoted text on its own line, from its `#` on; None without one.

    `ticket #42 is open`, unquoted, is the text `ticket`: callers that expect free text use this to
    say so. Whether the comment was meant as one, only they can judge.
    """
    if scalar.quoted or not scalar.text:
        return None
    found = _COMMENT.match(document.text, scalar.end.index)
    return None if found is None else found[1]


def check_directives(text: str) -> None:
    """Refuse `%YAML` and its like before any parser sees them: the two parsers disagree there."""
    found = _DIRECTIVE.match(text)
    if found:
        raise directive(text, found.end() - 1)


def check_structure(text: str, root: Node | None) -> None:
    """Refuse what leaves no trace in the events: tabs, `? ` keys, escapes of no character.

    `root` is the tree of the text, None where it holds no value.
    """
    # One search for each character, which starts with it: three times faster than one for all.
    suspects = [
        found.start()
        for character, pattern in _SUSPECTS
        if character in text
        for found in pattern.finditer(text)
    ]
    if not suspects and "\\" not in text:
        return
    scalars = [] if root is None else list(leaves(root))
    if suspects:
        _judge_suspects(text, scalars, sorted(suspects))
    for scalar in scalars:
        if scalar.quoted and text[scalar.offset] == '"':
            fault = find_bad_escape(text, scalar.offset + 1, scalar.end_offset)
            if fault is not None:
                raise fault


def _judge_suspects(text: str, scalars: Sequence[Scalar], suspects: Sequence[int]) -> None:
    """Let pass what stands in a comment, or in a text that may hold it."""
    starts = [scalar.offset for scalar in scalars]
    clear = 0  # where the comment ends that the last suspect stood in
    for offset in suspects:
        if offset < clear:
            continue
        character = text[offset]
        number = bisect_right(starts, offset) - 1
        holder = scalars[number] if number >= 0 else None
        if character == ":":
            # The pure parser reads `{a:[b]}` as a field `a`, libyaml refuses it.
            if holder and not holder.quoted and holder.offset < offset == holder.end_offset:
                raise tight_colon(offset)
            continue
        if holder and not _holds(holder, text, offset):
            holder = None
        if holder and (character != "\t" or text[holder.offset] in "\"'"):
            continue
        if not _in_comment(text, scalars, starts, offset):
            raise _SAY[character](text, offset)
        clear = line_end(text, offset)


def _holds(scalar: Scalar, text: str, offset: int) -> bool:
    """Whether an offset lies in a scalar's text; the first line of a block text is not its text."""
    if offset >= scalar.end_offset:
        return False
    return text[scalar.offset] not in "|>" or offset > line_end(text, scalar.offset)


def _in_comment(text: str, scalars: Sequence[Scalar], starts: Sequence[int], offset: int) -> bool:
    for found in _COMMENT_START.finditer(text, line_start(text, offset), offset):
        number = bisect_right(starts, found.start()) - 1
        if number < 0 or not _holds(scalars[number], text, found.start()):
            return True
    return False
