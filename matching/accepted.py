"""The weights that people accepted for a base: the machine judges by the newest of a thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from matching.artefacts import Artefact
from matching.model import MatchModel


@dataclass(frozen=True)
class Accepted:
    """What a person accepted: weights, or (without content) to go back to those shipped."""

    weights_id: int
    thing: str
    content: Mapping[str, Any] | None
    digest: str | None
    accepted_by: str
    accepted_at: dt.datetime
    reason: str

    @property
    def artefact(self) -> Artefact | None:
        """The weights, under a name that says where they are kept."""
        if self.content is None:
            return None
        return Artefact(f"accepted {self.weights_id}", self.content)


def newest(connection: Connection, thing: str | None) -> Accepted | None:
    """What was accepted last for a thing."""
    row = connection.execute(_NEWEST, {"thing": thing}).mappings().first()
    return None if row is None else Accepted(**row)


def in_force(connection: Connection, model: MatchModel) -> MatchModel:
    """The model with the weights that hold in this base: those accepted, or as it ships; one that
    was given weights to try keeps them."""
    if model.tries:
        return model
    accepted = newest(connection, model.thing)
    artefact = accepted.artefact if accepted else None
    return model.weighed_by(artefact) if artefact else model


_NEWEST = text(
    "select weights_id, thing, content, digest, accepted_by, accepted_at, reason"
    " from ops.accepted_weights where thing = :thing order by weights_id desc limit 1"
)
