"""The words of the interview on screen, apart from those of the pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.pack.kinds.parts import (
    DONT_KNOW_TEXT,
    KEPT,
    LEFT_OUT,
    STAYS,
)
from outsource_check.text import plural

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from outsource_check.documents.types import Side
    from outsource_check.pack import Pack

START: Mapping[str, tuple[str, str]] = {
    "engagement": (
        "What is being assessed?",
        "A name for the {subject}, such as: Mobile app rebuild",
    ),
    "side": ("For which side do you answer?", ""),
    "role": ("What is your role?", "Such as: CTO, product owner, account lead"),
    "name": (
        "Your name, if you want it in the file?",
        "Enter alone leaves it out; type anonymous and your answers are not shown as yours",
    ),
    "mode": ("How thorough shall it be?", ""),
}
"""By start field: the question, and a hint."""

ANONYMOUS = "anonymous"
"""What is typed in the place of a name by somebody who wants to stay unnamed."""

START_TITLES = {
    "engagement": "Engagement",
    "side": "Side",
    "role": "Role",
    "name": "Name",
    "mode": "Quick or full",
}
_SIDES: dict[Side, str] = {
    "client": "The client: we give work to a partner, or plan to",
    "partner": "The partner: we do, or would do, the work for a client",
}

WHOSE = "Who answers?"
WHOSE_PLACE = "To begin"
WHOSE_NEW = "Somebody else, for the {side}"
WHOSE_FIRST = "Choose who answers first."
NAMELESS = "Somebody answered without a name. Whoever is not listed goes on by naming the file."
NOT_READ = "Not listed, because it has a mistake (`score` says which): {file}"
SAME_NAME = "Others in this folder call it “{name}”; your file does so too."
TOLD_MEANWHILE = "Others have answered {questions} here meanwhile."
TOLD_OTHERWISE = (
    "Another file says otherwise about “{fact}”: {option} Go back if yours is wrong, or settle it"
    " together; until then there is no result."
)

DONT_KNOW = DONT_KNOW_TEXT
NOT_APPLICABLE = "Does not apply to us (asks why)"
SKIP = "Skip it for now"
SKIPPED = "skipped for now"
KEEP = "Leave it as it is"

ASIDES: Mapping[str, tuple[str, str]] = {
    "note": ("A note to this answer", ""),
    "evidence": ("What proves this answer?", ""),
    "where": ("Where is it?", "A link or a place"),
    "owner": ("Who takes care of it?", "A role is enough"),
    "due": ("By when?", "A date such as 2026-12-31"),
    "who": ("Which name or role belongs to this line?", "Such as: product owner"),
    "reason": ("Why does it not apply?", "A few words"),
}
"""By aside: what is asked, and a hint, which what Enter does follows."""
ENTERS: Mapping[str, tuple[str, str]] = {
    "evidence": ("Enter alone adds nothing", "Enter alone adds nothing; - removes the last one"),
    "reason": ("without a reason it stays open", STAYS),
}
"""By aside, where it is special: what Enter does where there is nothing yet, and where there is."""

QUICK = "Quick: {asked}, the two that matter most of each key"
FULL = "Full: {asked}"
ALONE = {
    "stop": "This line alone can sink the {subject}.",
    "cap": "This line alone can hold the verdict at “{conditional}”.",
}
"""By kind of finding: what a single row can do, whatever the other rows say."""
A_DAY = "Day, such as 2026-12-31"
"""What is typed where nothing is counted."""
NOT_THE_END = "Finish or go on"
SUM = "Is this right?"
OTHERWISE = "Answer in another way"
TOGETHER = "Together: "

NEEDED = "This one is needed to begin."
NOTHING_CHOSEN = "Nothing is chosen yet. Choose with the arrows, a number or a letter, then Enter."
FIRST = "This is the first question."
REASON_NEEDED = "Say in a few words why it does not apply, or go back."
COUNTS_AS_3 = "Counts as 3 until you say what proves it."
PROOF_MISSING = "“{title}” counts as 3 until you say what proves it: go back and give evidence."

NOT_SAVED = "Not saved"
NOT_SAVED_TEXT = "Your last answer is not on disk yet, everything before it is. What now?"
TROUBLE = {
    "again": "Try again",
    "elsewhere": "Save everything in another file",
    "leave": "Leave without the last answer",
}
KEPT_TEXT = "Everything that you answered is in {file} until it can be saved. What now?"
LEAVE = "Leave"
NO_LOCKS = (
    "This folder's file system has no locks: nobody is stopped from opening {file} a second time."
)
OTHER_FILE = "In which file?"
OTHER_FILE_HINT = "A path on another disk or in another folder, ending in .yaml"

LIST_KEYS = ("Enter choose", "← back", "? why")
BARE_KEYS = ("Enter choose", "← back", "? keys")
ATTACH_KEYS = ("Ctrl-N note", "Ctrl-E evidence", "Ctrl-O owner")
ROW_KEYS = ("Ctrl-W name", "Ctrl-N note", "Ctrl-E evidence")
MOVE_KEYS = ("Ctrl-G go to", "Ctrl-R review")
LEAVE_KEY = "Ctrl-Q leave"
CUT_KEY = "↓ read all"
FEW_KEYS = ("Enter choose", "← back", "? help", LEAVE_KEY)
TEXT_KEYS = ("Enter take it", "Shift-Tab back", LEAVE_KEY)
WHY_TEXT_KEYS = ("Enter take it", "Shift-Tab back", "? why", LEAVE_KEY)
HELP_KEYS = ("↓ further", "↑ up", "? back to the question")
NO_HELP = "There is nothing more to say about this."
HELP_LIST = (
    "Arrows or a number or letter choose, Enter takes it. ← goes back, also Shift-Tab and Ctrl-B."
)
HELP_TEXT = "Enter takes what is typed. Shift-Tab goes back, also Ctrl-B."
HELP_NOTE = "Ctrl-N writes a note, Ctrl-E says what proves the answer,"
HELP_OWNER = "Ctrl-O who takes care of it and by when."
HELP_NAME = "Ctrl-W which name or role belongs to the line."
HELP_MOVE = (
    "Ctrl-G goes to another key, Ctrl-R shows every answer, Ctrl-Q leaves; everything is saved all"
    " the time."
)
HELP_LEAVE = "Ctrl-Q leaves."
"""What the keys do, in sentences; which of them are said depends on what is asked."""
BUILT_ON = "What the questions are built on"
SOURCES = "Sources"
BEFORE = "For all questions"
ITS_ID = "Its id"
LATE_HELP = (BUILT_ON, SOURCES, BEFORE, ITS_ID)
"""Headings of what is explained after the keys."""
STILL = "still so"
"""The value of the choice that confirms what was said before."""
STILL_SO = "Still so: {said}"
AGAIN = "{answers} from before {day} to go through: Enter keeps each."
OFFERED = "{answers} of {file} to go through: Enter takes each over."
NONE_AGAIN = "No answer is from before {day}."
BEGUN = "Every answer is saved at once, in {file}. Leave at any time and go on later."
BEGUN_BEFORE = "What you gave before is here again; going back shows it."
BEGUN_BY_SOMEBODY = (
    "Somebody began {files} before and left. If that was you, leave here and name that file."
)
GO_ON = "Go on"
SEVERAL = "Several can be chosen, one after the other"
CHOSEN = "chosen"
THESE = "That is all: "

PLAIN_KEYS = (
    (":b", "back"),
    (":s", "skip for now"),
    (":dk", "I don't know"),
    (":na REASON", "does not apply"),
    (":n TEXT", "note"),
    (":e TEXT", "evidence"),
    (":o TEXT", "owner, then the date"),
    (":w TEXT", "name or role (in a list of lines)"),
    (":g KEY", "go to a key, question or fact"),
    (":r", "review all answers"),
    (":f", "finish; lists what is open first"),
    (":q", "save and leave"),
    ("?", "why this is asked"),
    (":h", "these commands"),
)


def describe_side(side: Side, pack: Pack) -> str:
    """What somebody chooses who answers for a side; alone, it is not told from another one."""
    alone = pack.outline.sides != "both"
    return f"The {pack.words.side(side)}" if alone or pack.words.sides else _SIDES[side]


def name_start(name: str, asked: Sequence[str]) -> str:
    """Where among the start fields that are asked one stands."""
    return f"To begin, {asked.index(name) + 1} of {len(asked)}" if name in asked else "To begin"


def say_asked(facts: int, questions: int) -> str:
    """`5 short questions about the situation, then about 16`."""
    if not facts:
        return f"about {plural(questions, 'question')}"
    return f"{plural(facts, 'short question')} about the situation, then about {questions}"


def hint(example: str, *, filled: bool, enter: tuple[str, str] = (LEFT_OUT, KEPT)) -> str:
    """How to fill in a text: `A role is enough; Enter alone leaves it out`."""
    return "; ".join(part for part in (example, enter[filled]) if part)


def about(minutes: int) -> str:
    """`about 9 min left`."""
    return f"about {minutes} min left"


def said_to_older(said: str, reason: str) -> list[str]:
    """What was said to an older version of what is asked, and why it is asked again."""
    return [*([f"Asked again: {reason}"] if reason else []), f"Said before: {said}"]


def said_before(day: datetime.date | None, today: datetime.date) -> str:
    """`Said on 2026-03-01, 275 days ago:`; without a day, in another file."""
    if day is None:
        return "Said in the other file."
    return f"Said on {day}, {plural((today - day).days, 'day')} ago."


def more(count: int, where: str = "") -> str:
    """`(3 more lines)`, or `(3 more above)`."""
    return f"({count} more {where})" if where else f"({plural(count, 'more line')})"
