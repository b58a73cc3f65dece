"""References of a hard province, against a twin of it without any noise: -m long -s prints them."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from runtime.settings import settings
from samples.generate import generate
from samples.order import Order, order
from tests.across import truth
from tests.matching.test_against_truth import HARD

PERSONS = int(os.environ.get("PROVINCE", "4000"))
SEED = int(os.environ.get("SEED", "11"))
# So many of what is resolved at all must be right; where a person stands in the base twice, either
# is counted as right.
PRECISION = 0.99


@pytest.mark.long
def test_few_references_mean_somebody_else(
    copied: Callable[[], AbstractContextManager[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hard = order(PERSONS, SEED, 2, indicators=5, rates=HARD)

    def walked(what: Order, name: str) -> truth.Rows:
        out = tmp_path / name
        monkeypatch.setenv("SIKU_LANDING_DIR", str(out / "landing"))
        monkeypatch.setenv("SIKU_REPORTS_DIR", str(out / "reports"))
        generate(what, out, jobs=1)
        with copied():
            settings.cache_clear()
            truth.deliver(out)
            return truth.resolved(out)

    clean = truth.told(walked(truth.without_noise(hard), "clean"))
    figures = truth.compared(walked(hard, "noisy"), clean)
    print(f"\n{truth.table(figures)}")
    for reference, found in figures.items():
        assert found.precision >= PRECISION, reference
        assert found.recall >= 0.8, reference
