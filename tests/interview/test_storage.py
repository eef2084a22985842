"""The answer file: one writer, nothing lost, every byte that is not ours kept."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.interview.world import TODAY, new_state, shelf

from outsource_check import system
from outsource_check.answers import Answer, read_answer_file
from outsource_check.documents import replacement
from outsource_check.documents.reader import MAX_BYTES
from outsource_check.errors import AnswerError, OutputError
from outsource_check.interview.model import Attach, Choose, Event, Go, State, Type
from outsource_check.interview.session import step
from outsource_check.interview.sitting import Request, open_sitting
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


BY_HAND = """\
format: outsource-check/answers/v1
pack: small
pack_version: 1.2.0
respondent: {side: client, role: CTO, name: ~}   # who
engagement: App
date: 2026-11-23
facts: {stage: chosen, saving: yes}
answers:
  people.hours:
    # our hours
    sites:
      - {name: London, side: client, zone: Europe/London, hours: [09:00-17:30], days: mon-fri}
      # - {name: Leeds, side: client, zone: Europe/London, hours: 09:00-17:30}
      - name: HCMC  # the partner's
        side: partner
        zone: Asia/Ho_Chi_Minh
        hours: '09:00-18:00'
        holidays: ~
      - {name: Hue, side: partner, zone: Asia/Ho_Chi_Minh, hours: 09:00-18:00}
    pairs:
    owner: ~
  people.gaps:
    # who decides
    rows:
      money: {option: named}
      # release: nobody
      design: {dont_know: yes}
      release: "several"
    owner: ~
  money.budget:
    costs:
      currency: 'EUR'
      # from the offer
      baseline: 900000.00
      fees: "520000.50"
      transition:
    internal: ~   # not decided
    owner: ~
  work.goal: {level: 3, owner: ~}
  work.kind:
    # of two
    option: 'part'
  work.speed: {value: 3.50}
