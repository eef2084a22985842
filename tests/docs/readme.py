"""Runs the example of README.md, as it is pasted there.

usage: python -m tests.docs.readme     (writes what is now printed into the page)
"""

from __future__ import annotations

import re
import shutil
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.alignment.transcript import run

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "README.md"
_EXAMPLE = re.compile(
    r"^```sh\n(?P<pasted>.*?)^```$.*?^```text\n(?P<printed>.*?)^```$", re.DOTALL | re.MULTILINE
)


def rewrite(page: str) -> str:
    """The page with what the last command of its example prints now."""
    found = _EXAMPLE.search(page)
    assert found, "the page has no example"
    start, end = found.span("printed")
    return page[:start] + run_example(found["pasted"])[-1] + page[end:]


def run_example(pasted: str) -> list[str]:
    """What each line prints, in a folder that has what a clone has."""
    with TemporaryDirectory() as folder, chdir(folder):
        shutil.copytree(TOP / "examples", "examples")
        printed = [run(line.removeprefix(".venv/bin/")) for line in pasted.splitlines()]
        assert Path("report.html").exists()
    return [re.sub(r"^\[exit status [0-9]+\]\n", "", text, flags=re.MULTILINE) for text in printed]


if __name__ == "__main__":
    PAGE.write_text(rewrite(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
