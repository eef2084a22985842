"""The commands by name, in the order in which `--help` lists them."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from outsource_check import __version__
from outsource_check.cli.output import say

COMMANDS = {
    "assess": "ask_questions",
    "score": "score_answers",
    "report": "write_report",
    "align": "align_sides",
    "settle": "settle_question",
    "check": "check_answers",
    "overlap": "compute_overlap",
    "schema": "print_schema",
    "init": "set_up_repository",
}
"""Each command's module in this package, and the function that it is."""
GROUPS = ("pack", "template", "baseline")
"""Modules that hold a group of commands, as `app`."""


def build_app(wanted: str = "") -> typer.Typer:
    """The command line: the wanted command alone, or all of them where there is no such command.

    A command alone starts faster: the others are neither imported nor looked into.
    """
    app = typer.Typer(
        name="outsource-check",
        help="Tells an organisation whether it is ready to outsource software work.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_introduce)
    names = (wanted,) if wanted in (*COMMANDS, *GROUPS) else (*COMMANDS, *GROUPS)
    for name in names:
        module = import_module(f"{__package__}.{name}")
        if name in COMMANDS:
            app.command(name)(getattr(module, COMMANDS[name]))
        else:
            app.add_typer(module.app, name=name)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"outsource-check {__version__}")
        raise typer.Exit


def _introduce(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Tells an organisation whether it is ready to outsource software work."""
