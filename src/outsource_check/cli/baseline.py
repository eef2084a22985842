"""`outsource-check baseline`: what engagements come to today, written down and compared."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli import status
from outsource_check.cli.options import AsOf, Packs, read_day
from outsource_check.cli.output import ALL_PROBLEMS, complain, say
from outsource_check.cli.writing import write_output
from outsource_check.errors import UsageError
from outsource_check.text import plural

if TYPE_CHECKING:
    from outsource_check.gate.policy import Policy
    from outsource_check.gate.report import Report

app = typer.Typer(
    help="Write down what engagements come to, and compare with it.",
    rich_markup_mode=None,
)

Given = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH",
        help="Answer files or folders. Default: the policy's paths, else what `score` takes.",
        show_default=False,
    ),
]
PolicyFile = Annotated[
    str | None,
    typer.Option("--policy", metavar="FILE", help="The policy. Default: found as by `check`."),
]


@app.command("write")
def write_baseline(
    paths: Given = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where to write it. Default: the policy's baseline, else outsource-baseline.json.",
        ),
    ] = None,
    policy_file: PolicyFile = None,
    packs: Packs = None,
    as_of: AsOf = None,
) -> int:
    """Score engagements and write the baseline.

    Nothing is written unless all can be scored.
    """
    from outsource_check.cli import gate
    from outsource_check.gate.baseline import render_baseline

    policy = gate.choose_policy(policy_file, None)
    file = _choose_file(output, policy)
    chosen = gate.choose_paths(paths, None, policy, "baseline write")
    report, found = _run_check(chosen, policy, packs or (), as_of)
    if found != status.DONE:
        complain(f'"{file}" is not written.')
        return found
    text = render_baseline(report.engagements, report.as_of, os.path.dirname(file) or ".")  # noqa: PTH120 - a path that may be relative
    write_output(file, text.encode(), kind="baseline", reads=gate.choose_packs(policy, packs or ()))
    say(f"{file}: {plural(len(report.engagements), 'engagement')}")
    return status.DONE


@app.command("diff")
def compare_baseline(
    paths: Given = None,
    file: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="FILE",
            help="The baseline. Default: the policy's, else outsource-baseline.json.",
        ),
    ] = None,
    ref: Annotated[
        str | None,
        typer.Option(
            "--baseline-from-git",
            metavar="REF",
            help="Compare with the same answer files at a git revision.",
        ),
    ] = None,
    policy_file: PolicyFile = None,
    packs: Packs = None,
    as_of: AsOf = None,
) -> int:
    """Show what changed since the baseline, up and down.

    The gate itself is `check --baseline`.
    """
    from outsource_check.cli import gate
    from outsource_check.gate.baseline import load_baseline
    from outsource_check.gate.changes import describe_changes

    if file is not None and ref is not None:
        raise UsageError("give --baseline or --baseline-from-git, not both")
    policy = gate.choose_policy(policy_file, None)
    chosen = gate.choose_paths(paths, None, policy, "baseline diff")
    report, found = _run_check(chosen, policy, packs or (), as_of)
    if ref is not None:
        from outsource_check.gate.revision import score_revision
        from outsource_check.gate.selection import select

        used = gate.choose_packs(policy, packs or ())
        baseline = score_revision(ref, select(chosen), used, report.as_of)
    else:
        baseline = load_baseline(_choose_file(file, policy))
    say(describe_changes(report.engagements, baseline))
    return found


def _choose_file(given: str | None, policy: "Policy") -> str:
    from outsource_check.gate.baseline import FILE_NAME

    if given is not None:
        return given
    if policy.baseline.file is not None:
        return policy.resolve(policy.baseline.file)
    return policy.resolve(FILE_NAME)


def _run_check(
    paths: Sequence[str], policy: "Policy", packs: Sequence[Path], as_of: str | None
) -> "tuple[Report, int]":
    """The engagements as they are now; what is wrong with files goes to stderr."""
    from outsource_check.cli import gate
    from outsource_check.gate.formats.shared import describe_findings
    from outsource_check.gate.policy import Gate

    lenient = replace(policy, gate=Gate(), ignore=())
    report = gate.run_check(paths, lenient, packs=packs, day=read_day(as_of))
    wrong = tuple(finding for finding in report.findings if not finding.judges)
    shown = replace(report, findings=wrong, all_problems=ALL_PROBLEMS.get())
    for text in describe_findings(shown, source=True):
        complain(text)
    return report, status.worst(
        status.DONE, *(status.of(failure(())) for failure in report.failures)
    )
