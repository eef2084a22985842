from __future__ import annotations

from pathlib import Path

import pytest

from outsource_check import resources
from outsource_check.errors import ConfigurationError


def test_every_shipped_pack_is_a_folder_with_a_pack_file() -> None:
    packs = [folder for folder in resources.shipped_packs().iterdir() if folder.is_dir()]
    assert packs
    for folder in packs:
        assert (folder / "pack.yaml").is_file(), folder


def test_an_installation_without_its_folders_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "a" / "b" / "resources.py"))
    with pytest.raises(ConfigurationError, match="install outsource-check again"):
        resources.shipped_packs()
