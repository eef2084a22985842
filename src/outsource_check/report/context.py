"""From a result to a report's context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check import __version__
from outsource_check.models import publish_number
from outsource_check.pack import SIDES
from outsource_check.report import figures, method, steps, values
from outsource_check.report.alignment import Wording, plan_agenda, read_alignment, why_sealed
from outsource_check.report.model import (
    FORMAT,
    About,
    AssurancePart,
    Brand,
    ChartPart,
    Context,
    DutyPart,
    EngagementPart,
    FactPart,
    KeyPart,
    RegisterPart,
    Respondent,
)
from outsource_check.report.questions import Reader, count_findings, read_waiver
from outsource_check.result import words
from outsource_check.result.redaction import redact
from outsource_check.text import join_words, plural

if TYPE_CHECKING:
    from outsource_check.answers import AnswerSource
    from outsource_check.result import Result
    from outsource_check.result.redaction import Audience

_MODES = {"full": "every question", "quick": "the quick questions"}


def build_context(
    result: Result, *, template: str, title: str, audience: Audience, brand: Brand
) -> Context:
    """What a template may show of a result to an audience, with texts as they were given.

    Counts, headings and charts of a report come from here, so they cannot contradict each other.
    """
    result = redact(result, audience)
    reader = Reader(result=result)
    keys = reader.read_keys()
    order = {"open": 0, "possible": 1, "waived": 2}
    findings = sorted(
        (finding for key in keys for part in key.questions for finding in part.findings),
        key=lambda found: (
            order[found.status],
            found.kind != "stop",
            result.questions[found.question].index,
        ),
    )
    evidenced, high = result.evidenced
    wording = Wording(result)
    return Context(
        format=FORMAT,
        report=About(
            template=template,
            title=title,
            audience=audience,
            language="en",
            as_of=values.write_day(result.as_of),
            as_of_text=values.write_day_in_words(result.as_of),
            tool_version=__version__,
        ),
        brand=brand,
        engagement=_read_engagement(result),
        verdict=steps.read_verdict(result),
        score=values.span_score(result.score),
        coverage=values.share(result.coverage),
        assurance=AssurancePart(
            level=result.assurance,
            evidenced=evidenced,
            of=high,
            text=words.evidence_text(result),
        ),
        duties=tuple(
            DutyPart(
                side=side,
                score=None if duty.score is None else values.span_score(duty.score),
                questions=duty.questions,
            )
            for side, duty in result.duty.items()
        ),
        chart=_read_chart(result, keys),
        keys=keys,
        findings=tuple(findings),
        findings_text=count_findings(findings),
        plan=steps.read_plan(result),
        disagreement=steps.read_gaps(result),
        alignment=read_alignment(wording),
        agenda=plan_agenda(wording),
        unknowns=steps.read_unknowns(result, keys),
        decision=steps.write_decision(result),
        overlaps=figures.read_overlaps(result),
        costs=figures.read_costs(result),
        evidence=_list_evidence(result, keys),
        method=method.read_method(
            result,
            _list_remarks(result),
            tuple(read_waiver(waiver) for waiver in result.unused_waivers),
        ),
        limits=method.list_limits(result),
    )


def _read_engagement(result: Result) -> EngagementPart:
    engagement = result.basis
    pack = engagement.pack
    sides = [side for side in SIDES if engagement.of_side(side)]
    return EngagementPart(
        name=engagement.name,
        pack=pack.id,
        pack_title=pack.outline.title,
        pack_source=pack.outline.source,
        pack_version=pack.version,
        pack_sha256=pack.sha256,
        sides_text=f"{join_words(list(sides)).capitalize()}{' only' * (len(sides) == 1)}",
        sides=tuple(sides),
        mode_text=join_words([_MODES[mode] for mode in result.modes]),
        respondents=tuple(_read_respondent(result, source) for source in engagement.shown_sources),
        facts=tuple(
            FactPart(
                id=fact.id,
                ask=fact.ask,
                said=fact.choices.get(engagement.facts.get(fact.id, ""), ""),
                read=fact.id in pack.conditional_facts,
            )
            for fact in pack.facts.values()
        ),
    )


def _read_respondent(result: Result, source: AnswerSource) -> Respondent:
    content = source.content
    return Respondent(
        side=content.respondent.side,
        who=content.respondent.shown,
        mode=content.mode,
        date=values.write_day(content.date),
        date_text=values.write_day_in_words(content.date),
        answered=sum(
            voice.source is source and voice.says in ("level", "not-applicable")
            for found in result.questions.values()
            for side in found.sides.values()
            for voice in side.voices
        ),
        pack_version=content.pack_version,
        sha256=source.sha256,
    )


def _read_chart(result: Result, keys: tuple[KeyPart, ...]) -> ChartPart:
    """The profile's message, from the same states that draw it."""
    line = result.basis.pack.outline.verdict.ready.weakest_key
    counts = {
        state: sum(key.state == state for key in keys) for state in ("above", "below", "open")
    }
    scored = sum(counts.values())
    weakest = next((key for key in keys if key.weakest), None)
    name = "" if weakest is None else f"; “{weakest.title}” is the weakest"
    if line is None:
        heading = f"{plural(scored, 'key')} scored{name}"
    elif counts["above"] == scored:
        heading = f"{_all_of(scored)} reach the line{name}"
        if scored == 1:
            heading = "The one key that is scored reaches the line"
    else:
        heading = f"{_say_states(counts['below'], counts['open'], scored)}{name}"
    return ChartPart(
        heading=heading,
        line=None if line is None else publish_number(line),
        line_text="" if line is None else f"Ready needs {words.format_score(line)} in every key",
        above=counts["above"],
        below=counts["below"],
        open=counts["open"],
    )


