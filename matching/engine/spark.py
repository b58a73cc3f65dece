"""The engine on Spark: a local one of our own, or the cluster that the settings name."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import pyarrow as pa

from matching.engine.base import Backend
from runtime.errors import SikuError
from runtime.settings import settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SHARED = "size(array_intersect({0}, {1}))"
_UNION = "(size({0}) + size({1}) - size(array_intersect({0}, {1})))"
_LOCAL_ONLY = "127.0.0.1"


class NoSpark(SikuError):
    """Spark was chosen and cannot be had here."""


class Spark(Backend):
    """A session of our own within the process's one connection to Spark."""

    name: ClassVar[str] = "spark"
    words: ClassVar[dict[str, str]] = {
        "jaro_winkler": "siku_jaro_winkler({0}, {1})",
        "levenshtein": "levenshtein({0}, {1})",
        "damerau": "siku_damerau({0}, {1})",
        "overlap": "arrays_overlap({0}, {1})",
        "shared": _SHARED,
        "jaccard": f"try_divide({_SHARED}, {_UNION})",
        "within": f"try_divide({_SHARED}, least(size({{0}}), size({{1}})))",
    }
    each: ClassVar[str] = "(select *, explode({column}) as value from {table})"

    def __init__(self) -> None:
        self._session = _connected().newSession()
        self._kept: dict[str, DataFrame] = {}
        self._splink: Any = None

    def register(self, name: str, table: pa.Table) -> None:
        """Hand an Arrow table over."""
        self._keep(name, self._session.createDataFrame(table))

    def make(self, name: str, query: str) -> None:
        """Keep the rows of a query, wherever they are made."""
        self._keep(name, self._session.sql(query))

    def add(self, name: str, query: str) -> None:
        """Keep the rows of a query beside those under a name."""
        self._keep(name, self._kept[name].unionAll(self._session.sql(query)))

    def drop(self, name: str) -> None:
        """Forget rows, if they are there."""
        self._session.catalog.dropTempView(name)
        if name in self._kept:
            self._kept.pop(name).unpersist()

    def fetch(self, query: str) -> pa.Table:
        """The rows of a query."""
        return self._session.sql(query).toArrow()

    def splink(self) -> Any:
        """Splink's interface to this session."""
        from splink.backends.spark import SparkAPI

        if self._splink is None:
            self._splink = SparkAPI(
                spark_session=self._session, break_lineage_method="persist",
                register_udfs_automatically=False,
            )  # fmt: skip
        return self._splink

    def close(self) -> None:
        """Give back what the session holds; the connection serves the next one."""
        for name in list(self._kept):
            self.drop(name)
        self._session.catalog.clearCache()

    def _keep(self, name: str, rows: DataFrame) -> None:
        # What it was made of may go, its own former rows among them.
        kept = rows.localCheckpoint()
        kept.createOrReplaceTempView(name)
        self._kept[name] = kept
