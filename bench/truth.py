"""How good a matcher's answer is: pairs, clusters, and people merged with others."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Score:
    """What came of an answer. `merged` counts the true ones that were put together with another."""

    precision: float
    recall: float
    merged: int

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read(file: Path, key: str, value: str) -> dict[str, str]:
    """Two columns of a file."""
    with file.open(encoding="utf-8", newline="") as source:
        return {row[key]: row[value] for row in csv.DictReader(source)}


def score(truth: Mapping[str, str], answer: Mapping[str, str]) -> Score:
    """Precision and recall of pairs of records. A record without a cluster is alone."""
    cells = Counter((one, answer.get(record, f"alone {record}")) for record, one in truth.items())
    right = sum(map(_pairs, cells.values()))
    true = sum(map(_pairs, Counter(truth.values()).values()))
    clusters: dict[str, set[str]] = defaultdict(set)
    sizes: Counter[str] = Counter()
    for (one, cluster), count in cells.items():
        clusters[cluster].add(one)
        sizes[cluster] += count
    said = sum(map(_pairs, sizes.values()))
    merged = {one for ones in clusters.values() if len(ones) > 1 for one in ones}
    return Score(right / said if said else 1.0, right / true if true else 1.0, len(merged))


def recall_by_kind(
    truth: Mapping[str, str], answer: Mapping[str, str], errors: Path
) -> dict[str, tuple[int, int]]:
    """For each kind of error: records with it, and how many of them stand alone though they have
    others: what a matcher does not get over."""
    others = Counter(truth.values())
    mates = Counter((one, answer.get(record, "")) for record, one in truth.items())
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with errors.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            record = row["record_id"]
            one = truth[record]
            if others[one] < 2:
                continue
            kinds[row["kind"]][0] += 1
            kinds[row["kind"]][1] += mates[one, answer.get(record, "")] < 2
    return {kind: (count, lost) for kind, (count, lost) in kinds.items()}


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
