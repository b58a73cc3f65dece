"""A generated province, and what tests look up in it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from samples.datasets import BY_NAME
from samples.generate import File, generate
from samples.order import Order


class Made:
    """A generated province, with what a test wants to look up in it."""

    def __init__(self, what: Order, folder: Path) -> None:
        self.order, self.folder = what, folder
        self.files: list[File] = generate(what, folder, jobs=1)
        self.records = pq.read_table(folder / "truth" / "records.parquet")
        self.noise = pq.read_table(folder / "truth" / "noise.parquet")

    def path(self, dataset: str, month: int = 0) -> Path:
        """The file of a dataset in a month."""
        return self.folder / "drop" / self.order.dates[month] / BY_NAME[dataset].file

    def csv(self, dataset: str, month: int = 0) -> pa.Table:
        """A CSV dataset, all columns as text."""
        encoding = "gb18030" if BY_NAME[dataset].encoding == "gb18030" else "utf-8"
        path = self.path(dataset, month)
        with path.open(encoding=BY_NAME[dataset].encoding) as source:
            names = source.readline().strip().replace('"', "").split(",")
        return pyarrow.csv.read_csv(
            path,
            read_options=pyarrow.csv.ReadOptions(encoding=encoding),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True
            ),
        )

    def spoilt(self, dataset: str, month: int = 0) -> set[str]:
        """Keys of the rows something was done to."""
        date = self.order.dates[month]
        return {
            row["source_key"]
            for row in self.noise.to_pylist()
            if row["dataset"] == dataset and row["date"] == date
        }
