"""Small valid packs and answer files for hypothesis, as plain data in the form of docs/files.md.

Whole levels are `int`, every other number is a `Fraction`, yes and no are `bool`, dates are `date`,
an empty entry is `None`. `to_files` and `to_answer_yaml` write the same data as JSON text, which is
YAML: every scalar in quotes, `null` bare.

Left out on purpose, because docs/ do not say what they mean: answers of a side that
`answered_by` does not name, an entry with neither a level nor a `dont_know`, evidence beside
`not_applicable`, `costs: {}`, effort of 0 days, several questions in one `unless`.
"""

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from tests.reference.scorer import is_scored, levels_of, offered_levels, taken_numbers

Data = dict[str, Any]

AS_OF = date(2026, 11, 30)
KINDS = ["levels", "levels", "choice", "number", "matrix", "costs", "overlap"]
LEVELS = [3, 4, 2, 1, 0, 3, 4, 4]
WEIGHTS = [Fraction(1), Fraction(1), Fraction(2), Fraction(3), Fraction(1, 2), Fraction(5, 4)]
FIGURES = ["baseline", "fees", "transition", "own_effort", "tooling_travel", "contingency"]
REASON = "does not apply here"

# ---------------------------------------------------------------- packs


def conditions(facts: list[Data], depth: int = 2) -> st.SearchStrategy[Data]:
    """A condition over the given facts, at most `depth` deep."""
    atoms = []
    for fact in facts:
        if fact.get("options"):
            ids = [option["id"] for option in fact["options"]]
            chosen = st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True)
        else:
            chosen = st.booleans()  # type: ignore[assignment]
        atoms.append(st.fixed_dictionaries({fact["id"]: chosen}))
    atom = st.one_of(atoms)
    if depth == 0:
        return atom
    inner = conditions(facts, depth - 1)
    several = st.lists(inner, min_size=1, max_size=2)
    both = st.tuples(atom, atom).map(lambda pair: {**pair[0], **pair[1]})
    return st.one_of(
        atom,
        atom,
        both,
        several.map(lambda parts: {"all": parts}),
        several.map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    )


@st.composite
def facts_of_packs(draw: st.DrawFn) -> list[Data]:
    facts: list[Data] = []
    for number in range(draw(st.integers(0, 3))):
        fact: Data = {"id": f"fact-{number}", "ask": f"Fact {number}"}
        if draw(st.booleans()):
            fact["options"] = [{"id": name, "text": name} for name in ("one", "two", "three")]
        facts.append(fact)
    return facts


def option_lists(ids: list[str], least: Fraction = Fraction(0)) -> st.SearchStrategy[list[Data]]:
    """Two to four options, the first of worth `least` (a critical row needs one of worth 0)."""
    worths = [Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(3, 4)]
    more = st.lists(st.sampled_from([*worths, Fraction(1)]), min_size=1, max_size=3)
    return more.map(
        lambda chosen: [
            {"id": name, "text": f"Option {name}", "worth": worth}
            for name, worth in zip(ids, [least, *chosen], strict=False)
        ]
    )


VERSIONS = ["1.0.0", "1.1.0", "1.1.2", "1.2.0"]
"""Of the pack, which is at the last of them; files answer any."""


def grow(draw: st.DrawFn, parts: list[Data]) -> None:
    """Let some rows or options have come with a later version than the others."""
    for part in parts:
        if draw(st.integers(0, 4)) == 0:
            part["since"] = draw(st.sampled_from(VERSIONS[1:]))


def remedies(draw: st.DrawFn, part: Data) -> None:
    """Let some rows or options say a step of their own, some of them with its effort."""
    if draw(st.integers(0, 3)) == 0:
        part["remedy"] = {"do": f"Mend {part['id']}"}
        if draw(st.booleans()):
            part["remedy"]["effort_days"] = draw(st.sampled_from([Fraction(1), Fraction(3)]))


UNITS = st.sampled_from(["days", "days", "% of the people"])
"""Of the second kind nothing above 100 is taken."""


@st.composite
def limits(draw: st.DrawFn) -> Data:
    """The least and the most that a number may be; mostly left to the other fields."""
    least, most = Fraction(draw(st.integers(0, 4))), Fraction(draw(st.integers(9, 30)))
    return draw(
        st.sampled_from([{}, {}, {"min": Fraction(0), "max": most}, {"min": least, "max": most}])
    )


