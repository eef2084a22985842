"""Hostile text in every field of an answer file and a pack stays text, in every report.

A report reads no policy, so none of a policy's texts can reach it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.chance import spread
from tests.report.inspection import inspect_page
from tests.report.pages import Page
from tests.report.payloads import ALONE, IN_FILES
from tests.report.test_markdown import read_with_github, read_with_markdown_it, take_apart
from tests.report.worlds import DAY, HTML, SITES, look_back, write_answers, write_pack

from outsource_check.answers import read_answers
from outsource_check.report import list_templates, render
from outsource_check.result import Result, score

if TYPE_CHECKING:
    from pathlib import Path

MARKDOWN = [template.name for template in list_templates() if "md" in template.languages]
READERS = (read_with_github, read_with_markdown_it)
MOVING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control and bidi characters; a line end is none."""
PACK_TEXTS = (
    *(
        "title: Tiny pack",
        "source: A source",
        "ask: How far is it",
        "why: It decides what is asked",
    ),
    *("text: Not signed", "title: Know your aims", "summary: What it is for.", "quote: Aim first."),
    *("title: Reasons", "ask: Why is it done?", "why: Without reasons nothing can be judged."),
    *("because: Nobody can say what for.", "owner: Sponsor", "done_when: One page ranks them."),
    *("do: Write the reasons down. Rank them.", "unit: days", "because: Waiting is paid for."),
    *("text: The code", "because: Leaving would mean starting again.", "text: A draft"),
    *("title: Form of contract", "cite: A study (2020)", "says: Reasons help."),
)
"""Fields of the tiny pack with their texts; the lists of texts come beside them."""
PACK_LISTS = {
    "levels: [No reason., A habit., ": "levels: [{}, {}, ",
    "evidence: [A page of reasons]": "evidence: [{}]",
}


def make_hostile(folder: Path, text: str) -> Result:
    """The small engagement with a text in every field that takes one."""
    # A pack refuses what does not print; in an answer it is cleaned.
    pack = write_pack(folder, **(_change_pack(text) if text.isprintable() else {}))
    evidence = [{"what": text, "where": text, "date": "2020-01-01"}]
    own = {"note": text, "evidence": evidence, "owner": text, "due": "2027-01-01"}
    row = {"option": "no", "who": text, "note": text}
    answers = {
        "aims.reasons": {"level": "0", **own},
        "aims.speed": {"dont_know": "yes", "note": text, "owner": text},
        "aims.money": {"not_applicable": text},
        "work.rights": {"rows": {"code": row, "data": "dont-know"}, **own},
        "work.form": {"option": "draft", **own},
        "work.hours": SITES,
    }
    waiver = {"question": "aims.reasons", "by": text, "reason": text, "date": "2026-11-01"}
    then = write_answers(folder, "client", {"aims.reasons": "2"}, facts={}, engagement=text)
    before = score(read_answers(then, packs=[pack]), as_of=DAY)
    files = [
        write_answers(
            folder,
            side,
            answers,
            engagement=text,
            respondent={"side": side, "role": text, "name": text},
            waivers=[waiver] if side == "client" else [],
        )
        for side in ("client", "partner")
    ]
    return look_back(before, score(read_answers(files, packs=[pack]), as_of=DAY), text)


def _change_pack(text: str) -> dict[str, str]:
    quoted = "'" + text.replace("'", "''") + "'"
    changes = {line: f"{line.partition(':')[0]}: {quoted}" for line in PACK_TEXTS}
    return changes | {old: new.format(quoted, quoted) for old, new in PACK_LISTS.items()}


def group(texts: tuple[str, ...], size: int) -> list[str]:
    """Several texts as one, so that a report carries many of them in every field."""
    return [" ".join(texts[at : at + size]) for at in range(0, len(texts), size)]


PAYLOADS = [*group(IN_FILES, 8), *ALONE]


def test_every_text_of_the_pack_is_replaced(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, **_change_pack("HOSTILE"))
    written = "".join(file.read_text(encoding="utf-8") for file in sorted(pack.iterdir()))
    assert written.count("'HOSTILE'") >= len(PACK_TEXTS) + 3


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return make_hostile(tmp_path_factory.mktemp("harmless"), "plain")


@pytest.fixture(scope="module")
def shapes(harmless: Result) -> dict[str, object]:
    """What the pages are made of where no text is hostile."""
    return {name: Page(render(harmless, template=name)).shape() for name in HTML}


@pytest.fixture(scope="module")
def plain(harmless: Result) -> dict[str, list[object]]:
    """What each reader sees in the Markdown where no text is hostile."""
    texts = {name: render(harmless, template=name, format="md") for name in MARKDOWN}
    return {name: [take_apart(read(texts[name]))[0] for read in READERS] for name in MARKDOWN}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_data_becomes_markup_in_any_page(
    tmp_path: Path, shapes: dict[str, object], payload: str
) -> None:
    result = make_hostile(tmp_path, payload)
    for name in HTML:
        page = render(result, template=name)
        assert Page(page).shape() == shapes[name], name
        assert inspect_page(page) == [], name
        assert not MOVING.search(page), name


@pytest.mark.parametrize("payload", spread(PAYLOADS, 12))
def test_no_data_becomes_markup_in_any_markdown(
    tmp_path: Path, plain: dict[str, list[object]], payload: str
) -> None:
    result = make_hostile(tmp_path, payload)
    for name in MARKDOWN:
        text = render(result, template=name, format="md")
        assert not MOVING.search(text), name
        assert [take_apart(read(text))[0] for read in READERS] == plain[name], name


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_moves_a_cursor_in_the_table_or_the_context(tmp_path: Path, payload: str) -> None:
    result = make_hostile(tmp_path, payload)
    for form in ("csv", "context"):
        assert not MOVING.search(render(result, template="plan", format=form))
