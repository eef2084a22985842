"""The answer file: one writer, nothing lost, every byte that is not ours kept."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.interview.world import TODAY, new_state, shelf

from outsource_check.answers import read_answer_file
from outsource_check.errors import AnswerError, OutputError
from outsource_check.interview.model import Attach, Choose, Event, Go, State, Type
from outsource_check.interview.opening import Request, open_sitting
from outsource_check.interview.session import step
from outsource_check.interview.storage import AnswerStore
from outsource_check.pack import Pack

HAND_MADE = """\
# ours, by hand
format: outsource-check/answers/v1
pack: small
pack_version: 1.0.0
respondent: {side: client, role: CTO}   # who
engagement: App
date: 2026-11-01
facts: {stage: chosen, saving: yes}
answers:
    money.budget: {level: 2}   # a guess
    # later
    work.old: 3
    people.gaps: [money]
"""


@pytest.fixture
def state(pack: Pack) -> State:
    state = new_state(pack)
    for value in ("chosen", "yes", "3"):
        state = step(state, Choose(value))
    return state


@pytest.fixture
def store(pack: Pack, tmp_path: Path) -> AnswerStore:
    return AnswerStore(str(tmp_path / "answers.yaml"), shelf(Path(pack.folder).parent))


def resume(pack: Pack, file: Path) -> tuple[AnswerStore, State]:
    request = Request(path=file, packs=(Path(pack.folder),), today=TODAY)
    sitting = open_sitting(request)
    return sitting.store, sitting.state


def test_a_new_file_reads_as_a_person_would_write_it(store: AnswerStore, state: State) -> None:
    store.open()
    store.save(step(step(state, Attach("note", "ask: Lena")), Choose("part")))
    store.close()
    assert Path(store.file).read_text().splitlines()[3:] == [
        "engagement: App",
        "respondent: {side: client, role: CTO}",
        "mode: full",
        "date: 2026-11-23",
        "facts:",
        "  stage: chosen",
        "  saving: yes",
        "answers:",
        "  work.goal: 3",
        '  work.kind: {option: part, note: "ask: Lena"}',
    ]


def test_rows_stand_one_a_line_whatever_was_said_before(store: AnswerStore, state: State) -> None:
    store.open()
    state = step(step(state, Go("people.gaps")), Choose("dont-know"))
    store.save(state)
    state = step(step(state, Go("people.gaps")), Choose("rows"))
    for value in ("named", "several", "nobody"):
        state = step(state, Choose(value))
        store.save(state)
    store.close()
    written = Path(store.file).read_text().splitlines()[-5:]
    assert written == [
        "  people.gaps:",
        "    rows:",
        "      money: named",
        "      release: several",
        "      design: nobody",
    ]


def test_comments_order_and_indentation_survive(pack: Pack, tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(HAND_MADE)
    store, state = resume(pack, file)
    assert "work.old" in state.message
    state = step(step(state, Go("work.goal")), Choose("1"))
    store.save(state)
    store.close()
    kept = HAND_MADE.replace("pack_version: 1.0.0", 'pack_version: "1.2.0"')
    assert file.read_text().replace("1.2.0", '"1.2.0"').replace('""', '"') == (
        kept + "    work.goal: {level: 1, date: 2026-11-23}\n"
    )


def test_a_second_interview_is_told_and_a_closed_one_is_no_obstacle(
    store: AnswerStore, state: State, pack: Pack
) -> None:
    store.open()
    store.save(state)
    other = AnswerStore(store.file, shelf(Path(pack.folder).parent))
    with pytest.raises(AnswerError, match="open in another interview"):
        other.open()
    store.close()
    assert other.open() is not None
    other.close()
    assert [path.name for path in Path(store.file).parent.iterdir()] == ["answers.yaml"]


def test_a_lock_that_a_killed_interview_left_is_no_obstacle(store: AnswerStore) -> None:
    file = Path(store.file)
    file.with_name(f".{file.name}.lock").write_text("")
    assert store.open() is None
    store.close()


def test_a_link_is_locked_where_it_leads(store: AnswerStore, state: State, pack: Pack) -> None:
    store.open()
    store.save(state)
    link = Path(store.file).with_name("link.yaml")
    link.symlink_to("answers.yaml")
    with pytest.raises(AnswerError):
        AnswerStore(str(link), shelf(Path(pack.folder).parent)).open()
    store.close()


def test_a_file_edited_meanwhile_keeps_both_changes(store: AnswerStore, state: State) -> None:
    store.open()
    store.save(state)
    file = Path(store.file)
    file.write_text(file.read_text() + "  money.budget: {level: 2}   # by hand\n")
    after = store.save(step(state, Choose("part")))
    assert "both changes are in it" in after.message
    assert after.answers["money.budget"].level == 2
    assert "# by hand" in file.read_text()
    assert "work.kind: part" in file.read_text()
    store.close()


def test_a_clash_keeps_the_other_version_beside_the_file(store: AnswerStore, state: State) -> None:
    store.open()
    store.save(state)
    file = Path(store.file)
    theirs = file.read_text().replace("work.goal: 3", "work.goal: 1")
    file.write_text(theirs)
    after = store.save(step(step(state, Go("work.goal")), Choose("2")))
    assert "what you answered counts" in after.message
    assert "answers.yaml.kept-1" in after.message
    assert "work.goal: 2" in file.read_text()
    assert Path(f"{file}.kept-1").read_text() == theirs
    store.close()


def test_a_file_broken_meanwhile_is_left_and_ours_is_kept(store: AnswerStore, state: State) -> None:
    store.open()
    store.save(state)
    file = Path(store.file)
    file.write_text("format: [\n")
    with pytest.raises(AnswerError) as error:
        store.save(step(state, Choose("part")))
    assert "kept-1" in error.value.problems[0].hint
    assert file.read_text() == "format: [\n"
    assert "work.kind: part" in Path(f"{file}.kept-1").read_text()
    store.close()


def test_a_file_deleted_meanwhile_is_written_again(store: AnswerStore, state: State) -> None:
    store.open()
    store.save(state)
    Path(store.file).unlink()
    after = store.save(step(state, Choose("part")))
    assert "deleted meanwhile" in after.message
    assert "work.kind: part" in Path(store.file).read_text()
    store.close()


def test_a_full_disk_leaves_the_old_file_and_another_place_takes_everything(
    store: AnswerStore, state: State, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.open()
    store.save(state)
    old = Path(store.file).read_bytes()
    changed = step(state, Choose("part"))

    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OutputError, match="disk is full"):
            store.save(changed)
    assert Path(store.file).read_bytes() == old
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".answers.yaml.lock",
        "answers.yaml",
    ]
    assert store.differs(changed)
    store.move(str(tmp_path / "other.yaml"), changed)
    assert not store.differs(changed)
    assert store.file.endswith("other.yaml")
    store.close()
    content = read_answer_file(store.file, shelf(Path(pack.folder).parent)).content
    assert content.answers == changed.answers


def test_nothing_is_moved_onto_a_file_that_is_there(
    store: AnswerStore, state: State, tmp_path: Path
) -> None:
    store.open()
    store.save(state)
    with pytest.raises(OutputError, match="there already"):
        store.move(_other(tmp_path), state)
    store.close()


def _other(folder: Path) -> str:
    file = folder / "other.yaml"
    file.write_text(HAND_MADE)
    return str(file)


def test_places_of_one_side_lie_beside_the_file_until_the_other_side_is_there(
    store: AnswerStore, state: State, pack: Pack, tmp_path: Path
) -> None:
    draft = tmp_path / ".answers.yaml.draft"
    store.open()
    typed = ["Munich", "9-17", "", "Hanoi", "9-12, 13-18", ""]
    events: list[Event] = [Go("people.hours"), Choose("figures"), *map(Type, typed)]
    for number, event in enumerate(events, 1):
        state = step(state, event)
        store.save(state)
        if 3 <= number < len(events):
            store.close()
            store, resumed = resume(pack, tmp_path / "answers.yaml")
            assert resumed.cursor == state.cursor
            assert resumed.sites["people.hours"] == state.sites["people.hours"]
            assert "people.hours" not in (tmp_path / "answers.yaml").read_text()
            state = resumed
    store.close()
    assert "name: Munich" in (tmp_path / "answers.yaml").read_text()
    assert not draft.exists()


def test_places_of_one_side_are_let_go_when_the_question_is_answered_otherwise(
    store: AnswerStore, state: State, tmp_path: Path
) -> None:
    store.open()
    state = step(step(step(state, Go("people.hours")), Choose("figures")), Type("Munich"))
    store.save(state)
    assert (tmp_path / ".answers.yaml.draft").exists()
    store.save(step(step(state, Go("people.hours")), Choose("2")))
    assert not (tmp_path / ".answers.yaml.draft").exists()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        '{"people.hours": 3}',
        '{"people.hours": [{"side": "client"}]}',
        '{"people.hours": [{"side": "us", "zone": "Europe/London", "hours": []}]}',
        '{"people.hours": [{"side": "client", "zone": "Europe/Londn", "hours": []}]}',
        '{"people.hours": [{"side": "client", "zone": 7, "hours": []}]}',
        '{"people.hours": [{"side": "client", "zone": "Europe/London", "hours": []}]}',
        (
            '{"people.hours": [{"side": "client", "zone": "Asia/Tokyo", "name": "A", "hours": []},'
            ' {"side": "partner", "zone": "Asia/Tokyo", "name": "A", "hours": []}]}'
        ),
        '{"people.hours": [{"side": "client", "search": 7, "hours": []}]}',
        '{"people.hours": [{"side": "client", "days": "all", "hours": []}]}',
        '{"people.hours": [{"side": "client", "hours": ["9"]}]}',
        '{"work.gone": [{"side": "client", "zone": "Asia/Tokyo", "name": "A", "hours": []}]}',
        "[" * 100_000,
        "\udcff",
    ],
)
def test_what_no_interview_has_put_beside_the_file_is_passed_over(
    store: AnswerStore, state: State, pack: Pack, tmp_path: Path, written: str
) -> None:
    store.open()
    store.save(state)
    store.close()
    draft = tmp_path / ".answers.yaml.draft"
    draft.write_bytes(written.encode("utf-8", "surrogateescape"))
    store, resumed = resume(pack, tmp_path / "answers.yaml")
    store.close()
    assert resumed.sites == {}


def test_a_json_file_is_not_opened_to_be_written(pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="json"):
        AnswerStore(str(tmp_path / "answers.json"), shelf(Path(pack.folder).parent)).open()


def test_the_mode_of_the_file_is_kept(store: AnswerStore, state: State) -> None:
    store.open()
    store.save(state)
    Path(store.file).chmod(0o600)
    store.save(step(state, Choose("part")))
    store.close()
    assert Path(store.file).stat().st_mode & 0o777 == 0o600


def test_a_header_that_changes_is_saved(store: AnswerStore, state: State) -> None:
    store.open()
    store.save(state)
    store.save(replace(state, header=replace(state.header, role="CEO", name="Ann")))
    store.close()
    assert "respondent: {side: client, role: CEO, name: Ann}" in Path(store.file).read_text()
