"""What one would write without siku, with dlt or pandas; run by a Python that has them.

Arguments: the tool, the file, the key, and source columns with their names, as JSON. The database's
address comes in DATABASE, so that no password stands in the list of processes.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

ENCODING = "gb18030"
CHUNK = 50_000


def with_dlt(file: str, key: str, names: dict[str, str]) -> None:
    """A resource of rows, merged by its key; as dlt's own source for CSV files does it."""
    _dlt(file, key, names, "rival_rows", lambda chunk: chunk.to_dict("records"))


def with_dlt_arrow(file: str, key: str, names: dict[str, str]) -> None:
    """The same of Arrow tables, which dlt does not look into row by row."""
    import pyarrow as pa

    _dlt(file, key, names, "rival_tables", pa.Table.from_pandas)


def _dlt(
    file: str, key: str, names: dict[str, str], schema: str, form: Callable[[Any], Any]
) -> None:
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    import dlt

    def persons() -> Iterator[Any]:
        for chunk in _chunks(file, names):
            yield form(chunk)

    resource = dlt.resource(persons, name="persons", write_disposition="merge", primary_key=key)
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            "siku_bench", pipelines_dir=folder, dataset_name=schema,
            destination=dlt.destinations.postgres(os.environ["DATABASE"]),
        )  # fmt: skip
        for _ in (1, 2):
            _timed(lambda: pipeline.run(resource()).raise_on_failed_jobs())


def with_pandas(file: str, key: str, names: dict[str, str]) -> None:
    """`to_sql` into a table of what is new, and an upsert from it."""
    import sqlalchemy as sa

    engine = sa.create_engine(
        os.environ["DATABASE"].replace("postgresql://", "postgresql+psycopg2://")
    )
    columns = list(names.values())
    listed = ", ".join(columns)
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name != key)

    def load() -> None:
        with engine.begin() as connection:
            for number, chunk in enumerate(_chunks(file, names)):
                how = "append" if number else "replace"
                chunk.to_sql("rival_new", connection, index=False, if_exists=how)
            connection.execute(
                sa.text(
                    f"create table if not exists rival (like rival_new, primary key ({key}));"
                    f" insert into rival ({listed})"
                    f" select distinct on ({key}) {listed} from rival_new where {key} <> ''"
                    f" on conflict ({key}) do update set {updates}"
                )
            )

    for _ in (1, 2):
        _timed(load)


def _chunks(file: str, names: dict[str, str]) -> Iterator[Any]:
    import pandas as pd

    for chunk in pd.read_csv(
        file, encoding=ENCODING, dtype=str, keep_default_na=False, chunksize=CHUNK
    ):
        yield chunk[list(names)].rename(columns=names).reset_index(drop=True)


def _timed(work: Callable[[], Any]) -> None:
    began = time.perf_counter()
    work()
    print(json.dumps(time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    tool, path, key_column, renamed = sys.argv[1:]
    TOOLS: dict[str, Callable[[str, str, dict[str, str]], None]] = {
        "dlt": with_dlt, "dlt-arrow": with_dlt_arrow, "pandas": with_pandas,
    }  # fmt: skip
    TOOLS[tool](path, key_column, json.loads(renamed))
