"""An address in one piece, and the divisions it lies in: what two share, from the door outwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from matching.language.addresses import Address, addresses
from matching.types.base import (
    ELSE,
    TEXT,
    TEXTS,
    Block,
    Comparison,
    Level,
    common,
    overlap,
    same,
    several,
    texts,
    within,
)
from matching.types.folding import has_han, shortened, words

SHAPE = {
    "line": TEXT, "lines": TEXTS, "doors": TEXTS, "places": TEXTS, "roads": TEXTS, "words": TEXTS,
    "numbers": TEXTS, "villages": TEXTS, "townships": TEXTS, "counties": TEXTS,
    "prefectures": TEXTS, "somewhere": TEXT,
}  # fmt: skip
_NUMBER = re.compile(r"\d+")
_BELOW_COUNTY = ("镇", "乡", "街道", "办事处", "苏木", "村", "社区", "嘎查")


def comparison() -> Comparison:
    """From the same words to the same prefecture; the first that holds counts."""
    numbers = (
        "({numbers}_l is null or {numbers}_r is null or within({numbers}_l, {numbers}_r) >= 1)"
    )
    less = f"{within('words')} and {numbers}"
    levels = (
        Level("same", "相同", "same", same("line"), 0.45, 2e-4, frequent="line"),
        Level("another", "另一地址相同", "another address", overlap("lines"), 0.05, 2e-4),
        Level("door", "同一门户", "same door", overlap("doors"), 0.05, 1e-4),
        Level("near", "近似", "near", f"{common('words', 0.7)} and {numbers}", 0.1, 2e-4),
        Level("place", "同一楼院", "same building or group", overlap("places"), 0.05, 5e-4),
        Level("village", "同村", "same village", overlap("villages"), 0.05, 1e-3),
        Level("within", "详略不同", "in less detail", less, 0.04, 1e-3),
        Level("road", "同一道路", "same road", overlap("roads"), 0.03, 2e-3),
        Level("township", "同乡镇", "same township", overlap("townships"), 0.03, 5e-3),
        Level("half", "过半相同", "half of it", common("words", 0.4), 0.03, 5e-3),
        Level("county", "同县", "same county", overlap("counties"), 0.04, 0.02),
        Level("prefecture", "同地市", "same prefecture", overlap("prefectures"), 0.03, 0.1),
        Level("differs", "不同", "differs", ELSE, 0.05, 0.86),
    )
    return Comparison("", "地址", "address", ("somewhere",), levels, "shared")


def blocks() -> tuple[Block, ...]:
    """The whole, the door, the building; what lies around it beside others."""
    return (
        Block("lines"),
        Block("doors"),
        Block("places"),
        Block("roads", alone=False),
        Block("words", alone=False),
        Block("villages", alone=False),
        Block("counties", alone=False),
    )


def read_together(columns: Iterable[pa.Array]) -> dict[str, Address]:
    """The parts of every Chinese address in some columns, each read once."""
    values = {value for column in columns for value in pc.unique(texts(column)).to_pylist()}
    lines = sorted({line for value in values for line in several(value) if has_han(line)})
    return dict(zip(lines, addresses(lines), strict=True))


def features(
    full: str | None, also: str | None, division: str | None, chinese: Mapping[str, Address]
) -> dict[str, Any]:
    """The keys of the addresses of one record and of their divisions."""
    lines = [*several(full), *several(also)]
    codes = several(division)
    read = [_chinese(chinese[one], codes) if one in chinese else _latin(one) for one in lines]
    known = [one for one in read if one["line"]]
    made: dict[str, Any] = {
        "villages": _cut(codes, 12, 9),
        "townships": _cut(codes, 9, 6),
        "counties": _cut(codes, 6, 4),
        "prefectures": _cut(codes, 4, 2),
        "somewhere": known[0]["line"] if known else (codes[0] if codes else None),
    }
    if known:
        made |= {"line": known[0]["line"], "words": known[0]["words"],
                 "numbers": known[0]["numbers"]}  # fmt: skip
        made["lines"] = sorted({one["line"] for one in known})
        for key in ("doors", "places", "roads"):
            made[key] = sorted({value for one in known for value in one[key]}) or None
    return made


def _cut(codes: list[str], length: int, above: int) -> list[str] | None:
    """The codes down to a level, of those that reach it."""
    reached = {
        code[:length] for code in codes if len(code) >= length and int(code[above:length] or 0)
    }
    return sorted(reached) or None


def _latin(line: str) -> dict[str, Any]:
    found = words(shortened(line))
    numbers = {number for word in found for number in _NUMBER.findall(word)}
    return {
        "line": " ".join(found) or None,
        "words": sorted({word for word in found if not word.isdigit()}) or found or None,
        "numbers": sorted(numbers) or None,
        "doors": (), "places": (), "roads": (),
    }  # fmt: skip


def _chinese(parts: Address, codes: list[str]) -> dict[str, Any]:
    """A door, a building and a road are the same only in one county, township or village."""
    counties = [name for name in parts.area if not name.endswith(_BELOW_COUNTY)][-1:]
    below = [name for name in parts.area if name.endswith(_BELOW_COUNTY)]
    around = [*counties, *below]
    if not around or len(codes) == 1:
        around += [code[:6] for code in codes]
    pairs = sorted({parts.written[i : i + 2] for i in range(len(parts.written) - 1)})
    made: dict[str, Any] = {
        key: [f"{name}|{value}" for value in values if value for name in around or ("",)]
        for key, values in (
            ("doors", (parts.door, parts.nook)),
            ("places", (parts.place,)),
            ("roads", (parts.road,)),
        )
    }
    return made | {
        "line": parts.written or None,
        "words": [pair for pair in pairs if not any(c.isdigit() for c in pair)] or pairs or None,
        "numbers": sorted(set(_NUMBER.findall(parts.written))) or None,
    }
