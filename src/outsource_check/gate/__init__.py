"""The gate: a policy, and the breaches of it (docs/ci.md)."""

from outsource_check.gate.breaches import judge
from outsource_check.gate.finding import Finding
from outsource_check.gate.policy import Policy, read_policy

__all__ = ["Finding", "Policy", "judge", "read_policy"]
