"""What a policy ignores of the breaches of one engagement after the other."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from outsource_check.errors import Problem
from outsource_check.gate.finding import Finding
from outsource_check.gate.globs import compile_glob, make_relative
from outsource_check.gate.policy import Policy
from outsource_check.pack.moves import Move

OldIds = Mapping[str, tuple[str, Move | None]]
_NONE_MOVED: OldIds = MappingProxyType({})


class IgnoreBook:
    """The entries of a policy's `ignore` on one day, and which of them were needed so far."""

    def __init__(self, policy: Policy, as_of: datetime.date) -> None:
        self._policy = policy
        self._as_of = as_of
        self._top = os.path.realpath(policy.folder)
        self._used: set[int] = set()
        self._met: set[int] = set()
        """Entries that cover a file which was judged."""
        self._globs = [[compile_glob(glob) for glob in entry.files] for entry in policy.ignore]

    def apply(
        self, breaches: Sequence[Finding], files: Sequence[str], moved: OldIds = _NONE_MOVED
    ) -> tuple[list[Finding], list[Finding]]:
        """The breaches of one engagement that count, and those that the policy ignores.

        `files` are all answer files of the engagement, `moved` the pack's old ids: an entry may
        name a question by the one that it had before. A breach stands for the whole engagement,
        so an entry for any of its files covers it; one about dates, an entry for its own file.
        """
        if not self._policy.ignore:
            return list(breaches), []
        meant = {file: self._find_meant(file) for file in files}
        everywhere = set().union(*meant.values())
        self._met |= everywhere
        left: list[Finding] = []
        ignored: list[Finding] = []
        for breach in breaches:
            candidates = meant.get(breach.path or "", everywhere) if breach.date else everywhere
            number = self._find_entry(breach, sorted(candidates), moved)
            if number is None:
                left.append(breach)
            else:
                self._used.add(number)
                ignored.append(breach.replace(ignore=self._policy.ignore[number]))
        return left, ignored

    def merge(self, other: IgnoreBook) -> None:
        """Add the entries that another book of the same policy has used."""
        self._used |= other._used
        self._met |= other._met

    def list_findings(self) -> Iterator[Finding]:
        """Entries that have expired (OC401) or were not needed (OC402, a warning)."""
        for number, entry in enumerate(self._policy.ignore):
            place = self._policy.places.get(f"ignore.{number}")
            about = entry.rule + (f' on "{entry.question}"' if entry.question else "")
            if entry.expires < self._as_of:
                message = f"ignoring {about} ended on {entry.expires}"
                hint = f"deal with it, or have {entry.owner} renew it"
                yield Finding.of(Problem(rule="OC401", message=message, place=place, hint=hint))
            elif number not in self._used and number in self._met:
                message = f"ignoring {about} changes nothing"
                problem = Problem(rule="OC402", message=message, place=place, hint="remove it")
                yield Finding.of(problem, level="warning")

    def _find_entry(self, breach: Finding, candidates: Sequence[int], moved: OldIds) -> int | None:
        for number in candidates:
            entry = self._policy.ignore[number]
            question = entry.question and moved.get(entry.question, (entry.question, None))[0]
            fits = entry.rule == breach.rule and question in (None, breach.question)
            if fits and self._as_of <= entry.expires:
                return number
        return None

    def _find_meant(self, file: str) -> set[int]:
        """The numbers of the entries that cover a file."""
        folder, name = os.path.split(file)
        path = make_relative(folder, self._top)
        path = name if path == "." else f"{path}/{name}"
        return {
            number
            for number, globs in enumerate(self._globs)
            if not globs or any(glob.fullmatch(path) for glob in globs)
        }
