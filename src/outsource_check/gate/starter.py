"""What a repository needs to begin with the gate: a policy, and the job that runs it in CI.

The files stand in `starters/`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

Ci = Literal["github", "gitlab"]

POLICY_SCHEMA = "outsource-policy.schema.json"
ANSWERS_SCHEMA = "answers.schema.json"
FOLDER = "engagements"
_STARTERS = Path(__file__).parent / "starters"


def render_policy(expires: str) -> str:
    """A policy to begin with; `expires` is the date in its example of `ignore`."""
    return _read("outsource-policy.yaml").replace("EXPIRES", expires)


def render_ci(ci: Ci, spec: str) -> str:
    """The job for a CI; `spec` is what pip is asked to install there."""
    return _read(f"{ci}.yml").replace('"SPEC"', json.dumps(spec, ensure_ascii=False))


def name_ci_file(ci: Ci, *, taken: bool) -> str:
    """Where the job belongs; `taken` says that the repository has a pipeline of GitLab already."""
    if ci == "github":
        return ".github/workflows/outsource-check.yml"
    return "outsource-check.gitlab-ci.yml" if taken else ".gitlab-ci.yml"


def _read(name: str) -> str:
    return (_STARTERS / name).read_text(encoding="utf-8")
