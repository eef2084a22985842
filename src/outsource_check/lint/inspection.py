"""A pack under inspection: its parts, where they stand in the files, and the remarks so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from outsource_check.documents.validation import locate
from outsource_check.errors import Problem
from outsource_check.lint.rules import RULES, Severity
from outsource_check.pack.loading import OUTLINE, REFERENCES

if TYPE_CHECKING:
    from outsource_check.documents import Document, Node
    from outsource_check.pack import Pack, Question

MOST_TRIES = 20_000_000
"""The most tests of single facts, for all conditions together: they take some seconds."""

Path = tuple[int | str, ...]
"""Names of fields and indexes of lists, from the root of a file or from a question."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One thing that lint says about a pack."""

    severity: Severity
    problem: Problem


@dataclass(kw_only=True)
class Inspection:
    """What the checks share: each reads the pack and adds its remarks."""

    pack: Pack
    documents: dict[str, Document]
    """The pack's files by name."""
    remarks: list[Remark] = field(default_factory=list)
    tries: int = 0
    """Tests of single facts so far, in the search for parts of conditions that change nothing."""

    def allows(self, tries: int) -> bool:
        """Whether so many more tests are run; the first time that they are not, add a remark."""
        before = self.tries
        self.tries += tries
        if before <= MOST_TRIES < self.tries:
            message = (
                f"conditions need more than {MOST_TRIES:,} tests of facts: not all were searched"
                " for parts that change nothing"
            )
            self.say_of_pack("OC345", ("facts",), message)
        return self.tries <= MOST_TRIES

    def say(self, rule: str, document: Document, node: Node, message: str, hint: str = "") -> None:
        """Add a remark at a node of a file."""
        severity, _ = RULES[rule]
        self.remarks.append(
            Remark(severity=severity, problem=document.problem(node, rule, message, hint))
        )

    def say_of_pack(self, rule: str, path: Path, message: str, hint: str = "") -> None:
        """Add a remark about something in `pack.yaml`."""
        document = self.documents[OUTLINE]
        self.say(rule, document, locate(document.root, path), message, hint)

    def say_of_references(self, rule: str, path: Path, message: str, hint: str = "") -> None:
        """Add a remark about something in `references.yaml`."""
        document = self.documents[REFERENCES]
        self.say(rule, document, locate(document.root, path), message, hint)

    def say_of(
        self, rule: str, question: Question, path: Path, message: str, hint: str = ""
    ) -> None:
        """Add a remark about a part of a question; without such a part, about the question."""
        node = locate(self.node(question), path)
        self.say(rule, self.of_key(question.key), node, message, hint)

    def node(self, question: Question) -> Node:
        """Where a question of the pack stands in its file."""
        key, index = self._places[question.id]
        return locate(self.of_key(key).root, ("questions", index))

    @cached_property
    def _places(self) -> dict[str, tuple[str, int]]:
        """The key of each question and its place among the questions of that key, by id."""
        return {
            question.id: (key.id, index)
            for key in self.pack.keys
            for index, question in enumerate(key.questions)
        }

    def of_key(self, key_id: str) -> Document:
        """The file of a key."""
        return self.documents[f"{key_id}.yaml"]
