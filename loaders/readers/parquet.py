"""Parquet: row group by row group, nested columns by dotted names, every value as its text."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from loaders.errors import Refused
from loaders.files import ParquetFile
from loaders.readers.base import Rows, labels, running

_REFUSED = 3  # the exit code of parquet_file


def read(path: Path, spec: ParquetFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; lines count the rows."""
    if path.stat().st_size == 0:
        raise Refused("文件为空", "the file is empty", where=str(path))
    command = [sys.executable, "-I", str(Path(__file__).with_name("parquet_file.py")), str(path)]
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told, bufsize=1 << 20)
        try:
            yield from _received(process)
        finally:
            # Whoever stops reading early leaves nothing running.
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        told.seek(0)
        _check(process.returncode, told.read().decode(errors="replace"), path)


def _received(process: subprocess.Popen[bytes]) -> Iterator[Rows]:
    """The rows the program of its own writes, until it ends or breaks off."""
    first = 1
    try:
        with pa.ipc.open_stream(process.stdout) as stream:
            header = tuple(json.loads(stream.schema.metadata[b"header"]))
            for batch in stream:
                columns = dict(zip(labels(header), batch.columns, strict=True))
                yield Rows(running(first, batch.num_rows), columns, header)
                first += batch.num_rows
    except (pa.ArrowException, OSError):
        # Its exit code tells why.
        pass
    process.wait()


def _check(code: int, told: str, path: Path) -> None:
    if code == _REFUSED:
        why = json.loads(told)
        raise Refused(why["zh"], why["en"], where=why["where"], hint=why["hint"])
    if code:
        last = told.strip().rpartition("\n")[2]
        raise Refused(
            "不是可读取的 Parquet 文件,或文件已损坏",
            f"it is no Parquet file, or broken: {last or f'its reader ended with {code}'}",
            where=str(path), hint="ask the department to deliver it again",
        )  # fmt: skip
