"""Git repositories for tests, those included that git itself would never make."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@example.org")


def git(folder: Path, *arguments: str) -> str:
    """What a git command prints."""
    done = subprocess.run(
        [*GIT, *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(folder: Path, day: str | None = None) -> str:
    """All that is there as a commit, of a day where one is given; its name."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    names = ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")
    subprocess.run(
        [*GIT, "commit", "-q", "-m", "x", "--allow-empty"],
        cwd=folder,
        check=True,
        env=os.environ | (dict.fromkeys(names, f"{day}T12:00:00") if day else {}),
    )
    return git(folder, "rev-parse", "HEAD")


def store_tree(folder: Path, *entries: tuple[bytes, bytes, str]) -> str:
    """A tree in the repository, whether or not git would make it; its id."""
    data = b"".join(mode + b" " + name + b"\0" + bytes.fromhex(sha) for mode, name, sha in entries)
    words = ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"]
    made = subprocess.run(words, cwd=folder, check=True, capture_output=True, input=data)
    return made.stdout.decode().strip()


def raw_commit(folder: Path, *entries: tuple[bytes, bytes, str]) -> str:
    """A commit whose tree git itself would never make."""
    return git(folder, "commit-tree", "-m", "x", store_tree(folder, *entries))
