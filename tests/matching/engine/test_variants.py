"""Who contradicts somebody only in what that one's own papers contradict, too, is explained."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from matching.engine.variants import explained

PERSON, OTHER_PAPER, RECORD = 0, 1, 2


def explains(sure: bool, clear: bool) -> bool:
    """Whether another paper of a person explains a record that is apart from the person."""
    pairs = pa.table({"l": [PERSON, OTHER_PAPER, PERSON], "r": [OTHER_PAPER, RECORD, RECORD]})
    flags = explained(
        pairs, np.array([sure, False, False]), np.array([sure, clear, False]),
        np.array([False, False, True]),
    )  # fmt: skip
    return bool(flags[2])


def test_a_paper_with_the_same_number_explains_what_it_has_itself() -> None:
    assert explains(sure=True, clear=True)


def test_a_paper_that_may_be_anothers_explains_nothing() -> None:
    assert not explains(sure=False, clear=True)


def test_a_record_that_is_not_like_the_paper_is_not_explained() -> None:
    assert not explains(sure=True, clear=False)
