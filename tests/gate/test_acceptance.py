"""What a checker must never get wrong, through the real entry point.

Each case is an input that some well-known checker takes wrongly: it crashes, hangs, or passes.
"""

from __future__ import annotations

import functools
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pexpect
import pytest
from tests.gate.conftest import Check
from tests.gate.runner import parse_log
from tests.gate.world import GOOD, answers, policy, write_answers, write_pack

from outsource_check.answers import selection
from outsource_check.cli import main
from outsource_check.documents import reader
from outsource_check.gate.formats import FORMATS

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


def put(folder: Path, text: str | bytes, name: str = "a.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def with_answers(text: str) -> str:
    """An answer file whose first answer is this text."""
    return answers({**GOOD, "alpha.one": text})


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("data", "at", "expected"),
    [
        (BOMB, "1:4", "anchor &a is not allowed"),
        ("[" * 100_000, "1:17", "nested deeper than 16"),
        ("alpha: 1\n'alpha': 2\n", "2:1", 'duplicate field "alpha"; first used on line 1'),
        ("a:\n\tb: 1\n", "2:1", "use spaces"),
        ("a: 1\n".encode("utf-16"), "1:1", "UTF-16"),
        ("a: 1\n".encode("utf-32"), "1:1", "UTF-32"),
        (b"a: 1\nb: x\xff\n", "2:5", "0xff"),
        ("a: !!python/object/apply:os.system [ls]\n", "1:4", "tag !!python/object/apply:os.system"),
        ("a: !foo x\n", "1:4", "tag !foo"),
        ("%YAML 1.1\n---\na: 1\n", "1:1", 'directive "%YAML"'),
        ("<<: {a: 1}\n", "1:1", 'merge key "<<"'),
        ("a: 1\n---\nb: 2\n", "2:1", "second document"),
        ("", "1:1", "empty"),
        ("# nothing\n", "1:1", "comments"),
        ("- a\n- b\n", "1:1", "list"),
        ("a: 1\nb: \x00\n", "2:4", "NUL"),
        ("a: \x1b[31m\n", "1:4", "U+001B"),
        ('a: "\\ud800"\n', "1:5", "half of a character"),
        ("a: 1\u2028b: 2\n", "1:5", "U+2028"),
        ("a: [1\n", "", "OC003"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(
    check: Check, folder: Path, data: str | bytes, at: str, expected: str
) -> None:
    put(folder, data)
    started = time.process_time()
    run = check("a.yaml")
    assert time.process_time() - started < 2
    assert run.status == 3
    assert run.out.startswith(f"a.yaml:{at}")
    assert expected in run.out
    assert "Traceback" not in run.out + run.err


def test_empty_comments_and_list_have_messages_of_their_own(check: Check, folder: Path) -> None:
    said = set()
    for text in ("", "# only\n", "- a\n"):
        put(folder, text)
        said.add(check("a.yaml").out.splitlines()[0])
    assert len(said) == 3


def test_a_byte_order_mark_is_accepted_and_shifts_no_column(check: Check, folder: Path) -> None:
    put(folder, b"\xef\xbb\xbf" + answers().encode())
    assert check("a.yaml").status == 0
    put(folder, b"\xef\xbb\xbf" + answers().replace("format:", "fromat:").encode())
    run = check("a.yaml")
    assert run.status == 3
    assert run.out.startswith("a.yaml:1:1:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("partially", 'or dont-know, found "partially"'),
        ("9:00", "expected a level"),
        ("1" * 5000, "expected a level"),
        ("{date: 2026-13-45, level: 1}", "which no calendar has"),
        ('""', "expected a level"),
        ("nan", "expected a level"),
        (".inf", "expected a level"),
        ("4.0", "expected a level"),
        ("true", "expected a level"),
        ("-1", "expected a level"),
    ],
)
def test_an_answer_of_a_wrong_form_is_invalid_at_its_place(
    check: Check, folder: Path, text: str, expected: str
) -> None:
    put(folder, with_answers(text))
    run = check("a.yaml")
    assert run.status == 3
    assert run.out.startswith("a.yaml:9:")
    assert expected in run.out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("partially", 'did you mean "partly"?'),
        ("Whole", 'did you mean "whole"?'),
        ("9:00", 'expected "partly", "whole" or "dont-know"'),
        ("no", 'found "no"'),
        ('"no"', 'found "no"'),
    ],
)
def test_a_wrong_option_lists_the_choices_and_the_near_one(
    check: Check, folder: Path, text: str, expected: str
) -> None:
    put(folder, answers({**GOOD, "alpha.two": text}))
    run = check("a.yaml")
    assert run.status == 3
    assert expected in run.out


