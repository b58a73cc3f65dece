"""The same few rows packed in every way that is read, and a query's answer."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa

from loaders.files import QueryFile
from loaders.sources.querying import ask

Made = tuple[dict[str, Any], Path]

TEXT = "编号,姓名\n1,张三\n2,李四\n3,王五\n".encode()


def _zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, TEXT)
    return out.getvalue()


def _tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("人员/a.csv")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT))
    return out.getvalue()


def _packed(name: str, pack: Callable[[], bytes], **spec: Any) -> Callable[[Path], Made]:
    def made(folder: Path) -> Made:
        path = folder / name
        path.write_bytes(pack())
        return {"pattern": "*", "format": "csv", **spec}, path

    return made


def query(folder: Path) -> Made:
    """The landing copy of what a query gave."""
    database, path = folder / "a.db", folder / "a.parquet"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("create table 人员 (编号 integer, 姓名 text)")
        connection.executemany("insert into 人员 values (?, ?)", [(n, "张三") for n in range(3)])
    spec = {"format": "query", "url": f"sqlite:///{database}", "table": "人员"}
    ask(QueryFile.model_validate(spec), path)
    return spec, path


PACKED: dict[str, Callable[[Path], Made]] = {
    "csv_gz": _packed("a.csv.gz", lambda: gzip.compress(TEXT)),
    "csv_bz2": _packed("a.csv.bz2", lambda: bz2.compress(TEXT)),
    "csv_xz": _packed("a.csv.xz", lambda: lzma.compress(TEXT)),
    "csv_zst": _packed("a.csv.zst", lambda: pa.compress(TEXT, codec="zstd", asbytes=True)),
    "csv_zip": _packed("a.zip", lambda: _zipped("人员/a.csv")),
    "csv_zip_parts": _packed("b.zip", lambda: _zipped("1.csv", "2.csv"), members="*.csv"),
    "csv_tar_gz": _packed("a.tar.gz", _tarred),
    "query": query,
}
