"""What a pack calls its sides, levels and verdicts: the texts that are no question's."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from outsource_check.documents.types import Side, Text, WholeLevel
from outsource_check.models import Model

Verdict = Literal["ready", "conditional", "at-risk", "not-ready"]

_TITLES: dict[Verdict, str] = {
    "ready": "Ready",
    "conditional": "Ready on conditions",
    "at-risk": "At risk",
    "not-ready": "Not ready",
}
_MEANINGS: dict[Verdict, str] = {
    "ready": "Nothing that was asked stands in the way.",
    "conditional": "Go ahead once the points below are dealt with.",
    "at-risk": "Too much is missing to go ahead safely.",
    "not-ready": "Do not go ahead yet: at least one thing would sink it.",
}
_TOO_LITTLE = "Do not go ahead yet: too little is in place."
"""What `not-ready` means where no stop has led to it."""
_PLAIN_MEANINGS: dict[Verdict, str] = {
    "ready": "Nothing that was asked stands in the way.",
    "conditional": "Some points below are still to be dealt with.",
    "at-risk": "Much is missing.",
    "not-ready": "At least one thing would sink it.",
}
_PLAIN_TOO_LITTLE = "Too little is in place."
"""The same where the verdicts have names of the pack's own: they say whether to go ahead."""


class VerdictWords(Model):
    """What a pack calls one verdict."""

    title: Text
    means: Text = ""
    """What it means, in a sentence; empty: one that goes with any name."""
    decide: Text = ""
    """What a report advises; empty: nothing but the steps."""


def _spell_out(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


_SHORT = {"anyOf": [{"type": "string"}, {"$ref": "#/definitions/VerdictWords"}]}


class Words(Model):
    """A pack's own words, in place of those of the program; JSON and commands keep the ids."""

    subject: Text = "collaboration"
    """What is assessed, as in “the collaboration”."""
    sides: dict[Side, Text] = Field(default_factory=dict)
    """As in “the client”, without an article."""
    levels: dict[WholeLevel, Text] = Field(default_factory=dict)
    """Names of the levels 0 to 4."""
    verdicts: dict[Verdict, Annotated[VerdictWords, BeforeValidator(_spell_out)]] = Field(
        default_factory=dict
    )
    """By verdict; a text alone is its title."""

    def side(self, side: Side) -> str:
        """What a side is called, in the middle of a sentence."""
        return self.sides.get(side, side)

    def level(self, written: str) -> str:
        """A level, or a range of them, with its name where it has one: `3 of 4, Defined`."""
        name = self.levels.get(int(written), "") if written.isdigit() else ""
        return f"{written} of 4" + (f", {name}" if name else "")

    def title(self, verdict: Verdict) -> str:
        """What a verdict is called."""
        own = self.verdicts.get(verdict)
        return own.title if own else _TITLES[verdict]

    def named_verdict(self, verdict: Verdict) -> str:
        """Its id, behind the pack's own title where there is one: `Approved (ready)`."""
        own = self.verdicts.get(verdict)
        return f"{own.title} ({verdict})" if own else verdict

    def meaning(self, verdict: Verdict, *, stopped: bool = True) -> str:
        """What a verdict means; `stopped`: a stop has led to it."""
        own = self.verdicts.get(verdict)
        if own is not None and own.means:
            return own.means
        if verdict == "not-ready" and not stopped:
            return _PLAIN_TOO_LITTLE if self.verdicts else _TOO_LITTLE
        return (_PLAIN_MEANINGS if self.verdicts else _MEANINGS)[verdict]

    def advice(self, verdict: Verdict) -> str:
        """What a report advises; empty: the pack says nothing of its own."""
        own = self.verdicts.get(verdict)
        return own.decide if own else ""
