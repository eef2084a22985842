"""A second, independent implementation of docs/scoring.md: slow, obvious, plain data only.

It imports nothing of the product and follows the text of the design sentence by sentence, so that
two readings of one text can be compared. Everything is a dict, a list or a `Fraction`.
"""

import itertools
import json
from datetime import date
from fractions import Fraction
from typing import Any

Data = dict[str, Any]

VERDICTS = ["not-ready", "at-risk", "conditional", "ready"]
THRESHOLDS: Data = {
    "ready": {"overall": 70, "weakest_key": 50},
    "conditional": {"overall": 55, "weakest_key": 35},
    "at-risk": {"overall": 40},
}
COSTS = ["fees", "transition", "own_effort", "tooling_travel", "contingency"]
GROUPS = ["open-stop", "possible-stop", "open-cap", "possible-cap", "rest"]


class NothingToScore(ValueError):
    """Not one question is applicable and asked (rule 6)."""


class Contradiction(ValueError):
    """Two files say a fact differently and the engagement file does not settle it."""


# ---------------------------------------------------------------- facts and conditions


def plain(value: Any) -> Any:
    """Yes and no are one thing, whether they come as text or as a bool."""
    if value is True:
        return "yes"
    if value is False:
        return "no"
    return value


def merge_facts(files: list[Data], engagement: Data | None) -> dict[str, str]:
    """The facts that are known: what any file says; the engagement file settles differences."""
    said: dict[str, set[str]] = {}
    for file in files:
        for fact, value in (file.get("facts") or {}).items():
            if plain(value) not in (None, "dont-know"):
                said.setdefault(fact, set()).add(plain(value))
    settled = {
        fact: plain(value)
        for fact, value in ((engagement or {}).get("facts") or {}).items()
        if plain(value) not in (None, "dont-know")
    }
    known = dict(settled)
    for fact, values in said.items():
        if fact in settled:
            continue
        if len(values) > 1:
            raise Contradiction(fact)
        known[fact] = values.pop()
    return known


def holds(condition: Any, facts: dict[str, str]) -> bool | None:
    """True, False, or None for unknown (Kleene). No condition always holds."""
    if condition is None:
        return True
    parts: list[bool | None] = []
    for name, wanted in condition.items():
        if name == "all":
            parts.append(conjunction([holds(part, facts) for part in wanted]))
        elif name == "any":
            parts.append(disjunction([holds(part, facts) for part in wanted]))
        elif name == "not":
            inner = holds(wanted, facts)
            parts.append(None if inner is None else not inner)
        elif name not in facts:
            parts.append(None)
        else:
            options = wanted if isinstance(wanted, list) else [wanted]
            parts.append(facts[name] in [plain(option) for option in options])
    return conjunction(parts)


