"""judge: a person says whether a record and a master are the same, and so it is — until revoked.

What a decision changes is new history, like everything else: links are closed and opened, masters
and facets derived anew, the feed told, and references to what changed looked up again. A master
that is merged leaves a redirect; one that is split gets back the id it had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, text

import audit
from matching.placement import Decided, contradiction, deserted
from matching.review.queue import settle_touched
from models import Thing, thing_named
from models.history import table_name
from models.reviewing import VERDICTS
from pipeline import attention, derive
from pipeline.deliveries import lock, next_numbers
from pipeline.interventions import must_say_why
from pipeline.merge import moment
from pipeline.placing import gather, place
from pipeline.resolve import resolve
from pipeline.undo import begin, locks
from pipeline.unresolve import changed_masters, feed, unresolve
from runtime.database import execute, transaction
from runtime.errors import SikuError
from runtime.sql import load

Result = TypeVar("Result")


class NotDecidable(SikuError):
    """There is nothing such a decision could be about, or it says nothing."""


class Contradicted(SikuError):
    """A decision contradicts decisions in force."""

    def __init__(self, what: str, decisions: tuple[int, ...]) -> None:
        first = decisions[0]
        super().__init__(what, hint=f"revoke one of them first, such as decision {first}")
        self.decisions = decisions


@dataclass(frozen=True)
class Standing:
    """A decision as it is entered in the table."""

    decision_id: int
    thing: str
    record_id: int
    master_id: int
    verdict: str
    decided_by: str
    revoked_at: dt.datetime | None
    review_id: int | None


def judge(
    connection: Connection | None,
    thing: str,
    record_id: int,
    master_id: int,
    verdict: str,
    reason: str,
    by: str,
    review_id: int | None = None,
) -> int:
    """Enter a decision and make it so, in one transaction; its number.

    A master is named by any of its ids, and what is decided speaks of the record that founded that
    id, through all merges and splits to come. `unsure` only keeps the machine from asking again; a
    later decision on the pair replaces it.
    """
    must_say_why(by, reason)
    kind = _decidable(thing, verdict)

    def decide(connection: Connection) -> int:
        lock(connection, *locks(kind))
        _must_exist(connection, kind, record_id, master_id)
        known = moment(connection)
        superseded = _superseded(connection, kind, record_id, master_id, verdict)
        number = next_numbers(connection, "decision", 0) + 1
        new = Decided(number, record_id, master_id, verdict)
        _must_agree(connection, kind, new)
        if superseded is not None:
            _close(connection, superseded, known, by, f"replaced by decision {number}")
        next_numbers(connection, "decision")
        values = {"id": number, "thing": thing, "record": record_id, "master": master_id}
        said = {"verdict": verdict, "reason": reason.strip(), "by": by.strip()}
        connection.execute(_ENTER, {**values, **said, "at": known, "review": review_id})
        if verdict != "unsure":
            make_so(connection, kind, new, known, review_id)
        audit.append(connection, "judge", by.strip(), {"decision": number, **values, **said})
        return number

    return _in_one(connection, decide)


def revoke(connection: Connection | None, decision_id: int, reason: str, by: str) -> None:
    """Take a decision back, in one transaction: the machine's word holds again where it spoke."""
    must_say_why(by, reason)

    def take_back(connection: Connection) -> None:
        decision = _find(connection, decision_id)
        kind = thing_named(decision.thing)
        lock(connection, *locks(kind))
        decision = _find(connection, decision_id)
        if decision.revoked_at is not None:
            raise NotDecidable(
                f"decision {decision_id} was revoked already, at {decision.revoked_at:%F %T}"
            )
        known = moment(connection)
        _close(connection, decision_id, known, by, reason)
        if decision.verdict != "unsure":
            told = Decided(decision_id, decision.record_id, decision.master_id, decision.verdict)
            make_so(connection, kind, told, known, decision.review_id)
        said = {"decision": decision_id, "reason": reason.strip()}
        audit.append(connection, "revoke", by.strip(), said)

    _in_one(connection, take_back)


def make_so(
    connection: Connection, thing: Thing, decision: Decided, known: dt.datetime, review: int | None
) -> None:
    """Let the decisions in force hold around one that was just made or taken back.

    What changes is entered under the decision's number with a minus: no delivery brought it. Pairs
    that need no decision any more leave the queue, but not the one that this answers.
    """
    source = -decision.decision_id
    with _workshop(connection):
        found = gather(connection, thing, [decision.record_id], [decision.master_id])
        place(connection, thing, found, known, source)
        derive.masters(connection, thing, known, source)
        execute(connection, load("undo/gather"))
        next_numbers(connection, f"merged:{thing.name}")
        changed_masters(connection, thing, known)
        unresolve(connection, thing, known)
        attention.notice(connection, thing, known, source)
        feed(connection, thing, known, source)
        resolve(connection, thing, source)
        settle_touched(connection, thing, "undo_master", but=review)


