"""The same order gives the same bytes; nothing half-made ever stands under the folder's name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from runtime.errors import SikuError
from runtime.settings import REPOSITORY
from samples.generate import File, generate
from samples.order import order
from tests.samples.made import Made

TINY = order(persons=600, seed=3, months=2, indicators=20, years=1)


def sums(files: list[File]) -> dict[str, str]:
    return {file.file: file.sha256 for file in files}


def truth(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / "truth").iterdir())]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = generate(TINY, tmp_path / "one", jobs=1), generate(TINY, tmp_path / "two", jobs=1)
    assert sums(one) == sums(two)
    assert truth(tmp_path / "one") == truth(tmp_path / "two")


def test_the_number_of_processes_does_not_matter(tmp_path: Path) -> None:
    in_parts = replace(TINY, parts=3)
    alone = generate(in_parts, tmp_path / "alone", jobs=1)
    together = generate(in_parts, tmp_path / "together", jobs=2)
    assert sums(alone) == sums(together)
    assert truth(tmp_path / "alone") == truth(tmp_path / "together")


def test_another_seed_gives_another_province(tmp_path: Path) -> None:
    one = generate(TINY, tmp_path / "one", jobs=1)
    two = generate(replace(TINY, seed=4), tmp_path / "two", jobs=1)
    same = {name for name, digest in sums(one).items() if sums(two).get(name) == digest}
    assert {Path(name).name for name in same} <= {"stat_indicator.xlsx"}


def test_made_again_for_the_same_order_nothing_is_done(province: Made) -> None:
    before = province.path("ps_person").stat().st_mtime_ns
    assert sums(generate(province.order, province.folder)) == sums(province.files)
    assert province.path("ps_person").stat().st_mtime_ns == before


def test_a_folder_made_for_another_order_is_left_alone(province: Made) -> None:
    with pytest.raises(SikuError, match="not empty"):
        generate(replace(province.order, seed=99), province.folder)


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / ".province.half" / "pieces"
    left.mkdir(parents=True)
    (left / "half").write_text("half a file")
    generate(TINY, tmp_path / "province", jobs=1)
    assert [path.name for path in tmp_path.iterdir()] == ["province"]
    assert not list((tmp_path / "province").rglob("half"))


def test_the_day_it_is_made_does_not_matter(tmp_path: Path) -> None:
    # In these two places it is never the same day.
    made = [elsewhere(tmp_path / zone, f"Etc/GMT{zone}") for zone in ("+12", "-14")]
    assert made[0] == made[1] == sums(generate(TINY, tmp_path / "here", jobs=1))


def elsewhere(folder: Path, zone: str) -> dict[str, str]:
    made = (
        "import sys, pathlib; from samples.generate import generate;"
        "from tests.samples.test_bytes import TINY;"
        "generate(TINY, pathlib.Path(sys.argv[1]), jobs=1)"
    )
    subprocess.run(
        [sys.executable, "-c", made, str(folder)], check=True, cwd=REPOSITORY,
        env={**os.environ, "TZ": zone},
    )  # fmt: skip
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {file["file"]: file["sha256"] for file in said["files"]}
