"""examples/mobile-app shows what an engagement has, and docs/sample/ holds its report."""

from __future__ import annotations

import datetime

import pytest
from tests.docs.sample import SAMPLES, TOP, leave_versions_out, write_sample

from outsource_check.answers import read_answers
from outsource_check.result import score

DAY = datetime.date(2026, 12, 1)
RESULT = score(read_answers(TOP / "examples" / "mobile-app"), as_of=DAY)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sample_is_what_the_program_writes(name: str) -> None:
    # `make pages` writes it anew.
    kept = SAMPLES[name].read_text(encoding="utf-8")
    assert leave_versions_out(write_sample(name)) == leave_versions_out(kept)


def test_the_example_has_something_of_everything_that_a_report_shows() -> None:
    assert {finding.status for finding in RESULT.findings} == {"open", "waived"}
    assert {finding.kind for finding in RESULT.findings} == {"stop", "cap"}
    assert [agreement.counts for agreement in RESULT.settlements] == [True, True]
    for shown in (RESULT.missing, RESULT.overdue, RESULT.gaps, RESULT.actions):
        assert shown
    assert RESULT.score.low < RESULT.score.high
    assert RESULT.unused_waivers == ()
    assert RESULT.not_asked == ()
