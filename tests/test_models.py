"""Models: frozen, strict, and made from plain Python data as from files."""

from __future__ import annotations

import datetime
import pkgutil
import sys
from fractions import Fraction
from importlib import import_module
from typing import Any

import pytest
from pydantic import ValidationError

import outsource_check
from outsource_check.answers import AnswerFile, Evidence, Respondent
from outsource_check.models import Model
from outsource_check.pack import load_pack
from outsource_check.pack.kinds import NumberQuestion

FILE: dict[str, Any] = {
    "format": "outsource-check/answers/v1",
    "pack": "eight-keys",
    "pack_version": "1.0.0",
    "engagement": "App",
    "respondent": {"side": "client", "role": "CTO"},
    "date": datetime.date(2026, 11, 23),
    "facts": {"takes-over-system": True},
    "answers": {
        "goals.drivers": 3,
        "goals.scope": "dont-know",
        "goals.objectives": {"level": 4, "evidence": [{"what": "sheet"}], "due": "2026-12-01"},
        "decision-makers.speed": {"value": 2.5},
    },
}


def judge(**changes: Any) -> AnswerFile:
    return AnswerFile.model_validate({**FILE, **changes}, context=load_pack("eight-keys"))


def test_an_answer_file_is_made_from_plain_python_data() -> None:
    found = judge()
    assert found.facts == {"takes-over-system": "yes"}
    assert found.answers["goals.drivers"].level == 3
    assert found.answers["goals.scope"].dont_know
    assert found.answers["goals.objectives"].evidence == (Evidence(what="sheet"),)
    assert found.answers["goals.objectives"].due == datetime.date(2026, 12, 1)
    assert found.answers["decision-makers.speed"].value == Fraction(5, 2)


WRONG: list[tuple[dict[str, Any], tuple[str | int, ...], str]] = [
    ({"answers": {"goals.drivers": 5}}, ("answers", "goals.drivers"), "a level from 0 to 4"),
    ({"answers": {"goals.nix": 1}}, ("answers", "goals.nix", "[key]"), "no question"),
    ({"answers": {"goals.drivers": True}}, ("answers", "goals.drivers"), "is a question of kind"),
    ({"facts": {"stage": "never"}}, ("facts", "stage"), 'expected "no-partner"'),
    ({"date": "yesterday"}, ("date",), "expected a date"),
    ({"date": datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)}, ("date",), "expected a date"),
    ({"pack": "other"}, ("pack",), "expected the pack that is the `context`"),
    ({"pack_version": "9.0.0"}, ("pack_version",), "get that version"),
    ({"mood": "good"}, ("mood",), "Extra inputs are not permitted"),
]


@pytest.mark.parametrize(("change", "place", "words"), WRONG)
def test_plain_data_is_judged_as_a_file_is(
    change: dict[str, Any], place: tuple[str | int, ...], words: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        judge(**change)
    (error,) = caught.value.errors()
    assert error["loc"] == place
    assert words in error["msg"] + str(error.get("ctx", {}).get("hint", ""))


def test_answers_are_not_judged_without_their_pack() -> None:
    with pytest.raises(ValidationError, match="give the pack as `context`"):
        AnswerFile.model_validate(FILE)


def test_a_model_cannot_be_changed_and_equal_ones_are_one() -> None:
    one = Evidence(what="x")
    with pytest.raises(ValidationError, match="frozen"):
        one.what = "y"
    assert len({one, Evidence(what="x", date=None), Evidence(what="y")}) == 2


def test_what_was_worked_out_of_a_model_is_worked_out_anew_after_a_change() -> None:
    question = next(
        one for one in load_pack("eight-keys").questions.values() if isinstance(one, NumberQuestion)
    )
    assert question.limits
    changed = question.replace(min=Fraction(3), max=Fraction(4))
    assert changed.limits == (Fraction(3), Fraction(4))


def test_fields_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(ValidationError, match="an anonymous respondent has no"):
        Respondent(side="client", role="CTO", name="Dana", anonymous=True)


def all_models(base: type[Model] = Model) -> list[type[Model]]:
    below = base.__subclasses__()
    return [*below, *(model for one in below for model in all_models(one))]


@pytest.fixture(scope="module")
def modules() -> list[str]:
    """All modules, loaded; `system` has one that only Windows can load."""
    found = [
        module.name
        for module in pkgutil.walk_packages(outsource_check.__path__, "outsource_check.")
        if not module.name.startswith("outsource_check.system") and "__main__" not in module.name
    ]
    for name in found:
        import_module(name)
    return found


@pytest.mark.usefixtures("modules")
def test_every_model_is_frozen_strict_and_refuses_what_is_not_its_own() -> None:
    assert len(all_models()) > 100
    for model in all_models():
        config = model.model_config
        assert config.get("frozen"), model
        assert config.get("strict"), model
        assert config.get("extra") == "forbid", model


def test_no_annotation_of_a_model_or_a_command_is_a_text(modules: list[str]) -> None:
    """Pydantic and Typer would compile each of them at every start."""
    of_models = {model.__module__ for model in all_models()}
    of_commands = {name for name in modules if hasattr(sys.modules[name], "typer")}
    read = {name for name in of_models | of_commands if name in modules}
    texts = [name for name in sorted(read) if hasattr(sys.modules[name], "annotations")]
    assert not texts, "leave out `from __future__ import annotations` there (CONTRIBUTING, Rules)"
