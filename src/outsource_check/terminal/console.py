"""The one way onto a screen: rich lays out, and whatever comes from a file stays text.

All text is made by `plain`, which cleans it: it is never markup.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import (
    Console,
    ConsoleOptions,
    Group,
    RenderableType,
    RenderResult,
    detect_legacy_windows,
)
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from outsource_check.text import clean, find_width

WIDE = 60
"""From how many columns on there is room for three things beside each other."""
_UNBROKEN = "\ufdd0"
"""Stands for a space at which no line ends: rich knows none. No text has it."""
_TOGETHER = re.compile(
    r"\u00a0|(?<=[0-9]) (?=%|(?:h|min|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b)|(?<=[0-9] h) (?=[0-9]+ min\b)"
)
"""No-break spaces, and those inside "3 h 30 min", "1 January" and "25 %"."""
_BLANKS = re.compile(r" +((?:\x1b\[[0-9;]*m)*)$", re.MULTILINE)
"""At the end of a line, before what ends a colour."""


def open_console(*, colour: bool = True, columns: int = 0) -> Console:
    """The terminal on stdout: colour only where it is wanted and possible.

    Without `colour` no escape is written, whatever the terminal can do. `columns` are the
    terminal's own where they are not given.
    """
    forced = os.environ.get("FORCE_COLOR", "")
    bare = not colour or bool(os.environ.get("NO_COLOR")) or forced in ("0", "false")
    bare = (
        bare
        or detect_legacy_windows()
        or os.environ.get("TERM") == "dumb"
        or not (sys.stdout.isatty() or forced)
    )
    return Console(
        color_system=None if bare else "auto",
        force_terminal=None if not forced or bare else True,
        width=columns or find_width(),
        height=25,  # never used; without it rich takes a dumb terminal's width for 80
        highlight=False,
        markup=False,
        emoji=False,
    )


def show(parts: Iterable[RenderableType], *, colour: bool = True, columns: int = 0) -> str:
    """Parts of a screen, one below the other, as text; no line ends in blanks."""
    console = open_console(colour=colour, columns=columns)
    with console.capture() as capture:
        console.print(Group(*parts), crop=False)
    return _BLANKS.sub(r"\1", capture.get().replace(_UNBROKEN, " "))


def plain(text: str, style: str = "") -> Text:
    """A text from anywhere, cleaned; lines end between its words."""
    return Text(_TOGETHER.sub(_UNBROKEN, clean(text)), style=style, overflow="fold")


def heading(text: str) -> Text:
    """The title of a part of a screen."""
    return plain(text, "bold")


def indented(text: str) -> Padding:
    """A text that stands two columns in."""
    return Padding.indent(plain(text), 2)


def whole(text: str) -> Text:
    """A command or a path to copy: on one line, however narrow the screen."""
    return Text(f"  {clean(text)}", no_wrap=True, overflow="ignore")


def grid(
    rows: Iterable[Sequence[RenderableType]], *, indent: int = 2, gap: int = 2, label: int = 0
) -> Padding:
    """Rows of cells, of which the widest wrap; the first take at least `label` columns."""
    rows = list(rows)
    table = Table.grid(padding=(0, gap, 0, 0))
    table.add_column(min_width=label)
    for row in rows:
        table.add_row(*(plain(cell) if isinstance(cell, str) else cell for cell in row))
    return Padding.indent(table, indent)


@dataclass(frozen=True)
class Named:
    """Names, and what is said of each beside it; below it where the screen is narrow."""

    rows: Sequence[tuple[str, RenderableType]]
    label: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width >= WIDE:
            yield grid(self.rows, label=self.label)
            return
        for name, said in self.rows:
            yield indented(name)
            yield Padding.indent(plain(said) if isinstance(said, str) else said, 4)


def bullets(texts: Iterable[RenderableType], mark: str = "•", *, indent: int = 2) -> Padding:
    """A list of texts, each behind a mark."""
    return grid(((mark, text) for text in texts), gap=1, indent=indent)
