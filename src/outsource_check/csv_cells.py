"""Text on its way into a cell of a CSV file that a spreadsheet or Jira's importer reads."""

from __future__ import annotations

import re

FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\N{MINUS SIGN}",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)
"""What a spreadsheet takes for the start of a formula, full-width forms included."""
_LATER = re.compile(rf""";(?=[\s"']*[{re.escape("".join(FORMULA))}])""")
"""Where a semicolon starts a cell of its own, in a spreadsheet that is set to it."""


_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_GUARD = re.compile(rf"""(^|;)'(?=[\s"']*[{re.escape("".join(FORMULA))}])""")


def escape_cell(text: str, *, lines: bool = False) -> str:
    """A cleaned text as one quoted cell: never a formula, never more than one cell.

    Line ends and tabs become spaces, unless `lines` keeps them. What a spreadsheet would run gets
    an apostrophe before it, also behind a semicolon, which some take for the end of a cell.
    """
    line = text if lines else " ".join(text.split())
    # A text that begins as an escaped one does is escaped too: it must come back as it was.
    if line.startswith(FORMULA) or (lines and _GUARD.match(line)):
        line = f"'{line}"
    line = _LATER.sub(";'", line)
    doubled = line.replace('"', '""')
    return f'"{doubled}"'


def unescape_cell(written: str) -> str:
    """The text of what `escape_cell` wrote; of several cells, with what stands between them."""
    return _QUOTED.sub(lambda found: read_cell(found[1].replace('""', '"')), written)


def read_cell(text: str) -> str:
    """A cell's text without the apostrophes that `escape_cell` puts in."""
    return _GUARD.sub(r"\1", text)
