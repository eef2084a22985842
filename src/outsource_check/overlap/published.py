"""An overlap as the document `outsource-check/overlap/v1`."""

from __future__ import annotations

from typing import Any

from outsource_check.overlap.computation import OverlapResult, PairResult

FORMAT = "outsource-check/overlap/v1"


def publish(result: OverlapResult) -> dict[str, Any]:
    """A result as plain dicts, lists, texts and numbers, ready for `json.dumps`.

    Dates are `YYYY-MM-DD`; the fields and their units are those of docs/scoring.md. The same
    result gives the same fields in the same order.
    """
    return {
        "format": FORMAT,
        "tzdata": result.tzdata,
        "from": result.first.isoformat(),
        "until": result.until.isoformat(),
        "pairs": [_publish_pair(pair) for pair in result.pairs],
        "level": result.level,
    }


def _publish_pair(pair: PairResult) -> dict[str, Any]:
    suggestion = pair.suggestion
    outside_a, outside_b = pair.outside_minutes
    return {
        "a": pair.a.name,
        "b": pair.b.name,
        "working_days": pair.working_days,
        "lost_days": pair.lost_days,
        "shared_days": pair.shared_days,
        "clock": {
            "worst_minutes": pair.worst_minutes,
            "best_minutes": pair.best_minutes,
            "worst_block_minutes": pair.worst_block_minutes,
            "changes": [
                {
                    "from": run.first.isoformat(),
                    "until": run.last.isoformat(),
                    "minutes": run.minutes,
                }
                for run in pair.changes
            ],
        },
        "days_with_3h": pair.days_with_3h,
        "outside_hours": {"a": _write_hours(outside_a), "b": _write_hours(outside_b)},
        "level": pair.level,
        "suggestion": None
        if suggestion is None
        else {"site": suggestion.site, "shift_minutes": suggestion.shift_minutes},
    }


def _write_hours(minutes: int) -> int | float:
    """Hours with at most four decimals, half up, a whole number where it is one."""
    if minutes % 60 == 0:
        return minutes // 60
    # Half up in whole numbers: round() would round half to even.
    return (minutes * 20000 + 60) // 120 / 10000
