"""What a command works on where no PATH is given: what `assess` wrote here."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from outsource_check.cli.output import complain
from outsource_check.errors import AnswerError, Problem, UsageError
from outsource_check.text import clean, quote

if TYPE_CHECKING:
    from outsource_check.result import Result

DEPTH = 2
"""How deep folders are looked into: `init` lays them out as `engagements/NAME`."""
LISTED = 10
"""How many commands are listed where several folders could be meant."""


def choose_answers(given: list[Path] | None, command: str, rest: str) -> list[Path]:
    """The PATHs that a command was given, else as `find_answers`."""
    return given or [find_answers(command, rest)]


def compare_with(
    what: str, result: Result, paths: Sequence[Path], packs: Sequence[Path] | None
) -> Result:
    """The result with what became of it since an earlier state; where it is new, that is said.

    Raises `ConfigurationError` where the earlier state cannot be read or compared with.
    """
    from outsource_check.past import open_past
    from outsource_check.result.since import compare

    given = [str(path) for path in paths]
    used = [str(pack) for pack in packs or ()]
    states = open_past(what, given, packs=used, as_of=result.as_of)
    then = states.find(result.engagement, given)
    if then is None:
        name = clean(result.engagement)
        complain(f'Nothing to compare with: {clean(states.source)} has no answers of "{name}".')
        return result
    return result.replace(since=compare(then, result, states.source))


def find_answers(command: str, rest: str = "", *, gate: bool = False) -> Path:
    """`answers.yaml` here, else the one folder that holds answers: this one, or one inside it.

    Other answer files beside `answers.yaml` are of the same engagement: then the folder is meant.
    `command` and the `rest` of its words are for messages. A `gate` takes several engagements where
    they are named, and passes over no folder that lies deeper or that it cannot read. Raises
    `UsageError` where there are no answers or several folders could be meant, `AnswerError` for a
    folder that cannot be read.
    """
    from outsource_check.answers.names import DEFAULT_FILE
    from outsource_check.answers.selection import list_answers

    others = [file for file in list_answers(".") if Path(file) != Path(DEFAULT_FILE)]
    if others:
        return Path()
    if os.path.lexists(DEFAULT_FILE):
        return Path(DEFAULT_FILE)
    folders = list(_find_folders(Path(), sys.maxsize if gate else DEPTH, refuse=gate))
    if not folders:
        message = f"no answers here: neither {DEFAULT_FILE} nor a folder with answer files"
        hint = f"outsource-check assess asks the questions; or name the answers: {command} PATH"
        hint += f"{rest}, or `paths` in the policy" if gate else rest
        raise UsageError(Problem(rule="", message=message, hint=hint))
    if len(folders) == 1:
        return folders[0]
    named = [Path(), *folders] if gate else folders
    lines = [f"outsource-check {command} {quote(str(folder))}{rest}" for folder in named[:LISTED]]
    lines += [f"… and {len(named) - LISTED} more"] if len(named) > LISTED else []
    message = "several folders here hold answers; name the one that you mean:"
    raise UsageError(Problem(rule="", message=message, hint="\n".join(lines)))


def _find_folders(top: Path, depth: int, *, refuse: bool) -> Iterator[Path]:
    """The folders inside one that hold answers; hidden ones, links and `-…` are passed over.

    With `refuse`, one that cannot be read raises `AnswerError`.
    """
    from outsource_check.answers.selection import list_answers

    waiting = [(folder, 1) for folder in _list_folders(top)]
    while waiting:
        folder, level = waiting.pop(0)
        try:
            if list_answers(folder):
                yield folder
            elif level < depth:
                waiting[:0] = [(inner, level + 1) for inner in _list_folders(folder)]
        except AnswerError:
            if refuse:
                raise


def _list_folders(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        return sorted(
            folder / entry.name
            for entry in entries
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith((".", "-"))
        )