def test_quoted_and_bare_mean_the_same_and_no_word_is_a_truth_value(
    check: Check, folder: Path
) -> None:
    keys = (folder / "packs" / "tiny" / "alpha.yaml").read_text(encoding="utf-8")
    keys = keys.replace("{id: partly, text: Partly, worth: 0.5}", '{id: "no", text: No, worth: 0}')
    (folder / "packs" / "tiny" / "alpha.yaml").write_text(keys, encoding="utf-8")
    scores = set()
    for text in ("no", '"no"', "'no'"):
        put(folder, answers({**GOOD, "alpha.two": text}))
        document = json.loads(check("a.yaml", "-f", "json").out)
        scores.add(json.dumps(document["engagements"][0]["score"]))
    assert len(scores) == 1
    put(folder, answers({**GOOD, "alpha.two": "No"}))
    run = check("a.yaml")
    assert run.status == 3
    assert 'did you mean "no"?' in run.out


@pytest.mark.parametrize("number", ["9:00", "1_000", "0x10", "010", "1e3", "9" * 5000, ".5"])
def test_no_number_is_read_in_a_way_that_its_writer_did_not_mean(
    check: Check, folder: Path, number: str
) -> None:
    put(folder, answers({**GOOD, "beta.one": number}))
    run = check("a.yaml")
    if number == "010":  # ten, to everybody but YAML 1.1; refused or ten, never eight
        assert run.status in (0, 1, 3)
        assert "8" not in json.dumps(json.loads(check("a.yaml", "-f", "json").out)["engagements"])
    else:
        assert run.status == 3


def test_an_unknown_question_has_a_caret_and_the_near_one(check: Check, folder: Path) -> None:
    put(folder, answers({"alpah.one": "3"}))
    run = check("a.yaml")
    assert run.status == 3
    lines = run.out.splitlines()
    assert lines[0].startswith("a.yaml:9:3: error[OC201]")
    assert lines[3] == '  |   ^^^^^^^^^ did you mean "alpha.one"?'


def test_an_empty_answer_is_unknown_and_an_empty_text_is_wrong(check: Check, folder: Path) -> None:
    put(folder, answers({**GOOD, "alpha.one": ""}))
    run = check("a.yaml", "--max-unknown", "0")
    assert run.status == 1
    assert "OC104" in run.out
    put(folder, answers({**GOOD, "alpha.one": '""'}))
    assert check("a.yaml").status == 3


def test_a_date_after_the_day_is_a_breach_and_no_error(check: Check, folder: Path) -> None:
    put(folder, answers(date="2026-11-25"))
    run = check("a.yaml")
    assert run.status == 1
    assert "OC106" in run.out
    assert "4 answers are dated 2026-11-25, after 2026-11-24" in run.out
    put(folder, answers(date="2026-13-45"))
    run = check("a.yaml")
    assert run.status == 3
    assert run.out.startswith("a.yaml:7:7:")


