"""The form in a real browser, offline: it asks what an interview asks, and gives the same file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from tests.browser import MARKS, opened
from tests.form.walks import draw_walk
from tests.form.world import MORE, TEXT, TODAY, write_pack, write_page
from tests.report.payloads import IN_FILES, SCREENS

from outsource_check.answers import read_answers
from outsource_check.cli import main
from outsource_check.form import open_form, render_form
from outsource_check.interview.sitting import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = MARKS

DO = """(steps) => {
  for (const [name, value] of steps) {
    const all = [...document.querySelectorAll('[name]')].filter((one) => one.name === name);
    const choice = all.find((one) => /radio|checkbox/.test(one.type) && one.value === value);
    if (choice) { choice.click(); continue; }
    const field = all.find((one) => !/radio|checkbox/.test(one.type));
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}"""
SHOWN = (
    "[...document.querySelectorAll('[data-question]')].filter((one) => !one.hidden)"
    ".map((one) => one.dataset.question)"
)
FACTS = SHOWN.replace("question", "fact")
READ = "(document.querySelector('[data-do=text]').click(), document.getElementById('text').value)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened() as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return open_page(context)


def open_page(context: BrowserContext) -> Page:
    """A page on the day of the tests, on which leaving with unsaved answers is allowed."""
    found = context.new_page()
    found.clock.set_fixed_time(f"{TODAY}T12:00:00Z")
    found.on("dialog", lambda dialog: dialog.accept())
    return found


def save(page: Page) -> str:
    with page.expect_download() as download:
        page.click("#save")
    path = download.value.path()
    return path.read_text(encoding="utf-8")


def read(page: Page) -> str:
    """The text of the file that would be saved: downloading takes Chromium a third of a second."""
    return str(page.evaluate(READ))


def load(text: str) -> Any:
    """A file as plain data, every value as its text: in JSON and YAML the same."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts only


def reopen(page: Page, file: Path, text: str) -> None:
    """The page anew, with a saved file opened in it."""
    page.goto(file.as_uri())
    page.set_input_files(
        "#open", {"name": "a.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
    )
    page.wait_for_function("!document.getElementById('status').hidden")


@pytest.mark.parametrize(("pack", "first", "walks"), [("small", 0, 180), ("eight-keys", 500, 20)])
def test_random_walks_ask_and_write_what_the_interview_does(
    page: Page, tmp_path: Path, pack: str, first: int, walks: int
) -> None:
    packs = (write_pack(tmp_path),) if pack == "small" else ()
    form = open_form(Request(today=TODAY, packs=packs, named=packs))
    file = tmp_path / "form.html"
    file.write_text(render_form(form), encoding="utf-8")
    for seed in range(first, first + walks):
        walk, answers, state, start = draw_walk(seed, tmp_path, packs)
        page.goto(file.as_uri())
        begin = [*start.items(), ("engagement", "App"), ("role", "CTO")]
        page.evaluate(DO, [*begin, *walk.steps])
        assert page.evaluate(SHOWN) == [one.id for one in state.questions], seed
        assert page.evaluate(FACTS) == [*state.asked_facts], seed
        text, expected = read(page), answers.read_text(encoding="utf-8")
        assert load(text) == load(expected), seed
        if seed % 4 == 0:  # 50 of them
            assert seed % 20 or save(page) == text
            reopen(page, file, text)
            assert read(page) == text, seed


def test_what_is_typed_by_hand_is_in_the_file(page: Page, tmp_path: Path) -> None:
    page.goto(write_page(tmp_path, side="client").as_uri())
    page.check('[name="facts.stage"][value="running"]')
    page.check('[name="work.goal"][value="4"]')
    goal = page.locator('[data-question="work.goal"]')
    goal.locator("summary").last.click()
    page.fill('[name="work.goal:note"]', "two\nlines")
    for number, what in enumerate(("Page", "Plan")):
        page.fill(f'[name="work.goal:evidence/{number}/what"]', what)
        goal.get_by_role("button", name="Add one more").click()
    page.check('[name="work.kind"][value="part"]')
    page.fill('[name="work.speed"]', "3")
    page.check('[name="people.gaps/money"][value="nobody"]')
    places = page.locator('[data-question="people.hours"]')
    places.get_by_role("button", name="Add a place of the partner").click()
    for number, city in enumerate(("London", "Hanoi", "Hanoi")):
        page.fill(f'[name="people.hours:sites/{number}/zone"]', city)
        page.fill(f'[name="people.hours:sites/{number}/hours"]', "9-17")
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename == "app-client-cto.yaml"
    answers = json.loads(download.value.path().read_text(encoding="utf-8"))["answers"]
    assert answers["work.goal"] == {
        "level": 4,
        "evidence": [{"what": "Page"}, {"what": "Plan"}],
        "note": "two\nlines",
    }
    assert [answers[name] for name in ("work.kind", "work.speed")] == ["part", 3]
    assert [one["name"] for one in answers["people.hours"]["sites"]] == [
        "London",
        "Hanoi",
        "Hanoi 2",
    ]
    assert "Nobody can release money." in page.inner_text("#findings")


def test_what_cannot_be_read_is_said_and_what_is_missing_is_asked_for(
    page: Page, tmp_path: Path
) -> None:
    page.goto(write_page(tmp_path, role="").as_uri())
    page.click("#save")
    assert "Say for which side you answer" in page.inner_text("#status")
    page.check('[name="side"][value="client"]')
    page.fill('[name="role"]', "CTO")
    page.fill('[name="work.speed"]', "soon")
    page.check('[name="work.goal"][value="not-applicable"]')
    assert load(save(page))["answers"] == {}
    told = page.inner_text("#status")
    assert "“soon” is no number" in told
    assert "Say in a few words why it does not apply." in told
    page.get_by_role("button", name="is no number").click()
    assert page.evaluate("document.activeElement.name") == "work.speed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "This is no file that this page has saved"),
        ("format: outsource-check/answers/v1\npack: small\n", "written in a terminal"),
        ('{"format": "outsource-check/answers/v1", "pack": "x"}', "answers other questions"),
    ],
)
def test_a_file_that_is_none_of_its_own_is_refused(
    page: Page, tmp_path: Path, text: str, said: str
) -> None:
    file = write_page(tmp_path, side="client")
    reopen(page, file, text)
    assert said in page.inner_text("#status")


