"""Parquet: every kind of value as its text, row group by row group, broken files refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from loaders.errors import Refused
from loaders.files import ParquetFile
from loaders.readers import read
from tests.loaders.desk import lines_and_rows

SPEC = ParquetFile(pattern="*", format="parquet")
MOMENT = dt.datetime(2020, 1, 2, 3, 4, 5)


def written(tmp_path: Path, columns: dict[str, Any], **options: Any) -> Path:
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table(columns), path, **options)
    return path


VALUES: tuple[tuple[pa.Array, str | None], ...] = (
    (pa.array(["张三"]), "张三"),
    (pa.array(["张三"], pa.large_string()), "张三"),
    (pa.array(["张三"]).dictionary_encode(), "张三"),
    (pa.array([990102200408210014]), "990102200408210014"),
    (pa.array([2**63], pa.uint64()), "9223372036854775808"),
    (pa.array([Decimal("1234567890123456.70")]), "1234567890123456.70"),
    (pa.array([1.5]), "1.5"),
    (pa.array([12.0]), "12"),
    (pa.array([0.1 + 0.2]), "0.30000000000000004"),
    (pa.array([float("nan")]), None),
    (pa.array([True]), "true"),
    (pa.array([dt.date(2020, 1, 2)]), "2020-01-02"),
    (pa.array([dt.datetime(2020, 1, 2)]), "2020-01-02"),
    (pa.array([MOMENT]), "2020-01-02 03:04:05"),
    (pa.array([MOMENT], pa.timestamp("us", tz="UTC")), "2020-01-02 03:04:05Z"),
    (pa.array([MOMENT.time()]), "03:04:05.000000"),
    (pa.array(["张三".encode()], pa.binary()), "张三"),
    (pa.array([b"\xff"], pa.binary()), "ff"),
    (pa.array([b"\xff"], pa.binary()).view(pa.string()), "ff"),
    (pa.array([["a", "b"]]), '["a", "b"]'),
    (pa.array([None], pa.null()), None),
)


def test_a_value_is_the_text_that_says_the_same(tmp_path: Path) -> None:
    columns = {str(place): values for place, (values, _) in enumerate(VALUES)}
    [[_, *found]] = lines_and_rows(written(tmp_path, columns), SPEC)
    assert found == [text for _, text in VALUES]


def test_columns_within_columns(tmp_path: Path) -> None:
    rows = [{"名": "张", "址": {"区": "9901"}}, None]
    [batch] = read(written(tmp_path, {"人": pa.array(rows), "k": ["1", "2"]}), SPEC, ())
    assert batch.header == ("人.名", "人.址.区", "k")
    assert [column.to_pylist() for column in batch.columns.values()] == [
        ["张", None], ["9901", None], ["1", "2"],
    ]  # fmt: skip


def test_rows_are_numbered_across_row_groups(tmp_path: Path) -> None:
    path = written(tmp_path, {"a": [str(n) for n in range(100_000)]}, row_group_size=40_000)
    rows = lines_and_rows(path, SPEC)
    assert rows == [[n + 1, str(n)] for n in range(100_000)]


def test_who_stops_reading_leaves_nothing_running(tmp_path: Path) -> None:
    rows = read(written(tmp_path, {"a": ["x" * 100] * 100_000}), SPEC, ())
    next(rows)
    rows.close()  # type: ignore[attr-defined]


def test_a_file_without_rows_has_its_columns(tmp_path: Path) -> None:
    [batch] = read(written(tmp_path, {"a": pa.array([], pa.string())}), SPEC, ())
    assert (batch.header, len(batch.lines)) == (("a",), 0)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, {"a": [str(n) for n in range(10_000)]}, write_page_checksum=True)
    whole = path.read_bytes()
    for content in (b"", b"PAR1", whole[:-100], whole[100:], b"PAR1" + bytes(len(whole)) + b"PAR1"):
        path.write_bytes(content)
        with pytest.raises(Refused):
            lines_and_rows(path, SPEC)
    path.write_bytes(whole[:1000] + b"\xff" * 50 + whole[1050:])
    with pytest.raises(Refused, match="broken after row 0"):
        lines_and_rows(path, SPEC)


def test_a_text_that_swells_is_refused(tmp_path: Path) -> None:
    once = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), ["x" * 1_000_000])
    path = written(tmp_path, {"a": once})
    assert path.stat().st_size < 1_000_000
    with pytest.raises(Refused, match="column 'a' holds"):
        lines_and_rows(path, SPEC)
