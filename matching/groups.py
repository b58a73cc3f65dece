"""Groups lines that edges connect: each group is named by its first line."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, text

from runtime.database import execute
from runtime.sql import load

Lines = npt.NDArray[np.int64]


def group(connection: Connection) -> None:
    """Make `match_group` (line, cluster) from the edges found."""
    rows = connection.execute(text("select line, other from match_edge order by line, other")).all()
    ends = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 2)
    lines, clusters = connected(ends[:, 0], ends[:, 1])
    execute(
        connection,
        load("matching/groups"),
        {"lines": lines.tolist(), "clusters": clusters.tolist()},
    )


def connected(left: Lines, right: Lines) -> tuple[Lines, Lines]:
    """The lines that edges touch, and for each the smallest line it is connected with."""
    # The library is a good part of a second to import: only where there are edges.
    if not len(left):
        return left, left
    from matching.engine import clustering

    lines, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    group = clustering.connected(len(lines), places[: len(left)], places[len(left) :])
    # Lines are in order, so that the first of a group is its smallest.
    first = np.unique(group, return_index=True)[1]
    return lines, lines[first[group]]
