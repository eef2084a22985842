"""A storm of kills while saving: run as a script, it prints how many saves were lost or broken.

usage: python storm.py FOLDER ROUNDS [older]

With `older`, something else puts the first copy of the file back before every third save; kills
between that and the end of the save are counted apart: the answers before are in memory alone.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from tests.interview.world import new_state, shelf, write_pack

from outsource_check.answers import read_answer_file
from outsource_check.interview.model import Choose, Go
from outsource_check.interview.session import step
from outsource_check.interview.storage import AnswerStore
from outsource_check.pack import read_pack


def save_without_end(folder: Path, acknowledged: int, *, older: bool) -> None:
    """Answer a number question with 1, 2, 3, …, and acknowledge each when it is saved."""
    pack = read_pack(folder / "packs" / "small")
    store = AnswerStore(str(folder / "answers.yaml"), shelf(folder / "packs"))
    store.open()
    state = step(new_state(pack), Choose("chosen"))
    number = 0
    file, first = folder / "answers.yaml", b""
    while True:
        number += 1
        if older and number % 3 == 0:
            # Until the next save, only the interview's memory has what was answered.
            os.write(acknowledged, bytes(8))
            # As an editor does that replaces the file as a whole.
            (folder / "first").write_bytes(first)
            (folder / "first").replace(file)
        state = step(step(state, Go("work.speed")), Choose(str(number)))
        state = store.save(state)
        first = first or file.read_bytes()
        os.write(acknowledged, number.to_bytes(8, "big"))


def main(folder: Path, rounds: int, *, older: bool = False) -> tuple[int, int]:
    write_pack(folder / "packs")
    packs = shelf(folder / "packs")
    packs.pack("small")
    dice = random.Random(7)  # noqa: S311 - a moment, no secret
    bad = between = 0
    for _ in range(rounds):
        for file in folder.glob("answers.yaml*"):
            file.unlink()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            save_without_end(folder, writing, older=older)
        os.close(writing)
        # At least one acknowledgement, then a moment that nobody chose.
        last = os.read(reading, 8)
        deadline = time.monotonic() + dice.random() / 50
        while time.monotonic() < deadline:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while block := os.read(reading, 8):
            last = block
        os.close(reading)
        content = read_answer_file(folder / "answers.yaml", packs).content
        bad += (content.answers["work.speed"].value or 0) < int.from_bytes(last, "big")
        between += last == bytes(8)
    return bad, between


if __name__ == "__main__":
    lost, between = main(Path(sys.argv[1]), int(sys.argv[2]), older="older" in sys.argv[3:])
    print(f"{sys.argv[2]} kills, {lost} lost, {between} before a save")  # noqa: T201 - the script's result
