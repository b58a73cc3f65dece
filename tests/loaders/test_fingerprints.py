"""A row has the same fingerprint whenever it comes, whatever its form, and no other row has it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pydantic import TypeAdapter

from loaders.files import FileSpec
from loaders.fingerprints import Printer, Prints
from loaders.readers import Rows, read
from loaders.readers.base import joined
from tests.loaders.desk import contract
from tests.loaders.specimens import SPECIMENS

KEYED = contract(columns={"编号": "household_number", "姓名": "name"})


def prints(rows: Rows) -> Prints:
    names = {name: name for name in rows.columns}
    with Printer() as printer:
        return printer.prints(rows, names | {"编号": next(iter(rows.columns))}, KEYED)


def told(rows: Rows) -> list[tuple[int, tuple[object, ...]]]:
    """Each row's fingerprint, and what it says."""
    columns = [*rows.columns.values(), *([rows.shapes] if rows.shapes is not None else [])]
    contents = zip(*(column.to_pylist() for column in columns), strict=True)
    return list(zip(prints(rows).rows.tolist(), contents, strict=True))


def of(**columns: list[str | None]) -> Rows:
    told = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    return Rows(np.arange(len(next(iter(columns.values())))), told)


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_file_read_again_has_the_same_fingerprints(name: str, tmp_path: Path) -> None:
    described, path = SPECIMENS[name](tmp_path)
    spec = TypeAdapter[FileSpec](FileSpec).validate_python(described)
    once, again = (
        [one for rows in read(path, spec, ("编号", "姓名")) for one in told(rows)] for _ in range(2)
    )
    assert once == again
    assert len({one for one, _ in once}) == len({content for _, content in once})


def test_rows_differ_that_say_nothing_and_say_an_empty_text() -> None:
    found = prints(of(编号=["1", "1", "1"], 姓名=[None, "", " "])).rows
    assert len(set(found.tolist())) == 3


def test_a_text_does_not_run_over_into_the_next_column() -> None:
    found = prints(of(编号=["1", "1"], 姓名=["ab", "a"], 性别=["c", "bc"])).rows
    assert len(set(found.tolist())) == 2


def test_a_key_is_told_as_staging_tells_it() -> None:
    found = prints(of(编号=["１２", " 12 ", "12", ""], 姓名=["a", "b", "c", "d"]))
    assert found.keys.to_pylist() == ["12", "12", "12", None]
    assert len(set(found.key_hashes[:3].tolist())) == 1


def test_batches_of_few_rows_are_joined_where_their_columns_are_the_same() -> None:
    one, two, other = of(编号=["1"]), of(编号=["2", "3"]), of(姓名=["a"])
    first, second = joined([one, two, other])
    assert first.columns["编号"].to_pylist() == ["1", "2", "3"]
    assert first.lines.tolist() == [0, 0, 1]
    assert second.columns["姓名"].to_pylist() == ["a"]
