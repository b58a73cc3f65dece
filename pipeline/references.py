"""References explained, and decided by people where the machine does not: who is meant, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, text

import audit
from models import Thing, thing_named
from models.history import table_name
from pipeline import across
from pipeline.deliveries import lock, next_numbers
from pipeline.interventions import must_say_why
from pipeline.merge import moment
from pipeline.noting import Refers, every
from pipeline.resolve import fill_waiting, telling
from runtime.database import execute, transaction
from runtime.errors import SikuError
from runtime.sql import load

SAME, DIFFERENT = "same", "different"


class NoSuchQuestion(SikuError):
    """No reference waits for a decision under that number."""


class NoSuchDecision(SikuError):
    """No decision on a reference is in force under that number."""


@dataclass(frozen=True)
class Explained:
    """One reference of a master: what its row says, whom it means, and how that was found out."""

    reference: str
    number: str | None
    name: str | None
    thing: str
    master_id: int | None
    method: str
    score: float | None
    decider: str | None
    why: dict[str, Any] | None


@dataclass(frozen=True)
class Question:
    """Whom some rows may mean that say the same: one decision answers for all of them."""

    question: int
    reference: str
    number: str
    name: str
    thing: str
    master_id: int
    owners: int
    score: float | None
    why: dict[str, Any] | None


def explain(connection: Connection, thing: Thing, master_id: int) -> list[Explained]:
    """Every reference of a master's rows, resolved or waiting."""
    return [
        told
        for one in every()
        if one.owner is thing
        for told in _explained(connection, one, master_id)
    ]


def _explained(connection: Connection, one: Refers, master_id: int) -> Iterator[Explained]:
    reference = one.reference
    name = sql.Identifier("t", reference.name) if reference.name else sql.SQL("null::text")
    statement = load(
        "across/explained",
        table=table_name(one.timeline.current),
        by=reference.by,
        name=name,
        column=reference.column,
    )
    facts = {"reference": one.called, "master_id": master_id}
    for row in map(dict, execute(connection, statement, facts).mappings()):
        if row["said"] is None and row["name"] is None and row["found"] is None:
            continue
        yield Explained(
            one.called, row["said"], row["name"], reference.thing,
            row["master_id"] if row["state"] == "asked" else row["found"],
            _method(row), row["score"], row["decider"], row["why"],
        )  # fmt: skip


def _method(row: Mapping[str, Any]) -> str:
    """How it was found out; what no resolution explains its identifier does."""
    if row["state"] == "asked":
        return "asked"
    if row["found"] is None:
        return "waiting"
    return str(row["method"] or "identifier")


def questions(connection: Connection, limit: int) -> list[Question]:
    """What waits for people: the sayings of most owners first, then the likeliest."""
    things = {one.called: one.reference.thing for one in every()}
    rows = connection.execute(_QUESTIONS, {"limit": limit}).mappings()
    return [Question(thing=things[row["reference"]], **row) for row in rows]


_QUESTIONS = text(
    "select min(resolution_id) as question, reference, number, name, master_id,"
    " count(*) as owners, max(score) as score, (array_agg(why order by resolution_id))[1] as why"
    " from ops.resolution where known_to = 'infinity' and state = 'asked'"
    " group by reference, number, name, master_id"
    " order by count(*) desc, max(score) desc nulls last, 1 limit :limit"
)


@dataclass(frozen=True)
class Answer:
    """A decision on a reference as it stands: who said that a master is meant, or is not, by all
    that say the same."""

    decision: int
    reference: str
    number: str
    name: str
    verdict: str
    thing: str
    master_id: int
    owners: int
    by: str
    reason: str


def answers(connection: Connection, limit: int) -> list[Answer]:
    """The decisions in force, the latest first."""
    things = {one.called: one.reference.thing for one in every()}
    rows = connection.execute(_ANSWERS, {"limit": limit}).mappings()
    return [Answer(thing=things[row["reference"]], **row) for row in rows]


