"""What a form asks, what stands in its page, and the command that writes it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from tests.form.world import MORE, TEXT, TODAY, load, open_small, write_pack, write_page
from tests.report.payloads import IN_FILES

from outsource_check.answers import read_answers
from outsource_check.cli import main
from outsource_check.errors import AnswerError, UsageError
from outsource_check.form import open_form, render_form
from outsource_check.form.data import make_data, write_data
from outsource_check.interview.model import Header
from outsource_check.interview.sitting import Request
from outsource_check.pack import SIDES


def write_answers(folder: Path, name: str, **fields: Any) -> Path:
    who = {"side": "client", "role": "CTO"} | fields.pop("respondent", {})
    file = {
        "format": "outsource-check/answers/v1",
        "pack": "small",
        "pack_version": "1.2.0",
        "engagement": "App",
        "respondent": who,
        "mode": "full",
        "date": "2026-11-20",
        **fields,
    }
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / name
    path.write_text(json.dumps(file, indent=2), encoding="utf-8")
    return path


def asked(form: Any) -> list[str]:
    return [question.id for question in form.list_questions()]


# ---------------------------------------------------------------------------- what it asks


def test_a_new_form_asks_what_its_side_is_asked(tmp_path: Path) -> None:
    both = asked(open_small(tmp_path))
    assert "more.shops" in both
    assert asked(open_small(tmp_path, side="client")) == both
    assert asked(open_small(tmp_path, side="partner")) == [n for n in both if n != "more.shops"]
    assert asked(open_small(tmp_path, quick=True)) == ["work.goal", "people.gaps"]
    assert asked(open_small(tmp_path, keys=("money",))) == ["money.budget"]


def test_a_folder_s_form_asks_what_nobody_of_the_side_knows(tmp_path: Path) -> None:
    folder = tmp_path / "e"
    said = {"work.goal": 3, "work.speed": "dont-know", "work.kind": {"note": "n"}}
    away = {"people.hours": {"not_applicable": "alone"}}
    write_answers(folder, "a.yaml", facts={"stage": "running"}, answers={**said, **away})
    whole = asked(open_small(tmp_path, side="client"))
    form = open_small(tmp_path, path=folder, side="client")
    assert asked(form) == [n for n in whole if n not in ("work.goal", "people.hours")]
    assert [fact.id for fact in form.list_facts()] == ["saving", "parts"]
    assert make_data(form)["others"] == {"stage": ["running"]}
    assert form.header.engagement == "App"
    partner = open_small(tmp_path, path=folder, side="partner")
    assert "work.goal" in asked(partner)


def test_a_file_s_form_holds_its_answers_and_asks_everything(tmp_path: Path) -> None:
    answers = {
        "work.goal": {"level": 4, "evidence": [{"what": "Page", "date": "2026-10-01"}]},
        "work.speed": 2.5,
        "people.gaps": ["money"],
        "money.budget": {"costs": {"currency": "EUR", "fees": "0.000000001"}},
    }
    waiver = {"question": "work.goal", "by": "D", "reason": "R", "date": "2026-11-20"}
    facts = {"stage": "dont-know", "saving": "yes", "parts": ["bank", "shop"]}
    file = write_answers(tmp_path / "e", "a.yaml", facts=facts, answers=answers, waivers=[waiver])
    form = open_small(tmp_path, path=file, engagement="", role="")
    start = make_data(form)["start"]
    nobody = {"release": "nobody", "design": "nobody"}
    assert start["answers"] == {
        **answers,
        "people.gaps": {"rows": {"money": "named", **nobody}},
        "money.budget": {"costs": {"currency": "EUR", "fees": 1e-09}},
    }
    assert start["facts"] == facts
    assert start["waivers"] == [waiver]
    assert start["date"] == "2026-11-20"
    assert asked(form) == asked(open_small(tmp_path, side="client"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"path": Path("nowhere")}, 'there is no "nowhere"'),
        ({"path": Path("e")}, "whom is the form for"),
        ({"path": Path("e/a.yaml"), "side": "partner"}, "answers for the client"),
        ({"path": Path("e"), "side": "client", "engagement": "Other"}, 'is about "App"'),
        ({"keys": ("nothing",)}, 'there is no key "nothing"'),
        ({"path": Path("e"), "side": "client", "keys": ("money",)}, "nothing is still to be asked"),
    ],
)
def test_what_makes_no_form_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_answers(tmp_path / "e", "a.yaml", answers={"money.budget": {"level": 2}})
    given = {"engagement": "", **fields}
    with pytest.raises(UsageError, match=re.escape(said)):
        open_small(tmp_path, **given)


# -------------------------------------------------------------------------------- the page


def test_controls_have_the_names_of_what_they_answer(tmp_path: Path) -> None:
    tree = html5lib.parse(write_page(tmp_path, side="client").read_text(encoding="utf-8"))
    names: dict[str, list[str]] = {}
    for element in tree.iter("{http://www.w3.org/1999/xhtml}input"):
        if element.get("type") == "radio":
            names.setdefault(element.get("name"), []).append(element.get("value"))
    always = ["dont-know", "not-applicable"]
    assert names["work.goal"] == ["0", "1", "2", "3", "4", *always]
    assert names["work.kind"] == ["whole", "part", *always]
    assert names["work.speed"] == ["none", *always]
    assert names["people.gaps"] == always
    assert names["people.gaps/money"] == ["named", "several", "nobody", *always]
    assert names["people.hours"] == ["sites", "0", "1", "2", "3", "4", *always]
    assert names["facts.stage"] == ["alone", "chosen", "running", "dont-know"]
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert {"save", "open"} <= {*ids}
    assert len(ids) == len({*ids})


def test_the_partner_s_form_has_the_partner_s_words_alone(tmp_path: Path) -> None:
    page = write_page(tmp_path, side="partner").read_text(encoding="utf-8")
    assert "What were you shown of the goal?" in page
    assert "What shows the goal of the work?" not in page
    assert "Who runs the shops?" not in page


def test_the_policy_lets_the_page_s_own_script_and_style_pass_and_nothing_else(
    tmp_path: Path,
) -> None:
    page = write_page(tmp_path).read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data:;"
        r" base-uri 'none'; form-action 'none'",
        policy.replace("&#39;", "'"),
    )
    assert not re.search(r"<[^>]*\son\w+=|\sstyle=|(src|href)=[\"']?http", page)


def outline(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes."""
    return [
        (element.tag, tuple(sorted(map(str, element.attrib))))
        for element in html5lib.parse(page).iter()
        if isinstance(element.tag, str)
    ]


