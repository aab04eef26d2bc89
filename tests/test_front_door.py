"""The rule: two commands on a fresh clone are enough; what the lock says is installed, once, or one is told why."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from webmap.settings import ROOT

TOOLS = ("sh", "cat", "cksum", "tr", "dirname", "basename", "rm", "touch", "mkdir", "env", "chmod", "cp", "grep")
LOCKS = ("requirements.txt", "requirements-dev.txt")

# A Python that tells its version, makes an environment of itself, and writes down what else it was asked to do.
PYTHON = """#!/bin/sh
case "$*" in
*version_info*) echo "{version}" ;;
*ensurepip*) ;;
*"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
*pip*) echo "$*" >> calls.txt; ! grep -q offline state.txt 2>/dev/null ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with what `scripts/environment` looks at, and a `bin` that holds no Python yet."""
    for name in ("pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "environment", tmp_path / "scripts")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def _python(clone: Path, version: str, name: str = "python3") -> None:
    """Put a Python of a version on the path."""
    file = clone / "bin" / name
    file.write_text(PYTHON.format(version=version), encoding="utf-8")
    file.chmod(0o755)


def _run(clone: Path, which: str = "run") -> subprocess.CompletedProcess[str]:
    """Make the environment as `make` does."""
    environ = {"PATH": str(clone / "bin"), "LANG": "C.UTF-8"}
    return subprocess.run(
        [clone / "scripts" / "environment", which], env=environ, cwd=clone, capture_output=True, text=True, check=False
    )


def _calls(clone: Path) -> list[str]:
    """Return what pip was asked."""
    file = clone / "calls.txt"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def test_the_lock_is_installed_with_hashes_and_the_project_without_fetching(clone: Path) -> None:
    _python(clone, "3.12")
    assert _run(clone).returncode == 0
    lock, project = _calls(clone)
    assert "--require-hashes -r requirements.txt" in lock
    assert "--no-deps --no-build-isolation -e ." in project


def test_nothing_is_installed_twice(clone: Path) -> None:
    _python(clone, "3.12")
    _run(clone)
    before = _calls(clone)
    again = _run(clone)
    assert (again.returncode, again.stderr, _calls(clone)) == (0, "", before)


def test_a_changed_lock_is_installed_again(clone: Path) -> None:
    _python(clone, "3.12")
    _run(clone)
    with (clone / "requirements.txt").open("a", encoding="utf-8") as lock:
        lock.write("# newer\n")
    _run(clone)
    assert len(_calls(clone)) == 4


def test_the_development_lock_serves_for_running_too(clone: Path) -> None:
    _python(clone, "3.12")
    _run(clone, "dev")
    _run(clone, "run")
    assert len(_calls(clone)) == 2
    assert "requirements-dev.txt" in _calls(clone)[0]


def test_a_failed_install_is_told_and_tried_again(clone: Path) -> None:
    _python(clone, "3.12")
    (clone / "state.txt").write_text("offline", encoding="utf-8")
    failed = _run(clone)
    assert failed.returncode == 1
    assert "Không cài được thư viện" in failed.stderr
    (clone / "state.txt").unlink()
    assert _run(clone).returncode == 0


def test_a_name_on_the_path_that_does_not_start_is_passed_over(clone: Path) -> None:
    """Version managers leave names on PATH that only print an error."""
    (clone / "bin" / "python3").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    (clone / "bin" / "python3").chmod(0o755)
    _python(clone, "3.13", "python3.13")
    assert _run(clone).returncode == 0


@pytest.mark.parametrize("version", ["3.10", "2.7", "3.99"])
def test_a_python_of_the_wrong_age_is_named_with_the_remedy(clone: Path, version: str) -> None:
    _python(clone, version)
    told = _run(clone)
    assert told.returncode == 1
    assert f"python3 ({version})" in told.stderr
    assert "Python 3.11" in told.stderr
    assert "apt-get install" in told.stderr
    assert not (clone / ".venv").exists()


def test_no_python_at_all_is_a_sentence_too(clone: Path) -> None:
    assert (_run(clone).returncode, "không có gì" in _run(clone).stderr) == (1, True)


def test_an_unknown_word_is_a_usage(clone: Path) -> None:
    assert _run(clone, "everything").returncode == 2


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_everything_with_hashes_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert len(entries) > 30
    assert [entry for entry in entries if "==" not in entry.splitlines()[0] or "--hash=sha256:" not in entry] == []


def _wanted(requirement: str) -> str:
    """Return the normal name of a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[; ]", requirement)[0]).lower()


def test_the_locks_hold_what_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["dependencies"] + project["dependency-groups"]["build"]
    developing = declared + project["project"]["optional-dependencies"]["dev"]
    for name, wanted in zip(LOCKS, (declared, developing), strict=True):
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        assert {_wanted(requirement) for requirement in wanted} - locked == set()


def test_every_target_says_what_it_does() -> None:
    command = ["make", "--no-print-directory", "help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("run", "test", "check", "bench", "lock"):
        assert f"make {target}" in done.stdout


def test_the_ci_entry_runs_what_a_developer_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec make test")
    subprocess.run(["bash", "-n", script], check=True)
