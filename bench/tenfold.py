"""Makes ten times the persons of a stock that was walked, with all that hangs on them.

To walk ten million takes a quarter of an hour; to say in SQL about others what the walk of the
first million wrote, a part of it. Every copy is other persons, as `bench.stock` makes them: their
keys, numbers, phones and passports are their own, their names somebody else's. Masters, records,
links, identities, facets and the feed are all there, with indexes and statistics as after a walk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from psycopg2 import sql

from bench.measure import say, vacuumed
from bench.stock import MOST
from runtime.database import execute, transaction
from runtime.sql import load

# Two that take about as long each, side by side.
_TABLES = (
    ("person", "person_name", "person_identifier", "household_member"),
    ("person_record", "person_link", "residence", "person_identity", "change"),
)
_TURN = 7_919  # so many persons further is whose names a copy bears
_NUMBER = "stage.moved(r.{0}, k.k)"
_PASSPORT = "overlay(r.{0} placing substr('EFGHJKLMNP', k.k + 1, 1) from 1 for 1)"
_MOVED = "r.{0} + k.k * %(step)s"
# Keys begin with a zero, but for some that were mistyped.
_KEY = (
    "case when left(r.{0}, 1) = '0' then overlay(r.{0} placing k.k::text from 1 for 1)"
    " else chr(64 + k.k) || r.{0} end"
)
# What a copy says in columns of these names: row `r` in copy `k`, whose master is `o`, with the
# names of `b`.
_ALL = {
    **dict.fromkeys(("master_id", "record_id", "founder", "change_id"), _MOVED),
    **dict.fromkeys(("source_key", "household_number"), _KEY),
    "citizen_number": _NUMBER,
    "passport_number": _PASSPORT,
    "phone": "'1' || substr('4356789', k.k %% 7 + 1, 1) || case when k.k >= 7"
    " then reverse(substr(r.{0}, 3)) else substr(r.{0}, 3) end",
    "value": f"case r.kind when 'citizen_number' then {_NUMBER} else {_PASSPORT} end",
    "claims": "case when array_remove(r.{0}, null) <@ array[o.record_id]"
    " then array_replace(r.{0}, o.record_id, o.record_id + k.k * %(step)s)"
    " else (select array_agg(c + k.k * %(step)s order by n)"
    " from unnest(r.{0}) with ordinality u(c, n)) end",
}
_NAMED = dict.fromkeys(("name", "former_name", "latin_name", "script_name"), "b.{0}")
_OWN = {
    "person": _NAMED,
    "person_record": _NAMED,
    "person_name": dict.fromkeys(("master_id", "record_id"), "o.{0} + k.k * %(step)s"),
}
_INDEXES = """
select c.conname, pg_get_indexdef(i.indexrelid), pg_get_constraintdef(c.oid)
from pg_index i
left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
where i.indrelid = %s::regclass
"""


def tenfold() -> None:
    """Make nine copies of every person of the base, all of whom one delivery founded."""
    say(f"making {MOST} times the stock")
    with transaction() as connection:
        driver: Any = connection.connection.driver_connection
        step = execute(connection, load("bench/others"), {}).scalar_one()
        with driver.cursor() as cursor:
            builds = [build for tables in _TABLES for one in tables for build in _bare(cursor, one)]
    values = {"copies": MOST - 1, "step": step, "turn": _TURN}
    _side_by_side(lambda table: _copy(table, values), _TABLES)
    _side_by_side(_build, (builds[::2], builds[1::2]))
    with transaction() as connection:
        execute(connection, load("bench/counted"), values)
    vacuumed()


def _side_by_side(work: Callable[[Any], None], halves: Sequence[Sequence[Any]]) -> None:
    def worked(half: Sequence[Any]) -> None:
        for one in half:
            work(one)

    with ThreadPoolExecutor(len(halves)) as pool:
        list(pool.map(worked, halves))


def _where(table: str) -> tuple[str, str]:
    return ("ops" if table == "change" else "population", table)


def _bare(cursor: Any, table: str) -> list[str]:
    """Take a table's indexes away; the statements that build them again."""
    name = sql.Identifier(*_where(table))
    cursor.execute(_INDEXES, (name.as_string(cursor),))
    builds = []
    for constraint, index, said in cursor.fetchall():
        if constraint:
            own = sql.Identifier(constraint)
            cursor.execute(sql.SQL("alter table {} drop constraint {}").format(name, own))
            again = sql.SQL("alter table {} add constraint {} ").format(name, own)
            builds.append(again.as_string(cursor) + said)
        else:
            schema = _where(table)[0]
            index_name = sql.Identifier(schema, index.split(" ON ")[0].split()[-1])
            cursor.execute(sql.SQL("drop index {}").format(index_name))
            builds.append(index)
    return builds


def _copy(table: str, values: dict[str, int]) -> None:
    with transaction() as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            cursor.execute(
                sql.SQL("select * from {} limit 0").format(sql.Identifier(*_where(table)))
            )
            columns = [column.name for column in cursor.description]
        own = _ALL | _OWN.get(table, {})
        said = [own.get(name, "r.{0}").format(f'"{name}"') for name in columns]
        file = f"bench/copies_{table}" if table in _OWN else "bench/copies"
        execute(
            connection,
            load(file, table=_where(table), columns=columns, said=sql.SQL(", ".join(said))),
            values,
        )
    say(f"  {table}")


def _build(statement: str) -> None:
    with transaction() as connection:
        connection.exec_driver_sql("set local maintenance_work_mem = '512MB'")
        connection.exec_driver_sql(statement)
