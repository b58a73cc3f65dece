"""An address in one piece, and the divisions it lies in: what two share, from the door outwards."""

from __future__ import annotations

import re
from typing import Any

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
    within,
)
from matching.types.folding import has_han, shortened, words

SHAPE = {
    "line": TEXT, "lines": TEXTS, "doors": TEXTS, "places": TEXTS, "roads": TEXTS, "words": TEXTS,
    "numbers": TEXTS, "villages": TEXTS, "townships": TEXTS, "counties": TEXTS,
    "prefectures": TEXTS, "somewhere": TEXT,
}  # fmt: skip
_NUMBER = re.compile(r"\d+")


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
    return Comparison("", "地址", "address", ("somewhere",), levels)


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


def features(full: str | None, also: str | None, division: str | None) -> dict[str, Any]:
    """The keys of the addresses of one record and of their divisions."""
    lines = [*several(full), *several(also)]
    codes = several(division)
    read = [_read(line, codes) for line in lines]
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
            made[key] = sorted({one[key] for one in known if one[key]}) or None
    return made


def _cut(codes: list[str], length: int, above: int) -> list[str] | None:
    """The codes down to a level, of those that reach it."""
    reached = {
        code[:length] for code in codes if len(code) >= length and int(code[above:length] or 0)
    }
    return sorted(reached) or None


def _read(line: str, codes: list[str]) -> dict[str, Any]:
    """One address; a road or a door is the same only within one county, where that is known."""
    if not has_han(line):
        found = words(shortened(line))
        numbers = {number for word in found for number in _NUMBER.findall(word)}
        return {
            "line": " ".join(found) or None,
            "words": sorted({word for word in found if not word.isdigit()}) or found or None,
            "numbers": sorted(numbers) or None,
            "doors": None, "places": None, "roads": None,
        }  # fmt: skip
    from matching.language.addresses import address

    parts = address(line)
    seat = next(iter(parts.seat), None) or next((code[:6] for code in codes), "")
    pairs = sorted({parts.written[i : i + 2] for i in range(len(parts.written) - 1)})
    return {
        "line": parts.written or None,
        "words": [pair for pair in pairs if not any(c.isdigit() for c in pair)] or pairs or None,
        "numbers": sorted(set(_NUMBER.findall(parts.written))) or None,
        "doors": f"{seat}|{parts.door}" if parts.door else None,
        "places": f"{seat}|{parts.place}" if parts.place else None,
        "roads": f"{seat}|{parts.road}" if parts.road else None,
    }
