"""What is shipped for CI, run as far as it can be run here."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.gate.conftest import Check
from tests.gate.runner import ActionRun, parse_log, run_composite
from tests.gate.world import GOOD, answers, policy, write_answers
from tests.tools import find_tool

from outsource_check.cli import main
from outsource_check.gate.formats import FORMATS
from outsource_check.gate.policy import parse_policy
from outsource_check.gate.starter import render_ci, render_policy

TOP = Path(__file__).parents[2]

FROM = ("--install", "outsource-check @ git+https://git.example/outsource-check@COMMIT")
"""What a job installs where the running copy is a checkout of this machine."""


RunAction = Callable[..., ActionRun]
POLICY = policy("min_overall: 90", "paths: [e]\n")


@pytest.fixture
def run_action(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> RunAction:
    """Run action.yml in `folder`, with the program as it stands in this checkout."""
    temp = tmp_path_factory.mktemp("runner")
    program = temp / "outsource-check" / "bin" / "outsource-check"
    program.parent.mkdir(parents=True)
    start = f'PYTHONPATH="{TOP / "src"}" exec "{sys.executable}" -P -m outsource_check "$@"'
    program.write_text(f"#!/bin/sh\n{start}\n")
    program.chmod(0o755)

    def run(**inputs: str) -> ActionRun:
        given = {"as-of": "2026-11-24", **{n.replace("_", "-"): v for n, v in inputs.items()}}
        summary = folder / "summary.md"
        found = run_composite(TOP / "action.yml", given, cwd=folder, temp=temp, summary=summary)
        assert [path.name for path in temp.iterdir()] == ["outsource-check"]
        return found

    return run


@pytest.mark.slow
def test_the_action_gives_verdict_and_score(run_action: RunAction, folder: Path) -> None:
    write_answers(folder / "an engagement" / "a.yaml")
    write_answers(folder / "other" / "a.yaml", {**GOOD, "alpha.one": "0"})
    (folder / "outsource-policy.yaml").write_text(POLICY)
    run = run_action(paths="an engagement\n")
    assert run.status == 0, run.log
    assert run.outputs == {"verdict": "ready", "score": "100", "exit-status": "0"}
    assert parse_log(run.log) == []
    assert "### outsource-check: pass" in (folder / "summary.md").read_text()
    run = run_action(paths="an engagement\nother\n", sarif="s.sarif")
    assert run.status == 1
    assert run.outputs == {"verdict": "not-ready", "score": "75", "exit-status": "1"}
    [command] = parse_log(run.log)
    assert command.properties["file"] == "other/a.yaml"
    assert (folder / "s.sarif").exists()
    summary = (folder / "summary.md").read_text()
    assert summary.index("outsource-check: pass") < summary.index("outsource-check: fail")
    run = run_action(paths="other", exit_zero="true")
    assert (run.status, run.outputs["exit-status"]) == (0, "0")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "inputs", "status"),
    [
        (lambda e: (e / "b.yaml").write_text("a: [1"), {}, 3),
        (lambda e: (e / "b.yaml").write_text("a: [1"), {"exit_zero": "true"}, 3),
        (lambda e: e.with_name("outsource-policy.yaml").write_text(policy("min_overal: 9")), {}, 4),
        (lambda e: (e / "a.yaml").unlink(), {}, 5),
        (lambda _: None, {"policy": "--help"}, 4),
        (lambda _: None, {"paths": "--help"}, 3),
        (lambda _: None, {"as_of": "tomorrow"}, 2),
        (lambda _: None, {"policy_from_git": "origin/main"}, 4),
        (lambda _: None, {"since": "gone.jsonl"}, 4),
        (lambda _: None, {"sarif": "no/such/folder"}, 74),
    ],
)
def test_the_action_gives_no_verdict_where_something_was_not_judged(
    run_action: RunAction,
    folder: Path,
    change: Callable[[Path], object],
    inputs: dict[str, str],
    status: int,
) -> None:
    write_answers(folder / "e" / "a.yaml")
    (folder / "outsource-policy.yaml").write_text(POLICY)
    change(folder / "e")
    run = run_action(**inputs)
    assert run.status == status, run.log
    assert run.outputs["exit-status"] == str(status)
    if status != 74:  # judged, and said on stdout
        assert (run.outputs["verdict"], run.outputs["score"]) == ("", "")


def test_what_callers_give_the_action_is_never_carried_out(
    run_action: RunAction, folder: Path
) -> None:
    (folder / "outsource-policy.yaml").write_text(POLICY)
    text = "$(touch forged) `touch forged`; touch forged \"; touch forged; '; touch forged"
    names = ("paths", "policy", "policy_from_git", "since", "sarif")
    for given in (names, ("paths",)):
        run = run_action(**dict.fromkeys(given, text))
        assert run.status > 1
        assert run.outputs["verdict"] == ""
    assert not (folder / "forged").exists()


def test_nothing_in_the_repository_is_taken_for_a_module_of_python(
    run_action: RunAction, folder: Path
) -> None:
    write_answers(folder / "e" / "a.yaml")
    (folder / "outsource-policy.yaml").write_text(POLICY)
    for name in ("json", "sys", "venv", "pip", "typer", "yaml"):
        (folder / f"{name}.py").write_text("open('forged', 'w')\n")
    run = run_action()
    assert run.outputs == {"verdict": "ready", "score": "100", "exit-status": "0"}, run.log
    assert not (folder / "forged").exists()


@pytest.mark.slow
def test_the_action_installs_itself(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write_answers(folder / "e" / "a.yaml", {**GOOD, "alpha.one": "0"})
    (folder / "outsource-policy.yaml").write_text(POLICY)
    (folder / "venv.py").write_text("open('forged', 'w')\n")
    (folder / "pip.py").write_text("open('forged', 'w')\n")
    temp = tmp_path_factory.mktemp("runner")
    run = run_composite(
        TOP / "action.yml", {"paths": "e"}, cwd=folder, temp=temp, summary=folder / "summary.md"
    )
    assert run.status == 1, run.log
    assert run.outputs == {"verdict": "not-ready", "score": "75", "exit-status": "1"}
    assert not (folder / "forged").exists()


def test_the_action_hands_over_inputs_through_variables_only() -> None:
    action = yaml.safe_load((TOP / "action.yml").read_text(encoding="utf-8"))
    [step] = action["runs"]["steps"]
    assert "${{" not in step["run"]
    assert set(action["outputs"]) >= {"verdict", "score"}
    used = {value.split(".")[1].split(" ")[0] for value in step["env"].values()}
    assert used == set(action["inputs"])


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_the_job_is_yaml_whatever_is_installed(ci: str) -> None:
    spec = 'git+https://git.example/x@v1"; touch forged\\ #'
    job = yaml.safe_load(render_ci(ci, spec))  # type: ignore[arg-type]
    assert spec in str(job).replace("\\\\", "\\")
    for name in FORMATS:
        assert name in (TOP / "docs" / "ci.md").read_text(encoding="utf-8")


def test_the_documents_show_the_job_that_is_written() -> None:
    page = (TOP / "docs" / "ci.md").read_text(encoding="utf-8")
    assert render_ci("gitlab", FROM[1]) in page


def test_the_policy_to_begin_with_is_valid_with_and_without_its_comments() -> None:
    text = render_policy("2027-02-22")
    assert parse_policy(text.encode(), "p.yaml").gate.verdict == "conditional"
    lines = [
        line.replace("# ", "", 1) if line.lstrip().startswith("# ") and ":" in line else line
        for line in text.splitlines()[2:]
    ]
    found = parse_policy("\n".join(lines).encode(), "p.yaml")
    assert found.gate.min_overall == 60
    assert found.since.what == "origin/main"
    assert str(found.ignore[0].expires) == "2027-02-22"


# ---------------------------------------------------------------- init


def test_init_writes_what_check_then_finds(check: Check, folder: Path) -> None:
    (folder / ".git").mkdir()
    assert main(["init", *FROM]) == 0
    assert (folder / "engagements" / "first" / "answers.schema.json").exists()
    assert (folder / ".github" / "workflows" / "outsource-check.yml").exists()
    assert check().status == 5
    write_answers(folder / "engagements" / "first" / "client.yaml")
    found = check()
    assert found.status == 0
    assert "Policy: outsource-policy.yaml" in found.out


@pytest.mark.parametrize("where", [".", "my repo"])
def test_the_commands_that_init_prints_can_be_pasted(
    folder: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    (folder / where).mkdir(exist_ok=True)
    assert main(["init", *FROM, where, "--engagement", "an app", "--ci", "none"]) == 0
    out = capsys.readouterr().out
    following, then = [
        shlex.split(line.partition(": ")[2]) for line in out.splitlines() if ": outsource-" in line
    ]
    home = Path(where, "engagements", "an app")
    assert following == ["outsource-check", "assess", str(home)]
    assert home.is_dir()
    answered = answers().replace(
        "pack: tiny\npack_version: 1.2.0", "pack: eight-keys\npack_version: 1.0.0"
    )
    (home / "client.yaml").write_text(answered.partition("answers:")[0])
    assert main(then[1:]) == 1
    assert f"Policy: {Path(where, 'outsource-policy.yaml')} (" in capsys.readouterr().out


def test_init_overwrites_nothing_unasked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = folder / "outsource-policy.yaml"
    own.write_text("# mine\n")
    assert main(["init", *FROM, "--ci", "none"]) == 0
    assert own.read_text() == "# mine\n"
    assert "kept as it is" in capsys.readouterr().err
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    for answer, kept in (("n", True), ("", True), ("y", False)):
        own.write_text("# mine\n")
        monkeypatch.setattr("builtins.input", lambda _, answer=answer: answer)
        assert main(["init", *FROM, "--ci", "none"]) == 0
        assert (own.read_text() == "# mine\n") is kept
    own.write_text("# mine\n")
    assert main(["init", *FROM, "--ci", "none", "--force"]) == 0
    assert own.read_text() != "# mine\n"


def test_init_leaves_a_pipeline_alone_and_says_what_to_include(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".gitlab-ci.yml").write_text("stages: [test]\n")
    assert main(["init", *FROM]) == 0
    assert (folder / ".gitlab-ci.yml").read_text() == "stages: [test]\n"
    assert (folder / "outsource-check.gitlab-ci.yml").exists()
    assert "include:" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["nowhere"], ["--engagement", "../x"], ["--engagement", ""]])
@pytest.mark.usefixtures("folder")
def test_init_refuses_what_is_no_folder(arguments: list[str]) -> None:
    assert main(["init", *FROM, *arguments]) == 2


def test_init_in_a_folder_that_cannot_be_written_is_a_failure(folder: Path) -> None:
    (folder / "engagements").write_text("a file\n")
    assert main(["init", *FROM, "--ci", "none"]) == 74


# ---------------------------------------------------------------- other people's judges


@pytest.mark.slow
def test_zizmor_finds_nothing(folder: Path) -> None:
    zizmor = find_tool("zizmor")
    (folder / ".git").mkdir()
    assert main(["init", *FROM, "--ci", "github"]) == 0
    done = subprocess.run(
        [zizmor, "--offline", "--persona", "pedantic", TOP / "action.yml", folder / ".github"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "ci", "file"),
    [
        ("github-actions", None, TOP / "action.yml"),
        ("github-workflows", "github", ".github/workflows/outsource-check.yml"),
        ("gitlab-ci", "gitlab", ".gitlab-ci.yml"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_actions_and_jobs_are_what_their_public_schemas_ask_for(
    schema: str, ci: str | None, file: str | Path
) -> None:
    if ci is not None:
        assert main(["init", *FROM, "--ci", ci]) == 0
    judge = [find_tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", file]
    done = subprocess.run(judge, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_hooks_for_a_pinned_program_are_those_of_the_manifest_but_for_what_runs_them() -> None:
    manifest = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    page = (TOP / "docs" / "ci.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(part.partition("```")[0]) for part in page.split("```yaml\n")[1:]]
    repos = [repo for block in blocks if "repos" in block for repo in block["repos"]]
    local = next(repo["hooks"] for repo in repos if repo["repo"] == "local")
    for hook in manifest:
        del hook["description"]
    assert local == [hook | {"language": "system"} for hook in manifest]


@pytest.mark.slow
def test_the_manifest_of_hooks_is_valid_and_pre_commit_runs_them(folder: Path) -> None:
    pre_commit = find_tool("pre-commit")
    if not (TOP / ".git").exists():
        pytest.skip("pre-commit takes hooks from a git repository only")
    manifest = TOP / ".pre-commit-hooks.yaml"
    subprocess.run([pre_commit, "validate-manifest", manifest], check=True)
    (folder / "outsource-policy.yaml").write_text(policy("", "paths: [engagements]\n"))
    environment = {**os.environ, "PRE_COMMIT_HOME": str(folder / ".home")}
    environment.pop("PYTHONPATH", None)

    def run(hook: str) -> tuple[int, str]:
        subprocess.run(["git", "add", "engagements"], cwd=folder, check=True)
        done = subprocess.run(
            [pre_commit, "try-repo", TOP, hook, "--all-files"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    files, gate = "outsource-check-files", "outsource-check-gate"
    home = folder / "engagements" / "with space"
    write_answers(home / "a.yaml", {**GOOD, "alpha.one": "0"})
    status, log = run(files)
    assert (status, "Passed" in log) == (0, True), log
    status, log = run(gate)
    assert status == 1
    assert re.search(r"engagements/with space/a\.yaml:\d+:3: error\[OC107\]", log), log
    write_answers(home / "a.yaml")
    assert run(gate)[0] == 0
    (home / "B.YAML").write_bytes(answers().encode("utf-16"))  # binary, to pre-commit
    status, log = run(files)
    assert status == 1
    assert "engagements/with space/B.YAML:1:1: error[OC002]" in log


# ---------------------------------------------------------------- the jobs, line by line


def run_lines(
    lines: Sequence[str], cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a job's lines one after the other, as a runner does, until one fails."""
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", "\n".join(lines)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def python_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment of its own, for jobs to install into."""
    home = tmp_path_factory.mktemp("python")
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    return home / "bin"


