"""Whom a row of another base means by a name: the same engine, on what little a reference says."""

from matching.across.weighing import Meant, weigh

__all__ = ["Meant", "weigh"]
