"""The rows of a CSV file: cells by column, each row with its line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from outsource_check.csv_cells import read_cell
from outsource_check.documents import near
from outsource_check.documents.reader import decode
from outsource_check.errors import ConfigurationError, Place, Problem
from outsource_check.pack.spreadsheet.columns import BY_NAME, COLUMNS, fold

_DELIMITERS = (",", ";", "\t", "|")
_COMMA_OF_WORTH = re.compile(r"(=\s*[0-9]+),([0-9]+)")
_DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]+)")
RULE = "OC303"


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetRow:
    """One row that says something."""

    line: int
    """1-based, where it begins."""
    cells: dict[str, str]
    """What stands in it, by column, blanks at both ends left out; empty cells are left out."""

    def get(self, column: str) -> str:
        """A cell's text; empty where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A CSV file as read."""

    file: str
    rows: tuple[SheetRow, ...]
    names: dict[str, str]
    """What the file calls each column that it has."""
    ignored: tuple[str, ...]
    """What is said of columns that are not read, one each."""

    def refuse(self, line: int, message: str, hint: str = "", found: str | None = None) -> Problem:
        """What is wrong with a row."""
        place = Place(file=self.file, line=line)
        shown = "" if found is None else f'"{found}"' if found else "nothing"
        return Problem(rule=RULE, message=message, hint=hint, found=shown, place=place)

    def refuse_cell(self, row: SheetRow, column: str, expected: str, hint: str = "") -> Problem:
        """What is wrong with a cell."""
        message = f'in the column "{self.names.get(column, column)}": expected {expected}'
        return self.refuse(row.line, message, hint, row.get(column))


def read_sheet(data: bytes, file: str) -> Sheet:
    """The rows of a CSV file with a header, separated by `,`, `;`, tabs or `|`.

    Raises `ConfigurationError` for what is no such file, or has no column of questions.
    """
    text = decode(data, file, ConfigurationError)
    delimiter = _find_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        _refuse(file, line, f"the row cannot be read: {error}", 'in a cell write " as ""')
    if not rows:
        _refuse(file, 1, "expected a header and a row for each question, found an empty file")
    (first, header), *others = rows
    columns, ignored = _read_header(file, first, header)
    sheet = Sheet(
        file=file,
        rows=(),
        names={name: header[at] for at, name in columns.items()},
        ignored=ignored,
    )
    problems = [
        sheet.refuse(line, f"the row has {len(cells)} cells, the header {len(header)}")
        for line, cells in others
        if any(cell.strip() for cell in cells[len(header) :])
    ]
    if problems:
        raise ConfigurationError(problems)
    comma = delimiter != ","
    found = [
        SheetRow(line=line, cells=_read_cells(cells, columns, comma=comma))
        for line, cells in others
    ]
    return Sheet(
        file=file,
        rows=tuple(row for row in found if row.cells),
        names=sheet.names,
        ignored=ignored,
    )


_NUMBERS = ("worth", "weight", "effort days", "worst", "best")


def _read_cells(cells: list[str], columns: dict[int, str], *, comma: bool) -> dict[str, str]:
    found = {}
    for index, column in columns.items():
        text = read_cell(cells[index]).strip() if index < len(cells) else ""
        # Where commas do not separate cells, they stand in numbers.
        if comma and column in _NUMBERS:
            text = _DECIMAL_COMMA.sub(r"\1.\2", text)
        elif comma and column == "options":
            text = _COMMA_OF_WORTH.sub(r"\1.\2", text)
        if text:
            found[column] = text
    return found


def _find_delimiter(text: str) -> str:
    """What separates the cells of the header: what makes most of its names known."""
    header = text.lstrip().partition("\n")[0]

    def count(delimiter: str) -> int:
        try:
            (cells, *_) = csv.reader([header], delimiter=delimiter)
        except (csv.Error, ValueError):
            return 0
        return sum(fold(cell) in BY_NAME for cell in cells)

    return max(_DELIMITERS, key=count)


def _read_header(file: str, line: int, header: list[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    columns: dict[int, str] = {}
    ignored = []
    for index, name in enumerate(header):
        known = BY_NAME.get(fold(name))
        if known is None and name.strip():
            hint = near(fold(name), COLUMNS)
            ignored.append(f'the column "{name.strip()}"' + (f": {hint}" if hint else ""))
        elif known in columns.values():
            first = next(header[at] for at, other in columns.items() if other == known)
            _refuse(
                file, line, f'the columns "{first}" and "{name}" are both "{known}"', "rename one"
            )
        elif known is not None:
            columns[index] = known
    if not {"title", "ask"} & set(columns.values()):
        message = 'expected a header with a column "title" or "ask"'
        _refuse(file, line, message, f"the columns are {', '.join(COLUMNS)}")
    return columns, tuple(ignored)


def _refuse(file: str, line: int, message: str, hint: str = "") -> None:
    place = Place(file=file, line=line)
    raise ConfigurationError(Problem(rule=RULE, message=message, hint=hint, place=place))
