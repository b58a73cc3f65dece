"""The public benchmark: the same bytes for the same order, fair, fictional, and nobody's tables."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import hashlib
import json
from collections import defaultdict
from pathlib import Path

import pytest

from runtime.errors import SikuError
from runtime.settings import REPOSITORY
from samples.benchmark import slips
from samples.benchmark.draw import Draw
from samples.benchmark.kinds import TIERS, errors
from samples.benchmark.publish import Ask, publish, tiers

ASK = Ask(seed=3, persons=600, companies=300, pairs=True)
# What version 1 of the set is for this order; a change of any byte is another version.
FROZEN = "708e9f06a0d7db6d6ea29e3e4dd41f9c52478db3042f19f775f8f30aee495592"

Row = dict[str, str]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("benchmark") / "set"
    publish(ASK, out)
    return out


def rows(published: Path, name: str) -> list[Row]:
    with (published / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_order_gives_the_same_bytes(published: Path, tmp_path: Path) -> None:
    again = publish(ASK, tmp_path / "again")
    said = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    assert [file.sha256 for file in again] == [file["sha256"] for file in said["files"]]


def test_version_one_is_frozen(published: Path) -> None:
    data = b"".join(
        (published / things / tier / name).read_bytes()
        for things in ("persons", "companies")
        for tier in TIERS
        for name in ("all.csv", "errors.csv")
    )
    assert hashlib.sha256(data).hexdigest() == FROZEN


def test_the_manifest_has_the_checksum_of_every_file(published: Path) -> None:
    said = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    found = {
        str(path.relative_to(published)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in published.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == {file["file"]: file["sha256"] for file in said["files"]}


def test_every_column_is_described(published: Path) -> None:
    described = {(row["things"], row["column"]) for row in rows(published, "fields.csv")}
    for things in ("persons", "companies"):
        columns = rows(published, f"{things}/hard/all.csv")[0]
        assert {(things, column) for column in columns} <= described


def test_nobody_in_it_exists(published: Path) -> None:
    for tier in TIERS:
        for row in rows(published, f"persons/{tier}/police.csv"):
            number = row["citizen_number"]
            assert number[:2] in ("99", "９９", "") or len(number) != 18 or number[0] == "9"
            assert not row["phone"] or len(row["phone"]) == 11


def test_numbers_without_an_error_are_in_order(published: Path) -> None:
    from stdnum.cn import ric, uscc  # a reference of somebody else's

    wrong = {row["record_id"] for row in rows(published, "persons/hard/errors.csv")}
    for row in rows(published, "persons/hard/all.csv"):
        if row["citizen_number"] and row["record_id"] not in wrong:
            assert ric.calc_check_digit(row["citizen_number"]) == row["citizen_number"][-1]
            assert row["birth_date"].replace("-", "") == row["citizen_number"][6:14]
    wrong = {row["record_id"] for row in rows(published, "companies/hard/errors.csv")}
    for row in rows(published, "companies/hard/all.csv"):
        if row["credit_code"] and row["record_id"] not in wrong:
            assert uscc.is_valid(row["credit_code"])


def test_what_was_done_is_told(published: Path) -> None:
    known = {kind.name for kind in errors("persons")}
    records = {row["record_id"] for row in rows(published, "persons/hard/all.csv")}
    told = rows(published, "persons/hard/errors.csv")
    assert told
    assert {row["kind"] for row in told} <= known
    assert {row["record_id"] for row in told} <= records


def test_pairs_are_those_of_the_truth(published: Path) -> None:
    groups: dict[str, int] = defaultdict(int)
    for row in rows(published, "persons/hard/all.csv"):
        groups[row["truth_id"]] += 1
    wanted = sum(size * (size - 1) // 2 for size in groups.values())
    assert len(rows(published, "persons/hard/pairs.csv")) == wanted


def test_an_error_makes_no_record_another_persons(published: Path) -> None:
    """But where two are of one name and birthday indeed, which the register knows."""
    for tier in TIERS:
        everyone = rows(published, f"persons/{tier}/all.csv")
        police = [row for row in everyone if row["source"] == "police"]
        registered: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in police:
            registered[row["name"], row["birth_date"]].add(row["truth_id"])
        done = {row["record_id"] for row in rows(published, f"persons/{tier}/errors.csv")}
        for row in everyone:
            holders = registered.get((row["name"], row["birth_date"]), {row["truth_id"]})
            assert row["truth_id"] in holders or row["record_id"] not in done


def test_the_benchmark_and_the_matcher_know_nothing_of_each_other() -> None:
    def imports(folder: Path) -> set[str]:
        found = set()
        for module in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module)
        return found

    ours = imports(REPOSITORY / "samples" / "benchmark")
    assert not [name for name in ours if name.split(".")[0] in ("matching", "loaders")]
    theirs = imports(REPOSITORY / "matching")
    assert not [name for name in theirs if name.split(".")[0] == "samples"]


@pytest.mark.parametrize(
    ("solar", "lunar"),
    [("2026-02-17", "2026-01-01"), ("2000-02-05", "2000-01-01"), ("1962-04-12", "1962-03-08")],
)
def test_lunar_dates_are_those_of_the_almanac_within_a_day(solar: str, lunar: str) -> None:
    found = slips.date_lunar(dt.date.fromisoformat(solar), Draw("any"))
    assert found is not None
    assert abs((found - dt.date.fromisoformat(lunar)).days) <= 1


def test_what_cannot_be_made_is_refused(published: Path) -> None:
    with pytest.raises(SikuError, match="no tier 'heard'"):
        tiers(["heard"])
    with pytest.raises(SikuError, match="--persons 7"):
        Ask(persons=7).checked()
    with pytest.raises(SikuError, match="something else stands there"):
        publish(Ask(seed=4, persons=600), published)
