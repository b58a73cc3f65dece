"""What people do to deliveries: never without a reason, and believed, since it is sealed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

import audit
from pipeline.deliveries import Delivery
from runtime.errors import SikuError

WHO_LONGEST = 100


class NotPossible(SikuError):
    """What was asked cannot be done to a delivery in that state."""


class NoReason(SikuError):
    """Somebody would hold, release or undo a delivery without saying who or why."""


@dataclass(frozen=True)
class Done:
    """What a delivery is after an act; and, where it was so before, by whose."""

    delivery: Delivery
    already: str | None = None


def must_say_why(who: str, reason: str, named_by: str = "--who") -> None:
    """Refuse what nobody answers for."""
    if not reason.strip():
        raise NoReason("no reason was given", where="--reason", hint="say why: it is kept for ever")
    if not who.strip() or len(who) > WHO_LONGEST:
        raise NoReason(
            f"{who!r} names nobody", where=named_by, hint=f"a name of 1 to {WHO_LONGEST} characters"
        )


def note(connection: Connection, delivery: Delivery, act: str, who: str, reason: str) -> None:
    """Write down what was done, and seal it. Last of all: writers of the sealed log queue."""
    values = {"id": delivery.delivery_id, "act": act, "who": who.strip(), "reason": reason.strip()}
    connection.execute(_NOTE, values)
    what = {"delivery": delivery.delivery_id, "dataset": delivery.dataset, "reason": reason.strip()}
    audit.append(connection, act, who.strip(), what)


def last_act(connection: Connection, delivery: Delivery) -> str | None:
    """What was done to a delivery last."""
    found = connection.execute(_LAST, {"id": delivery.delivery_id}).scalar()
    return None if found is None else str(found)


def by_whom(connection: Connection, delivery: Delivery, act: str) -> str | None:
    """Who did it last, when and why, in words."""
    row = connection.execute(_BY_WHOM, {"id": delivery.delivery_id, "act": act}).one_or_none()
    return None if row is None else f"by {row.who} at {row.at:%Y-%m-%d %H:%M}: {row.reason}"


_BY_WHOM = text(
    "select who, at, reason from ops.intervention where delivery_id = :id and act = :act"
    " order by turn desc limit 1"
)
_LAST = text("select act from ops.intervention where delivery_id = :id order by turn desc limit 1")
_NOTE = text(
    "insert into ops.intervention (delivery_id, turn, act, who, reason)"
    " select :id, coalesce(max(turn), 0) + 1, :act, :who, :reason"
    " from ops.intervention where delivery_id = :id"
)
