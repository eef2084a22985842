"""How long the full report of a complete answer file takes, in one process.

`first` is a report that compiles its templates, `again` one whose templates are compiled: what a
program pays for every further report.
"""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from engagements import write_engagements  # type: ignore[import-not-found]

from outsource_check.answers import read_answers
from outsource_check.report import render, rendering
from outsource_check.result import score

BOUND = 0.45
"""The most that `again` may be of `first`: about 60 ms wherever `first` takes about 130."""


def measure(repeats: int) -> list[tuple[float, float]]:
    """Seconds of CPU time of `again` and of `first`, in turn."""
    pairs = []
    with TemporaryDirectory() as folder:
        write_engagements(Path(folder), 1)
        engagement = read_answers([Path(folder) / "00000"])
    result = score(engagement, as_of=datetime.date(2026, 11, 24))
    render(result)
    for _ in range(repeats):
        rendering._open.cache_clear()
        begun = time.process_time()
        render(result)
        compiled = time.process_time()
        render(result)
        pairs.append((time.process_time() - compiled, compiled - begun))
    return pairs
