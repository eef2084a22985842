"""A policy's waivers, applied to the breaches of one engagement after the other."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence

from outsource_check.errors import Problem
from outsource_check.gate.finding import Finding
from outsource_check.gate.globs import compile_glob
from outsource_check.gate.policy import Policy


class WaiverBook:
    """The waivers of a policy on one day, and which of them were needed so far."""

    def __init__(self, policy: Policy, as_of: datetime.date) -> None:
        self._policy = policy
        self._as_of = as_of
        self._top = os.path.realpath(policy.folder)
        self._used: set[int] = set()
        self._met: set[int] = set()
        """Waivers that cover a file which was judged."""
        self._globs = [[compile_glob(glob) for glob in w.files] for w in policy.waivers]

    def apply(
        self, breaches: Sequence[Finding], files: Sequence[str]
    ) -> tuple[list[Finding], list[Finding]]:
        """The breaches of one engagement that count, and those that a waiver silences.

        `files` are all answer files of the engagement. A breach stands for the whole engagement,
        so a waiver of any of its files covers it; one about dates, a waiver of its own file.
        """
        if not self._policy.waivers:
            return list(breaches), []
        meant = {file: self._find_meant(file) for file in files}
        everywhere = set().union(*meant.values())
        self._met |= everywhere
        left: list[Finding] = []
        waived: list[Finding] = []
        for breach in breaches:
            candidates = meant.get(breach.path or "", everywhere) if breach.date else everywhere
            number = self._find_waiver(breach, sorted(candidates))
            if number is None:
                left.append(breach)
            else:
                self._used.add(number)
                waived.append(breach.replace(waiver=self._policy.waivers[number]))
        return left, waived

    def merge(self, other: WaiverBook) -> None:
        """Add the waivers that another book of the same policy has used."""
        self._used |= other._used
        self._met |= other._met

    def list_findings(self) -> Iterator[Finding]:
        """Waivers that have expired (OC401) or were not needed (OC402, a warning)."""
        for number, waiver in enumerate(self._policy.waivers):
            place = self._policy.places.get(f"waivers.{number}")
            about = waiver.rule + (f' on "{waiver.question}"' if waiver.question else "")
            if waiver.expires < self._as_of:
                message = f"the waiver of {about} expired on {waiver.expires}"
                hint = f"deal with it, or have {waiver.owner} renew it"
                yield Finding.of(Problem(rule="OC401", message=message, place=place, hint=hint))
            elif number not in self._used and number in self._met:
                message = f"the waiver of {about} silences nothing"
                problem = Problem(rule="OC402", message=message, place=place, hint="remove it")
                yield Finding.of(problem, level="warning")

    def _find_waiver(self, breach: Finding, candidates: Sequence[int]) -> int | None:
        for number in candidates:
            waiver = self._policy.waivers[number]
            fits = waiver.rule == breach.rule and waiver.question in (None, breach.question)
            if fits and self._as_of <= waiver.expires:
                return number
        return None

    def _find_meant(self, file: str) -> set[int]:
        """The numbers of the waivers that cover a file."""
        folder, name = os.path.split(file)
        path = os.path.relpath(os.path.realpath(folder or "."), self._top)
        path = name if path == "." else f"{path}/{name}"
        return {
            number
            for number, globs in enumerate(self._globs)
            if not globs or any(glob.fullmatch(path) for glob in globs)
        }
