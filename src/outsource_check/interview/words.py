"""The words of the interview on screen, apart from those of the pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.text import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START: Mapping[str, tuple[str, str]] = {
    "engagement": (
        "What is being assessed?",
        "A name for the collaboration, such as: Mobile app rebuild",
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
SIDES = {
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

DONT_KNOW = "I don't know"
NOT_APPLICABLE = "Does not apply to us (asks why)"
SKIP = "Skip it for now"
SKIPPED = "skipped for now"
KEEP = "Leave it as it is"

FIGURES: Mapping[str, tuple[str, str]] = {
    "currency": ("Currency", "Which currency are the amounts in? Such as: EUR"),
    "period": ("Period", "For which period are the amounts? Such as: year"),
    "baseline": (
        "Cost today",
        "What does the work cost today? (New work: what would it cost with your own people?)",
    ),
    "fees": ("Fees", "What will the partner be paid, with taxes?"),
    "transition": ("Change-over", "What will the change-over cost?"),
    "own_effort": (
        "Own effort",
        (
            "What will the time of your own people cost? Days times cost of a day, for four things:"
            " saying what is wanted, handing over knowledge, checking the work, keeping in touch."
        ),
    ),
    "tooling_travel": ("Tools and travel", "What will tools and travel cost?"),
    "contingency": ("Reserve", "How large is the reserve for what nobody foresees?"),
    "stop_loss": ("Stop amount", "At which extra amount would you stop?"),
}
"""By field of the costs: its name, and how it is asked."""
FIGURE_NAMES = tuple(FIGURES)
TOTAL = "Total"
SAVING = "Net saving"
DEARER = "{amount} if 25 % dearer"
ALL_DEARER = "{amount} if fees and change-over come 25 % dearer"

ROW_BY_ROW = "Answer line by line"

SITE_ZONE = "In which city do the {side}'s people work?"
SITE_ZONE_HINT = "A city, a country, or a time zone such as Europe/London"
SITE_ZONE_OWN = (
    "Enter alone means {city} ({zone}), the time zone of this computer; or type a city, a country"
    " or a time zone"
)
SITE_PICK = "Which of these is meant by “{text}”? (None of them: go back and type a larger city.)"
SITE_HOURS = "When does somebody who can answer work there, in {name}'s own time?"
SITE_HOURS_HINT = "Such as 9:00-17:30"
SITE_CLOCK = (
    "That would be {hours}, partly at night. Write hours after noon as 17:00, or with pm: 5 pm."
)
SITE_DAYS = "On which days do they work in {name}?"
SITE_DAYS_HINT = "Such as mon-fri, sun-thu, or mon,wed,fri"
USUAL: Mapping[str, str] = {
    "hours": "Enter alone means 9:00-12:00, 13:00-17:30",
    "days": "Enter alone means mon-fri",
}
"""By field of a place: what Enter does where nothing is typed yet."""
STAYS = "Enter alone keeps it"
ADD_SITE = "Add a place of the {side}"
REMOVE_SITE = "Take {name} out"
CHANGE_SITE = "Change {name}"

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
    "reason": ("without a reason it stays open", "Enter alone keeps it"),
}
"""By aside: what Enter does where there is nothing yet, and where there is, if it is special."""

QUICK = "Quick: about {count} questions, the two that matter most of each key"
FULL = "Full: about {count} questions"
ALONE = {
    "stop": "This line alone can sink the collaboration.",
    "cap": "This line alone can hold the verdict at “ready on conditions”.",
}
"""By what it can be: what a line of a list can do whatever the other lines say."""
NOT_THE_END = "Finish or go on"
SUM = "Is this right?"
OTHERWISE = "Answer in another way"
TOGETHER = "Together: "
LEFT_OUT = "Enter alone leaves it out"
NOT_KNOWN = "Enter alone: not known"
KEPT = "Enter alone keeps it; - removes it"
"""What Enter does in a text that is empty, in an amount that is, and in one that is filled in."""
FIGURE_HINT = "Digits only; 30000+20000 adds up"

NEEDED = "This one is needed to begin."
NOTHING_CHOSEN = "Nothing is chosen yet. Choose with the arrows, a number or a letter, then Enter."
NOTHING_TYPED = "Nothing is typed yet."
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
BEGUN = "Every answer is saved at once, in {file}. Leave at any time and go on later."
BEGUN_BEFORE = "What you gave before is here again; going back shows it."
BEGUN_BY_SOMEBODY = (
    "Somebody began {files} before and left. If that was you, leave here and name that file."
)
GO_ON = "Go on"

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


def name_start(name: str, asked: Sequence[str]) -> str:
    """Where among the start fields that are asked one stands."""
    return f"To begin, {asked.index(name) + 1} of {len(asked)}" if name in asked else "To begin"


def first_sentence(text: str) -> str:
    """A question without what stands behind its question mark."""
    head, mark, _ = text.partition("?")
    return f"{head}{mark}"


def hint(example: str, *, filled: bool, enter: tuple[str, str] = (LEFT_OUT, KEPT)) -> str:
    """How to fill in a text: `A role is enough; Enter alone leaves it out`."""
    return "; ".join(part for part in (example, enter[filled]) if part)


def about(minutes: int) -> str:
    """`about 9 min left`."""
    return f"about {minutes} min left"


def more(count: int, where: str = "") -> str:
    """`(3 more lines)`, or `(3 more above)`."""
    return f"({count} more {where})" if where else f"({plural(count, 'more line')})"
