"""The fuzzer: `make fuzz`, or `python tests/fuzz/harness.py SECONDS [FOLDER]`.

Inputs that break something are kept in FOLDER (default: the current one) as `crash-…`, `timeout-…`
or `oom-…`; `python tests/fuzz/harness.py FILE` reads one again. The exit status is 0 where nothing
was found.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import atheris

sys.path[:0] = [str(Path(__file__).parents[2] / "src"), str(Path(__file__).parents[2])]
with atheris.instrument_imports(include=["outsource_check", "yaml"]):
    from tests.fuzz.targets import Readers, list_seeds, list_words, void

MEMORY = 200
"""Megabytes that the whole process may take."""
PATIENCE = 20
"""Seconds until the fuzzer takes an input for one that hangs; CPU time has a bound of its own."""


def main(arguments: list[str]) -> None:
    """Fuzz for some seconds, or read one file again."""
    given = arguments[0] if arguments else "60"
    kept = Path(arguments[1] if len(arguments) > 1 else ".")
    with tempfile.TemporaryDirectory() as home:
        # The fuzzer ends its process on the spot: somebody must be left to clean up.
        child = os.fork()
        if not child:
            fuzz(given, Path(home), f"{kept}/")
        _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def fuzz(given: str, home: Path, kept: str) -> NoReturn:
    """Leave with the fuzzer's exit status."""
    readers = Readers(home)
    flags = [f"-rss_limit_mb={MEMORY}", f"-timeout={PATIENCE}", f"-artifact_prefix={kept}"]
    if given.isdecimal():
        corpus = home / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(list_seeds()):
            (corpus / str(number)).write_bytes(seed)
        words = home / "words"
        words.write_text("".join(f"{quote(word)}\n" for word in list_words()), encoding="utf-8")
        flags += [f"-max_total_time={given}", f"-dict={words}", "-max_len=6000", str(corpus)]
    else:
        flags.append(given)
    atheris.Setup([sys.argv[0], *flags], lambda data: void(readers.read(data)))
    atheris.Fuzz()
    raise AssertionError("the fuzzer does not return")


def quote(word: str) -> str:
    """A word as libFuzzer's dictionaries hold it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


if __name__ == "__main__":
    main(sys.argv[1:])
