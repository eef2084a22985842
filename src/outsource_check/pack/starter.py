"""A small sound pack to start your own from (`pack new`)."""

from __future__ import annotations

import json
import os
from pathlib import Path

from outsource_check.documents.replacement import write_folder
from outsource_check.documents.types import ID
from outsource_check.errors import UsageError
from outsource_check.pack.finding import find_packs
from outsource_check.pack.loading import OUTLINE
from outsource_check.pack.schema import build_pack_schema

SCHEMA = "pack.schema.json"
"""The file beside a new pack's that lets an editor complete and underline."""

_MODELINE = f"# yaml-language-server: $schema={SCHEMA}\n"
_OUTLINE = """\
# What the pack is, whom it asks, and what the verdicts need.
# Check it after every change:  outsource-check pack lint {path}
format: outsource-check/pack/v1
id: {id}                      # answer files name it by this
version: 0.1.0                # wording: 0.1.1; a new question: 0.2.0; ids or scoring: 1.0.0
title: "{title}"
source: "Where the questions come from"
sides: both                   # who answers: client, partner or both
keys:                         # the parts of the pack; each is a file of that name
  - preparation
  - working-together

# required: level 4, and a verdict of "ready", need a reference to some proof.
# optional: nobody has to prove anything.
evidence: optional

# The least that each verdict needs, from 0 to 100: overall, and in the weakest key.
verdict:
  ready: {{overall: 70, weakest_key: 50}}
  conditional: {{overall: 55, weakest_key: 35}}
  at-risk: {{overall: 40}}

# Asked once, not scored: decides which questions apply. Without options: yes or no.
facts:
  - id: signed
    ask: "Is a contract signed?"
    why: "Some things can only be in place once there is one."

# Options that several questions share. Worth: 0 (worst) to 1 (best).
scales:
  how-far:
    - {{id: "yes", text: "Yes, and it is written", worth: 1}}
    - {{id: partly, text: "Partly, or by word of mouth", worth: 1/2}}
    - {{id: "no", text: "No", worth: 0}}
"""

_FIRST = """\
# The first key. A text with a colon, a comma, a question mark or # is safe in double quotes.
id: preparation
title: "Before you start"
summary: "What should be clear before anybody works."
questions:
  # One of five sentences; the answer is the highest one that is wholly true.
  - id: reasons
    title: "Reasons for outsourcing"
    ask: "What shows why you outsource this work?"
    ask_partner: "What shows why your client outsources this work?"
    why: "Without a reason nobody can say later whether it was worth it."
    kind: levels
    levels:
      - "Nobody has said why."
      - "The reason is known, but not written."
      - "The reasons are written, but not in order of importance."
      - "The reasons are written in order of importance."
      - "All of level 3, and both sides have agreed to them."
    evidence:
      - "A page with the reasons in order"
    # A stop sinks the whole result: use it sparingly. A cap ("cap:") only keeps it from "ready".
    # Its title names the bad state: reports and messages say it.
    stop:
      title: "No reason for outsourcing"
      at_or_below: 0
      because: "Without a reason no price and no partner can be called right or wrong."
    remedy:
      do: "Write the reasons on one page, the most important one first."
      effort_days: 1
      owner: "Sponsor"
      done_when: "Both sides have the page."
    quick: yes                # asked in the short interview too: at least one a key

  # One option of a list; its worth times four is the level.
  - id: budget
    title: "An approved budget"
    ask: "Is the budget for this work approved?"
    kind: choice
    options: how-far
    answered_by: client       # only one side is asked, so no ask_partner
"""

_SECOND = """\
# The second key.
id: working-together
title: "Working together"
summary: "What both sides need every week."
questions:
  # A number with limits: the highest level whose limit is met.
  - id: replies
    title: "Waiting for answers"
    ask: "How many working days do you wait for an answer, as a rule?"
    ask_partner: "How many working days do you wait for an answer, as a rule?"
    kind: number
    unit: "working days"
    better: lower
    bounds: {1: 10, 2: 5, 3: 2, 4: 1}
    quick: yes

  # A list of things, each with an option (yes or no where no options are given); the share of
  # the rows that are there gives the level. Answering with an empty list means: none of these.
  - id: shared-things
    title: "What both sides share"
    ask: "What do both sides have in one place?"
    ask_partner: "What do both sides have in one place?"
    kind: matrix
    rows:
      - {id: work-list, text: "One list of work"}
      - {id: calendar, text: "A calendar with the holidays of both sides"}
      - {id: contacts, text: "A list of who is responsible for what"}
      - {id: decisions, text: "A record of decisions"}
    bounds: {1: 1/4, 2: 1/2, 3: 3/4, 4: 1}
    when: {signed: [yes]}     # asked only if the fact "signed" is yes
"""


def read_new_id(folder: Path) -> str:
    """The id of a pack that is to be written to a folder: its name.

    Raises `UsageError` where it is no id, is a shipped pack's, or the folder is there already.
    """
    name = folder.name
    if not ID.fullmatch(name):
        message = f'expected a name of letters, digits, - and _, at most 64, found "{name}"'
        raise UsageError(message)
    if name.lower() in {shipped.lower() for shipped in find_packs()}:
        raise UsageError(f'"{name}" is the id of a shipped pack: give yours another name')
    if os.path.lexists(folder):
        raise UsageError(f'"{folder}" is there already: give another name')
    return name


def write_pack(folder: Path) -> list[Path]:
    """Write a small pack with comments into a new folder, whose name becomes its id.

    Returns the paths written. Raises `UsageError` as `read_new_id` does, and `OutputError` where it
    cannot be written.
    """
    name = read_new_id(folder)
    title = name.replace("-", " ").replace("_", " ").capitalize()
    files = {
        OUTLINE: _MODELINE + _OUTLINE.format(id=name, title=title, path=folder),
        "preparation.yaml": _MODELINE + _FIRST,
        "working-together.yaml": _MODELINE + _SECOND,
        SCHEMA: json.dumps(build_pack_schema(), indent=2) + "\n",
    }
    write_folder(folder, files)
    return [folder / file for file in files]
