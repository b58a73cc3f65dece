"""Records that two who are apart could claim: they are nobody's until a person says so."""

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.scoring import strong_bits
from matching.model import MatchModel

Flags = npt.NDArray[np.bool_]

# Pairs of a record with one who claims it, where another who is apart from the first claims it too:
# nearly as strongly, or more so once the strong identifiers are left aside.
_CONTESTED = """
with claim as (
    select n, l as record, r as claimant, weight, rest from pairs
    union all select n, r, l, weight, rest from pairs
),
best as (select record, max(weight) as weight from claim group by record),
enemies as (select l as one, r as other from foes union all select r, l from foes)
select distinct mine.n, mine.record, mine.weight > best.weight - $lead as doubtful
from enemies
join claim mine on mine.claimant = enemies.one and mine.weight >= $join
join claim theirs on theirs.claimant = enemies.other and theirs.record = mine.record
join best on best.record = mine.record
where mine.weight - theirs.weight < $lead or mine.rest < theirs.rest
"""


def contested(model: MatchModel, pairs: pa.Table, apart: Flags) -> Flags:
    """Which pairs of some weight are not clear.

    A record whose strongest claims are contested joins nobody else either, but by a strong
    identifier: whoever it joined might be the other's.
    """
    weight = pairs["weight"].to_numpy()
    strong = strong_bits(model, pairs)
    number = np.arange(pairs.num_rows)
    left, right = pairs["l"].to_numpy(), pairs["r"].to_numpy()
    claims = pa.table(
        {"n": number, "l": left, "r": right, "weight": weight, "rest": weight - strong}
    )
    with duckdb.connect() as duck:
        duck.register("foes", claims.filter(pa.array(apart)))
        duck.register("pairs", claims.filter(pa.array(~apart)))
        limits = {"join": model.thresholds.join, "lead": model.thresholds.lead}
        found = duck.execute(_CONTESTED, limits).fetchnumpy()
    flags = np.zeros(pairs.num_rows, np.bool_)
    flags[np.asarray(found["n"])] = True
    doubtful = np.unique(np.asarray(found["record"])[np.asarray(found["doubtful"])])
    touched = np.isin(left, doubtful) | np.isin(right, doubtful)
    return flags | (touched & (strong <= 0))
