"""What of a model does not fit the semantic types: fields, roles, and the levels of its guards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from loaders.errors import Fault
from loaders.positions import Document, Place
from matching.extending import ABSENT, one_of
from matching.types import TYPES

if TYPE_CHECKING:
    from matching.model import Condition, MatchModel


def against_types(model: MatchModel, document: Document) -> Iterator[Fault]:
    """What does not fit the semantic types."""
    sound = True
    for name, spec in model.fields.items():
        place = ("fields", name)
        if not name.isidentifier() or name != name.lower():
            sound = False
            yield document.fault(place, "a field's name is small letters, digits and _")
        if spec.type not in TYPES:
            sound = False
            yield document.fault((*place, "type"), f"is no type, {one_of(spec.type, TYPES)}")
        elif isinstance(spec.source, dict):
            known = TYPES[spec.type].roles
            for role in set(spec.source) - set(known):
                sound = False
                what = f"is no role of {spec.type}, {one_of(role, known)}"
                yield document.fault((*place, "from", role), what)
        elif not model.field(name).roles:
            sound = False
            yield document.fault((*place, "from"), "names no column")
    if sound:
        yield from _conditions(model, document)
        for n, name in enumerate(model.strong):
            if name not in model.fields:
                yield document.fault(("strong", n), f"is no field, {one_of(name, model.fields)}")


def _conditions(model: MatchModel, document: Document) -> Iterator[Fault]:
    known = {one.name: one for one in model.comparisons}
    for n, guard in enumerate(model.guards):
        places: list[tuple[Place, Condition]] = [(("guards", n, "when"), guard.when)]
        for key, exceptions in (("unless", guard.unless), ("unclaimed", guard.unclaimed)):
            places += [(("guards", n, key, m), one) for m, one in enumerate(exceptions)]
        for place, condition in places:
            for name, levels in condition.items():
                if name in model.facts:
                    continue
                if name not in known:
                    what = f"is no comparison, {one_of(name, known)}"
                    yield document.fault((*place, name), what)
                    continue
                names = [level.name for level in known[name].levels]
                for said in levels:
                    if said != ABSENT and said.removesuffix("+") not in names:
                        what = f"has no level {said!r}, {one_of(said, [*names, ABSENT])}"
                        yield document.fault((*place, name), what)
