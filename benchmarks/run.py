"""Measures what the program promises about speed: CPU time as a ratio to a baseline.

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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

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
    statuses: frozenset[int] = frozenset({0})
    """The exit statuses that count as having worked."""
    fill: tuple[str, ...] = ()
    """A command, not measured, that writes what is read; in all three, `FOLDER` is a new folder."""
    memory: bool = False
    """Whether peak memory is compared, and not CPU time."""
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

BEGIN = (
    *(*PROGRAM, "assess", f"{FOLDER}/answers.yaml", "--no-input", "--quick"),
    *("--engagement", "Benchmark", "--side", "client", "--role", "CTO"),
)
CHECK = (*PROGRAM, "check", "--as-of", "2026-11-24", "--verdict", "not-ready", "-f", "concise")
ENGAGEMENTS = (sys.executable, str(HERE / "engagements.py"))
OTHERS = (sys.executable, str(HERE / "others.py"))

SITES = (
    "London=Europe/London@09:00-17:30",
    "Hanoi=Asia/Ho_Chi_Minh@09:00-12:00,13:00-18:00",
    "Kathmandu=Asia/Kathmandu@09:00-17:00",
    "Sydney=Australia/Sydney@08:30-16:30",
    "Cairo=Africa/Cairo@09:00-17:00/sun-thu",
    "Santiago=America/Santiago@09:00-18:00",
    "St Johns=America/St_Johns@09:00-17:00",
    "Chatham=Pacific/Chatham@09:00-17:00",
    "Manila=Asia/Manila@22:00-06:00",
    "Seattle=America/Los_Angeles@09:00-17:00",
)

CASES = (
    Case(
        name="score --json / importing typer, pydantic, yaml",
        command=(*PROGRAM, "score", "--json", str(HERE / "answers.yaml")),
        baseline=IMPORTS,
        bound=1.5,
    ),
    Case(
        name="pack lint eight-keys / importing typer, pydantic, yaml",
        command=(*PROGRAM, "pack", "lint", "eight-keys"),
        baseline=IMPORTS,
        bound=8,  # under 2 s wherever the imports take less than a quarter of one
    ),
    Case(
        name="score --json of 200 respondents / importing typer, pydantic, yaml",
        command=(*PROGRAM, "score", "--json", FOLDER),
        baseline=IMPORTS,
        bound=12,  # about a second wherever the imports take a tenth of one
        fill=(sys.executable, str(HERE / "respondents.py"), FOLDER, "200"),
    ),
    Case(
        name="report, full, templates kept / importing typer, pydantic, yaml, jinja2",
        command=(*PROGRAM, "report", FOLDER + "/00000", "-o", FOLDER + "/report.html"),
        baseline=(sys.executable, "-c", "import typer, pydantic, yaml, jinja2"),
        bound=1.5,
        fill=(*ENGAGEMENTS, FOLDER, "1"),
    ),
    Case(
        name="overlap --json of two sites / importing typer, zoneinfo",
        command=(*PROGRAM, "overlap", *SITES[:2], "--from", "2027-01-01", "--json"),
        baseline=(sys.executable, "-c", "import typer, zoneinfo"),
        bound=1.5,
    ),
    Case(
        name="overlap on the screen / importing typer, zoneinfo",
        command=(*PROGRAM, "overlap", *SITES[:2], "--from", "2027-01-01"),
        baseline=(sys.executable, "-c", "import typer, zoneinfo"),
        bound=2.2,
    ),
    Case(
        name="overlap --json of ten sites, 45 pairs / importing typer, zoneinfo",
        command=(*PROGRAM, "overlap", *SITES, "--from", "2027-01-01", "--json"),
        baseline=(sys.executable, "-c", "import typer, zoneinfo"),
        bound=16,  # about a second wherever the imports take a sixteenth of one
    ),
    Case(
        name="time to first question / importing typer, questionary, pydantic, yaml",
        command=(sys.executable, str(HERE / "first_question.py"), FOLDER),
        baseline=(sys.executable, "-c", "import typer, questionary, pydantic, yaml"),
        bound=1.5,
    ),
    Case(
        name="time to first question of a resumed file / importing the same",
        command=(sys.executable, str(HERE / "first_question.py"), FOLDER),
        baseline=(sys.executable, "-c", "import typer, questionary, pydantic, yaml"),
        bound=1.5,
        fill=(*BEGIN, "--set", "stage=selecting", "--set", "goals.drivers=3"),
    ),
    Case(
        name="check, one file of 61 answers / check-jsonschema",
        command=(*CHECK, f"{FOLDER}/00000"),
        baseline=(*OTHERS, "check-jsonschema", FOLDER),
        bound=0.8,
        fill=(*ENGAGEMENTS, FOLDER, "1"),
    ),
    Case(
        name="check, 1,000 engagements of one file / check-jsonschema",
        command=(*CHECK, FOLDER),
        baseline=(*OTHERS, "check-jsonschema", FOLDER),
        bound=0.12,
        fill=(*ENGAGEMENTS, FOLDER, "1000"),
        repeats=2,
    ),
    Case(
        name="check, 1,000 engagements of one file / loading them with yaml.CSafeLoader",
        command=(*CHECK, FOLDER),
        baseline=(*OTHERS, "yaml", FOLDER),
        bound=1.6,
        fill=(*ENGAGEMENTS, FOLDER, "1000"),
        repeats=5,
    ),
    Case(
        name="check, peak memory of 10,000 engagements / of 100",
        command=(*CHECK, FOLDER),
        baseline=(*CHECK, f"{FOLDER}/000[0-9][0-9]/*"),
        bound=1.3,
        fill=(*ENGAGEMENTS, FOLDER, "10000"),
        memory=True,
        repeats=2,
    ),
)
KEY_PRESS = "key press to next question, saving included"
RENDERING = "report, full, of 61 answers, templates compiled before / compiling them"


class CommandFailedError(Exception):
    """A measured command ended with a status that is not one of its case's."""


