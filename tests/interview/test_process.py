"""The real program on a real terminal: signals, kills, locks, pipes, and what is left behind."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pyte
import pytest
from tests.chance import spread
from tests.interview.person import PATIENCE, spell
from tests.interview.world import FILES, write_pack

from outsource_check.cli import main

pytestmark = pytest.mark.posix

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "outsource_check", "assess"]
EPOCH = "1795392000"
GIVEN = ["--engagement", "App", "--side", "client", "--role", "CTO", "--full"]


def environment(**changes: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    kept |= {"PYTHONPATH": f"{ROOT / 'src'}", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    return {**kept, "SOURCE_DATE_EPOCH": EPOCH, **changes}


class Terminal:
    """The program on a terminal of its own."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        columns: int = 80,
        rows: int = 40,
        env: dict[str, str] | None = None,
        own: bool = True,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self.process = pexpect.spawn(
            PROGRAM[0],
            [*PROGRAM[1:], *(("--pack", str(folder / "packs")) if own else ()), *arguments],
            cwd=str(folder),
            env=environment(**(env or {})),
            dimensions=(rows, columns),
            encoding=None,
        )
        self.process.delaybeforesend = None

    def _shows(self, text: str) -> bool:
        # Without spaces: where a line breaks depends on how long the checkout's path is.
        return "".join(text.split()) in "".join("".join(self._screen.display).split())

    def see(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._shows(text) and not self.process.closed:
            assert time.monotonic() < deadline, "\n".join(self._screen.display)
            try:
                self._feed(self.process.read_nonblocking(65536, timeout=1))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                break
        assert self._shows(text), "\n".join(self._screen.display)

    def press(self, keys: str, *, see: str = "") -> None:
        self.process.send(spell(keys).encode())
        if see:
            self.see(see)

    def end(self) -> int:
        """The exit status, everything written until then seen."""
        try:
            while True:
                self._feed(self.process.read_nonblocking(65536, timeout=PATIENCE))
        except pexpect.EOF:
            pass
        self.process.close()
        status: int = self.process.exitstatus
        return status

    def _feed(self, data: bytes) -> None:
        self.raw += data
        self._stream.feed(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs")
    return tmp_path


@pytest.fixture
def started(folder: Path) -> Iterator[Terminal]:
    terminal = Terminal(folder, *GIVEN)
    terminal.see("How far has it got?")
    yield terminal
    terminal.process.close(force=True)


@dataclass(frozen=True)
class Done:
    """How a run without a terminal ended."""

    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *arguments: str, text: str = "") -> Done:
    """The program in this process, as it would run in a folder with a pipe for its input."""
    out, err = io.StringIO(), io.StringIO()
    pipe = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "stdin", pipe)
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        status = main(["assess", "--pack", str(folder / "packs"), *arguments])
    return Done(status, out.getvalue(), err.getvalue())


ANSWERS = ("2", "2", "3", "1", "5")
"""Situation: chosen, no; then work.goal, work.kind, work.speed."""
SEEN = (
    "How far has it got?",
    "Is the reason to save money?",
    "What shows the goal of the work?",
    "What kind of work is it?",
    "How fast are questions answered?",
    "Who decides each of these?",
)


@pytest.mark.slow
def test_killed_after_every_answer_it_goes_on_with_the_next_question(folder: Path) -> None:
    for number, keys in enumerate(ANSWERS):
        terminal = Terminal(folder, *(() if number else GIVEN))
        if number >= 2:
            # Said once a sitting.
            terminal.press("", see="Nothing has begun")
            terminal.press("<enter>")
        terminal.see(SEEN[number])
        terminal.press(f"{keys}<enter>")
        terminal.see("Nothing has begun" if number == 1 else SEEN[number + 1])
        terminal.process.kill(signal.SIGKILL)
        terminal.process.close()
    text = (folder / "answers.yaml").read_text()
    assert text.count("work.goal: 3") == text.count("work.speed: 5") == 1


FILLED = (
    *("stage=running", "saving=no", "work.goal=3", "work.kind=part", "work.speed=5"),
    *("work.joint=1", "people.gaps=[money]", "people.hours={level: 2}", "money.budget={level: 2}"),
)


def fill(folder: Path, *given: str, flags: tuple[str, ...] = tuple(GIVEN)) -> None:
    """An answer file with these facts and answers."""
    done = run(folder, *flags, "--no-input", *(word for one in given for word in ("--set", one)))
    assert done.returncode == 0, done.stderr


