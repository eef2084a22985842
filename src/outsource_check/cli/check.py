"""`outsource-check check`: the gate."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli import status
from outsource_check.cli.baseline import refuse_baseline
from outsource_check.cli.options import AsOf, Packs, Since, read_day
from outsource_check.cli.output import ALL_PROBLEMS, say
from outsource_check.errors import (
    ConfigurationError,
    OutputError,
    Problem,
    SelectionError,
    UsageError,
)

if TYPE_CHECKING:
    from outsource_check.gate.report import Report


def check_answers(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Answer files, folders, quoted patterns, or -. Default: the policy's paths, else"
            " what `score` takes.",
            show_default=False,
        ),
    ] = None,
    policy_file: Annotated[
        str | None,
        typer.Option(
            "--policy",
            metavar="FILE",
            help="The policy. Default: outsource-policy.yaml, here or above up to .git.",
        ),
    ] = None,
    policy_ref: Annotated[
        str | None,
        typer.Option(
            "--policy-from-git",
            metavar="REF",
            help="Read the policy, and the history that it names, from a git revision.",
        ),
    ] = None,
    verdict: Annotated[
        str | None,
        typer.Option(
            metavar="VERDICT",
            help="The least verdict: ready, conditional, at-risk or not-ready.",
        ),
    ] = None,
    min_overall: Annotated[
        str | None, typer.Option(metavar="N", help="The least overall score, 0 to 100.")
    ] = None,
    min_by_key: Annotated[
        list[str] | None,
        typer.Option("--min", metavar="KEY=N", help="The least score of a key. May be repeated."),
    ] = None,
    max_unknown: Annotated[
        str | None, typer.Option(metavar="N|N%", help="The most unknown questions.")
    ] = None,
    max_not_asked: Annotated[
        str | None, typer.Option(metavar="N", help="The most questions not asked.")
    ] = None,
    max_age_days: Annotated[
        str | None, typer.Option(metavar="DAYS", help="The most days since an answer's date.")
    ] = None,
    max_overdue: Annotated[
        str | None, typer.Option(metavar="N", help="The most answers that are overdue.")
    ] = None,
    both_sides: Annotated[
        bool | None,
        typer.Option("--both-sides/--one-side", help="Whether both sides must have answered."),
    ] = None,
    stops: Annotated[
        str | None,
        typer.Option(metavar="RULE", help="What holds for stops: forbid or allow-waived."),
    ] = None,
    since: Since = None,
    max_drop_overall: Annotated[
        str | None,
        typer.Option(
            metavar="N", help="Points by which what was done since may lower the overall score."
        ),
    ] = None,
    max_drop_by_key: Annotated[
        str | None, typer.Option(metavar="N", help="The same for the score of any key.")
    ] = None,
    baseline_file: Annotated[str | None, typer.Option("--baseline", hidden=True)] = None,
    baseline_ref: Annotated[str | None, typer.Option("--baseline-from-git", hidden=True)] = None,
    files_from: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Read more PATHs from a file, one a line; - is stdin."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Leave out files or folders. May be repeated."),
    ] = None,
    packs: Packs = None,
    as_of: AsOf = None,
    form: Annotated[
        str,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="The format of stdout: text, concise, json, github, markdown, sarif, junit or"
            " gitlab.",
        ),
    ] = "text",
    reports: Annotated[
        list[str] | None,
        typer.Option(
            "--report", metavar="FMT=PATH", help="Also write a report to a file. May be repeated."
        ),
    ] = None,
    no_gate: Annotated[
        bool,
        typer.Option("--no-gate", help="Only see whether the files can be read and scored."),
    ] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 where the gate says no (1).")
    ] = False,
    show: Annotated[
        bool, typer.Option("--show-policy", help="Print every value and where it came from.")
    ] = False,
    rule: Annotated[
        str | None, typer.Option(metavar="RULE", help="Describe a rule such as OC101.")
    ] = None,
) -> int:
    """Judge engagements by a policy.

    Exit status: 0 within policy; 1 the gate said no; above 1 no verdict.
    """
    if rule is not None:
        return _describe_rule(rule)
    from outsource_check.cli import gate
    from outsource_check.folders import find_policy, list_above
    from outsource_check.gate.policy import (
        change_policy,
        open_gate,
        show_policy,
    )
    from outsource_check.gate.report import fail_report

    if baseline_file is not None or baseline_ref is not None:
        refuse_baseline("--baseline" if baseline_ref is None else "--baseline-from-git")
    outputs = [_split_report(text) for text in reports or ()]
    _check_format(form, "--format")
    values, flags = gate.read_flags(
        {
            "verdict": verdict,
            "min_overall": min_overall,
            "max_unknown": max_unknown,
            "max_not_asked": max_not_asked,
            "max_age_days": max_age_days,
            "max_overdue": max_overdue,
            "both_sides": both_sides,
            "stops": stops,
            "since.what": since,
            "since.max_drop_overall": max_drop_overall,
            "since.max_drop_by_key": max_drop_by_key,
        }
    )
    if min_by_key:
        values["min_by_key"] = gate.read_minima(min_by_key)
        flags |= {f"min_by_key.{key}": "--min" for key in values["min_by_key"]}
    if no_gate and (values or min_by_key):
        raise UsageError("--no-gate asks for nothing: leave out what asks for something")
    day = read_day(as_of)
    # A run that fails before it knows its files writes reports too.
    given = [path for path in paths or () if os.path.isfile(path)]  # noqa: PTH113
    found_policy = find_policy(Path.cwd()) if policy_file is None else policy_file
    gate.guard_reports(outputs, [*given, files_from, found_policy, *(packs or ())])
    try:
        policy = gate.choose_policy(policy_file, policy_ref)
        policy = open_gate(policy) if no_gate else change_policy(policy, values, flags)
        if show:
            say(show_policy(policy))
            return status.DONE
        report = gate.run_check(
            gate.choose_paths(paths, files_from, policy, "check", packs),
            policy,
            packs=packs or (),
            day=day,
            excluded=exclude or (),
            written=outputs,
        )
    except (ConfigurationError, SelectionError) as error:
        if show:
            raise
        report = fail_report(error, day)
    found = status.worst(
        status.GATE_SAID_NO if report.breached else status.DONE,
        *(status.of(failure(())) for failure in report.failures),
    )
    left = status.DONE if exit_zero and found == status.GATE_SAID_NO else found
    report = replace(
        report,
        status=left,
        root=os.path.realpath(list_above(Path.cwd())[-1]),
        all_problems=ALL_PROBLEMS.get(),
    )
    _publish(report, form, outputs)
    return left


def _publish(report: "Report", form: str, outputs: Sequence[tuple[str, str]]) -> None:
    """Write the reports and print; one that cannot be written does not stop the others."""
    from outsource_check.cli.gate import write_report
    from outsource_check.gate.formats import FORMATS

    problems: list[Problem] = []
    for name, path in outputs:
        try:
            write_report(path, FORMATS[name](report))
        except OutputError as error:
            problems += error.problems
    say(FORMATS[form](report), as_it_is=form == "github")
    if problems:
        raise OutputError(problems)


def _check_format(name: str, flag: str) -> None:
    from outsource_check.documents import near
    from outsource_check.gate.formats import FORMATS

    if name not in FORMATS:
        hint = near(name, FORMATS)
        message = f'{flag} is "{name}": expected one of {", ".join(FORMATS)}'
        raise UsageError(Problem(rule="", message=message, hint=hint))


def _split_report(text: str) -> tuple[str, str]:
    name, sign, path = text.partition("=")
    if not sign or not path:
        raise UsageError(f'--report is "{text}": expected FMT=PATH, such as sarif=check.sarif')
    _check_format(name, "--report")
    return name, path


def _describe_rule(rule_id: str) -> int:
    from outsource_check.documents import near
    from outsource_check.gate.rules import RULES

    rule = RULES.get(rule_id.upper())
    if rule is None:
        hint = near(rule_id.upper(), RULES) or f"rules are {min(RULES)} to {max(RULES)}"
        raise UsageError(Problem(rule="", message=f'there is no rule "{rule_id}"', hint=hint))
    say(f"{rule.id} {rule.title}\n{rule.help}")
    return status.DONE
