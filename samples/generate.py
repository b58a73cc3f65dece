"""Generate the province: parts side by side, then whole files, then the folder under its name."""

import hashlib
import json
import os
import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from runtime.crew import crew
from runtime.errors import SikuError
from samples import change, folder, part, province, readme, truth, writers
from samples.companies import PUBLIC
from samples.datasets import BY_NAME, Dataset, due
from samples.economy import Economy
from samples.noise import Sheet, Spoiler
from samples.order import BadOrder, Order
from samples.part import Part

Progress = Callable[[str], None]
Counts = dict[str, dict[int, int]]


@dataclass
class Made:
    """What came of one piece: rows and columns by month and dataset, and counts by county."""

    rows: dict[tuple[int, str], int]
    columns: dict[str, list[str]]
    counts: Counts


@dataclass(frozen=True)
class File:
    """One delivered file, for the manifest."""

    date: str
    dataset: str
    file: str
    rows: int
    sha256: str


def generate(
    what: Order, out: Path, jobs: int | None = None, progress: Progress | None = None
) -> list[File]:
    """Write the whole province under `out`; what stands there already for the same order stays."""
    if jobs is not None and jobs < 1:
        raise BadOrder(f"--jobs {jobs}: one process at least", hint="--jobs 1")
    out = out.resolve()
    standing = _standing(what, out)
    if standing is not None:
        return standing
    began = time.monotonic()
    say = progress or (lambda line: None)
    with folder.making(out) as work:
        files = _make(what, work, min(jobs or os.cpu_count() or 1, what.parts), say)
    say(f"{sum(f.rows for f in files):,} rows in {time.monotonic() - began:.1f} s")
    return files


def _make(what: Order, work: Path, workers: int, say: Progress) -> list[File]:
    with crew(workers, "making the province", hint="--jobs 1") as pool:
        made = []
        for number, result in enumerate(_parts(pool, what, work), start=1):
            made.append(result)
            say(f"part {number} of {what.parts}")
        made.append(_province(what, work, _sum(m.counts for m in made)))
        files = _assemble(pool, what, work, made)
        say("files written")
    shutil.rmtree(work / "pieces")
    _describe(what, work, files)
    return files


