"""What the commands of the gate share: flags to settings, the policy of a run, files beside it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsource_check.cli.options import repeat_packs
from outsource_check.cli.output import complain
from outsource_check.cli.target import find_answers
from outsource_check.cli.writing import guard_output
from outsource_check.errors import ConfigurationError, OutputError, Problem, UsageError
from outsource_check.text import plural

if TYPE_CHECKING:
    from datetime import date

    from outsource_check.gate.policy import Policy
    from outsource_check.gate.report import Report
    from outsource_check.models import Model

MAX_LIST = 1 << 26
"""The most bytes that a list of paths may have."""


def read_flags(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Flags by setting, judged as in a policy file, and the names to show for where they came from.

    Of the settings of `since` the names begin with `since.`; None: the flag was not given.
    Raises `UsageError` for a value that the setting does not take.
    """
    from outsource_check.gate.policy import Gate, SinceSettings

    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for setting, said in given.items():
        if said is not None:
            name = setting.removeprefix("since.")
            flag = "--since" if name == "what" else f"--{name.replace('_', '-')}"
            values[setting] = _read_flag(
                flag, Gate if name == setting else SinceSettings, name, said
            )
            origins[setting] = flag
    return values, origins


def read_minima(given: Sequence[str]) -> dict[str, Any]:
    """`KEY=N` of --min, by key. Raises `UsageError`."""
    from outsource_check.gate.policy import Gate

    found: dict[str, Any] = {}
    for text in given:
        key, sign, number = text.partition("=")
        if not sign:
            raise UsageError(f'--min is "{text}": expected KEY=N')
        found |= _read_flag("--min", Gate, "min_by_key", {key: number})
    return found


def _read_flag(
    flag: str, section: type[Model], name: str, said: str | bool | dict[str, str]
) -> Any:
    """The value of a flag, read as if it stood in a section of a policy file."""
    from outsource_check.documents import parse
    from outsource_check.documents.validation import read_model

    written = ("yes" if said else "no") if isinstance(said, bool) else said
    try:
        document = parse(json.dumps({name: written}).encode(), flag, UsageError)
        return getattr(read_model(document, section), name)
    except UsageError as error:
        raise UsageError(
            replace(problem, rule="", place=None, message=f"{flag}: {problem.message}")
            for problem in error.problems
        ) from None


def choose_policy(file: str | None, ref: str | None) -> Policy:
    """The policy of a run, before flags: named, found, from git, or one that asks for nothing.

    Raises `ConfigurationError` where it cannot be read or is invalid.
    """
    from outsource_check.answers.names import name_from
    from outsource_check.folders import find_policy
    from outsource_check.gate.policy import Policy, read_policy

    if ref is not None:
        from outsource_check.gate.policy import find_policy_at, parse_policy
        from outsource_check.past.revision import Revision

        revision = Revision(ref)
        if file is None:
            return find_policy_at(revision)
        return parse_policy(revision.read_required(file), file, revision=ref)
    if file is not None:
        return read_policy(file)
    here = Path.cwd()
    found = find_policy(here)
    return Policy() if found is None else read_policy(name_from(str(here), str(found)))


def choose_paths(
    paths: Sequence[str] | None,
    files_from: str | None,
    policy: Policy,
    command: str,
    packs: list[Path] | None,
) -> list[str]:
    """The PATHs of a run: those given and listed, else the policy's, else what is here.

    Raises `UsageError` where a list of them cannot be read, and as `find_answers` does.
    """
    given = list(paths or ())
    if "" in given:
        raise UsageError("a PATH is empty: is a variable not set?")
    if files_from is not None:
        if files_from == "-" and "-" in given:
            raise UsageError("standard input can be the list of paths or an answer file, not both")
        listed = _read_list(files_from)
        if not listed and not given:
            from outsource_check.errors import SelectionError

            message = f'the list of paths "{files_from}" is empty'
            raise SelectionError(Problem(rule="OC001", message=message))
        return given + listed
    if given:
        return given
    if not policy.paths:
        return [str(find_answers(command, repeat_packs(packs), gate=True))]
    return [policy.resolve(path) for path in policy.paths]


def _read_list(file: str) -> list[str]:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MAX_LIST + 1)
        else:
            with Path(file).open("rb") as stream:
                data = stream.read(MAX_LIST + 1)
    except (OSError, ValueError, AttributeError) as error:
        reason = (getattr(error, "strerror", None) or "it cannot be opened").lower()
        raise UsageError(f'cannot read the list of paths "{file}": {reason}') from None
    if len(data) > MAX_LIST:
        raise UsageError(f'the list of paths "{file}" is larger than 64 MiB')
    names = data.split(b"\0") if b"\0" in data else data.replace(b"\r\n", b"\n").split(b"\n")
    return [os.fsdecode(name) for name in names if name.strip()]


