"""A terminal's screen as an SVG picture: small, with a name for those who do not see it.

rich draws it; what it draws around a screen by itself fetches a font from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import StringIO
from itertools import groupby

import pyte
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

_FORMAT = """\
<svg role="img" viewBox="0 0 {{width}} {{height}}" xmlns="http://www.w3.org/2000/svg">
<title>{title}</title>
<style>
.{{unique_id}}-matrix {{{{
font: {{char_height}}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace }}}}
{{styles}}
</style>
<defs>
{{lines}}
</defs>
{{chrome}}
<g transform="translate({{terminal_x}}, {{terminal_y}})">
{{backgrounds}}
<g class="{{unique_id}}-matrix">
{{matrix}}
</g>
</g>
</svg>
"""


_GROUND, _TEXT = (30, 30, 30), (212, 212, 212)
_RED, _GREEN, _YELLOW = (241, 76, 76), (35, 209, 139), (245, 245, 67)
_BLUE, _MAGENTA, _CYAN = (91, 165, 240), (220, 130, 220), (41, 184, 219)
_THEME = TerminalTheme(
    _GROUND, _TEXT, [_GROUND, _RED, _GREEN, _YELLOW, _BLUE, _MAGENTA, _CYAN, _TEXT]
)
"""Colours that are read on their ground: rich's own are too dark for that."""


def draw(lines: Sequence[Sequence[pyte.screens.Char]], title: str) -> str:
    """The picture of some lines of a screen; `title` says what is to be seen."""
    columns = max(map(len, lines))
    console = Console(
        record=True, file=StringIO(), width=columns, color_system="truecolor", force_terminal=True
    )
    for line in lines:
        parts = groupby(line, _style)
        console.print(
            Text.assemble(*(("".join(char.data for char in part), style) for style, part in parts)),
            no_wrap=True,
        )
    drawn = console.export_svg(
        title="",
        unique_id="t",
        theme=_THEME,
        code_format=_FORMAT.format(title=escape(title, quote=False)),
    )
    # rich aligns its markup with blanks; they stand in no text, which has no-break ones.
    return "".join(f"{line.strip()}\n" for line in drawn.splitlines() if line.strip())


def _style(char: pyte.screens.Char) -> str:
    ways = (("bold", char.bold), ("reverse", char.reverse), ("underline", char.underscore))
    words = [way for way, set_so in ways if set_so]
    if char.fg != "default":
        words.append(_colour(char.fg))
    if char.bg != "default":
        words.append(f"on {_colour(char.bg)}")
    return " ".join(words)


def _colour(name: str) -> str:
    """The colour as rich names it: pyte calls yellow brown, and the others by what they are."""
    if len(name) == 6 and all(digit in "0123456789abcdef" for digit in name):
        return f"#{name}"
    return name.replace("bright", "bright_").replace("brown", "yellow")