CHANGES: tuple[tuple[dict[str, str], int], ...] = (
    ({}, 0),
    ({"alpha.one": "0"}, 1),
    ({"alpha.one": "9"}, 3),
)
"""What is changed in good answers, and the status that a job ends with then."""


@pytest.mark.slow
def test_the_job_for_gitlab_leaves_its_reports_whatever_comes_out(
    folder: Path, python_home: Path
) -> None:
    assert main(["init", "--ci", "gitlab", "--install", str(TOP)]) == 0
    (folder / "outsource-policy.yaml").write_text(policy("", "paths: [engagements]\n"))
    job = yaml.safe_load((folder / ".gitlab-ci.yml").read_text())["outsource-check"]
    reports = [folder / name for name in job["artifacts"]["reports"].values()]
    path = f"{python_home}{os.pathsep}{os.environ['PATH']}"
    for change, status in CHANGES:
        write_answers(folder / "engagements" / "first" / "client.yaml", {**GOOD, **change})
        done = run_lines(job["script"], folder, PATH=path, **job["variables"])
        assert done.returncode == status, done.stdout + done.stderr
        assert len(json.loads(reports[0].read_text())) == bool(status)
        assert ("<failure" in reports[1].read_text()) is (status == 1)
        assert ("<error" in reports[1].read_text()) is (status == 3)
        for report in reports:
            report.unlink()


