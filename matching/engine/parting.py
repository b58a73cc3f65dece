"""Which pairs guards keep apart by a few fields, so that nobody looks at the others of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.base import Backend
from matching.engine.features import ID
from matching.engine.guards import APART, catches
from matching.model import Guard, MatchModel, ModelComparison

Flags = npt.NDArray[np.bool_]


def telling(model: MatchModel) -> frozenset[str]:
    """The few fields by which a guard keeps pairs apart whatever else they say; none, if none does
    by less than all."""
    found = [fields for guard in model.guards if (fields := _needs(model, guard))]
    few = min(found, key=len, default=frozenset[str]())
    return few if len(few) < len(model.fields) else frozenset()


def parted(
    engine: Backend, model: MatchModel, fields: frozenset[str], nodes: pa.Table, pairs: pa.Table
) -> Flags:
    """Which pairs the guards that need no more than these fields keep apart."""
    compared = [one for one in model.comparisons if one.field in fields]
    engine.register("few", nodes)
    engine.register("asked", pairs.select(["l", "r"]).append_column("n", _numbers(pairs)))
    sides = ", ".join(
        f"{side}.{name} as {name}_{side}" for name in nodes.column_names for side in "lr"
    )
    levels = ", ".join(_level(one, engine) for one in compared)
    found = engine.fetch(
        f"select n, {levels} from (select asked.n, {sides} from asked"
        f" join few l on l.{ID} = asked.l join few r on r.{ID} = asked.r) p order by n"
    )
    caught = np.zeros(pairs.num_rows, np.bool_)
    for guard in model.guards:
        needs = _needs(model, guard)
        if needs and needs <= fields:
            caught |= catches(model, guard, found)
    return caught


def _needs(model: MatchModel, guard: Guard) -> frozenset[str]:
    """The fields a guard asks for; none where it asks for more than fields, or parts nobody."""
    asked = {name for condition in (guard.when, *guard.unless) for name in condition}
    if guard.verdict != APART or guard.below is not None or asked & {*model.facts}:
        return frozenset()
    return frozenset(one.field for one in model.comparisons if one.name in asked)


def _level(one: ModelComparison, engine: Backend) -> str:
    """A pair's level of a comparison, as Splink counts it: from the last, -1 where a side lacks."""
    last = len(one.levels) - 1
    cases = " ".join(
        f"when {engine.condition(one.condition(level))} then {last - n}"
        for n, level in enumerate(one.levels[:-1])
    )
    return f"case when {one.absent()} then -1 {cases} else 0 end as gamma_{one.column}"


def _numbers(pairs: pa.Table) -> pa.Array:
    return pa.array(np.arange(pairs.num_rows))
