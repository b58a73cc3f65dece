"""Great Expectations at work on a query, inside the transaction of the step that asks."""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from types import ModuleType
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.pool import StaticPool

from quality.expectations import COUNTED, PLACED
from runtime.errors import SikuError

EXAMPLES = 10

# Great Expectations imports these for statistics and drawings that no suite of ours asks for; they
# are a third of its import time, which every check would pay.
HEAVY = ("altair", "scipy.stats")


class ExpectationFailed(SikuError):
    """Great Expectations could not evaluate an expectation at all."""


@dataclass(frozen=True)
class Outcome:
    """What one expectation found: rows counted, or a share of all rows."""

    assessed: int = 0
    satisfied: int = 0
    examples: tuple[dict[str, Any], ...] = ()
    share: float | None = None

    @property
    def failed(self) -> int:
        """Rows that were assessed and did not satisfy."""
        return self.assessed - self.satisfied


class GuestDialect(PGDialect_psycopg2):
    """PostgreSQL over a connection that belongs to somebody else: it never ends a transaction."""

    supports_statement_cache = True

    def do_commit(self, dbapi_connection: Any) -> None:
        """Leave the transaction open."""

    do_rollback = do_close = do_terminate = do_commit


registry.register("postgresql.guest", __name__, GuestDialect.__name__)


class _Deferred(ModuleType):
    """Stands for a module until something is asked of it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def _deferring(names: Sequence[str]) -> Iterator[None]:
    """Within the block, importing these modules costs nothing until they are used."""
    stand_ins = {name: _Deferred(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


@contextmanager
def _hiding(name: str) -> Iterator[None]:
    """Within the block a package is not to be had.

    Great Expectations would import PySpark, which it is not used with here: that takes seconds, and
    PySpark ends a process that is not run as a program.
    """
    there = sys.modules.get(name)
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
        if there is not None:
            sys.modules[name] = there


def library() -> Any:
    """Great Expectations, imported when first needed."""
    return awaited().result()


@cache
def awaited() -> Future[Any]:
    """Great Expectations on its way: who will need it has it imported while the database works."""
    return ThreadPoolExecutor(1, "great-expectations").submit(_imported)


def _imported() -> Any:
    """The library, told to be quiet."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with _deferring(HEAVY), _hiding("pyspark"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("great_expectations")


def run(
    connection: Connection, table: str, expectations: Mapping[str, Any], index: Sequence[str]
) -> dict[str, Outcome]:
    """Validate the rows of a table or view; outcomes by the names the expectations were given.

    `index` are the columns that tell where an unexpected row is. The suite runs on this very
    connection, so it sees what its transaction did and has not committed. First all is counted, in
    one scan; then the rows are looked for of those expectations that were not met.
    """
    if not expectations:
        return {}
    for name, expectation in expectations.items():
        expectation.meta = {"rule": name}
    batch = _batch(connection, table)
    found = _validated(batch, expectations.values(), COUNTED)
    failed = [expectations[name] for name, outcome in found.items() if outcome.failed]
    if failed:
        where = {"unexpected_index_column_names": list(index)}
        for name, places in _validated(batch, failed, PLACED, **where).items():
            found[name] = replace(found[name], examples=places.examples)
    return found


def _validated(
    batch: Any, expectations: Iterable[Any], result_format: str, **more: Any
) -> dict[str, Outcome]:
    found = batch.validate(
        library().ExpectationSuite(name="dictionary", expectations=list(expectations)),
        result_format={
            "result_format": result_format, "partial_unexpected_count": EXAMPLES, **more,
        },
    )  # fmt: skip
    return {one.expectation_config.meta["rule"]: _outcome(one) for one in found.results}


def _batch(connection: Connection, table: str) -> Any:
    context = library().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    guest = {"creator": lambda: connection.connection.driver_connection, "poolclass": StaticPool}
    with warnings.catch_warnings():
        # It would rather have its own PostgreSQL source, which admits no other dialect.
        warnings.filterwarnings("ignore", message="You are using a generic SQLDatasource")
        source = context.data_sources.add_sql(
            name="stage", connection_string="postgresql+guest://", kwargs=guest
        )
        asset = source.add_table_asset(name="delivery", table_name=table)
        return asset.add_batch_definition_whole_table("all").get_batch()


def _outcome(result: Any) -> Outcome:
    trouble = result.exception_info
    if trouble.get("raised_exception", True):
        config = result.expectation_config
        raise ExpectationFailed(
            f"Great Expectations could not evaluate {config.type}: {_message(trouble)}",
            where=f"rule {config.meta['rule']}",
        )
    said = result.result
    if "unexpected_count" not in said:
        return Outcome(share=said["observed_value"] or 0.0)
    # Values that are missing are not assessed, except by the expectation that asks for them.
    assessed = said["element_count"] - said.get("missing_count", 0)
    return Outcome(
        assessed=assessed,
        satisfied=assessed - (said["unexpected_count"] or 0),
        examples=tuple(said.get("partial_unexpected_index_list") or ()),
    )


def _message(trouble: Mapping[str, Any]) -> str:
    if "exception_message" in trouble:
        return str(trouble["exception_message"])
    return "; ".join(str(one["exception_message"]) for one in trouble.values())
