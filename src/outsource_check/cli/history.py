"""`outsource-check history`: what engagements come to today, written down to be compared with."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from outsource_check.cli import status
from outsource_check.cli.options import AsOf, Packs, read_day
from outsource_check.cli.output import ALL_PROBLEMS, complain, say
from outsource_check.text import clean, plural

app = typer.Typer(
    help="Write down what engagements come to, for --since without git.",
    rich_markup_mode=None,
)


@app.command("add")
def add_lines(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Answer files or folders. Default: the policy's paths, else what `score` takes.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path,
        typer.Option("--file", metavar="FILE", help="The history that lines are added to."),
    ] = Path("outsource-history.jsonl"),
    policy_file: Annotated[
        str | None,
        typer.Option("--policy", metavar="FILE", help="The policy. Default: found as by `check`."),
    ] = None,
    packs: Packs = None,
    as_of: AsOf = None,
) -> int:
    """Add a dated line for each engagement to the history.

    Nothing is added unless all can be scored, and no line that is there already.
    """
    from outsource_check.cli import gate
    from outsource_check.cli.writing import guard_output
    from outsource_check.documents.reader import read_bytes
    from outsource_check.documents.replacement import replace_file
    from outsource_check.errors import ConfigurationError
    from outsource_check.gate.formats.shared import describe_findings
    from outsource_check.gate.policy import open_gate
    from outsource_check.past.history import MAX_BYTES, History, write_line

    policy = gate.choose_policy(policy_file, None)
    chosen = gate.choose_paths(paths, None, policy, "history add", packs)
    day = read_day(as_of)
    report = gate.run_check(
        chosen, open_gate(policy), packs=packs or (), day=day, keep=str(file.parent)
    )
    for text in describe_findings(replace(report, all_problems=ALL_PROBLEMS.get()), source=True):
        complain(text)
    found = status.worst(status.DONE, *(status.of(failure(())) for failure in report.failures))
    if found != status.DONE:
        complain(f'Nothing is added to "{clean(str(file))}".')
        return found
    guard_output(file, kind="history", reads=gate.choose_packs(policy, packs or ()))
    old = read_bytes(file, ConfigurationError, MAX_BYTES) if file.exists() else b""
    History(file, day, named=True, data=old)  # a line that is not sound is said, not added to
    known = set(old.splitlines())
    lines = [write_line(judged.state) for judged in report.engagements if judged.state]
    new = [line for line in lines if line not in known]
    if new:
        head = old if not old or old.endswith(b"\n") else old + b"\n"
        replace_file(file, head + b"".join(line + b"\n" for line in new), generated=True)
    added = plural(len(new), "line")
    same = f", {len(lines) - len(new)} there already" if len(new) < len(lines) else ""
    say(f"{clean(str(file))}: {added} added{same}")
    return status.DONE
