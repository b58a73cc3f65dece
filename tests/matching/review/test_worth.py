"""What a decision is worth: the chance that what stands is wrong, and what hangs on it."""

from __future__ import annotations

import pytest

from matching.review.queue import waiting
from tests.matching.review.conftest import Queue

NUMBER, OTHER = "990101199003070015", "990101199003070023"


def order(queue: Queue) -> list[int]:
    return waiting(queue.connection, "person", 10)


def test_the_likelier_two_are_the_same_the_likelier_it_is_wrong_that_they_stand_apart(
    queue: Queue,
) -> None:
    queue.knows({"name": "张伟"}, {"name": "张玮"}, {"name": "李娜"})
    queue.asks(1, 2, 0.1)
    queue.asks(2, 1, 0.8)
    queue.asks(3, 1, None)  # no chance was given: one half
    assert order(queue) == [2, 3, 1]


def test_nothing_that_is_asked_is_worth_nothing(queue: Queue) -> None:
    queue.knows({"name": "张伟"}, {"name": "张玮"})
    queue.asks(1, 2, 0.0)
    assert queue.column("worth") == [pytest.approx(0.05 * 2)]


def test_a_decision_on_which_more_hangs_is_worth_more(queue: Queue) -> None:
    queue.knows({"name": "张伟"}, {"name": "张玮"}, {"name": "李娜"}, {"name": "李那"})
    queue.knows(*({"name": "李那", "master": 4} for _ in range(4)))
    queue.asks(1, 2)
    queue.asks(3, 4)
    assert queue.column("reach") == [2, 6]
    assert queue.column("worth") == [pytest.approx(0.5 * 2), pytest.approx(0.5 * 3)]


def test_references_from_other_masters_count(queue: Queue) -> None:
    queue.knows({"name": "张伟"}, {"name": "张玮"})
    queue.run(
        "insert into population.household (master_id, head_id, claims, valid_from, known_from,"
        " delivery_id) values (9, 2, '{}', '2020-01-01', now(), 1)"
    )
    queue.asks(1, 2)
    assert queue.column("reach") == [3]


@pytest.mark.parametrize(
    ("record", "master", "stakes"),
    [
        ({}, {}, 1),
        ({"citizen_number": NUMBER}, {"citizen_number": NUMBER}, 1),
        ({"citizen_number": NUMBER}, {}, 2),
        ({}, {"citizen_number": NUMBER}, 2),
        ({"citizen_number": NUMBER}, {"citizen_number": OTHER}, 3),
        ({"citizen_number": NUMBER, "passport_number": "E1"}, {"citizen_number": OTHER}, 3),
    ],
)
def test_hard_identifiers_raise_the_stakes(
    queue: Queue, record: dict[str, str], master: dict[str, str], stakes: float
) -> None:
    queue.knows({"name": "张伟", **record}, {"name": "张伟", **master})
    queue.asks(1, 2)
    assert queue.column("stakes") == [stakes]


def test_what_others_have_judged_goes_before(queue: Queue) -> None:
    queue.knows({"name": "张伟"}, {"name": "张玮"}, {"name": "李娜"})
    queue.asks(1, 2, 0.5)
    queue.asks(2, 1, 0.6)
    assert order(queue) == [2, 1]
    queue.votes(1, "王芳")
    from matching.review.worth import weigh
    from tests.matching.review.conftest import PERSON

    weigh(queue.connection, PERSON)
    assert order(queue) == [1, 2]


def test_a_pair_doubles_in_thirty_days_so_that_nothing_is_left_lying(queue: Queue) -> None:
    queue.knows({"name": "张伟"}, {"name": "张玮"}, {"name": "李娜"})
    queue.asks(1, 2, 0.3, days=31)
    queue.asks(2, 1, 0.6)
    queue.asks(3, 1, 0.3, days=29)
    assert order(queue) == [1, 2, 3]
