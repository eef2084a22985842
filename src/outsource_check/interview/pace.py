"""How long the rest takes, measured from how long the answers before took."""

from __future__ import annotations

from dataclasses import dataclass, replace

ASSUMED = 40.0
"""Seconds a question, before anything was measured."""
_COUNTED = 12
_LONGEST = 600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """The seconds that the latest questions took."""

    seconds: tuple[float, ...] = ()

    def add(self, seconds: float) -> Pace:
        """With one more question; a break counts as no more than ten minutes."""
        return replace(self, seconds=(*self.seconds, min(seconds, _LONGEST))[-_COUNTED:])

    def estimate(self, questions: int) -> int:
        """Minutes for so many questions, at least 1; 0 for none."""
        if questions == 0:
            return 0
        # The assumption fades as answers come in.
        measured = sorted((*self.seconds, *((ASSUMED,) * max(0, 3 - len(self.seconds)))))
        return max(1, round(questions * measured[len(measured) // 2] / 60))
