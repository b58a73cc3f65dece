"""Publish the benchmark: seeded files by tier and source, with their truth, in one folder."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from runtime.errors import SikuError
from samples import folder
from samples.benchmark import describe, offices, registers
from samples.benchmark.draw import Draw
from samples.benchmark.firms import FirmTraps, Market
from samples.benchmark.kinds import TIERS, Tier, traps
from samples.benchmark.offices import OFFICES, OfficeWriter
from samples.benchmark.people import Society, Traps
from samples.benchmark.registers import REGISTERS, Noted, Row, Writer

VERSION: Final = 1
THINGS: Final = ("persons", "companies")
COLUMNS: Final = {"persons": registers.COLUMNS, "companies": offices.COLUMNS}
_FEWEST, _MOST = 100, 1_000_000

Progress = Callable[[str], None]


class BadSet(SikuError):
    """What was asked for cannot be made."""


@dataclass(frozen=True)
class Ask:
    """What is to be made: true persons and companies in each tier."""

    seed: int = 1
    persons: int = 10_000
    companies: int = 4_000
    tiers: tuple[Tier, ...] = TIERS
    pairs: bool = False
    version: int = VERSION

    def checked(self) -> Ask:
        """The same, if it can be made."""
        for option, count in (("--persons", self.persons), ("--companies", self.companies)):
            if count and not _FEWEST <= count <= _MOST:
                nearest = max(_FEWEST, min(count, _MOST))
                raise BadSet(
                    f"{option} {count}: must be 0, or {_FEWEST:,} to {_MOST:,}",
                    hint=f"{option} {nearest}",
                )
        if self.seed < 0:
            raise BadSet(f"--seed {self.seed}: must not be negative", hint="--seed 1")
        return self


@dataclass(frozen=True)
class Published:
    """One file of the set."""

    file: str
    rows: int
    sha256: str


def tiers(named: Sequence[str]) -> tuple[Tier, ...]:
    """The tiers of these names; none named means all."""
    unknown = sorted(set(named) - set(TIERS))
    if unknown:
        raise BadSet(f"there is no tier {unknown[0]!r}", hint="one of: " + ", ".join(TIERS))
    return tuple(tier for tier in TIERS if not named or tier in named)


def publish(ask: Ask, out: Path, progress: Progress | None = None) -> list[Published]:
    """Write the set under `out`; made already for the same order, nothing is done."""
    say = progress or (lambda line: None)
    out = out.resolve()
    ask = ask.checked()
    standing = _standing(ask, out)
    if standing is not None:
        return standing
    with folder.making(out) as work:
        files: list[Published] = []
        for tier in ask.tiers:
            for things in THINGS:
                if getattr(ask, things):
                    files += _tier(ask, things, tier, work)
                    say(f"{things}, {tier}")
        files += [_written(work, name, text) for name, text in describe.pages(files)]
        _manifest(ask, files, work)
    return files


def _standing(ask: Ask, out: Path) -> list[Published] | None:
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return None
    try:
        said = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        if said["order"] == json.loads(json.dumps(asdict(ask))):
            return [Published(**entry) for entry in said["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise BadSet(
        "something else stands there", where=str(out), hint="choose another --out, or remove it"
    )


def made(ask: Ask, things: str, tier: Tier) -> tuple[dict[str, list[Row]], list[Noted]]:
    """The records of each source of one tier, and what was done to them."""
    draw = Draw("benchmark", VERSION, ask.seed, things, tier)
    rates = {trap.name: trap.rate(tier) for trap in traps(things)}
    if things == "persons":
        people = Society(draw, Traps(**rates)).grow(ask.persons)
        writer = Writer(tier, draw, people)
        rows = {one.name: _shuffled(writer.rows(one)) for one in REGISTERS}
        return rows, writer.done
    market = Market(draw, FirmTraps(**rates))
    keeper = OfficeWriter(tier, draw, market.found(ask.companies), market.agents)
    rows = {one.name: _shuffled(keeper.rows(one)) for one in OFFICES}
    return rows, keeper.done


def _shuffled(rows: Iterable[Row]) -> list[Row]:
    """In the order of the record's own number, which says nothing of who it is."""
    return sorted(rows, key=lambda row: row["record_id"])


def _tier(ask: Ask, things: str, tier: Tier, work: Path) -> list[Published]:
    rows, done = made(ask, things, tier)
    columns, place = COLUMNS[things], f"{things}/{tier}"
    everyone = [row for source in rows.values() for row in source]
    files = [
        _written(work, f"{place}/{source}.csv", _csv(columns, (row.values() for row in records)))
        for source, records in rows.items()
        if records
    ]
    files.append(_written(work, f"{place}/all.csv", _csv(columns, (r.values() for r in everyone))))
    noted = sorted((one.record, one.column, one.kind) for one in done)
    files.append(
        _written(work, f"{place}/errors.csv", _csv(("record_id", "column", "kind"), noted))
    )
    if ask.pairs:
        pairs = sorted(_pairs(everyone))
        files.append(_written(work, f"{place}/pairs.csv", _csv(("record_id", "other_id"), pairs)))
    return files


def _pairs(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Records that are truly of one, two by two."""
    known: dict[str, list[str]] = {}
    for row in rows:
        known.setdefault(row["truth_id"], []).append(row["record_id"])
    for records in known.values():
        yield from combinations(sorted(records), 2)


def _csv(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return sink.getvalue()


def _written(work: Path, name: str, text: str) -> Published:
    path = work / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8")
    path.write_bytes(data)
    rows = text.count("\n") - 1 if name.endswith(".csv") else 0
    return Published(name, rows, hashlib.sha256(data).hexdigest())


def _manifest(ask: Ask, files: list[Published], work: Path) -> None:
    said = {
        "name": "siku benchmark of Chinese record linkage", "version": VERSION,
        "licence": "CC0-1.0", "order": asdict(ask), "files": [asdict(file) for file in files],
    }  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    (work / "manifest.json").write_text(text, encoding="utf-8")