def write_report(path: str, text: str) -> None:
    """Write a report beside stdout: whole or not at all; a device or pipe is written to.

    GitHub's summary of a step, which is shared with other steps, is added to. Raises `OutputError`.
    """
    from outsource_check.documents.replacement import replace_file

    data = text.encode("utf-8", "backslashreplace")
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    shared = bool(summary) and os.path.realpath(path) == os.path.realpath(summary or "")
    if not shared and (not os.path.lexists(path) or Path(path).is_file()):
        replace_file(path, data, generated=True)
        return
    try:
        with Path(path).open("ab" if shared else "wb") as stream:
            stream.write(data)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "error").lower()
        raise OutputError(Problem(rule="", message=f'cannot write "{path}": {reason}')) from None


def run_check(
    paths: Sequence[str],
    policy: Policy,
    *,
    packs: Iterable[str | Path],
    day: date,
    excluded: Sequence[str] = (),
    written: Collection[tuple[str, str]] = (),
    keep: str | None = None,
) -> Report:
    """The report of a check; a line on stderr counts the files where somebody watches.

    `keep` is as in `Checker`. Raises `ConfigurationError` where what to compare with cannot be
    read, `UsageError` where one of the reports that are to be `written`, each a format and a path,
    would take the place of what is read.
    """
    from outsource_check.gate.check import Checker
    from outsource_check.gate.selection import select

    warn_of_terminal(paths)
    selection = select(paths, excluded)
    read = [policy.file] if policy.file else []
    used = choose_packs(policy, packs)
    read += used
    what, history = _locate_past(policy)
    read += [history] if history else []
    guard_reports(written, [*(item.file for item in selection.files), *read])
    past = None
    if what is not None:
        from outsource_check.past import open_past

        past = open_past(what, paths, packs=used, as_of=day, revision=policy.revision)
    checker = Checker(policy=policy, as_of=day, packs=used, past=past, keep=keep)
    progress = Progress(len(selection.files))
    try:
        return checker.run(selection, progress.update)
    finally:
        progress.close()


def guard_reports(written: Collection[tuple[str, str]], reads: Sequence[str | Path | None]) -> None:
    """Refuse reports that would overwrite what is read, such as answers; None is no file.

    Raises `UsageError` as `guard_output` does, and for two reports at one place.
    """
    if len({os.path.realpath(path) for _, path in written}) < len(written):
        raise UsageError("two reports have the same PATH: give each its own")
    for _, path in written:
        guard_output(path, kind="check", reads=[read for read in reads if read is not None])


def choose_packs(policy: Policy, packs: Iterable[str | Path]) -> tuple[str, ...]:
    """The folders of own packs: those of --pack, then the policy's that have other ids.

    Raises `ConfigurationError` where one of them cannot be read.
    """
    from outsource_check.pack.finding import find_given_packs

    given = tuple(str(pack) for pack in packs)
    if not policy.packs:
        return given
    taken = find_given_packs(given)
    try:
        own = find_given_packs(map(policy.resolve, policy.packs))
    except ConfigurationError as error:
        place = policy.places["packs"]
        raise ConfigurationError(replace(one, place=place) for one in error.problems) from None
    return (*given, *(str(folder) for name, folder in own.items() if name not in taken))


def _locate_past(policy: Policy) -> tuple[str | None, str | None]:
    """What a run compares with, and the file of it where it is a history.

    A folder or a history of the policy is found from the policy's folder.
    """
    what = policy.since.what
    if what is None:
        return None, None
    from outsource_check.past import split_history

    if not policy.origin("since.what").startswith("--"):
        there = policy.resolve(what)
        if Path(there).is_dir() or split_history(there):
            what = there
    history = split_history(what)
    return what, history and history[0]


class Progress:
    """A line on stderr that counts, where a terminal watches and it takes longer than a second."""

    def __init__(self, total: int) -> None:
        import time

        self._clock = time.monotonic
        self._next = self._clock() + 1
        self._total = total
        self._files = plural(f"{total:,}", "file")
        self._shown = False
        quiet = os.environ.get("CI") or os.environ.get("TERM") == "dumb"
        self._watched = False
        with suppress(ValueError, AttributeError):
            self._watched = not quiet and sys.stderr.isatty()

    def update(self, done: int) -> None:
        """Show how far it is, at most ten times a second."""
        if self._watched and self._clock() >= self._next:
            self._next = self._clock() + 0.1
            self._shown = True
            self._write(f"\r{done:,} of {self._files}")

    def close(self) -> None:
        """Remove the line."""
        if self._shown:
            self._write("\r" + " " * (2 * len(f"{self._total:,}") + 10) + "\r")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()


def warn_of_terminal(paths: Sequence[str]) -> None:
    """Say so where answers are awaited from a keyboard."""
    with suppress(ValueError, AttributeError):
        if "-" in paths and sys.stdin.isatty():
            complain("Reading answers from the terminal; end them with Ctrl-D.")
