"""Which backend the settings choose."""

from __future__ import annotations

from matching.engine.base import Backend
from runtime.settings import settings


def backend() -> Backend:
    """A backend of its own for one piece of work."""
    if settings().match_engine == "spark":
        from matching.engine.spark import Spark

        return Spark()
    from matching.engine.duck import Duck

    return Duck()
