"""Whatever is said in whatever order, (valid, known) answers as a list of sayings would."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from models.history import Timeline, facet_timeline, rewrite
from models.population import RESIDENCE
from runtime.database import engine

DAY0 = dt.date(2026, 1, 1)
MOMENT0 = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
DAYS = 6
OWNERS = (1, 2)
KINDS = ("registered", "actual")


@dataclass(frozen=True)
class Saying:
    """Of one owner, from day `since` until day `until`: rows (kind, from, to, text)."""

    owner: int
    since: int
    until: int
    rows: tuple[tuple[str, int, int, str], ...]

    def says(self, kind: str, day: int) -> str | None:
        return next((t for k, a, b, t in self.rows if k == kind and a <= day < b), None)


@st.composite
def sayings(draw: st.DrawFn) -> Saying:
    since = draw(st.integers(0, DAYS - 1))
    until = draw(st.integers(since + 1, DAYS))
    rows = []
    for kind in KINDS:
        cuts = sorted(draw(st.sets(st.integers(since, until), max_size=3)) | {since, until})
        for start, end in pairwise(cuts):
            words = draw(st.sampled_from(["甲", "乙", None]))
            if words:
                rows.append((kind, start, end, words))
    return Saying(draw(st.sampled_from(OWNERS)), since, until, tuple(rows))


def day(number: int) -> dt.date | str:
    return "infinity" if number == DAYS else DAY0 + dt.timedelta(days=number)


def moment(number: int) -> dt.datetime:
    return MOMENT0 + dt.timedelta(hours=number)


def say(connection: Connection, saying: Saying, number: int) -> None:
    connection.execute(text("drop table if exists windows, slices, touched"))
    connection.execute(
        text(
            "create temporary table windows as"
            " select cast(:owner as bigint) as owner, cast(:since as date) as since,"
            " cast(:until as date) as until"
        ),
        {"owner": saying.owner, "since": day(saying.since), "until": day(saying.until)},
    )
    connection.execute(
        text("create temporary table slices as select * from population.residence_history limit 0")
    )
    for kind, start, end, words in saying.rows:
        connection.execute(
            text(
                "insert into slices (master_id, kind, address, record_id, valid_from, valid_to)"
                " values (:owner, :kind, :address, 1, :start, :end)"
            ),
            {"owner": saying.owner, "kind": kind, "address": words, "start": day(start),
             "end": day(end)},
        )  # fmt: skip
    connection.execute(text("create temporary table touched (owner bigint)"))
    rewrite(
        connection, timeline(), windows="windows", slices="slices", touched="touched",
        known=moment(number), delivery_id=number,
    )  # fmt: skip


def timeline() -> Timeline:
    return facet_timeline(RESIDENCE)


def seen(connection: Connection, valid: int, known: int) -> dict[tuple[int, str], str]:
    rows = connection.execute(
        text("select master_id, kind, address from population.residence_as_of(:valid, :known)"),
        {"valid": day(valid), "known": moment(known)},
    ).all()
    found = {(row.master_id, row.kind): row.address for row in rows}
    assert len(found) == len(rows), "two rows at one point of both axes"
    return found


def expected(said: list[Saying], valid: int, known: int) -> dict[tuple[int, str], str]:
    answer = {}
    for owner in OWNERS:
        bearing = [s for s in said[: known + 1] if s.owner == owner and s.since <= valid < s.until]
        for kind in KINDS:
            words = bearing[-1].says(kind, valid) if bearing else None
            if words:
                answer[owner, kind] = words
    return answer


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(sayings(), min_size=1, max_size=6))
def test_as_of_answers_as_the_list_of_sayings_does(database: str, said: list[Saying]) -> None:
    with engine(database).connect() as connection, connection.begin() as transaction:
        for number, saying in enumerate(said):
            say(connection, saying, number)
        for known in range(len(said)):
            for valid in range(DAYS):
                assert seen(connection, valid, known) == expected(said, valid, known)
        transaction.rollback()


def test_what_is_said_again_is_left_alone(database: str) -> None:
    twice = Saying(1, 2, DAYS, (("actual", 2, DAYS, "甲"),))
    with engine(database).connect() as connection, connection.begin() as transaction:
        say(connection, twice, 0)
        say(connection, twice, 1)
        assert connection.execute(text("select count(*) from touched")).scalar() == 0
        say(connection, Saying(1, 4, DAYS, (("actual", 4, DAYS, "甲"),)), 2)
        assert connection.execute(text("select count(*) from touched")).scalar() == 0
        assert (
            connection.execute(text("select count(*) from population.residence_history")).scalar()
            == 0
        )
        transaction.rollback()
