"""settle: what is done for a base as a whole, after any of its datasets was published."""

from __future__ import annotations

from models import THINGS
from pipeline.resolve import resolve
from runtime.database import transaction
from runtime.errors import SikuError


class UnknownBase(SikuError):
    """There is no base of that name."""


def settle_base(base: str) -> int:
    """Try all references to the base's things again; return how many masters gained one."""
    things = [thing for thing in THINGS.values() if thing.base == base]
    if not things:
        names = ", ".join(sorted({thing.base for thing in THINGS.values()}))
        raise UnknownBase(f"there is no base {base!r}", hint=f"the bases are: {names}")
    gained = 0
    for thing in things:
        with transaction() as connection:
            gained += resolve(connection, thing)
    return gained
