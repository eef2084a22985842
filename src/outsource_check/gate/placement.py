"""Where machines look for a remark: its path in the repository, its fingerprint, its weight."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outsource_check.gate.outcome import Remark, Report


def repository_path(report: Report, file: str) -> str:
    """A file's path from the repository's top, links of its folders resolved, with `/`.

    A file outside of the repository keeps its own path; standard input is named as such.
    """
    if file in ("", "-"):
        return "stdin" if file else "."
    folder, name = os.path.split(file)
    try:
        path = os.path.relpath(os.path.realpath(folder or "."), report.root or ".")
    except ValueError:  # no file can have this name
        return file
    if path.split("/")[0] == "..":
        return file
    return os.path.normpath(f"{path}/{name}")


def fingerprint_remarks(report: Report) -> list[str]:
    """A fingerprint for each remark: the same as long as rule, path and what it is about are.

    Neither line, score nor message are part of it. Remarks that are alike in all the rest are
    counted, so that no two fingerprints are the same.
    """
    seen: Counter[str] = Counter()
    found = []
    for remark in report.remarks:
        path = repository_path(report, remark.place.file)
        about = (remark.problem.rule, path, remark.engagement, remark.key, remark.question)
        text = "\0".join(about).encode("utf-8", "surrogatepass")
        base = hashlib.sha256(text).hexdigest()[:32]
        seen[base] += 1
        found.append(f"{base}:{seen[base]}")
    return found


def weigh(remark: Remark) -> int:
    """How bad a remark is: 0 nothing was judged there, 1 the gate says no, 2 a warning."""
    if remark.level == "warning":
        return 2
    return 1 if remark.judges else 0


def worst_first(remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks by weight, and otherwise as they came."""
    return sorted(remarks, key=weigh)
