"""Prints docs/commands.md: its beginning is kept, every command is taken from the program.

usage: python -m tests.docs.commands     (writes what the program now offers into the page)
"""

from __future__ import annotations

import enum
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from outsource_check.cli.app import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"
_BEGINNING = "\n## assess\n"
"""Where the first command of the page begins."""


def rewrite(page: str) -> str:
    """The page with every command and option as the program offers them now."""
    head, found, _ = page.partition(_BEGINNING)
    assert found, "the page has no commands"
    return f"{head}\n" + "\n\n".join(_describe_all(typer.main.get_command(app), "")) + "\n"


def _describe_all(group: Any, before: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if hasattr(command, "commands"):
            yield from _describe_all(command, f"{before}{name} ")
        else:
            yield _describe(f"{before}{name}", command)


def _describe(title: str, command: Any) -> str:
    """One command: what it does, how it is called, a row for each argument and option."""
    choices = _list_choices(command.callback)
    usage = [f"outsource-check {title}"]
    rows = []
    for part in command.params:
        if getattr(part, "hidden", False):
            continue
        value = part.metavar or choices.get(part.name) or part.name.upper()
        if part.param_type_name == "argument":
            names = [value]
            several = f"{value}…" if part.nargs == -1 else value
            usage.append(several if part.required else f"[{several}]")
        else:
            names = sorted((*part.opts, *part.secondary_opts), key=lambda name: name[1] == "-")
            if not part.is_flag:
                names[-1] += f" {value}"
        says = part.help or ""
        if part.show_default and part.default and not part.is_flag:
            says += f" Default: {part.default}."
        cells = (", ".join(f"`{name}`" for name in names), says)
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    table = ["", "| argument or option | says |", "| --- | --- |", *rows] if rows else []
    does = " ".join(command.help.split())
    return "\n".join([f"## {title}", "", does, "", f"    {' '.join(usage)}", *table])


def _list_choices(callback: Any) -> dict[str, str]:
    """The words that a parameter takes, where they are few: `client|partner`, by its name."""
    return {
        name: "|".join(str(choice.value) for choice in kind)
        for name, parameter in inspect.signature(callback, eval_str=True).parameters.items()
        for kind in (parameter.annotation, *_parts(parameter.annotation))
        if isinstance(kind, type) and issubclass(kind, enum.Enum)
    }


def _parts(annotation: Any) -> Iterator[Any]:
    for part in typing.get_args(annotation):
        yield part
        yield from _parts(part)


if __name__ == "__main__":
    PAGE.write_text(rewrite(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
