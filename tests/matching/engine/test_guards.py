"""A guard that speaks of light pairs only lets heavy ones pass."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from matching.engine.guards import REVIEW, SAME, verdicts
from matching.model import Guard, MatchModel


def test_a_guard_below_a_weight_lets_heavier_pairs_pass() -> None:
    guard = Guard(when={}, below=13, verdict="review", zh="不足", en="not enough")
    fields = {"name": {"type": "text", "from": "name"}}
    model = MatchModel.model_validate({"model": "any", "fields": fields, "guards": [guard]})
    pairs = pa.table({"weight": np.array([12.9, 13.0])})
    assert verdicts(model, pairs).tolist() == [REVIEW, SAME]
