"""The whole walk in one call, for the console and for whoever has no scheduler."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.check import check
from pipeline.deliveries import Delivery
from pipeline.match import match
from pipeline.merge import merge
from pipeline.publish import publish
from pipeline.stage import stage

STEPS: dict[str, Callable[[int], Delivery]] = {
    "stage": stage,
    "check": check,
    "match": match,
    "merge": merge,
    "publish": publish,
}


def walk(delivery_id: int, progress: Callable[[str], None] = lambda step: None) -> Delivery:
    """Take a received delivery through every step; one that is held stops at the gate."""
    for name, step in STEPS.items():
        progress(name)
        delivery = step(delivery_id)
    return delivery