@pytest.mark.parametrize("form", ["github", "text"])
def test_the_job_for_github_annotates_once_and_adds_a_summary(folder: Path, form: str) -> None:
    assert main(["init", *FROM, "--ci", "github"]) == 0
    (folder / "outsource-policy.yaml").write_text(policy("", "paths: [engagements]\n"))
    text = (folder / ".github" / "workflows" / "outsource-check.yml").read_text()
    job = yaml.safe_load(text)["jobs"]["gate"]
    lines = [step["run"] for step in job["steps"] if "run" in step]
    assert lines[0].startswith("pipx install")
    assert job["steps"][-1]["env"] == {
        "FORMAT": "${{ strategy.job-index == 0 && 'github' || 'text' }}"
    }
    program = folder / "bin" / "outsource-check"
    program.parent.mkdir()
    program.symlink_to(Path(sys.executable).parent / "outsource-check")
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    for change, status in CHANGES:
        write_answers(folder / "engagements" / "first" / "client.yaml", {**GOOD, **change})
        summary = folder / f"summary-{status}.md"
        environment = {"PATH": path, "GITHUB_STEP_SUMMARY": str(summary), "FORMAT": form}
        done = run_lines(lines[1:], folder, **environment)
        assert done.returncode == status, done.stdout + done.stderr
        assert len(parse_log(done.stdout)) == (bool(status) and form == "github")
        assert summary.read_text().startswith("### outsource-check: ")


