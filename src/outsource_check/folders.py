"""What holds in a folder by where it lies: the policy above it, and how far up anything counts."""

from __future__ import annotations

import os
from pathlib import Path

POLICY = "outsource-policy.yaml"


def list_above(start: str | Path) -> tuple[Path, ...]:
    """A folder and those above it, up to the one that holds `.git`, as absolute paths.

    Where none does, up to the current folder; where that is not above, the folder alone.
    """
    try:
        here = Path.cwd()
    except OSError:  # it is gone
        here = Path(os.sep)
    start = Path(os.path.normpath(here / start))  # without `..`, but links stay as they are
    folders = (start, *start.parents)
    top = next((folder for folder in folders if _exists(folder / ".git")), here)
    return folders[: folders.index(top) + 1] if top in folders else folders[:1]


def find_policy(start: str | Path) -> Path | None:
    """The nearest policy file from a folder up, as far as `list_above` goes; None if none."""
    # A link that leads nowhere is a policy that cannot be read, not one that is not there.
    return next((one / POLICY for one in list_above(start) if _exists(one / POLICY)), None)


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
