"""Patterns of paths: what they mean, and that no pattern takes long."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_check.gate.globs import compile_glob


def meant(pattern: str, path: str) -> bool:
    """The same by trying every way, for short ones."""

    def names(part: str, name: str) -> bool:
        if not part or not name:
            return not name and not part.strip("*")
        if part[0] == "*":
            return names(part[1:], name) or names(part, name[1:])
        return part[0] in (name[0], "?") and names(part[1:], name[1:])

    def walk(parts: list[str], folders: list[str]) -> bool:
        if not parts:
            return not folders
        if parts[0] == "**":
            if len(parts) == 1:
                return bool(folders)
            tries = range(len(folders) + 1)
            return any(all(folders[:n]) and walk(parts[1:], folders[n:]) for n in tries)
        return bool(folders) and names(parts[0], folders[0]) and walk(parts[1:], folders[1:])

    return walk(pattern.split("/"), path.split("/"))


PARTS = st.sampled_from(["**", "*", "a", "b", "a*", "*b", "*a*b", "?", "a*b*a"])
NAMES = st.text("ab", min_size=1, max_size=4)


@given(st.lists(PARTS, min_size=1, max_size=4), st.lists(NAMES, min_size=1, max_size=4))
def test_a_pattern_matches_what_trying_every_way_matches(
    parts: list[str], names: list[str]
) -> None:
    pattern, path = "/".join(parts), "/".join(names)
    assert bool(compile_glob(pattern).fullmatch(path)) == meant(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [("*a" * 60 + "*c", "a" * 4000), ("**/a/" * 60 + "c", "a/" * 2000 + "b")],
)
def test_many_stars_take_no_longer_than_a_few(pattern: str, path: str) -> None:
    few = re.sub(r"^(.{10}).*(.)$", r"\1\2", pattern)

    def spend(text: str) -> float:
        matcher = compile_glob(text)
        begun = time.process_time()
        for _ in range(3):
            assert matcher.fullmatch(path) is None
        return time.process_time() - begun

    assert spend(pattern) < 200 * max(spend(few), 0.0005)
