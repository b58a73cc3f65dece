"""The walk of a delivery: receive → stage → check → match → merge → publish."""

from pipeline.check import check
from pipeline.match import match
from pipeline.merge import merge
from pipeline.publish import publish
from pipeline.receive import receive
from pipeline.settle import settle_base
from pipeline.stage import stage
from pipeline.walk import STEPS, walk

__all__ = [
    "STEPS",
    "check",
    "match",
    "merge",
    "publish",
    "receive",
    "settle_base",
    "stage",
    "walk",
]
