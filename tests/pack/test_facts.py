"""Facts: those that nothing reads, and those that can be several."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.interview.person import open_store, sit_down
from tests.interview.world import TODAY, new_state
from tests.pack.worlds import LEVELS, write_pack
from tests.result.small import levels, said
from tests.result.small import read as read_small

from outsource_check.answers import read_answers
from outsource_check.answers.schema import build_answers_schema
from outsource_check.cli import main
from outsource_check.errors import AnswerError, ConfigurationError, UsageError
from outsource_check.interview.conversation import converse
from outsource_check.interview.model import Choose, Review, State
from outsource_check.interview.plain import PlainFrontEnd
from outsource_check.interview.session import step
from outsource_check.interview.signals import Signals
from outsource_check.interview.sitting import apply_assignments
from outsource_check.interview.view import build_ask
from outsource_check.lint import lint_pack
from outsource_check.pack import Fact, Pack, read_pack
from outsource_check.result import score

Data = dict[str, Any]
FACTS = """\
note: [{text: A note for banks, when: {sectors: bank}}]
facts:
  - {id: size, ask: How many people?, options: [{id: few, text: Few}, {id: many, text: Many}]}
  - id: sectors
    ask: Which sectors?
    options: [{id: bank, text: Bank}, {id: shop, text: Shop}, {id: port, text: Port}]
    several: yes
  - {id: live, ask: Is it live?}
