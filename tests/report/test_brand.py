"""A brand: checked before it reaches a page, and refused with what was measured."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.report.inspection import inspect_page
from tests.report.pages import Page, list_faults
from tests.report.worlds import FINE, make_result

from outsource_check.errors import ConfigurationError
from outsource_check.report import Design, read_brand, render
from outsource_check.report.colours import NIGHT, PAPER, measure_contrast

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def write(folder: Path, text: str) -> Path:
    (folder / "logo.svg").write_text(SVG, encoding="utf-8")
    (folder / "notes.txt").write_text("no image", encoding="utf-8")
    file = folder / "brand.yaml"
    file.write_text(f"format: outsource-check/brand/v1\n{text}\n", encoding="utf-8")
    return file


def test_a_brand_reaches_the_page(tmp_path: Path) -> None:
    brand = read_brand(
        write(
            tmp_path,
            "name: Acme & Sons\nlogo: logo.svg\naccent: '#702a8c'\nfooter: Acme Ltd\n"
            "classification: Confidential\nfont: Georgia, Times New Roman",
        )
    )
    page = render(make_result(tmp_path, client=FINE), design=Design(brand=brand))
    assert list_faults(page) == []
    assert inspect_page(page) == []
    (logo,) = Page(page).all("img")
    assert logo["src"].startswith("data:image/svg+xml;base64,")
    assert logo["alt"] == "Acme & Sons"
    for shown in ("#702a8c", "Acme Ltd", "Confidential", "font-family:Georgia, Times New Roman"):
        assert shown in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("accent: '#ffff00'", '"#ffff00" has a contrast of 1.07:1 on white, text needs 4.5:1'),
        ("accent_dark: '#1f4e8c'", "text needs 4.5:1"),
        ("accent: red", 'expected a colour such as "#1f4e8c", found "red"'),
        ("accent: '#fff}body{x'", "expected a colour"),
        ("font: 'x;}</style><script>'", "expected names of letters"),
        ("logo: ../logo.svg", "expected a file beside the brand file"),
        ("logo: notes.txt", '"notes.txt" is no PNG, JPEG, GIF or SVG image'),
        ("logo: missing.png", "there is no such file"),
        ("colour: blue", "unknown field"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_brand(write(tmp_path, text))
    assert message in str(caught.value)


def test_black_on_white_is_the_widest_contrast() -> None:
    assert measure_contrast("#000000", "#ffffff") == pytest.approx(21)
    assert measure_contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)


def _palettes(page: str) -> dict[str, dict[str, str]]:
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    roots = re.findall(r":root\{([^}]*)\}", style)
    return {
        name: dict(re.findall(r"--([a-z]+):(#[0-9a-f]+)", root))
        for name, root in zip(("light", "dark"), roots, strict=True)
    }


def test_every_colour_of_text_and_mark_stands_out(tmp_path: Path) -> None:
    palettes = _palettes(render(make_result(tmp_path, client=FINE)))
    assert palettes["light"]["bg"] == PAPER
    assert palettes["dark"]["bg"] == NIGHT
    for name, colours in palettes.items():
        for word in ("fg", "muted", "accent", "ok", "bad", "warn"):
            for background in ("bg", "soft"):
                contrast = measure_contrast(colours[word], colours[background])
                assert contrast >= 4.5, (name, word, background, contrast)
        for mark in ("client", "partner"):
            assert measure_contrast(colours[mark], colours["bg"]) >= 3, (name, mark)
