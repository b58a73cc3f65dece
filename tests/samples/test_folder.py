"""A province is whole under its name, or not there, whatever comes between."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.errors import SikuError
from runtime.settings import REPOSITORY
from samples.generate import generate
from samples.order import order

TINY = order(persons=200, seed=3, months=1, indicators=5, years=1)
# No file may grow beyond so much: writing fails as it does on a full disk.
_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from console.main import main
main(sys.argv[1:])
"""


def command(*words: str) -> list[str]:
    return [*words, "samples", "--persons", "200000", "--months", "1"]


def test_what_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(SikuError, match="cannot be written: Not a directory"):
        generate(TINY, file / "province")
    with pytest.raises(SikuError, match="cannot be written"):
        generate(TINY, Path("/proc/province"))


def test_a_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "province").write_text("mine")
    with pytest.raises(SikuError, match="made otherwise"):
        generate(TINY, tmp_path / "province")
    assert (tmp_path / "province").read_text() == "mine"


def test_an_empty_folder_is_filled_also_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "province").mkdir()
    (tmp_path / "link").symlink_to("province")
    generate(TINY, tmp_path / "link", jobs=1)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "province" / "manifest.json").exists()


def test_a_manifest_that_cannot_be_read_is_no_province(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(SikuError, match="not empty"):
        generate(TINY, tmp_path)


def test_two_do_not_make_the_same_province_at_once(tmp_path: Path) -> None:
    (tmp_path / ".province.half").mkdir()
    handle = os.open(tmp_path / ".province.half", os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(SikuError, match="another process"):
            generate(TINY, tmp_path / "province")
    finally:
        os.close(handle)
    assert (tmp_path / ".province.half").exists()


def test_a_disk_that_takes_no_more_leaves_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        [*command(sys.executable, "-c", _LIMITED), "--jobs", "1", "--out", str(tmp_path / "p")],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert "error: the province cannot be written: File too large" in run.stderr
    assert "Traceback" not in run.stderr
    assert not list(tmp_path.iterdir())


@pytest.fixture
def heeding() -> Iterator[None]:
    """Interruptions are heeded as at a terminal: a shell makes what it runs in the background, and
    so all that those start, deaf to them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeding")
@pytest.mark.parametrize("whom", ["all", "the first"])
def test_an_interruption_leaves_nothing(whom: str, tmp_path: Path) -> None:
    run = subprocess.Popen(
        [*command(sys.executable, "-m", "console"), "--jobs", "2", "--out", str(tmp_path / "p")],
        cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    pieces = tmp_path / ".p.half" / "pieces"
    waited = time.monotonic() + 60
    while not pieces.exists() and time.monotonic() < waited:
        time.sleep(0.02)
    # A terminal tells all processes, a script the first one only.
    (os.killpg if whom == "all" else os.kill)(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())
