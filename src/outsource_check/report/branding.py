"""A brand file: whose report it is, checked before anything of it reaches a page."""

import base64
import re
from pathlib import Path
from typing import Literal

from outsource_check.documents import Document, Scalar, parse
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.types import Text
from outsource_check.documents.validation import locate, read_model
from outsource_check.errors import ConfigurationError
from outsource_check.models import Model
from outsource_check.report.colours import (
    ACCENT,
    ACCENT_DARK,
    NIGHT,
    PAPER,
    TEXT_CONTRAST,
    measure_contrast,
    read_colour,
)
from outsource_check.report.parts import Part
from outsource_check.report.parts import Text as Shown


class Brand(Part):
    """Whose report it is; empty texts where nothing is set."""

    name: Shown
    """Of the firm."""
    logo: Shown
    """A `data:` URL of an image."""
    footer: Shown
    """What stands at the foot of every page."""
    classification: Shown
    """E.g. `Confidential`."""
    accent: Shown
    """A colour `#rrggbb` on a white page."""
    accent_dark: Shown
    """The same on a dark page."""
    font: Shown
    """A CSS list of font families."""


FORMAT = "outsource-check/brand/v1"
FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif"
"""Without quotes, which escaping would break inside a style."""
UNBRANDED = Brand(
    name="",
    logo="",
    footer="",
    classification="",
    accent=ACCENT,
    accent_dark=ACCENT_DARK,
    font=FONT,
)

_LARGEST_LOGO = 100_000
MOST_USES = 8
"""Each may draw a part that holds others: nested, a few dozen are a million drawings."""
_USE = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?use\b")
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)


class BrandFile(Model):
    """What a brand file says."""

    format: Literal["outsource-check/brand/v1"]
    name: Text = ""
    logo: Text = ""
    """An image beside the brand file: PNG, JPEG, GIF or SVG, at most 100 kB."""
    accent: Text = ""
    """`#rrggbb`, of headings and links on white."""
    accent_dark: Text = ""
    """The same on a dark screen."""
    font: Text = ""
    """Names of font families, separated by commas; nothing is fetched."""
    footer: Text = ""
    classification: Text = ""


def read_brand(path: str | Path) -> Brand:
    """A brand file, as it is used.

    Raises `ConfigurationError` with the place of what is wrong: a colour that cannot be read on
    its background is refused with the contrast that was measured.
    """
    document = parse(read_bytes(path, ConfigurationError), str(path), ConfigurationError)
    content = read_model(document, BrandFile)
    for field, background, page in (
        ("accent", PAPER, "white"),
        ("accent_dark", NIGHT, f"the dark page ({NIGHT})"),
    ):
        _check_colour(document, field, getattr(content, field), background, page)
    if content.font and not re.fullmatch(r"[A-Za-z0-9 ,-]{1,200}", content.font):
        _refuse(document, "font", "expected names of letters, digits, spaces and -, with commas")
    return Brand(
        name=content.name,
        logo=_read_logo(document, content.logo, Path(path).parent) if content.logo else "",
        footer=content.footer,
        classification=content.classification,
        accent=content.accent or UNBRANDED.accent,
        accent_dark=content.accent_dark or UNBRANDED.accent_dark,
        font=f"{content.font}, sans-serif" if content.font else UNBRANDED.font,
    )


def list_brand_files(path: str | Path) -> list[str]:
    """A brand file that was read, and the logo that it names."""
    document = parse(read_bytes(path, ConfigurationError), str(path), ConfigurationError)
    logo = document.root.get("logo")
    named = [logo.text] if isinstance(logo, Scalar) and not logo.empty else []
    return [str(path), *(str(Path(path).parent / name) for name in named)]


def _check_colour(document: Document, field: str, colour: str, background: str, page: str) -> None:
    if not colour:
        return
    if read_colour(colour) is None:
        _refuse(document, field, f'expected a colour such as "#1f4e8c", found "{colour}"')
    # Cut, not rounded: what is refused must not look as if it were enough.
    contrast = int(measure_contrast(colour, background) * 100) / 100
    if contrast < TEXT_CONTRAST:
        _refuse(
            document,
            field,
            f'"{colour}" has a contrast of {contrast:.2f}:1 on {page}, text needs'
            f" {TEXT_CONTRAST}:1",
        )


def _read_logo(document: Document, name: str, folder: Path) -> str:
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        _refuse(document, "logo", f'expected a file beside the brand file, found "{name}"')
    data = read_bytes(file, ConfigurationError)
    if len(data) > _LARGEST_LOGO:
        size = f"{len(data) // 1000} kB"
        _refuse(document, "logo", f'"{name}" has {size}, at most {_LARGEST_LOGO // 1000} kB fit')
    kind = next((kind for start, kind in _IMAGES if data.startswith(start)), "")
    if not kind and b"<svg" in data[:2000]:
        kind = "image/svg+xml"
        if len(_USE.findall(data)) > MOST_USES:
            _refuse(document, "logo", f'"{name}" has more than {MOST_USES} elements "use"')
    if not kind:
        _refuse(document, "logo", f'"{name}" is no PNG, JPEG, GIF or SVG image')
    # As an image an SVG runs no script and loads nothing; inlined it would.
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _refuse(document: Document, field: str, message: str) -> None:
    node = locate(document.root, (field,))
    raise ConfigurationError(document.problem(node, "OC303", message))
