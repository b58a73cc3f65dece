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
    lines, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    a, b = places[: len(left)], places[len(left) :]
    label = np.arange(len(lines))
    while True:
        before = label.copy()
        lowest = np.minimum(label[a], label[b])
        np.minimum.at(label, a, lowest)
        np.minimum.at(label, b, lowest)
        label = label[label]
        if np.array_equal(before, label):
            return lines, lines[label]
