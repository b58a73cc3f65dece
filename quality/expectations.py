"""Great Expectations' own expectations, made to ask the database only for what is told of them.

As they come, each one that is told in detail asks for the values it did not expect, for their rows,
and for a query that would find them: two more scans of the table each, also where all is well.
"""

from __future__ import annotations

import types
from functools import cache
from typing import Any

COUNTED = "BASIC"  # the result format that counts what was not expected
PLACED = "SUMMARY"  # the result format that says where some of it is

_NEEDED = {
    COUNTED: frozenset({"row_count", "unexpected_count"}),
    PLACED: frozenset({"unexpected_index_list"}),
}


class _Frugal:
    """Mixed into an expectation of Great Expectations': the metrics it depends on, pruned."""

    def get_validation_dependencies(
        self,
        execution_engine: Any = None,
        runtime_configuration: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        found = super().get_validation_dependencies(  # type: ignore[misc]
            execution_engine, runtime_configuration, **kwargs
        )
        needed = _NEEDED[found.result_format["result_format"]]
        for name in found.get_metric_names():
            if name.rpartition(".")[2] not in needed:
                found.remove_metric_configuration(name)
        return found

    def _validate(self, metrics: dict[str, Any], *more: Any, **named: Any) -> Any:
        # Of the values it makes a list in any case.
        told = {f"{self.map_metric}.unexpected_values": [], **metrics}  # type: ignore[attr-defined]
        return super()._validate(told, *more, **named)  # type: ignore[misc]


@cache
def frugal(expectation: type) -> Any:
    """The expectation that expects the same and asks for less. Great Expectations registers it."""
    return types.new_class(f"Frugal{expectation.__name__}", (_Frugal, expectation))
