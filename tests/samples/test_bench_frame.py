"""All benchmarks share one form."""

from __future__ import annotations

import pytest

from bench import frame
from bench.frame import Figure, NoSuchBench


def test_a_figures_value_is_the_median_of_its_runs() -> None:
    assert Figure("t", "s", "lower", (3.0, 1.0, 2.0)).value == 2.0


@pytest.mark.parametrize(
    ("better", "bar", "met"),
    [
        ("lower", 2.0, True),
        ("lower", 1.9, False),
        ("higher", 2.0, True),
        ("higher", 2.1, False),
        ("lower", None, None),
    ],
)
def test_a_bar_is_met_or_not(better: frame.Better, bar: float | None, met: bool | None) -> None:
    assert Figure("t", "s", better, (2.0,), bar).met is met


def test_a_report_names_the_machine_and_every_figure() -> None:
    said = frame.report([Figure("t", "s", "lower", (1.0, 2.0))])
    assert said["machine"]["cores"]
    assert said["figures"] == [
        {"name": "t", "value": 1.5, "unit": "s", "bar": None, "better": "lower", "runs": [1.0, 2.0]}
    ]


def test_a_benchmark_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(NoSuchBench) as caught:
        frame.measure("sampels")
    assert "samples" in str(caught.value)
    assert "samples" in frame.benches()
