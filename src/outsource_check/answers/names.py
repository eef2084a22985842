"""What an engagement's files are called, wherever it lies and however it was given."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_check.answers.engagement import Engagement

DEFAULT_FILE = "answers.yaml"
"""The answer file of whoever names none."""


def relative_names(engagement: Engagement) -> dict[str, str]:
    """Each answer file's path by the path it was given as: relative to the engagement's folder.

    That is the deepest folder that all of the files lie in; names have `/` on every system, and are
    whole where the files lie on several drives. Standard input stays `-`.
    """
    given = [source.file for source in engagement.sources if source.file != "-"]
    paths = {file: os.path.abspath(file) for file in given}  # noqa: PTH100 - links stay as they are
    if not paths:
        return {"-": "-"}
    try:
        folder = os.path.commonpath([os.path.dirname(path) for path in paths.values()])  # noqa: PTH120
    except ValueError:  # only Windows has drives
        return {"-": "-", **{file: path.replace(os.sep, "/") for file, path in paths.items()}}
    return {"-": "-", **{file: name_from(folder, path) for file, path in paths.items()}}


def name_from(folder: str, path: str) -> str:
    """A path as it is seen from a folder, with `/`; whole where it is on another drive."""
    try:
        seen = os.path.relpath(path, folder or ".")
    except ValueError:  # only Windows has drives
        seen = os.path.abspath(path)  # noqa: PTH100 - links stay as they are
    return seen.replace(os.sep, "/")