def _standing(what: Order, out: Path) -> list[File] | None:
    """The files of a province that stands there for the same order."""
    try:
        said = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        if said["order"] == json.loads(json.dumps(asdict(what))):
            return [File(**entry) for entry in said["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        # Not a province, or none that can be read: it must be left alone then.
        pass
    if os.path.lexists(out) and not (out.is_dir() and not any(out.iterdir())):
        raise SikuError(
            "the folder for the samples is not empty, and what is in it was made otherwise",
            where=str(out), hint="choose another --out, or remove the folder",
        )  # fmt: skip
    return None


def _parts(pool: Executor, what: Order, work: Path) -> Iterator[Made]:
    futures = [pool.submit(make_part, what, work, number) for number in range(what.parts)]
    for future in futures:
        yield future.result()


def make_part(what: Order, work: Path, number: int) -> Made:
    """One part through all months: its pieces of every file."""
    land = province.build(what.seed, what.persons, what.dates[0])
    made = Made({}, {}, {})
    here: Part = part.build(what, land, number)
    made.counts = _counts(here)
    for month, date in enumerate(what.dates):
        events = change.first(here) if month == 0 else change.following(here)
        for dataset in due(month, date, "part"):
            sheet, spoiler = _spoilt(what, dataset, here, events)
            _save(made, work, dataset, month, date, number, sheet, spoiler)
    return made


def _province(what: Order, work: Path, counts: Counts) -> Made:
    """What is not made in parts: divisions and the economy."""
    land = province.build(what.seed, what.persons, what.dates[0])
    economy = Economy(what, land, counts)
    made = Made({}, {}, {})
    for month, date in enumerate(what.dates):
        for dataset in due(month, date, "province"):
            sheet, spoiler = _spoilt(what, dataset, land, month)
            _save(made, work, dataset, month, date, 0, sheet, spoiler)
        for dataset in due(month, date, "economy"):
            sheet, spoiler = _spoilt(what, dataset, economy, month)
            _save(made, work, dataset, month, date, 0, sheet, spoiler)
    return made


def _spoilt(what: Order, dataset: Dataset, *given: Any) -> tuple[Sheet, Spoiler | None]:
    """A dataset's rows, and what was done to them."""
    kept: list[Spoiler] = []

    def spoil(sheet: Sheet) -> Spoiler:
        kept.append(Spoiler(dataset.name, what.seed, what.rates.noise, sheet))
        return kept[0]

    sheet = dataset.make(*given, spoil)
    return sheet, kept[0] if kept else None


def _save(
    made: Made, work: Path, dataset: Dataset, month: int, date: str, number: int, sheet: Sheet,
    spoiler: Spoiler | None,
) -> None:  # fmt: skip
    if not len(sheet):
        return
    made.rows[month, dataset.name] = len(sheet)
    made.columns[dataset.name] = list(sheet.columns)
    for place, content in (
        (dataset.name, writers.piece(dataset, sheet)),
        ("truth.records", truth.records(dataset.name, date, sheet)),
        ("truth.noise", truth.noise(dataset.name, date, sheet, spoiler)),
    ):
        path = work / "pieces" / f"{month:02d}" / place / f"{number:05d}-{dataset.name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _counts(here: Part) -> Counts:
    """What the macro figures have to agree with, by county."""
    county = np.array([here.province.ancestors(int(v))[2] for v in here.villages])
    born = here.people.birth.astype("M8[Y]") == here.date.astype("M8[Y]") - 1
    home = here.unit_village(here.households.unit)
    public = np.isin(here.entities.kind, PUBLIC)
    where = {
        "persons": home[here.people.household], "households": home,
        "births": home[here.people.household[born]], "entities": here.entities.village[~public],
        "public": here.entities.village[public], "parcels": here.land.parcels.village,
    }  # fmt: skip
    return {
        name: {
            int(c): int(n)
            for c, n in zip(*np.unique(county[villages], return_counts=True), strict=True)
        }
        for name, villages in where.items()
    }


def _sum(counts: Iterable[Counts]) -> Counts:
    total: dict[str, Counter[int]] = defaultdict(Counter)
    for some in counts:
        for name, by_county in some.items():
            total[name].update(by_county)
    return {name: dict(by_county) for name, by_county in total.items()}


def _assemble(pool: Executor, what: Order, work: Path, made: list[Made]) -> list[File]:
    rows: Counter[tuple[int, str]] = Counter()
    columns: dict[str, list[str]] = {}
    for some in made:
        rows.update(some.rows)
        columns.update(some.columns)
    # The longest first, so that the processes end together; to pack a shapefile takes long.
    packed = {dataset.name for dataset in BY_NAME.values() if dataset.extension == "zip"}
    longest = sorted(rows, key=lambda key: (key[1] not in packed, -rows[key]))
    futures = [
        pool.submit(assemble_file, what, work, month, name, columns[name], rows[month, name])
        for month, name in longest
    ]
    futures_of_truth = [pool.submit(assemble_truth, work, name) for name in ("records", "noise")]
    files = [future.result() for future in futures]
    for future in futures_of_truth:
        future.result()
    return sorted(files, key=lambda file: (file.date, list(BY_NAME).index(file.dataset)))


def assemble_file(
    what: Order, work: Path, month: int, name: str, columns: list[str], rows: int
) -> File:
    """One whole file from its pieces."""
    dataset, date = BY_NAME[name], what.dates[month]
    target = work / "drop" / date / dataset.file
    target.parent.mkdir(parents=True, exist_ok=True)
    pieces = sorted((work / "pieces" / f"{month:02d}" / name).iterdir())
    writers.whole(dataset, columns, pieces, date, target)
    with target.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    return File(date, name, f"drop/{date}/{dataset.file}", rows, digest)


def assemble_truth(work: Path, name: str) -> None:
    """One whole file of the truth from its pieces."""
    (work / "truth").mkdir(exist_ok=True)
    pieces = sorted((work / "pieces").glob(f"*/truth.{name}/*"))
    truth.parquet(pieces, work / "truth" / f"{name}.parquet")


def _describe(what: Order, work: Path, files: list[File]) -> None:
    said = {"order": asdict(what), "files": [asdict(file) for file in files]}
    (work / "README.md").write_text(readme.text(what, files), encoding="utf-8")
    (work / "manifest.json").write_text(
        json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