@st.composite
def number_fields(draw: st.DrawFn) -> Data:
    values = [Fraction(n, 2) for n in range(25)]
    if draw(st.booleans()):
        worst, best = draw(st.lists(st.sampled_from(values), min_size=2, max_size=2, unique=True))
        return {"unit": draw(UNITS), "worst": worst, "best": best, **draw(limits())}
    levels = sorted(draw(st.sets(st.integers(1, 4), min_size=1)))
    size = len(levels)
    bounds = sorted(
        draw(st.lists(st.sampled_from(values), min_size=size, max_size=size, unique=True))
    )
    better = draw(st.sampled_from(["lower", "higher"]))
    if better == "lower":
        bounds.reverse()
    return {
        "unit": draw(UNITS),
        "better": better,
        "bounds": dict(zip(levels, bounds, strict=True)),
        **draw(limits()),
    }


@st.composite
def matrix_fields(draw: st.DrawFn) -> Data:
    size = draw(st.integers(1, 3))
    rows: list[Data] = []
    for number in range(size):
        row: Data = {"id": f"row-{number}", "text": f"Row {number}"}
        if draw(st.integers(0, 2)) == 0:
            row["critical"] = True
        if draw(st.integers(0, 2)) == 0:
            row["weight"] = draw(st.sampled_from(WEIGHTS))
        remedies(draw, row)
        rows.append(row)
    levels = sorted(draw(st.sets(st.integers(1, 4), min_size=1)))
    shares = [Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(1)]
    chosen = sorted(
        draw(st.lists(st.sampled_from(shares), min_size=len(levels), max_size=len(levels)))
    )
    bounds: dict[int, Any] = {}
    named: list[str] = []
    for level, share in zip(levels, chosen, strict=True):
        ids = [row["id"] for row in rows]
        if draw(st.integers(0, 3)) == 0:
            # What a level demands, the next one demands too.
            named = [row for row in ids if row in named or draw(st.booleans())]
        bounds[level] = {"share": share, "rows": list(named)} if named else share
    return {"rows": rows, "bounds": bounds} if draw(st.integers(0, 3)) else {"rows": rows}


@st.composite
def findings(draw: st.DrawFn, kind: str, facts: list[Data], *, bound_free: bool) -> Data:
    """A stop or a cap without its `unless`; `bound_free`: it may leave out `at_or_below`."""
    finding: Data = {"because": f"This {kind} is known to hurt"}
    if not bound_free or draw(st.booleans()):
        finding["at_or_below"] = draw(st.integers(0, 1 if kind == "stop" else 2))
    if facts and draw(st.integers(0, 3)) == 0:
        finding["when"] = draw(conditions(facts, 1))
    return finding


@st.composite
def questions(draw: st.DrawFn, name: str, facts: list[Data], scales: list[str]) -> Data:
    kind = draw(st.sampled_from(KINDS))
    question: Data = {"id": name, "title": f"Question {name}", "kind": kind}
    if kind == "levels":
        question["levels"] = [f"Level {n} of {name}" for n in range(draw(st.integers(2, 5)))]
        if draw(st.booleans()):
            named = draw(st.sets(st.integers(0, 4), min_size=2))
            question["levels"] = {level: f"Level {level} of {name}" for level in named}
    elif kind == "choice":
        own = option_lists(
            ["none-yet", "some", "most", "every"], draw(st.sampled_from([Fraction(0), Fraction(1)]))
        )
        if draw(st.integers(0, 3)):
            for option in (chosen := draw(own)):
                remedies(draw, option)
            own = st.just(chosen)
            question["options"] = draw(st.one_of(own, st.sampled_from(scales)) if scales else own)
    elif kind == "number":
        question.update(draw(number_fields()))
    elif kind == "matrix":
        question.update(draw(matrix_fields()))
        if draw(st.booleans()):
            question["options"] = draw(option_lists(["no-one", "someone", "named", "proven"]))
            grow(draw, question["options"])
            for option in question["options"]:
                remedies(draw, option)
        grow(draw, question["rows"])
    elif kind == "costs" and facts and draw(st.booleans()):
        question["saving_when"] = draw(conditions(facts, 1))
    if draw(st.booleans()):
        question["answered_by"] = draw(st.sampled_from(["client", "partner", "both", "both"]))
    if draw(st.booleans()):
        question["quick"] = True
    if facts and draw(st.integers(0, 4)) == 0:
        question["when"] = draw(conditions(facts))
    if draw(st.integers(0, 7)) == 0:
        return only_asked(draw, question)
    question["duty"] = draw(st.sampled_from(["client", "partner", "both"]))
    if draw(st.booleans()):
        question["weight"] = draw(st.sampled_from(WEIGHTS))
    critical = any(row.get("critical") for row in question.get("rows", []))
    if draw(st.integers(0, 2)) == 0:
        question["stop"] = draw(findings("stop", facts, bound_free=critical))
    if draw(st.integers(0, 3)) == 0 or (critical and "stop" not in question):
        bound_free = critical and "stop" not in question
        question["cap"] = draw(findings("cap", facts, bound_free=bound_free))
    if draw(st.integers(0, 2)) != 0:
        question["remedy"] = {"do": f"Mend {name}"}
        if draw(st.booleans()):
            question["remedy"]["effort_days"] = draw(
                st.sampled_from([Fraction(1), Fraction(2), Fraction(5), Fraction(1, 2)])
            )
    return question