def test_every_hostile_text_comes_back_as_it_was(page: Page, tmp_path: Path) -> None:
    file = write_page(tmp_path, side="client")
    pack = tmp_path / "packs" / "small"
    page.goto(file.as_uri())
    texts = [text for text in (*IN_FILES, *SCREENS, "\x7f\x85\ufeffx") if text.strip()]
    typed = [text.replace("\r", "") for text in texts]
    before = page.evaluate("document.querySelectorAll('*').length")
    for text in typed:
        page.evaluate(DO, [["work.goal:note", text], ["work.goal", "2"]])
        saved = read(page)
        answers = tmp_path / "answers.yaml"
        answers.write_text(saved, encoding="utf-8")
        (source,) = read_answers(answers, packs=[pack]).sources
        assert source.content.answers["work.goal"].note == text.strip(), ascii(text)
    assert page.evaluate("document.querySelectorAll('*').length") - before < 5
    reopen(page, file, saved)
    assert page.input_value('[name="work.goal:note"]') == typed[-1].strip()


def test_not_one_request_leaves_the_page_and_the_policy_refuses_nothing(
    context: BrowserContext, tmp_path: Path
) -> None:
    page, seen, said = open_page(context), [], []
    page.on("request", lambda one: seen.append(one.url))
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    file = write_page(tmp_path, side="client")
    page.goto(file.as_uri())
    page.check('[name="work.goal"][value="2"]')
    save(page)
    page.get_by_role("button", name="Copy as text").click()
    assert json.loads(page.input_value("#text"))["answers"] == {"work.goal": 2}
    assert [one for one in seen if not one.startswith("blob:")] == [file.as_uri()]
    assert said == []


def test_nothing_is_stored_and_a_page_elsewhere_reads_nothing(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = open_page(context)
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])"
        " Object.defineProperty(window, name, { get() { throw new Error('no storage'); } });"
    )
    page.goto(write_page(tmp_path, side="client").as_uri())
    page.check('[name="work.goal"][value="2"]')
    assert load(save(page))["answers"] == {"work.goal": "2"}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "other.html").write_text("<title>x</title>", encoding="utf-8")
    other = context.new_page()
    other.goto((elsewhere / "other.html").as_uri())
    kept = "Object.keys(localStorage).length + Object.keys(sessionStorage).length"
    assert other.evaluate(kept) == 0
    assert other.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert context.cookies() == []


