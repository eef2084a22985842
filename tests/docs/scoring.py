"""Lays out the examples of docs/scoring.md and docs/plan.md and runs the commands that they show.

usage: python -m tests.docs.scoring     (writes what is now printed into the pages)
"""

from __future__ import annotations

import os
import re
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.alignment.transcript import run
from tests.interview.transcript import DAY

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "scoring.md"
PLAN = DOCS / "plan.md"
_FILE = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_RUN = re.compile(r"(?<=^```console\n)\$ ([^\n]+)\n.*?(?=^```$)", re.DOTALL | re.MULTILINE)


def lay_out(page: str, folder: Path) -> None:
    """Write the files of the page into a folder."""
    for name, text in _FILE.findall(page):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def rewrite(page: str) -> str:
    """The page with what its commands print now."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DAY, "NO_COLOR": "1"}
    with TemporaryDirectory() as folder, chdir(folder), patch.dict(os.environ, environment):
        lay_out(page, Path(folder))
        return _RUN.sub(lambda found: f"$ {found[1]}\n{run(found[1])}", page)


if __name__ == "__main__":
    for page in (PAGE, PLAN):
        page.write_text(rewrite(page.read_text(encoding="utf-8")), encoding="utf-8")