FORMS = (
    ("people.gaps", ("<enter>1", "2", "3"), ("line 2 of 3", "line 3 of 3", "Together: level")),
    (
        "money.budget",
        ("c<enter>EUR", "year", "900"),
        ("For which period", "cost today", "What will those who do the work be paid"),
    ),
    (
        "people.hours",
        ("c<enter>Munich", "9-17", "", "Hanoi", "9-12, 13-18", ""),
        (
            "in Munich's own time",
            "which days do they work in Munich",
            "city do the partner's",
            "in Hanoi's own time",
            "which days do they work in Hanoi",
            "Munich and Hanoi",
        ),
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize(("question", "typed", "seen"), FORMS)
def test_killed_after_every_line_amount_and_place_it_goes_on_behind_it(
    folder: Path, question: str, typed: tuple[str, ...], seen: tuple[str, ...]
) -> None:
    fill(folder, *(one for one in FILLED if not one.startswith(question)))
    asked = ("Answer line by line" if question == "people.gaps" else "Work it out", *seen)
    for number, keys in enumerate(typed):
        terminal = Terminal(folder)
        terminal.see(asked[number])
        terminal.press(f"{keys}<enter>", see=seen[number])
        terminal.process.kill(signal.SIGKILL)
        terminal.process.close()
    assert question in (folder / "answers.yaml").read_text()
    assert not (folder / ".answers.yaml.draft").exists()


@pytest.mark.slow
def test_killed_in_a_second_round_it_goes_on_with_what_is_still_old(folder: Path) -> None:
    fill(folder, *FILLED)
    file = folder / "answers.yaml"
    lines = re.sub(r"(?m)^date: .*$", "date: 2026-03-01", file.read_text())
    file.write_text(lines)
    for shown, following in (
        ("What shows the goal", "What kind of work"),
        ("What kind", "How fast"),
    ):
        terminal = Terminal(folder, "--again")
        terminal.see(shown)
        terminal.press("<enter>", see=following)
        terminal.process.kill(signal.SIGKILL)
        terminal.process.close()
    after = file.read_text()
    assert "work.goal: {level: 3, date: 2026-11-23}\n" in after
    assert "work.kind: {option: part, date: 2026-11-23}\n" in after
    assert after.count("date: 2026-11-23") == 2
    assert "work.speed: 5\n" in after


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_says_how_to_go_on_and_leaves_the_terminal_as_it_was(
    started: Terminal, folder: Path, number: int
) -> None:
    started.press("2<enter>", see="Is the reason to save money?")
    started.process.kill(number)
    assert started.end() == 130
    started.see("assess answers.yaml")
    assert "stage: chosen" in (folder / "answers.yaml").read_text()
    assert started.raw.rstrip().count(b"\x1b[?25h") >= 1
    assert not (folder / ".answers.yaml.lock").exists()


def test_ctrl_c_is_130_and_leaving_is_0(started: Terminal, folder: Path) -> None:
    started.press("2<enter>", see="Is the reason to save money?")
    started.press("<c-c>")
    assert started.end() == 130
    again = Terminal(folder)
    again.see("Is the reason to save money?")
    again.press("<c-q>")
    assert again.end() == 0
    again.see("To go on:")


def test_a_closed_terminal_ends_it_with_the_answers_on_disk(
    started: Terminal, folder: Path
) -> None:
    started.press("2<enter>", see="Is the reason to save money?")
    started.process.close(force=False)
    deadline = time.monotonic() + PATIENCE
    while started.process.isalive() and time.monotonic() < deadline:
        time.sleep(0.01)  # nothing can be read from a terminal that is closed
    assert not started.process.isalive()
    assert "stage: chosen" in (folder / "answers.yaml").read_text()


@pytest.mark.usefixtures("started")
def test_a_second_interview_of_the_same_file_is_refused(folder: Path) -> None:
    second = run(folder, "--plain", *GIVEN, text="")
    assert second.returncode == 3
    assert "answers.yaml:1:1: error[OC001]: is open in another interview" in second.stderr


@pytest.mark.parametrize("rounds", spread([5, 100]))
@pytest.mark.parametrize("meanwhile", ["", "older"])
def test_a_storm_of_kills_while_saving_loses_nothing(
    folder: Path, rounds: int, meanwhile: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.interview.storm", str(folder), str(rounds), meanwhile],
        cwd=ROOT,
        env={**environment(), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.startswith(f"{rounds} kills, 0 lost, ")
    assert done.stderr == ""


def test_an_older_copy_is_noticed_before_all_is_said_to_be_saved(folder: Path) -> None:
    fill(folder, "stage=chosen", "saving=no")
    file = folder / "answers.yaml"
    older = file.read_text()
    terminal = Terminal(folder)
    terminal.press("", see="Nothing has begun")
    terminal.press("<enter>")
    terminal.press("3<enter>", see="What kind of work is it?")
    terminal.press("1<enter>", see="How fast are questions answered?")
    file.write_text(older)
    terminal.press("<c-q>")
    assert terminal.end() == 0
    assert b"what it lacked is back (work.goal, work.kind)" in terminal.raw
    assert b"Everything you answered is saved in answers.yaml" in terminal.raw
    assert {"work.goal: 3", "work.kind: whole"} <= {
        line.strip() for line in file.read_text().splitlines()
    }


@pytest.mark.parametrize("keys", spread(["5<enter>3<enter>", "<c-q>", "<c-c>"]))
def test_a_file_that_became_a_folder_is_never_said_to_hold_the_answers(
    folder: Path, keys: str
) -> None:
    fill(folder, "stage=chosen", "saving=no", "work.goal=3")
    file = folder / "answers.yaml"
    terminal = Terminal(folder)
    terminal.press("", see="Nothing has begun")
    terminal.press("<enter>", see="What kind of work is it?")
    terminal.press("1<enter>", see="How fast are questions answered?")
    file.unlink()
    file.mkdir()
    if keys.startswith("5"):
        terminal.press("5<enter>", see="answers.yaml.kept-1 until it can be saved")
        keys = "3<enter>"
    terminal.press(keys)
    assert terminal.end() in (3, 74)
    assert b"Everything you answered is saved in answers.yaml." not in terminal.raw
    assert b'everything that you answered is in "answers.yaml.kept-1"' in terminal.raw
    assert "work.kind: whole" in (folder / "answers.yaml.kept-1").read_text()


def test_from_a_folder_that_is_gone_everything_is_saved_in_another_file(folder: Path) -> None:
    fill(folder, "stage=chosen", "saving=no", "work.goal=3")
    gone = folder / "gone"
    gone.mkdir()
    (gone / "packs").symlink_to(folder / "packs")
    (folder / "answers.yaml").rename(gone / "answers.yaml")
    terminal = Terminal(gone)
    terminal.press("", see="Nothing has begun")
    terminal.press("<enter>", see="What kind of work is it?")
    shutil.rmtree(gone)
    terminal.press("1<enter>", see="there is no such folder")
    terminal.press("2<enter>", see="In which file?")
    terminal.press(f"{folder}/other.yaml<enter>", see="How fast are questions answered?")
    terminal.press("5<enter>", see="Who decides each of these?")
    terminal.press("<c-q>")
    assert terminal.end() == 0, terminal.raw
    assert b"other.yaml. To go on:" in b"".join(terminal.raw.split(b"\r\n"))
    written = (folder / "other.yaml").read_text()
    assert "work.kind: whole" in written
    assert "work.speed: 5" in written


def test_giving_up_on_a_full_disk_says_what_is_saved_and_how_to_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder, "stage=chosen")

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    done = run(folder, "--plain", text="1\n3\n")
    assert done.returncode == 74
    assert "Everything but the last answer is saved in answers.yaml. To go on:" in done.stderr
    assert "the disk is full" in done.stderr
    assert "saving" not in (folder / "answers.yaml").read_text()


# ------------------------------------------------------------------------------- without keys


def test_without_a_terminal_one_line_says_what_to_do(folder: Path) -> None:
    done = run(folder)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--plain" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["packs"]


LINES = "App\n1\nCTO\n\n2\n2\n1\n3\n2\n5\n\n1\n:dk\n3\n\n2\n:dk\n"


def test_a_pipe_is_read_with_plain_and_gives_the_result(folder: Path) -> None:
    done = run(folder, "--plain", text=LINES)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\x1b" not in done.stdout
    assert "Next:" in done.stdout
    text = (folder / "answers.yaml").read_text()
    assert "work.kind: part" in text
    assert "release: dont-know" in text


def test_keys_lines_and_a_pipe_give_the_same_file(folder: Path) -> None:
    # Apart, as the name of a neighbour's engagement is offered.
    for name in ("pipe", "screen", "lines"):
        (folder / name).mkdir()
    run(folder, "pipe/answers.yaml", "--plain", text=LINES)
    screen = Terminal(folder, "screen/answers.yaml")
    screen.see("What is being assessed?")
    for keys, seen in (
        ("App<enter>", "For which side"),
        ("1<enter>", "What is your role"),
        ("CTO<enter>", "Your name"),
        ("<enter>", "How thorough"),
        ("2<enter>", "How far has it got?"),
        ("2<enter>", "Is the reason to save money?"),
        ("1<enter>", "Nothing has begun"),
        ("<enter>", "What shows the goal"),
        ("3<enter>", "What kind of work"),
        ("2<enter>", "How fast"),
        ("5<enter>", "Who decides"),
        ("<enter>", "line 1 of 3"),
        ("1<enter>", "line 2 of 3"),
        ("d<enter>", "line 3 of 3"),
        ("3<enter>", "Together"),
        ("<enter>", "When do people work?"),
        ("2<enter>", "What does it cost?"),
        ("d<enter>", "All is answered"),
        ("<enter>", "Next:"),
    ):
        screen.press(keys, see=seen)
    assert screen.end() == 0
    lines = Terminal(folder, "lines/answers.yaml", "--plain")
    lines.see("What is being assessed?")
    lines.press(LINES.replace("\n", "\r"))
    lines.see("All is answered")
    lines.press("\r")
    assert lines.end() == 0
    assert b"\x1b" not in lines.raw
    pipe = (folder / "pipe/answers.yaml").read_bytes()
    assert (folder / "screen/answers.yaml").read_bytes() == pipe
    assert (folder / "lines/answers.yaml").read_bytes() == pipe


def test_the_end_of_input_with_open_questions_is_2_and_saved(folder: Path) -> None:
    done = run(folder, "--plain", *GIVEN, text="2\n1\n3\n")
    assert done.returncode == 2
    assert "To go on:" in done.stderr
    assert "work.goal: 3" in (folder / "answers.yaml").read_text()


@pytest.mark.parametrize("env", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}, {"TERM": ""}])
def test_plain_is_chosen_where_a_screen_makes_no_sense(folder: Path, env: dict[str, str]) -> None:
    terminal = Terminal(folder, *GIVEN, env=env)
    terminal.see("Number 1 to 3:")
    terminal.press("2\r", see="Number 1 to 2:")
    terminal.press(":q\r")
    assert terminal.end() == 0
    assert b"\x1b" not in terminal.raw


def test_plain_is_chosen_where_a_screen_has_no_room(folder: Path) -> None:
    terminal = Terminal(folder, *GIVEN, columns=40, rows=10)
    terminal.see("Number 1 to 3:")
    terminal.press(":q\r")
    assert terminal.end() == 0
    assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize(
    ("question", "given", "written"),
    [
        ("work.goal", "3", "work.goal: 3"),
        ("work.goal", "dont-know", "work.goal: dont-know"),
        ("work.goal", "{not_applicable: one site}", "work.goal: {not_applicable: one site}"),
        ("work.goal", "{level: 2, note: draft}", "work.goal: {level: 2, note: draft}"),
        ("work.kind", "part", "work.kind: part"),
        ("work.speed", "2.5", "work.speed: 2.5"),
        ("work.speed", "none", "work.speed: none"),
        ("people.gaps", "[money, design]", "design: named"),
        ("people.hours", "{level: 3}", "people.hours: {level: 3}"),
        ("money.budget", "{costs: {currency: EUR, fees: 900}}", "fees: 900"),
        ("saving", "yes", "saving: yes"),
        ("saving", "dont-know", "saving: dont-know"),
    ],
)
def test_every_kind_of_answer_can_be_set(
    folder: Path, question: str, given: str, written: str
) -> None:
    done = run(folder, *GIVEN, "--no-input", "--set", f"{question}={given}")
    assert done.returncode == 0, done.stderr
    assert written in (folder / "answers.yaml").read_text()


def test_places_and_hours_can_be_set(folder: Path) -> None:
    places = (
        "{sites: [{name: A, side: client, zone: Europe/London, hours: 09:00-17:00},"
        " {name: B, side: partner, zone: Europe/Berlin, hours: 09:00-17:00}]}"
    )
    done = run(folder, *GIVEN, "--no-input", "--set", f"people.hours={places}")
    assert done.returncode == 0, done.stderr
    assert "Europe/Berlin" in (folder / "answers.yaml").read_text()


def test_no_input_never_asks_even_on_a_terminal(folder: Path) -> None:
    terminal = Terminal(folder, "--no-input", "--set", "work.goal=3")
    assert terminal.end() == 2
    terminal.see("a new answer file needs")
    given = Terminal(folder, *GIVEN, "--no-input")
    assert given.end() == 0
    given.see("0 of 7 questions answered")


def test_set_and_no_input_fill_answers_without_asking(folder: Path) -> None:
    given = ("--set", "work.goal=3", "--set", "people.gaps=[money]", "--set", "stage=chosen")
    done = run(folder, *GIVEN, "--no-input", *given)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Saved in answers.yaml: 2 of 6 questions answered.\n"
    text = (folder / "answers.yaml").read_text()
    assert "stage: chosen" in text
    assert "money: named" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--set", "work.gaol=3"), 'did you mean "work.goal"?'),
        (("--set", "work.goal=7"), "expected a level from 0 to 4"),
        (("--set", "work.goal"), "expected QUESTION=ANSWER"),
        (("--set", "stage=choosen"), 'found "choosen"'),
        (("--key", "wrok"), 'did you mean "work"?'),
    ],
)
def test_flags_that_fit_nothing_are_refused(
    folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run(folder, *GIVEN, "--no-input", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert [path.name for path in folder.iterdir()] == ["packs"]


def test_a_new_file_without_input_says_what_it_needs(folder: Path) -> None:
    done = run(folder, "--no-input", "--set", "work.goal=3")
    assert done.returncode == 2
    assert "--engagement, --side, --role, --quick or --full" in done.stderr


def test_the_partners_file_in_a_folder_takes_over_name_and_facts(folder: Path) -> None:
    (folder / "app").mkdir()
    given = ("--set", "stage=chosen", "--set", "saving=no")
    run(folder, "app", *GIVEN, "--no-input", *given)
    assert [path.name for path in (folder / "app").iterdir()] == ["client.yaml"]
    done = run(folder, "app", "--side", "partner", "--plain", text="Lead\n\n1\n:q\n")
    assert done.returncode == 0, done.stderr
    assert "What were you shown of the goal?" in done.stdout
    assert "engagement: App" in (folder / "app" / "partner.yaml").read_text()


def test_a_quick_file_becomes_a_full_one_and_never_a_full_one_quick(folder: Path) -> None:
    quick = (*GIVEN[:-1], "--quick")
    fill(folder, "stage=chosen", "saving=no", "work.goal=3", "people.gaps=[money]", flags=quick)
    assert "2 of 2 questions answered" in run(folder, "--plain", text=":q\n").stdout
    wide = run(folder, "--plain", "--full", text="2\n:q\n")
    assert "2 of 6 questions answered" in wide.stdout
    assert "What shows the goal" not in wide.stdout
    text = (folder / "answers.yaml").read_text()
    assert "mode: full" in text
    assert "work.kind: part" in text
    narrow = run(folder, "--plain", "--quick", text=":q\n")
    assert (narrow.returncode, narrow.stderr.count("cannot become a quick one")) == (2, 1)


def test_a_key_or_the_stops_are_asked_alone_and_the_rest_stays_open(folder: Path) -> None:
    fill(folder, "stage=chosen", "saving=no")
    key = run(folder, "--plain", "--key", "people", text="1\n1\n1\n1\n0\n2\n2\n")
    assert key.returncode == 0, key.stderr
    assert "Going on with answers.yaml: 0 of 2 questions answered." in key.stdout
    assert "What shows the goal" not in key.stdout
    stops = run(folder, "--plain", "--stops", text="3\n:q\n")
    assert "Going on with answers.yaml: 1 of 3 questions answered." in stops.stdout
    assert "What kind of work" not in stops.stdout
    assert stops.stdout.endswith("assess answers.yaml --pack " + f"{folder / 'packs'} --stops\n")
    rest = run(folder, "--plain", text=":q\n")
    assert "3 of 6 questions answered" in rest.stdout


@pytest.fixture
def shared(folder: Path) -> Path:
    """A folder with the answers of two people of the client."""
    (folder / "app").mkdir()
    for role in ("CTO", "CEO"):
        given = [*GIVEN, "--role", role, "--set", "stage=chosen", "--set", "saving=no"]
        run(folder, "app", *given, "--no-input", "--set", "work.goal=3")
    assert sorted(path.name for path in (folder / "app").iterdir()) == [
        "client-2.yaml",
        "client.yaml",
    ]
    return folder


def test_a_folder_with_several_peoples_answers_asks_whose(shared: Path) -> None:
    terminal = Terminal(shared, "app")
    terminal.see("Who answers?")
    terminal.see("1 CEO (client, 1 answer, client-2.yaml)")
    terminal.press("<c-r>", see="Choose who answers first.")
    terminal.press("1<enter>", see="Going on with app/client-2.yaml")
    terminal.press("<enter>", see="What kind of work is it?")
    terminal.press("1<enter>", see="How fast")
    terminal.press("<c-q>")
    assert terminal.end() == 0
    assert "work.kind: whole" in (shared / "app" / "client-2.yaml").read_text()
    assert "work.kind" not in (shared / "app" / "client.yaml").read_text()


def test_somebody_new_in_a_folder_gets_a_file_of_their_own(shared: Path) -> None:
    done = run(shared, "app", "--plain", text="4\nLead\n\n2\n1\n:q\n")
    assert done.returncode == 0, done.stderr
    assert "4. Somebody else, for the partner" in done.stdout
    text = (shared / "app" / "partner.yaml").read_text()
    assert "respondent: {side: partner, role: Lead}" in text
    assert "work.goal: 1" in text
    assert "How far has it got?" not in done.stdout


@pytest.mark.parametrize("name", ["deals/app", "deals/app/", "app.v2"])
def test_a_folder_that_is_not_there_yet_is_made(folder: Path, name: str) -> None:
    done = run(folder, name, *GIVEN, "--no-input", "--set", "work.goal=3")
    assert done.returncode == 0, done.stderr
    assert (folder / name / "client.yaml").is_file()


def test_who_begins_an_engagement_is_asked_the_side_first_and_the_file_is_called_so(
    folder: Path,
) -> None:
    done = run(folder, "app", "--plain", text="2\nApp\nLead\n\n2\n:q\n")
    assert done.returncode == 0, done.stderr
    assert "For which side do you answer?" in done.stdout
    text = (folder / "app" / "partner.yaml").read_text()
    assert "respondent: {side: partner, role: Lead}" in text


def test_a_side_alone_does_not_say_whose_answers_are_gone_on_with(folder: Path) -> None:
    run(folder, "app", *GIVEN, "--no-input", "--set", "work.goal=3")
    silent = run(folder, "app", "--side", "client", "--no-input", "--set", "work.goal=1")
    assert silent.returncode == 2
    assert "whose answers?" in silent.stderr
    asked = run(folder, "app", "--side", "client", "--plain", text="2\nCEO\n\n2\n:q\n")
    assert "2. Somebody else, for the client" in asked.stdout
    assert "for the partner" not in asked.stdout
    assert "role: CEO" in (folder / "app" / "client-2.yaml").read_text()
    assert "work.goal: 3" in (folder / "app" / "client.yaml").read_text()


@pytest.mark.slow
def test_two_who_begin_at_the_same_time_make_one_engagement(folder: Path) -> None:
    first = Terminal(folder, "app", "--side", "client", "--role", "CTO")
    second = Terminal(folder, "app", "--side", "partner", "--role", "Lead")
    for terminal in (first, second):
        terminal.see("What is being assessed?")
    first.press("App<enter>Dana<enter>2<enter>", see="How far has it got?")
    first.press("2<enter>", see="Is the reason to save money?")
    second.press("Our app<enter>Minh<enter>2<enter>", see="Others in this folder call it “App”")
    for terminal in (second, first):
        terminal.press("1<enter>", see="Nothing has begun")
        terminal.press("<enter>", see="the goal")
        terminal.press("3<enter>", see="2 of ")
        terminal.press("<c-q>")
        assert terminal.end() == 0
    client, partner = (
        (folder / "app" / f"{side}.yaml").read_text() for side in ("client", "partner")
    )
    assert "engagement: App\n" in client
    assert "engagement: App\n" in partner
    assert "stage: chosen" in client
    assert "stage" not in partner
    assert sorted(path.name for path in (folder / "app").iterdir()) == [
        "client.yaml",
        "partner.yaml",
    ]


def test_an_answer_file_with_a_mistake_is_named_where_others_are_listed(shared: Path) -> None:
    file = shared / "app" / "client.yaml"
    file.write_text(file.read_text().replace("work.goal: 3", "work.goal: 9"))
    done = run(shared, "app", "--plain", text=":q\n")
    assert "a mistake (`score` says which): app/client.yaml" in " ".join(done.stdout.split())
    assert "CEO (client" in done.stdout


def test_leaving_before_it_is_said_who_answers_saves_nothing(shared: Path) -> None:
    done = run(shared, "app", "--plain", text=":q\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing is saved" in done.stdout
    assert len(list((shared / "app").iterdir())) == 2


def test_whoever_answered_without_a_name_is_not_listed(shared: Path) -> None:
    file = shared / "app" / "client.yaml"
    file.write_text(file.read_text().replace("role: CTO", "role: CTO, anonymous: yes"))
    done = run(shared, "app", "--plain", text=":q\n")
    assert "answered without a name" in done.stdout
    silent = run(shared, "app", "--no-input", "--set", "work.goal=3")
    # Of a side below which nothing is shown, the other one is not listed either.
    for text in (done.stdout, silent.stderr):
        for hidden in ("CTO", "CEO", "client.yaml", "client-2.yaml"):
            assert hidden not in text


def test_without_a_terminal_a_folder_of_several_is_refused(shared: Path) -> None:
    done = run(shared, "app", "--no-input", "--set", "work.goal=3")
    assert done.returncode == 2
    assert "name the file app/client-2.yaml or app/client.yaml" in " ".join(
        done.stderr.replace(":", "").replace('"', "").split()
    )


def test_a_pack_that_changed_meanwhile_loses_nothing_and_goes_on_at_what_is_open(
    folder: Path,
) -> None:
    fill(folder, "stage=chosen", "saving=no", "work.goal=3", "work.kind=part", "work.speed=5")
    before = (folder / "answers.yaml").read_text()
    new = (
        "  - id: size\n    title: Size\n    ask: How large is it?\n    kind: levels\n"
        "    levels: [Nobody knows, A guess, An estimate, A plan, A plan that held]\n"
    )
    work = FILES["work.yaml"]
    start, end = work.index("  - id: kind\n"), work.index("  - id: speed\n")
    outline = FILES["pack.yaml"].replace("1.2.0", "1.3.1")
    write_pack(
        folder / "packs",
        pack=outline.replace(
            "moved: [", "moved: [{from: work.kind, in: 1.3.0, because: It was not needed.}, "
        ),
        # One added before what is answered, one retired, one reworded.
        work=(work[:start] + new + work[end:]).replace("How fast are", "How soon are"),
    )
    done = run(folder, "--plain", text="2\n:r\n:q\n")
    said = " ".join(done.stdout.split())
    assert "Going on with answers.yaml: 2 of 6 questions answered." in said
    assert "The questions are version 1.3.1 now, not 1.2.0 as then." in said
    assert "No longer asked, but kept in the file: work.kind." in said
    assert said.index("How large is it?") < said.index("Who decides each of these?")
    assert "Speed of answers: 5 working days (level 2)" in said
    after = (folder / "answers.yaml").read_text()
    assert after == before.replace("1.2.0", "1.3.1") + "  work.size: 2\n"


def test_a_file_of_an_older_version_says_what_changed_and_goes_on(folder: Path) -> None:
    run(folder, *GIVEN, "--no-input", "--set", "work.goal=3", "--set", "stage=chosen")
    file = folder / "answers.yaml"
    text = file.read_text().replace("1.2.0", "1.0.0") + "  work.old: 2\n"
    file.write_text(text)
    done = run(folder, "--plain", text="1\n:q\n")
    assert "version 1.2.0 now, not 1.0.0" in " ".join(done.stdout.split())
    assert "work.old" in done.stdout
    assert "work.old: 2" in file.read_text()
    assert "1.2.0" in file.read_text()


ZONES = ("Europe/London@09:00-17:00", "Europe/Berlin@09:00-17:00")


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        *(("score", "answers.yaml"), ("score", "--json", "answers.yaml")),
        *(("check", "answers.yaml"), ("report", "answers.yaml"), ("align", "answers.yaml")),
        *(("pack", "list"), ("pack", "show", "small"), ("pack", "lint", "packs/small")),
        *(("overlap", *ZONES), ("schema", "answers"), ("template", "list"), ("--help",)),
    ],
    ids=" ".join,
)
def test_no_other_command_loads_the_prompt_library(folder: Path, command: tuple[str, ...]) -> None:
    fill(folder, "work.goal=3", "stage=chosen")
    takes = {"score", "check", "report", "align", "show"} & {*command}
    words = [*command, *(["--pack", str(folder / "packs")] if takes else [])]
    code = (
        "import sys; from outsource_check.cli import main;"
        f"main({words!r});"
        "print([m for m in sys.modules if m.split('.')[0] in ('prompt_toolkit', 'questionary')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_what_a_flag_says_beside_the_same_answer_is_saved(folder: Path) -> None:
    file = folder / "answers.yaml"
    first = run(folder, *GIVEN, "--no-input", "--set", "work.goal=1")
    assert first.returncode == 0, first.stderr
    old = re.sub(r"(?m)^date: .*", "date: 2026-01-05", file.read_text(encoding="utf-8"))
    file.write_text(old, encoding="utf-8")
    more = "work.goal={level: 1, note: asked again, owner: Dana}"
    done = run(folder, "--no-input", "--set", more, "--set", "money.budget={level: 2}")
    assert done.returncode == 0, done.stderr
    assert "Still so: “Written goal” is of" in done.stdout
    assert "Budget" not in done.stdout
    said = file.read_text(encoding="utf-8")
    assert "note: asked again" in said
    assert "owner: Dana" in said
    again = run(folder, "--no-input", "--set", "work.goal=1")
    assert "Still so" not in again.stdout
    assert file.read_text(encoding="utf-8") == said


START = (("App", "2 of 5"), ("1", "3 of 5"), ("CTO", "4 of 5"), ("Dana", "5 of 5"))


@pytest.mark.slow
def test_killed_after_every_start_field_it_goes_on_with_the_next(folder: Path) -> None:
    see = "1 of 5"
    for text, following in START:
        terminal = Terminal(folder)
        terminal.see(see)
        terminal.press(f"{text}<enter>", see=following)
        terminal.process.kill(signal.SIGKILL)
        terminal.process.close()
        see = following
    terminal = Terminal(folder)
    terminal.see("What you gave before is here again")
    terminal.press("2<enter>", see="How far has it got?")
    terminal.press("2<enter>", see="Is the reason to save money?")
    text = (folder / "answers.yaml").read_text(encoding="utf-8")
    assert "engagement: App" in text
    assert "name: Dana" in text
    assert not (folder / ".answers.yaml.draft").exists()


@pytest.mark.parametrize("how", spread(["kill", "<c-q>", "term", "close", "<c-c>"], 2))
def test_evidence_is_kept_once_it_is_taken_whatever_happens_at_the_next_prompt(
    folder: Path, how: str
) -> None:
    fill(folder, *FILLED[:2])
    terminal = Terminal(folder)
    terminal.see("Written goal")
    terminal.press("<c-e>", see="What proves this answer?")
    terminal.press("Page with the goal<enter>", see="Where is it?")
    if how.startswith("<"):
        terminal.press(how)
        terminal.end()
    elif how == "close":
        terminal.process.close(force=True)
    else:
        terminal.process.kill(signal.SIGKILL if how == "kill" else signal.SIGTERM)
        terminal.process.wait()
    said = (folder / "answers.yaml").read_text(encoding="utf-8")
    assert "what: Page with the goal" in said


def test_plain_mode_keeps_start_fields_where_the_input_ends(folder: Path) -> None:
    begun = run(folder, "--plain", text="App\n1\n")
    assert begun.returncode == 2
    assert "What you gave is kept" in begun.stderr
    again = run(folder, "--plain", text="CTO\n\n1\n2\n2\n")
    assert "What you gave before is here again" in again.stdout
    assert "engagement: App" in (folder / "answers.yaml").read_text(encoding="utf-8")


def test_a_name_that_is_only_offered_is_neither_taken_nor_kept(folder: Path) -> None:
    fill(folder, *FILLED)
    left = run(folder, "mine.yaml", "--plain", text="")
    assert "Now: App (Enter keeps it)" in left.stdout
    assert "Nothing is saved" in left.stderr
    assert not (folder / ".mine.yaml.draft").exists()
    begun = run(folder, "mine.yaml", "--plain", text="\n2\n")
    assert "What is your role?" in begun.stdout
    again = run(folder, "mine.yaml", "--plain", "--role", "Lead", text="")
    assert "Your name" in again.stdout


def test_the_only_field_that_flags_leave_is_on_disk_before_the_next_prompt(folder: Path) -> None:
    given = ["--side", "client", "--role", "CTO", "--full"]
    # Without a pack of one's own it is asked before anything else is loaded.
    terminal = Terminal(folder, *given, own=False)
    terminal.see("What is being assessed?")
    terminal.press("App<enter>", see="Your name")
    terminal.process.kill(signal.SIGKILL)
    terminal.process.close()
    assert "engagement: App" in (folder / "answers.yaml").read_text(encoding="utf-8")


def test_what_flags_gave_is_kept_with_the_first_field_that_is_typed(folder: Path) -> None:
    run(folder, "--plain", "--side", "partner", "--role", "Lead", text="App\n")
    again = run(folder, "--plain", text="\n1\n")
    assert again.returncode == 2
    text = (folder / "answers.yaml").read_text(encoding="utf-8")
    assert "engagement: App" in text
    assert "role: Lead" in text


def test_nobody_goes_on_with_what_somebody_else_began_in_a_folder(folder: Path) -> None:
    (folder / "team").mkdir()
    run(folder, "team", "--plain", "--side", "client", text="App\nCTO\nDana\n")
    draft = folder / "team" / ".client.yaml.draft"
    kept = draft.read_bytes()
    other = run(folder, "team", "--plain", "--side", "client", text="Other\n")
    assert "Dana" not in other.stdout
    assert "Somebody began team/client.yaml before" in " ".join(other.stdout.split())
    assert "assess team/client-2.yaml" in other.stderr
    assert draft.read_bytes() == kept
    same = run(folder, "team", "--plain", "--side", "client", "--role", "CTO", text="1\n")
    assert "What you gave before is here again" in same.stdout


def test_answers_of_flags_are_saved_before_the_first_prompt_or_named_again(folder: Path) -> None:
    new = run(folder, "--plain", "--set", "work.goal={level: 1, note: a b}", text="App\n")
    assert "--set 'work.goal={level: 1, note: a b}'" in new.stderr
    fill(folder, *FILLED[:2])
    terminal = Terminal(folder, "--set", "work.goal=2")
    terminal.see("What kind of work is it?")
    terminal.process.kill(signal.SIGKILL)
    terminal.process.close()
    assert "work.goal: 2" in (folder / "answers.yaml").read_text(encoding="utf-8")


def test_a_note_alone_leaves_what_was_answered(folder: Path) -> None:
    fill(folder, "work.goal={level: 1, owner: Dana}")
    fill(folder, "work.goal={note: seen}")
    text = (folder / "answers.yaml").read_text(encoding="utf-8")
    assert "level: 1" in text
    assert "owner: Dana" in text
    assert "note: seen" in text


PLACES = (
    "people.hours={sites: [{name: Munich, side: client, zone: Europe/Berlin, hours: 09:00-17:00},"
    " {name: Hanoi, side: partner, zone: Asia/Ho_Chi_Minh, hours: 09:00-18:00}]}"
)


@pytest.mark.parametrize(
    ("chosen", "typed", "seen"),
    spread(
        [
            ("Change Hanoi", "usa", "Which of these is meant by"),
            ("Add a place of the client", "London", "in London's own time"),
            ("Add a place of the partner", "usa", "In which city do the partner's"),
        ]
    ),
)
def test_killed_inside_one_more_place_it_goes_on_there(
    folder: Path, chosen: str, typed: str, seen: str
) -> None:
    fill(folder, *(one for one in FILLED if not one.startswith("people.hours")), PLACES)
    before = (folder / "answers.yaml").read_bytes()
    terminal = Terminal(folder, "--plain", rows=200)
    for line, shown in (
        (":g people.hours", "Work it out"),
        ("figures", "Is this right?"),
        (chosen, "In which city"),
        (typed, "in London's own time" if typed == "London" else "Which of these"),
    ):
        terminal.press(f"{line}<enter>", see=shown)
    terminal.process.kill(signal.SIGKILL)
    terminal.process.close()
    assert (folder / "answers.yaml").read_bytes() == before
    again = run(folder, "--plain", text=":q\n")
    assert seen in again.stdout
    assert (folder / ".answers.yaml.draft").exists()
    if typed == "London":
        run(folder, "--plain", text="9-17\n\n")
        assert "name: London" in (folder / "answers.yaml").read_text(encoding="utf-8")
        assert not (folder / ".answers.yaml.draft").exists()


def test_a_number_that_cannot_be_is_asked_again(folder: Path) -> None:
    rating = FILES["work.yaml"].replace(
        "better: lower\n    bounds: {1: 10, 2: 5, 3: 2, 4: 1}", "worst: 0\n    best: 10"
    )
    write_pack(folder / "packs", work=rating)
    said = ("stage=running", "saving=yes", "work.goal=3", "work.kind=part")
    given = [word for one in said for word in ("--set", one)]
    terminal = Terminal(folder, *GIVEN, "--key", "work", *given)
    terminal.see("How fast are questions answered?")
    terminal.press("700", see="(from 0 to 10)")
    terminal.press("<enter>", see='Expected a number of working days from 0 to 10, found "700".')
    assert "700" not in (folder / "answers.yaml").read_text()
    terminal.press("\x7f\x7f\x7f7", see="level 2.8 of 4")
    terminal.press("<enter>", see="Was there a joint start?")
    assert "work.speed: 7\n" in (folder / "answers.yaml").read_text()
    terminal.process.close(force=True)


@pytest.mark.parametrize(
    ("flag", "given"),
    [
        ("--set", "work.goal={level: 2, note: \udcff}"),
        ("--set", "work.goal=\udcff"),
        ("--set", "\udcff=2"),
        ("--role", "CT\udcff"),
        ("--engagement", "\udcffpp"),
    ],
)
def test_a_flag_that_is_no_utf8_is_refused_and_nothing_is_written(
    folder: Path, flag: str, given: str
) -> None:
    fill(folder, *FILLED[:2])
    before = (folder / "answers.yaml").read_bytes()
    done = run(folder, "--no-input", flag, given)
    assert done.returncode == 2
    assert f"{flag} is not UTF-8 text" in done.stderr
    assert (folder / "answers.yaml").read_bytes() == before


COLOUR = re.compile(rb"\x1b\[(?:[0-9]+;)*?([34]8;5;[0-9]+|[349][0-7]|10[0-7])(?=[;m])")
"""A terminal's colours; those of the terminal itself are 39 and 49."""


@pytest.mark.parametrize(
    ("changes", "accents", "verdicts"),
    spread(
        [
            ({}, {b"38;5;134"}, {b"38;5;167"}),
            ({"NO_COLOR": "1"}, set(), set()),
            ({"COLORTERM": "truecolor"}, {b"38;5;134"}, {b"38;5;167"}),
            ({"TERM": "dumb"}, set(), set()),
        ],
        2,
    ),
)
def test_screen_and_verdict_have_one_accent_each_where_colours_are_wanted(
    folder: Path, changes: dict[str, str], accents: set[bytes], verdicts: set[bytes]
) -> None:
    fill(folder, *FILLED)
    terminal = Terminal(folder, "--no-plain", env=changes)
    terminal.see("All is answered")
    asked = len(terminal.raw)
    terminal.press("<enter>")
    assert terminal.end() == 0
    assert set(COLOUR.findall(terminal.raw[:asked])) == accents
    shown = terminal.raw[asked:].partition(b"Score")
    assert b"App" in shown[0]
    assert set(COLOUR.findall(shown[0])) - accents == verdicts
    assert not COLOUR.findall(shown[2])
