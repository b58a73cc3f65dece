"""The same rows through what one would otherwise use: dlt, and pandas with an upsert."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from bench.contracts import varied
from bench.environment import NoRivals, python
from bench.frame import Figure
from bench.measure import copied, say, vacuumed, walked
from bench.scratch import scratch
from loaders.contract import find
from runtime import secrets
from runtime.database import database_url
from runtime.settings import REPOSITORY

DATASET = "ps_person"
MASTER = ("population", "person")
LOCK = "requirements-bench.lock"
BAR = 10.0
TOOLS = {"pandas": "pandas to_sql and an upsert", "dlt": "dlt", "dlt-arrow": "dlt of Arrow tables"}
_BARRED = ("pandas", "dlt")
_DAYS = dt.date(2026, 8, 1), dt.date(2026, 9, 1)
_KEY = "person_key"


def figures(persons: Path, rows: int, folder: Path) -> Iterator[Figure]:
    """Seconds of each tool for a first load and for the same rows again, and how often ours fit.

    A bare COPY of the same rows runs with them: no first load that writes these rows and their
    indexes durably can be further ahead of a tool than the COPY alone is.
    """
    program = python(LOCK, "bench")
    snapshot = {"kind": "snapshot", "operation": None}
    with varied(folder / "rivals", DATASET, snapshot), scratch():
        ours = [sum(walked(DATASET, persons, day).values()) for day in _DAYS]
        vacuumed()
        bare = copied(MASTER)
        theirs = {tool: _run(program, tool, persons) for tool in TOOLS}
    for number, what in enumerate(("a first load", "the same again")):
        of = f"{rows:,} persons, {what}"
        yield Figure(f"{of}: siku", "s", "lower", (ours[number],))
        for tool, name in TOOLS.items():
            spent = theirs[tool][number]
            bar = BAR if tool in _BARRED else None
            yield Figure(f"{of}: {name}", "s", "lower", (spent,))
            yield Figure(f"{of}: {name} / siku", "×", "higher", (spent / ours[number],), bar)
            if not number:
                yield Figure(f"{of}: {name} / a bare COPY", "×", "higher", (spent / bare,))


def _run(program: Path, tool: str, file: Path) -> list[float]:
    """Seconds of a first and a second load."""
    url = make_url(database_url())
    if "passfile" in url.query:
        password = secrets.passwords()[url.username or ""]
        url = url.difference_update_query(["passfile"]).set(password=password)
    columns = find(DATASET).columns
    names = {source: spec.attribute for source, spec in columns.items()}
    given = {"人员编号": _KEY, **names, "变动日期": "changed_on", "操作": "operation"}
    script = REPOSITORY / "bench" / "outsider.py"
    done = subprocess.run(
        [str(program), str(script), tool, str(file), _KEY, json.dumps(given)],
        env=os.environ | {"DATABASE": url.render_as_string(hide_password=False)},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode:
        raise NoRivals(f"{TOOLS[tool]} failed", hint="it says why above")
    took = [float(line) for line in done.stdout.splitlines() if line[:1].isdigit()]
    say(f"  {TOOLS[tool]}: {'  '.join(f'{one:.2f}' for one in took)}")
    return took
