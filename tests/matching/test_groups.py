"""Lines that edges connect."""

from __future__ import annotations

import numpy as np

from matching.groups import connected


def test_lines_that_edges_connect_are_one_group_named_by_its_first() -> None:
    lines, groups = connected(np.array([7, 3, 9, 20]), np.array([5, 7, 11, 3]))
    assert dict(zip(lines.tolist(), groups.tolist(), strict=True)) == {
        3: 3, 5: 3, 7: 3, 20: 3, 9: 9, 11: 9,
    }  # fmt: skip
