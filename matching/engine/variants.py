"""Records that contradict each other only in what one thing is known to have in two variants."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from runtime.duck import duck

Flags = npt.NDArray[np.bool_]

# Somebody is surely one with a record, and that record clearly with somebody else.
_EXPLAINED = """
with sure as (
    select l as one, r as other from told where sure union all select r, l from told where sure
),
clear as (
    select l as one, r as other from told where clear union all select r, l from told where clear
),
bridged as (
    select distinct sure.one, clear.other
    from sure join clear on clear.one = sure.other where clear.other <> sure.one
)
select n from told
where doubtful and (
    exists (select 1 from bridged where one = l and other = r)
    or exists (select 1 from bridged where one = r and other = l)
)
"""


def explained(pairs: pa.Table, sure: Flags, clear: Flags, doubtful: Flags) -> Flags:
    """Which `doubtful` pairs a third record explains.

    It is `sure` to be one with this side, by a strong identifier, and for itself has what the
    other side has, with which it is `clear`: a birth date that was entered in two ways, say.
    """
    told = pa.table(
        {
            "n": np.arange(pairs.num_rows), "l": pairs["l"], "r": pairs["r"],
            "sure": sure, "clear": clear, "doubtful": doubtful,
        }
    )  # fmt: skip
    with duck() as engine:
        engine.register("told", told)
        found = engine.execute(_EXPLAINED).fetchnumpy()["n"]
    flags = np.zeros(pairs.num_rows, np.bool_)
    flags[np.asarray(found)] = True
    return flags
