"""Who is handed which pair: what is most worth a decision first, and nobody the same."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text

from matching.review import queue as queueing
from matching.review import rules
from matching.review.queue import NoSuchThing, asked_about, count, settle, waiting
from tests.matching.review.conftest import PERSON, Queue


def hand_out(connection: Connection, who: str, thing: str | None = None) -> int | None:
    handed = queueing.hand_out(connection, who, thing)
    return handed.number if handed else None


PEOPLE = [{"name": f"王{given}", "birth_date": "1990-01-01"} for given in "一二三四五六"]


@pytest.fixture
def three(queue: Queue) -> Queue:
    """Three pairs; the second is most worth a decision, then the third."""
    queue.knows(*PEOPLE)
    queue.asks(1, 2, 0.2)
    queue.asks(3, 4, 0.9)
    queue.asks(5, 6, 0.5)
    return queue


def needs(monkeypatch: pytest.MonkeyPatch, **people: int) -> None:
    monkeypatch.setattr(
        rules, "needed", lambda thing: {"same": 1, "different": 1, "unsure": 1} | people
    )


def test_what_is_most_worth_a_decision_comes_first(three: Queue) -> None:
    assert waiting(three.connection, None, 10) == [2, 3, 1]
    assert hand_out(three.connection, "王芳") == 2


def test_nobody_is_handed_what_another_looks_at(three: Queue) -> None:
    handed = [hand_out(three.connection, who) for who in ("王芳", "李强", "张敏", "赵丽")]
    assert handed == [2, 3, 1, None]


def test_who_asks_again_before_deciding_gets_the_same(three: Queue) -> None:
    assert [hand_out(three.connection, "王芳") for _ in range(2)] == [2, 2]


def test_a_lease_expires(three: Queue) -> None:
    hand_out(three.connection, "王芳")
    three.run("update ops.lease set until = clock_timestamp() - interval '1 second'")
    assert hand_out(three.connection, "李强") == 2


def test_nobody_is_handed_what_they_judged(three: Queue) -> None:
    three.votes(2, "王芳")
    assert hand_out(three.connection, "王芳") == 3
    assert hand_out(three.connection, "李强") == 2


def test_where_any_verdict_needs_two_both_may_look_at_once(
    three: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs(monkeypatch, same=2, different=2, unsure=2)
    assert [hand_out(three.connection, who) for who in ("王芳", "李强", "张敏")] == [2, 2, 3]


def test_where_one_may_suffice_the_second_is_asked_after_the_first(
    three: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs(monkeypatch, same=2)
    assert [hand_out(three.connection, who) for who in ("王芳", "李强")] == [2, 3]


def test_only_what_is_asked_about_is_handed_out(three: Queue) -> None:
    assert hand_out(three.connection, "王芳", "entity") is None
    assert hand_out(three.connection, "王芳", "person") == 2
    with pytest.raises(NoSuchThing, match="indicator"):
        asked_about("indicator")


def test_a_pair_that_became_one_master_leaves_the_queue(three: Queue) -> None:
    three.run("update population.person_link set master_id = 4 where record_id = 3")
    assert hand_out(three.connection, "王芳") == 3
    assert three.column("decision")[1] == "moot"
    assert "already" in three.column("reason")[1]


def test_a_pair_whose_masters_were_merged_leaves_the_queue(three: Queue) -> None:
    three.run("update population.person_identity set merged_into = 5 where master_id = 4")
    three.run("update population.person_identity set merged_into = 3 where master_id = 5")
    settle(three.connection, PERSON)
    assert three.column("decision") == [None, "moot", None]


def test_a_pair_whose_record_or_master_was_withdrawn_leaves_the_queue(three: Queue) -> None:
    three.run("delete from population.person_record where record_id = 3")
    three.run("delete from population.person where master_id = 6")
    assert settle(three.connection, PERSON) == 2
    assert waiting(three.connection, None, 10) == [1]
    assert count(three.connection) == 1


def test_what_was_moot_comes_back_when_it_is_so_no_more(three: Queue) -> None:
    three.run("update population.person_link set master_id = 4 where record_id = 3")
    settle(three.connection, PERSON)
    three.run("update population.person_link set master_id = 3 where record_id = 3")
    settle(three.connection, PERSON)
    assert waiting(three.connection, None, 10) == [2, 3, 1]


def decided(queue: Queue, review: int | None = None) -> None:
    queue.run(
        "insert into ops.decision (decision_id, thing, record_id, master_id, verdict, reason,"
        " decided_by, decided_at, review_id)"
        " values (1, 'person', 3, 4, 'different', 'seen', '王芳', clock_timestamp(), :review)",
        review=review,
    )


def test_a_pair_that_was_decided_by_another_way_leaves_the_queue(three: Queue) -> None:
    decided(three)
    settle(three.connection, PERSON)
    assert three.column("decision") == [None, "moot", None]


def test_a_decision_that_was_revoked_by_another_way_brings_its_pair_back(three: Queue) -> None:
    decided(three, review=2)
    three.run("update ops.review set decision = 'different' where review_id = 2")
    assert settle(three.connection, PERSON) == 0
    three.run(
        "update ops.decision set revoked_at = clock_timestamp(), revoked_by = '王芳',"
        " revoked_reason = 'mistaken'"
    )
    settle(three.connection, PERSON)
    assert waiting(three.connection, None, 10) == [2, 3, 1]


def plan(queue: Queue, things: list[str]) -> str:
    from psycopg2 import sql

    from runtime.database import execute
    from runtime.sql import load

    statement = sql.SQL("explain (analyze, format text) ") + load("matching/review/next")
    values = {"things": things, "wanted": [1] * len(things), "reviewer": "王芳", "doubles": 30.0}
    return "\n".join(execute(queue.connection, statement, values).scalars())


def test_the_next_of_a_hundred_thousand_is_found_by_an_index(queue: Queue) -> None:
    queue.run(
        "insert into ops.review (review_id, thing, record_id, master_id, delivery_id, standing)"
        " select n, 'person', n, n + 1, 1, random() from generate_series(1, 100000) n"
    )
    # A reviewer with much behind them: two thousand of the most worthwhile, by one of two.
    queue.run(
        "insert into ops.vote (review_id, turn, reviewer, verdict, reason, blind)"
        " select review_id, 1, '王芳', 'same', 'seen', true from ops.review"
        " order by standing desc limit 2000"
    )
    # Nobody has told the planner of the votes yet: a day's work is no reason to wait.
    queue.run("analyze ops.review")
    told = plan(queue, asked_about(None))
    assert "ix_review_waiting" in told
    assert "Seq Scan on review" not in told
    milliseconds = float(told.rsplit("Execution Time: ", 1)[1].split()[0])
    assert milliseconds < 100, told
    queue.connection.execute(text("select 1"))
