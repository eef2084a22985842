"""A plan: the document `outsource-check/plan/v1`, and what it is made of."""

from typing import Annotated, Literal

from pydantic import WithJsonSchema

from outsource_check.models import Exact, Model, Own
from outsource_check.pack import Verdict
from outsource_check.result.model import (
    Action,
    Level,
    Positive,
    Result,
    ScoreRange,
    VerdictEnds,
)

Days = Annotated[Exact, WithJsonSchema({"type": "number", "minimum": 0})]
Phase = Literal["stops", "caps", "rest"]
PHASES: tuple[Phase, ...] = ("stops", "caps", "rest")
"""What must be gone before going ahead, before the start, and what the scores need."""
AskKind = Literal[
    "fact", "possible-stop", "possible-cap", "open", "one-sided", "not-asked", "no-evidence"
]


class Step(Model):
    """An action of the plan."""

    question: str
    days: Positive
    """One where the pack gives none."""
    aim: Level
    """The level to reach."""
    phase: Phase
    owner: str
    """Whose it is by the pack; empty: it does not say."""
    do: str
    done_when: str
    why: tuple[str, ...]
    """What would hold the verdict down without it; of steps for the score alone, nothing."""
    verdict: VerdictEnds
    """After this step and those before it."""
    score: ScoreRange
    """After this step and those before it."""
    given: Own[bool]
    """Whether the pack gives its days."""
    action: Own[Action]


class Asking(Model):
    """Something to find out; no work of the plan does it."""

    kind: AskKind
    id: str
    """A fact's or a question's id."""


class Deciding(Model):
    """An open question whose answer alone would settle the verdict."""

    question: str
    answer: Literal["best", "worst"]
    """Which of its answers would."""
    verdict: Verdict
    """What the verdict would be."""


class Obstacle(Model):
    """What all steps together leave in the way of the target."""

    kind: Literal["stop", "cap", "waived-stop", "overall", "weakest-key"]
    id: str
    """A question's or a key's id; empty: the overall score."""
    text: str


class Plan(Model):
    """The least that leads to a verdict: the document `outsource-check/plan/v1`.

    Verdicts in it leave aside what asking alone mends: questions not asked or asked of one side,
    and evidence that is not named.
    """

    format: Literal["outsource-check/plan/v1"] = "outsource-check/plan/v1"
    engagement: str
    target: Verdict
    reached: bool
    """Whether the verdict is certainly the target or better after the steps."""
    limit: Days | None
    """Days that there are; null: as many as it takes."""
    days: Days
    """Of all steps."""
    verdict: VerdictEnds
    """After the steps."""
    score: ScoreRange
    """After the steps."""
    steps: tuple[Step, ...]
    """In the order in which to do them."""
    asking: tuple[Asking, ...]
    """What tells the most first."""
    deciding: tuple[Deciding, ...]
    """Empty where the verdict is not open."""
    obstacles: tuple[Obstacle, ...]
    """Empty where the target can be reached."""
    now: VerdictEnds
    """Before the steps."""
    unknown_facts: tuple[str, ...]
    """Facts that conditions read; they stay unknown in the plan."""
    without: tuple[str, ...] = ()
    """Questions that were kept out."""
    result: Own[Result]
