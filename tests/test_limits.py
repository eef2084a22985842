"""What has a bound says so in the words of docs/limits.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from outsource_check.documents import parse
from outsource_check.documents.events import MAX_DEPTH, MAX_NODES, MAX_SCALAR
from outsource_check.documents.reader import MAX_BYTES
from outsource_check.errors import AnswerError, ConfigurationError, OutsourceCheckError
from outsource_check.gate.policy import parse_policy
from outsource_check.overlap import SiteError, choose_pairs, parse_site
from outsource_check.report import read_brand

PAGE = (Path(__file__).parents[1] / "docs" / "limits.md").read_text(encoding="utf-8")
WORDS = [row.split("|")[3].strip() for row in PAGE.splitlines() if row.startswith("| ")][2:]


@pytest.mark.parametrize(
    "data",
    [
        b"a: " + b"x" * MAX_BYTES,
        b"".join(b"a%d: 1\n" % number for number in range(MAX_NODES)),
        b"a: " + b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b"a: " + b"x" * (MAX_SCALAR + 1),
    ],
)
def test_a_file_beyond_a_limit_says_which(data: bytes) -> None:
    with pytest.raises(AnswerError) as caught:
        parse(data, "a.yaml", AnswerError)
    assert any(words in str(caught.value) for words in WORDS), str(caught.value)


def test_pairs_patterns_and_logos_beyond_a_limit_say_which(tmp_path: Path) -> None:
    caught: list[OutsourceCheckError | SiteError] = []
    with pytest.raises(SiteError) as pairs:
        choose_pairs([parse_site(f"S{n}=Europe/London@09:00-17:00") for n in range(30)])
    caught.append(pairs.value)
    waiver = "- {rule: OC101, reason: r, owner: o, expires: 2027-01-01, files: [%s]}\n"
    text = "format: outsource-check/policy/v1\nwaivers:\n" + waiver % ", ".join(["a"] * 1001)
    with pytest.raises(ConfigurationError) as patterns:
        parse_policy(text.encode(), "p.yaml")
    caught.append(patterns.value)
    (tmp_path / "logo.svg").write_text("<svg>" + "<use href='#a'/>" * 9 + "</svg>")
    (tmp_path / "brand.yaml").write_text("format: outsource-check/brand/v1\nlogo: logo.svg\n")
    with pytest.raises(ConfigurationError) as uses:
        read_brand(tmp_path / "brand.yaml")
    caught.append(uses.value)
    (tmp_path / "logo.svg").write_text("<svg>" + " " * 100_001 + "</svg>")
    with pytest.raises(ConfigurationError) as large:
        read_brand(tmp_path / "brand.yaml")
    caught.append(large.value)
    for error in caught:
        assert any(words in str(error) for words in WORDS), str(error)