def without(part: Data, *names: str) -> Data:
    return {name: value for name, value in part.items() if name not in names}


def only_asked(draw: st.DrawFn, question: Data) -> Data:
    """The question as one that is not scored, of its own kind or of one that never is."""
    kind = draw(st.sampled_from(["text", "date", question["kind"]]))
    if kind == question["kind"]:
        rows = [without(row, "weight", "remedy") for row in question.get("rows", [])]
        return {**question, **({"rows": rows} if rows else {}), "scored": False}
    kept = ("id", "title", "answered_by", "quick", "when")
    return {"kind": kind, **{name: question[name] for name in kept if name in question}}


def all_questions(pack: Data) -> list[tuple[str, Data]]:
    """(full id, question) in pack order."""
    return [
        (f"{key['id']}.{question['id']}", question)
        for key in pack["keys"]
        for question in key["questions"]
    ]


@st.composite
def packs(draw: st.DrawFn) -> Data:
    """A pack of one to three keys with one to four questions each, in one dict."""
    facts = draw(facts_of_packs())
    scales = draw(st.sampled_from([[], ["shared"]]))
    pack: Data = {
        "format": "outsource-check/pack/v1",
        "id": "small-world",
        "version": VERSIONS[-1],
        "title": "A small world",
        "source": "Made up for a test",
        "facts": facts,
        "keys": [],
    }
    if scales:
        pack["scales"] = {"shared": draw(option_lists(["low", "middle", "high", "top"]))}
        grow(draw, pack["scales"]["shared"])
    if draw(st.booleans()):
        pack["evidence"] = draw(st.sampled_from(["required", "optional"]))
    if facts and draw(st.integers(0, 3)) == 0:
        pack["partner_when"] = draw(conditions(facts, 1))
    if draw(st.integers(0, 2)) == 0:
        pack["verdict"] = {
            "ready": {"overall": Fraction(75), "weakest_key": Fraction(75)},
            "conditional": {"overall": Fraction(50), "weakest_key": Fraction(25)},
            "at-risk": {"overall": Fraction(75, 2)},
        }
    if draw(st.booleans()):
        pack["moved"] = [{"from": "key-0.gone", "in": "1.1.0", "because": "It was not needed"}]
    for number in range(draw(st.integers(1, 3))):
        key: Data = {"id": f"key-{number}", "title": f"Key {number}", "questions": []}
        if draw(st.booleans()):
            key["weight"] = draw(st.sampled_from(WEIGHTS))
        for place in range(draw(st.integers(1, 4))):
            key["questions"].append(draw(questions(f"question-{place}", facts, scales)))
        pack["keys"].append(key)
    add_unless(draw, pack)
    return pack


def add_unless(draw: st.DrawFn, pack: Data) -> None:
    ids = [full_id for full_id, question in all_questions(pack) if is_scored(question)]
    for full_id, question in all_questions(pack):
        for kind in ("stop", "cap"):
            others = [other for other in ids if other != full_id]
            if kind in question and others and draw(st.integers(0, 1)) == 0:
                question[kind]["unless"] = {draw(st.sampled_from(others)): draw(st.integers(1, 4))}


# ---------------------------------------------------------------- answers


def option_ids(pack: Data, question: Data) -> list[Any]:
    options = question.get("options")
    if options is None:
        return [True, False]
    if isinstance(options, str):
        options = pack["scales"][options]
    return [option["id"] for option in options]


@st.composite
def extras(draw: st.DrawFn) -> Data:
    """The fields that any answer may carry beside its level."""
    fields: Data = {}
    if draw(st.booleans()):
        fields["evidence"] = [
            {"what": "A sheet", "where": "shared drive", "date": date(2026, 9, 1)}
        ]
    if draw(st.integers(0, 3)) == 0:
        fields["note"] = "agreed with finance"
    if draw(st.integers(0, 5)) == 0:
        fields["date"] = date(2026, 11, 25)
    return fields


