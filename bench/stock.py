"""Person files for benchmarks: ten times as many persons, and what a later increment brings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

ENCODING = "gb18030"
MOST = 10  # digits there are to tell copies apart
CHANGED, NEW = 0.65, 0.30  # of an increment's rows; the rest are cancelled

_KEY, _NUMBER, _NAME, _PHONE, _PASSPORT = "人员编号", "公民身份号码", "姓名", "联系电话", "护照号码"
_HOUSEHOLD, _SINCE, _OPERATION = "户号", "变动日期", "操作"
_NAMES = (_NAME, "曾用名", "姓名拼写")
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])  # GB 11643
_CHECKS = np.frombuffer(b"10X98765432", np.uint8)
_WHOLE = r"^\d{17}[\dX]$"
_SLICE = 200_000
_STEP = 7_919  # rows a copy's names are moved by
LACKING, _HUNDRED = 3, 100  # of so many persons another department has no number

# Which digit of keys and of numbers tells persons of an increment from those of the stock.
_COPY, _LATER = (0, 2), (1, 4)


def persons(file: Path) -> pa.Table:
    """A person file of the samples, all of it text."""
    names = csv.open_csv(file, csv.ReadOptions(encoding=ENCODING)).schema.names
    return csv.read_csv(
        file,
        csv.ReadOptions(encoding=ENCODING),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    ).combine_chunks()


def multiplied(rows: pa.Table, times: int, file: Path) -> None:
    """A file of so many times the persons. Each copy's are others than the last one's: their keys,
    numbers, phones and passports are their own, and their names somebody else's."""
    with file.open("wb") as target:
        for number in range(times):
            copy = _others(rows, number, _COPY) if number else rows
            for start in range(0, copy.num_rows, _SLICE):
                _write(copy.slice(start, _SLICE), target, header=not number and not start)


def increment(rows: pa.Table, count: int, number: int, day: dt.date, file: Path) -> None:
    """So many rows of one day: persons of the stock with another phone, new ones, cancelled ones.
    Increments of another number speak of others."""
    places = (np.arange(count) * (rows.num_rows // count) + number) % rows.num_rows
    chosen = rows.take(pa.array(places))
    changed, new = round(count * CHANGED), round(count * NEW)
    parts = (
        (_with(chosen.slice(0, changed), {_PHONE: _phones(chosen[_PHONE], 6)}), "变更"),
        (_others(chosen, 9, _LATER).slice(changed, new), "新增"),
        (chosen.slice(changed + new), "注销"),
    )
    told = [
        _with(part, {_SINCE: f"{day:%Y%m%d}", _OPERATION: operation}) for part, operation in parts
    ]
    with file.open("wb") as target:
        _write(pa.concat_tables(told), target, header=True)


def month(rows: pa.Table, day: dt.date, file: Path) -> None:
    """All rows as they stand some time later: of four hundred persons four have another phone, one
    is gone, and one has come."""
    place = np.arange(rows.num_rows)
    moved, gone, of_new = place % 100 == 0, place % 400 == 1, place % 400 == 2
    since = f"{day:%Y%m%d}"
    changed = rows.filter(pa.array(moved))
    changed = _with(changed, {_PHONE: _phones(changed[_PHONE], 6), _SINCE: since})
    new = _with(_others(rows.filter(pa.array(of_new)), 9, _LATER), {_SINCE: since})
    with file.open("wb") as target:
        _write(rows.filter(pa.array(~moved & ~gone)), target, header=True)
        _write(pa.concat_tables([changed, new]), target, header=False)


def register(rows: pa.Table, number: int, file: Path) -> None:
    """The same persons as another department has them, which lacks other numbers than the next."""
    there = np.arange(rows.num_rows) * _STEP % _HUNDRED // LACKING != number
    without = pc.if_else(pa.array(there), rows[_NUMBER], "")
    with file.open("wb") as target:
        _write(_with(rows, {_NUMBER: without}), target, header=True)


def _others(rows: pa.Table, digit: int, places: tuple[int, int]) -> pa.Table:
    """As many other persons, told apart by a digit at these places of keys and numbers."""
    key, number = places
    turn = digit * _STEP % max(rows.num_rows, 1)
    turned = {name: pa.concat_tables([rows.select([name]).slice(turn), rows.select([name])
              .slice(0, turn)])[name] for name in _NAMES}  # fmt: skip
    return _with(rows, {
        **turned,
        _KEY: _put(rows[_KEY], key, str(digit)),
        _HOUSEHOLD: _put(rows[_HOUSEHOLD], key, str(digit)),
        _NUMBER: _moved(rows[_NUMBER].combine_chunks(), number, digit),
        _PHONE: _phones(rows[_PHONE], digit),
        _PASSPORT: _put(rows[_PASSPORT], 0, "EFGHJKLMNP"[digit]),
    })  # fmt: skip


def _with(rows: pa.Table, columns: dict[str, pa.ChunkedArray | str]) -> pa.Table:
    for name, said in columns.items():
        column = pa.repeat(said, len(rows)) if isinstance(said, str) else said
        rows = rows.set_column(rows.schema.get_field_index(name), name, column.slice(0, len(rows)))
    return rows


def _put(texts: pa.ChunkedArray, place: int, character: str) -> pa.ChunkedArray:
    """Texts with one character replaced; empty ones stay empty."""
    put = pc.utf8_replace_slice(texts, place, place + 1, character)
    return pc.if_else(pc.equal(texts, ""), "", put)


def _phones(texts: pa.ChunkedArray, digit: int) -> pa.ChunkedArray:
    tail = pc.utf8_slice_codeunits(texts, 2)
    if digit >= 7:
        tail = pc.utf8_reverse(tail)
    phones = pc.binary_join_element_wise("1" + "4356789"[digit % 7], tail, "")
    return pc.if_else(pc.equal(texts, ""), "", phones)


def _moved(texts: pa.Array, place: int, digit: int) -> pa.Array:
    """Citizen numbers of another division: right ones stay right, wrong ones wrong."""
    texts = pc.utf8_normalize(texts, form="NFKC")
    whole = np.asarray(pc.match_substring_regex(texts, _WHOLE))
    found = "".join(pc.filter(texts, pa.array(whole)).to_pylist()).encode()
    digits = np.frombuffer(found, np.uint8).reshape(-1, 18).copy()
    before = _right(digits)
    digits[:, place] = ord(str(digit))
    wrong = digits[:, 17] != before
    digits[:, 17] = np.where(wrong, digits[:, 17], _right(digits))
    ends = np.arange(0, digits.size + 1, 18, dtype=np.int32)
    moved = pa.StringArray.from_buffers(len(digits), pa.py_buffer(ends), pa.py_buffer(digits))
    return pc.replace_with_mask(_put(texts, place, str(digit)), pa.array(whole), moved)


def _right(digits: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The check characters that numbers should have."""
    values = digits[:, :17].astype(np.int64) - ord("0")
    right: npt.NDArray[np.uint8] = _CHECKS[values @ _WEIGHTS % 11]
    return right


def _write(rows: pa.Table, target: object, header: bool) -> None:
    buffer = pa.BufferOutputStream()
    csv.write_csv(rows, buffer, csv.WriteOptions(include_header=header, quoting_style="none"))
    target.write(buffer.getvalue().to_pybytes().decode().encode(ENCODING))  # type: ignore[attr-defined]