def measure_run(command: Sequence[str], statuses: frozenset[int], *, memory: bool = False) -> float:
    """Run a command and return its CPU time in seconds, children included, or its peak in MiB."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        # wait4 counts this process alone; getrusage would add up all that ever ran.
        _, wait_status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(wait_status)
    if process.returncode not in statuses:
        raise CommandFailedError(f"exit status {process.returncode}: {' '.join(command)}")
    return usage.ru_maxrss / 1024 if memory else usage.ru_utime + usage.ru_stime


def measure(case: Case, repeats: int) -> tuple[Spread, Spread, Spread]:
    """Run command and baseline in turn; the figures of each and their ratio, pair by pair."""
    statuses = (case.statuses, frozenset({0}))
    pairs: list[tuple[float, float]] = []
    with TemporaryDirectory() as folder:
        fill, words, other = (
            [word.replace(FOLDER, folder) for word in command]
            for command in (case.fill, case.command, case.baseline)
        )
        if fill:
            measure_run(fill, frozenset({0}))
        for _ in range(min(repeats, case.repeats) + 1):
            command = measure_run(words, statuses[0], memory=case.memory)
            baseline = measure_run(other, statuses[1], memory=case.memory)
            pairs.append((command, baseline))
    del pairs[0]  # the first run compiles modules and fills the file cache
    return (
        Spread.over([command for command, _ in pairs]),
        Spread.over([baseline for _, baseline in pairs]),
        Spread.over([command / baseline for command, baseline in pairs]),
    )


def measure_keys() -> int:
    """Print how long a key takes to the next question; the exit status."""
    import key_press  # type: ignore[import-not-found]  # noqa: PLC0415 - beside this script

    seconds = Spread.over(key_press.measure())
    met = seconds.median <= key_press.BOUND
    print(f"\n{KEY_PRESS}")
    verdict = "met" if met else "MISSED"
    print(f"  latency   {seconds.show(1, 1000)} ms, bound {key_press.BOUND * 1000:g}: {verdict}")
    return 0 if met else 1


def measure_rendering(repeats: int) -> int:
    """Print what a further report in the same process costs; the exit status."""
    import rendering  # type: ignore[import-not-found]  # noqa: PLC0415 - beside this script

    pairs = rendering.measure(repeats)
    again, first = (Spread.over(values) for values in zip(*pairs, strict=True))
    ratio = Spread.over([one / other for one, other in pairs])
    met = ratio.median <= rendering.BOUND
    print(f"\n{RENDERING}")
    print(f"  command   {again.show(0, 1000)} ms")
    print(f"  baseline  {first.show(0, 1000)} ms")
    print(f"  ratio     {ratio.show(2)}, bound {rendering.BOUND:g}: {'met' if met else 'MISSED'}")
    return 0 if met else 1


def main() -> int:
    """Measure, print one block per case, and return the exit status."""
    parser = argparse.ArgumentParser(description="CPU time as a ratio to a baseline")
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
    print(f"CPU time, median (quartiles) of {arguments.repeats} pairs run in turn")
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
        unit, scale = ("MiB", 1) if case.memory else ("ms", 1000)
        print(f"  command   {command.show(0, scale)} {unit}")
        print(f"  baseline  {baseline.show(0, scale)} {unit}")
        verdict = "met" if met else "MISSED"
        print(f"  ratio     {ratio.show(2)}, bound {case.bound:g}: {verdict}")
    if not arguments.words or any(word in KEY_PRESS for word in arguments.words):
        worst = max(worst, measure_keys())
    if not arguments.words or any(word in RENDERING for word in arguments.words):
        worst = max(worst, measure_rendering(arguments.repeats))
    return worst


if __name__ == "__main__":
    sys.exit(main())
