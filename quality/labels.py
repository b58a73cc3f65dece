"""The words, numbers and small drawings of the reports."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Final

from quality.scores import Colour, colour

GATES: Final = {"pass": ("通过", "Pass"), "warn": ("提示通过", "Warn"), "hold": ("暂扣", "Hold")}
STATES: Final = {
    "received": ("已接收", "received"), "staged": ("已入暂存", "staged"),
    "checked": ("已检查", "checked"), "held": ("暂扣", "held"), "matched": ("已匹配", "matched"),
    "merged": ("已合并", "merged"), "published": ("已发布", "published"),
    "failed": ("失败", "failed"), "undone": ("已撤销", "undone"),
}  # fmt: skip
COUNTS: Final = {
    "delivered": ("交付", "delivered"), "staged": ("入库", "staged"),
    "quarantined": ("隔离", "quarantined"), "created": ("新增", "created"),
    "changed": ("变更", "changed"), "unchanged": ("未变", "unchanged"), "held": ("暂扣", "held"),
}  # fmt: skip
LEDGER: Final = {
    "delivered": ("staged", "quarantined"),
    "staged": ("created", "changed", "unchanged", "held"),
}
STEPS: Final = {
    "receive": "接收", "stage": "暂存", "check": "检查", "match": "匹配", "merge": "合并",
    "publish": "发布",
}  # fmt: skip
ACTS: Final = {
    "hold": "暂扣", "release": "放行", "undo": "撤销", "replay": "重放", "take_back": "更正报送",
}  # fmt: skip
GRADES: Final[dict[Colour, tuple[str, str]]] = {
    "green": ("优", "excellent"), "yellow": ("良", "good"), "orange": ("中", "fair"),
    "red": ("差", "poor"),
}  # fmt: skip

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 120, 28, 4
SPARK_FLOOR = 0.9  # scores below are drawn at the bottom: most differ only near the top


def count(number: int | None) -> str:
    """A number of rows."""
    return "–" if number is None else f"{number:,}"


def percent(share: float | None) -> str:
    """A share, rounded down, so that only what is whole reads 100 %."""
    return "–" if share is None else f"{math.floor(share * 1000 + 1e-9) / 10:.1f}%"


def seconds(number: float) -> str:
    return f"{number:.2f} s" if number < 10 else f"{number:.1f} s"


def grade(score: float) -> tuple[str, str]:
    """The word for a score, so that nobody needs to tell colours apart."""
    return GRADES[colour(score)]


def moment(time: dt.datetime | None) -> str:
    return "–" if time is None else time.strftime("%Y-%m-%d %H:%M:%S")


def spark(values: Sequence[float | None]) -> list[tuple[float, float]]:
    """The points of a small line of scores."""
    shown = [max(value, SPARK_FLOOR) for value in values if value is not None]
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / max(len(shown) - 1, 1)
    height = SPARK_HEIGHT - 2 * SPARK_MARGIN
    return [
        (
            round(SPARK_MARGIN + step * number, 1),
            round(SPARK_MARGIN + height * (1 - value) / (1 - SPARK_FLOOR), 1),
        )
        for number, value in enumerate(shown)
    ]
