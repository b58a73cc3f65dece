"""hold and release: a person stops a delivery on its way, or lets one go on that was stopped."""

from __future__ import annotations

from pipeline import deliveries
from pipeline.interventions import Done, NotPossible, by_whom, last_act, must_say_why, note
from runtime.database import transaction

UNDERWAY = ("received", "staged", "checked", "matched")
GOING_ON = (*UNDERWAY, "merged", "published")


def hold(delivery_id: int, who: str, reason: str) -> Done:
    """Stop a delivery that is not merged yet; a step that is at work on it is waited for."""
    must_say_why(who, reason)
    with transaction() as connection:
        delivery = deliveries.locked(connection, delivery_id)
        if delivery.state == "held":
            stopped = last_act(connection, delivery) == "hold"
            by = by_whom(connection, delivery, "hold") if stopped else None
            return Done(delivery, by or f"by the gate: {delivery.why_held}")
        if delivery.state not in UNDERWAY:
            raise NotPossible(
                f"delivery {delivery_id} is {delivery.state}; only what is under way can be held",
                hint=_INSTEAD.get(delivery.state, f"./siku delivery show {delivery_id}"),
            )
        held = None if delivery.staged is None else 0
        deliveries.write(
            connection, delivery_id, state="held", resumes=delivery.state, held=delivery.staged,
            created=held, changed=held, unchanged=held, withdrawn=held,
        )  # fmt: skip
        note(connection, delivery, "hold", who, reason)
        return Done(deliveries.find(connection, delivery_id))


def release(delivery_id: int, who: str, reason: str) -> Done:
    """Let a held delivery go on from where it was stopped; what the gate said of it stays. One
    that was released stays so, and goes on if it is still on its way."""
    must_say_why(who, reason)
    with transaction() as connection:
        delivery = deliveries.locked(connection, delivery_id)
        if delivery.state in GOING_ON and last_act(connection, delivery) == "release":
            return Done(delivery, by_whom(connection, delivery, "release"))
        if delivery.state != "held":
            raise NotPossible(
                f"delivery {delivery_id} is {delivery.state}; only a held one can be released",
                hint="./siku delivery list --state held",
            )
        deliveries.write(
            connection, delivery_id, state=delivery.resumes or "checked", resumes=None, held=None,
            created=None, changed=None, unchanged=None, withdrawn=None,
        )  # fmt: skip
        note(connection, delivery, "release", who, reason)
        return Done(deliveries.find(connection, delivery_id))


_INSTEAD = {
    "merged": "./siku delivery undo takes it back",
    "published": "./siku delivery undo takes it back",
}