@contextmanager
def _workshop(connection: Connection) -> Iterator[None]:
    """The temporary tables that telling needs; gone afterwards, so that more can be decided in the
    same transaction."""
    before = set(execute(connection, load("judge/workshop")).scalars())
    begin(connection)
    connection.execute(
        text(
            "create temporary table affected (master_id bigint primary key, since date)"
            " on commit drop"
        )
    )
    yield
    for name in set(execute(connection, load("judge/workshop")).scalars()) - before:
        execute(connection, load("merge/drop", table=("pg_temp", name)))


def _in_one(connection: Connection | None, work: Callable[[Connection], Result]) -> Result:
    """Within the transaction given, or one of its own."""
    if connection is not None:
        return work(connection)
    with transaction() as own:
        return work(own)


def _decidable(thing: str, verdict: str) -> Thing:
    if verdict not in VERDICTS:
        raise NotDecidable(f"{verdict!r} is no verdict", hint=f"one of {', '.join(VERDICTS)}")
    try:
        kind = thing_named(thing)
    except KeyError as error:
        raise NotDecidable(str(error.args[0])) from None
    if kind.key:
        raise NotDecidable(f"a {thing} is what its key says: {', '.join(kind.key)}")
    return kind


def _must_exist(connection: Connection, thing: Thing, record_id: int, master_id: int) -> None:
    tables = {"link": table_name(thing.link), "identity": table_name(thing.identity)}
    facts = {"record": record_id, "master": master_id}
    known = execute(connection, load("judge/exists", **tables), facts).one()
    if not known.record:
        raise NotDecidable(f"there is no record {record_id} of a {thing.name}")
    if not known.master:
        raise NotDecidable(f"there is no {thing.name} {master_id}")


def _superseded(
    connection: Connection, thing: Thing, record_id: int, master_id: int, verdict: str
) -> int | None:
    """A word of `unsure` on the same pair, which gives way; any other word has to be revoked."""
    values = {"thing": thing.name, "record": record_id, "master": master_id}
    row = connection.execute(_IN_FORCE, values).mappings().first()
    if row is None:
        return None
    decision = Standing(**row)
    if decision.verdict == "unsure" and verdict != "unsure":
        return decision.decision_id
    raise Contradicted(f"{_told(decision)} already; it is in force", (decision.decision_id,))


def _must_agree(connection: Connection, thing: Thing, new: Decided) -> None:
    """Refuse what decisions in force rule out, and name them."""
    if new.verdict == "unsure":
        return
    scene = gather(connection, thing, [new.record_id], [new.master_id]).scene()
    if deserted(scene, new.master_id):
        raise NotDecidable(
            f"nothing speaks of {thing.name} {new.master_id} any more: the record that founded it"
            " is known to be of another",
            hint="name the master where that record stands now",
        )
    against = contradiction(scene, new)
    if against is None:
        return
    if not against:
        raise NotDecidable(
            f"record {new.record_id} founded {thing.name} {new.master_id}, which means it for ever",
            hint="say of the other records there that they are different",
        )
    told = "; ".join(_told(_find(connection, number)) for number in against)
    raise Contradicted(
        f"record {new.record_id} cannot be {new.verdict} as {thing.name} {new.master_id}: {told}",
        tuple(against),
    )


def _told(decision: Standing) -> str:
    """A decision in words."""
    verb = {"same": "the same as", "different": "different from", "unsure": "perhaps"}
    return (
        f"decision {decision.decision_id} of {decision.decided_by} says that record"
        f" {decision.record_id} is {verb[decision.verdict]} {decision.thing} {decision.master_id}"
    )


def _find(connection: Connection, decision_id: int) -> Standing:
    row = connection.execute(_FIND, {"id": decision_id}).mappings().first()
    if row is None:
        raise NotDecidable(f"there is no decision {decision_id}")
    return Standing(**row)


def _close(
    connection: Connection, decision_id: int, known: dt.datetime, by: str, reason: str
) -> None:
    values: dict[str, Any] = {"id": decision_id, "at": known, "by": by.strip()}
    connection.execute(_REVOKE, {**values, "reason": reason.strip()})


_COLUMNS = "decision_id, thing, record_id, master_id, verdict, decided_by, revoked_at, review_id"
_FIND = text(f"select {_COLUMNS} from ops.decision where decision_id = :id")
_IN_FORCE = text(
    f"select {_COLUMNS} from ops.decision where thing = :thing and record_id = :record"
    " and master_id = :master and revoked_at is null"
)
_ENTER = text(
    "insert into ops.decision (decision_id, thing, record_id, master_id, verdict, reason,"
    " decided_by, decided_at, review_id) values (:id, :thing, :record, :master, :verdict, :reason,"
    " :by, :at, :review)"
)
_REVOKE = text(
    "update ops.decision set revoked_at = :at, revoked_by = :by, revoked_reason = :reason"
    " where decision_id = :id"
)
