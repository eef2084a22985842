"""What the fuzzer begins with is read as it should be, and a short run of it finds nothing."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.fuzz.targets import Readers, list_seeds

HARNESS = Path(__file__).with_name("harness.py")
SECONDS = 12


def test_every_target_has_a_seed_that_it_accepts(tmp_path: Path) -> None:
    readers = Readers(tmp_path)
    accepted = Counter(chr(seed[0]) for seed in list_seeds() if readers.read(seed))
    assert sorted(accepted) == sorted(readers.letters)


def test_what_is_no_input_of_a_target_is_passed_over(tmp_path: Path) -> None:
    readers = Readers(tmp_path)
    assert not readers.read(b"")
    assert not readers.read(b"?")


@pytest.mark.slow
def test_a_short_run_finds_no_crash_no_hang_and_no_hunger(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris is not installed: `make fuzz` installs it")
    done = subprocess.run(
        [sys.executable, HARNESS, str(SECONDS), tmp_path],
        capture_output=True,
        text=True,
        check=False,
        timeout=20 * SECONDS,
    )
    assert done.returncode == 0, done.stderr[-5000:]
    assert not list(tmp_path.iterdir())
