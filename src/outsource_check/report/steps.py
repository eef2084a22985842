"""Verdict, steps, gaps and unknowns of a result as parts of the context."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.numbers import write_share
from outsource_check.report import values
from outsource_check.report.model import (
    ActionPart,
    Cause,
    GapPart,
    GapsPart,
    LeftOut,
    PlanGroup,
    PlanPart,
    UnknownPart,
    UnknownsPart,
    VerdictPart,
)
from outsource_check.result import (
    VERDICTS,
    Settling,
    list_spreads,
    look_ahead,
    words,
)
from outsource_check.result.actions import FIRST
from outsource_check.text import join_words, plural, short_question

if TYPE_CHECKING:
    from outsource_check.pack import Side
    from outsource_check.report.model import KeyPart
    from outsource_check.result import Action, Gap, Reason, Result, Weighed
    from outsource_check.result.model import ReasonKind

_WHY = {
    "open-stop": "Closes a stop",
    "possible-stop": "Settles whether there is a stop",
    "open-cap": "Closes a cap",
    "possible-cap": "Settles whether there is a cap",
    "rest": "Raises the score",
}
_URGENCY = {
    "open-stop": "before going ahead",
    "possible-stop": "before going ahead",
    "open-cap": "before the start",
    "possible-cap": "before the start",
    "rest": "within the first month",
}
_GROUPS = {
    "open-stop": ("close", "stop"),
    "possible-stop": ("settle", "possible stop"),
    "open-cap": ("close", "cap"),
    "possible-cap": ("settle", "possible cap"),
}
_SETTLES = {
    "fact": "what applies",
    "possible-stop": "whether there is a stop",
    "possible-cap": "whether there is a cap",
    "open": "the score",
}
_COUNTED: tuple[ReasonKind, ...] = ("one-sided", "not-asked", "no-evidence")
"""Kinds of reasons that are counted on page one instead of listed."""


def read_verdict(result: Result) -> VerdictPart:
    """The verdict's range with its reasons, singly and put together."""
    verdict = result.verdict
    reasons = tuple(_read_reason(result, reason) for reason in verdict.reasons)
    causes = _drop_repeated([cause for cause in reasons if cause.kind not in _COUNTED])
    for kind in _COUNTED:
        same = [reason for reason in verdict.reasons if reason.kind == kind]
        if len(same) == 1:
            causes += [cause for cause in reasons if cause.kind == kind]
        elif same:
            certain = any(reason.certain for reason in same)
            text = _count_up(kind, len(same), certain=certain)
            causes.append(
                Cause(
                    kind=kind,
                    verdict=same[0].verdict,
                    text=text,
                    effect="",
                    certain=certain,
                    link="method",
                )
            )
    return VerdictPart(
        low=verdict.low,
        high=verdict.high,
        settled=verdict.settled,
        title=words.verdict_title(verdict),
        headline=_write_headline(result),
        sentence=words.verdict_sentence(result),
        causes=tuple(causes),
        reasons=reasons,
    )


def _drop_repeated(causes: list[Cause]) -> list[Cause]:
    """Of a score that misses several thresholds, the one that counts most."""
    seen: set[str] = set()
    kept = []
    for cause in causes:
        if cause.kind in ("overall", "weakest-key") and cause.kind in seen:
            continue
        seen.add(cause.kind)
        kept.append(cause)
    return kept


def _read_reason(result: Result, reason: Reason) -> Cause:
    kind = reason.kind.removeprefix("waived-")
    effect = link = ""
    if reason.question is not None:
        link = f"q-{reason.question.id}"
        for finding in result.findings:
            if finding.question is reason.question and finding.kind == kind:
                effect, link = finding.because, f"{finding.kind}-{finding.question.id}"
    elif reason.key is not None:
        link = f"key-{reason.key.id}"
    return Cause(
        kind=reason.kind,
        verdict=reason.verdict,
        text=_say_reason(result, reason),
        effect=effect,
        certain=reason.certain,
        link=link,
    )


def _say_reason(result: Result, reason: Reason) -> str:
    """A reason on one line; of a score also for which verdict it is too low, even at its best."""
    text = words.reason_text(reason)
    if reason.needed is None:
        return text
    score = next((key.score for key in result.keys if key.key is reason.key), result.score)
    if reason.certain and score is not None and not score.known:
        text = text.replace(": ", ": at best ", 1)
    return f"{text} for “{words.TITLES[VERDICTS[VERDICTS.index(reason.verdict) + 1]]}”"


def _count_up(kind: str, count: int, *, certain: bool) -> str:
    questions = plural(count, "question")
    if kind == "one-sided":
        return f"{questions} for both sides asked of one side only"
    if kind == "not-asked":
        return f"{questions} that apply were not asked"
    possibly = "" if certain else " (possible)"
    return f"No evidence{possibly} on {questions} that can stop the work"