@st.composite
def cells(draw: st.DrawFn, ids: list[Any]) -> Any:
    """One row of a matrix."""
    option = draw(st.sampled_from(ids))
    forms: list[Any] = [
        option,
        option,
        option,
        {"option": option, "who": "Dana"},
        "dont-know",
        None,
        {"not_applicable": REASON},
    ]
    return draw(st.sampled_from(forms))


@st.composite
def figures(draw: st.DrawFn) -> Data:
    amounts = st.sampled_from([Fraction(n) for n in (0, 10, 25, 40, 100, 200)])
    costs: Data = {"currency": "EUR", "period": "year", "fees": draw(amounts)}
    for name in FIGURES:
        if draw(st.integers(0, 7)) != 0:
            costs[name] = draw(amounts)
    if draw(st.booleans()):
        costs["baseline"] = Fraction(300)
    if draw(st.booleans()):
        costs["stop_loss"] = draw(amounts)
    return costs


@st.composite
def complete_answers(draw: st.DrawFn, pack: Data, question: Data) -> Any:
    """An answer with a level and no open row, in a short or a long form."""
    kind = question["kind"]
    long = draw(st.booleans())
    value: Any
    if kind in ("text", "date"):
        value = "Some words" if kind == "text" else date(2026, 12, 24)
        name = "text" if kind == "text" else "day"
        return {name: value, **draw(extras())} if long else value
    if kind == "levels":
        levels = levels_of(question)
        value = draw(st.sampled_from([level for level in LEVELS if level in levels]))
        return {"level": value, **draw(extras())} if long else value
    if kind == "overlap":
        return {"level": draw(st.sampled_from(LEVELS)), **draw(extras())}
    if kind == "costs":
        if draw(st.booleans()):
            return {"costs": draw(figures()), **draw(extras())}
        return {"level": draw(st.sampled_from(LEVELS)), **draw(extras())}
    if kind == "choice":
        value = draw(st.sampled_from(option_ids(pack, question)))
        return {"option": value, **draw(extras())} if long else value
    if kind == "number":
        least, most = taken_numbers(question)
        numbers = [Fraction(n, 4) for n in range(50)]
        taken = [n for n in numbers if least <= n and (most is None or n <= most)]
        value = draw(st.one_of(st.sampled_from([least, *taken]), st.just("none")))
        return {"value": value, **draw(extras())} if long else value
    rows = [row["id"] for row in question["rows"]]
    if not long:
        return [row for row in rows if draw(st.booleans())]
    ids = option_ids(pack, question)
    return {"rows": {row: draw(st.sampled_from(ids)) for row in rows}, **draw(extras())}


@st.composite
def answers(draw: st.DrawFn, pack: Data, question: Data) -> Any:
    """Any valid entry for the question, empty and open ones included."""
    form = draw(st.integers(0, 9))
    if form == 0:
        return draw(
            st.sampled_from(
                [
                    None,
                    "dont-know",
                    {"dont_know": True},
                    {"dont_know": True, "note": "asked Lena", "owner": "Lena"},
                ]
            )
        )
    if form == 1:
        return {"not_applicable": REASON}
    if question["kind"] == "matrix" and form < 6:
        ids = option_ids(pack, question)
        rows = {
            row["id"]: draw(cells(ids))
            for row in question["rows"]
            if len(question["rows"]) == 1 or draw(st.integers(0, 4)) != 0
        }
        if rows:
            return {"rows": rows, **draw(extras())}
    return draw(complete_answers(pack, question))


@st.composite
def waivers(draw: st.DrawFn, pack: Data) -> Data:
    """A waiver that is in force, over, or still to come on `AS_OF`; both its ends included."""
    start = AS_OF + timedelta(days=draw(st.sampled_from([-10, -1, 0, 0, 1])))
    waiver: Data = {
        "question": draw(st.sampled_from([full_id for full_id, _ in all_questions(pack)])),
        "by": "Dana Reyes",
        "reason": "Pilot only",
        "date": start,
    }
    length = draw(st.sampled_from([None, 0, 1, 9, 10, 30]))
    if length is not None:
        waiver["until"] = start + timedelta(days=length)
    return waiver


