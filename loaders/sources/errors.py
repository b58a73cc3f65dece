"""What can go wrong with a source: what passes by itself, and what a person must mend."""

from __future__ import annotations

from runtime.errors import SikuError


class SourceError(SikuError):
    """A source that will say no again: another address, another secret or a person is needed."""


class NotThere(SourceError):
    """There is no such file at the source."""


class Unreachable(SikuError):
    """A source that does not answer, or broke off; a later attempt may succeed."""
