"""Text of fixed width: where its columns begin, told by what stands below one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Table = np.ndarray[tuple[int, int], np.dtype[np.int64]]

_FEWEST = 5  # lines that tell
_SHORTEST = 8  # bytes of a line
_MOST = 0.95  # of the lines that agree
_BLANK, _LATIN, _OTHER = 0, 1, 2


def positions(lines: Sequence[str], encoding: str) -> dict[str, str] | None:
    """Column -> its first and last byte, from 1; None where lines are not all of one length, or
    hold a single column."""
    if encoding.startswith(("utf-16", "utf-32")):
        return None  # their positions are characters
    written = [_kinds(line, encoding) for line in lines if line.strip()]
    sizes = {len(kinds) for kinds in written}
    if len(written) < _FEWEST or len(sizes) != 1 or min(sizes) < _SHORTEST:
        return None
    table: Table = np.array(written, np.int64)
    begins = [0, *(place for place in range(1, table.shape[1]) if _begins(table, place))]
    if len(begins) < 2:
        return None
    ends = [*begins[1:], table.shape[1]]
    spans = zip(begins, ends, strict=True)
    return {f"列{n}": f"{first + 1}-{last}" for n, (first, last) in enumerate(spans, 1)}


def _kinds(line: str, encoding: str) -> list[int]:
    """What each byte of a line belongs to: a blank, a Latin letter or digit, or another sign."""
    found: list[int] = []
    for character in line:
        kind = _BLANK if character.isspace() else _LATIN if character.isascii() else _OTHER
        found += [kind] * len(character.encode(encoding, "replace"))
    return found


def _begins(table: Table, place: int) -> bool:
    """Whether a column begins here: after blanks, or where figures turn into characters."""
    before, here = table[:, place - 1], table[:, place]
    after_blanks = np.mean(before == _BLANK) >= _MOST and np.mean(here != _BLANK) >= _MOST
    turns = np.mean((before == _LATIN) & (here == _OTHER)) >= _MOST
    return bool(after_blanks or turns)