@pytest.mark.parametrize(
    ("written", "spec"),
    [
        (
            {"url": "https://git.example/o", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "outsource-check @ git+https://git.example/o@abc",
        ),
        ({"url": "https://x.example/o-1.whl", "archive_info": {}}, "https://x.example/o-1.whl"),
        ({"url": "file:///home/me/o", "dir_info": {"editable": True}}, ""),
        ({"url": "https://me:secret@git.example/o", "vcs_info": {"vcs": "git"}}, ""),
        ({"url": "https://[git.example/o"}, ""),
        ({"url": "https://git.example/o", "vcs_info": "git"}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_the_job_installs_what_the_running_copy_came_from(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    written: object,
    spec: str,
) -> None:
    home = tmp_path / "site" / "outsource_check-0.1.0.dist-info"
    home.mkdir(parents=True)
    (home / "METADATA").write_text("Metadata-Version: 2.1\nName: outsource-check\nVersion: 0.1.0\n")
    if written is not None:
        (home / "direct_url.json").write_text(json.dumps(written))
    monkeypatch.syspath_prepend(str(home.parent))
    assert main(["init"]) == 0
    job = folder / ".github" / "workflows" / "outsource-check.yml"
    assert job.exists() == bool(spec)
    if spec:
        assert spec in job.read_text(encoding="utf-8")
    else:
        assert "--install" in capsys.readouterr().err
        assert main(["init", "--ci", "github"]) == 2
        assert not job.exists()


def test_the_action_installs_only_what_is_pinned_with_its_hash() -> None:
    lock = (TOP / ".ci" / "requirements.txt").read_text(encoding="utf-8")
    pinned: dict[str, str] = {}
    for line in lock.replace("\\\n", " ").splitlines():
        if line and not line.lstrip().startswith("#"):
            name, version = line.split()[0].split("==")
            assert "--hash=sha256:" in line, name
            pinned[canonicalize_name(name)] = version
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for requirement in map(Requirement, wanted):
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement
