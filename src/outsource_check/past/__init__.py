"""Engagements as they were: at a git revision, on a day, in a folder, in a history (docs/since.md).

Nothing of them is written: they are read, scored with today's pack on today's day, and compared.
"""

from outsource_check.past.choice import open_past, split_history
from outsource_check.past.states import PastStates

__all__ = ["PastStates", "open_past", "split_history"]
