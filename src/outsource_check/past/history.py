"""The history file: one dated line for each engagement and round, for those without git."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from outsource_check.documents import scalars
from outsource_check.documents.faults import find_marks
from outsource_check.documents.reader import read_bytes
from outsource_check.errors import ConfigurationError, Place, Problem
from outsource_check.models import escape_halves
from outsource_check.past.states import Known, PastStates
from outsource_check.result.past import Past

FILE_NAME = "outsource-history.jsonl"
MAX_BYTES = 1 << 28
"""The largest history, in bytes: some ten thousand engagements, over some years."""


class History(PastStates):
    """The newest line of each engagement up to a day.

    Raises `ConfigurationError` where the file cannot be read, or a line of it is not sound.
    """

    def __init__(
        self, file: str | Path, day: datetime.date, *, named: bool, data: bytes | None = None
    ) -> None:
        """`named` is whether somebody asked for this day; else the lines before it count.

        `data` are the file's bytes where it is not read from the disk.
        """
        self.file = str(file)
        self.source = f"{file} of {day} or before" if named else str(file)
        self.top = os.path.realpath(Path(file).parent)
        if data is None:
            data = read_bytes(file, ConfigurationError, MAX_BYTES)
        lines = data.split(b"\n")
        self._lines: dict[tuple[str, str], tuple[int, bytes, str]] = {}
        for number, line in enumerate(lines, 1):
            if line.strip():
                self._note(number, line, str(day), named=named)

    def _note(self, number: int, line: bytes, day: str, *, named: bool) -> None:
        fields = self._parse(number, line)
        names = [fields.get(name) for name in ("engagement", "folder", "date")]
        if not all(isinstance(name, str) for name in names) or scalars.date(str(names[2])) is None:
            self._judge(number, line)
        engagement, folder, date = map(str, names)
        if date > day or (date == day and not named):
            return
        known = self._lines.get((engagement, folder))
        if known is None or known[2] <= date:
            self._lines[engagement, folder] = (number, line, date)

    def find(self, engagement: str, paths: Sequence[str]) -> Past | None:
        """As `PastStates.find`: of several of the name, the one that lay where it lies now.

        Where none did, it is the one of the newest date: the engagement has moved since.
        """
        found = {folder: line for (name, folder), line in self._lines.items() if name == engagement}
        if len(found) > 1:
            homes = {path if os.path.isdir(path) else os.path.split(path)[0] for path in paths}  # noqa: PTH112
            here = {os.path.realpath(home) for home in homes}
            lying = {folder: line for folder, line in found.items() if self._locate(folder) in here}
            newest = max(date for _, _, date in found.values())
            last = lying or {at: line for at, line in found.items() if line[2] == newest}
            if len(last) != 1:
                folders = " and ".join(f'"{folder}"' for folder in sorted(found))
                message = f'"{engagement}" is the name of several engagements here, in {folders}'
                place = Place(file=self.file)
                raise ConfigurationError(Problem(rule="OC208", message=message, place=place))
            found = last
        return next((self._judge(number, line) for number, line, _ in found.values()), None)

    def _locate(self, folder: str) -> str:
        assert self.top is not None
        return os.path.realpath(Path(self.top) / folder)

    def list_known(self) -> Iterator[Known]:
        """As `PastStates.list_known`; of several of a name, those of the newest date."""
        newest: dict[str, str] = {}
        for (engagement, _), (_, _, date) in self._lines.items():
            newest[engagement] = max(date, newest.get(engagement, ""))
        for (engagement, folder), (number, line, date) in sorted(self._lines.items()):
            if date < newest[engagement]:  # it has moved since
                continue
            people = self._judge(number, line).people
            files = tuple(one.file for one in people)
            yield Known(engagement=engagement, folder=folder, files=files)

    def _parse(self, number: int, line: bytes) -> dict[str, Any]:
        place = Place(file=self.file, line=number)
        try:
            found = json.loads(line.decode("utf-8"), object_pairs_hook=_read_fields)
        except UnicodeDecodeError:
            raise _refuse("OC002", "is not UTF-8 text", place) from None
        except json.JSONDecodeError as error:
            if marks := find_marks(error.doc):
                raise _refuse("OC003", marks.message, place) from None
            place = Place(file=self.file, line=number, column=error.colno)
            raise _refuse("OC003", f"is not valid JSON: {error.msg}", place) from None
        except RecursionError:
            raise _refuse("OC006", "is nested too deep", place) from None
        except ValueError as error:
            raise _refuse("OC303", str(error), place) from None
        if not isinstance(found, dict):
            raise _refuse("OC303", "expected an object with the state of an engagement", place)
        return found

    def _judge(self, number: int, line: bytes) -> Past:
        fields = self._parse(number, line)
        place = Place(file=self.file, line=number)
        if "behind" in fields:  # what a state that was scored anew knows, and no file
            raise _refuse("OC303", "behind: Extra inputs are not permitted", place)
        try:
            return Past.model_validate(fields)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            message = f"{where}: {first['msg']}" if where else str(first["msg"])
            raise _refuse("OC303", message, place) from None


def write_line(past: Past) -> bytes:
    """A state as a line of the history, without its line end.

    Raises `ConfigurationError` for names of files that are not UTF-8 text, as a file of text is.
    """
    for name in (past.folder, *(one.file for one in past.people)):
        if escape_halves(name) != name:
            message = f'the name "{name}" is not UTF-8 text: it cannot stand in a history'
            raise _refuse("OC002", message, Place(file=name))
    return past.model_dump_json().encode()


def _read_fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'duplicate field "{twice}"')
    return fields


def _refuse(rule: str, message: str, place: Place) -> ConfigurationError:
    return ConfigurationError(Problem(rule=rule, message=message, place=place))
