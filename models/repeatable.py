"""SQL derived from the models that is run again whenever its text changed: who provides it.

    @repeatable("as_of functions")
    def as_of_functions() -> list[sql.Composable]: ...

What a migration could stumble over (a view keeps the columns it shows from changing) is named by
`undo`, and stands aside while migrations run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from psycopg2 import sql

Source = Callable[[], Sequence[sql.Composable]]

_sources: dict[str, Source] = {}
_undoing: list[Source] = []


def repeatable(name: str, undo: Source | None = None) -> Callable[[Source], Source]:
    """Register a function that returns SQL to run after the migrations, and one to run before."""

    def register(source: Source) -> Source:
        _sources[name] = source
        if undo:
            _undoing.append(undo)
        return source

    return register


def registered() -> list[tuple[str, Source]]:
    """Every source by its name, in the order of their registration."""
    return list(_sources.items())


def registered_undoing() -> list[Source]:
    """What takes away, before a migration, what could stand in its way."""
    return list(_undoing)
