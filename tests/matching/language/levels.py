"""At which level of a semantic type two values stand, asked of the engine as it asks itself."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from matching.engine.duck import Duck
from matching.types.base import ELSE, Comparison, Type

Values = Sequence[dict[str, str | None]]
NO = "not asked"


def levels(kind: Type, left: Values, right: Values, aspect: str = "") -> list[str]:
    """The level of each pair, by one of the type's comparisons."""
    roles = frozenset(role for value in (*left, *right) for role in value)
    (asked,) = (c for c in kind.comparisons(roles) if c.aspect == aspect)
    with Duck() as duck:
        for name, values in (("l", left), ("r", right)):
            columns = {role: pa.array([v.get(role) for v in values], pa.string()) for role in roles}
            table = pa.table(kind.features(columns))
            duck.register(name, table.append_column("row", pa.array(range(len(values)))))
        features = [field.name for field in table.schema]
        chosen = ", ".join(f"{s}.{f} as {f}_{s}" for f in features for s in ("l", "r"))
        query = f"select {_case(duck, asked)} as level from (select l.row as place, {chosen} from l"
        found = duck.fetch(f"{query} join r on l.row = r.row) pairs order by place")
        return [str(level) for level in found["level"].to_pylist()]


def _case(duck: Duck, asked: Comparison) -> str:
    lacking = " or ".join(f"{n}_l is null or {n}_r is null" for n in asked.needs)
    whens = [f"when {lacking} then '{NO}'"]
    for level in asked.levels:
        if level.condition == ELSE:
            return f"case {' '.join(whens)} else '{level.name}' end"
        plain = level.condition.replace("{", "").replace("}", "")
        whens.append(f"when {duck.condition(plain)} then '{level.name}'")
    raise AssertionError("the last level is ELSE")
