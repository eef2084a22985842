"""What it takes: the least steps that lead to a verdict (docs/plan.md)."""

from outsource_check.plan.model import Plan, Step
from outsource_check.plan.planning import make_plan

__all__ = ["Plan", "Step", "make_plan"]
