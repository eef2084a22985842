"""The rules of `pack lint`: ids, severities, and what each one finds.

An *error* is a pack that cannot do what it says. A *warning* is doubtful: it may be meant. Ids are
stable and never reused. A pack that cannot be read at all is reported with the rules of reading it
(OC001 to OC006, OC301 to OC306), which are all errors.
"""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning"]

RULES: dict[str, tuple[Severity, str]] = {
    "OC310": ("error", "the best possible result is below the pack's own `ready`"),
    "OC311": ("error", "thresholds of the verdicts in the wrong order"),
    "OC312": ("error", "a combination of facts under which nothing is asked"),
    "OC313": ("error", "raising one answer lowers a score or the verdict"),
    "OC314": ("error", "a question, a note or a partner that no combination of facts brings about"),
    "OC315": ("error", "a stop or cap that nothing can trigger"),
    "OC316": ("error", "a remedy that no answer can call for"),
    "OC317": ("error", "a stop or cap that even the best answer triggers"),
    "OC318": ("warning", "a condition, or an option in it, that changes nothing"),
    "OC319": ("error", "an `unless` that can never count"),
    "OC321": ("warning", "a scale that no question uses"),
    "OC322": ("error", "a level that no answer reaches"),
    "OC323": ("warning", "an end of the scale (level 0 or 4) that no answer reaches"),
    "OC324": ("error", "a critical row that triggers nothing"),
    "OC325": ("warning", "a bound just above a share that answers give"),
    "OC326": ("warning", "options that are not listed in the order of their worth"),
    "OC327": ("error", "options that are all worth the same"),
    "OC328": ("warning", "a level that can be reached without a row that a lower level needs"),
    "OC330": ("error", "two levels, options or rows with the same text"),
    "OC331": ("warning", "two keys, facts, questions or references with the same text"),
    "OC332": ("warning", "an unquoted text that ` #` may have cut"),
    "OC333": ("warning", "an unquoted text in […] that a comma may have cut"),
    "OC334": ("warning", "a text that ends in the middle"),
    "OC335": (
        "warning",
        "a level's text that speaks of another level as if their order were different",
    ),
    "OC336": ("error", "a wording that is never asked"),
    "OC337": ("warning", "no wording for the partner, though both sides answer"),
    "OC340": ("error", "a key that quick mode leaves out under some combination of facts"),
    "OC341": ("warning", "no question that quick mode asks"),
    "OC342": ("warning", "a file in the folder that is no part of the pack"),
    "OC343": ("warning", "a title longer than 60 characters"),
    "OC344": ("warning", "a stop whose question does not say what would prove the answer"),
    "OC345": ("warning", "too many combinations of facts to try all of them"),
    "OC346": ("warning", "`weakest_key` above `overall`"),
    "OC347": ("warning", 'a stop or cap at level 3, which is "in place"'),
    "OC348": ("warning", "a cap at or below the level of the same question's stop"),
    "OC349": ("warning", "a row or an option that came with a version that only changed wording"),
    "OC350": ("warning", "a stop or cap without a title that names the bad state"),
    "OC351": (
        "error",
        "what the earlier pack asked or offered went, and `moved` does not say where",
    ),
    "OC352": (
        "error",
        "a text that answers chose reads otherwise, and `moved` does not call it the same",
    ),
    "OC353": ("error", "a question, row or option is new and does not say `since`"),
    "OC354": ("error", "the version rose too little for what changed"),
    "OC355": ("error", "an entry of `moved` was taken away or changed"),
    "OC360": ("warning", "a name in `words` that is longer than there is room for"),
    "OC361": ("error", "two sides, levels or verdicts with the same name"),
    "OC362": ("warning", "a name in `words` that is missing where others are there, or never used"),
}
"""Severity and what is found, by rule."""
