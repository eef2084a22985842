"""The rules by id: what each found, and what to do about it. Ids are never reused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that a message may name."""

    id: str
    """`OC` and three digits: 0 input, 1 gate, 2 content, 3 policy and pack, 4 what is ignored."""
    title: str
    """What was found, in a few words."""
    help: str
    """What it means and what to do, in one or two sentences."""

    @property
    def name(self) -> str:
        """The title as an identifier for machines: `not-valid-yaml`."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split())

    @property
    def judges(self) -> bool:
        """Whether it belongs to the gate: the result was reached, and misses the policy."""
        return self.id.startswith(("OC1", "OC4"))


_RULES = (
    Rule(
        "OC001",
        "File cannot be read",
        "The path is missing, no regular file, too large or not permitted. Name a file that can be"
        " read; nothing that cannot be read passes.",
    ),
    Rule(
        "OC002",
        "Not UTF-8 text",
        "The file holds bytes or characters that text files do not hold. Save it as UTF-8 and"
        " remove the character that the message names.",
    ),
    Rule(
        "OC003",
        "Not valid YAML",
        "The text cannot be taken apart at this place. The message says what was expected there.",
    ),
    Rule(
        "OC004",
        "YAML feature that is refused",
        "Anchors, aliases, tags, directives, merge keys, tabs and further documents are refused,"
        " because readers disagree about them. Write the values out.",
    ),
    Rule(
        "OC005",
        "Duplicate field",
        "A field stands twice in one mapping. Keep one of the two.",
    ),
    Rule(
        "OC006",
        "Limit passed",
        "The file is nested deeper, or holds more or longer values, than any real one does.",
    ),
    Rule(
        "OC010",
        "Unknown field",
        "No such field is known here. Correct its name, or remove it.",
    ),
    Rule(
        "OC011",
        "Missing field",
        "A field that is needed is missing or empty. Add it.",
    ),
    Rule(
        "OC012",
        "Wrong value",
        "The value is not what the field expects. The message says what was expected.",
    ),
    Rule(
        "OC013",
        "Wrong format line",
        "Every file says what it is in its field `format`. Correct that line, or name another"
        " file.",
    ),
    Rule(
        "OC101",
        "Overall score below the policy",
        "The low end of the overall score is below `min_overall`. `outsource-check score` lists"
        " the actions that raise it.",
    ),
    Rule(
        "OC102",
        "Stop",
        "A stop is open, possible or waived, and the policy's `stops` does not accept that. Deal"
        " with what the stop names.",
    ),
    Rule(
        "OC103",
        "Key below the policy",
        "The low end of a key's score is below its number in `min_by_key`, or the key has no"
        " question that applies.",
    ),
    Rule(
        "OC104",
        "Too many unknown answers",
        "More questions are unknown than `max_unknown` accepts. Find out what is listed, or answer"
        " what was left out.",
    ),
    Rule(
        "OC105",
        "Answer too old",
        "An answer is older than `max_age_days` on the day of the check. Ask again, and give the"
        " answer its new date.",
    ),
    Rule(
        "OC106",
        "Date after the day of the check",
        "An answer is dated later than the day of the check, so its age cannot be judged. Correct"
        " the date, or give the day with --as-of.",
    ),
    Rule(
        "OC107",
        "Verdict below the policy",
        "The low end of the verdict is below the policy's `verdict`. The message lists the first"
        " reasons; `outsource-check score` lists all.",
    ),
    Rule(
        "OC108",
        "Too many questions not asked",
        "More applicable questions were asked of nobody than `max_not_asked` accepts. A quick"
        " assessment leaves most out: continue it in full.",
    ),
    Rule(
        "OC109",
        "One side is missing",
        "The policy asks for both sides, and one has no answer file. Let that side answer.",
    ),
    Rule(
        "OC112",
        "Answer file vanished",
        "An answer file of the state that `since` names is no longer there, belongs to another"
        " engagement, or holds no answers of its own. Bring it back, or compare with a later state"
        " where it went on purpose.",
    ),
    Rule(
        "OC113",
        "Too many answers overdue",
        "More answers than `max_overdue` accepts say until when something is to be done, that day"
        " has passed, and their question is not in place. Do it, or agree on a new day.",
    ),
    Rule(
        "OC114",
        "Overall score lowered",
        "Answers of the same people to the same questions lower the overall score by more than"
        " `max_drop_overall`. What is known now and was not, other facts and other people do not"
        " count here.",
    ),
    Rule(
        "OC115",
        "Key lowered",
        "Answers of the same people to the same questions lower the score of a key by more than"
        " `max_drop_by_key`. A gain elsewhere does not make up for it.",
    ),
    Rule(
        "OC201",
        "Unknown id",
        "No question, fact, option or row of the pack has this id. `outsource-check pack show`"
        " lists them.",
    ),
    Rule(
        "OC202",
        "Answer does not fit the question",
        "The answer has a form that questions of this kind do not take. The message names the"
        " form.",
    ),
    Rule(
        "OC203",
        "Value out of range",
        "The value can be read, but lies outside what is possible here.",
    ),
    Rule(
        "OC204",
        "Files contradict each other",
        "Two files of one engagement say different things where only one can hold. The message"
        " names both places.",
    ),
    Rule(
        "OC205",
        "Nothing to score",
        "No question was both asked and applicable, so there is no score.",
    ),
    Rule(
        "OC206",
        "Other version of the pack",
        "The file is for a version of the pack that cannot be compared with the one at hand.",
    ),
    Rule(
        "OC207",
        "Settlement is open again",
        "What was agreed on a question no longer counts, because an answer that it rests on has"
        " changed. The sides' answers count again. Agree anew and record it with `settle`.",
    ),
    Rule(
        "OC208",
        "Not clear which engagement",
        "Several engagements of the earlier state have the name, so that none can be chosen. Name"
        " the folder to compare with.",
    ),
    Rule(
        "OC301",
        "Unknown setting",
        "No such field is known in a policy or pack. A gate with a typo would be a weaker gate, so"
        " nothing is judged. Correct the name.",
    ),
    Rule(
        "OC302",
        "Missing setting",
        "A field that a policy or pack needs is missing or empty.",
    ),
    Rule(
        "OC303",
        "Wrong setting",
        "The value of a policy's or pack's field is not what is expected there.",
    ),
    Rule(
        "OC304",
        "Wrong format line of a policy or pack",
        "Policies and packs say what they are in their field `format`. Correct that line.",
    ),
    Rule(
        "OC305",
        "Pack not found",
        "No pack with this id is in the folders of --pack, of the policy, or among the shipped.",
    ),
    Rule(
        "OC306",
        "Unsound pack",
        "The pack contradicts itself: an id that leads nowhere, a duplicate, numbers out of order.",
    ),
    Rule(
        "OC401",
        "Ignoring has ended",
        "An entry of the policy's `ignore` has passed its last day, so what it silenced counts"
        " again. Deal with that, or renew the entry with a new date.",
    ),
    Rule(
        "OC402",
        "Nothing to ignore",
        "An entry of the policy's `ignore` silenced nothing in this run. Remove it where it is"
        " not needed any more.",
    ),
)

RULES = {rule.id: rule for rule in _RULES}
"""Every rule by its id."""


def find_rule(rule_id: str) -> Rule:
    """The rule with an id; for an id that there is not, one that only points to the message."""
    return RULES.get(rule_id) or Rule(
        rule_id or "OC000", "Problem", "The message says what is wrong."
    )
