"""`pack list`, `pack show`, `pack lint`, `pack new`: what they print, and their statuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.chance import spread
from tests.pack.worlds import LEVELS, write_pack

from outsource_check.cli import main
from outsource_check.lint import lint_pack
from outsource_check.pack import load_pack
from outsource_check.resources import shipped_packs
from outsource_check.terminal.console import show
from outsource_check.terminal.pack import render_key, render_pack, render_question
from outsource_check.text import width

Captured = pytest.CaptureFixture[str]
NEW = ("--quick", "--side", "client", "--role", "CTO", "--engagement", "App", "--no-input")


def test_list_names_every_pack_with_its_size(tmp_path: Path, capsys: Captured) -> None:
    write_pack(tmp_path)
    assert main(["pack", "list", "--pack", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "small 1.0.0: Small\n  1 key, 1 question (1 quick), 0 stops, 0 caps, 0 facts\n" in out
    assert f"  8 keys, {len(load_pack('eight-keys').questions)} questions (" in out


def test_list_goes_on_after_a_pack_that_cannot_be_read(tmp_path: Path, capsys: Captured) -> None:
    write_pack(tmp_path, LEVELS + "  weight: 0\n")
    assert main(["pack", "list", "--pack", str(tmp_path)]) == 4
    out = capsys.readouterr().out
    assert "small: cannot be read" in out
    assert "\neight-keys " in out


@pytest.mark.parametrize("columns", spread([40, 80]))
def test_show_fits_the_screen_for_every_key_and_question(columns: int) -> None:
    pack = load_pack("eight-keys")
    screens = [render_pack(pack), *map(render_key, pack.keys)]
    screens += [render_question(pack, question) for question in pack.questions.values()]
    for screen in screens:
        for line in show(screen, columns=columns).splitlines():
            assert width(line) <= columns


def test_an_address_is_not_broken() -> None:
    address = load_pack("eight-keys").outline.source.split()[-1]
    assert address.startswith("https://")
    assert f"\n{address}\n" in show(render_pack(load_pack("eight-keys")))


def test_show_says_everything_about_a_question(capsys: Captured) -> None:
    assert main(["pack", "show", "goals.drivers"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    question = load_pack("eight-keys").questions["goals.drivers"]
    assert question.remedy is not None
    assert question.stop is not None
    said = (
        *(question.title, question.ask, question.ask_partner, question.why, question.stop.because),
        *(question.remedy.do, question.remedy.owner, question.remedy.done_when),
        *question.evidence,
        *getattr(question, "levels", {}).values(),
    )
    for text in said:
        assert text in out
    for text in ("R31", "client and partner", "quick mode too", "1 day,", "stop level 0: "):
        assert text in out


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("eight-keys", ["Facts", "Define your goal (goals)", "[levels, stop, quick]"]),
        ("eight-keys", ["ready from 70 overall and 50 in every key"]),
        ("change", ["Prepare for the change (change)", "[number, client only]"]),
        ("goals.budget", ["a saving matters if cost-is-a-driver is yes", "no saving"]),
        ("decision-makers.speed", ["Number: working days", "  3  at most 2"]),
        ("tooling.coverage", ["- video: Video calls", "works: A tool is agreed"]),
        ("time-zones.overlap", ["if daily-decisions is yes"]),
        ("expectations.openness", ["a critical row at worth 0", "stays on its side"]),
    ],
)
def test_show_a_pack_a_key_a_question(name: str, texts: list[str], capsys: Captured) -> None:
    assert main(["pack", "show", name]) == 0
    out = capsys.readouterr().out
    for text in texts:
        assert text in out


def test_show_of_an_own_pack_needs_no_name(tmp_path: Path, capsys: Captured) -> None:
    line = "- {id: q, title: Q, kind: number, unit: of 10, worst: 0, best: 10}\n"
    write_pack(tmp_path, line)
    assert main(["pack", "show", "--pack", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("Small (small 1.0.0)\n")
    assert main(["pack", "show", "--pack", str(tmp_path), "one.q"]) == 0
    assert "a straight line from 0 (level 0) to 10 (level 4)" in capsys.readouterr().out


def test_the_folder_of_a_shipped_pack_chooses_it(tmp_path: Path, capsys: Captured) -> None:
    shipped = ["--pack", str(shipped_packs() / "eight-keys")]
    assert main(["assess", str(tmp_path / "a.yaml"), *NEW, *shipped]) == 0
    assert "pack: eight-keys\n" in (tmp_path / "a.yaml").read_text()
    capsys.readouterr()
    assert main(["pack", "show", *shipped]) == 0
    assert "(eight-keys " in capsys.readouterr().out


def test_where_several_packs_could_be_asked_one_must_be_named(
    tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "packs").mkdir()
    for name in ("one", "two"):
        write_pack(tmp_path / "packs").rename(tmp_path / "packs" / name)
        outline = tmp_path / "packs" / name / "pack.yaml"
        outline.write_text(outline.read_text().replace("id: small", f"id: {name}"))
    packs = ["--pack", str(tmp_path / "packs")]
    assert main(["assess", str(tmp_path / "a.yaml"), *NEW, *packs]) == 2
    said = capsys.readouterr().err
    assert 'several packs could be asked: "one" or "two"' in said
    assert "`pack list`" in said


def test_show_writes_a_large_number_out(tmp_path: Path, capsys: Captured) -> None:
    line = "- {id: q, title: Q, kind: number, unit: users, worst: 0, best: 1234567}\n"
    write_pack(tmp_path, line)
    assert main(["pack", "show", "--pack", str(tmp_path), "one.q"]) == 0
    assert "to 1234567 (level 4)" in capsys.readouterr().out


def test_show_of_what_is_not_there_is_a_wrong_call(capsys: Captured) -> None:
    assert main(["pack", "show", "goals.driver"]) == 2
    assert 'did you mean "goals.drivers"?' in capsys.readouterr().err


def test_a_hostile_text_is_shown_as_text(tmp_path: Path, capsys: Captured) -> None:
    title = '"\\u202e[red]\\u200bowned [/nope] :warning:"'
    write_pack(tmp_path, LEVELS.replace("First thing", title))
    assert main(["pack", "show", "--pack", str(tmp_path), "one.first"]) == 0
    out = capsys.readouterr().out
    assert "\\u202e[red]\\u200bowned [/nope] :warning:" in out
    assert main(["pack", "lint", str(tmp_path / "small")]) == 0


def test_lint_points_at_the_line_and_gives_status_4(tmp_path: Path, capsys: Captured) -> None:
    pack = write_pack(
        tmp_path, LEVELS + "  stop: {at_or_below: 4, title: Bad, because: It sinks}\n"
    )
    assert main(["pack", "lint", str(pack)]) == 4
    out = capsys.readouterr().out
    assert out.startswith(f"{pack}/one.yaml:9:25: error[OC317]: the stop is for level 4 or below")
    assert out.endswith("not sound: 1 error, 0 warnings\n")


def test_a_warning_leaves_a_pack_sound(tmp_path: Path, capsys: Captured) -> None:
    pack = write_pack(tmp_path, LEVELS.replace("quick: yes", "quick: no"))
    assert main(["pack", "lint", str(pack)]) == 0
    out = capsys.readouterr().out
    assert "warning[OC341]" in out
    assert out.endswith("sound: 0 errors, 1 warning\n")


def test_lint_without_a_name_checks_every_pack(tmp_path: Path, capsys: Captured) -> None:
    write_pack(tmp_path, LEVELS + "  weight: 0\n")
    assert main(["pack", "lint", "--pack", str(tmp_path)]) == 4
    out = capsys.readouterr().out
    assert "not sound: 1 error" in out
    assert "\neight-keys " in out


def test_lint_of_a_pack_that_is_not_there_is_status_4(tmp_path: Path, capsys: Captured) -> None:
    assert main(["pack", "lint", "eight-kys"]) == 4
    assert main(["pack", "lint", str(tmp_path)]) == 4
    assert "found no pack.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["my-pack", "deep/er/Own_1"])
def test_new_writes_a_sound_pack(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["pack", "new", name]) == 0
    assert f"outsource-check pack lint {name}" in capsys.readouterr().out
    review = lint_pack(tmp_path / name)
    assert review.remarks == ()
    assert review.pack is not None
    assert review.pack.id == Path(name).name
    kinds = {question.kind for question in review.pack.questions.values()}
    assert kinds == {"levels", "choice", "number", "matrix"}


@pytest.mark.parametrize("name", ["a b", "-x", "eight-keys", "Eight-Keys", "there", "ä"])
def test_new_refuses_a_name_that_cannot_be(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    assert main(["pack", "new", "--", name]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_new_where_nothing_can_be_written_is_status_74(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    assert main(["pack", "new", "file/mine"]) == 74
