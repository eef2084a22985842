"""Measures what the program promises about speed and memory, as ratios to a baseline.

Seconds differ from machine to machine; the ratio of two commands run in turn hardly does. Each
case names a command, a baseline and the bound on their ratio: add one to `CASES`.

usage: python benchmarks/run.py [--repeats N] [WORD…]     (cases whose name holds one of the words)

Exit status: 0 every bound is met, 1 one is missed, 2 a command failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Literal

HERE = Path(__file__).resolve().parent
PROGRAM = (sys.executable, "-m", "outsource_check")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One promise."""

    name: str
    command: tuple[str, ...]
    baseline: tuple[str, ...]
    bound: float
    """The most that the median of command / baseline may be."""
    fill: tuple[str, ...] = ()
    """A command, not measured, that writes what is read; in all three, `FOLDER` is a new folder."""
    figure: Literal["cpu", "wall", "memory"] = "cpu"
    """What is compared: CPU time, the time somebody waits, or peak memory."""
    repeats: int = 1000
    """The most pairs of runs, for what takes long."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """Quartiles of some measurements."""

    low: float
    median: float
    high: float

    @classmethod
    def over(cls, values: Sequence[float]) -> Spread:
        low, median, high = quantiles(values, n=4, method="inclusive")
        return cls(low=low, median=median, high=high)

    def show(self, digits: int, scale: float = 1) -> str:
        low, median, high = (
            f"{value * scale:.{digits}f}" for value in (self.low, self.median, self.high)
        )
        return f"{median} ({low} to {high})"


FOLDER = "FOLDER"
IMPORTS = (sys.executable, "-c", "import typer, pydantic, yaml")
CHECK = (*PROGRAM, "check", "--as-of", "2026-11-24", "--verdict", "not-ready", "-f", "concise")
SCORE = (*PROGRAM, "score", FOLDER + "/00000", "--as-of", "2026-11-24")
ENGAGEMENTS = (sys.executable, str(HERE / "engagements.py"), FOLDER)
SCHEMA_CHECK = (sys.executable, str(HERE / "check_schema.py"), FOLDER)

CASES = (
    Case(
        name="--version / importing typer",
        command=(*PROGRAM, "--version"),
        baseline=(sys.executable, "-c", "import typer"),
        bound=1.5,
    ),
    Case(
        name="score --json / importing typer, pydantic, yaml",
        command=(*PROGRAM, "score", "--json", str(HERE / "answers.yaml")),
        baseline=IMPORTS,
        bound=2.6,
    ),
    Case(
        name="report, full / importing typer, pydantic, yaml, jinja2",
        command=(*PROGRAM, "report", FOLDER + "/00000", "-o", FOLDER + "/report.html"),
        baseline=(sys.executable, "-c", "import typer, pydantic, yaml, jinja2"),
        bound=3,
        fill=(*ENGAGEMENTS, "1"),
    ),
    Case(
        name="form / importing typer, pydantic, yaml, jinja2",
        command=(*PROGRAM, "form", "-o", FOLDER + "/form.html"),
        baseline=(sys.executable, "-c", "import typer, pydantic, yaml, jinja2"),
        bound=3,
    ),
    Case(
        name="time to first question / importing typer, questionary, pydantic, yaml",
        command=(sys.executable, str(HERE / "first_question.py"), FOLDER),
        baseline=(sys.executable, "-c", "import typer, questionary, pydantic, yaml"),
        bound=1.6,
    ),
    Case(
        name="check, one file of 61 answers / check-jsonschema",
        command=(*CHECK, FOLDER + "/00000"),
        baseline=SCHEMA_CHECK,
        bound=1.3,
        fill=(*ENGAGEMENTS, "1"),
    ),
    Case(
        name="check, 1,000 files, wall time on two cores / check-jsonschema",
        command=(*CHECK, FOLDER),
        baseline=SCHEMA_CHECK,
        bound=0.08,
        fill=(*ENGAGEMENTS, "1000"),
        figure="wall",
        repeats=2,
    ),
    Case(
        name="score --since a folder / score",
        command=(*SCORE, "--since", FOLDER + "/00000"),
        baseline=SCORE,
        bound=2.2,
        fill=(*ENGAGEMENTS, "1"),
    ),
    Case(
        name="plan --to ready, 61 questions open / score --json",
        command=(*PROGRAM, "plan", "--to", "ready", "--json", str(HERE / "open.yaml")),
        baseline=(*PROGRAM, "score", "--json", str(HERE / "open.yaml")),
        bound=1.5,
    ),
    Case(
        name="check, peak memory of 10,000 engagements / of 100",
        command=(*CHECK, FOLDER),
        baseline=(*CHECK, f"{FOLDER}/000[0-9][0-9]/*"),
        bound=1.3,
        fill=(*ENGAGEMENTS, "10000"),
        figure="memory",
        repeats=2,
    ),
    Case(
        name="pack lint, 1,300 questions / importing typer, pydantic, yaml",
        command=(*PROGRAM, "pack", "lint", FOLDER + "/large"),
        baseline=IMPORTS,
        bound=15,
        fill=(sys.executable, str(HERE / "large_pack.py"), FOLDER + "/large"),
        repeats=5,
    ),
)
KEY_PRESS = "key press to next question, saving included"
LARGE = ", the last 100 of 1,300 questions"


class CommandFailedError(Exception):
    """A measured command ended with a status that is not one of its case's."""