# the end
"""


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        (
            "people.hours",
            "    pairs:\n    owner: ~\n",
            "    pairs:\n    owner: ~\n    note: seen\n",
        ),
        ("people.gaps", '"several"\n    owner: ~\n', '"several"\n    owner: ~\n    note: seen\n'),
        ("money.budget", "decided\n    owner: ~\n", "decided\n    owner: ~\n    note: seen\n"),
        ("work.goal", "{level: 3, owner: ~}", "{level: 3, owner: ~, note: seen}"),
        ("work.kind", "option: 'part'\n", "option: 'part'\n    note: seen\n"),
        ("work.speed", "{value: 3.50}", "{value: 3.50, note: seen}"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_note_adds_itself_to_an_answer_of_any_form_and_changes_no_other_byte(
    pack: Pack, tmp_path: Path, question: str, old: str, new: str, line_end: str
) -> None:
    file = tmp_path / "answers.yaml"
    file.write_bytes(BY_HAND.replace("\n", line_end).encode())
    store, state = resume(pack, file)
    store.save(step(step(state, Go(question)), Attach("note", "seen")))
    store.close()
    assert BY_HAND.count(old) == 1
    assert file.read_bytes().decode() == BY_HAND.replace(old, new).replace("\n", line_end)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("people.gaps: [release, money]", "people.gaps: {rows: [release, money], note: seen}"),
        ("people.gaps: []", "people.gaps: {rows: [], note: seen}"),
        (
            "people.gaps:\n    - money\n    - 'release'",
            "people.gaps:\n        rows:\n            - money\n            - 'release'",
        ),
        (
            "people.gaps: {rows: [money, 'release'], owner: ~}",
            "people.gaps: {rows: [money, 'release'], owner: ~, note: seen}",
        ),
    ],
)
def test_a_list_of_rows_stays_one_beside_a_note(
    pack: Pack, tmp_path: Path, old: str, new: str
) -> None:
    file = tmp_path / "answers.yaml"
    text = HAND_MADE.replace("people.gaps: [money]", f"{old}  # rows")
    file.write_text(text)
    store, state = resume(pack, file)
    said = state.answers["people.gaps"]
    state = store.save(step(step(state, Go("people.gaps")), Attach("note", "seen")))
    assert old != new
    assert f"    {new}  # rows\n" in file.read_text()
    source = read_answer_file(file, shelf(Path(pack.folder).parent))
    assert source.content.answers["people.gaps"] == said.replace(note="seen")
    # Rows that are said otherwise are spelled out.
    changed = change_row(state.answers["people.gaps"], "design", option="several")
    store.save(replace(state, answers={**state.answers, "people.gaps": changed}))
    store.close()
    assert "design: several" in file.read_text()


def change_site(answer: Answer) -> Answer:
    assert answer.sites
    london, partner, hue = answer.sites
    moved = partner.replace(hours=("08:00-17:00",))
    return answer.replace(sites=(london, moved, hue))


def drop_site(answer: Answer) -> Answer:
    assert answer.sites
    london, _, hue = answer.sites
    return answer.replace(sites=(london, hue))


def change_row(answer: Answer, row: str, **changes: object) -> Answer:
    assert answer.rows is not None
    rows = {**answer.rows, row: answer.rows[row].replace(**changes)}
    return answer.replace(rows=rows)


def change_fees(answer: Answer, fees: Decimal | None) -> Answer:
    assert answer.costs is not None
    return answer.replace(costs=answer.costs.replace(fees=fees))


@pytest.mark.parametrize(
    ("question", "change", "old", "new"),
    [
        ("people.hours", change_site, "hours: '09:00-18:00'", 'hours: "08:00-17:00"'),
        (
            "people.hours",
            drop_site,
            BY_HAND[BY_HAND.index("      - name: HCMC") : BY_HAND.index("      - {name: Hue")],
            "",
        ),
        (
            "people.gaps",
            lambda said: change_row(said, "money", who="Dana"),
            "{option: named}",
            "{option: named, who: Dana}",
        ),
        (
            "people.gaps",
            lambda said: change_row(said, "money", option="nobody"),
            "{option: named}",
            "{option: nobody}",
        ),
        (
            "people.gaps",
            lambda said: change_row(said, "release", who="Dana"),
            '"several"',
            "{option: several, who: Dana}",
        ),
        (
            "people.gaps",
            lambda said: change_row(said, "release", option="nobody"),
            '"several"',
            "nobody",
        ),
        (
            "money.budget",
            lambda said: change_fees(said, Decimal(530000)),
            '"520000.50"',
            "530000",
        ),
        ("money.budget", lambda said: change_fees(said, None), '      fees: "520000.50"\n', ""),
    ],
)
def test_of_a_form_only_what_changed_changes(
    pack: Pack,
    tmp_path: Path,
    question: str,
    change: Callable[[Answer], Answer],
    old: str,
    new: str,
) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(BY_HAND)
    store, state = resume(pack, file)
    answers = {**state.answers, question: change(state.answers[question])}
    store.save(replace(state, answers=answers))
    store.close()
    assert BY_HAND.count(old) == 1
    assert file.read_text() == BY_HAND.replace(old, new)
    assert read_answer_file(file, shelf(Path(pack.folder).parent)).content.answers == answers


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
    store.move(str(tmp_path / "other.yaml"), changed)
    assert store.file.endswith("other.yaml")
    store.close()
    content = read_answer_file(store.file, shelf(Path(pack.folder).parent)).content
    assert content.answers == changed.answers


def test_where_a_file_cannot_be_changed_another_starts_a_document_of_its_own(
    pack: Pack, tmp_path: Path
) -> None:
    file, other = tmp_path / "answers.yaml", tmp_path / "other.yaml"
    comment = "# " + "x" * 998 + "\n"
    waiver = "waivers: [{question: money.budget, by: Dana, reason: 'no: 1', date: 2026-11-01}]\n"
    text = BY_HAND + waiver
    text += comment * ((MAX_BYTES - len(text)) // len(comment))
    file.write_text(text + "#" * (MAX_BYTES - len(text)))
    store, state = resume(pack, file)
    before = read_answer_file(file, store._shelf).content
    for number in range(2):
        state = step(step(state, Go("work.goal")), Attach("note", f"seen {number}"))
        with pytest.raises(OutputError, match="larger than 1 MiB"):
            store.save(state)
    store.move(str(other), state)
    store.save(step(step(state, Go("work.kind")), Choose("whole")))
    store.close()
    content = read_answer_file(other, store._shelf).content
    goal = before.answers["work.goal"].replace(note="seen 1")
    assert content.answers["work.goal"] == goal
    assert content.waivers == before.waivers
    assert {**content.answers, "work.goal": 0, "work.kind": 0} == (
        {**before.answers, "work.goal": 0, "work.kind": 0}
    )
    assert "#" not in other.read_text()
    assert (
        "date: 2026-11-23\nfacts:\n  stage: chosen\n  saving: yes\nanswers:\n" in other.read_text()
    )


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
            assert resumed.drafts["people.hours"] == state.drafts["people.hours"]
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
    assert resumed.drafts == {}


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


# --------------------------------------------------------------- changed while an interview runs


def answer(state: State, name: str, value: str) -> State:
    return step(step(state, Go(name)), Choose(value))


def test_an_older_copy_saved_over_the_file_loses_nothing_of_the_sitting(
    store: AnswerStore, state: State
) -> None:
    store.open()
    store.save(state)
    file = Path(store.file)
    older = file.read_text()
    state = store.save(answer(state, "work.kind", "part"))
    state = store.save(answer(state, "work.goal", "2"))
    file.write_text(older + "  money.budget: {level: 2}   # by hand\n")
    state = store.save(answer(state, "work.speed", "4"))
    assert "what it lacked is back (work.kind)" in state.message
    assert "for work.goal, what you answered counts" in state.message
    written = file.read_text()
    for text in ("work.goal: 2", "work.kind: part", "work.speed: ", "# by hand"):
        assert text in written
    assert "work.goal: 3" in Path(f"{file}.kept-1").read_text()
    assert store.confirm() == ""
    store.close()


def test_what_somebody_else_changed_and_the_sitting_did_not_touch_counts_and_ours_is_kept(
    store: AnswerStore, state: State, pack: Pack
) -> None:
    store.open()
    store.save(answer(state, "work.goal", "2"))
    store.close()
    file = Path(store.file)
    store, state = resume(pack, file)
    file.write_text(file.read_text().replace("work.goal: 2", "work.goal: 1"))
    state = store.save(answer(state, "work.kind", "part"))
    assert "for work.goal, the other version counts" in state.message
    assert state.answers["work.goal"].level == 1
    assert "work.goal: 1" in file.read_text()
    assert "work.goal: 2" in Path(f"{file}.kept-1").read_text()
    store.close()


def test_the_disk_is_compared_once_more_before_all_is_said_to_be_saved(
    store: AnswerStore, state: State
) -> None:
    store.open()
    store.save(state)
    file = Path(store.file)
    older = file.read_text()
    store.save(answer(state, "work.kind", "part"))
    assert store.confirm() == ""
    file.write_text(older)
    assert "what it lacked is back (work.kind)" in store.confirm()
    assert "work.kind: part" in file.read_text()
    file.unlink()
    assert "deleted meanwhile" in store.confirm()
    assert "work.kind: part" in file.read_text()
    store.close()


def become_another_packs(file: Path) -> None:
    file.write_text(file.read_text().replace("pack: small", "pack: outsourcing"))


def become_another_sides(file: Path) -> None:
    file.write_text(file.read_text().replace("side: client", "side: partner"))


def become_newer(file: Path) -> None:
    file.write_text(file.read_text().replace("1.2.0", "9.0.0"))


def become_too_large(file: Path) -> None:
    file.write_text(file.read_text() + "# more\n" * 200_000)


def become_binary(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\0\0")


def become_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def become_a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def become_a_loop(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


@pytest.mark.parametrize("moment", ["answer", "end"])
@pytest.mark.parametrize(
    "become",
    [
        become_another_packs,
        become_another_sides,
        become_newer,
        become_too_large,
        become_binary,
        become_a_folder,
        pytest.param(become_a_pipe, marks=pytest.mark.posix),
        become_a_loop,
    ],
)
def test_whatever_the_file_has_become_ours_is_kept_and_named(
    store: AnswerStore, state: State, become: Callable[[Path], None], moment: str, pack: Pack
) -> None:
    store.open()
    store.save(state)
    state = store.save(answer(state, "work.kind", "part"))
    file = Path(store.file)
    file.chmod(0o600)
    become(file)
    more = answer(state, "work.speed", "4")
    with pytest.raises((AnswerError, OutputError)) as error:
        _ = store.confirm() if moment == "end" else store.save(more)
    kept = Path(store.kept)
    assert f'everything that you answered is in "{kept}"' in error.value.problems[0].hint
    assert kept.stat().st_mode & 0o077 == 0
    content = read_answer_file(kept, shelf(Path(pack.folder).parent)).content
    assert content.answers["work.kind"].option == "part"
    assert ("work.speed" in content.answers) is (moment == "answer")
    store.close()


# ------------------------------------------------------------------- where saving is hardest


def test_what_cannot_be_saved_is_kept_until_it_can(
    store: AnswerStore, state: State, tmp_path: Path
) -> None:
    store.open()
    store.save(state)
    tmp_path.joinpath("answers.yaml").rename(tmp_path / "aside")
    tmp_path.joinpath("answers.yaml").mkdir()
    for _ in range(3):
        with pytest.raises(OutputError):
            store.save(answer(state, "work.kind", "part"))
    assert [path.name for path in tmp_path.glob("*.kept*")] == [Path(store.kept).name]
    tmp_path.joinpath("answers.yaml").rmdir()
    store.save(answer(state, "work.kind", "part"))
    assert not list(tmp_path.glob("*.kept*"))
    assert "work.kind: part" in Path(store.file).read_text()
    store.close()


def test_everything_can_be_saved_elsewhere_when_the_working_folder_is_gone(
    pack: Pack, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = AnswerStore("answers.yaml", shelf(Path(pack.folder).parent))
    store.open()
    store.save(state)
    shutil.rmtree(gone)
    with pytest.raises(OutputError, match="no such folder"):
        store.save(answer(state, "work.kind", "part"))
    assert "work.kind: part" in Path(store.kept).read_text()
    with pytest.raises(OutputError, match="no such folder"):
        store.move("other.yaml", answer(state, "work.kind", "part"))
    store.move(str(tmp_path / "other.yaml"), answer(state, "work.kind", "part"))
    assert "work.kind: part" in (tmp_path / "other.yaml").read_text()
    assert store.confirm() == ""
    store.close()
    assert list(tmp_path.glob("outsource-check-*")) == []


def test_where_nothing_can_be_kept_no_folder_is_left(
    store: AnswerStore, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store.open()
    store.save(state)

    def fail(file: Path, *_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))

    monkeypatch.setattr(replacement, "_write_beside", fail)
    with pytest.raises(OutputError, match="the disk is full"):
        store.save(answer(state, "work.kind", "part"))
    assert list(tmp_path.glob("outsource-check-*")) == []
    store.close()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_another_file_is_as_private_as_the_one_that_it_stands_for(
    store: AnswerStore, state: State, tmp_path: Path, mode: int
) -> None:
    store.open()
    store.save(state)
    Path(store.file).chmod(mode)
    other = tmp_path / "other.yaml"
    store.move(str(other), answer(state, "work.kind", "part"))
    store.close()
    assert other.stat().st_mode & 0o777 == mode


def test_a_file_system_without_locks_is_gone_on_with_and_said_once(
    store: AnswerStore, state: State, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int, *, wait: bool) -> None:
        raise OSError(errno.ENOTSUP, f"not supported, waiting or not ({wait})")

    monkeypatch.setattr(system, "take_lock", refuse)
    store.open()
    assert not store.locked
    store.save(state)
    store.close()
    store, state = resume(pack, Path(store.file))
    assert "has no locks" in state.message
    assert "has no locks" not in store.save(answer(state, "work.kind", "part")).message
    store.close()


@pytest.mark.parametrize("flag", [0, os.O_NOFOLLOW])  # the flag that a system may not have
@pytest.mark.parametrize("target", ["precious", "absent"])
def test_a_lock_that_is_a_link_is_not_followed(
    store: AnswerStore, tmp_path: Path, target: str, flag: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "LOCKING", system.LOCKING & ~flag)
    (tmp_path / "precious").write_text("precious")
    (tmp_path / ".answers.yaml.lock").symlink_to(target)
    with pytest.raises(OutputError, match="is a link; remove it"):
        store.open()
    assert not (tmp_path / "absent").exists()
    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.posix  # an open file cannot be removed on Windows
def test_a_lock_that_is_removed_again_and_again_is_given_up(
    store: AnswerStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remove(_descriptor: int, *, wait: bool) -> None:
        assert not wait
        (tmp_path / ".answers.yaml.lock").unlink()

    monkeypatch.setattr(system, "take_lock", remove)
    with pytest.raises(OutputError, match="something removes it again and again"):
        store.open()


def test_a_private_file_that_was_deleted_is_private_when_it_is_back(
    store: AnswerStore, state: State
) -> None:
    store.open()
    state = store.save(state)
    Path(store.file).chmod(0o600)
    state = store.save(answer(state, "work.goal", "1"))
    Path(store.file).unlink()
    after = store.save(answer(state, "work.goal", "2"))
    store.close()
    assert "it is back" in after.message
    assert Path(store.file).stat().st_mode & 0o777 == 0o600


def test_what_lies_beside_a_private_file_is_private(
    store: AnswerStore, state: State, tmp_path: Path
) -> None:
    store.open()
    store.save(state)
    file = Path(store.file)
    file.chmod(0o600)
    state = store.save(step(step(state, Go("people.hours")), Choose("figures")))
    state = store.save(step(state, Type("Munich")))
    file.write_text(file.read_text().replace("work.goal: 3", "work.goal: 1"))
    store.save(answer(state, "work.goal", "2"))
    store.close()
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    names = ("answers.yaml", "answers.yaml.kept-1", ".answers.yaml.draft")
    assert modes == dict.fromkeys(names, 0o600)


def test_facts_and_places_survive_the_working_folder_too(
    pack: Pack, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = AnswerStore("answers.yaml", shelf(Path(pack.folder).parent))
    store.open()
    state = store.save(step(step(state, Go("people.hours")), Choose("figures")))
    shutil.rmtree(gone)
    assert store.read_others(pack) == {}
    with pytest.raises(OutputError, match="no such folder"):
        store.save(step(state, Type("Munich")))
    store.close()
