"""How many examples hypothesis draws: few in `make test`, more in `make check`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("EXAMPLES", "1"))
"""How many times as many as `make test` draws."""


def draw(examples: int) -> settings:
    """Settings for a test of which `make test` tries this many examples."""
    return settings(
        max_examples=examples * TIMES, deadline=None, suppress_health_check=list(HealthCheck)
    )