def measure_run(command: Sequence[str]) -> dict[str, float]:
    """Run a command; its CPU and wall time in seconds and its peak memory in MiB."""
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        # wait4 counts this process and its children; getrusage would add up all that ever ran.
        _, wait_status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(wait_status)
    wall = time.perf_counter() - begun
    if process.returncode:
        raise CommandFailedError(f"exit status {process.returncode}: {' '.join(command)}")
    cpu = usage.ru_utime + usage.ru_stime
    return {"cpu": cpu, "wall": wall, "memory": usage.ru_maxrss / 1024}


def measure(case: Case, repeats: int) -> tuple[Spread, Spread, Spread]:
    """Run command and baseline in turn; the figures of each and their ratio, pair by pair."""
    pairs: list[tuple[float, float]] = []
    with TemporaryDirectory() as folder:
        fill, words, other = (
            [word.replace(FOLDER, folder) for word in command]
            for command in (case.fill, case.command, case.baseline)
        )
        if fill:
            measure_run(fill)
        for _ in range(min(repeats, case.repeats) + 1):
            command, baseline = measure_run(words), measure_run(other)
            pairs.append((command[case.figure], baseline[case.figure]))
    del pairs[0]  # the first run compiles modules and fills the file cache
    return (
        Spread.over([command for command, _ in pairs]),
        Spread.over([baseline for _, baseline in pairs]),
        Spread.over([command / baseline for command, baseline in pairs]),
    )


def measure_keys(*, large: bool) -> int:
    """Print how long a key takes to the next question; the exit status."""
    import key_press  # type: ignore[import-not-found]  # noqa: PLC0415 - beside this script

    seconds = Spread.over(key_press.measure(large=large))
    bound = key_press.LARGE_BOUND if large else key_press.BOUND
    met = seconds.median <= bound
    print(f"\n{KEY_PRESS}{LARGE if large else ''}")
    verdict = "met" if met else "MISSED"
    print(f"  latency   {seconds.show(1, 1000)} ms, bound {bound * 1000:g}: {verdict}")
    return 0 if met else 1


def main() -> int:
    """Measure, print one block per case, and return the exit status."""
    parser = argparse.ArgumentParser(description="Ratios to a baseline")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only cases named so")
    parser.add_argument("--repeats", type=int, default=15, help="pairs of runs, at least 2")
    arguments = parser.parse_args()
    # An installed program has its bytecode: else it is its compiling that is measured.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    cases = [
        case
        for case in CASES
        if not arguments.words or any(word in case.name for word in arguments.words)
    ]
    print(f"CPU time where nothing else is said; median (quartiles) of {arguments.repeats} pairs")
    worst = 0
    for case in cases:
        print(f"\n{case.name}")
        try:
            command, baseline, ratio = measure(case, arguments.repeats)
        except CommandFailedError as error:
            print(f"  failed    {error}")
            worst = max(worst, 2)
            continue
        met = ratio.median <= case.bound
        worst = max(worst, 0 if met else 1)
        unit, scale = ("MiB", 1) if case.figure == "memory" else ("ms", 1000)
        print(f"  command   {command.show(0, scale)} {unit}")
        print(f"  baseline  {baseline.show(0, scale)} {unit}")
        verdict = "met" if met else "MISSED"
        print(f"  ratio     {ratio.show(2)}, bound {case.bound:g}: {verdict}")
    for large in (False, True):
        name = KEY_PRESS + LARGE * large
        if not arguments.words or any(word in name for word in arguments.words):
            worst = max(worst, measure_keys(large=large))
    return worst


if __name__ == "__main__":
    sys.exit(main())
