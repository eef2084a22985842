"""What a side keeps internal, taken out of a result before anything else sees it.

What has gone through `redact` can be shown to its audience whole: no report, template or list that
is made of it has to know what is internal (docs/reports.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from outsource_check.answers import Answer, AnswerSource
from outsource_check.pack import Pack, Question, Side
from outsource_check.result.late import list_overdue
from outsource_check.result.model import Finding, Result, SideResult, Voice, Weighed

Audience = Literal["client", "partner", "both"]
"""Whom something is for: what a side marked internal is only in what is for that side."""
KEPT = "kept internal"
"""The reason why something does not apply, or is waived, where the reason is internal."""


def redact(result: Result, audience: Audience) -> Result:
    """The result without what its sides keep from an audience.

    An answer says itself whether it is internal, or else its question does; an answer of the
    audience's own side never is. An internal answer keeps its level, option, value or rows, and
    whether there is evidence. Notes, evidence, owners, due dates, people named in rows, figures and
    reasons are taken out; so is the reason of a waiver of that answer.
    """
    return _Redaction(result, audience).redact()


@dataclass(frozen=True)
class _Redaction:
    result: Result
    audience: Audience

    def redact(self) -> Result:
        result, sources = self.result, self._sources
        waivers = {
            id(old): new
            for source in result.basis.sources
            for old, new in zip(
                source.content.waivers, sources[id(source)].content.waivers, strict=True
            )
        }
        findings: tuple[Finding, ...] = tuple(
            finding.replace(waiver=waivers[id(finding.waiver)]) if finding.waiver else finding
            for finding in result.findings
        )
        kept = {
            (old.question, old.by, old.date, old.reason)
            for source in result.basis.sources
            for old in source.content.waivers
            if waivers[id(old)] is not old
        }
        questions = {name: self._redact_question(found) for name, found in result.questions.items()}
        return result.replace(
            basis=replace(
                result.basis,
                sources=tuple(sources.values()),
                disputed={
                    fact: {
                        option: tuple(sources[id(source)] for source in files)
                        for option, files in voices.items()
                    }
                    for fact, voices in result.basis.disputed.items()
                },
            ),
            findings=findings,
            overdue=tuple(
                name for name in result.overdue if any(list_overdue(questions[name], result.as_of))
            ),
            questions=questions,
            keys=tuple(
                key.replace(
                    weighed=tuple(questions[found.question.id] for found in key.weighed),
                    findings=findings,
                )
                for key in result.keys
            ),
            waivers=tuple(
                named.replace(reason=KEPT)
                if (named.question, named.by, named.date, named.reason) in kept
                else named
                for named in result.waivers
            ),
            unused_waivers=tuple(waivers[id(waiver)] for waiver in result.unused_waivers),
        )

    @cached_property
    def _sources(self) -> dict[int, AnswerSource]:
        """Each answer file as it may be shown, by the identity of the one that was read."""
        pack = self.result.basis.pack
        return {id(source): self._redact_file(source, pack) for source in self.result.basis.sources}

    def _redact_file(self, source: AnswerSource, pack: Pack) -> AnswerSource:
        content = source.content
        side = content.respondent.side
        if side == self.audience:
            return source
        asked = pack.questions
        answers = {
            name: hide_internal(asked[name], answer) if name in asked else answer
            for name, answer in content.answers.items()
        }
        waivers = tuple(
            waiver.replace(reason=KEPT)
            if waiver.question in asked
            and _keeps(asked[waiver.question], content.answers.get(waiver.question))
            else waiver
            for waiver in content.waivers
        )
        return replace(source, content=content.replace(answers=answers, waivers=waivers))

    def _redact_question(self, found: Weighed) -> Weighed:
        return replace(
            found,
            sides={
                side: self._redact_side(mine, side, found.question)
                for side, mine in found.sides.items()
            },
        )

    def _redact_side(self, mine: SideResult, side: Side, question: Question) -> SideResult:
        return replace(
            mine, heard=tuple(self._redact_voice(voice, side, question) for voice in mine.heard)
        )

    def _redact_voice(self, voice: Voice, side: Side, question: Question) -> Voice:
        source = self._sources[id(voice.source)]
        answer, reading = voice.answer, voice.reading
        if answer is not None and side != self.audience and _keeps(question, answer):
            answer, reading = _strip(answer), replace(reading, computed=None)
        return replace(voice, source=source, answer=answer, reading=reading)


def _keeps(question: Question, answer: Answer | None) -> bool:
    """Whether an answer is internal; without one, its question decides."""
    if answer is None or answer.internal is None:
        return question.internal
    return answer.internal


def hide_internal(question: Question, answer: Answer) -> Answer:
    """An answer without what is internal in it."""
    return _strip(answer) if _keeps(question, answer) else answer


def _strip(answer: Answer) -> Answer:
    rows = None
    if answer.rows is not None:
        rows = {
            name: row.replace(who="", note="", not_applicable=KEPT if row.not_applicable else "")
            for name, row in answer.rows.items()
        }
    return answer.replace(
        rows=rows,
        text=None,
        sites=(),
        pairs=(),
        costs=None,
        not_applicable=KEPT if answer.not_applicable else "",
        evidence=(),
        before="",
        note="",
        owner="",
        due=None,
    )
