"""docs/commands.md is what the program prints."""

from __future__ import annotations

import re

from tests.docs.commands import PAGE, rewrite

from outsource_check.cli import status

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_has_every_command_and_option_as_the_program_offers_them() -> None:
    # `make pages` writes it anew.
    assert rewrite(TEXT) == TEXT


def test_the_page_has_every_exit_status() -> None:
    known = {value for name, value in vars(status).items() if name.isupper() and name[0] != "_"}
    listed = [int(number) for number in re.findall(r"^\| ([0-9]+) \|", TEXT, re.MULTILINE)]
    assert listed == sorted(known)


def test_the_page_says_which_exit_status_wins() -> None:
    order = re.search(r"the first of ([0-9,\s]+) is given", TEXT)
    assert order
    numbers = [int(number) for number in order[1].split(",")]
    assert [status.worst(*numbers[place:]) for place in range(len(numbers))] == numbers
