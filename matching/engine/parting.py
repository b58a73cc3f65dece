"""Which pairs guards keep apart by a few fields, so that nobody looks at the others of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.base import Backend
from matching.engine.features import ID
from matching.engine.guards import APART, catches
from matching.model import Condition, Guard, MatchModel, ModelComparison

Flags = npt.NDArray[np.bool_]


def telling(model: MatchModel) -> frozenset[str]:
    """The fewer fields by which guards keep pairs apart whatever the others say: those that all of
    them look at, or if that is every field, those of the one that looks at the fewest."""
    found = [_asked(model, guard.when) for guard in model.guards if _parts(model, guard)]
    every = frozenset[str]().union(*found)
    few = every if len(every) < len(model.fields) else min(found, key=len, default=every)
    return few if len(few) < len(model.fields) else frozenset()


def parted(
    engine: Backend, model: MatchModel, fields: frozenset[str], nodes: pa.Table, pairs: pa.Table
) -> Flags:
    """Which pairs guards keep apart by these fields, whatever the others say."""
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
    caught, places = np.zeros(pairs.num_rows, np.bool_), found["n"].to_numpy()
    for guard in model.guards:
        if _parts(model, guard) and _asked(model, guard.when) <= fields:
            caught[places] |= catches(model, _seen_by(model, guard, fields), found)
    return caught


def _parts(model: MatchModel, guard: Guard) -> bool:
    """Whether a guard keeps pairs apart for what their fields say, and for nothing else."""
    return (
        guard.verdict == APART and guard.below is None
        and bool(guard.when) and not guard.when.keys() & {*model.facts}
    )  # fmt: skip


def _asked(model: MatchModel, condition: Condition) -> frozenset[str]:
    """The fields a condition looks at."""
    return frozenset(one.field for one in model.comparisons if one.name in condition)


def _seen_by(model: MatchModel, guard: Guard, fields: frozenset[str]) -> Guard:
    """The guard as some fields tell it: an exception that they do not rule out may hold."""
    known = {one.name for one in model.comparisons if one.field in fields}
    return guard.model_copy(
        update={
            "unless": tuple(
                {name: said for name, said in one.items() if name in known} for one in guard.unless
            )
        }
    )


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
