"""The launcher finds what stands and starts at once, from wherever it is called."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from runtime.settings import REPOSITORY

LAUNCHER = REPOSITORY / "siku"


def test_it_is_sound_bash() -> None:
    assert os.access(LAUNCHER, os.X_OK)
    assert os.access(REPOSITORY / ".ci" / "run", os.X_OK)
    assert subprocess.run(["bash", "-n", str(LAUNCHER)]).returncode == 0


@pytest.mark.parametrize(
    ("name", "least"),
    [("requirements.lock", 100), ("requirements-dev.lock", 100), ("requirements-bench.lock", 20)],
)
def test_each_locked_package_has_a_version_and_hashes_and_no_address(name: str, least: int) -> None:
    text = (REPOSITORY / name).read_text()
    packages = re.split(r"\n(?=\S)", "\n".join(re.findall(r"^(?!\s*#).*$", text, re.M)).strip())
    assert len(packages) > least
    for package in packages:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", package), package
        assert "--hash=sha256:" in package, package
    assert "://" not in text


def test_the_development_list_holds_the_running_one() -> None:
    def versions(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==\S+", (REPOSITORY / name).read_text(), re.M))

    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_help_comes_without_any_set_up(tmp_path: Path) -> None:
    """In a copy that has no environment, from another folder, with no network."""
    shutil.copy(LAUNCHER, tmp_path)
    shutil.copytree(REPOSITORY / "console", tmp_path / "console")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [tmp_path / "siku", "--help"],
        cwd=elsewhere,
        env={"PATH": os.environ["PATH"], "https_proxy": "http://127.0.0.1:1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "./siku NOUN" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_neither_root_nor_sudo_is_told_what_to_run(tmp_path: Path) -> None:
    """One clear line; `id` and `sudo` play an ordinary user that may become nobody else."""
    shutil.copy(LAUNCHER, tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool, answer in (("id", "echo 1000"), ("sudo", "exit 1")):
        (tools / tool).write_text(f"#!/bin/sh\n{answer}\n")
        (tools / tool).chmod(0o755)
    (tmp_path / "var" / "run").mkdir(parents=True)
    # As after a killed installation: what is there may be half of it.
    (tmp_path / "var" / "run" / "installing").touch()
    done = subprocess.run(
        [tmp_path / "siku", "up"],
        env={"PATH": f"{tools}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert re.search(
        r"run as root: apt-get .*install -y postgresql-\d+ postgresql-\d+-postgis-3", done.stderr
    )


@pytest.mark.skipif(
    not (REPOSITORY / ".venv" / ".siku").exists(), reason="the environment was not made by ./siku"
)
def test_a_later_run_adds_no_time_of_its_own() -> None:
    """What bash adds to Python's own start is under 50 ms, by the best of several runs."""
    script = LAUNCHER.read_text().replace('exec "$python" -P -m console "$@"', "exit 0")
    spent = []
    for _ in range(7):
        begun = time.perf_counter()
        done = subprocess.run(
            ["bash", "-c", script.replace('"${BASH_SOURCE[0]}"', f'"{LAUNCHER}"'), "siku", "status"]
        )
        spent.append(time.perf_counter() - begun)
        assert done.returncode == 0
    assert min(spent) < 0.05
