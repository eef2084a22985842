"""Reports in a real browser: accessible, printable, and without a single request."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser import MARKS, opened
from tests.report.pages import Page as Parts
from tests.report.worlds import (
    HTML,
    POOR,
    WORLDS,
    look_back,
    make_full_result,
    make_result,
)

from outsource_check.report import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = MARKS

PAGE_ONE = ("readiness", "executive", "partner")
FULL = "all shipped questions, much to say"
SITUATIONS = (*WORLDS, FULL)
COMPARED = (FULL, "far apart")
"""Situations that are compared with an earlier state."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened() as found:
        yield found


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Every template of every world, as a file."""
    files = {}
    for world in SITUATIONS:
        folder, earlier = (tmp_path_factory.mktemp(name) for name in ("world", "earlier"))
        result = make_full_result(folder) if world == FULL else make_result(folder, **WORLDS[world])
        if world in COMPARED:
            full = world == FULL
            then = make_full_result(earlier, 1) if full else make_result(earlier, client=POOR)
            result = look_back(then, result)
        for template in HTML:
            file = folder / f"{template}.html"
            file.write_text(render(result, template=template), encoding="utf-8")
            files[world, template] = file
    return files


def visit(browser: Browser, file: Path, width: int = 1280, scheme: str = "light") -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("template", HTML)
def test_axe_finds_nothing_at_any_width_in_any_scheme(
    browser: Browser, reports: dict[tuple[str, str], Path], template: str
) -> None:
    worlds = ("nearly empty", "far apart") if template == "readiness" else ("far apart",)
    for world in worlds:
        for width in (1280, 320):
            for scheme in ("light", "dark"):
                page = visit(browser, reports[world, template], width, scheme)
                found = Axe().run(page)
                told = [
                    (violation["id"], violation["nodes"][0]["html"][:200])
                    for violation in found.response["violations"]
                ]
                assert told == [], (world, width, scheme)
                page.close()


@pytest.mark.parametrize("template", HTML)
@pytest.mark.parametrize("width", [1280, 400, 320])
def test_no_page_is_wider_than_its_screen(
    browser: Browser, reports: dict[tuple[str, str], Path], template: str, width: int
) -> None:
    for world in SITUATIONS:
        page = visit(browser, reports[world, template], width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, world
        page.close()


def _note(into: list[str], name: str, event: object) -> None:
    into.append(getattr(event, name))


def test_nothing_is_requested_and_the_policy_refuses_nothing(
    browser: Browser, reports: dict[tuple[str, str], Path]
) -> None:
    for template in HTML:
        page = browser.new_page()
        requests: list[str] = []
        said: list[str] = []
        page.on("request", partial(_note, requests, "url"))
        page.on("console", partial(_note, said, "text"))
        file = reports["far apart", template]
        page.goto(file.as_uri())
        assert requests == [file.as_uri()]
        assert said == []
        # The style is in force: without it the body would be 8 pixels from the edge.
        assert page.evaluate("getComputedStyle(document.body).marginLeft") == "0px"
        page.close()


def test_the_keyboard_reaches_the_report_first_and_then_every_link(
    browser: Browser, reports: dict[tuple[str, str], Path]
) -> None:
    page = visit(browser, reports["far apart", "readiness"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.close()


def _print(browser: Browser, file: Path) -> list[str]:
    """The text of each sheet of A4, printed from a dark screen."""
    page = visit(browser, file, scheme="dark")
    data = page.pdf(prefer_css_page_size=True, print_background=True)
    assert page.evaluate("matchMedia('print').matches") is False
    page.close()
    document = pypdfium2.PdfDocument(data)
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    corner = bytes(document[0].render(scale=0.2).buffer[:3])
    assert corner == b"\xff\xff\xff", "dark colours do not reach paper"
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
    return texts


@pytest.mark.parametrize("world", SITUATIONS)
def test_the_decision_fits_on_the_first_sheet(
    browser: Browser, reports: dict[tuple[str, str], Path], world: str
) -> None:
    for template in PAGE_ONE:
        sheets = _print(browser, reports[world, template])
        for part in ("A rebuild", "Score, of 100", "What is not known"):
            assert part in sheets[0]
        assert re.search("The decision asked of you|What we ask of you", sheets[0])
        if world in COMPARED:
            assert "Since 24 August 2026" in sheets[1]
        if template == "executive":
            assert len(sheets) == 1 + (world in COMPARED)
        else:
            assert any("The numbers" in sheet for sheet in sheets[1:3])


@pytest.mark.parametrize("template", HTML)
def test_no_sheet_ends_with_a_heading(
    browser: Browser, reports: dict[tuple[str, str], Path], template: str
) -> None:
    file = reports[FULL, template]
    headings = Parts(file.read_text(encoding="utf-8")).texts("h2", "h3", "h4", "h5")
    sheets = _print(browser, file)
    for sheet in sheets:
        lines = [line.strip() for line in sheet.splitlines()]
        last = [line for line in lines if line and not re.fullmatch("Page .* of .*", line)][-1]
        assert last not in headings


def test_on_a_phone_every_step_of_the_plan_is_read_without_scrolling_sideways(
    browser: Browser, reports: dict[tuple[str, str], Path]
) -> None:
    page = visit(browser, reports[FULL, "readiness"], 390)
    wide = page.evaluate(
        "[...document.querySelectorAll('.flow')].map(t => t.parentElement)"
        ".filter(box => box.scrollWidth > box.clientWidth).map(box => box.ariaLabel)"
    )
    assert wide == []
    owner = "getComputedStyle(document.querySelector('.plan td:nth-child(3)'), '::before').content"
    assert page.evaluate(owner) == '"Owner: "'
    page.close()