def test_leaving_with_unsaved_answers_is_asked_back_and_two_tabs_do_not_mix(
    context: BrowserContext, tmp_path: Path
) -> None:
    file = write_page(tmp_path, side="client")
    page, other = context.new_page(), open_page(context)
    asked: list[str] = []

    def hear(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", hear)
    page.goto(file.as_uri())
    page.close(run_before_unload=True)
    other.wait_for_timeout(300)
    assert page.is_closed()
    assert asked == []
    page = context.new_page()
    page.on("dialog", hear)
    page.goto(file.as_uri())
    page.check('[name="work.goal"][value="2"]')
    other.goto(file.as_uri())
    assert not other.is_checked('[name="work.goal"][value="2"]')
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.is_checked('[name="work.goal"][value="2"]')
    save(page)
    page.close(run_before_unload=True)
    other.wait_for_timeout(300)
    assert page.is_closed()
    assert asked == ["beforeunload"]


def test_without_javascript_it_is_read_and_says_what_it_cannot_do(
    browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(write_page(tmp_path).as_uri())
    text = page.locator("body").inner_text()
    assert "JavaScript is off" in text
    assert "What shows the goal of the work?" in text
    assert page.locator("#save").is_hidden()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    file = write_page(tmp_path)
    for scheme in ("light", "dark"):
        page = browser.new_page(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(file.as_uri())
        page.evaluate(DO, [["side", "client"], ["work.goal", "0"], ["work.kind", "not-applicable"]])
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.click("#save")
        found = Axe().run(page)
        told = [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]]
        assert told == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


def test_each_question_is_announced_with_its_choices(page: Page, tmp_path: Path) -> None:
    page.goto(write_page(tmp_path, side="client").as_uri())
    group = page.get_by_role("group", name=re.compile("Written goal.*What shows the goal"))
    names = [
        "0 No goal was named by anyone.",
        "4 A goal with a number was reached once.",
        "I don’t know",
        "Does not apply to us",
    ]
    for name in names:
        assert group.get_by_role("radio", name=name, exact=True).count() == 1, name
    row = page.get_by_role("group", name="Going live", exact=True)
    assert row.get_by_role("radio").count() == 5
    assert page.get_by_role("textbox", name="What is your role?").count() == 1
    assert page.get_by_role("button", name="Save answers").count() == 1
    assert page.get_by_label("Open answers").count() == 1


def test_the_keyboard_alone_answers_and_saves(page: Page, tmp_path: Path) -> None:
    page.goto(write_page(tmp_path, side="client").as_uri())
    seen: list[str] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "((one) => `${one.name || one.id || one.textContent} "
            "${getComputedStyle(one).outlineStyle}`)(document.activeElement)"
        )
        seen.append(here)
        if here.startswith("work.goal "):
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        if here.startswith("save "):
            break
    assert seen[-1].startswith("save ")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    saved = load(download.value.path().read_text(encoding="utf-8"))
    assert saved["answers"] == {"work.goal": "1"}
    missing = {"work.kind", "work.speed", "people.gaps/money", "people.hours", "money.budget:fees"}
    assert missing <= {one.split()[0] for one in seen}


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_on_paper_it_is_a_questionnaire(page: Page, tmp_path: Path, size: str) -> None:
    page.goto(write_page(tmp_path, side="client").as_uri())
    document = pypdfium2.PdfDocument(page.pdf(format=size))
    sheets = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    text = "\n".join(sheets)
    for shown in ("Written goal", "Does not apply to us", "Note, or what proves it:"):
        assert shown in text
    for hidden in ("Save answers", "Print", "Clear this answer", "What your answers say"):
        assert hidden not in text
    first, last = "No goal was named by anyone.", "A goal with a number was reached once."
    assert any(first in sheet and last in sheet for sheet in sheets)


def test_hostile_packs_run_nothing(context: BrowserContext, tmp_path: Path) -> None:
    page, said = open_page(context), []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    for number, text in enumerate(IN_FILES[:24]):
        folder = tmp_path / str(number)
        folder.mkdir()
        quoted = json.dumps(text)
        title = TEXT["pack.yaml"].replace("title: A small pack", f"title: {quoted}")
        more = MORE.replace("title: What else\n", f"title: {quoted}\n")
        write_pack(folder, pack=title, more=more.replace("Nobody opens them.", quoted))
        page.goto(write_page(folder, side="client", engagement=text).as_uri())
        page.evaluate(DO, [["more.shops", "0"]])
        assert (
            page.locator('[data-question="more.said"] .title').inner_text().split() == text.split()
        )
        assert load(save(page))["engagement"] == text
    assert said == []


def test_a_partner_answers_on_a_phone_and_the_client_scores_both_sides(
    browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "mobile-app"
    sent = ["--role", "CTO", "--engagement", "Mobile app", "--side", "client", "--quick"]
    assert main(["assess", str(folder), *sent, "--no-input", "--set", "goals.drivers=3"]) == 0
    form = tmp_path / "form.html"
    asked = ["--side", "partner", "--for", "Account lead", "--quick", "-o", str(form)]
    assert main(["form", str(folder), *asked]) == 0
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = open_page(context)
    page.goto(form.as_uri())
    page.tap('[name="facts.stage"][value="selecting"]')
    for one in page.locator("[data-question]:visible").all():
        choices = one.locator('> label > input[type="radio"]')
        choices.nth(min(2, choices.count() - 3) if choices.count() > 2 else 0).tap()
    with page.expect_download() as download:
        page.tap("#save")
    back = tmp_path / download.value.suggested_filename
    download.value.save_as(back)
    context.close()
    assert back.name == "mobile-app-partner-account-lead.yaml"
    assert main(["assess", str(folder), "--add", str(back)]) == 0
    engagement = read_answers(folder)
    assert {one.content.respondent.side for one in engagement.sources} == {"client", "partner"}
    assert main(["score", str(folder)]) == 0
