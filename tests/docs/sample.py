"""Writes the report of examples/mobile-app into docs/sample/.

usage: python -m tests.docs.sample     (writes what the program now makes of the example)
"""

from __future__ import annotations

import re
from contextlib import chdir
from pathlib import Path

from tests.alignment.transcript import run

TOP = Path(__file__).resolve().parents[2]
SAMPLES = {name: TOP / "docs" / "sample" / f"report.{name}" for name in ("html", "md")}
_VERSION = re.compile(r"(?<=by outsource-check )[\w.+]*\w|(?<=time-zone data )\w+")


def write_sample(name: str) -> str:
    """The report in one format, as of the day on which the example is set."""
    with chdir(TOP):
        return run(f"outsource-check report examples/mobile-app --as-of 2026-12-01 -f {name}")


def leave_versions_out(report: str) -> str:
    """A report without the versions of the program and of its time-zone data."""
    return _VERSION.sub("…", report)


if __name__ == "__main__":
    for name, path in SAMPLES.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(write_sample(name), encoding="utf-8")
