"""A guard that speaks of light pairs only lets heavy ones pass."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from matching.engine.guards import REVIEW, SAME, guarded, verdicts
from matching.model import Guard, MatchModel, load
from tests.matching.engine.leveled import SURE, weighed


def test_a_guard_below_a_weight_lets_heavier_pairs_pass() -> None:
    guard = Guard(when={}, below=13, verdict="review", zh="不足", en="not enough")
    fields = {"name": {"type": "text", "from": "name"}}
    model = MatchModel.model_validate({"model": "any", "fields": fields, "guards": [guard]})
    pairs = pa.table({"weight": np.array([12.9, 13.0])})
    assert verdicts(model, pairs).tolist() == [REVIEW, SAME]


def test_an_exception_for_the_unclaimed_holds_only_of_them() -> None:
    """Somebody took another given name; or the number is a twin's."""
    model = load("person").of_files
    renamed = weighed([(0, 1, SURE | {"name": "surname", "number": "same"})])
    assert guarded(model, renamed)[0].tolist() == [True]
    assert guarded(model, renamed, unclaimed=True)[0].tolist() == [False]
    elsewhere = {"name": "surname", "place": "differs", "phone": "differs", "number": "same"}
    stranger = weighed([(0, 1, SURE | elsewhere)])
    assert guarded(model, stranger, unclaimed=True)[0].tolist() == [True]