def conjunction(parts: list[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def disjunction(parts: list[bool | None]) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False


def facts_read(condition: Any) -> set[str]:
    """Every fact that a condition names."""
    found: set[str] = set()
    for name, value in (condition or {}).items():
        if name in ("all", "any"):
            for part in value:
                found |= facts_read(part)
        elif name == "not":
            found |= facts_read(value)
        else:
            found.add(name)
    return found


def scored_part(pack: Data) -> Data:
    """The pack without the questions that are only asked: they take part in nothing."""
    keys = [
        {**key, "questions": [one for one in key["questions"] if is_scored(one)]}
        for key in pack["keys"]
    ]
    return {**pack, "keys": keys}


def is_scored(question: Data) -> bool:
    return question["kind"] not in ("text", "date") and plain(question.get("scored")) != "no"


def conditions_of(pack: Data, questions: set[str]) -> list[Any]:
    """Every condition of a pack that stands in one of these questions, or in none."""
    found = [pack.get("partner_when")]
    for key in pack["keys"]:
        for question in key["questions"]:
            if f"{key['id']}.{question['id']}" not in questions:
                continue
            found.append(question.get("when"))
            found.append(question.get("saving_when"))
            found.append((question.get("stop") or {}).get("when"))
            found.append((question.get("cap") or {}).get("when"))
    return found


def questions_that_matter(pack: Data, states: list[Data], facts: dict[str, str]) -> set[str]:
    """The questions whose conditions an unknown fact may decide."""
    by_id = {state["id"]: state for state in states}
    for key in pack["keys"]:
        for question in key["questions"]:
            state = by_id[f"{key['id']}.{question['id']}"]
            if state["state"] == "not-asked" and holds(question.get("when"), facts):
                return {state["id"] for state in states if counts(state)}
    return set(by_id)


# ---------------------------------------------------------------- what a question offers


def worths_of(pack: Data, question: Data) -> dict[str, Fraction]:
    """Worth by option id, of a choice or a matrix."""
    options = question.get("options")
    if options is None:
        return {"yes": Fraction(1), "no": Fraction(0)}
    if isinstance(options, str):
        options = pack["scales"][options]
    return {plain(option["id"]): Fraction(option["worth"]) for option in options}


def levels_of(question: Data) -> list[int]:
    """The levels of a `levels` question: named, or spread over 0 to 4 from both ends inwards."""
    texts = question.get("levels")
    if isinstance(texts, dict):
        return sorted(int(level) for level in texts)
    count = 5 if texts is None else len(texts)
    half = count // 2
    middle = [2] if count % 2 else []
    return [*range(half), *middle, *range(5 - half, 5)]


def bounds_of(pack: Data, question: Data) -> dict[int, Any]:
    """What each level of a matrix needs: without `bounds`, those quarters that answers reach."""
    if question.get("bounds") is not None:
        return dict(question["bounds"])
    worths = set(worths_of(pack, question).values())
    weights = [Fraction(row.get("weight", 1)) for row in question["rows"]]
    means = {
        sum((w * worth for w, worth in zip(weights, combination, strict=True)), Fraction(0))
        / sum(weights)
        for combination in itertools.product(worths, repeat=len(weights))
    }
    reached = {int(4 * mean) for mean in means}
    return {level: Fraction(level, 4) for level in range(1, 5) if level in reached}


def offered_levels(pack: Data, question: Data) -> list[Fraction]:
    """The levels an answer can give, ascending; a straight line stands by its ends and 3."""
    kind = question["kind"]
    if kind == "choice":
        return sorted({4 * worth for worth in worths_of(pack, question).values()})
    if kind == "number":
        return offered_by_numbers(question)
    if kind == "matrix":
        ids = [row["id"] for row in question["rows"]]
        worths = sorted(set(worths_of(pack, question).values()))
        combinations = itertools.product(worths, repeat=len(ids))
        return sorted(
            {
                matrix_level(pack, question, dict(zip(ids, combination, strict=True)))
                for combination in combinations
            }
        )
    return [Fraction(level) for level in levels_of(question)]


def taken_numbers(question: Data) -> tuple[Fraction, Fraction | None]:
    """The least and the most that can be answered; no most where there is none."""
    unit = str(question["unit"]) if "unit" in question else ""
    if unit.strip().lower().startswith(("%", "percent", "per cent")):
        least, most = Fraction(0), Fraction(100)
    elif "bounds" in question:
        least, most = Fraction(0), None
    else:
        ends = [Fraction(question["worst"]), Fraction(question["best"])]
        least, most = min(ends), max(ends)
    least = Fraction(question.get("min", least))
    if "max" in question:
        most = Fraction(question["max"])
    return least, most


def offered_by_numbers(question: Data) -> list[Fraction]:
    """What the numbers that are taken give, and 0, which `none` gives."""
    least, most = taken_numbers(question)
    if "bounds" not in question:
        assert most is not None
        best = max(number_level(question, least), number_level(question, most))
        return sorted({Fraction(0), min(Fraction(3), best), best})
    levels = {Fraction(0)}
    # Between two neighbours among these nothing changes.
    marks = {Fraction(bound) for bound in question["bounds"].values()} | {least}
    marks |= {Fraction(10**9)} if most is None else {most}
    ordered = sorted(marks)
    between = [(one + other) / 2 for one, other in itertools.pairwise(ordered)]
    for number in [*ordered, *between]:
        if number >= least and (most is None or number <= most):
            levels.add(number_level(question, number))
    return sorted(levels)


def matrix_level(pack: Data, question: Data, rows: dict[str, Any]) -> Fraction:
    """The level of a matrix without open rows; `rows` holds a worth or `not-applicable` by id."""
    best = max(worths_of(pack, question).values())
    weights = {row["id"]: Fraction(row.get("weight", 1)) for row in question["rows"]}
    counted = [row for row, worth in rows.items() if worth != "not-applicable"]
    total = sum((weights[row] * rows[row] for row in counted), Fraction(0))
    mean = total / sum(weights[row] for row in counted)
    level = Fraction(0)
    for candidate, bound in bounds_of(pack, question).items():
        share: Any = bound
        named: list[str] = []
        if isinstance(bound, dict):
            share = bound.get("share", Fraction(0))
            named = bound.get("rows") or []
        met = mean >= share and all(rows[row] in ("not-applicable", best) for row in named)
        if met:
            level = max(level, Fraction(candidate))
    return level


def number_level(question: Data, value: Any) -> Fraction:
    if value == "none":
        return Fraction(0)
    if "bounds" not in question:
        worst, best = Fraction(question["worst"]), Fraction(question["best"])
        level = 4 * (Fraction(value) - worst) / (best - worst)
        return min(Fraction(4), max(Fraction(0), level))
    level = Fraction(0)
    for candidate, bound in question["bounds"].items():
        met = value <= bound if question["better"] == "lower" else value >= bound
        if met:
            level = max(level, Fraction(candidate))
    return level


def costs_level(figures: Data, *, saving: bool) -> Fraction:
    """Costs, when it is known whether saving matters."""
    given = [name for name in ("fees", "baseline") if figures.get(name) is not None]
    if len(given) < 2:
        return Fraction(len(given))
    if any(figures.get(name) is None for name in [*COSTS, "baseline"]):
        return Fraction(2)
    total = sum(Fraction(figures[name]) for name in COSTS)
    net = Fraction(figures["baseline"]) - total
    stressed = net - (Fraction(figures["fees"]) + Fraction(figures["transition"])) / 4
    if saving and net <= 0:
        return Fraction(2)
    if figures.get("stop_loss") is None or (saving and stressed <= 0):
        return Fraction(3)
    return Fraction(4)


def costs_trigger(question: Data, figures: Data, facts: dict[str, str]) -> str | None:
    """Whether figures open the stop of a costs question: `open`, `possible` or nothing."""
    saving = holds(question.get("saving_when"), facts)
    if saving is False:
        return None
    if any(figures.get(name) is None for name in [*COSTS, "baseline"]):
        return "possible"
    net = Fraction(figures["baseline"]) - sum(Fraction(figures[name]) for name in COSTS)
    if net > 0:
        return None
    return "open" if saving else "possible"


# ---------------------------------------------------------------- one answer


def read_answer(
    pack: Data, question: Data, entry: Any, facts: dict[str, str], version: str
) -> Data:
    """What one respondent said to one question, before the evidence rule.

    `version` is the pack's version that the respondent was asked.

    `says`: `nothing`, `not-applicable` or `level`; `complete`: no open row; `rows`: of a matrix,
    a worth, `unknown` or `not-applicable` by row id.
    """
    kind = question["kind"]
    row_ids = [row["id"] for row in question["rows"]] if kind == "matrix" else []
    nothing: Data = {
        "says": "nothing",
        "complete": False,
        "evidence": False,
        "figures": None,
        "rows": dict.fromkeys(row_ids, "unknown"),
    }
    if entry is None or entry == "dont-know":
        return nothing
    fields: Data = entry if isinstance(entry, dict) else {}
    if plain(fields.get("dont_know")) == "yes":
        return nothing
    evidence = bool(fields.get("evidence"))
    if fields.get("not_applicable") is not None:
        return {
            **nothing,
            "says": "not-applicable",
            "complete": True,
            "evidence": evidence,
            "rows": dict.fromkeys(row_ids, "not-applicable"),
        }
    answer: Data = {**nothing, "says": "level", "complete": True, "evidence": evidence}
    low: Fraction
    high: Fraction
    if kind == "matrix":
        return read_matrix(pack, question, fields.get("rows", entry), answer, version)
    if kind in ("overlap", "costs") and ("costs" in fields or "sites" in fields):
        answer["evidence"] = True
        if kind == "costs":
            answer["figures"] = fields["costs"]
            saving = holds(question.get("saving_when"), facts)
            cases = [True, False] if saving is None else [saving]
            found = [costs_level(fields["costs"], saving=case) for case in cases]
            low, high = min(found), max(found)
        else:
            low = high = Fraction(fields["level"])
    elif kind == "choice":
        option = plain(fields["option"] if fields else entry)
        low = high = 4 * worths_of(pack, question)[option]
    elif kind == "number":
        low = high = number_level(question, fields["value"] if fields else entry)
    else:
        low = high = Fraction(fields["level"] if fields else entry)
    return {**answer, "low": low, "high": high}


def came_later(thing: Data, version: str) -> bool:
    """Whether a version of the pack did not have a row or an option yet."""
    since = [int(number) for number in str(thing.get("since", "0.0.0")).split(".")]
    return since > [int(number) for number in version.split(".")]


def worths_then(pack: Data, question: Data, version: str) -> dict[str, Fraction]:
    """Worth by option id, of the options that a version of the pack offered."""
    options = question.get("options")
    if isinstance(options, str):
        options = pack["scales"][options]
    later = {plain(option["id"]) for option in options or [] if came_later(option, version)}
    worths = worths_of(pack, question)
    return {name: worth for name, worth in worths.items() if name not in later} or worths


def read_matrix(pack: Data, question: Data, said: Any, answer: Data, version: str) -> Data:
    worths = worths_of(pack, question)
    least, most = min(worths.values()), max(worths.values())
    then = worths_then(pack, question, version)
    not_asked = {row["id"] for row in question["rows"] if came_later(row, version)}
    ids = [row["id"] for row in question["rows"]]
    rows: dict[str, Any] = {}
    for row in ids:
        if isinstance(said, list):
            # A list says nothing of a row that its version did not ask, unless it names it.
            if row in said:
                rows[row] = max(then.values())
            elif row in not_asked:
                rows[row] = "unknown"
            else:
                rows[row] = min(then.values())
            continue
        cell = said.get(row)
        if isinstance(cell, dict) and cell.get("not_applicable") is not None:
            rows[row] = "not-applicable"
            continue
        if isinstance(cell, dict):
            cell = "dont-know" if plain(cell.get("dont_know")) == "yes" else cell.get("option")
        unknown = cell is None or cell == "dont-know"
        rows[row] = "unknown" if unknown else worths[plain(cell)]
    if all(worth == "not-applicable" for worth in rows.values()):
        return {**answer, "says": "not-applicable", "rows": rows}
    if all(worth in ("not-applicable", "unknown") for worth in rows.values()):
        # Not one worth was said: the same as a dont-know, which carries no evidence either.
        return {**answer, "says": "nothing", "complete": False, "evidence": False, "rows": rows}
    at_least = {row: least if worth == "unknown" else worth for row, worth in rows.items()}
    at_most = {row: most if worth == "unknown" else worth for row, worth in rows.items()}
    return {
        **answer,
        "complete": "unknown" not in rows.values(),
        "rows": rows,
        "low": matrix_level(pack, question, at_least),
        "high": matrix_level(pack, question, at_most),
    }


# ---------------------------------------------------------------- one side


def median(values: list[Fraction]) -> Fraction:
    values = sorted(values)
    middle = len(values) // 2
    if len(values) % 2:
        return values[middle]
    return (values[middle - 1] + values[middle]) / 2


def needs_evidence(pack: Data) -> bool:
    return str(pack.get("evidence", "required")) == "required"


def read_side(
    pack: Data, question: Data, entries: list[tuple[Any, str]], facts: dict[str, str]
) -> Data:
    """Rules 1 and 2: what one side that was asked says, from its respondents' entries.

    Each comes with the version of the pack that its file answers.
    """
    answers = [read_answer(pack, question, entry, facts, version) for entry, version in entries]
    evidence = any(answer["evidence"] for answer in answers)
    given = [answer for answer in answers if answer["says"] == "level"]
    if needs_evidence(pack) and not evidence:
        for answer in given:
            answer["low"] = min(answer["low"], Fraction(3))
            if answer["complete"]:
                answer["high"] = min(answer["high"], Fraction(3))
    side: Data = {
        "evidence": evidence,
        # Where somebody gave a level, a colleague's "not applicable" does not complete it.
        "complete": any(answer["complete"] for answer in given or answers),
        "figures": [answer["figures"] for answer in answers if answer["figures"] is not None],
        "rows": read_rows(question, answers),
        "spread": spread_of([answer for answer in given if answer["complete"]]),
    }
    if given:
        low = median([answer["low"] for answer in given])
        high = median([answer["high"] for answer in given])
        return {**side, "state": "level", "low": low, "high": high}
    if any(answer["says"] == "not-applicable" for answer in answers):
        return {**side, "state": "not-applicable"}
    offered = offered_levels(pack, question)
    low = min(offered[0], Fraction(3)) if needs_evidence(pack) else offered[0]
    return {**side, "state": "unknown", "low": low, "high": offered[-1]}


def read_rows(question: Data, answers: list[Data]) -> dict[str, Any]:
    """The critical rows of a matrix on a side: a median worth, `unknown` or `not-applicable`."""
    rows: dict[str, Any] = {}
    for row in question.get("rows") or []:
        if plain(row.get("critical")) != "yes":
            continue
        said = [answer["rows"][row["id"]] for answer in answers]
        worths = [worth for worth in said if worth not in ("unknown", "not-applicable")]
        if worths:
            rows[row["id"]] = median(worths)
        else:
            rows[row["id"]] = "not-applicable" if "not-applicable" in said else "unknown"
    return rows


def spread_of(complete: list[Data]) -> Data | None:
    """Rule 11, within a side: over the respondents who gave a complete answer that is a point."""
    levels = [answer["low"] for answer in complete if answer["low"] == answer["high"]]
    if len(levels) < 2:
        return None
    centre = median(levels)
    total = sum((abs(level - centre) for level in levels), Fraction(0))
    deviation = total / len(levels)
    width = max(levels) - min(levels)
    return {
        "range": width,
        "deviation": deviation,
        "flagged": deviation > Fraction(4, 5),
        "named": width >= 3,
    }


# ---------------------------------------------------------------- one question


def sides_of(value: Any) -> list[str]:
    if isinstance(value, list):
        return list(value)
    return ["client", "partner"] if value in (None, "both") else [value]


def is_asked(question: Data, full_id: str, file: Data) -> bool:
    if file.get("mode", "full") == "full" or plain(question.get("quick")) == "yes":
        return True
    return not is_blank((file.get("answers") or {}).get(full_id))


def is_blank(entry: Any) -> bool:
    """Whether an entry is empty: rows that are all blank are a blank answer."""
    if isinstance(entry, dict):
        return all(is_blank(part) for part in entry.values())
    return entry is None


def read_question(
    pack: Data,
    key: Data,
    question: Data,
    files: list[Data],
    facts: dict[str, str],
    engagement: Data | None,
) -> Data:
    """Rule 3: the state and the interval of one question, with what later rules need of it."""
    full_id = f"{key['id']}.{question['id']}"
    state: Data = {
        "id": full_id,
        "key": key["id"],
        "question": question,
        "weight": Fraction(question.get("weight", 1)),
        "client": None,
        "partner": None,
        "sides": {},
        "evidence": False,
        "complete": True,
        "one_side": False,
        "critical": None,
        "figures": None,
        "gone": False,
        "gap": None,
        "said": [],
    }
    named = sides_of(question.get("answered_by") or pack.get("sides"))
    if holds(pack.get("partner_when"), facts) is False:
        named = [side for side in named if side != "partner"]
    if not named or holds(question.get("when"), facts) is False:
        return {**state, "state": "away"}
    sides: dict[str, Data] = {}
    for side in named:
        asking = [
            file
            for file in files
            if file["respondent"]["side"] == side and is_asked(question, full_id, file)
        ]
        if asking:
            entries = [
                ((file.get("answers") or {}).get(full_id), file["pack_version"]) for file in asking
            ]
            sides[side] = read_side(pack, question, entries, facts)
            if not is_sealed(side, files):
                state["said"] = [*state["said"], *entries]
    state["sides"] = sides
    for side, read in sides.items():
        state[side] = (
            "not-applicable"
            if read["state"] == "not-applicable"
            else {"low": read["low"], "high": read["high"]}
        )
    state["gap"] = gap_of(state)
    for settlement in (engagement or {}).get("settlements") or []:
        if settlement["question"] == full_id:
            return settle(pack, state, settlement)
    if not sides:
        return {**state, "state": "not-asked"}
    if all(read["state"] == "not-applicable" for read in sides.values()):
        return {**state, "state": "not-applicable"}
    counted = [read for read in sides.values() if read["state"] != "not-applicable"]
    low, high = min(read["low"] for read in counted), min(read["high"] for read in counted)
    state.update(
        state="known" if low == high else "unknown",
        low=low,
        high=high,
        evidence=any(read["evidence"] for read in sides.values()),
        complete=all(read["complete"] for read in sides.values()),
        one_side=len(named) == 2 and len(sides) == 1,
    )
    rows = [worth for read in sides.values() for worth in read["rows"].values()]
    if 0 in rows:
        state["critical"] = "open"
    elif "unknown" in rows:
        state["critical"] = "possible"
    triggers = [
        costs_trigger(question, figures, facts)
        for read in sides.values()
        for figures in read["figures"]
    ]
    if "open" in triggers:
        state["figures"] = "open"
    elif "possible" in triggers:
        state["figures"] = "possible"
    return state


def gap_of(state: Data) -> Fraction | None:
    """Rule 11: client minus partner, where both are points."""
    client, partner = state["client"], state["partner"]
    if not isinstance(client, dict) or not isinstance(partner, dict):
        return None
    if client["low"] != client["high"] or partner["low"] != partner["high"]:
        return None
    return Fraction(client["low"] - partner["low"])


def settle(pack: Data, state: Data, settlement: Data) -> Data:
    """A settlement stands in for both sides; it needs evidence of its own above 3."""
    if settlement.get("not_applicable") is not None:
        return {**state, "state": "not-applicable"}
    state = {**state, "said": []}
    level = Fraction(settlement["level"])
    evidence = bool(settlement.get("evidence"))
    if needs_evidence(pack) and not evidence:
        level = min(level, Fraction(3))
    return {**state, "state": "known", "low": level, "high": level, "evidence": evidence}


def counts(state: Data) -> bool:
    """Applicable and asked."""
    return state["state"] in ("known", "unknown")


# ---------------------------------------------------------------- findings


def find(states: list[Data], facts: dict[str, str], waived: set[str]) -> list[Data]:
    """Stops and caps in pack order; `was` is the status that a waiver hides."""
    by_id = {state["id"]: state for state in states}
    found: list[Data] = []
    for state in states:
        if not counts(state) or state["gone"]:
            continue
        stop_status = None
        for kind in ("stop", "cap"):
            status = finding_status(kind, state, by_id, facts)
            if kind == "stop":
                stop_status = status
            if status is None or (kind == "cap" and stop_status == "open"):
                continue
            shown = "waived" if state["id"] in waived else status
            found.append({"kind": kind, "question": state["id"], "status": shown, "was": status})
    return found


def finding_status(
    kind: str, state: Data, by_id: dict[str, Data], facts: dict[str, str]
) -> str | None:
    question = state["question"]
    finding = question.get(kind)
    if finding is None:
        return None
    triggers = []
    bound = finding.get("at_or_below")
    if bound is not None:
        if state["high"] <= bound:
            triggers.append("open")
        elif state["low"] <= bound:
            triggers.append("possible")
    if kind == "stop" or question.get("stop") is None:
        triggers.append(state["critical"])
    if kind == "stop":
        triggers.append(state["figures"])
    if "open" in triggers:
        status = "open"
    elif "possible" in triggers:
        status = "possible"
    else:
        return None
    applies = holds(finding.get("when"), facts)
    if applies is False:
        return None
    if applies is None:
        status = "possible"
    for other_id, level in (finding.get("unless") or {}).items():
        other = by_id.get(other_id)
        if other is None or not counts(other):
            continue
        if other["low"] >= level:
            return None
        if other["high"] >= level:
            status = "possible"
    return status


def waived_questions(files: list[Data], as_of: date) -> tuple[set[str], list[Data]]:
    """Rule 9: the questions with a waiver in force on `as_of`, and every waiver with its state."""
    waivers = [waiver for file in files for waiver in file.get("waivers") or []]
    listed = []
    for waiver in waivers:
        until = waiver.get("until")
        in_force = waiver["date"] <= as_of and (until is None or as_of <= until)
        listed.append({"question": waiver["question"], "in_force": in_force})
    return {waiver["question"] for waiver in listed if waiver["in_force"]}, listed


# ---------------------------------------------------------------- scores


def mean_points(states: list[Data], end: str) -> Fraction | None:
    """Rules 4 and 5: the weighted mean of 25 × level, at the `low` or the `high` end."""
    counted = [state for state in states if counts(state)]
    if not counted:
        return None
    total = sum(state["weight"] for state in counted)
    points = sum(state["weight"] * 25 * state[end] for state in counted)
    return Fraction(points / total)


def interval(states: list[Data]) -> Data | None:
    low, high = mean_points(states, "low"), mean_points(states, "high")
    return None if low is None else {"low": low, "high": high}


def coverage(states: list[Data]) -> Fraction | None:
    counted = [state for state in states if counts(state)]
    if not counted:
        return None
    known = sum((s["weight"] for s in counted if s["state"] == "known"), Fraction(0))
    return Fraction(known / sum(state["weight"] for state in counted))


def of_key(states: list[Data], key: Data) -> list[Data]:
    return [state for state in states if state["key"] == key["id"]]


def key_points(pack: Data, states: list[Data], end: str) -> list[tuple[Fraction, Fraction]]:
    """(weight, points) of each key that has an applicable, asked question."""
    found = []
    for key in pack["keys"]:
        points = mean_points(of_key(states, key), end)
        if points is not None:
            found.append((Fraction(key.get("weight", 1)), points))
    return found


def overall(pack: Data, states: list[Data], end: str) -> Fraction:
    keys = key_points(pack, states, end)
    if not keys:
        raise NothingToScore
    return sum((weight * points for weight, points in keys), Fraction(0)) / sum(
        weight for weight, _ in keys
    )


# ---------------------------------------------------------------- verdict


def reasons_for(
    pack: Data, states: list[Data], found: list[Data], facts: dict[str, str], end: str
) -> list[tuple[str, str, str | None]]:
    """Rule 7 at one end of rule 8: every rule that gives less than `ready`, with its verdict."""
    thresholds = pack.get("verdict") or THRESHOLDS
    score = overall(pack, states, end)
    weakest = min(points for _, points in key_points(pack, states, end))
    reasons: list[tuple[str, str, str | None]] = []
    for higher, lower in (
        ("at-risk", "not-ready"),
        ("conditional", "at-risk"),
        ("ready", "conditional"),
    ):
        needs = thresholds.get(higher) or {}
        if score < needs.get("overall", 0):
            reasons.append((lower, "overall", None))
        if weakest < needs.get("weakest_key", 0):
            reasons.append((lower, "weakest-key", None))
    for finding in found:
        if finding["was"] == "possible" and end == "high":
            continue
        waived = finding["status"] == "waived"
        if finding["kind"] == "stop" and not waived:
            reasons.append(("not-ready", "stop", finding["question"]))
        elif finding["kind"] == "stop":
            reasons.append(("conditional", "waived-stop", finding["question"]))
        elif not waived:
            reasons.append(("conditional", "cap", finding["question"]))
    for state in states:
        if state["state"] == "not-asked":
            reasons.append(("conditional", "not-asked", state["id"]))
        if counts(state) and state["one_side"]:
            reasons.append(("conditional", "one-side", state["id"]))
        if lacks_evidence(pack, state, facts, end):
            reasons.append(("conditional", "no-evidence", state["id"]))
    return reasons


def lacks_evidence(pack: Data, state: Data, facts: dict[str, str], end: str) -> bool:
    """A question with a stop that carries no evidence from any side."""
    stop = state["question"].get("stop")
    if not needs_evidence(pack) or stop is None or not counts(state) or state["evidence"]:
        return False
    applies = holds(stop.get("when"), facts)
    if applies is False:
        return False
    return end == "low" or (applies is True and bool(state["complete"]))


def lowest(reasons: list[tuple[str, str, str | None]]) -> str:
    return min([verdict for verdict, _, _ in reasons] + ["ready"], key=VERDICTS.index)


# ---------------------------------------------------------------- actions


def aim_of(pack: Data, question: Data) -> Fraction:
    """Rule 12: the lowest offered level of at least 3, else the highest."""
    offered = offered_levels(pack, question)
    enough = [level for level in offered if level >= 3]
    return enough[0] if enough else offered[-1]


def improved(pack: Data, state: Data) -> Data:
    """A question at its aim, with evidence, its findings gone; never below its own low end."""
    level = max(aim_of(pack, state["question"]), state["low"])
    return {
        **state,
        "state": "known",
        "low": level,
        "high": level,
        "evidence": True,
        "gone": True,
    }


def with_improved(pack: Data, states: list[Data], ids: list[str]) -> list[Data]:
    return [improved(pack, state) if state["id"] in ids else state for state in states]


def group_of(state: Data, found: list[Data]) -> str:
    own = [
        f"{finding['status']}-{finding['kind']}"
        for finding in found
        if finding["question"] == state["id"]
    ]
    return next((group for group in GROUPS if group in own), "rest")


def act(pack: Data, states: list[Data], found: list[Data]) -> list[Data]:
    now = overall(pack, states, "low")
    ranked = []
    for place, state in enumerate(states):
        if not counts(state):
            continue
        question = state["question"]
        group = group_of(state, found)
        enough = min(Fraction(3), offered_levels(pack, question)[-1])
        if group == "rest" and state["low"] >= enough:
            continue
        gain = overall(pack, with_improved(pack, states, [state["id"]]), "low") - now
        effort = effort_of(pack, question, state["said"])
        key_low = mean_points([s for s in states if s["key"] == state["key"]], "low")
        aim = max(aim_of(pack, question), state["low"])
        # docs/decisions.md, Scoring: what even the best possible answer asks for is to be done.
        sure = group.startswith("open-") or state["high"] < aim
        action = {
            "question": state["id"],
            "kind": "do" if sure or state["state"] == "known" else "find-out",
            "aim": aim,
            "gain": gain,
            "effort": effort,
            "group": group,
        }
        ranked.append(((GROUPS.index(group), -gain / (effort or 1), key_low, place), action))
    return [action for _, action in sorted(ranked, key=lambda item: item[0])]


def is_sealed(side: str, files: list[Data]) -> bool:
    """Whether single answers of a side are not shown: one of fewer than three is anonymous."""
    people = [file["respondent"] for file in files if file["respondent"]["side"] == side]
    return len(people) < 3 and any(plain(one.get("anonymous")) == "yes" for one in people)


def options_of(pack: Data, question: Data) -> list[Data]:
    options = question.get("options")
    if options is None:
        return [{"id": "yes", "worth": 1}, {"id": "no", "worth": 0}]
    return list(pack["scales"][options] if isinstance(options, str) else options)


def effort_of(pack: Data, question: Data, said: list[tuple[Any, str]]) -> Fraction | None:
    """The days of the steps that an action takes, of those that are given; None: of none."""
    steps = steps_of(pack, question, said)
    days = [Fraction(step["effort_days"]) for step in steps if step.get("effort_days") is not None]
    return sum(days, Fraction(0)) if days else None


def steps_of(pack: Data, question: Data, said: list[tuple[Any, str]]) -> list[Data]:
    """The remedies that are called for, after entries that may be shown, with their versions."""
    own = [question["remedy"]] if question.get("remedy") else []
    options = options_of(pack, question) if question["kind"] in ("choice", "matrix") else []
    if question["kind"] == "choice":
        fields = [entry if isinstance(entry, dict) else {"option": entry} for entry, _ in said]
        chosen = [plain(entry.get("option")) for entry in fields]
        lowest = lowest_of([one for one in options if plain(one["id"]) in chosen])
        return [lowest["remedy"]] if lowest and lowest.get("remedy") else own
    if question["kind"] != "matrix":
        return own
    best = max(Fraction(option["worth"]) for option in options)
    for row in question["rows"]:
        cells = [cell_of(pack, question, row, entry, version) for entry, version in said]
        chosen = [option for option in options if plain(option["id"]) in cells]
        if not chosen and "not-applicable" in cells:
            continue
        lowest = lowest_of(chosen)
        if lowest is not None and Fraction(lowest["worth"]) == best:
            continue
        remedy = row.get("remedy") or (lowest or {}).get("remedy")
        own = [*own, remedy] if remedy else own
    return own


def lowest_of(options: list[Data]) -> Data | None:
    return min(options, key=lambda option: Fraction(option["worth"]), default=None)


def cell_of(pack: Data, question: Data, row: Data, entry: Any, version: str) -> str | None:
    """The option that an entry says of a row, or `not-applicable`; None: it says neither."""
    said = entry.get("rows") if isinstance(entry, dict) else entry
    if isinstance(said, list):
        then = worths_then(pack, question, version)
        ends = (max, min)[row["id"] not in said]
        asked = row["id"] in said or not came_later(row, version)
        return ends(then, key=then.__getitem__) if asked else None
    cell = plain((said or {}).get(row["id"])) if isinstance(said, dict) else None
    if isinstance(cell, dict):
        if cell.get("not_applicable") is not None:
            return "not-applicable"
        cell = None if plain(cell.get("dont_know")) == "yes" else plain(cell.get("option"))
    return None if cell == "dont-know" else cell


# ---------------------------------------------------------------- the rest of the result


def assure(pack: Data, states: list[Data], facts: dict[str, str]) -> str:
    """Rule 10."""
    needed = sides_of(pack.get("sides"))
    if holds(pack.get("partner_when"), facts) is False:
        needed = [side for side in needed if side != "partner"]
    counted = [state for state in states if counts(state)]
    for side in needed:
        reads = [state["sides"][side] for state in states if side in state["sides"]]
        if not any(read["state"] != "unknown" for read in reads):
            return "low"
    high = [
        read
        for state in counted
        for read in state["sides"].values()
        if read["state"] == "level" and read["low"] >= 3
    ]
    proven = [read for read in high if read["evidence"]]
    return "medium" if 2 * len(proven) >= len(high) else "low"


def duty_score(states: list[Data], side: str) -> Data | None:
    counted = [
        state
        for state in states
        if counts(state) and state["question"].get("duty", "both") in (side, "both")
    ]
    score = interval(counted)
    return None if score is None else {**score, "questions": len(counted)}


def share_of_width(pack: Data, states: list[Data], state: Data) -> Fraction:
    """How much narrower the overall interval is when this question is known."""
    at_low = [s if s["id"] != state["id"] else {**s, "high": s["low"]} for s in states]
    return overall(pack, states, "high") - overall(pack, at_low, "high")


def settling(
    pack: Data,
    states: list[Data],
    found: list[Data],
    facts: dict[str, str],
    unknown_facts: list[str],
) -> list[Data]:
    """Rule 8: what would settle the verdict, in order."""
    ranked = []
    for place, state in enumerate(states):
        if not counts(state):
            continue
        # A waived stop counts as a cap, a waived cap has no effect.
        possible = {
            "cap" if finding["status"] == "waived" else finding["kind"]
            for finding in found
            if finding["question"] == state["id"]
            and finding["was"] == "possible"
            and not (finding["kind"] == "cap" and finding["status"] == "waived")
        }
        missing = [lacks_evidence(pack, state, facts, end) for end in ("low", "high")]
        # A question whose own answers are complete is not open, whatever a fact or another
        # question leaves possible about it. A figure that is missing can open its stop alone.
        stop_possible = any(
            (finding["question"], finding["kind"], finding["was"])
            == (state["id"], "stop", "possible")
            for finding in found
        )
        unfinished = (
            stop_possible
            and state["figures"] == "possible"
            and any(
                figures.get(name) is None
                for read in state["sides"].values()
                for figures in read["figures"]
                for name in [*COSTS, "baseline"]
            )
        )
        if state["state"] == "known" and state["complete"] and not unfinished:
            continue
        rank = 0 if "stop" in possible else 1 if "cap" in possible else 2
        if state["state"] == "known" and rank == 2 and missing != [True, False]:
            continue
        ranked.append((rank, -share_of_width(pack, states, state), place, state["id"]))
    asked: list[Data] = [{"fact": fact} for fact in unknown_facts]
    return asked + [{"question": item[-1]} for item in sorted(ranked)]


def written(value: Any) -> Any:
    """A stand-in for a file's bytes: the same data in the same order and spelling."""
    if isinstance(value, dict):
        return [[str(name), written(inner)] for name, inner in value.items()]
    if isinstance(value, list):
        return [written(inner) for inner in value]
    return None if value is None else str(plain(value))


def distinct(files: list[Data]) -> list[Data]:
    """Files with the same bytes count once."""
    seen: set[str] = set()
    kept = []
    for file in files:
        text = json.dumps(written(file))
        if text not in seen:
            seen.add(text)
            kept.append(file)
    return kept


def score(
    pack: Data, files: list[Data], *, as_of: date, engagement: Data | None = None
) -> dict[str, Any]:
    """Score one engagement. Raises `NothingToScore` and `Contradiction`."""
    pack, files = scored_part(pack), distinct(files)
    facts = merge_facts(files, engagement)
    states = [
        read_question(pack, key, question, files, facts, engagement)
        for key in pack["keys"]
        for question in key["questions"]
    ]
    waived, waivers = waived_questions(files, as_of)
    found = find(states, facts, waived)
    low = {end: reasons_for(pack, states, found, facts, end) for end in ("low", "high")}
    verdict: Data = {"low": lowest(low["low"]), "high": lowest(low["high"])}
    conditions = conditions_of(pack, questions_that_matter(pack, states, facts))
    read = set().union(*(facts_read(condition) for condition in conditions))
    unknown = [fact["id"] for fact in pack.get("facts") or [] if fact["id"] in read - set(facts)]
    verdict["settled"] = verdict["low"] == verdict["high"] and not unknown
    if verdict["settled"]:
        verdict["state"] = "settled"
    else:
        verdict["state"] = "as-long-as" if verdict["low"] == verdict["high"] else "open"
    verdict["reasons"] = low
    actions = act(pack, states, found)
    after = with_improved(pack, states, [action["question"] for action in actions[:5]])
    after_found = find(after, facts, waived)
    return {
        "facts": facts,
        "unknown_facts": unknown,
        "verdict": verdict,
        "score": {"low": overall(pack, states, "low"), "high": overall(pack, states, "high")},
        "coverage": coverage(states),
        "assurance": assure(pack, states, facts),
        "duty": {side: duty_score(states, side) for side in ("client", "partner")},
        "keys": [
            {
                "id": key["id"],
                "score": interval(of_key(states, key)),
                "coverage": coverage(of_key(states, key)),
                "questions": [publish(state, found) for state in of_key(states, key)],
            }
            for key in pack["keys"]
        ],
        "findings": [publish_finding(finding) for finding in found],
        "waivers": [
            {**waiver, "met": waiver["question"] in {finding["question"] for finding in found}}
            for waiver in waivers
        ],
        "not_asked": [state["id"] for state in states if state["state"] == "not-asked"],
        "actions": actions,
        "gaps": [
            {"question": state["id"], "gap": state["gap"], "talk": abs(state["gap"]) >= 2}
            for state in states
            if counts(state) and state["gap"]
        ],
        "settles": [] if verdict["settled"] else settling(pack, states, found, facts, unknown),
        "after_five": {
            "verdict": {
                end: lowest(reasons_for(pack, after, after_found, facts, end))
                for end in ("low", "high")
            },
            "score": {end: overall(pack, after, end) for end in ("low", "high")},
        },
    }


def publish_finding(finding: Data) -> Data:
    return {name: finding[name] for name in ("kind", "question", "status")}


def publish(state: Data, found: list[Data]) -> Data:
    return {
        "id": state["id"],
        "weight": state["weight"],
        "state": state["state"],
        "level": {"low": state["low"], "high": state["high"]} if counts(state) else None,
        "client": state["client"],
        "partner": state["partner"],
        "gap": state["gap"],
        "evidence": state["evidence"],
        "spread": {side: read["spread"] for side, read in state["sides"].items()},
        "findings": [publish_finding(f) for f in found if f["question"] == state["id"]],
    }
