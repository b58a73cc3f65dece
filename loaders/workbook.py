"""Rows set aside on a sheet that a clerk corrects in place, and the sheet read again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from loaders.errors import Refused
from loaders.files import CsvFile, XlsxFile
from loaders.header import alike
from loaders.readers import READERS
from runtime.errors import SikuError

# What stands before the source's own columns; only the first two are read again.
WHY = (
    "批次 delivery",
    "行号 line",
    "位置 place",
    "规则 rule",
    "问题列 column",
    "说明",
    "explanation",
)
# A cell of Excel holds no more characters; what is longer is taken from the landing copy.
LONGEST = 32_767
KEPT = "（原值过长，留此不变 · too long to show: as delivered）"
# Excel grows slow with more comments than that; the sentence stands in its column anyway.
MOST_COMMENTS = 5000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")

Cell = str | None


class NoSheet(SikuError):
    """A file is no sheet of rows set aside."""


@dataclass(frozen=True)
class Line:
    """One row of the sheet: why it was set aside, which cells are wrong, the row itself."""

    why: Sequence[str]
    wrong: frozenset[str]
    cells: Mapping[str, Cell]

    @property
    def sentence(self) -> str:
        return f"{self.why[-2]}\n{self.why[-1]}"


def write(path: Path, columns: Sequence[str], lines: Iterable[Line]) -> None:
    """Write a workbook, or delimited text where the name ends so; whole or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    if not path.parent.is_dir():
        raise NoSheet(f"there is no folder {path.parent}", hint="write it where there is one")
    if path.suffix.lower() == ".csv":
        _write_text(unfinished, columns, lines)
    elif path.suffix.lower() == ".xlsx":
        _write_workbook(unfinished, columns, lines)
    else:
        raise NoSheet(f"{path.name} ends on neither .xlsx nor .csv", hint="name it 隔离区.xlsx")
    unfinished.replace(path)


def _write_workbook(path: Path, columns: Sequence[str], lines: Iterable[Line]) -> None:
    # What departments typed may look like a formula or an address; it stays text.
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("隔离区 quarantine")
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True})
        wrong = book.add_format({"bg_color": "#FFC7CE", "num_format": "@"})
        sheet.freeze_panes(1, 2)
        for place, name in enumerate((*WHY, *columns)):
            sheet.write_string(0, place, name, head)
        for number, line in enumerate(lines, 1):
            for place, cell in enumerate(line.why):
                sheet.write_string(number, place, cell[:LONGEST])
            for place, name in enumerate(columns, len(WHY)):
                shown = line.cells.get(name) or ""
                form = wrong if name in line.wrong else text
                sheet.write_string(number, place, KEPT if len(shown) > LONGEST else shown, form)
                if name in line.wrong and number <= MOST_COMMENTS:
                    sheet.write_comment(number, place, line.sentence)


def _write_text(path: Path, columns: Sequence[str], lines: Iterable[Line]) -> None:
    """UTF-8 with its mark, as spreadsheets want it; nothing in it can be taken for a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*WHY, *columns])
        for line in lines:
            cells = (line.cells.get(name) or "" for name in columns)
            writer.writerow([*map(_escaped, line.why), *map(_escaped, cells)])


def _escaped(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unescaped(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


@dataclass(frozen=True)
class Returned:
    """A row that came back: which it was, and what it says now under each name (`alike`)."""

    delivery: int
    line: int
    cells: Mapping[str, Cell]


def read(path: Path) -> Iterator[Returned]:
    """The rows of a sheet that was written here, corrected by whoever it went to."""
    textual = path.suffix.lower() == ".csv"
    spec = (
        CsvFile(pattern="*", format="csv", encoding="utf-8")
        if textual
        else XlsxFile(pattern="*", format="xlsx")
    )
    try:
        for rows in READERS[spec.format](path, spec, WHY[:2]):
            columns = {alike(name): column.to_pylist() for name, column in rows.columns.items()}
            if not set(map(alike, WHY[:2])) <= set(columns):
                raise _no_sheet(path)
            for values in zip(*columns.values(), strict=True):
                told = dict(zip(columns, values, strict=True))
                yield _returned(told, path, textual)
    except Refused as refused:
        raise NoSheet(refused.what, where=str(path), hint=_NEXT) from refused


def _returned(told: Mapping[str, Cell], path: Path, textual: bool) -> Returned:
    try:
        delivery, line = (int(_number(told[alike(name)])) for name in WHY[:2])
    except (TypeError, ValueError):
        raise NoSheet(
            f"a row does not say of which {' and '.join(WHY[:2])} it is",
            where=str(path), hint="leave the first two columns as they were exported",
        ) from None  # fmt: skip
    if textual:
        told = {name: _unescaped(value) if value else value for name, value in told.items()}
    return Returned(delivery, line, told)


def _number(text: Cell) -> str:
    return (text or "").strip().removesuffix(".0").replace(",", "")


def _no_sheet(path: Path) -> NoSheet:
    return NoSheet(f"there is no column {WHY[0]!r} in it", where=str(path), hint=_NEXT)


_NEXT = "./siku quarantine export writes the sheet that is to come back"
