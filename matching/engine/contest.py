"""Records that two who are apart could claim: they are nobody's until a person says so."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.clustering import connected
from matching.engine.proof import Decided
from matching.engine.scoring import strong_bits
from matching.model import MatchModel, ModelComparison
from runtime.duck import duck

Flags = npt.NDArray[np.bool_]

# Bits in what kin share from which two are kin, and not merely not strangers.
KIN = 2.0
# By so much one of two kin must be ahead in what both say, to be whose record it is.
AHEAD = 1.0
# By so much more somebody agrees with a record that bears their kin's number, if it was lent.
LENT = 5.0

# Claims on a record, by groups that are surely one: the best of the group in each respect, so that
# the silence of one paper is no argument. Two groups are rivals that are apart or unlikely one. Kin
# share all but what is each one's own: what only one of them says, an address or a telephone, does
# not tell them apart, so they are compared in what both say. `numbered` claims contradict the
# record's number; of those only kin count, whose number it may bear.
_CONTESTED = """
with claim as (
    select n, {bits} l as record, gr as claimant, weight, rest, numbered from pairs where not apart
    union all
    select n, {bits} r, gl, weight, rest, numbered from pairs where not apart
),
held as (
    select record, claimant, {best} bool_or(numbered) as numbered, max(rest) as rest,
        max(weight) filter (not numbered) as weight
    from claim group by record, claimant
),
strongest as (select record, max(weight) as weight from held group by record),
foe as (
    select one, other, bool_or(kin) as kin
    from (
        select gl as one, gr as other, kin from pairs where rivals
        union all select gr, gl, kin from pairs where rivals
    )
    where one <> other
    group by one, other
),
lost as (
    select distinct record, mine.claimant, mine.weight > strongest.weight - $lead as doubtful
    from foe
    join held mine on mine.claimant = foe.one and mine.weight >= $join
    join held theirs using (record)
    join strongest using (record)
    where theirs.claimant = foe.other and (
        mine.weight - theirs.weight < $lead
        or mine.rest < theirs.rest and not theirs.numbered
        or foe.kin and not theirs.numbered and {said} < $ahead
        or foe.kin and theirs.numbered and {own} < -$lent
    )
)
select distinct n, record, doubtful from lost join claim using (record, claimant)
"""


def contested(
    model: MatchModel, pairs: pa.Table, told: Decided, apart: Flags, rivals: Flags
) -> Flags:
    """Which pairs of some weight are not clear, where some pairs are `apart` and `rivals` are apart
    or unlikely to be one.

    A record whose strongest claims are contested joins nobody else either, but by a strong
    identifier: whoever it joined might be the other's.
    """
    left, right = pairs["l"].to_numpy(), pairs["r"].to_numpy()
    strong = strong_bits(model, pairs)
    with duck() as engine:
        engine.register("pairs", _claims(model, pairs, told, apart, rivals))
        limits = {"join": model.thresholds.join, "lead": model.thresholds.lead,
                  "ahead": AHEAD, "lent": LENT}  # fmt: skip
        found = engine.execute(_statement(model), limits).fetchnumpy()
    flags = np.zeros(pairs.num_rows, np.bool_)
    flags[np.asarray(found["n"])] = True
    doubtful = np.unique(np.asarray(found["record"])[np.asarray(found["doubtful"])])
    touched = np.isin(left, doubtful) | np.isin(right, doubtful)
    return flags | (touched & (strong <= 0))


def _claims(
    model: MatchModel, pairs: pa.Table, told: Decided, apart: Flags, rivals: Flags
) -> pa.Table:
    """The pairs with the groups of both sides, and what each comparison says that is no strong
    identifier's: nothing where a side is silent."""
    weight, strong = pairs["weight"].to_numpy(), strong_bits(model, pairs)
    left, right = pairs["l"].to_numpy(), pairs["r"].to_numpy()
    sure = told.same & ~apart & (weight >= model.thresholds.join)
    size = int(max(left.max(initial=-1), right.max(initial=-1))) + 1
    group = connected(size, left[sure], right[sure])
    kin = np.zeros(pairs.num_rows, np.bool_)
    said = {}
    for n, one in enumerate(_rest(model)):
        bits = np.nan_to_num(pairs[f"bits_{one.column}"].to_numpy().astype(np.float64))
        said[f"b{n}"] = pa.array(bits, mask=pairs[f"gamma_{one.column}"].to_numpy() < 0)
        if one.comparison.kin == "shared":
            kin |= bits > KIN
    return pa.table(
        {
            "n": np.arange(pairs.num_rows), "l": left, "r": right,
            "gl": group[left], "gr": group[right],
            "weight": weight, "rest": weight - strong,
            "apart": apart & (strong >= 0), "numbered": apart & (strong < 0),
            "rivals": rivals, "kin": kin, **said,
        }
    )  # fmt: skip


def _statement(model: MatchModel) -> str:
    rest = _rest(model)
    own = [n for n, one in enumerate(rest) if one.comparison.kin != "shared"]
    return _CONTESTED.format(
        bits="".join(f"b{n}, " for n in range(len(rest))),
        best="".join(f"max(b{n}) as b{n}, " for n in range(len(rest))),
        said=_ahead(range(len(rest))),
        own=_ahead(own),
    )


def _ahead(places: Iterable[int]) -> str:
    """By how much my claim is ahead in what both say."""
    return "(" + " + ".join(["0", *(f"coalesce(mine.b{n} - theirs.b{n}, 0)" for n in places)]) + ")"


def _rest(model: MatchModel) -> list[ModelComparison]:
    return [one for one in model.comparisons if one.field not in model.strong]
