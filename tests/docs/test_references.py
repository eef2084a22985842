"""What the repository refers to is in it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = subprocess.run(
    ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
).stdout.split("\0")
TEXTS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in NAMES
    if name.endswith((".py", ".md", ".toml", ".yml", ".yaml", ".j2", "Makefile"))
    and (ROOT / name).is_file()
}
PAGES = {name: text for name, text in TEXTS.items() if name.startswith("docs/")}
REFERENCE = re.compile(
    r"(?P<page>docs/[\w/-]+\.\w+)"
    r"(?:,\s+(?:rules?\s(?P<rules>[0-9]+(?:(?:, | and )[0-9]+)*)|(?P<part>[A-Z][\w ]*[\w])))?"
)
LINK = re.compile(r"\]\((?P<page>[^()\s:#]*)(?:#(?P<part>[^()\s]+))?\)")


def list_parts(page: str) -> list[str]:
    return re.findall(r"^#+ (.*)$", page, re.MULTILINE)


def write_anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


pytestmark = pytest.mark.skipif(not PAGES, reason="no git checkout")


def find_broken_references(text: str, *, to_parts: bool) -> list[str]:
    broken = []
    for found in REFERENCE.finditer(text):
        page = PAGES.get(found["page"], "")
        rules = re.findall("[0-9]+", found["rules"] or "")
        numbered = all(re.search(rf"^{rule}\. \*\*", page, re.MULTILINE) for rule in rules)
        part = (found["part"] or "") if to_parts else ""
        titled = not part or any(title.startswith(part) for title in list_parts(page))
        if not ((ROOT / found["page"]).is_file() and numbered and titled):
            broken.append(found[0])
    return broken


def find_broken_links(name: str) -> list[str]:
    broken = []
    for found in LINK.finditer(TEXTS[name]):
        target = (ROOT / name).parent / found["page"] if found["page"] else ROOT / name
        anchors = []
        if target.is_file() and found["part"]:
            anchors = [write_anchor(title) for title in list_parts(target.read_text("utf-8"))]
        if not target.is_file() or (found["part"] and found["part"] not in anchors):
            broken.append(found[0])
    return broken


def test_every_page_part_and_rule_that_a_file_names_is_there() -> None:
    # Of prose only the pages: what follows a comma there is a sentence.
    broken = {
        name: find_broken_references(text, to_parts=name.endswith(".py"))
        for name, text in TEXTS.items()
    }
    assert {name: found for name, found in broken.items() if found} == {}


def test_every_link_of_a_page_leads_somewhere() -> None:
    broken = {name: find_broken_links(name) for name in TEXTS if name.endswith(".md")}
    assert {name: found for name, found in broken.items() if found} == {}


def test_no_file_refers_to_a_text_that_is_not_in_the_repository() -> None:
    word = "DES" + "IGN"
    assert [name for name, text in TEXTS.items() if word in text] == []
