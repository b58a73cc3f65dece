"""Other matchers on the benchmark, each as its documentation says, and ours on the same files."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.environment import NoRivals, python
from bench.frame import Figure
from bench.match_benchmark import ours
from bench.measure import say
from bench.truth import Score, read, score
from runtime.settings import REPOSITORY
from samples.benchmark.kinds import Tier
from samples.benchmark.publish import Ask, publish

LOCK = "requirements-linkage.lock"
TOOLS = {
    "splink": "plain Splink, Jaro–Winkler",
    "goldenmatch": "goldenmatch, zero configuration",
    "goldenmatch-columns": "goldenmatch, columns named",
    "recordlinkage": "recordlinkage, ECM",
}
TIERS: tuple[Tier, ...] = ("hard", "adversarial")
ASK = Ask(seed=1, persons=5_000, companies=2_000, tiers=TIERS)
_PATIENCE = 1_800


@dataclass(frozen=True)
class Answer:
    """What a tool made of a file, and how long it took."""

    score: Score
    seconds: float


def figures() -> Iterator[Figure]:
    """F1, precision, those merged with others, and seconds, for each tool on each file."""
    program = python(LOCK, "linkage")
    with tempfile.TemporaryDirectory(prefix="siku-bench-") as folder:
        published = Path(folder) / "benchmark"
        publish(ASK, published)
        for tier in TIERS:
            for things in ("persons", "companies"):
                records = published / things / tier / "all.csv"
                for tool, name in {"siku": "siku", **TOOLS}.items():
                    yield from _of(f"{things}, {tier}: {name}", program, tool, things, records)


def _of(what: str, program: Path, tool: str, things: str, records: Path) -> Iterator[Figure]:
    try:
        answer = _ours(things, records) if tool == "siku" else _run(program, tool, things, records)
    except NoRivals as error:
        say(f"  {what}: {error}")
        return
    found = answer.score
    say(f"  {what}: F1 {found.f1:.4f} in {answer.seconds:.1f} s")
    yield Figure(f"{what}, F1", "", "higher", (found.f1,))
    yield Figure(f"{what}, precision", "", "higher", (found.precision,))
    yield Figure(f"{what}, recall", "", "higher", (found.recall,))
    yield Figure(f"{what}, true ones merged with another", "", "lower", (found.merged,))
    yield Figure(f"{what}, seconds", "s", "lower", (answer.seconds,))


def _ours(things: str, records: Path) -> Answer:
    clusters, seconds = ours(things, records)
    return Answer(score(read(records, "record_id", "truth_id"), clusters), seconds)


def _run(program: Path, tool: str, things: str, records: Path) -> Answer:
    script = REPOSITORY / "bench" / "linkage.py"
    answer = records.with_name(f"{tool}.csv")
    try:
        done = subprocess.run(
            [str(program), str(script), tool, str(records), things, str(answer)],
            capture_output=True, text=True, timeout=_PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NoRivals(f"took more than {_PATIENCE:,} s") from None
    if done.returncode:
        raise NoRivals(f"failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    truth = read(records, "record_id", "truth_id")
    clusters = read(answer, "record_id", "cluster")
    return Answer(score(truth, clusters), float(done.stdout.strip().splitlines()[-1]))
