"""Starts `assess` on a terminal of its own and leaves as soon as it asks its first question.

usage: python benchmarks/first_question.py FOLDER     (of a new answer file in it)

Everything happens in this process, so its CPU time is that of the program.
"""

from __future__ import annotations

import os
import pty
import sys
import threading

from outsource_check.cli import main

INTERRUPTED = 130


SIGN = b"assessed?"
"""What is on the screen with the first question."""


def watch(terminal: int) -> None:
    """Read what is shown; press Ctrl-C once the question is there."""
    shown = b""
    while SIGN not in shown:
        shown += os.read(terminal, 4096)
    os.write(terminal, b"\x03")
    while os.read(terminal, 4096):
        pass


def ask(folder: str) -> int:
    """The exit status, 0 where the question was asked."""
    terminal, inside = pty.openpty()
    for stream in (0, 1, 2):
        os.dup2(inside, stream)
    os.environ["TERM"] = "xterm"
    os.chdir(folder)
    threading.Thread(target=watch, args=(terminal,), daemon=True).start()
    return 0 if main(["assess"]) == INTERRUPTED else 1


if __name__ == "__main__":
    sys.exit(ask(sys.argv[1]))
