"""Text on its way into a cell of a CSV file that a spreadsheet or Jira's importer reads."""

from __future__ import annotations

_FORMULA = (
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


def escape_cell(text: str) -> str:
    """A cleaned text as one quoted cell: never a formula, never more than one cell.

    Line ends become spaces. A text that a spreadsheet would run gets an apostrophe before it.
    """
    line = " ".join(text.split())
    if line.startswith(_FORMULA):
        line = f"'{line}"
    doubled = line.replace('"', '""')
    return f'"{doubled}"'
