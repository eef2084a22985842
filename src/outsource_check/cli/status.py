"""Exit statuses: each means one thing (docs/commands.md)."""

from __future__ import annotations

from outsource_check import errors

DONE = 0
GATE_SAID_NO = 1
WRONG_USAGE = 2
BAD_ANSWERS = 3
BAD_CONFIGURATION = 4
NOTHING_SELECTED = 5
BUG = 70
OUTPUT_FAILED = 74
INTERRUPTED = 130

_WORST_FIRST = (
    BUG,
    INTERRUPTED,
    OUTPUT_FAILED,
    WRONG_USAGE,
    BAD_CONFIGURATION,
    NOTHING_SELECTED,
    BAD_ANSWERS,
    GATE_SAID_NO,
    DONE,
)

_BY_ERROR: tuple[tuple[type[errors.OutsourceCheckError], int], ...] = (
    (errors.UsageError, WRONG_USAGE),
    (errors.AnswerError, BAD_ANSWERS),
    (errors.ConfigurationError, BAD_CONFIGURATION),
    (errors.SelectionError, NOTHING_SELECTED),
    (errors.OutputError, OUTPUT_FAILED),
    (errors.Interrupted, INTERRUPTED),
)


def of(error: errors.OutsourceCheckError) -> int:
    """The status of an error that was raised on purpose."""
    return next(number for kind, number in _BY_ERROR if isinstance(error, kind))


def worst(*statuses: int) -> int:
    """The one that wins: no verdict comes before a verdict."""
    return min(statuses, key=_WORST_FIRST.index)
