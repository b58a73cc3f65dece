"""The same order gives the same bytes; nothing half-made ever stands under the folder's name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runtime.errors import SikuError
from samples.generate import File, generate
from samples.order import BadOrder, Order, order
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
    left = tmp_path / "province.tmp" / "pieces"
    left.mkdir(parents=True)
    (left / "half").write_text("half a file")
    generate(TINY, tmp_path / "province", jobs=1)
    assert [path.name for path in tmp_path.iterdir()] == ["province"]
    assert not list((tmp_path / "province").rglob("half"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"persons": 10}, "--persons 10"),
        ({"months": 0}, "--months 0"),
        ({"start": "x"}, "--start x"),
    ],
)
def test_an_order_that_cannot_be_met_says_which_part(wrong: dict[str, object], said: str) -> None:
    given: dict[str, object] = {"persons": 1_000, "seed": 1, "months": 1, **wrong}
    with pytest.raises(BadOrder, match=said):
        order(**given)  # type: ignore[arg-type]


def test_sizes_scale_with_persons_unless_told_otherwise() -> None:
    made: Order = order(persons=20_000, seed=1, months=1)
    assert (made.entities, made.parcels, made.indicators, made.years) == (2_000, 5_000, 60, 10)
    assert order(20_000, 1, 1, entities=9, parcels=8).entities == 9
