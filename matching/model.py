"""What tells persons, and legal entities, apart: the declared part of matching."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SETTINGS = Path(__file__).parent / "settings"


@dataclass(frozen=True)
class Model:
    """How records of one thing are matched.

    `identifying` attributes reopen the link of a known record when they change, unless one of the
    `anchors` is as it was. Weights are in bits (log2 of the odds): from `link` on a pair that is
    also certain joins, from `grey` on a person looks at it, and the best candidate must lead the
    next by `margin`.
    """

    thing: str
    identifying: tuple[str, ...]
    anchors: tuple[str, ...]
    link: float
    grey: float
    margin: float

    @property
    def settings(self) -> dict[str, Any]:
        """Splink's settings with the trained probabilities."""
        return _settings(self.thing)

    @property
    def decider(self) -> str:
        """How the model signs its decisions."""
        return f"splink {self.thing} model"


@cache
def _settings(name: str) -> dict[str, Any]:
    path = SETTINGS / f"{name}.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


PERSON = Model(
    thing="person",
    identifying=(
        "citizen_number", "passport_number", "permit_number", "name", "former_name", "sex",
        "birth_date",
    ),
    anchors=("citizen_number", "passport_number", "permit_number", "name", "birth_date"),
    link=8.0,
    grey=0.0,
    margin=6.0,
)  # fmt: skip

ENTITY = Model(
    thing="entity",
    identifying=(
        "credit_code", "registration_number", "organization_code", "tax_number", "name",
        "former_name", "short_name",
    ),
    anchors=("credit_code", "registration_number", "organization_code", "tax_number", "name"),
    link=8.0,
    grey=0.0,
    margin=6.0,
)  # fmt: skip

MODELS = {model.thing: model for model in (PERSON, ENTITY)}