@pytest.mark.parametrize("text", IN_FILES)
def test_hostile_texts_are_texts(tmp_path: Path, text: str) -> None:
    quoted = json.dumps(text)

    def make(said: str) -> str:
        files = {
            "pack": TEXT["pack.yaml"]
            .replace("title: A small pack", f"title: {said}")
            .replace("text: Nobody is chosen", f"text: {said}")
            .replace("ask: Is the reason to save money?", f"ask: {said}"),
            "more": MORE.replace("title: Shops\n", f"title: {said}\n")
            .replace("Nobody opens them.", said)
            .replace("Name somebody.", said)
            .replace("What else is there?", said),
        }
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        write_pack(folder, **files)
        said_text = json.loads(said)
        form = open_small(folder, engagement=said_text, role=said_text)
        assert json.loads(write_data(form).encode()) == make_data(form)
        return render_form(form)

    assert outline(make(quoted)) == outline(make('"Harmless"'))


def test_the_shipped_form_is_small_whoever_answers() -> None:
    for side in (*SIDES, None):
        form = open_form(Request(today=TODAY, side=side))
        size = len(render_form(form).encode())
        assert size <= 400_000, side


# ------------------------------------------------------------------------------ the command


def test_the_command_writes_the_page_and_notes_who_was_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = str(write_pack(tmp_path))
    folder = tmp_path / "e"
    write_answers(folder, "a.yaml")
    page = tmp_path / "form.html"
    command = ["form", str(folder), "--side", "client", "--for", "CFO", "-o", str(page)]
    for _ in range(2):
        assert main([*command, "--pack", pack]) == 0
    assert capsys.readouterr().err.count("CFO was asked") == 1
    assert '"role":"CFO"' in page.read_text(encoding="utf-8")
    engagement = read_answers(folder, packs=[pack])
    assert engagement.decided is not None
    assert [one.role for one in engagement.decided.content.asked] == ["CFO"]
    assert main(["form", "--pack", pack, "--side", "partner"]) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--for", "CFO"], 2, "name the folder"),
        (["e/a.yaml", "-o", "e/a.yaml"], 2, "is read by this command"),
        (["-o", "nowhere/form.html"], 74, "does not exist"),
        (["e/broken.yaml"], 3, "broken.yaml:1:1"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    status: int,
    said: str,
) -> None:
    pack = str(write_pack(tmp_path))
    monkeypatch.chdir(tmp_path)
    write_answers(tmp_path / "e", "a.yaml")
    (tmp_path / "e" / "broken.yaml").write_text("hello\n", encoding="utf-8")
    assert main(["form", *words, "--pack", pack]) == status
    assert said in capsys.readouterr().err


