"""`--help` of the program and of each command: whole sentences, at any width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from outsource_check.cli import main
from outsource_check.cli.app import command


def list_commands(group: object, *path: str) -> Iterator[tuple[tuple[str, ...], object]]:
    yield path, group
    for name, entry in _list_shown(group).items():
        yield from list_commands(entry, *path, name)


def _list_shown(group: object) -> dict[str, Any]:
    commands = getattr(group, "commands", {})
    return {name: entry for name, entry in commands.items() if not entry.hidden}


COMMANDS = dict(list_commands(command))


def list_texts(entry: Any) -> Iterator[str]:
    """What a command, its options and the commands below it say of themselves."""
    subcommands = _list_shown(entry).values()
    yield from ((part.help or "").partition("\n\n")[0] for part in (entry, *subcommands))
    yield from (part.help or "" for part in entry.params if not part.hidden)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("columns", ["40", "80"])
def test_the_help_shows_every_summary_as_a_whole_sentence(
    path: tuple[str, ...],
    columns: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main([*path, "--help"]) == 0
    # Where lines end is the screen's; a word with a hyphen may be broken behind it.
    shown = "".join(capsys.readouterr().out.split())
    for text in list_texts(COMMANDS[path]):
        assert text[:1].isupper()
        assert text.endswith(".")
        assert "".join(text.split()) in shown


def test_all_commands_are_looked_at() -> None:
    assert {("check",), ("pack", "show"), ("history", "add")} <= set(COMMANDS)
