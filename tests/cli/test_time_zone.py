"""What the machine says about its time zone."""

from __future__ import annotations

from pathlib import Path

import pytest

from outsource_check.cli.time_zone import find_zone_name


def build(root: Path, *, localtime: str = "", timezone: str = "", copied: bool = False) -> Path:
    """A root whose `/etc/localtime` links somewhere or is a copy, with an `/etc/timezone`."""
    (root / "etc").mkdir()
    if localtime:
        (root / "etc/localtime").symlink_to(localtime)
    if copied:
        (root / "etc/localtime").write_bytes(b"TZif2")
    if timezone:
        (root / "etc/timezone").write_text(timezone)
    return root


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":Europe/Berlin", "Europe/Berlin"),
        ("/usr/share/zoneinfo/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        (":/usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"),
        ("/nowhere/at/all", ""),
        ("", ""),  # means UTC
        ("CET-1CEST", "CET-1CEST"),  # for the caller to see that it is no zone
    ],
)
def test_tz_wins_even_where_it_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, name: str
) -> None:
    root = build(tmp_path, localtime="/usr/share/zoneinfo/Asia/Manila", timezone="Asia/Manila")
    monkeypatch.setenv("TZ", said)
    assert find_zone_name(root) == name


@pytest.mark.parametrize(
    ("localtime", "timezone", "name"),
    [
        ("/usr/share/zoneinfo/Europe/Stockholm", "", "Europe/Stockholm"),
        ("../usr/share/zoneinfo/Europe/Paris", "", "Europe/Paris"),
        ("/var/db/timezone/zoneinfo/Asia/Ho_Chi_Minh", "", "Asia/Ho_Chi_Minh"),  # macOS
        ("/usr/share/zoneinfo.default/Europe/Rome", "", "Europe/Rome"),
        ("/usr/share/zoneinfo/Etc/UTC", "Asia/Manila", "Etc/UTC"),
        ("localtime", "Asia/Manila\n", "Asia/Manila"),  # a link to itself
        ("/opt/clock", "Asia/Manila\n", "Asia/Manila"),
        ("", "Asia/Manila\n# by hand\n", "Asia/Manila"),
        ("", "", ""),
    ],
)
def test_without_tz_the_link_counts_and_then_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, localtime: str, timezone: str, name: str
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    assert find_zone_name(build(tmp_path, localtime=localtime, timezone=timezone)) == name


def test_a_link_is_followed_no_further_than_the_first_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    zones = tmp_path / "usr/share/zoneinfo/Europe"
    zones.mkdir(parents=True)
    (zones / "Berlin").write_bytes(b"TZif2")
    (zones / "Stockholm").symlink_to("Berlin")  # they share a clock
    root = build(tmp_path, localtime="localtime.real")
    (root / "etc/localtime.real").symlink_to("../usr/share/zoneinfo/Europe/Stockholm")
    assert find_zone_name(root) == "Europe/Stockholm"


def test_a_copied_clock_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    assert find_zone_name(build(tmp_path, copied=True, timezone="Asia/Manila")) == "Asia/Manila"
    (tmp_path / "etc/timezone").unlink()
    (tmp_path / "etc/timezone").mkdir()
    assert find_zone_name(tmp_path) == ""
