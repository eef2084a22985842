"""A real emulator whose size changes: the question stays whole, the highlight where it was."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.interview.person import PATIENCE
from tests.interview.test_process import GIVEN, PROGRAM, environment
from tests.interview.world import write_pack

pytestmark = [
    pytest.mark.posix,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]


class Tmux:
    """A session of its own server, so that nobody else's is touched."""

    def __init__(self, folder: Path) -> None:
        self._server = f"outsource-check-{uuid.uuid4().hex[:8]}"
        command = [*PROGRAM, "--pack", str(folder / "packs"), *GIVEN]
        start = f"cd {shlex.quote(str(folder))}; exec {shlex.join(command)}"
        self.run("new-session", "-d", "-x", "90", "-y", "40", start)

    def run(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._server, "-f", "/dev/null", *words],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def see(self, *texts: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            shown = self.run("capture-pane", "-p")
            if all(text in " ".join(shown.split()) for text in texts):
                return
            assert time.monotonic() < deadline, shown


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    write_pack(tmp_path / "packs")
    session = Tmux(tmp_path)
    yield session
    session.run("kill-server")


def test_the_question_is_whole_after_every_change_of_the_size(tmux: Tmux) -> None:
    tmux.see("How far has it got?")
    tmux.run("send-keys", "2")
    tmux.see("> 2 A partner is chosen")
    for columns, rows in ((40, 30), (120, 30), (32, 16), (90, 40)):
        tmux.run("resize-window", "-x", str(columns), "-y", str(rows))
        tmux.see("How far has it got?", "> 2 A partner is chosen", "1 Nobody", "3 The work runs")
    tmux.run("send-keys", "Enter")
    tmux.see("Is the reason to save money?")
    assert tmux.run("display-message", "-p", "#{window_width}").strip() == "90"
