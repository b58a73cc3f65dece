"""A transaction with people known to two departments, and pairs of them that wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, text

from matching.review import worth
from models import thing_named
from runtime.database import engine
from tests.matching.given import World

PERSON = thing_named("person")


class Queue:
    """The pairs that wait; record n stands at master n."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.world = World(connection, "person")
        self.asked = 0

    def knows(self, *people: dict[str, Any], dataset: int = 1) -> None:
        self.world.knows(*people, dataset=dataset)

    def asks(
        self, record: int, master: int, score: float | None = 0.5, days: float = 0, why: Any = None
    ) -> int:
        """Ask whether that record speaks of that master; the pair's number."""
        self.asked += 1
        self.connection.execute(
            text(
                "insert into ops.review (review_id, thing, record_id, master_id, score, why,"
                " delivery_id, asked_at) values (:review, 'person', :record, :master, :score,"
                " cast(:why as jsonb), 1, clock_timestamp() - make_interval(secs => :waited))"
            ),
            {"review": self.asked, "record": record, "master": master, "score": score,
             "why": json.dumps(why), "waited": days * 86400},
        )  # fmt: skip
        worth.weigh(self.connection, PERSON, [self.asked])
        return self.asked

    def votes(self, review: int, reviewer: str, verdict: str = "same") -> None:
        self.connection.execute(
            text(
                "insert into ops.vote (review_id, turn, reviewer, verdict, reason, blind)"
                " select :review, count(*) + 1, :who, :verdict, 'seen', true from ops.vote"
                " where review_id = :review"
            ),
            {"review": review, "who": reviewer, "verdict": verdict},
        )

    def column(self, name: str) -> list[Any]:
        found = self.connection.execute(text(f"select {name} from ops.review order by review_id"))
        return list(found.scalars())

    def run(self, statement: str, **values: Any) -> None:
        self.connection.execute(text(statement), values)


@pytest.fixture
def queue(database: object) -> Iterator[Queue]:
    with engine().connect() as connection:
        for statement in (
            "insert into ops.department (code, zh, en, delivers, receives)"
            " values ('ps', '公安厅', 'Public security', true, false)",
            "insert into ops.dataset (dataset_id, name, department, base, thing, zh, en, contract)"
            " values (1, 'ps_person', 'ps', 'population', 'person', '户籍人口', 'Persons', '{}')",
        ):
            connection.execute(text(statement))
        yield Queue(connection)
        connection.rollback()