@st.composite
def files_of(draw: st.DrawFn, pack: Data, number: int, truth: Data, side: str, mode: str) -> Data:
    respondent: Data = {"side": side, "role": draw(st.sampled_from(["CTO", "Lead"]))}
    if draw(st.integers(0, 2)) == 0:
        respondent["anonymous"] = True
    else:
        respondent["name"] = f"Person {number}"
    file: Data = {
        "format": "outsource-check/answers/v1",
        "pack": pack["id"],
        "pack_version": draw(st.sampled_from([*VERSIONS, pack["version"]])),
        "engagement": "A small engagement",
        "respondent": respondent,
        "mode": mode,
        "date": date(2026, 11, 20),
        "facts": {},
        "answers": {},
    }
    for fact, value in truth.items():
        said = draw(st.integers(0, 3))
        if said == 0:
            file["facts"][fact] = draw(st.sampled_from([None, "dont-know"]))
        elif said != 1 and value is not None:
            file["facts"][fact] = value
    for full_id, question in all_questions(pack):
        by = question.get("answered_by", "both")
        if by not in ("both", side):
            continue
        odds = 7 if mode == "full" or question.get("quick") else 1
        if draw(st.integers(0, 7)) < odds:
            file["answers"][full_id] = draw(answers(pack, question))
    if pack.get("moved") and draw(st.integers(0, 3)) == 0:
        file["answers"]["key-0.gone"] = 3
    if draw(st.integers(0, 2)) == 0:
        file["waivers"] = draw(st.lists(waivers(pack), min_size=1, max_size=2))
    return file


@st.composite
def truths(draw: st.DrawFn, pack: Data) -> Data:
    """What is true of each fact, `None` where nobody knows, so that files never contradict."""
    truth: Data = {}
    for fact in pack["facts"]:
        ids = [option["id"] for option in fact.get("options") or []] or [True, False]
        truth[fact["id"]] = draw(st.sampled_from([*ids, *ids, None]))
    return truth


@st.composite
def answer_files(draw: st.DrawFn, pack: Data) -> list[Data]:
    """One to four valid answer files of one engagement, a file twice now and then."""
    truth = draw(truths(pack))
    count = draw(st.integers(1, 4))
    files = []
    for number in range(count):
        side = draw(st.sampled_from(["client", "partner"]))
        mode = draw(st.sampled_from(["full", "full", "quick"]))
        files.append(draw(files_of(pack, number, truth, side, mode)))
    if count < 4 and draw(st.integers(0, 5)) == 0:
        files.append(files[0])
    return files


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Data, list[Data]]:
    """A pack and the answer files of one engagement; to be scored as of `AS_OF`."""
    pack = draw(packs())
    return pack, draw(answer_files(pack))


@st.composite
def engagements(draw: st.DrawFn, pack: Data, files: list[Data]) -> Data:
    """An engagement file; `rests_on` is left to the caller, who knows the names of the files.

    It settles only what no file contradicts, because a settlement is void where its ground moved.
    """
    questions = {name: one for name, one in all_questions(pack) if is_scored(one)}
    chosen = draw(st.lists(st.sampled_from([*questions]), unique=True)) if questions else []
    engagement: Data = {
        "format": "outsource-check/engagement/v1",
        "engagement": files[0]["engagement"],
        "settlements": [],
    }
    for full_id in chosen:
        settlement: Data = {
            "question": full_id,
            "present": ["Dana", "Lena"],
            "reason": "talked about it",
            "date": date(2026, 11, 26),
        }
        offered = offered_levels(pack, questions[full_id])
        levels = [level for level in LEVELS if level in offered]
        if not levels or draw(st.integers(0, 5)) == 0:
            settlement["not_applicable"] = REASON
        else:
            settlement["level"] = draw(st.sampled_from(levels))
            settlement.update({k: v for k, v in draw(extras()).items() if k == "evidence"})
        engagement["settlements"].append(settlement)
    return engagement


# ---------------------------------------------------------------- text


def as_text(value: Any) -> Any:
    """The same data with every scalar as text in the spelling of docs/files.md."""
    if isinstance(value, dict):
        return {str(name): as_text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return number_text(value)
    return str(value)


def number_text(value: Fraction) -> str:
    """A decimal where it is exact, else `1/3` (which only worth and share may be)."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")


def to_files(pack: Data) -> dict[str, str]:
    """A pack's files by name: `pack.yaml`, `references.yaml` and one per key."""
    head = {name: value for name, value in pack.items() if name != "keys"}
    head["keys"] = [key["id"] for key in pack["keys"]]
    files = {"pack.yaml": json.dumps(as_text(head), indent=1), "references.yaml": "[]\n"}
    for key in pack["keys"]:
        body = {
            "id": key["id"],
            "title": key["title"],
            "summary": f"What {key['id']} is about",
            "quote": f"As the source says of {key['id']}",
            **{name: value for name, value in key.items() if name not in ("id", "title")},
        }
        files[f"{key['id']}.yaml"] = json.dumps(as_text(body), indent=1)
    return files


def to_answer_yaml(file: Data) -> str:
    """An answer file (or an engagement file) as text."""
    return json.dumps(as_text(file), indent=1) + "\n"