def _say_states(below: int, unclear: int, scored: int) -> str:
    """How many keys are not certainly at the line; at least one is not."""
    states = [(below, "below the line"), (unclear, "too close to call")]
    parts = [f"{count} {'is' if count == 1 else 'are'} {text}" for count, text in states if count]
    if scored > 1 and scored in (below, unclear):
        return f"{_all_of(scored)} are {'below the line' if below else 'too close to call'}"
    count, _, rest = parts[0].partition(" ")
    return ", ".join([f"{count} of {plural(scored, 'key')} {rest}", *parts[1:]])


def _all_of(scored: int) -> str:
    return "Both keys" if scored == 2 else f"All {plural(scored, 'key')}"


def _list_evidence(result: Result, keys: tuple[KeyPart, ...]) -> tuple[RegisterPart, ...]:
    """Every piece of evidence, in the order of the pack."""
    questions = sorted(
        (part for key in keys for part in key.questions),
        key=lambda part: result.questions[part.id].index,
    )
    found = [
        (part, voice, item)
        for part in questions
        for voice in part.voices
        for item in voice.evidence
    ]
    return tuple(
        RegisterPart(
            number=number,
            question=part.id,
            title=part.title,
            who=f"{voice.side}, {voice.who}",
            given=voice.date,
            evidence=item,
        )
        for number, (part, voice, item) in enumerate(found, 1)
    )


def _list_remarks(result: Result) -> tuple[str, ...]:
    """What a reader of the files should know besides."""
    engagement = result.basis
    remarks = [why_sealed(side) for side in SIDES if side in engagement.sealed]
    remarks += [words.reopened_text(again) for again in engagement.reopened]
    for source in engagement.shown_sources:
        who = f"{source.content.respondent.side}, {source.content.respondent.shown}"
        version = source.content.pack_version
        if version != engagement.pack.version:
            remarks.append(
                f"The answers of {who} are for version {version} of the questions; they are"
                f" scored by version {engagement.pack.version}."
            )
        dropped = [*source.retired, *source.newer]
        if dropped:
            remarks.append(f"Not scored from the answers of {who}: {', '.join(dropped)}.")
    return tuple(remarks)
