from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import outsource_check

TERMINAL_LIBRARIES = ("prompt_toolkit", "questionary", "rich", "typer")


@pytest.mark.parametrize("name", outsource_check.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert name in dir(outsource_check)
    value = getattr(outsource_check, name)
    assert name == "__version__" or value.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        outsource_check.scores  # noqa: B018


def test_importing_every_public_name_imports_no_terminal_library() -> None:
    script = f"""
import sys
from outsource_check import AnswerFile, Pack, judge, load_pack, read_answers, render, score
print([name for name in {TERMINAL_LIBRARIES!r} if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_the_example_in_the_docs_prints_its_verdict() -> None:
    page = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.+?)```\n\nprints `(.+?)`", page, re.DOTALL)
    assert found is not None
    script, printed = found.groups()
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == printed