# ------------------------------------------------------------------------- what comes back


@pytest.mark.parametrize("quote", ["", "> ", ">> ", "\u00a0"])
def test_a_pasted_mail_is_added(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quote: str
) -> None:
    pack = str(write_pack(tmp_path))
    note = "> not a mark\u00a0of a mail, {curly}"
    answers = {"work.goal": {"level": 2, "note": note}}
    text = write_answers(tmp_path, "sent.yaml", answers=answers).read_text(encoding="utf-8")
    lines = ["Hello,", "here they are:", *text.splitlines(), "--", "Dana"]
    mail = tmp_path / "mail.txt"
    mail.write_text("\r\n".join(f"{quote}{line}" for line in lines), encoding="utf-8")
    folder = tmp_path / "e"
    assert main(["assess", str(folder), "--add", str(mail), "--pack", pack]) == 0
    assert "app-client-cto.yaml: the client, CTO, 1 answer." in capsys.readouterr().out
    (source,) = read_answers(folder, packs=[pack]).sources
    answer = source.content.answers["work.goal"]
    assert (answer.level, answer.note.replace("\\u00a0", "\u00a0")) == (2, note)


def test_two_people_are_two_files_and_one_person_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = str(write_pack(tmp_path))
    folder = tmp_path / "e"

    def add(name: str, **fields: Any) -> int:
        file = write_answers(tmp_path, name, **fields)
        return main(["assess", str(folder), "--add", str(file), "--pack", pack])

    assert add("1.yaml", answers={"work.goal": 1}) == 0
    assert add("2.yaml", answers={"work.goal": 1}) == 3
    assert "the same answers are there already" in capsys.readouterr().err
    assert add("3.yaml", answers={"work.goal": 2}) == 3
    assert "has answers there already, in" in capsys.readouterr().err
    assert add("4.yaml", answers={"work.goal": 2}, respondent={"role": "CFO"}) == 0
    assert add("5.yaml", engagement="Other", respondent={"role": "PO"}) == 3
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["app-client-cfo.yaml", "app-client-cto.yaml"]


@pytest.mark.parametrize(
    ("names", "who", "refused"),
    [
        (("a.yaml", "a (1).yaml"), ({}, {}), True),
        (("a.yaml", "a(1).yaml"), ({}, {}), True),
        (("a (1).yaml", "a (2).yaml"), ({}, {"name": "Dana"}), True),
        (("a.yaml", "a 2.yaml"), ({}, {"role": "cto"}), True),
        (("a.yaml", "b.yaml"), ({}, {}), False),
        (("client.yaml", "client-2.yaml"), ({}, {}), False),
        (("a.yaml", "a (1).yaml"), ({}, {"role": "CFO"}), False),
        (("a.yaml", "a (1).yaml"), ({"name": "Dana"}, {"name": "Lee"}), False),
        (("a.yaml", "a (1).yaml"), ({}, {"side": "partner"}), False),
    ],
)
def test_a_file_that_was_downloaded_once_more_is_not_taken_for_a_second_person(
    tmp_path: Path,
    names: tuple[str, str],
    who: tuple[dict[str, str], dict[str, str]],
    *,
    refused: bool,
) -> None:
    pack = write_pack(tmp_path)
    for level, (name, one) in enumerate(zip(names, who, strict=True)):
        write_answers(tmp_path / "e", name, answers={"work.goal": level}, respondent=one)
    if not refused:
        assert len(read_answers(tmp_path / "e", packs=[pack]).sources) == 2
        return
    with pytest.raises(AnswerError) as raised:
        read_answers(tmp_path / "e", packs=[pack])
    (problem,) = raised.value.problems
    assert "saved once more" in problem.text
    assert "remove the older one" in problem.hint


def test_the_same_download_twice_counts_once(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    for name in ("a.yaml", "a (1).yaml"):
        write_answers(tmp_path / "e", name, answers={"work.goal": 1})
    assert len(read_answers(tmp_path / "e", packs=[pack]).sources) == 1


def test_a_form_needs_no_header(tmp_path: Path) -> None:
    form = open_small(tmp_path, engagement="", role="")
    assert form.header == Header(date=TODAY)
    assert load(tmp_path).id == form.pack.id
