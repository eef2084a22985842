"""What Windows does in its own way, with a stand-in for its locks (`make windows`)."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
import threading
from pathlib import Path

import pytest

from outsource_check import system
from outsource_check.cli import main

if "outsource_check.system.windows" not in sys.modules:
    pytest.skip("these run with `make windows`", allow_module_level=True)


def failure(kind: type[OSError], code: int, number: int, name: str) -> OSError:
    error = kind(code, os.strerror(code), name)
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]
    return error


@pytest.mark.parametrize("name", ["fcntl", "termios", "pwd", "grp", "resource"])
def test_the_program_finds_no_module_that_windows_does_not_have(name: str) -> None:
    with pytest.raises(ModuleNotFoundError, match=name):
        exec(f"import {name}", {"__name__": "outsource_check.anything"})  # noqa: S102
    importlib.import_module(name)


@pytest.mark.parametrize("name", ["os.O_DIRECTORY", "os.chown", "signal.SIGHUP", "os.fork"])
def test_the_program_finds_no_function_that_windows_does_not_have(name: str) -> None:
    module = name.partition(".")[0]
    with pytest.raises(AttributeError):
        exec(f"import {module}; {name}", {"__name__": "outsource_check.anything"})  # noqa: S102
    exec(f"import {module}; {name}", {"__name__": "another"})  # noqa: S102


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("answers.yaml", ""),
        ("..\\.\\an app\\client.cto.yaml", ""),
        ("C:\\work\\console.yaml", ""),
        ("\\\\server\\share\\a.yaml", ""),
        ("con.yaml", '"con.yaml" is the name of a device on Windows'),
        ("C:/work/NUL/a.yaml", '"NUL" is the name of a device on Windows'),
        ("com¹ .x.txt", '"com¹ .x.txt" is the name of a device on Windows'),
        ("an app:b.yaml", "no name on Windows can hold ':'"),
        ('say "no".yaml', "no name on Windows can hold '\"'"),
        ("end.", '"end." ends in a dot or a blank, which Windows leaves out'),
        ("an app /a.yaml", '"an app " ends in a dot or a blank, which Windows leaves out'),
    ],
)
def test_a_name_that_windows_keeps_is_told(file: str, reason: str) -> None:
    assert system.judge_name(file) == reason


@pytest.mark.parametrize(
    "arguments",
    [
        ["score", "con.yaml"],
        ["report", "a", "-o", "aux.html"],
        ["check", "a", "--since", "nul.jsonl"],
        ["history", "add", "a", "--file", "nul.jsonl"],
        ["template", "export", "con"],
        ["assess", "--side", "client", "--role", "CTO", "--no-input", "lpt1"],
    ],
)
def test_a_reserved_name_ends_a_command_in_words(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    example = Path(__file__).parents[2] / "examples" / "mobile-app"
    assert main([str(example) if word == "a" else word for word in arguments]) > 2
    assert f'"{arguments[-1]}" is the name of a device on Windows' in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (failure(PermissionError, errno.EACCES, 32, "a.yaml"), "another program has it open"),
        (failure(OSError, errno.EINVAL, 123, "?"), "no file can have this name"),
        (failure(FileNotFoundError, errno.ENOENT, 3, "n" * 260), "longer than the 259 characters"),
        (failure(FileNotFoundError, errno.ENOENT, 206, "a.yaml"), "longer than the 259 characters"),
        (failure(PermissionError, errno.EACCES, 5, "/"), "is a folder, not a file"),
        (failure(FileNotFoundError, errno.ENOENT, 2, "a.yaml"), ""),
        (failure(PermissionError, errno.EACCES, 5, "a.yaml"), ""),
        (PermissionError(errno.EACCES, "Permission denied"), ""),
    ],
)
def test_what_windows_refuses_is_explained(error: OSError, reason: str) -> None:
    found = system.explain(error)
    assert reason in found
    assert bool(reason) is bool(found)


def test_a_lock_is_refused_or_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first, second = (os.open(path, system.LOCKING) for _ in range(2))
    system.take_lock(first, wait=False)
    with pytest.raises(BlockingIOError):
        system.take_lock(second, wait=False)
    waiting = threading.Thread(target=system.take_lock, args=(second,), kwargs={"wait": True})
    waiting.start()
    system.drop_lock(first, path)
    waiting.join(30)
    assert not waiting.is_alive()
    system.drop_lock(second, path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_locked_by_a_file_in_it_that_goes(tmp_path: Path) -> None:
    descriptor = system.open_folder(tmp_path)
    system.take_lock(descriptor, wait=True)
    assert [file.name for file in tmp_path.iterdir()] == [".outsource-check.lock"]
    system.close_folder(descriptor, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("busy", [2, 10_000])
def test_a_file_that_a_virus_scanner_reads_is_replaced_a_little_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, busy: int
) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    new.write_text("new")
    old.write_text("old")
    real, tries = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) <= busy:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    if busy == 2:
        system.replace(new, old)
        assert old.read_text() == "new"
    else:
        with pytest.raises(PermissionError):
            system.replace(new, old)


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("C:\\work\\a.yaml", "C:\\work\\a.yaml"),
        ("an app", '"an app"'),
        ("R&D", '"R&D"'),
        ('the "app"', '"the ""app"""'),
        ("", '""'),
    ],
)
def test_a_word_is_quoted_as_cmd_and_powershell_take_it(word: str, quoted: str) -> None:
    assert system.quote(word) == quoted


@pytest.mark.parametrize(("chosen", "written"), [("", "é█\n".encode()), ("cp1252", b"\xe9")])
def test_files_and_pipes_are_utf_8_unless_another_was_chosen(
    monkeypatch: pytest.MonkeyPatch, chosen: str, written: bytes
) -> None:
    out = io.BytesIO()
    stream = io.TextIOWrapper(out, encoding="cp1252", newline="\r\n")
    given = io.TextIOWrapper(io.BytesIO("é\r\n".encode()), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stdin", given)
    monkeypatch.setenv("PYTHONIOENCODING", chosen)
    monkeypatch.delenv("PYTHONUTF8", raising=False)
    system.prepare_streams()
    stream.write("é" if chosen else "é█\n")
    assert given.readline() == ("Ã©\n" if chosen else "é\n")
    stream.flush()
    assert out.getvalue() == written


def test_closing_the_window_is_a_signal_to_stop() -> None:
    assert [number.name for number in system.STOPPING][:2] == ["SIGINT", "SIGTERM"]
    assert len(system.STOPPING) == 3
