"""The one exception root, and the problems that its members carry.

A problem is complete where it is made: what was found, what was expected, the likely fix, and the
place. One module of `cli` turns an error's class into an exit status (docs/commands.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where in a file something stands."""

    file: str
    """The file's path as the user gave it; `-` for standard input."""
    line: int = 1
    """1-based."""
    column: int = 1
    """1-based, in code points."""
    end_column: int = 0
    """1-based, exclusive, on the same line; 0 where only the start is known."""
    source: str = ""
    """The text of the line, without its line end, uncleaned; empty where there is none to show."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong with an input."""

    rule: str
    """A stable id, e.g. `OC005`; never reused."""
    message: str
    """One line, uncleaned: what is wrong, or what was expected."""
    found: str = ""
    """What stands there instead, such as `"7"`: somebody's text, which is not published."""
    place: Place | None = None
    hint: str = ""
    """The likely fix in one line, e.g. `did you mean "goals.scope"?`; empty where none is known.

    Where there is no place, it may be several lines: commands to choose from."""
    private: bool = False
    """Whether message or hint hold somebody's text themselves, so that neither is published."""

    @property
    def text(self) -> str:
        """The whole message, for whoever may read the file."""
        return f"{self.message}, found {self.found}" if self.found else self.message


class OutsourceCheckError(Exception):
    """The root of all errors that this package raises on purpose."""

    def __init__(self, problems: Problem | Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = Problem(rule="", message=problems)
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(problem.text for problem in self.problems))


class UsageError(OutsourceCheckError):
    """The command was called in a wrong way."""


class AnswerError(OutsourceCheckError):
    """An answer or engagement file cannot be read, is invalid or contradicts another."""


class ConfigurationError(OutsourceCheckError):
    """A pack, policy, history or template cannot be read, is invalid or unsound."""


class SelectionError(OutsourceCheckError):
    """The paths selected no file."""


class OutputError(OutsourceCheckError):
    """Something could not be written."""


class Interrupted(OutsourceCheckError):
    """The person left in the middle; what was answered is saved."""
