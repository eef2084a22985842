"""Commands import what they need, and nothing else: start-up counts most."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_statuses import ANSWERS

PROBE = """
import sys
from outsource_check.cli import main
main(sys.argv[1:])
print("\\n".join(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(folder: Path, *arguments: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COVERAGE_PROCESS_START": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "kept_out"),
    [
        (["--version"], {"rich", "questionary", "prompt_toolkit", "jinja2", "yaml"}),
        (["score", "a.yaml", "--json"], {"rich", "questionary", "prompt_toolkit", "jinja2"}),
        (["score", "a.yaml"], {"questionary", "prompt_toolkit", "jinja2"}),
        (["check", "a.yaml"], {"rich", "questionary", "prompt_toolkit", "jinja2"}),
        (["report", "a.yaml"], {"rich", "questionary", "prompt_toolkit"}),
        (
            ["overlap", "Europe/London@09:00-17:00", "Asia/Tokyo@09:00-17:00", "--json"],
            {"rich", "questionary", "prompt_toolkit", "jinja2", "yaml"},
        ),
    ],
)
def test_a_command_does_not_import_what_it_does_not_need(
    arguments: list[str], kept_out: set[str], tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(ANSWERS)
    assert loaded(tmp_path, *arguments) & kept_out == set()


def test_a_module_in_the_current_folder_is_not_imported_in_the_place_of_a_library(
    tmp_path: Path,
) -> None:
    for name in ("typer", "rich", "yaml", "pydantic", "records", "cli", "shutil", "difflib"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from here')\n")
    (tmp_path / "a.yaml").write_text(ANSWERS)
    run = subprocess.run(
        [sys.executable, "-m", "outsource_check", "score", "a.yaml"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
