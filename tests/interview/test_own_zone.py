"""The real program on a terminal of a machine that is set to a time zone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.chance import spread
from tests.interview.test_process import GIVEN, Terminal
from tests.interview.world import write_pack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs")
    return tmp_path


def open_places(folder: Path, zone: str, *arguments: str, columns: int = 80) -> Terminal:
    """A terminal with the first place's city asked for."""
    set_ = ("--set", "stage=running", "--set", "saving=yes", "--key", "people")
    given = (*GIVEN, *set_, "--set", "people.gaps=[money]")
    terminal = Terminal(folder, *given, *arguments, columns=columns, rows=60, env={"TZ": zone})
    terminal.see("When do people work?")
    terminal.press("c\r", see="In which city do the client's people work?")
    return terminal


@pytest.mark.parametrize(
    ("way", "columns"), spread([("--no-plain", 40), ("--no-plain", 80), ("--plain", 80)])
)
def test_enter_takes_the_zone_of_the_machine(folder: Path, way: str, columns: int) -> None:
    terminal = open_places(folder, "Asia/Saigon", way, columns=columns)
    terminal.see("Enter alone means Ho Chi Minh (Asia/Ho_Chi_Minh), the time zone of this computer")
    terminal.press("\r", see="in Ho Chi Minh's own time?")
    terminal.press("\r", see="On which days do they work in Ho Chi Minh?")
    terminal.press("\r", see="In which city do the partner's people work?")
    terminal.see("(A city, a country, or a time zone such as Europe/London)")
    terminal.press("Berlin\r", see="in Berlin's own time?")
    terminal.press("8-16\r", see="On which days do they work in Berlin?")
    terminal.press("\r", see="Ho Chi Minh and Berlin: ")
    terminal.process.close(force=True)
    text = (folder / "answers.yaml").read_text()
    assert "zone: Asia/Ho_Chi_Minh" in text
    assert "zone: Europe/Berlin" in text


@pytest.mark.parametrize("way", spread(["--plain", "--no-plain"]))
def test_another_place_is_typed_at_once(folder: Path, way: str) -> None:
    terminal = open_places(folder, ":/usr/share/zoneinfo/Europe/Berlin", way)
    terminal.see("Enter alone means Berlin")
    terminal.press("Lima\r", see="in Lima's own time?")
    terminal.process.close(force=True)


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT-7", "CET-1CEST", ""])
def test_a_machine_without_a_place_offers_none(folder: Path, zone: str) -> None:
    terminal = open_places(folder, zone, "--plain")
    terminal.see("(A city, a country, or a time zone such as Europe/London)")
    terminal.press("\r", see="Nothing is typed yet.")
    terminal.process.close(force=True)
