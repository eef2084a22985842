"""`outsource-check plan`: the least work that leads to a verdict, or what some days buy."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli.options import AsOf, Packs, Paths, choose_packs, read_day, repeat_packs
from outsource_check.cli.output import display, say, warn_reopened
from outsource_check.cli.target import choose_answers
from outsource_check.errors import Problem, UsageError

if TYPE_CHECKING:
    from outsource_check.pack import Number


class Target(StrEnum):
    """A verdict that steps can lead to."""

    READY = "ready"
    CONDITIONAL = "conditional"
    AT_RISK = "at-risk"


def plan_steps(
    paths: Paths = None,
    to: Annotated[
        Target | None,
        typer.Option("--to", help="The verdict to reach. Default: the next one up."),
    ] = None,
    days: Annotated[
        str | None,
        typer.Option("--days", metavar="N", help="What so many days of work lead to at most."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="QUESTION", help="Keep a question's step out. May be repeated."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    packs: Packs = None,
    as_of: AsOf = None,
) -> None:
    """Find the least work that leads to the next verdict.

    With --days: the best certain verdict, then the highest certain score, that so many days reach.
    """
    if to is not None and days is not None:
        raise UsageError("--to and --days exclude each other: --days finds the best verdict")
    limit = None if days is None else _read_days(days)
    from outsource_check.answers import read_answers
    from outsource_check.plan import make_plan
    from outsource_check.result import score

    chosen = choose_answers(paths, "plan", repeat_packs(packs))
    result = score(read_answers(chosen, packs=choose_packs(packs)), as_of=read_day(as_of))
    plan = make_plan(
        result,
        to=None if to is None else to.value,
        days=limit,
        without=tuple(dict.fromkeys(without or ())),
    )
    warn_reopened(result.basis)
    if as_json:
        say(plan.model_dump_json(indent=2))
        return
    from outsource_check.terminal.plan import render_plan

    display(render_plan(plan))


def _read_days(text: str) -> "Number":
    from outsource_check.documents import scalars

    found = scalars.decimal(text)
    if found is None:
        message = f'--days is "{text}": expected a number of days, such as 10 or 2.5'
        raise UsageError(Problem(rule="", message=message))
    return found
