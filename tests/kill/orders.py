"""What is done, command by command: a province's deliveries, and what people do to some of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from loaders.contract import contracts, find
from samples.generate import generate
from samples.order import order

WHO = ("--who", "周文", "--reason", "试验")
WRONG, RIGHT = "1990-13-45", "1990-12-05"
SHEET = "corrected.csv"
HELD = "tax_taxpayer"


@dataclass(frozen=True)
class Act:
    """A command; `{name}` in it is the number of the delivery that was given that name."""

    words: tuple[str, ...]
    name: str = ""
    status: int = 0
    sheet: str = ""  # before it, the quarantine of that delivery is exported and corrected


def province(folder: Path, seed: int) -> list[Act]:
    """All datasets over two months; among it a correction, a hold, an undo and a replay."""
    generate(order(500, seed, 2), folder, 1, lambda line: None)
    files = json.loads((folder / "manifest.json").read_text())["files"]
    assert {file["dataset"] for file in files} == set(contracts())
    first, second = (
        [_deliver(folder / file["file"], file["dataset"], month) for file in files
         if file["date"] == date]
        for month, date in enumerate(sorted({file["date"] for file in files}), 1)
    )  # fmt: skip
    _spoil(folder / "drop" / "2026-08-01", "social_insured", "出生日期", 3)
    _spoil(folder / "drop" / "2026-09-01", HELD, "开业日期", 30)
    let_go = Act(("delivery", "release", f"{{{HELD}_2}}", *WHO))
    at = next(n for n, act in enumerate(second) if act.name == f"{HELD}_2")
    second[at : at + 1] = [replace(second[at], status=1), let_go]
    return [*first, _correction(folder), *second, *_by_hand(folder)]


def few(folder: Path, seed: int) -> list[Act]:
    """A little of everything, for whoever has no time."""
    generate(order(200, seed, 2, parcels=2, indicators=1, years=1), folder, 1, lambda line: None)
    _spoil(folder / "drop" / "2026-08-01", "social_insured", "出生日期", 3)
    return [
        _deliver(folder / "drop" / "2026-08-01" / "social_insured.csv", "social_insured", 1),
        _correction(folder),
        _deliver(folder / "drop" / "2026-09-01" / "social_insured.csv", "social_insured", 2),
        _by_hand(folder)[0],
    ]


def _deliver(file: Path, dataset: str, month: int) -> Act:
    return Act(("deliver", dataset, str(file)), f"{dataset}_{month}")


def _correction(folder: Path) -> Act:
    words = ("quarantine", "take-back", str(folder / SHEET), *WHO)
    return Act(words, "corrections", sheet="social_insured_1")


def _by_hand(folder: Path) -> list[Act]:
    return [
        Act(("delivery", "undo", "{social_insured_1}", *WHO)),
        Act(("delivery", "replay", "{ps_person_1}", *WHO), "again"),
        _deliver(folder / "drop" / "2026-08-01" / "social_insured.csv", "social_insured", 3),
        Act(("delivery", "undo", "{corrections}", *WHO)),
    ]


def _spoil(folder: Path, dataset: str, column: str, count: int) -> None:
    """Make a department's file worse than it is."""
    path, encoding = folder / f"{dataset}.csv", str(getattr(find(dataset).file, "encoding", None))
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file))
    place = [name.lstrip("\ufeff") for name in rows[0]].index(column)
    for row in rows[1 : count + 1]:
        row[place] = WRONG
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def corrected(sheet: Path) -> None:
    """Correct an exported quarantine as a clerk would: the cells that are wrong."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    right = [_righted(row) for row in rows if WRONG in row.values()]
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(right[0]))
        writer.writeheader()
        writer.writerows(right)


def _righted(row: dict[str, str]) -> dict[str, str]:
    return {name: RIGHT if text == WRONG else text for name, text in row.items()}


def words(act: Act, numbers: dict[str, int]) -> Sequence[str]:
    """The command with the numbers of its deliveries."""
    return [word.format_map(numbers) if "{" in word else word for word in act.words]