def test_without_libyaml_the_same_is_refused(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    slow = functools.partial(reader.parse, fast=False)
    monkeypatch.setattr("outsource_check.gate.check.parse", slow)
    for text in (BOMB, "a: !foo x\n", "a: [1\n", "", "a: 1\n---\nb: 2\n", "a:\n\tb: 1\n"):
        put(folder, text)
        assert check("a.yaml").status == 3
    put(folder, answers())
    assert check("a.yaml").status == 0


# ---------------------------------------------------------------- what is no file


def test_a_missing_file_is_not_a_failed_gate(check: Check) -> None:
    run = check("nowhere.yaml")
    assert run.status == 3
    assert run.out.startswith("nowhere.yaml:1:1: error[OC001]")


def test_a_folder_without_answers_is_no_success(check: Check, folder: Path) -> None:
    (folder / "empty").mkdir()
    assert check("empty").status == 5
    (folder / "empty" / "notes.txt").write_text("x")
    (folder / "empty" / ".hidden.yaml").write_text(answers())
    assert check("empty").status == 5
    put(folder / "empty", "format: outsource-check/policy/v1\n", "policy.yaml")
    assert check("empty").status == 5
    write_answers(folder / "full" / "a.yaml")
    run = check("full", "empty")
    assert run.status == 5
    assert "passed: full · Payments" in run.out


def test_an_ending_in_capitals_is_an_ending(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml")
    write_answers(folder / "x" / "B.YAML", {**GOOD, "alpha.one": "0"}, name="Other")
    put(folder / "x", "{}", "answers.Schema.JSON")
    assert check("x").status == 1
    assert check("x", "--exclude", "*.YAML").status == 0


def test_an_empty_path_is_wrong_usage(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml")
    run = check("x", "")
    assert run.status == 2
    assert "a PATH is empty" in run.err


def test_a_pattern_that_matches_nothing_is_no_success(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml")
    assert check("x/*.yml").status == 5
    assert check("x/*.yaml").status == 0
    assert check("**/a.yaml").status == 0
    assert check("x/?.yaml", "x/[!b].yaml").status == 0
    assert check("x", "--exclude", "a.yaml").status == 5
    assert check("x/a.yaml", "--exclude", "x").status == 5


@pytest.mark.posix
def test_a_fifo_does_not_hang(check: Check, folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    assert check("pipe.yaml").status == 3
    assert check(".").status in (3, 5)


@pytest.mark.usefixtures("folder")
def test_devices_and_sockets_are_no_answer_files(check: Check) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.yaml")
        assert check("s.yaml").status == 3
    assert check("/dev/null").status == 3
    assert check("/dev/zero").status == 3


def test_links_that_lead_back_do_not_hang(check: Check, folder: Path) -> None:
    (folder / "x").mkdir()
    (folder / "x" / "loop").symlink_to("..")
    (folder / "x" / "self.yaml").symlink_to("self.yaml")
    run = check("x")
    assert run.status == 3
    assert "x/self.yaml:1:1: error[OC001]" in run.out
    (folder / "x" / "self.yaml").unlink()
    write_answers(folder / "x" / "a.yaml")
    assert check("x").status == 0


def test_a_file_that_turns_into_a_folder_is_not_passed_over(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    path = write_answers(folder / "x" / "a.yaml")
    read = reader.read_bytes

    def turn(file: str, error: type) -> bytes:
        path.unlink(missing_ok=True)
        path.mkdir(exist_ok=True)
        return read(file, error)

    monkeypatch.setattr(selection, "read_bytes", turn)
    run = check("x")
    assert run.status == 3
    assert "OC001" in run.out


def test_a_folder_named_like_a_file_is_a_folder(check: Check, folder: Path) -> None:
    write_answers(folder / "x.yaml" / "a.yaml")
    assert check("x.yaml").status == 0


def test_folders_may_lie_deeper_than_python_can_call(check: Check, folder: Path) -> None:
    path = str(folder)
    for _ in range(1500):
        path += "/d"
        Path(path).mkdir()
    write_answers(Path(path) / "a.yaml")
    try:
        assert check("d").status == 0
    finally:
        subprocess.run(["rm", "-rf", folder / "d"], check=True)  # pytest would call too deep


@contextmanager
def without_privileges() -> Iterator[None]:
    """Be somebody who may not read everything, where the tests are run by root."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.parametrize("paths", [["x"], ["."], ["x/a.yaml"], ["x/*.yaml"], ["good", "x"]])
@pytest.mark.parametrize("closed", ["x", "x/a.yaml"])
def test_what_is_not_permitted_is_no_success(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    paths: list[str],
    closed: str,
) -> None:
    # Not in pytest's own folder: nobody else may look into that.
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        monkeypatch.chdir(folder)
        write_pack(folder)
        write_answers(folder / "good" / "a.yaml")
        write_answers(folder / "x" / "a.yaml")
        arguments = [*ARGUMENTS[:-1], *paths, "--exclude", "packs"]
        # Once before, so that nothing is left to import: that may not be permitted either.
        assert main(arguments) == 0
        assert main([*arguments, "nowhere.yaml"]) == 3
        assert main(["history", "add", "good", "x", "--pack", "packs"]) == 0
        arguments += ["--since", "outsource-history.jsonl@2027-01-01"]
        assert main(arguments) == 0
        capsys.readouterr()
        (folder / closed).chmod(0)
        with without_privileges():
            found = main(arguments)
        (folder / closed).chmod(0o755)
    assert found == 3
    out = capsys.readouterr().out
    assert "error[OC001]" in out
    assert "permi" in out


def test_the_same_file_twice_is_one_result_in_its_first_spelling(
    check: Check, folder: Path
) -> None:
    put(folder, answers())
    document = json.loads(check("a.yaml", "./a.yaml", str(folder / "a.yaml"), "-f", "json").out)
    assert [found["files"] for found in document["engagements"]] == [["a.yaml"]]
    assert document["summary"]["files"] == 1


def test_a_linked_file_belongs_to_each_folder_that_it_stands_in(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml")
    (folder / "y").mkdir()
    (folder / "y" / "a.yaml").symlink_to("../x/a.yaml")
    assert check("x", "y").last.startswith("PASS  2 engagements")


# ---------------------------------------------------------------- what cannot be judged


def test_one_good_and_one_broken_file_is_never_a_pass(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml")
    put(folder / "x", "a: [1\n", "b.yaml")
    for paths in (("x",), ("x/a.yaml", "x/b.yaml"), ("x/b.yaml", "x/a.yaml")):
        run = check(*paths)
        assert run.status == 3
        assert run.last == "NO VERDICT  1 engagement: 1 incomplete; 1 file not judged. Exit 3."
    assert check("x", "--exclude", "b.yaml").status == 0


def test_findings_of_readable_files_are_printed_all_the_same(check: Check, folder: Path) -> None:
    write_answers(folder / "bad" / "a.yaml", {**GOOD, "alpha.one": "0"})
    put(folder, "a: [1\n", "broken.yaml")
    run = check("bad", "broken.yaml", "nothing")
    assert run.status == 3
    assert "bad/a.yaml:9:3: error[OC107]" in run.out
    assert "broken.yaml:" in run.out
    assert "nothing:1:1: error[OC001]" in run.out


def test_two_engagements_in_one_folder_are_judged_apart(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml")
    write_answers(folder / "x" / "b.yaml", {**GOOD, "alpha.one": "0"}, name="Other")
    run = check("x")
    assert run.status == 1
    assert "passed: x · Payments" in run.out
    assert "failed: x · Other" in run.out
    assert "x/b.yaml:9:3: error[OC107]" in run.out


def test_the_same_engagement_in_two_folders_is_two(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml")
    write_answers(folder / "y" / "a.yaml")
    assert check(".", "--exclude", "packs").last.startswith("PASS  2 engagements: 2 passed")


def test_contradicting_files_are_not_judged_and_others_are(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml", more="")
    (folder / "x" / "a.yaml").write_text(answers().replace("role: CTO", "role: CTO, name: Dana"))
    (folder / "x" / "b.yaml").write_text(
        answers(date="2026-11-02").replace("role: CTO", "role: CTO, name: Dana")
    )
    write_answers(folder / "y" / "a.yaml")
    run = check("x", "y")
    assert run.status == 3
    assert "OC204" in run.out
    assert "passed: y · Payments" in run.out


def test_an_engagement_with_nothing_to_score_is_no_pass(check: Check, folder: Path) -> None:
    none = "{not_applicable: not here}"
    put(folder, answers(dict.fromkeys(GOOD, none)))
    run = check("a.yaml", "--min-overall", "0")
    assert run.status == 3
    assert run.out.startswith("a.yaml:1:1: error[OC205]")


def test_an_unknown_pack_is_no_pass_and_a_broken_one_is_said_once(
    check: Check, folder: Path
) -> None:
    put(folder, answers().replace("pack: tiny", "pack: tinny"))
    run = check("a.yaml")
    assert run.status == 4
    assert run.out.startswith("a.yaml:2:7: error[OC305]")
    for number in range(3):
        write_answers(folder / "x" / str(number) / "a.yaml")
    (folder / "packs" / "tiny" / "beta.yaml").write_text("id: beta\nid: beta\n")
    run = check("x")
    assert run.status == 4
    assert run.out.count("OC005") == 1


def test_other_formats_are_passed_over_unless_named(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml")
    put(folder / "x", policy("min_overall: 10"), "policy.yaml")
    assert check("x").status == 0
    assert check("x/policy.yaml").status == 3
    put(folder / "x", "format: outsource-check/polcy/v1\n", "policy.yaml")
    assert check("x").status == 3
    put(folder / "x", "name: something else\n", "policy.yaml")
    assert check("x").status == 3


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("broken", "nothing*"), 5),
        (("broken", "nopack", "nothing*"), 4),
        (("bad", "broken"), 3),
        (("bad", "broken", "--no-such-flag"), 2),
        (("bad", "broken", "nopack", "--report", "json=/dev/full"), 74),
    ],
)
def test_the_worst_status_wins(
    check: Check, folder: Path, command: tuple[str, ...], expected: int
) -> None:
    write_answers(folder / "bad" / "a.yaml", {**GOOD, "alpha.one": "0"})
    write_answers(folder / "broken" / "a.yaml", {"alpha.one": "9"})
    write_answers(folder / "nopack" / "a.yaml")
    file = folder / "nopack" / "a.yaml"
    file.write_text(file.read_text().replace("pack: tiny", "pack: none"))
    assert check(*command).status == expected


def test_exit_zero_changes_the_gates_no_and_nothing_else(check: Check, folder: Path) -> None:
    write_answers(folder / "bad" / "a.yaml", {**GOOD, "alpha.one": "0"})
    write_answers(folder / "broken" / "a.yaml", {"alpha.one": "9"})
    run = check("bad", "--exit-zero")
    assert run.status == 0
    assert run.last.startswith("FAIL")
    assert check("broken", "--exit-zero").status == 3
    assert check("nothing*", "--exit-zero").status == 5
    assert check("bad", "--exit-zero", "--min", "gamma=1").status == 4


def test_without_a_gate_only_what_cannot_be_judged_fails(check: Check, folder: Path) -> None:
    put(folder, answers({**GOOD, "alpha.one": "0"}, date="2026-11-25"))
    put(folder, policy("min_overall: 90", "since: {what: gone}\n"), "outsource-policy.yaml")
    run = check("a.yaml", "--no-gate")
    assert (run.status, run.last) == (0, "VALID  1 engagement: 1 passed. Exit 0.")
    assert json.loads(check("a.yaml", "--no-gate", "-f", "json").out)["verdict"] is None
    put(folder, answers({"alpha.one": "9"}))
    assert check("a.yaml", "--no-gate").status == 3


# ---------------------------------------------------------------- scores and the policy


def test_a_policy_with_a_typo_never_passes(check: Check, folder: Path) -> None:
    put(folder, answers())
    put(folder, policy("min_overal: 60"), "outsource-policy.yaml")
    run = check("a.yaml")
    assert run.status == 4
    assert 'unknown field "min_overal"' in run.out
    assert 'did you mean "min_overall"?' in run.out


def test_a_missed_score_is_shown_as_missed(check: Check, folder: Path) -> None:
    # 24.84 of 25, and three times 0, 0, 4: 59.96 in all.
    put(folder, answers({"alpha.one": "4", "alpha.two": "whole", "beta.one": "39.84"}))
    run = check("a.yaml", "--min-overall", "60")
    assert run.status == 1
    assert "overall 59.96 is below min_overall 60 (--min-overall)" in run.out
    assert check("a.yaml", "--min-overall", "59.96").status == 0


def test_without_policy_and_flags_the_default_holds_and_is_named(
    check: Check, folder: Path
) -> None:
    put(folder, answers({"alpha.one": "4", "beta.one": "100"}, mode="quick"))
    run = check("a.yaml")
    assert run.status == 1
    assert "OC108" in run.out
    assert "verdict conditional and max_not_asked 0 are asked for by default" in run.out
    assert check("a.yaml", "--min-overall", "60").status == 0


# ---------------------------------------------------------------- names and texts of others


def test_names_and_answers_cannot_speak_to_a_runner(check: Check, folder: Path) -> None:
    name = "x\n::error file=a,line=1::forged\r##[error]y\x1b[2J.yaml"
    put(folder, answers(name='"##[error]x ::add-mask::y"'), name)
    put(folder, answers({**GOOD, "alpha.one": '"##[error]x"'}), "::warning::y.yaml")
    put(folder, '"::error::forged ##[group]x": 1\n', "c.yaml")
    for form in ("text", "concise", "github"):
        run = check(".", "--exclude", "packs", "-f", form, "--min-overall", "100")
        assert run.status == 3
        assert not set(run.out + run.err) & set("\x1b\r")
        for command in parse_log(run.out + run.err):
            assert form == "github"
            assert command.name == "error"
            assert command.properties["title"].startswith("OC")


def test_a_name_that_is_not_utf8_is_a_name(check: Check, folder: Path) -> None:
    file = os.fsencode(folder) + b"/\xff.yaml"
    with open(file, "wb") as stream:  # noqa: PTH123 - a name in bytes
        stream.write(answers().encode())
    for form in ("text", "json", "sarif", "junit", "gitlab", "github", "markdown", "concise"):
        assert check(".", "--exclude", "packs", "-f", form).status == 0
        report = folder / "report.out"
        assert check(".", "--exclude", "packs", "--report", f"{form}={report}").status == 0


# ---------------------------------------------------------------- in and out


def run_program(*arguments: str, cwd: Path, pipe: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "outsource_check", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(reader.__file__).parents[2])}
    if pipe:
        quoted = shlex.join(command)
        return subprocess.run(
            ["bash", "-c", pipe.format(quoted)],
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


ARGUMENTS = ("check", "--pack", "packs", "--as-of", "2026-11-24", "a.yaml")


def test_a_closed_pipe_and_a_full_disk_are_no_verdict(folder: Path) -> None:
    put(folder, answers())
    closed = run_program(*ARGUMENTS, cwd=folder, pipe="{} | true; exit ${{PIPESTATUS[0]}}")
    assert closed.returncode == 74
    full = run_program(*ARGUMENTS, cwd=folder, pipe="{} > /dev/full")
    assert full.returncode == 74
    for found in (closed, full):
        assert "Traceback" not in found.stderr


def test_standard_input_is_read_once(folder: Path) -> None:
    put(folder, answers())
    arguments = (*ARGUMENTS[:-1], "-")
    found = run_program(*arguments, cwd=folder, pipe="{} < a.yaml")
    assert found.returncode == 0
    assert "passed: - · Payments" in found.stdout
    found = run_program(*arguments, cwd=folder, pipe="{} < /dev/null")
    assert found.returncode == 3
    found = run_program(*arguments, "--files-from", "-", cwd=folder, pipe="{} < a.yaml")
    assert found.returncode == 2


def test_ctrl_c_is_no_verdict(check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def interrupt(*_: object) -> bytes:
        raise KeyboardInterrupt

    put(folder, answers())
    monkeypatch.setattr(selection, "read_bytes", interrupt)
    run = check("a.yaml", "--report", "json=r.json")
    assert (run.status, run.out, run.err) == (130, "", "Interrupted.\n")
    assert not (folder / "r.json").exists()


def test_a_bug_says_so_and_shows_no_answers(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret margin")

    put(folder, answers())
    monkeypatch.setattr("outsource_check.gate.check.score", fail)
    run = check("a.yaml")
    assert run.status == 70
    assert "bug" in run.err
    assert "secret" not in run.err + run.out
    assert "Traceback" not in run.err
    assert "Traceback" in check("a.yaml", "--debug").err


def test_reports_are_written_on_failure_too_and_whole_or_not_at_all(
    check: Check, folder: Path
) -> None:
    put(folder, answers({**GOOD, "alpha.one": "0"}))
    (folder / "old.json").write_text("old")
    run = check("a.yaml", "--report", "json=old.json", "--report", "junit=j.xml", "-f", "concise")
    assert run.status == 1
    assert json.loads((folder / "old.json").read_text())["exit_status"] == 1
    assert (folder / "j.xml").read_text().startswith("<?xml")
    put(folder, policy("min_overal: 60"), "outsource-policy.yaml")
    assert check("a.yaml", "--report", "json=old.json").status == 4
    document = json.loads((folder / "old.json").read_text())
    assert (document["exit_status"], document["complete"], document["policy"]) == (4, False, None)
    assert document["findings"][0]["rule"] == "OC301"


@pytest.mark.parametrize(
    "reports",
    [
        ("json=x/a.yaml",),
        ("json=out", "sarif=x/../x/b.JSON"),
        ("json=out", "junit=outsource-policy.yaml"),
        ("json=out", "junit=./out"),
    ],
)
def test_a_report_never_takes_the_place_of_what_is_read_nor_of_another(
    check: Check, folder: Path, reports: tuple[str, ...]
) -> None:
    write_answers(folder / "x" / "a.yaml")
    put(folder / "x", "{", "b.JSON")
    put(folder, policy("min_overall: 10"), "outsource-policy.yaml")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run = check("x", *(f"--report={report}" for report in reports))
    assert run.status == 2
    assert run.err.startswith("Error: ")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_report_that_cannot_be_written_does_not_stop_the_others(
    check: Check, folder: Path
) -> None:
    put(folder, answers())
    run = check(
        "a.yaml", "--report", "json=no/such/folder.json", "--report", "sarif=s.sarif", "-f", "text"
    )
    assert run.status == 74
    assert (folder / "s.sarif").exists()
    assert run.last.startswith("PASS")
    assert "no/such/folder.json" in run.err


def test_the_summary_of_a_step_is_added_to(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, answers())
    summary = folder / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert check("a.yaml", "--report", f"markdown={summary}").status == 0
    assert summary.read_text().startswith("before\n### outsource-check: pass\n")


def test_files_from_a_list(check: Check, folder: Path) -> None:
    write_answers(folder / "x" / "a.yaml")
    write_answers(folder / "y" / "with space.yaml")
    (folder / "list").write_text("x/a.yaml\r\n\ny/with space.yaml\n")
    assert check("--files-from", "list").last.startswith("PASS  2 engagements")
    (folder / "list").write_bytes(b"x/a.yaml\0y/with space.yaml\0")
    assert check("--files-from", "list").last.startswith("PASS  2 engagements")
    (folder / "list").write_text("\n")
    assert check("--files-from", "list").status == 5
    (folder / "list").write_text("x/a.yaml\nx/gone.yaml\n")
    assert check("--files-from", "list").status == 3
    assert check("--files-from", "nolist").status == 2


def test_the_same_input_gives_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        write_answers(folder / f"e{number}" / "a.yaml", {**GOOD, "alpha.one": "0"})
    written = []
    for seed in ("0", "1"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        reports = [f"--report={form}={form}" for form in FORMATS]
        found = run_program(*ARGUMENTS[:-1], ".", "--exclude", "packs", *reports, cwd=folder)
        written.append([found.stdout, *((folder / form).read_bytes() for form in FORMATS)])
    assert written[0] == written[1]
    assert all(written[0])


# ---------------------------------------------------------------- many files in one folder


def test_what_is_wrong_between_files_is_shown_with_its_line_although_answers_are_let_go(
    check: Check, folder: Path
) -> None:
    named = answers().replace("role: CTO", "role: CTO, name: Dana")
    (folder / "x").mkdir()
    put(folder / "x", named)
    # The fields that it is about may stand behind the answers.
    lines = named.replace("2026-11-01", "2026-11-02").splitlines(keepends=True)
    who = [line for line in lines if line.startswith("respondent")]
    put(folder / "x", "".join([line for line in lines if line not in who] + who), "b.yaml")
    out = check("x").out.splitlines()
    assert out[0].startswith("x/b.yaml:12:45: error[OC204]")
    assert out[2].endswith("respondent: {side: client, role: CTO, name: Dana}")
    assert out[3].count("^") == len("Dana")


@pytest.mark.slow
def test_ten_thousand_files_are_one_sorted_list_in_the_memory_of_a_hundred(folder: Path) -> None:
    def measure(many: int) -> tuple[str, int]:
        """What is printed, and the most memory that the program took."""
        for number in range(many):
            given = {**GOOD, "alpha.one": "0" if number % 25 == 0 and number < 100 else "4"}
            write_answers(folder / "x" / f"{number:05}.yaml", given, name=f"No. {number}")
        names = [f"x/{number:05}.yaml\n" for number in reversed(range(many))]
        (folder / "list").write_text("".join(names))
        command = [sys.executable, "-c", PEAK, *ARGUMENTS[:-1], "--files-from", "list"]
        environment = {**os.environ, "PYTHONPATH": str(Path(reader.__file__).parents[2])}
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        return done.stdout, int(done.stderr)

    _, little = measure(100)
    out, much = measure(10_000)
    wrong = [line.partition(":")[0] for line in out.splitlines() if "error[OC107]" in line]
    assert wrong == ["x/00000.yaml", "x/00025.yaml", "x/00050.yaml", "x/00075.yaml"]
    assert out.count("FAIL") == 1
    assert out.splitlines()[-1].startswith("FAIL  10000 engagements: 9996 passed, 4 failed")
    assert much <= 1.3 * little


PEAK = (
    "import resource, sys; from outsource_check.cli import main; status = main(sys.argv[1:]); "
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(status)"
)


def test_ctrl_c_on_a_terminal_is_no_verdict(folder: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm"}
    environment["PYTHONPATH"] = str(Path(reader.__file__).parents[2])
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "outsource_check", *ARGUMENTS[:-1], "-"],
        cwd=str(folder),
        env=environment,
        encoding="utf-8",
        # Where the tests run in a shell's background, Ctrl-C is ignored by all that they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    try:
        terminal.expect("end them with Ctrl-D", timeout=30)
        # One that comes between the message and the read that waits is only seen after it. A second
        # one must not come while a busy machine still ends the program because of the first.
        for _ in range(4):
            terminal.sendintr()
            if terminal.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=10) == 0:
                break
    finally:
        terminal.close()
    # Where Python meets it while a module is imported, it ends a program that runs by `-m` with the
    # signal itself: to a shell that is 130 as well.
    ended_by = 0 if terminal.signalstatus is None else 128 + terminal.signalstatus
    assert 130 in (terminal.exitstatus, ended_by)
    assert "Interrupted." in (terminal.before or "")
    assert "Traceback" not in (terminal.before or "")
