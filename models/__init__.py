"""The data dictionary: SQLAlchemy models of the four bases and of operations."""

from models import (
    audit,
    deciding,
    legal_entity,
    macro,
    operations,
    population,
    resolving,
    reviewing,
    sharing,
    spatial,
    vital_events,
)
from models.base import Base
from models.things import THINGS, Facet, Reference, Thing, thing_named

__all__ = [
    "THINGS",
    "Base",
    "Facet",
    "Reference",
    "Thing",
    "audit",
    "deciding",
    "legal_entity",
    "macro",
    "operations",
    "population",
    "resolving",
    "reviewing",
    "sharing",
    "spatial",
    "thing_named",
    "vital_events",
]
