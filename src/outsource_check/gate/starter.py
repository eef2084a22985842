"""What a repository needs to begin with the gate: a policy, and the job that runs it in CI."""

from __future__ import annotations

from typing import Literal

Ci = Literal["github", "gitlab"]

POLICY_SCHEMA = "outsource-policy.schema.json"
ANSWERS_SCHEMA = "answers.schema.json"
FOLDER = "engagements"

_POLICY = """\
# yaml-language-server: $schema={schema}
# What `outsource-check check` accepts; `outsource-check check --show-policy` prints all of it.
format: outsource-check/policy/v1
paths: [{folder}]
gate:
  verdict: conditional           # the least verdict: ready, conditional, at-risk or not-ready
  max_not_asked: 0               # refuses quick assessments; raise it while you begin
  # min_overall: 60              # 0 to 100
  # min_by_key: {{time-zones: 60}}
  # max_unknown: 10%
  # max_age_days: 180
  # both_sides: yes
  # stops: forbid                # or allow-waived
# baseline: {{file: outsource-baseline.json, max_drop_overall: 0, max_drop_by_key: 5}}
# waivers:
#   - rule: OC107
#     files: [{folder}/pilot/*]
#     reason: pilot only
#     owner: cto@example.org
#     expires: {expires}
"""

_GITHUB = """\
name: outsource-check
on:
  pull_request:
  push:
    branches: [main]
permissions: {{}}
concurrency:
  group: outsource-check-${{{{ github.ref }}}}
  cancel-in-progress: true
jobs:
  gate:
    name: outsource-check
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          fetch-depth: 0 # so that the policy can be read from the main branch
          persist-credentials: false
      - run: pipx install "$OUTSOURCE_CHECK"
        env:
          OUTSOURCE_CHECK: {spec}
      # Once the policy is on the main branch, add --policy-from-git origin/main: a change can then
      # not weaken the gate that it must pass.
      - run: outsource-check check --format github --report "markdown=$GITHUB_STEP_SUMMARY"
"""

_GITLAB = """\
outsource-check:
  image: python:3.13-slim
  variables:
    OUTSOURCE_CHECK: {spec}
  script:
    - python -m pip install "$OUTSOURCE_CHECK"
    - outsource-check check --report gitlab=gl-code-quality-report.json --report junit=junit.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: junit.xml
"""


def render_policy(expires: str) -> str:
    """A policy to begin with; `expires` is the date in its example of a waiver."""
    return _POLICY.format(schema=POLICY_SCHEMA, folder=FOLDER, expires=expires)


def render_ci(ci: Ci, spec: str) -> str:
    """The job for a CI; `spec` is what pip is asked to install there."""
    quoted = '"' + spec.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return (_GITHUB if ci == "github" else _GITLAB).format(spec=quoted)


def name_ci_file(ci: Ci, *, taken: bool) -> str:
    """Where the job belongs; `taken` says that the repository has a pipeline of GitLab already."""
    if ci == "github":
        return ".github/workflows/outsource-check.yml"
    return "outsource-check.gitlab-ci.yml" if taken else ".gitlab-ci.yml"
