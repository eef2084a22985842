"""Commands import what they need, and nothing else: start-up counts most."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.chance import spread
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
    spread(
        [
            (["--version"], {"rich", "questionary", "prompt_toolkit", "jinja2", "yaml"}),
            (
                ["score", "a.yaml", "--json"],
                {
                    *("rich", "questionary", "prompt_toolkit", "jinja2"),
                    *("outsource_check.documents.writer", "outsource_check.result.since"),
                },
            ),
            (["score", "a.yaml"], {"questionary", "prompt_toolkit", "jinja2"}),
            (["align", "a.yaml", "--json"], {"rich", "questionary", "prompt_toolkit"}),
            (["check", "a.yaml"], {"rich", "questionary", "prompt_toolkit", "jinja2"}),
            (["report", "a.yaml"], {"rich", "questionary", "prompt_toolkit"}),
            (
                ["overlap", "Europe/London@09:00-17:00", "Asia/Tokyo@09:00-17:00", "--json"],
                {"rich", "questionary", "prompt_toolkit", "jinja2", "yaml"},
            ),
        ],
        3,
    ),
)
def test_a_command_does_not_import_what_it_does_not_need(
    arguments: list[str], kept_out: set[str], tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(ANSWERS)
    assert loaded(tmp_path, *arguments) & kept_out == set()


def run_as_module(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "outsource_check", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_module_in_the_current_folder_is_not_imported_in_the_place_of_a_library(
    tmp_path: Path,
) -> None:
    # What `-m` itself imports comes before any line of the package.
    code = "import runpy, sys; print(*sys.modules)"
    words = [sys.executable, "-c", code]
    loaded_before = subprocess.run(words, capture_output=True, text=True, check=True, cwd="/")
    theirs = {"typer", "rich", "yaml", "pydantic", "jinja2", "questionary", "prompt_toolkit"}
    ours = {"cli", "documents", "models", "text"}
    names = (set(sys.stdlib_module_names) | theirs | ours) - set(loaded_before.stdout.split())
    assert {"__future__", "typing", "json", "typer"} <= names
    for name in names:
        (tmp_path / f"{name}.py").write_text(f"raise SystemExit('imported {name} from here')\n")
    (tmp_path / "a.yaml").write_text(ANSWERS)
    for arguments in (["score", "a.yaml"], ["report", "a.yaml", "-o", "a.html"], ["pack", "lint"]):
        run = run_as_module(tmp_path, *arguments)
        assert (run.returncode, "from here" in run.stderr) == (0, False), run.stderr


@pytest.mark.skipif(os.name == "nt", reason="a folder in use cannot be removed there")
def test_a_folder_that_is_gone_keeps_nothing_from_running(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ANSWERS)
    (tmp_path / "gone").mkdir()
    code = (
        "import os, sys; os.rmdir(os.getcwd()); "
        "os.execv(sys.executable, [sys.executable, '-m', 'outsource_check', *sys.argv[1:]])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, "score", str(tmp_path / "a.yaml")],
        cwd=tmp_path / "gone",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
