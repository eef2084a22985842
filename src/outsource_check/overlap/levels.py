"""What the levels of an overlap mean."""

LEVELS = (
    "On some working day there is no time in common.",
    "There is some time in common every working day, but less than level 2 asks for.",
    "At least 2 hours in common every working day, or 3 hours on at least half of them.",
    "At least 3 hours in common every working day.",
    "At least 4 hours in common every working day, 3 of them without a break.",
)
"""A sentence for each level, 0 to 4."""