_ANSWERS = text(
    "select min(resolution_id) as decision, reference, number, name, master_id,"
    " case state when 'linked' then 'same' else 'different' end as verdict,"
    " count(*) as owners, min(decider) as by, min(why ->> 'reason') as reason"
    " from ops.resolution where known_to = 'infinity' and method = 'decision'"
    " group by reference, number, name, master_id, state"
    " order by max(known_from) desc, 1 desc limit :limit"
)


def decide(question: int, verdict: str, reason: str, by: str) -> int:
    """Answer a question for all owners that say the same; how many masters that changed.

    `same`: it is meant. `different`: it is not, and the machine looks for another. Both outrank the
    machine from now on.
    """
    must_say_why(by, reason)
    if verdict not in (SAME, DIFFERENT):
        raise SikuError(f"{verdict!r} is no verdict on a reference", hint="same or different")
    with transaction() as connection:
        asked = _asked(connection, question)
        one = next(one for one in every() if one.called == asked["reference"])
        lock(connection, f"thing:{one.owner.name}", f"thing:{one.reference.thing}")
        known = moment(connection)
        last = next_numbers(connection, "resolution", 0)
        facts = {
            **asked, "known": known, "last": last, "by": by.strip(), "reason": reason.strip(),
            "state": "linked" if verdict == SAME else "refused",
        }  # fmt: skip
        made = execute(connection, load("across/decide"), facts).rowcount
        next_numbers(connection, "resolution", made)
        told = {"question": question, "verdict": verdict, "master_id": asked["master_id"]}
        audit.append(connection, "judge", by.strip(), {**told, "reference": one.called})
        with telling(connection, known) as gained:
            across.reconsider(connection, one, {**asked, "known": known})
        return gained[0]


def revoke(decision: int, reason: str, by: str) -> int:
    """Take a decision back for all owners it answered; how many masters that changed.

    Their rows are looked up as if nobody had said anything: by the identifier, then by the engine.
    """
    must_say_why(by, reason)
    with transaction() as connection:
        said = _said(connection, decision)
        one = next(one for one in every() if one.called == said["reference"])
        lock(connection, f"thing:{one.owner.name}", f"thing:{one.reference.thing}")
        _said(connection, decision)
        facts = {**said, "known": moment(connection), "by": by.strip(), "reason": reason.strip()}
        execute(connection, load("across/revoke"), facts)
        told = {"reference": one.called, "master_id": said["master_id"], "reason": reason.strip()}
        audit.append(connection, "revoke", by.strip(), {"answer": decision, **told})
        with telling(connection, facts["known"]) as gained:
            across.unsay(connection, one, facts)
            arrived = sql.SQL("select distinct number as value from saying")
            fill_waiting(connection, one.owner, one.timeline, one.reference, arrived, facts)
            across.weigh_again(connection, one, facts)
        return gained[0]


def _said(connection: Connection, decision: int) -> dict[str, Any]:
    row = connection.execute(_SAID, {"decision": decision}).mappings().first()
    if row is None:
        raise NoSuchDecision(
            f"no decision {decision} on a reference is in force",
            hint="./siku reference list --decided shows those that are",
        )
    return dict(row)


_SAID = text(
    "select reference, number, name, master_id from ops.resolution"
    " where resolution_id = :decision and known_to = 'infinity' and method = 'decision'"
)


def _asked(connection: Connection, question: int) -> dict[str, Any]:
    row = connection.execute(_ASKED, {"question": question}).mappings().first()
    if row is None:
        raise NoSuchQuestion(
            f"no question {question} waits for a decision",
            hint="./siku reference list shows those that do",
        )
    return dict(row)


_ASKED = text(
    "select reference, number, name, master_id from ops.resolution"
    " where resolution_id = :question and known_to = 'infinity' and state = 'asked'"
)


def of(thing: str) -> Thing:
    """The thing of that name."""
    return thing_named(thing)
