"""The shipped models on the public benchmark: the hard tier, and nobody merged in the last."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.frame import Figure
from bench.measure import say
from bench.truth import Score, read, recall_by_kind, score
from samples.benchmark.kinds import Tier
from samples.benchmark.publish import Ask, publish

# F1 and precision that the hard tier must reach.
HARD = {"persons": (0.98, 0.9995), "companies": (0.95, None)}
SIZES = {"persons": 20_000, "companies": 8_000}
ADVERSARIAL = 100_000
MODELS = {"persons": "person", "companies": "company"}


def figures(runs: int = 1) -> Iterator[Figure]:
    """Each run is another seed: a figure that holds for one only would say nothing."""
    for things in SIZES:
        found = [_scored(things, "hard", seed, SIZES[things]) for seed in range(1, runs + 1)]
        best, exact = HARD[things]
        of = f"{SIZES[things]:,} {things}, hard"
        scores = [one for one, _ in found]
        yield Figure(f"{of}, F1", "", "higher", tuple(one.f1 for one in scores), best)
        yield Figure(
            f"{of}, precision", "", "higher", tuple(one.precision for one in scores), exact
        )
        yield Figure(f"{of}, recall", "", "higher", tuple(one.recall for one in scores))
        yield Figure(f"{of}, seconds", "s", "lower", tuple(spent for _, spent in found))
    found = [_scored("persons", "adversarial", seed, ADVERSARIAL) for seed in range(1, runs + 1)]
    of = f"{ADVERSARIAL:,} persons, adversarial"
    merged = tuple(float(one.merged) for one, _ in found)
    yield Figure(f"{of}, merged with another", "persons", "lower", merged, 0)
    yield Figure(f"{of}, F1", "", "higher", tuple(one.f1 for one, _ in found))
    yield Figure(f"{of}, seconds", "s", "lower", tuple(spent for _, spent in found))


def _scored(things: str, tier: Tier, seed: int, count: int) -> tuple[Score, float]:
    """One tier of one seed, judged; says which kinds of errors were not got over."""
    with tempfile.TemporaryDirectory(prefix="siku-bench-") as folder:
        published = Path(folder) / "benchmark"
        persons, companies = (count, 0) if things == "persons" else (0, count)
        publish(Ask(seed, persons, companies, (tier,)), published)
        records = published / things / tier / "all.csv"
        truth = read(records, "record_id", "truth_id")
        answer, spent = ours(things, records)
        lost = recall_by_kind(truth, answer, records.with_name("errors.csv"))
    found = score(truth, answer)
    say(f"  {things}, {tier}, seed {seed}: F1 {found.f1:.4f}, precision {found.precision:.5f}")
    for kind, (all_of_it, alone) in sorted(lost.items(), key=lambda one: -one[1][1])[:5]:
        say(f"    {kind}: {alone:,} of {all_of_it:,} records stand alone")
    return found, spent


def ours(things: str, records: Path) -> tuple[dict[str, str], float]:
    """The cluster of each record by the shipped model, and the seconds it took."""
    from matching.engine.linking import link
    from matching.engine.records import records as rows_of
    from matching.model import load

    model = load(records.parents[2] / "models" / f"{MODELS[things]}.yaml")
    rows = rows_of(records, (*model.read, "record_id"))
    began = time.perf_counter()
    clusters = link(model, [rows.drop_columns(["record_id"])]).clusters
    spent = time.perf_counter() - began
    return dict(zip(rows["record_id"].to_pylist(), map(str, clusters.tolist()), strict=True)), spent
