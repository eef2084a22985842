"""Every way of installing finds the packs and the templates, and ships what git knows."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import outsource_check

pytestmark = pytest.mark.slow

INSIDE = {
    "src/outsource_check/": "outsource_check/",
    "questions/": "outsource_check/questions/",
    "report_templates/": "outsource_check/report_templates/",
}
"""Where a folder of the repository is found in the wheel."""

SHOW_FOLDERS = """
from outsource_check import resources
print(resources.shipped_packs())
print(resources.shipped_templates())
"""


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    """What a command printed; its problems are in the failure's message."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=cwd, env=inherited | variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(params=["wheel", "wheel from the source archive"])
def wheel(request: pytest.FixtureRequest, checkout: Path, tmp_path: Path) -> Path:
    out = tmp_path / "dist"
    # Without further options `build` makes the wheel from the source archive it made first.
    only = ["--wheel"] if request.param == "wheel" else []
    run(sys.executable, "-m", "build", "--no-isolation", *only, "--outdir", out, cwd=checkout)
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A fresh environment that sees the libraries of this one, but not this project."""
    folder = tmp_path / "env"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=tmp_path)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    # A path file inside a folder that a path file adds is not read: this project's own
    # editable installation stays out.
    (site_packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder


def install(environment: Path, *what: str | Path) -> None:
    python = environment / "bin" / "python"
    options = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--force-reinstall")
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", *options, *what, cwd=environment)


def assert_folders_are_whole(shown: str, known_files: list[str]) -> None:
    """The two folders that were printed hold exactly the files that git knows."""
    for folder, name in zip(shown.splitlines(), ("questions/", "report_templates/"), strict=True):
        found = {
            path.relative_to(folder).as_posix()
            for path in Path(folder).rglob("*")
            if path.is_file()
        }
        known = {file.removeprefix(name) for file in known_files if file.startswith(name)}
        assert found == known
        assert found


def test_the_wheel_holds_what_git_knows_and_nothing_else(
    wheel: Path, checkout: Path, known_files: list[str]
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        found = {
            name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name
        }
    expected = {
        inside + name.removeprefix(outside): (checkout / name).read_bytes()
        for name in known_files
        for outside, inside in INSIDE.items()
        if name.startswith(outside)
    }
    assert sorted(found) == sorted(expected)
    assert found == expected


def test_an_installed_wheel_finds_its_folders_and_starts(
    wheel: Path, environment: Path, tmp_path: Path, known_files: list[str]
) -> None:
    install(environment, wheel)
    shown = run(environment / "bin" / "python", "-c", SHOW_FOLDERS, cwd=tmp_path)
    assert str(environment) in shown
    assert_folders_are_whole(shown, known_files)
    version = run(environment / "bin" / "outsource-check", "--version", cwd=tmp_path)
    assert outsource_check.__version__ in version


def test_an_editable_installation_finds_the_folders_of_its_checkout(
    checkout: Path, environment: Path, tmp_path: Path, known_files: list[str]
) -> None:
    install(environment, "--editable", checkout)
    shown = run(environment / "bin" / "python", "-c", SHOW_FOLDERS, cwd=tmp_path)
    assert str(checkout) in shown
    assert_folders_are_whole(shown, known_files)


def test_a_bare_checkout_finds_its_folders(
    checkout: Path, environment: Path, tmp_path: Path, known_files: list[str]
) -> None:
    source = str(checkout / "src")
    python = environment / "bin" / "python"
    shown = run(python, "-c", SHOW_FOLDERS, cwd=tmp_path, PYTHONPATH=source)
    assert str(checkout) in shown
    assert_folders_are_whole(shown, known_files)
