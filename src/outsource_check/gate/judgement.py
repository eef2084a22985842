"""A result against a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.documents import near
from outsource_check.errors import ConfigurationError, Problem
from outsource_check.gate.breaches import (
    Breach,
    judge_dates,
    judge_scores,
    judge_sides,
    judge_silence,
    judge_stops,
    judge_verdict,
)

if TYPE_CHECKING:
    from outsource_check.gate.policy import Policy
    from outsource_check.pack import Pack
    from outsource_check.result import Result


def judge(result: Result, policy: Policy) -> tuple[Breach, ...]:
    """The breaches of a policy, in the order of their rules; empty: the result meets it.

    Scores are compared exactly, by their low ends. The policy's waivers and its
    baseline are not looked at here. Raises `ConfigurationError` (OC303) where the policy names a
    key that the pack does not have.
    """
    if policy.is_open:
        return ()
    _check_keys(policy, result.basis.pack)
    found = [
        *judge_scores(result, policy),
        *judge_stops(result, policy),
        *judge_silence(result, policy),
        *judge_dates(result, policy),
        *judge_verdict(result, policy),
        *judge_sides(result, policy),
    ]
    return tuple(sorted(found, key=lambda breach: breach.rule))


def _check_keys(policy: Policy, pack: Pack) -> None:
    known = pack.outline.keys
    problems = []
    for key in policy.gate.min_by_key:
        if key not in known:
            setting = f"min_by_key.{key}"
            place = policy.places.get(setting)
            where = "" if place else f"{policy.origin(setting)}: "
            message = f'{where}there is no key "{key}" in the pack "{pack.id}"'
            hint = near(key, known) or f"the keys are {', '.join(known)}"
            problems.append(Problem(rule="OC303", message=message, place=place, hint=hint))
    if problems:
        raise ConfigurationError(problems)
