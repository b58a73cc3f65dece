"""One pair as a reviewer looks at it: side by side, what each says and where that comes from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, text

from matching.review import words
from matching.review.readable import shown
from matching.review.words import Evidence
from models.history import table_name
from models.objects import claims_of
from models.things import Thing, thing_named
from models.waiting import lead
from models.worth import MEASURE
from runtime.database import execute
from runtime.errors import SikuError
from runtime.sql import load


class NoSuchPair(SikuError):
    """A pair was named that nobody was ever asked about."""

    def __init__(self, review: int) -> None:
        super().__init__(
            f"there is no pair {review}", hint="./siku review list shows those there are"
        )


@dataclass(frozen=True)
class Claim:
    """A value, and whose word it is."""

    value: str
    source_zh: str
    source_en: str
    won: bool


@dataclass(frozen=True)
class Line:
    """One attribute side by side, as values and as a reader of the codes understands them."""

    attribute: str
    zh: str
    en: str
    record: Any
    master: Any
    record_shown: str
    master_shown: str
    agrees: bool | None  # None: only one side says it
    original: str | None  # the text as delivered, where standardising changed it
    claims: list[Claim]  # what the master's records say, the winner first
    beside: list[Claim]  # what the other records say of the master this record stands at


@dataclass(frozen=True)
class Worth:
    """What the decision is worth, and why."""

    now: float
    doubt: float
    reach: int  # records and references that hang on it
    stakes: float
    begun: bool
    days: float


@dataclass(frozen=True)
class Vote:
    """What a person said of the pair."""

    turn: int
    reviewer: str
    verdict: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True)
class Case:
    """A record and the master it may speak of, with all a person needs to decide."""

    review: int
    thing: str
    dataset: str | None
    dataset_zh: str | None
    dataset_en: str | None
    department_zh: str | None
    department_en: str | None
    source_key: str | None
    as_of: dt.date | None
    record_id: int
    own: int | None  # the master the record stands at
    own_records: int  # how many other records stand there
    master_id: int
    master_now: int  # what that one was merged into, if it was
    master_records: int
    score: float | None
    bits: float | None
    evidence: list[Evidence]
    remarks: list[str]
    worth: Worth
    asked_at: dt.datetime
    wanted: int
    disputed: bool
    decision: str | None
    reason: str | None
    decided_by: str | None
    decided_at: dt.datetime | None
    lines: list[Line]
    attributes: dict[str, tuple[Any, Any]]  # name -> what the record says, what the master says
    votes: list[Vote] = field(default_factory=list)


def case(connection: Connection, review: int, open_votes: bool = False) -> Case:
    """One pair. What others voted is told where they dispute, or where it is asked for: who judges
    must not be led."""
    row = _row(connection, review)
    thing = thing_named(row["thing"])
    claims = _claims(connection, thing, [m for m in (row["master_now"], row["own"]) if m])
    lines = _lines(connection, thing, row, claims)
    why = row["why"] or {}
    telling = open_votes or row["disputed"] or row["decision"] is not None
    same = ("dataset", "dataset_zh", "dataset_en", "department_zh", "department_en", "source_key",
            "as_of", "record_id", "own", "master_id", "master_now", "score", "asked_at", "wanted",
            "disputed", "decision", "reason", "decided_by", "decided_at")  # fmt: skip
    return Case(
        review=review,
        thing=thing.name,
        **{name: row[name] for name in same},
        own_records=len(row["own_records"] or ()),
        master_records=len(row["master_records"] or ()),
        bits=None if why.get("weight") is None else float(why["weight"]),
        evidence=words.evidence(thing.name, why),
        remarks=words.remarks(thing.name, why),
        worth=_worth(row),
        lines=lines,
        attributes={line.attribute: (line.record, line.master) for line in lines},
        votes=votes(connection, review) if telling else [],
    )


def votes(connection: Connection, review: int) -> list[Vote]:
    """The votes in force on a pair."""
    found = connection.execute(_VOTES, {"review": review}).mappings()
    return [Vote(**row) for row in found]


def said(connection: Connection, review: int) -> dict[str, Any]:
    """What both sides say now, to be kept with the decision."""
    row = _row(connection, review)
    names = thing_named(row["thing"]).attribute_names
    return {
        side: {name: value for name in names if (value := (row[side] or {}).get(name)) is not None}
        for side in ("record", "master")
    } | {name: row[name] for name in ("dataset", "source_key", "original", "same_register")}


def _row(connection: Connection, review: int) -> Mapping[str, Any]:
    name = connection.execute(_THING, {"review": review}).scalar()
    if name is None:
        raise NoSuchPair(review)
    thing = thing_named(name)
    statement = load(
        "matching/review/case",
        record=table_name(thing.record),
        master=table_name(thing.master),
        link=table_name(thing.link),
        lead=lead(thing, sql.Identifier("v", "master_id")),
    )
    values = {"review": review, "doubles": MEASURE["doubles"]}
    return dict(execute(connection, statement, values).mappings().one())


def _worth(row: Mapping[str, Any]) -> Worth:
    score = MEASURE["unknown"] if row["score"] is None else row["score"]
    doubt = max(score, MEASURE["least"])
    reach, stakes, days = row["reach"], row["stakes"], float(row["days"])
    return Worth(float(row["worth_now"]), doubt, reach, stakes, row["begun"], days)


def _claims(
    connection: Connection, thing: Thing, masters: list[int]
) -> dict[tuple[int, str], list[Claim]]:
    statement = load(
        "matching/review/claims", claim=claims_of(thing), record=table_name(thing.record)
    )
    found: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for row in execute(connection, statement, {"masters": masters}):
        claim = Claim(
            row.value, f"{row.zh} {row.source_key}", f"{row.en} {row.source_key}", row.won
        )
        found[row.master_id, row.attribute].append(claim)
    return found


def _lines(
    connection: Connection, thing: Thing, row: Mapping[str, Any],
    claims: Mapping[tuple[int, str], list[Claim]],
) -> list[Line]:  # fmt: skip
    record, master, original = row["record"] or {}, row["master"] or {}, row["original"] or {}
    lines = []
    for attribute in thing.attributes:
        name, info = attribute.name, attribute.info
        mine, theirs = record.get(name), master.get(name)
        beside = [c for c in claims.get((row["own"], name), ()) if c.value != _plain(mine)]
        if mine is None and theirs is None and not beside:
            continue
        agrees = None if mine is None or theirs is None else mine == theirs
        lines.append(
            Line(
                name,
                info["zh"],
                info["en"],
                mine,
                theirs,
                shown(connection, info, mine),
                shown(connection, info, theirs),
                agrees,
                original.get(name),
                claims.get((row["master_now"], name), []),
                beside,
            )
        )
    return lines


def _plain(value: Any) -> str | None:
    """A value of a record as the claims write it."""
    return None if value is None else str(value)


_THING = text("select thing from ops.review where review_id = :review")
_VOTES = text(
    "select turn, reviewer, verdict, reason, at from ops.vote"
    " where review_id = :review and revoked_at is null order by turn"
)