def _write_headline(result: Result) -> str:
    """The verdict with the findings that made it, counted."""
    verdict = result.verdict
    title = words.verdict_title(verdict)
    if verdict.low != verdict.high:
        return title
    counts = {
        kind: sum(reason.kind == kind and reason.certain for reason in verdict.reasons)
        for kind in ("stop", "waived-stop", "cap")
    }
    decisive = next((reason for reason in verdict.reasons if reason.certain), None)
    if counts["stop"] == 1 and decisive is not None and decisive.question is not None:
        return f"{title}: one stop is open, “{decisive.question.title}”"
    if counts["stop"]:
        return f"{title}: {counts['stop']} stops are open"
    if decisive is not None and decisive.kind in ("overall", "weakest-key"):
        text = _say_reason(result, decisive)
        if decisive.kind == "overall":
            text = text.replace(": ", " ", 1)
        return f"{title}: {text[0].lower()}{text[1:]}"
    if counts["waived-stop"]:
        return f"{title}: {plural(counts['waived-stop'], 'stop is', 'stops are')} waived"
    if counts["cap"]:
        return f"{title}: {plural(counts['cap'], 'cap is', 'caps are')} open"
    if decisive is not None:
        same = sum(reason.kind == decisive.kind for reason in verdict.reasons if reason.certain)
        if decisive.kind in _COUNTED and same > 1:
            text = _count_up(decisive.kind, same, certain=True)
        else:
            text = words.reason_text(decisive)
        return f"{title}: {text[0].lower()}{text[1:]}"
    return title


def read_plan(result: Result) -> PlanPart:
    """Every action in its order; the first five with what verdict and score become."""
    actions = result.actions
    parts = tuple(
        _read_action(
            result,
            action,
            number,
            actions[:number] if number <= FIRST else (),
        )
        for number, action in enumerate(actions, 1)
    )
    if not actions:
        return PlanPart(
            heading=(
                "Every question is in place; what still counts against it is named above"
                if result.verdict.reasons
                else "Nothing is left to do: every question is in place"
            ),
            groups=(),
            actions=(),
            first=0,
            after=None,
            after_text="",
        )
    outlook = look_ahead(result, actions)
    count = outlook.actions
    done = "After this step" if count == 1 else f"After these {count} steps"
    heading = "Do this" if count == 1 else f"Do these {count} things"
    if count < len(actions):
        done, heading = f"After the first {count}", f"{heading} first"
    text = f"{done}: {words.verdict_title(outlook)}, score {words.format_interval(outlook.score)}"
    return PlanPart(
        heading=heading,
        groups=_group_actions(actions),
        actions=parts,
        first=count,
        after=values.after(outlook),
        after_text=text,
    )


def _group_actions(actions: tuple[Action, ...]) -> tuple[PlanGroup, ...]:
    counts = Counter(action.group for action in actions)
    groups = []
    for group, count in counts.items():
        what = f"raise the score in {plural(count, 'step')}"
        if group in _GROUPS:
            verb, noun = _GROUPS[group]
            what = f"{verb} {plural(count, noun)}"
        groups.append(PlanGroup(group=group, heading=f"{_URGENCY[group].capitalize()}: {what}"))
    return tuple(groups)


def _read_action(
    result: Result,
    action: Action,
    number: int,
    done: tuple[Action, ...],
) -> ActionPart:
    question = action.question
    remedy = action.remedy
    find_out = action.kind == "find-out"
    what = f"Get to this: {question.level_text(action.aim)}" if remedy is None else remedy.do
    brief = values.first_sentence(what)
    if find_out:
        brief = f"Find out; if missing: {brief}"
        what = f"Find out where this stands. If it is not in place: {what}"
    owner, due = _find_owner(action.result)
    key = next(key for key in result.keys if key.id == question.key)
    return ActionPart(
        number=number,
        kind=action.kind,
        group=action.group,
        question=question.id,
        title=question.title,
        key=key.id,
        key_title=key.title,
        what=what,
        brief=brief,
        why=_WHY[action.group],
        owner=owner or (remedy.owner if remedy is not None else ""),
        named=bool(owner),
        due=due,
        effort=words.format_days(action.effort_days),
        done_when=remedy.done_when if remedy is not None else "",
        gain=words.format_score(action.gain, 1),
        urgency=_URGENCY[action.group],
        after=values.after(look_ahead(result, done)) if done else None,
    )


def _find_owner(found: Weighed) -> tuple[str, str]:
    """The people that answers name as owners, and the earliest date that they give."""
    owners: dict[str, None] = {}
    dates = []
    for side in found.sides.values():
        for voice in side.voices:
            answer = voice.answer
            if answer is None:
                continue
            if answer.owner:
                owners[answer.owner] = None
            if answer.due is not None:
                dates.append(answer.due)
    return ", ".join(owners), values.write_day(min(dates, default=None))


