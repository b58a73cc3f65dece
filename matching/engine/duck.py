"""The engine on DuckDB: in memory, within the settings' bounds, fetching nothing."""

from __future__ import annotations

import tempfile
from typing import Any, ClassVar

import pyarrow as pa
from duckdb import func, sqltypes

from matching.engine.base import Backend
from matching.engine.likeness import JUDGES
from runtime.duck import duck
from runtime.settings import settings

_UNION = "(len({0}) + len({1}) - len(list_intersect({0}, {1})))"
# Its own functions are fast and count bytes: they judge what is of one byte a letter.
_OWN = {
    "jaro_winkler": "jaro_winkler_similarity", "levenshtein": "levenshtein",
    "damerau": "damerau_levenshtein",
}  # fmt: skip
_TYPES = {pa.int64(): sqltypes.BIGINT, pa.float64(): sqltypes.DOUBLE}
_MACRO = """
create temp macro siku_{word}(a, b) as case
    when strlen(a) = length(a) and strlen(b) = length(b) then {own}(a, b)
    else siku_any_{word}(a, b)
end"""


class Duck(Backend):
    """A DuckDB of our own."""

    name: ClassVar[str] = "duckdb"
    words: ClassVar[dict[str, str]] = {
        "jaro_winkler": "siku_jaro_winkler({0}, {1})",
        "levenshtein": "siku_levenshtein({0}, {1})",
        "damerau": "siku_damerau({0}, {1})",
        "overlap": "list_has_any({0}, {1})",
        "shared": "len(list_intersect({0}, {1}))",
        "jaccard": f"(len(list_intersect({{0}}, {{1}})) / nullif({_UNION}, 0))",
        "within": "(len(list_intersect({0}, {1})) / nullif(least(len({0}), len({1})), 0))",
    }
    each: ClassVar[str] = "(select *, unnest({column}) as {name} from {table})"

    def __init__(self) -> None:
        self._connection = duck(
            threads=settings().threads, memory_limit=f"{settings().memory_mb}MB",
            temp_directory=tempfile.gettempdir(),
        )  # fmt: skip
        for word, (judge, kind) in JUDGES.items():
            self._connection.create_function(
                f"siku_any_{word}", judge, [sqltypes.VARCHAR, sqltypes.VARCHAR], _TYPES[kind],
                type=func.ARROW,
            )  # fmt: skip
            self._connection.execute(_MACRO.format(word=word, own=_OWN[word]))

    def register(self, name: str, table: pa.Table) -> None:
        """Copy an Arrow table in, so that nothing of Python is asked while the engine works."""
        self._connection.register("__arriving", table)
        self._connection.execute(f"create or replace temp table {name} as from __arriving")
        self._connection.unregister("__arriving")

    def make(self, name: str, query: str) -> None:
        """Keep the rows of a query as a temporary table."""
        self._connection.execute(f"create or replace temp table {name} as {query}")

    def add(self, name: str, query: str) -> None:
        """Keep the rows of a query beside those of a table."""
        self._connection.execute(f"insert into {name} {query}")

    def drop(self, name: str) -> None:
        """Forget a table, if it is there."""
        self._connection.execute(f"drop table if exists {name}")

    def fetch(self, query: str) -> pa.Table:
        """The rows of a query."""
        return self._connection.sql(query).to_arrow_table()

    def splink(self) -> Any:
        """Splink's interface to this connection."""
        import splink

        return splink.DuckDBAPI(connection=self._connection)

    def close(self) -> None:
        """Give its memory back."""
        self._connection.close()
