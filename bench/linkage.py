"""What users of other matchers would write for the benchmark; run by a Python that has them.

Arguments: the tool, the records (CSV), `persons` or `companies`, and the file for the answer: each
record's number and its cluster. Every tool is used as its own documentation says, with the settings
it recommends or chooses; none is given labels, nothing was tried out on the truth. Prints the
seconds it took, reading left out.
"""

from __future__ import annotations

import csv
import json
import logging
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

Row = dict[str, str | None]
Clusters = Iterable[Iterable[int]]

TEXTS = {"persons": ("name", "address"), "companies": ("name", "representative", "address")}
NUMBERS = {
    "persons": ("citizen_number", "phone"),
    "companies": ("credit_code", "registration_number", "organization_code", "phone"),
}
DATES = {"persons": ("birth_date",), "companies": ("established",)}
CHOICES = {"persons": ("sex",), "companies": ()}
SEED = 1


def splink(rows: list[Row], things: str) -> Clusters:
    """Splink after its tutorial for real-time and batch deduplication: Jaro–Winkler for names."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    texts, numbers, dates = TEXTS[things], NUMBERS[things], DATES[things]
    rules: list[Any] = [block_on(column) for column in (*numbers, "name")]
    if things == "persons":
        rules.append(block_on("birth_date", "sex"))
    comparisons: list[Any] = [
        cl.JaroWinklerAtThresholds("name", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        *(cl.JaroWinklerAtThresholds(column, [0.9, 0.7]) for column in texts[1:]),
        *(cl.LevenshteinAtThresholds(column, [1, 2]) for column in numbers),
        *(cl.DateOfBirthComparison(column, input_is_string=True) for column in dates),
        *(cl.ExactMatch(column) for column in CHOICES[things]),
    ]
    frame = pd.DataFrame(rows)
    frame["unique_id"] = range(len(frame))
    api = DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
    )
    linker = Linker(api.register(frame), settings)
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on(numbers[0])], recall=0.7)
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for column in ("name", dates[0]):
        train.estimate_parameters_using_expectation_maximisation(block_on(column))
    predicted = linker.inference.predict(threshold_match_probability=0.9)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, 0.95)
    answer: Any = clustered
    found = answer.as_pandas_dataframe().groupby("cluster_id")["unique_id"].apply(list)
    return [list(map(int, members)) for members in found]


def goldenmatch(rows: list[Row], things: str) -> Clusters:
    """goldenmatch with no configuration, which is what it recommends."""
    import goldenmatch as gm
    import pyarrow as pa

    del things
    result = gm.dedupe_df(pa.Table.from_pylist(rows), exclude_columns=["source"])
    return [cluster["members"] for cluster in result.clusters.values()]


def goldenmatch_columns(rows: list[Row], things: str) -> Clusters:
    """goldenmatch with its columns named, after the second example of its README."""
    import goldenmatch as gm
    import pyarrow as pa

    exact, block = {
        "persons": ("citizen_number", "birth_date"), "companies": ("credit_code", "representative"),
    }[things]  # fmt: skip
    result = gm.dedupe_df(
        pa.Table.from_pylist(rows), exact=[exact], fuzzy={"name": 0.85, "address": 0.80},
        blocking=[block], exclude_columns=["source"],
    )  # fmt: skip
    return [cluster["members"] for cluster in result.clusters.values()]


def recordlinkage(rows: list[Row], things: str) -> Clusters:
    """recordlinkage after its guide: blocking, Jaro–Winkler at 0.85, the unsupervised ECM."""
    import numpy as np
    import pandas as pd
    import recordlinkage as rl

    frame = pd.DataFrame(rows).astype("object")
    indexer = rl.Index()
    for column in (*NUMBERS[things], "name", *DATES[things]):
        indexer.block(column)
    pairs = indexer.index(frame)
    compare = rl.Compare()
    for column in TEXTS[things]:
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in (*NUMBERS[things], *DATES[things], *CHOICES[things]):
        compare.exact(column, column, label=column)
    features = compare.compute(pairs, frame)
    np.random.seed(SEED)
    matches = rl.ECMClassifier(binarize=0.8).fit_predict(features)
    return components(len(rows), matches)


def components(count: int, pairs: Iterable[tuple[int, int]]) -> Clusters:
    """What hangs together by pairs."""
    first = list(range(count))

    def find(one: int) -> int:
        while first[one] != one:
            first[one] = first[first[one]]
            one = first[one]
        return one

    for one, other in pairs:
        first[find(one)] = find(other)
    groups: dict[int, list[int]] = {}
    for one in range(count):
        groups.setdefault(find(one), []).append(one)
    return groups.values()


def main(tool: str, records: str, things: str, answer: str) -> None:
    """Run one tool and write its answer."""
    with open(records, encoding="utf-8", newline="") as file:
        rows: list[Row] = [
            {name: value or None for name, value in row.items()} for row in csv.DictReader(file)
        ]
    numbers = [row.pop("record_id") for row in rows]
    for row in rows:
        del row["truth_id"]
    logging.disable(logging.WARNING)
    began = time.perf_counter()
    clusters = TOOLS[tool](rows, things)
    spent = time.perf_counter() - began
    with open(answer, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("record_id", "cluster"))
        for cluster, members in enumerate(clusters):
            writer.writerows((numbers[member], cluster) for member in members)
    print(json.dumps(spent), flush=True)


TOOLS: dict[str, Callable[[list[Row], str], Clusters]] = {
    "splink": splink, "goldenmatch": goldenmatch, "goldenmatch-columns": goldenmatch_columns,
    "recordlinkage": recordlinkage,
}  # fmt: skip

if __name__ == "__main__":
    main(*sys.argv[1:])