def read_gaps(result: Result) -> GapsPart:
    """Where client and partner disagree, the widest gap first."""
    compared = sum(
        found.counts and not found.settled and found.gap is not None
        for found in result.questions.values()
    )
    gaps = tuple(_read_gap(result, gap) for gap in result.gaps if not gap.result.settled)
    talk = sum(gap.talk_first for gap in gaps)
    heard = {
        side
        for found in result.questions.values()
        for side, mine in found.sides.items()
        if mine.answered
    }
    if not compared and len(heard) < 2:
        heading = words.wait_for("client" if "partner" in heard else "partner")
    elif not compared:
        heading = "No question is known on both sides, so nothing can be compared"
    elif not gaps:
        heading = f"Client and partner agree on all {compared} questions that both know"
        if compared == 1:
            heading = "Client and partner agree on the one question that both know"
    else:
        questions = plural(compared, "question")
        heading = f"Client and partner differ on {len(gaps)} of {questions} that both know"
        if talk:
            heading += f"; talk about {talk} of them first" if talk < len(gaps) else ""
    spreads = tuple(
        f"{found.question.title}: people of the {side} are"
        f" {words.format_level(found.sides[side].spread)} levels apart"
        for found, side in list_spreads(result)
    )
    return GapsPart(heading=heading, compared=compared, gaps=gaps, spreads=spreads)


def _read_gap(result: Result, gap: Gap) -> GapPart:
    found = gap.result
    client, partner = found.sides["client"].level, found.sides["partner"].level
    assert client is not None
    assert partner is not None
    return GapPart(
        question=found.question.id,
        title=found.question.title,
        key_title=_key_title(result, found.question.key),
        client=values.span_level(client),
        partner=values.span_level(partner),
        difference=values.write_signed(gap.levels),
        talk_first=gap.talk_first,
        text=f"client {words.format_levels(client)}, partner {words.format_levels(partner)}",
    )


def read_unknowns(result: Result, keys: tuple[KeyPart, ...]) -> UnknownsPart:
    """What is not known, the most telling first, and what would settle it."""
    # A settled verdict leaves nothing to settle; what is open still widens the score.
    settling = result.settles or tuple(
        Settling(kind="open", id=found.question.id, share=Fraction(0)) for found in result.unknown
    )
    entries = tuple(_read_unknown(result, entry) for entry in settling)
    not_asked = set(result.not_asked)
    left: tuple[LeftOut, ...] = tuple(
        part for key in keys for part in key.left_out if part.id in not_asked
    )
    unknown = plural(len(result.unknown), "answer")
    one = len(result.unknown) == 1
    are = "is" if one else "are"
    if not entries:
        heading = "Every answer that was asked for is known"
    elif result.verdict.settled:
        change = "it cannot change" if one else "none of them can change"
        heading = f"{unknown} {are} not known; {change} the verdict"
    else:
        facts = sum(entry.kind == "fact" for entry in entries)
        heading = f"{unknown} {are} not known"
        if facts:
            heading = f"{unknown} and {plural(facts, 'fact')} about the engagement are not known"
    return UnknownsPart(heading=heading, entries=entries, not_asked=left)


def _read_unknown(result: Result, entry: Settling) -> UnknownPart:
    if entry.kind == "fact":
        fact = result.basis.pack.facts[entry.id]
        return UnknownPart(
            kind="fact",
            id=entry.id,
            title=short_question(fact.ask),
            ask=fact.why,
            settles=_SETTLES["fact"],
            share="",
            who="",
            due="",
        )
    found = result.questions[entry.id]
    question = found.question
    owner, due = _find_owner(found)
    missing = [side for side, mine in found.sides.items() if not mine.complete]
    return UnknownPart(
        kind=entry.kind,
        id=entry.id,
        title=question.title,
        ask=question.wording(missing[0]) if missing else question.ask,
        settles=_SETTLES[entry.kind],
        share=write_share(entry.share) if entry.share else "",
        who=owner or _name_sides(missing),
        due=due,
    )


def _name_sides(sides: list[Side]) -> str:
    return f"the {join_words(list(sides))}" if sides else ""


def write_decision(result: Result) -> str:
    """What the reader is asked to decide, in one or two sentences."""
    verdict = result.verdict
    if verdict.low != verdict.high:
        return (
            "Do not decide yet. Ask for the open answers above, each with a name and a date;"
            " then score again."
        )
    match verdict.low:
        case "ready":
            return "Agree to go ahead, and name who looks at this again, and when."
        case "conditional":
            return (
                "Agree to go ahead on condition that the points above are dealt with, each by an"
                " owner and a date."
            )
        case "at-risk":
            return (
                "Do not go ahead as things stand. Give each action an owner and a date, and"
                " score again before anything is signed or extended."
            )
        case _:
            return (
                "Do not go ahead yet. Close what stops it, give each action an owner and a date,"
                " and score again."
            )


def _key_title(result: Result, key_id: str) -> str:
    return next(key.title for key in result.keys if key.id == key_id)
