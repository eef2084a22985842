"""The sentences of reports, one by one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from outsource_check.report.environment import open_environment
from outsource_check.report.model import Cause, VerdictPart
from outsource_check.resources import shipped_templates

SAY: Any = open_environment("html", shipped_templates(), None).get_template("sentences.j2").module


def reason(kind: str, title: str = "", **changes: Any) -> Cause:
    """A reason for `At risk` that holds whatever is still open."""
    fields = {
        "kind": kind,
        "verdict": "at-risk",
        "missed": "Ready",
        "certain": True,
        "title": title,
        "text": f"Text of {title}",
        "score": None,
        "needed": None,
        "at_best": False,
        "effect": "",
        "link": "",
        "count": 1,
    }
    return Cause(**{**fields, **changes})


MISSED: Any = {"score": Fraction(13), "needed": Fraction(40)}


@pytest.mark.parametrize(
    ("reasons", "text"),
    [
        ((), "At risk"),
        ([reason("stop", "A")], "At risk: one stop is open, “A”"),
        ([reason("stop", "A"), reason("stop", "B")], "At risk: 2 stops are open"),
        ([reason("cap", "A")], "At risk: 1 cap is open"),
        ([reason("waived-stop", "A"), reason("cap", "B")], "At risk: 1 stop is waived"),
        ([reason("one-sided", "A")], "At risk: text of A"),
        (
            [reason("not-asked", "A"), reason("not-asked", "B")],
            "At risk: 2 questions that apply were not asked",
        ),
        (
            [reason("no-evidence", "A"), reason("no-evidence", "B")],
            "At risk: no evidence on 2 questions that can stop the work",
        ),
        (
            [reason("overall", **MISSED)],
            "At risk: overall 13, below the 40 needed for “Ready”",
        ),
        (
            [reason("weakest-key", "People: who", at_best=True, **MISSED)],
            "At risk: weakest key, People: who, at best 13, below the 40 needed for “Ready”",
        ),
        (
            [reason("overall", score=Fraction(399, 10), needed=Fraction(40))],
            "At risk: overall 39.9, below the 40 needed for “Ready”",
        ),
    ],
)
def test_a_headline_names_what_counts_most(reasons: Any, text: str) -> None:
    verdict = VerdictPart(
        low="at-risk",
        high="at-risk",
        settled=True,
        title="At risk",
        sentence="",
        advice="",
        causes=(),
        reasons=tuple(reasons),
    )
    assert str(SAY.headline(verdict)) == text


@pytest.mark.parametrize(
    ("states", "line", "text"),
    [
        ("", 40, "No key is scored"),
        ("a", 40, "The one key that is scored reaches the line"),
        ("aa", 40, "Both keys reach the line"),
        ("aaa", 40, "All 3 keys reach the line"),
        ("b", 40, "The one key that is scored is below the line"),
        ("bb", 40, "Both keys are below the line"),
        ("ooo", 40, "All 3 keys are too close to call"),
        ("aab", 40, "1 of 3 keys is below the line"),
        ("abbo", 40, "2 of 4 keys are below the line, 1 is too close to call"),
        ("aoo", 40, "2 of 3 keys are too close to call"),
        ("ao", None, "2 keys scored"),
    ],
)
def test_the_profile_counts_the_keys_at_its_line(states: str, line: int | None, text: str) -> None:
    names = {"a": "above", "b": "below", "o": "open"}
    keys = [{"state": names[state], "weakest": False, "title": "T"} for state in states]
    assert str(SAY.profile(keys, line)) == text


@pytest.mark.parametrize(
    ("findings", "text"),
    [
        ((), ""),
        ((("cap", "open"),), "1 cap"),
        (
            (("cap", "waived"), ("stop", "open"), ("stop", "open"), ("stop", "possible")),
            "2 stops, 1 possible stop, 1 waived cap",
        ),
    ],
)
def test_findings_are_counted_by_kind_and_status(
    findings: tuple[tuple[str, str], ...], text: str
) -> None:
    found = [{"kind": kind, "status": status} for kind, status in findings]
    assert str(SAY.count(found)) == text
