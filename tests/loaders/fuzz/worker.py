"""A process that loads mutated files one after the other; what ends it ends nothing else.

Asked on its standard input with lines of JSON, it answers each with one on its standard output.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import random
import resource
import shutil
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from loaders.errors import Refused
from loaders.staging import Arriving, Counts, stage
from runtime.database import engine
from tests.loaders.desk import AS_OF
from tests.loaders.fuzz.cases import Case, cases
from tests.loaders.fuzz.counted import counted
from tests.loaders.fuzz.mutations import mutated

MEMORY = 2 << 30  # beyond what the worker has
SPARE = 1 << 30  # of real memory that a small file may take

_LEDGER = """
    with told as (
        select line, true as fine from stage.d{id}
        union all
        select line, rule <> '' and zh ~ '[一-龥]' and en ~ '[a-z]' and raw is not null
        from ops.quarantine where delivery_id = {id}
    )
    select count(*), count(distinct line), min(line), bool_and(fine is true) from told
"""


class Wrong(Exception):
    """What became of a file is neither of the two things that may."""


def main(url: str, folder: str, delivery: str) -> None:
    """Answer until the input ends."""
    home = Path(folder)
    shutil.rmtree(home / "specimens", ignore_errors=True)
    known = {case.name: case for case in cases(home / "specimens")}
    everything = [content for case in known.values() for content in case.files.values()]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    logging.disable()
    warnings.simplefilter("ignore")
    faulthandler.enable()
    with engine(url).connect() as connection, connection.begin():
        for line in sys.stdin:
            asked = json.loads(line)
            faulthandler.dump_traceback_later(asked["limit"] - 1)
            case = known[asked["case"]]
            told = _loaded(connection, case, asked, everything, home, int(delivery))
            faulthandler.cancel_dump_traceback_later()
            answers.write(json.dumps(told) + "\n")
            answers.flush()


def _limit() -> None:
    """A bound on the memory, soft, so that readers in processes of their own set theirs."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    size = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _loaded(
    connection: Connection, case: Case, asked: dict[str, Any], others: list[bytes], home: Path,
    delivery: int,
) -> dict[str, Any]:  # fmt: skip
    """What becomes of one file."""
    path, how = _written(case, asked, others, home / "files")
    _limit()
    began, peak = time.monotonic(), _peak()
    savepoint = connection.begin_nested()
    try:
        counts = stage(connection, Arriving(delivery, AS_OF, path), case.under)
        _proven(connection, delivery, counts)
        _all_there(case, path, counts)
        told = {"outcome": _outcome(counts), "rows": [counts.staged, counts.quarantined]}
    except Refused as refusal:
        told = _refused(refusal)
    except Wrong as wrong:
        told = {"outcome": "wrong", "why": str(wrong)}
    except BaseException as error:  # noqa: BLE001 - any is a finding
        said = "".join(traceback.format_exception(error))
        told = {"outcome": "exception", "why": f"{type(error).__name__}: {error}"[:300]}
        told["trace"] = said[-6000:]
    finally:
        savepoint.rollback()
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    grown = _peak() - peak
    if grown > SPARE:
        told = {"outcome": "memory", "why": f"it took {grown >> 20} MB"}
    return told | {"how": how, "seconds": round(time.monotonic() - began, 3)}


def _written(
    case: Case, asked: dict[str, Any], others: list[bytes], folder: Path
) -> tuple[Path, list[str]]:
    """The mutated file, or folder of files, and how it was mutated."""
    shutil.rmtree(folder, ignore_errors=True)
    place = folder if case.whole else folder / "parts"
    place.mkdir(parents=True)
    chance = random.Random(asked["seed"])
    chosen = chance.choice(sorted(case.files))
    how: list[str] = []
    for name, content in case.files.items():
        spoilt = content
        if name == chosen and asked["seed"]:
            spoilt, how = mutated(content, others, chance)
        (place / name).write_bytes(spoilt)
    return (place / chosen if case.whole else place), how


def _proven(connection: Connection, delivery: int, counts: Counts) -> None:
    """That what was counted is there, each row once and with its reason."""
    rows, lines, first, fine = connection.execute(text(_LEDGER.format(id=delivery))).one()
    if counts.delivered != counts.staged + counts.quarantined or rows != counts.delivered:
        raise Wrong(f"{counts} but {rows} rows are there")
    if lines != rows:
        raise Wrong(f"{rows} rows have {lines} different lines")
    if rows and (first < 1 or not fine):
        raise Wrong(f"a row in line {first} at least, or without its reason")


def _all_there(case: Case, path: Path, counts: Counts) -> None:
    expected = counted(case, path)
    if expected is not None and expected != counts.delivered:
        raise Wrong(f"of {expected} rows in the file {counts.delivered} were delivered")


def _outcome(counts: Counts) -> str:
    if not counts.delivered:
        return "nothing in it"
    return "set aside in part" if counts.quarantined else "loaded"


def _refused(refusal: Refused) -> dict[str, Any]:
    said = str(refusal)
    has_both = any("一" <= sign <= "龥" for sign in refusal.zh) and refusal.en.strip()
    if not has_both or "\0" in said or not refusal.where:
        return {"outcome": "wrong", "why": f"a refusal nobody can keep or read: {said!r}"}
    try:
        said.encode()
    except UnicodeEncodeError as error:
        return {"outcome": "wrong", "why": f"a refusal that is no text: {error}"}
    return {"outcome": "refused", "why": refusal.en[:200]}


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


if __name__ == "__main__":
    main(*sys.argv[1:])
