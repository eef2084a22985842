"""A storm of kills while saving: run as a script, it prints how many saves were lost or broken.

usage: python storm.py FOLDER ROUNDS
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


def save_without_end(folder: Path, acknowledged: int) -> None:
    """Answer a number question with 1, 2, 3, …, and acknowledge each when it is saved."""
    pack = read_pack(folder / "packs" / "small")
    store = AnswerStore(str(folder / "answers.yaml"), shelf(folder / "packs"))
    store.open()
    state = step(new_state(pack), Choose("chosen"))
    number = 0
    while True:
        number += 1
        state = step(step(state, Go("work.speed")), Choose(str(number)))
        store.save(state)
        os.write(acknowledged, number.to_bytes(8, "big"))


def main(folder: Path, rounds: int) -> int:
    write_pack(folder / "packs")
    packs = shelf(folder / "packs")
    packs.pack("small")
    dice = random.Random(7)  # noqa: S311 - a moment, no secret
    bad = 0
    for _ in range(rounds):
        (folder / "answers.yaml").unlink(missing_ok=True)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            save_without_end(folder, writing)
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
        found = content.answers["work.speed"].value
        if found is None or found < int.from_bytes(last, "big"):
            bad += 1
    return bad


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), int(sys.argv[2])))  # noqa: T201 - the script's result
