"""How the review goes: what waits, who decided what, who agrees, how right the machine was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from matching.review import agreement
from matching.review.agreement import Agreement
from runtime.database import execute
from runtime.sql import load

BOUNDS = (0.01, 0.1, 0.5, 0.9, 0.99, 0.999)


@dataclass(frozen=True)
class Band:
    """The pairs to which the machine gave about the same chance, and what people said of them."""

    least: float
    below: float
    pairs: int
    expected: float  # the share of the same, were the machine right
    same: float  # the share that people called the same
    confirmed: float  # how often its leaning was theirs


@dataclass(frozen=True)
class Oldest:
    """The pair that has waited longest."""

    review: int
    thing: str
    asked_at: dt.datetime
    days: float


@dataclass(frozen=True)
class Stats:
    """All that `./siku review stats` tells."""

    waiting: list[dict[str, Any]]
    clusters: list[dict[str, Any]]
    oldest: Oldest | None
    decided: list[dict[str, Any]]
    reviewers: list[dict[str, Any]]
    median_seconds: float | None
    agreement: Agreement
    agreement_of_two: list[Agreement]
    calibration: list[Band]


def stats(connection: Connection, thing: str | None = None) -> Stats:
    """How the review goes; of one thing, where asked."""
    votes = [
        (row.review_id, row.reviewer, row.verdict)
        for row in connection.execute(_VOTES, {"thing": thing})
    ]
    return Stats(
        waiting=_of(thing, _rows(connection, "waiting")),
        clusters=_of(thing, _rows(connection, "clusters_counted")),
        oldest=_oldest(connection, thing),
        decided=_of(thing, _rows(connection, "decided")),
        reviewers=_rows(connection, "reviewers"),
        median_seconds=execute(connection, load("matching/review/median_seconds")).scalar(),
        agreement=agreement.of_all(votes),
        agreement_of_two=agreement.of_each_two(votes),
        calibration=_calibration(connection, thing),
    )


def _calibration(connection: Connection, thing: str | None) -> list[Band]:
    values = {"bounds": list(BOUNDS), "thing": thing}
    edges = (0.0, *BOUNDS, 1.0)
    return [
        Band(edges[row.band], edges[row.band + 1], row.pairs, row.expected, row.same, row.confirmed)
        for row in execute(connection, load("matching/review/calibration"), values)
    ]


def _oldest(connection: Connection, thing: str | None) -> Oldest | None:
    row = connection.execute(_OLDEST, {"thing": thing}).first()
    return Oldest(row.review_id, row.thing, row.asked_at, float(row.days)) if row else None


def _rows(connection: Connection, name: str) -> list[dict[str, Any]]:
    found = execute(connection, load(f"matching/review/{name}")).mappings()
    return [dict(row) for row in found]


def _of(thing: str | None, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if thing in (None, row["thing"])]


# Only what people said on their own tells whether they agree: not the third who saw two reasons.
_VOTES = text(
    "select v.review_id, v.reviewer, v.verdict from ops.vote v join ops.review r using (review_id)"
    " where v.revoked_at is null and v.blind"
    " and (cast(:thing as text) is null or r.thing = :thing) order by v.review_id, v.turn"
)
_OLDEST = text(
    "select review_id, thing, asked_at,"
    " extract(epoch from clock_timestamp() - asked_at) / 86400 as days"
    " from ops.review where decision is null and (cast(:thing as text) is null or thing = :thing)"
    " order by asked_at, review_id limit 1"
)
