"""The columns a file has, held against those its contract names."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from loaders.contract import Contract
from loaders.errors import Refused
from loaders.files import CrosstabFile
from loaders.readers import Rows
from loaders.readers.crosstab import SHEET_COLUMN, SHEET_ROW


def alike(name: str) -> str:
    """A column name without what nobody sees: width, blanks, line breaks."""
    return "".join(unicodedata.normalize("NFKC", name).split()).replace("\ufeff", "")


def found_columns(rows: Rows, contract: Contract, path: Path) -> Mapping[str, str]:
    """Contract's column -> the file's; refused when one is missing or stands twice.

    Where rows name their own columns only the key must be there: others may have no value.
    """
    present: dict[str, str] = {}
    twice: set[str] = set()
    for name in rows.header if rows.header is not None else rows.columns:
        if alike(name) in present:
            twice.add(alike(name))
        present[alike(name)] = name
    needed = contract.sources if rows.header is not None else ()
    missing = [name for name in needed if alike(name) not in present]
    if missing:
        raise _missing(missing, list(present.values()), path)
    for name in contract.sources:
        if alike(name) in twice:
            raise Refused(
                f"列“{name}”出现两次", f"there are two columns {name!r}", where=str(path),
                hint="ask the department which one is meant",
            )  # fmt: skip
    if rows.header is None and len(rows.lines):
        _key_must_be_there(rows, contract, path)
    return {name: present.get(alike(name), name) for name in contract.sources}


def extra_columns(rows: Rows, contract: Contract) -> tuple[str, ...]:
    """Columns of the file that the contract does not name."""
    known = {alike(name) for name in contract.sources}
    known.add(alike(getattr(contract.file, "geometry", "")))
    if isinstance(contract.file, CrosstabFile):  # where a cell stood, which nobody need ask for
        known |= {SHEET_ROW, SHEET_COLUMN, alike(contract.file.sheet_label)}
    return tuple(name for name in rows.header or rows.columns if alike(name) not in known)


def _key_must_be_there(rows: Rows, contract: Contract, path: Path) -> None:
    for name in contract.key:
        column = rows.columns.get(name)
        if column is None or column.null_count == len(column):
            filled = [n for n, c in rows.columns.items() if c.null_count < len(c)]
            raise _missing([name], filled, path)


def _missing(missing: Sequence[str], present: Sequence[str], path: Path) -> Refused:
    name = missing[0]
    known = {alike(one): one for one in present}
    close = [known[c] for c in difflib.get_close_matches(alike(name), known, n=1, cutoff=0.5)]
    near_zh = f",最接近的是“{close[0]}”" if close else ""
    near_en = f"; the nearest is {close[0]!r}" if close else ""
    others = f" (and {len(missing) - 1} more: {', '.join(missing[1:6])})" if missing[1:] else ""
    return Refused(
        f"缺少列“{name}”{near_zh}", f"there is no column {name!r}{near_en}{others}",
        where=str(path),
        hint=f"the file has: {', '.join(present)[:600]} — correct the contract, or its encoding "
        "when these look garbled",
    )  # fmt: skip
