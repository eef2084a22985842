"""The commands, in the order in which `--help` lists them."""

from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.main import get_command

from outsource_check import __version__
from outsource_check.cli import history, pack, status, template
from outsource_check.cli.align import align_sides
from outsource_check.cli.assess import ask_questions
from outsource_check.cli.baseline import explain_baseline
from outsource_check.cli.check import check_answers
from outsource_check.cli.form import write_form
from outsource_check.cli.init import set_up_repository
from outsource_check.cli.output import complain, say
from outsource_check.cli.overlap import compute_overlap
from outsource_check.cli.plan import plan_steps
from outsource_check.cli.report import write_report
from outsource_check.cli.schema import print_schema
from outsource_check.cli.score import score_answers
from outsource_check.cli.settle import settle_question

app = typer.Typer(
    name="outsource-check",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"outsource-check {__version__}")
        raise typer.Exit


def _show_help(context: typer.Context) -> None:
    """Where no command is named, the help is shown, as an error."""
    if context.invoked_subcommand is None:
        complain(context.get_help())
        raise typer.Exit(status.WRONG_USAGE)


@app.callback(invoke_without_command=True)
def _introduce(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
    _all_problems: Annotated[
        bool,
        typer.Option(
            "--all-problems",
            help="Of any command: show all problems, not only three of those that are alike.",
        ),
    ] = False,
) -> None:
    """Tells an organisation whether it is ready to outsource software work."""
    _show_help(context)


app.command("assess")(ask_questions)
app.command("form")(write_form)
app.command("score")(score_answers)
app.command("plan")(plan_steps)
app.command("report")(write_report)
app.command("align")(align_sides)
app.command("settle")(settle_question)
app.command("check")(check_answers)
app.command("overlap")(compute_overlap)
app.command("schema")(print_schema)
app.command("init")(set_up_repository)
app.command(
    "baseline",
    hidden=True,
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},
)(explain_baseline)
for name, group in (("pack", pack.app), ("template", template.app), ("history", history.app)):
    app.add_typer(group, name=name, callback=_show_help, invoke_without_command=True)

command = get_command(app)
"""The program; made once, as it takes Typer 20 to 30 ms."""


def _keep_summaries_whole(group: object) -> None:
    """Give each command its first paragraph as its summary: Typer would cut that to one line."""
    for entry in group.commands.values() if isinstance(group, TyperGroup) else ():
        entry.short_help = (entry.help or "").partition("\n\n")[0]
        _keep_summaries_whole(entry)


_keep_summaries_whole(command)
