"""Units figures come in, and how much of the dictionary's own unit each is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

MONEY = {
    "元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10**4), "百万元": Decimal(10**6),
    "千万元": Decimal(10**7), "亿元": Decimal(10**8), "角": Decimal("0.1"), "分": Decimal("0.01"),
}  # fmt: skip
AREA = {
    "平方米": Decimal(1), "m2": Decimal(1), "㎡": Decimal(1), "公顷": Decimal(10**4),
    "hm2": Decimal(10**4), "平方公里": Decimal(10**6), "平方千米": Decimal(10**6),
    "km2": Decimal(10**6), "亩": Decimal(2000) / 3, "万亩": Decimal(20_000_000) / 3,
    "万公顷": Decimal(10**8), "万平方米": Decimal(10**4), "万平方公里": Decimal(10**10),
    "平米": Decimal(1), "平方": Decimal(1), "公亩": Decimal(100), "顷": Decimal(200_000) / 3,
    "ha": Decimal(10**4), "平方分米": Decimal("0.01"), "平方厘米": Decimal("0.0001"),
}  # fmt: skip
RATIO = {"1": Decimal(1), "%": Decimal("0.01"), "‰": Decimal("0.001"), "‱": Decimal("0.0001")}
QUANTITY = {
    "1": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10**4),
    "亿": Decimal(10**8),
}


def counted(nouns: str) -> dict[str, Decimal]:
    """Units of things that are counted by these nouns: 人, 万人 …"""
    scales = {"": Decimal(1), **QUANTITY}
    return {
        f"{scale}{noun}": factor
        for scale, factor in scales.items()
        if scale != "1"
        for noun in ("", *nouns)
        if scale or noun
    }


UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "money": MONEY, "area": AREA, "ratio": RATIO, "quantity": QUANTITY,
}  # fmt: skip
