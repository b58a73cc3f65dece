"""accept: weights that a person reviewed become those the machine judges by, for all there is.

What stands follows from the records, the decisions and the weights. So others are never taken up
for the deliveries to come alone: in the same transaction everything is told again by them, and what
differs becomes so as new history. Rebuilding then finds nothing that differs, as before.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2.extras import Json
from sqlalchemy import Connection, text

import audit
from matching.accepted import newest
from matching.artefacts import Artefact
from matching.engine.weights import must_fit
from matching.model import load
from models import Thing
from pipeline.deliveries import lock, next_numbers
from pipeline.interventions import must_say_why
from pipeline.rebuild import Rebuilt, made_so
from pipeline.undo import locks
from runtime.database import engine, transaction
from runtime.errors import SikuError

SHIPPED = "as shipped"


class NotAcceptable(SikuError):
    """Weights that the machine cannot judge a thing by, or that it judges it by already."""


@dataclass(frozen=True)
class Acceptance:
    """What accepting weights changed, or would change."""

    thing: str
    before: str
    now: str
    rebuilt: Rebuilt
    links: int


def would(thing: Thing, artefact: Artefact | None) -> Acceptance:
    """What accepting these weights would change; nothing is changed."""
    with engine().connect() as connection, connection.begin() as trial:
        lock(connection, *locks(thing))
        found = _taken_up(connection, thing, artefact, "nobody", "to see what would change")
        trial.rollback()
    return found


def accept(thing: Thing, artefact: Artefact | None, who: str, reason: str) -> Acceptance:
    """Judge a thing by these weights from now on, or (without any) by those shipped; tell
    everything again by them, and seal who did it, why, and what it changed."""
    must_say_why(who, reason)
    with transaction() as connection:
        lock(connection, *locks(thing))
        done = _taken_up(connection, thing, artefact, who.strip(), reason.strip())
        said = {
            "thing": thing.name, "weights": done.now, "before": done.before,
            "digest": artefact.digest if artefact else None,
            "made": dict(artefact.made) if artefact else None,
            "links": done.links, "reason": reason.strip(),
        }  # fmt: skip
        audit.append(connection, "weights", who.strip(), said)
    return done


def _taken_up(
    connection: Connection, thing: Thing, artefact: Artefact | None, who: str, reason: str
) -> Acceptance:
    standing = newest(connection, thing.name)
    before = standing.artefact if standing else None
    _acceptable(thing, artefact, before)
    number = next_numbers(connection, "weights") + 1
    values = {
        "id": number, "thing": thing.name, "who": who, "reason": reason,
        "content": Json(dict(artefact.content)) if artefact else None,
        "digest": artefact.digest if artefact else None,
    }  # fmt: skip
    connection.execute(_TAKE_UP, values)
    # What was matched by other weights and waits to be merged is matched again.
    next_numbers(connection, f"merged:{thing.name}")
    rebuilt, links = made_so(connection, thing)
    now = f"accepted {number}" if artefact else SHIPPED
    return Acceptance(thing.name, before.name if before else SHIPPED, now, rebuilt, links)


def _acceptable(thing: Thing, artefact: Artefact | None, before: Artefact | None) -> None:
    if artefact is None:
        if before is None:
            raise NotAcceptable(f"a {thing.name} is judged by the shipped weights already")
        return
    # By whichever model it was learnt: one that extends the thing's compares as that does.
    must_fit(load(thing.name), artefact)
    if before is not None and before.digest == artefact.digest:
        raise NotAcceptable(f"a {thing.name} is judged by these weights already")


_TAKE_UP = text(
    "insert into ops.accepted_weights"
    " (weights_id, thing, content, digest, accepted_by, accepted_at, reason)"
    " values (:id, :thing, :content, :digest, :who, clock_timestamp(), :reason)"
)
