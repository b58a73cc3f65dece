"""What the codes of divisions became: kept as a table, so that looking one up costs nothing.

A code that is no more means what followed it, once that is one division on the day asked for. What
a code was followed by is in `spatial.division_lineage`; here the steps are walked to their end, for
every stretch of time in which the answer is the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from psycopg2.extras import execute_values
from sqlalchemy import Connection, text

from runtime.database import execute
from runtime.sql import load

LINEAGE = frozenset({"division", "division_change"})
NEVER = dt.date.max


@dataclass
class Gap:
    """A time in which a code means no division of its own, and what followed it then."""

    since: dt.date
    until: dt.date
    successors: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Became:
    """What a code means within a time: one other code, or none that can be told."""

    code: str
    since: dt.date
    until: dt.date
    successor: str | None


def became(gaps: Mapping[str, list[Gap]]) -> Iterator[Became]:
    """The end of every step, for each stretch of time in which it is the same."""
    for code, own in gaps.items():
        for gap in own:
            if gap.successors:
                yield from _stretches(code, gap, gaps)


def _stretches(code: str, gap: Gap, gaps: Mapping[str, list[Gap]]) -> Iterator[Became]:
    met = _reached(code, gaps)
    days = {d for c in met for g in gaps.get(c, ()) for d in (g.since, g.until)}
    days = {gap.since, gap.until, *(d for d in days if gap.since < d < gap.until)}
    ordered = sorted(days)
    last: Became | None = None
    for since, until in pairwise(ordered):
        ends = _ends(code, since, gaps, frozenset())
        successor = next(iter(ends)) if len(ends) == 1 else None
        if last is not None and last.successor == successor:
            last = Became(code, last.since, until, successor)
        else:
            if last is not None:
                yield last
            last = Became(code, since, until, successor)
    if last is not None:
        yield last


def _reached(code: str, gaps: Mapping[str, list[Gap]]) -> set[str]:
    """Every code that steps lead to."""
    met, open_ = {code}, [code]
    while open_:
        following = {s for g in gaps.get(open_.pop(), ()) for s in g.successors} - met
        met |= following
        open_ += following
    return met


def _ends(
    code: str, day: dt.date, gaps: Mapping[str, list[Gap]], passed: frozenset[str]
) -> set[str]:
    """The codes that mean a division on a day where this one's steps end."""
    gap = next((g for g in gaps.get(code, ()) if g.since <= day < g.until), None)
    if gap is None or not gap.successors or code in passed:
        return {code}
    return {e for s in gap.successors for e in _ends(s, day, gaps, passed | {code})}


def renew(connection: Connection) -> bool:
    """Derive the table anew; leave in `renewed(code)` and `renewed_master(master_id)` the codes
    that mean something else than before, and the divisions they meant or mean."""
    codes = _masters(connection)
    rows = [
        (one.code, one.since, None if one.until == NEVER else one.until, codes.get(one.successor))
        for one in became(_gaps(connection))
        if one.successor is None or one.successor in codes
    ]
    execute(connection, load("across/succession_new"))
    raw = connection.connection.driver_connection
    assert raw is not None
    with raw.cursor() as cursor:
        execute_values(
            cursor,
            "insert into succession_new (code, since, until, master_id) values %s",
            rows,
            template="(%s, %s, coalesce(%s::date, 'infinity'), %s)",
        )
    execute(connection, load("across/succession_renew"))
    return bool(connection.execute(text("select exists (select from renewed)")).scalar_one())


def _gaps(connection: Connection) -> dict[str, list[Gap]]:
    gaps: dict[str, dict[dt.date, Gap]] = {}
    for row in execute(connection, load("across/gaps")).mappings():
        since = row["since"]
        gap = gaps.setdefault(row["code"], {}).setdefault(since, Gap(since, row["until"] or NEVER))
        if row["successor_code"] not in (None, row["code"]):
            gap.successors.add(row["successor_code"])
    return {code: list(found.values()) for code, found in gaps.items()}


def _masters(connection: Connection) -> dict[str | None, int]:
    rows = execute(connection, load("across/division_masters")).mappings()
    return {row["code"]: row["master_id"] for row in rows}
