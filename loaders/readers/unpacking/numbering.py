"""Lines counted over all parts of a delivery, and told within the part they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from loaders.readers.base import Broken, Rows, Start
from loaders.readers.unpacking.parts import Part

Reader = Callable[[Path], Iterator[Rows]]


def numbered(parts: Sequence[Part], read: Reader) -> Iterator[Rows]:
    """The rows of all parts; a line's number is unique among them, `Rows.starts` tells its part."""
    if len(parts) == 1 and parts[0].starts is None:
        yield from read(parts[0].path)
        return
    before = 0
    begun: list[Start] = []
    for part in parts:
        if part.starts is None:
            begun.append(Start(before + 1, part.name))
        last = before
        for rows in read(part.path):
            starts = tuple(begun if part.starts is None else part.starts)
            lines = rows.lines + before
            broken = [_moved(one, before, starts) for one in rows.broken]
            last = max([last, *lines[-1:].tolist(), *(one.line for one in broken)])
            yield replace(rows, lines=lines, broken=broken, starts=starts)
        before = last


def _moved(one: Broken, before: int, starts: Sequence[Start]) -> Broken:
    """A broken row with its line among all; its sentences name the part and the line there."""
    line = one.line + before
    own = starts[int(np.searchsorted([start.line for start in starts], line, "right")) - 1]
    there = line - own.line + 1
    zh = one.zh.replace(f"第 {one.line} 行", f"第 {there} 行", 1)
    en = one.en.replace(f"ine {one.line} ", f"ine {there} ", 1)
    return replace(one, line=line, zh=f"文件 {own.name}:{zh}", en=f"{own.name}: {en}")
