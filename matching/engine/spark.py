"""The engine on Spark: a local one of our own, or the cluster that the settings name."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import pyarrow as pa

from matching.engine import likeness
from matching.engine.base import Backend
from runtime.errors import SikuError
from runtime.settings import settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SHARED = "size(array_intersect({0}, {1}))"
_UNION = "(size({0}) + size({1}) - size(array_intersect({0}, {1})))"
_HERE = "127.0.0.1"


class NoSpark(SikuError):
    """Spark was chosen and cannot be had here."""


class Spark(Backend):
    """A session of our own within the process's one connection to Spark."""

    name: ClassVar[str] = "spark"
    words: ClassVar[dict[str, str]] = {
        "jaro_winkler": "siku_jaro_winkler({0}, {1})",
        "levenshtein": "siku_levenshtein({0}, {1})",
        "damerau": "siku_damerau({0}, {1})",
        "overlap": "arrays_overlap({0}, {1})",
        "shared": _SHARED,
        "jaccard": f"try_divide({_SHARED}, {_UNION})",
        "within": f"try_divide({_SHARED}, least(size({{0}}), size({{1}})))",
    }
    each: ClassVar[str] = "(select *, explode({column}) as {name} from {table})"

    def __init__(self) -> None:
        self._session = _connection().newSession()
        self._kept: dict[str, DataFrame] = {}
        self._splink: Any = None
        _teach(self._session)

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
            self._splink = SparkAPI(  # type: ignore[no-untyped-call]
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


@cache
def _connection() -> SparkSession:
    """The process's connection: starting one takes seconds, so it serves every piece of work."""
    # It says so of every pandas it was not tested with; we hand over Arrow tables.
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSpark(
            "the engine is set to spark, and PySpark is not installed",
            where="SIKU_MATCH_ENGINE",
            hint="./siku installs it when SIKU_MATCH_ENGINE=spark is set; or set it to duckdb",
        ) from None
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise NoSpark(
            "the engine is set to spark, and there is no Java to run it",
            hint="apt-get install default-jre-headless, or set JAVA_HOME",
        )
    if _is_local():
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", _HERE)
    builder = SparkSession.builder.appName("siku")
    for name, value in _bounds().items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _bounds() -> dict[str, str]:
    """Spark's own configuration: bounded, silent, and heard by this machine alone when local."""
    master = _master()
    chosen = {
        "spark.master": master,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    if not _is_local():
        return chosen
    few = str(2 * settings().threads)
    return chosen | {
        "spark.driver.memory": f"{settings().memory_mb}m",
        "spark.driver.host": _HERE,
        "spark.driver.bindAddress": _HERE,
        "spark.sql.shuffle.partitions": few,
        "spark.default.parallelism": few,
    }


def _master() -> str:
    return settings().spark_master or f"local[{settings().threads}]"


def _is_local() -> bool:
    return _master().startswith("local")


def _teach(session: SparkSession) -> None:
    """Make our judges of likeness known to a session, whole: its workers need not have our code."""
    from pyspark import cloudpickle
    from pyspark.sql.functions import arrow_udf  # type: ignore[attr-defined]

    cloudpickle.register_pickle_by_value(likeness)  # type: ignore[no-untyped-call]
    for word, (judge, kind) in likeness.JUDGES.items():
        returns = "double" if kind == pa.float64() else "bigint"
        session.udf.register(f"siku_{word}", arrow_udf(judge, returns))
