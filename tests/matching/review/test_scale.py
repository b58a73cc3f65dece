"""A queue of 100,000 pairs answers at once: `./siku test -m long tests/matching/review -s`."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import pytest

from matching.review import queue as queueing
from matching.review.shown import case
from matching.review.stats import stats
from matching.review.worth import weigh
from tests.matching.review.conftest import PERSON, Queue

PAIRS = 100_000
# Two hundred thousand people of one register; each of the first half may be one of the second.
FILL = (
    "insert into population.person_record (record_id, dataset_id, source_key, name, birth_date,"
    " citizen_number, valid_from, known_from, delivery_id) select n, 1, 'k' || n, '王' || n % 1000,"
    " date '1950-01-01' + n % 20000, case when n % 3 = 0 then 'N' || n end, '2024-01-01', now(), 1"
    " from generate_series(1, :people) n",
    "insert into population.person_link (record_id, master_id, method, decider, delivery_id,"
    " known_from) select n, n, 'new', 'test', 1, now() from generate_series(1, :people) n",
    "insert into population.person_identity (master_id, known_from, delivery_id, founder)"
    " select n, now(), 1, n from generate_series(1, :people) n",
    "insert into population.person (master_id, name, birth_date, citizen_number, claims,"
    " valid_from, known_from, delivery_id) select record_id, name, birth_date, citizen_number,"
    " '{}', valid_from, known_from, 1 from population.person_record where record_id <= :people",
    "insert into ops.review (review_id, thing, record_id, master_id, score, why, delivery_id,"
    " asked_at) select n, 'person', n, n + :people / 2, random(), '{\"weight\": 2.5}', 1,"
    " now() - make_interval(days => (n % 60)::int) from generate_series(1, :people / 2) n",
)


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@pytest.mark.long
def test_the_next_of_a_hundred_thousand_comes_in_less_than_a_tenth_of_a_second(
    queue: Queue,
) -> None:
    for statement in FILL:
        queue.run(statement, people=2 * PAIRS)
    for table in ("person_record", "person_link", "person", "person_identity"):
        queue.run(f"analyze population.{table}")
    connection = queue.connection
    print(f"\nranking {PAIRS:,} pairs: {seconds(lambda: weigh(connection, PERSON)):.1f} s")
    queue.run("analyze ops.review")
    print(f"settling them: {seconds(lambda: queueing.settle(connection, PERSON)):.1f} s")

    def hand_out(reviewer: str) -> None:
        handed = queueing.hand_out(connection, reviewer)
        assert handed is not None
        case(connection, handed.number)

    taken = [seconds(partial(hand_out, f"reviewer {n}")) for n in range(50)]
    told = f"median {median(taken) * 1000:.0f} ms, most {max(taken) * 1000:.0f} ms"
    print(f"next, with both sides: {told}")
    assert median(taken) < 0.1
    print(f"stats: {seconds(lambda: stats(connection)):.1f} s")
