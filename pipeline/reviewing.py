"""Deciding pairs: a person's vote, the verdict once enough have voted, and taking it back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

import audit
from matching.review import clusters, queue, rules, shown, worth
from matching.review.clusters import Cluster
from matching.review.shown import NoSuchPair, Vote
from models.reviewing import VERDICTS
from models.things import thing_named
from pipeline import judge
from pipeline.attention import accept
from pipeline.deliveries import lock
from pipeline.interventions import WHO_LONGEST, must_say_why
from pipeline.undo import locks
from runtime.database import transaction
from runtime.errors import SikuError


class NoSuchVerdict(SikuError):
    """Something else than same, different or unsure was said of a pair."""


class AlreadyDecided(SikuError):
    """Somebody decided the pair before."""


class NoLongerAsked(SikuError):
    """The pair needs no decision any more."""


class NoSuchDecision(SikuError):
    """A decision was named that was never made, or that was taken back before."""


@dataclass(frozen=True)
class Told:
    """What came of a vote: a verdict and its decision, or how many more people are wanted."""

    review: int
    thing: str
    vote: str
    verdict: str | None
    decision: int | None
    wanted: int
    disputed: bool


@dataclass(frozen=True)
class Settled:
    """What became of a cluster: accepted, gone, or open still; and by which decision."""

    attention: int
    outcome: str
    decision: int | None


@dataclass(frozen=True)
class TakenBack:
    """What came of a decision that was revoked."""

    decision: int
    review: int | None
    wanted: int


def decide(review: int, verdict: str, reason: str, by: str) -> Told:
    """Say of a pair whether the two are the same; the verdict stands when enough people gave it.

    Whoever judges again before that replaces what they said.
    """
    must_say_why(by, reason, named_by="--by")
    if verdict not in VERDICTS:
        known = ", ".join(VERDICTS)
        raise NoSuchVerdict(f"{verdict!r} is no verdict", where="VERDICT", hint=f"one of: {known}")
    with transaction() as connection:
        # In a transaction of its own: a pair found moot stays so, though the vote is refused.
        thing = _thing(connection, review)
        queue.settle(connection, thing_named(thing), [review])
    with transaction() as connection:
        return _decide(connection, review, thing, verdict, reason.strip(), by.strip())


def settle_cluster(
    attention: int, verdict: str, reason: str, by: str, record: int | None = None
) -> Settled:
    """Say of a cluster that its records are one thing after all, or that one is not of it."""
    must_say_why(by, reason, named_by="--by")
    with transaction() as connection:
        found = clusters.cluster(connection, attention)
        _lock(connection, found.thing)
        found = clusters.cluster(connection, attention)
        if found.outcome is not None:
            raise AlreadyDecided(
                f"cluster A{attention} is settled: {found.outcome}, by {found.settled_by}",
                hint=f"./siku review show A{attention}",
            )
        if verdict == "same" and record is None:
            accept(connection, attention, reason.strip(), by.strip())
            return Settled(attention, "accepted", None)
        _must_name_a_member(found, verdict, record)
        decision = judge.judge(
            connection, found.thing, record or 0, found.master_id, verdict, reason.strip(),
            by.strip(),
        )  # fmt: skip
        after = clusters.cluster(connection, attention)
        return Settled(attention, after.outcome or "open", decision)


def revoke(decision: int, reason: str, by: str) -> TakenBack:
    """Take a decision back: what the machine makes of it holds again, and the pair waits again.

    Who voted for it takes back their own vote; where somebody else revokes, all who did are asked
    anew.
    """
    must_say_why(by, reason, named_by="--by")
    with transaction() as connection:
        found = connection.execute(_DECISION, {"decision": decision}).mappings().first()
        if found is None or found["revoked_at"] is not None:
            raise _no_such_decision(decision, found)
        _lock(connection, found["thing"])
        judge.revoke(connection, decision, reason.strip(), by.strip())
        wanted = 0
        if found["review_id"] is not None:
            wanted = _ask_again(connection, found["review_id"], found["thing"], reason, by.strip())
        what = {"decision": decision, "review": found["review_id"], "thing": found["thing"],
                "record": found["record_id"], "master": found["master_id"],
                "verdict": found["verdict"], "reason": reason.strip()}  # fmt: skip
        audit.append(connection, "unreview", by.strip(), what)
        return TakenBack(decision, found["review_id"], wanted)


def _must_name_a_member(found: Cluster, verdict: str, record: int | None) -> None:
    """A cluster is settled by saying which of its records is not of it."""
    members = [member.record_id for member in found.members]
    if verdict != "different":
        raise NoSuchVerdict(
            f"{verdict!r} settles no cluster",
            where="VERDICT",
            hint="same: all its records are one thing; different --record N: that one is not of it",
        )
    if record not in members:
        raise NoSuchVerdict(
            f"record {record} is not in cluster A{found.attention}"
            if record
            else "which of its records is not of it was not said",
            where="--record",
            hint=f"one of: {', '.join(map(str, members))}",
        )


def _decide(
    connection: Connection, review: int, thing: str, verdict: str, reason: str, by: str
) -> Told:
    _lock(connection, thing)
    row = connection.execute(_LOCKED, {"review": review}).mappings().one()
    _must_be_open(connection, row)
    _vote(connection, row, verdict, reason, by)
    given = shown.votes(connection, review)
    need = rules.needed(thing)
    came_to = rules.outcome([vote.verdict for vote in given], need)
    decision = None
    if came_to.verdict:
        decision = _enter(connection, row, came_to.verdict, given)
    else:
        _note(connection, row["review_id"], thing, came_to)
    what = {"review": review, "thing": thing, "record": row["record_id"],
            "master": row["master_id"], "vote": verdict, "reason": reason,
            "verdict": came_to.verdict, "decision": decision, "people": need[verdict]}  # fmt: skip
    audit.append(connection, "review", by, what)
    return Told(review, thing, verdict, came_to.verdict, decision, came_to.wanted, came_to.disputed)


def _thing(connection: Connection, review: int) -> str:
    found = connection.execute(_THING, {"review": review}).scalar()
    if found is None:
        raise NoSuchPair(review)
    return str(found)


def _lock(connection: Connection, thing: str) -> None:
    """All that a decision changes, before anything is looked at: merges take the same first."""
    lock(connection, *locks(thing_named(thing)))


def _must_be_open(connection: Connection, row: Any) -> None:
    review, decision = row["review_id"], row["decision"]
    if decision is None:
        return
    if decision == "moot":
        raise NoLongerAsked(
            f"pair {review} needs no decision any more: {row['reason']}",
            hint=f"./siku review show {review}; ./siku review next hands out another",
        )
    if decision == "undone":
        raise NoLongerAsked(
            f"pair {review} needs no decision any more: 交付已撤销 · its delivery was undone",
            hint="./siku review next hands out another",
        )
    number = connection.execute(_IN_FORCE, {"review": review}).scalar()
    raise AlreadyDecided(
        f"pair {review} was decided {decision} by {row['decided_by']} on"
        f" {row['decided_at']:%Y-%m-%d %H:%M}: {row['reason']}",
        hint=f"./siku review revoke {number} --reason … takes that back"
        if number
        else f"./siku review show {review}",
    )


def _vote(connection: Connection, row: Any, verdict: str, reason: str, by: str) -> None:
    """Enter a vote in the place of one the same person gave before; the pair is theirs no more."""
    values = {"review": row["review_id"], "by": by}
    connection.execute(_REPLACED, values)
    connection.execute(
        _VOTE, {**values, "verdict": verdict, "reason": reason, "blind": not row["disputed"]}
    )
    connection.execute(_LET_GO, values)


def _enter(connection: Connection, row: Any, verdict: str, given: Sequence[Vote]) -> int:
    """Make the verdict so, in the name of all who gave it."""
    behind = [vote for vote in given if vote.verdict == verdict]
    who = ", ".join(vote.reviewer for vote in behind)
    if len(who) > WHO_LONGEST:
        who = f"{who[: WHO_LONGEST - 1]}…"
    why = behind[0].reason
    if len(behind) > 1:
        why = "; ".join(f"{vote.reviewer}: {vote.reason}" for vote in behind)
    review = row["review_id"]
    seen = shown.said(connection, review)
    decision = judge.judge(
        connection, row["thing"], row["record_id"], row["master_id"], verdict, why, who, review
    )
    connection.execute(
        _DECIDED,
        {"review": review, "verdict": verdict, "reason": why, "who": who,
         "seen": json.dumps(seen, ensure_ascii=False, default=str)},
    )  # fmt: skip
    connection.execute(_ALL_LET_GO, {"review": review})
    return decision


def _ask_again(connection: Connection, review: int, thing: str, reason: str, by: str) -> int:
    """Put a pair back without the vote of whoever took it back, or of all who gave that verdict."""
    values = {"review": review, "by": by, "reason": reason.strip()}
    if connection.execute(_OWN_BACK, values).rowcount == 0:
        connection.execute(_ALL_BACK, values)
    connection.execute(_REOPENED, {"review": review})
    given = [vote.verdict for vote in shown.votes(connection, review)]
    came_to = rules.outcome(given, rules.needed(thing))
    _note(connection, review, thing, came_to)
    return came_to.wanted


def _note(connection: Connection, review: int, thing: str, came_to: rules.Outcome) -> None:
    """Write down how many more are wanted; a pair others have judged is worth more."""
    values = {"review": review, "wanted": max(came_to.wanted, 1), "disputed": came_to.disputed}
    connection.execute(_WANTED, values)
    worth.weigh(connection, thing_named(thing), [review])


def _no_such_decision(decision: int, found: Any) -> NoSuchDecision:
    if found is None:
        return NoSuchDecision(
            f"there is no decision {decision}", hint="./siku review stats; ./siku review show PAIR"
        )
    return NoSuchDecision(
        f"decision {decision} was taken back by {found['revoked_by']} on"
        f" {found['revoked_at']:%Y-%m-%d %H:%M}: {found['revoked_reason']}",
        hint=f"./siku review show {found['review_id']}",
    )


_THING = text("select thing from ops.review where review_id = :review")
_LOCKED = text("select * from ops.review where review_id = :review for update")
_IN_FORCE = text(
    "select decision_id from ops.decision where review_id = :review and revoked_at is null"
)
_REPLACED = text(
    "update ops.vote set revoked_at = clock_timestamp(),"
    " revoked_reason = '由本人新意见取代 · replaced by a later vote'"
    " where review_id = :review and reviewer = :by and revoked_at is null"
)
_VOTE = text(
    "insert into ops.vote (review_id, turn, reviewer, verdict, reason, blind, handed_at)"
    " select :review, coalesce((select max(turn) from ops.vote where review_id = :review), 0) + 1,"
    " :by, :verdict, :reason, :blind,"
    " (select handed_at from ops.lease where review_id = :review and reviewer = :by)"
)
_LET_GO = text("delete from ops.lease where review_id = :review and reviewer = :by")
_ALL_LET_GO = text("delete from ops.lease where review_id = :review")
_DECIDED = text(
    "update ops.review set decision = :verdict, reason = :reason, decided_by = :who,"
    " decided_at = clock_timestamp(), wanted = 0, disputed = false, seen = cast(:seen as jsonb)"
    " where review_id = :review"
)
_WANTED = text(
    "update ops.review set wanted = :wanted, disputed = :disputed where review_id = :review"
)
_REOPENED = text(
    "update ops.review set decision = null, reason = null, decided_by = null, decided_at = null,"
    " seen = null where review_id = :review"
)
_OWN_BACK = text(
    "update ops.vote v set revoked_at = clock_timestamp(), revoked_reason = :reason"
    " from ops.review r where r.review_id = v.review_id and v.review_id = :review"
    " and v.reviewer = :by and v.verdict = r.decision and v.revoked_at is null"
)
_ALL_BACK = text(
    "update ops.vote v set revoked_at = clock_timestamp(), revoked_reason = :reason"
    " from ops.review r where r.review_id = v.review_id and v.review_id = :review"
    " and v.verdict = r.decision and v.revoked_at is null"
)
_DECISION = text("select * from ops.decision where decision_id = :decision for update")
