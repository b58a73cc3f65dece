"""`ops.review_queue` has what a page needs, and lists no more than really waits."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from matching.review import queue as queueing
from tests.matching.review.conftest import PERSON, Queue


def listed(queue: Queue) -> list[Any]:
    statement = text("select * from ops.review_queue order by standing desc")
    return list(queue.connection.execute(statement))


def a_cluster(queue: Queue, master: int) -> None:
    queue.run(
        "insert into ops.attention (attention_id, thing, master_id, rule, since, delivery_id,"
        " detail) values (7, 'person', :master, 'two_citizen_numbers', clock_timestamp(), 1,"
        " cast(:detail as jsonb))",
        master=master,
        detail='{"values": {"citizen_number": ["1", "2"]}, "records": [1, 2]}',
    )


def test_pairs_and_clusters_stand_in_one_order(queue: Queue) -> None:
    queue.knows({"name": "张伟"}, {"name": "张玮"}, {"name": "李娜"}, {"name": "李那"})
    queue.asks(1, 2, 0.2)
    queue.asks(3, 4, 0.9)
    a_cluster(queue, 1)
    queueing.hand_out(queue.connection, "王芳")
    queueing.hand_out(queue.connection, "李强")
    cluster, first, second = listed(queue)
    assert (cluster.kind, cluster.number, cluster.handed_to) == ("cluster", 7, ["王芳"])
    assert cluster.why["rule"] == "two_citizen_numbers"
    assert (first.kind, first.number, first.handed_to) == ("pair", 2, ["李强"])
    assert (second.number, second.handed_to, second.votes) == (1, None, 0)
    assert (first.record["name"], first.master["name"]) == ("李娜", "李那")
    assert first.worth == pytest.approx(0.9 * 2, rel=0.01)
    assert cluster.worth == pytest.approx(0.5 * 4 * 3 * 2, rel=0.01)


def test_the_view_and_the_queue_agree_on_what_waits(queue: Queue) -> None:
    queue.knows(*({"name": f"王{given}"} for given in "一二三四五六"))
    queue.asks(1, 2)
    queue.asks(2, 3)
    queue.asks(3, 4)
    queue.asks(4, 5)
    queue.asks(5, 6)
    queue.run("update population.person_link set master_id = 2 where record_id = 1")
    queue.run("delete from population.person_record where record_id = 2")
    queue.run("update population.person_identity set merged_into = 6 where master_id = 5")
    queue.run("delete from population.person where master_id = 5")
    queue.run("update population.person_link set master_id = 6 where record_id = 5")
    seen = {(row.number, row.master_id) for row in listed(queue)}
    assert seen == {(3, 4), (4, 6)}
    queueing.settle(queue.connection, PERSON)
    assert {number for number, _ in seen} == set(queueing.waiting(queue.connection, None, 10))


def test_a_page_is_read_by_the_numbers_on_it(queue: Queue) -> None:
    queue.knows({"name": "张伟"}, {"name": "张玮"})
    queue.run(
        "insert into population.person_record select (jsonb_populate_record(r, jsonb_build_object("
        "'record_id', n, 'source_key', 'k' || n))).* from population.person_record r,"
        " generate_series(10, 20000) n where r.record_id = 1"
    )
    queue.run(
        "insert into population.person_link select (jsonb_populate_record(l, jsonb_build_object("
        "'record_id', n))).* from population.person_link l, generate_series(10, 20000) n"
        " where l.record_id = 1"
    )
    queue.run(
        "insert into ops.review (review_id, thing, record_id, master_id, delivery_id, standing)"
        " select n, 'person', n, 2, 1, random() from generate_series(10, 20000) n"
    )
    for table in ("ops.review", "population.person_record", "population.person_link"):
        queue.run(f"analyze {table}")
    page = queueing.waiting(queue.connection, "person", 20)
    statement = text(
        "explain (analyze) select * from ops.review_queue where kind = 'pair'"
        " and number = any(:page) order by standing desc"
    )
    told = "\n".join(queue.connection.execute(statement, {"page": page}).scalars())
    assert "pk_review" in told
    assert "Seq Scan on person_record" not in told
    assert float(told.rsplit("Execution Time: ", 1)[1].split()[0]) < 100, told
