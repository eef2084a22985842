"""What `--since` names: a git revision, a day, a folder, or a history."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from outsource_check.answers.selection import Files, select_files
from outsource_check.documents import scalars
from outsource_check.errors import ConfigurationError, Problem
from outsource_check.past.history import MAX_BYTES, History
from outsource_check.past.revision import Revision
from outsource_check.past.states import PastFiles, PastStates

_HISTORY = re.compile(r"(.+\.jsonl)(?:@([^@/]*))?", re.DOTALL)


def open_past(
    what: str,
    paths: Sequence[str],
    *,
    packs: Sequence[str] = (),
    as_of: datetime.date,
    revision: str = "",
) -> PastStates:
    """The earlier states that `what` names.

    A name that ends in `.jsonl` is a history, with `@DATE` up to that day, else up to the day
    before `as_of`; a date is the last commit of that day or before; a folder is read as it is;
    anything else is a git revision of the repository that the first of `paths` lies in. Where a
    policy was read from a `revision`, so is the history that it names: a change cannot weaken the
    gate that it must pass. Raises `ConfigurationError`.
    """
    history = split_history(what)
    if history is not None:
        file, day = history
        found = None if day is None else scalars.date(day)
        if day is not None and found is None:
            message = f'"{what}": expected {scalars.DATE} after the @'
            raise ConfigurationError(Problem(rule="OC303", message=message))
        data = Revision(revision).read_required(file, MAX_BYTES) if revision else None
        return History(file, found or as_of, named=found is not None, data=data)
    day_named = scalars.date(what)
    given = next((path for path in paths if path != "-"), ".")
    # A PATH may be a pattern, or lead nowhere.
    home = str(next(one for one in (Path(given), *Path(given).parents) if os.path.isdir(one)))  # noqa: PTH112
    if day_named is None and os.path.isdir(what):  # noqa: PTH112
        _refuse_both(what, home)
        if revision:
            message = f'a policy of a git revision cannot name a folder, found "{what}"'
            hint = "name a git revision, a day or a history"
            raise ConfigurationError(Problem(rule="OC303", message=message, hint=hint))
        return _open_folder(what, packs, as_of)
    return _open_revision(day_named or what, home, packs, as_of)


def split_history(what: str) -> tuple[str, str | None] | None:
    """The file of a history that `what` names, and the text of its day; None where it is none."""
    found = _HISTORY.fullmatch(what)
    if found is None or os.path.isdir(what):  # noqa: PTH112 - an odd name is no folder
        return None
    return found[1], found[2]


def _refuse_both(what: str, home: str) -> None:
    """Refuse a name that is a folder and a git revision: it could mean either."""
    if "/" in what or what in (".", ".."):
        return
    try:
        Revision(what, home)
    except ConfigurationError:
        return
    message = f'"{what}" is a folder and a git revision'
    hint = f"write ./{what} for the folder, refs/heads/{what} or refs/tags/{what} for the revision"
    raise ConfigurationError(Problem(rule="OC303", message=message, hint=hint))


def _open_folder(folder: str, packs: Sequence[str], as_of: datetime.date) -> PastStates:
    folder = os.path.normpath(folder)
    return PastFiles(
        source=f"the folder {folder}",
        disk=Files(),
        names=[file for file, _ in select_files([folder], recursive=True)],
        locate=partial(_find_inside, folder),
        packs=packs,
        as_of=as_of,
    )


def _find_inside(folder: str, path: str) -> str:
    """The folder itself for a folder of today, the file of the name in it for a file."""
    return folder if os.path.isdir(path) else os.path.join(folder, os.path.basename(path))  # noqa: PTH112, PTH118, PTH119


def _open_revision(
    name: str | datetime.date, home: str, packs: Sequence[str], as_of: datetime.date
) -> PastStates:
    revision = Revision(name, home)
    files = revision.find_answers()
    return PastFiles(
        source=f"git revision {name}" if isinstance(name, str) else f"git as of {name}",
        disk=revision.load(files),
        names=files,
        locate=partial(_find_in_revision, revision),
        packs=packs,
        as_of=as_of,
        date=revision.date,
        prefix=f"{name}:",
        top=revision.top,
        covers=revision.covers,
    )


def _find_in_revision(revision: Revision, path: str) -> str:
    """Where a path of today lay, from the top of the repository."""
    found = revision.make_relative(path)
    return "" if found == "." else found