"""
WHEN = LEVELS.replace("first", "second").replace("First", "Second") + "  when: {live: yes}\n"


def make(folder: Path, questions: str = LEVELS + WHEN) -> Pack:
    return read_pack(write_pack(folder, questions, FACTS))


def sectors(pack: Pack) -> Fact:
    return pack.facts["sectors"]


READ: tuple[tuple[Any, str, tuple[str, ...], str, list[str]], ...] = (
    ((), "none", (), "None of these", []),
    ("none", "none", (), "None of these", []),
    (("shop", "bank"), "bank, shop", ("bank", "shop"), "Bank; Shop", ["bank", "shop"]),
    ("shop,bank", "bank, shop", ("bank", "shop"), "Bank; Shop", ["bank", "shop"]),
    ("port", "port", ("port",), "Port", ["port"]),
)


@pytest.mark.parametrize(("given", "kept", "chosen", "text", "written"), READ)
def test_a_fact_that_can_be_several_is_kept_in_the_order_of_the_pack(
    tmp_path: Path, given: Any, kept: str, chosen: tuple[str, ...], text: str, written: list[str]
) -> None:
    fact = sectors(make(tmp_path))
    assert fact.read(given) == kept
    assert (fact.split(kept), fact.word(kept), fact.write(kept)) == (chosen, text, written)


@pytest.mark.parametrize(
    "given", [("bank", "bank"), ("bank", "lake"), "lake", {"a": 1}, ("none", "bank")]
)
def test_what_is_none_of_its_options_is_not_read(tmp_path: Path, given: Any) -> None:
    assert sectors(make(tmp_path)).read(given) is None


def test_a_condition_holds_where_one_of_several_does(tmp_path: Path) -> None:
    pack = make(tmp_path, LEVELS + WHEN.replace("live: yes", "sectors: [bank, port]"))
    condition = pack.questions["one.second"].when
    assert condition is not None
    found = [condition.holds({"sectors": one}) for one in ("bank, shop", "shop", "none", "port")]
    assert found == [True, False, False, True]
    assert condition.holds({}) is None


@pytest.mark.parametrize("when", ["{sectors: none}", "{all: [{sectors: bank}, {sectors: port}]}"])
def test_lint_tries_what_can_hold_together(tmp_path: Path, when: str) -> None:
    make(tmp_path, LEVELS + WHEN.replace("{live: yes}", when))
    review = lint_pack(tmp_path / "small")
    assert not [remark for remark in review.remarks if remark.severity == "error"]


def test_a_fact_that_nothing_reads_is_sound(tmp_path: Path) -> None:
    make(tmp_path)
    assert not lint_pack(tmp_path / "small").remarks


REFUSED = (
    ("  - {id: a, ask: A?, several: yes}\n", '"several" goes with "options"'),
    (
        "  - {id: a, ask: A?, several: yes, options: [{id: none, text: X}]}\n",
        '"none" means something else',
    ),
)


@pytest.mark.parametrize(("fact", "message"), REFUSED)
def test_a_fact_that_cannot_be_several_is_refused(tmp_path: Path, fact: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        read_pack(write_pack(tmp_path, LEVELS, f"facts:\n{fact}"))


# ---------------------------------------------------------------- files and results


def test_both_stand_in_the_result_and_change_nothing(tmp_path: Path) -> None:
    pack = make(tmp_path)
    file = {**said("client", {"one.first": 3}), "facts": {"live": "yes"}}
    told = {**file, "facts": {"live": "yes", "size": "few", "sectors": ["shop", "bank"]}}
    results = []
    for number, content in enumerate((file, told)):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(content))
        result = score(read_answers(path, packs=[tmp_path]), as_of=TODAY)
        results.append(json.loads(result.model_dump_json()))
        assert result.verdict.depends_on == ()
    assert pack.conditional_facts == ("live",)
    without, with_ = results
    assert with_.pop("facts") == {"size": "few", "sectors": ["bank", "shop"], "live": "yes"}
    assert without.pop("facts") == {"live": "yes"}
    assert without.pop("unknown_facts") == ["size", "sectors"]
    assert with_.pop("unknown_facts") == []
    for document in results:
        del document["sources"]
    assert without == with_


def test_two_files_that_say_it_differently_are_refused() -> None:
    facts = [{"id": "a", "ask": "A?", "several": True, "options": [{"id": "x", "text": "X"}]}]
    files = [
        said("client", {"k.q": 3}, facts={"a": ["x"]}),
        said("partner", {"k.q": 3}, facts={"a": []}),
    ]
    with pytest.raises(AnswerError, match='the fact "a" is "none" here and "x" in'):
        read_small([levels("q")], *files, facts=facts)


def test_what_is_no_option_is_refused_at_its_place() -> None:
    facts = [{"id": "a", "ask": "A?", "several": True, "options": [{"id": "x", "text": "X"}]}]
    with pytest.raises(AnswerError, match='expected a list of "x" or "dont-know"'):
        read_small([levels("q")], said("client", {}, facts={"a": ["y"]}), facts=facts)


def test_reports_say_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path)
    file = {**said("client", {"one.first": 3}), "facts": {"sectors": ["shop", "bank"]}}
    (tmp_path / "a.json").write_text(json.dumps(file))
    for language in ("html", "md"):
        command = ["report", str(tmp_path / "a.json"), "--pack", str(tmp_path), "-f", language]
        assert main(command) == 0
        shown = capsys.readouterr().out
        assert "Which sectors?" in shown
        assert "Bank; Shop" in shown


def test_the_sides_can_agree_on_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path)
    folder = tmp_path / "answers"
    folder.mkdir()
    file = {**said("client", {"one.first": 3}), "facts": {"sectors": ["shop"]}}
    (folder / "a.json").write_text(json.dumps(file))
    command = ["settle", str(folder), "sectors", "shop, bank", "--pack", str(tmp_path)]
    assert main(command) == 0
    assert "Bank; Shop" in capsys.readouterr().out
    assert "sectors: [bank, shop]" in (folder / "engagement.yaml").read_text()


# ---------------------------------------------------------------- the interview


@pytest.fixture
def state(tmp_path: Path) -> State:
    return new_state(make(tmp_path), mode="quick")


def test_facts_that_none_or_only_a_note_reads_are_asked(state: State, tmp_path: Path) -> None:
    assert state.asked_facts == ("size", "sectors", "live")
    never = LEVELS + WHEN.replace("  quick: yes\n", "")
    other = new_state(make(tmp_path, never), mode="quick")
    assert other.asked_facts == ("size", "sectors")


def test_several_are_chosen_one_by_one_on_the_screen(state: State, tmp_path: Path) -> None:
    store = open_store(tmp_path, tmp_path)
    with sit_down(state, store, read=("A note for banks",)) as person:
        person.press("1<enter>", see="Which sectors?")
        person.see("That is all: None of these")
        person.press("2<enter>", see="Shop: chosen")
        person.press("1<enter>", see="That is all: Bank; Shop")
        person.press("2<enter>", see="That is all: Bank")
        person.press("0<enter>", see="Which sectors? Bank")
        person.see("Is it live?")
    store.close()
    assert "  sectors: [bank]\n" in (tmp_path / "answers.yaml").read_text()


def test_several_are_chosen_one_by_one_on_the_plain_interview(state: State, tmp_path: Path) -> None:
    store = open_store(tmp_path, tmp_path)
    written = io.StringIO()
    front = PlainFrontEnd(io.StringIO("1\n0\n:b\n3\n1\n\n:q\n"), written)
    after = converse(state, store, front, Signals(), lambda: 0.0)
    store.close()
    assert after.facts == {"size": "few", "sectors": "bank, port"}
    assert "1. Bank: chosen\n" in written.getvalue()
    again = open_store(tmp_path, tmp_path)
    assert again.facts == after.facts
    again.close()


def test_not_knowing_takes_all_choices_back(state: State) -> None:
    state = step(step(state, Choose("few")), Choose("bank"))
    assert step(state, Choose("dont-know")).facts["sectors"] == "dont-know"
    state = step(step(state, Choose("bank")), Choose("Go on"))
    assert state.facts["sectors"] == "none"
    items = {item.value: item.said for item in build_ask(step(state, Review())).items}
    assert items["sectors"] == "None of these"


def test_several_can_be_set_on_the_command_line(state: State) -> None:
    assert apply_assignments(state, ("sectors=port, bank",)).facts == {"sectors": "bank, port"}
    with pytest.raises(UsageError, match="expected"):
        apply_assignments(state, ("sectors=lake",))


def test_the_schema_of_answers_takes_a_list(tmp_path: Path) -> None:
    schema = build_answers_schema(make(tmp_path))["properties"]["facts"]["properties"]["sectors"]
    assert "array" in json.dumps(schema)
