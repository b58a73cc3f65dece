"""Which thing a file speaks of, and which column is which of its attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.drafting.columns import Column
from loaders.drafting.naming import alike, similarity, vocabulary, words
from models import THINGS, Thing
from models.elements import GEOMETRIES

SURE = 0.8  # from here on a guess is no longer called one
LEAST = 0.45  # below this nothing is guessed
# Values that prove themselves by check characters need no name that says so.
_PROVEN = frozenset({"citizen_number", "credit_code", "organization_code", "holder_number"})
_SHAPES = {
    "point": {"point"}, "multipolygon": {"polygon"}, "geometry": {"point", "line", "polygon"},
}  # fmt: skip


@dataclass(frozen=True)
class Match:
    """A column that is probably an attribute."""

    attribute: str
    score: float

    @property
    def sure(self) -> bool:
        return self.score >= SURE


@dataclass(frozen=True)
class Guess:
    """A thing, how well it fits, and its attributes by column."""

    thing: Thing
    score: float
    matches: Mapping[str, Match] = field(repr=False)

    @property
    def attributes(self) -> dict[str, str]:
        """Attribute -> column."""
        return {match.attribute: column for column, match in self.matches.items()}

    @property
    def lacking(self) -> list[str]:
        """Required attributes that no column seems to hold."""
        required = [c.name for c in self.thing.attributes if c.info["required"]]
        return [name for name in required if name not in self.attributes]


def guesses(
    columns: Sequence[Column], names: Sequence[str], shape: str | None, geometry: str
) -> list[Guess]:
    """Every thing with how well it fits, the best first."""
    found = [guessed(thing, columns, names, shape, geometry) for thing in THINGS.values()]
    return sorted(found, key=lambda guess: -guess.score)


def guessed(
    thing: Thing, columns: Sequence[Column], names: Sequence[str], shape: str | None, geometry: str
) -> Guess:
    """How well a file's columns are those of a thing, and which is which."""
    matches = _assigned(thing, columns)
    has_shape = _match_shape(thing, shape, geometry, matches)
    required = [c.name for c in thing.attributes if c.info["required"]]
    by_name = {match.attribute: match.score for match in matches.values()}
    usable = [column for column in columns if column.name != geometry and len(column.filled)]
    covered = sum(matches[c.name].score for c in usable if c.name in matches)
    share = covered / max(1, len(usable))
    needed = sum(by_name.get(name, 0.0) for name in required) / max(1, len(required))
    score = 0.55 * share + 0.25 * (needed if required else 0.5) + 0.25 * _called(thing.name, names)
    if shape is not None:
        score += 0.12 if has_shape else -0.25
    return Guess(thing, score, matches)


def _assigned(thing: Thing, columns: Sequence[Column]) -> dict[str, Match]:
    """The best pairs of column and attribute first, each used once."""
    pairs = []
    for column in columns:
        for attribute in thing.attributes:
            if attribute.info["element"] in ("point", "multipolygon", "geometry"):
                value = column.fits(attribute.info["element"], None)
                if len(column.distinct) and value < 0.5:
                    continue
            score = _pair(column, thing.name, attribute.name, attribute.info)
            if score >= LEAST:
                pairs.append((score, column.name, attribute.name))
    matches: dict[str, Match] = {}
    taken: set[str] = set()
    for score, column_name, name in sorted(pairs, key=lambda pair: -pair[0]):
        if column_name not in matches and name not in taken:
            matches[column_name] = Match(name, score)
            taken.add(name)
    order = [column.name for column in columns]
    return {name: matches[name] for name in order if name in matches}


def _pair(column: Column, thing: str, attribute: str, info: Mapping[str, str]) -> float:
    """How surely a column is an attribute: by its name, and by what its values are."""
    name = alike(column.name, thing, attribute)
    if name < 0.3 and info["element"] not in _PROVEN:
        return 0.0
    value = column.fits(info["element"], info["codes"])
    if not len(column.distinct):
        return name * 0.9 if name > 0.6 else 0.0
    if info["element"] in _PROVEN:
        if value >= 0.6:
            return 0.5 + 0.5 * name
        return name * (0.4 + 0.6 * value) * 0.9
    if value < 0.25:
        return name * 0.4
    return name * 0.7 + value * 0.3 if name >= 0.3 else 0.0


def _match_shape(thing: Thing, shape: str | None, geometry: str, matches: dict[str, Match]) -> bool:
    """The shapes of the file go to the thing's own shape, where it has one of that kind."""
    for attribute in thing.attributes:
        if shape in _SHAPES.get(attribute.info["element"], set()):
            for column, match in list(matches.items()):
                if match.attribute == attribute.name:
                    del matches[column]
            matches[geometry] = Match(attribute.name, 0.95)
            return True
    return False


def _called(thing: str, names: Sequence[str]) -> float:
    """How well the file's name, titles, layer or tags name the thing."""
    definition = THINGS[thing]
    own = [definition.zh, definition.en, definition.name, *vocabulary()["things"].get(thing, [])]
    best = 0.0
    for name in names:
        said = words(name)
        for place, term in enumerate(map(str, own)):
            weight = 1.0 if place < 3 else 0.85
            if re.search(r"[\u3400-\u9fff]", term):
                hit = 1.0 if term in name else 0.0
            else:
                hit = 1.0 if words(term) and words(term) <= said else 0.0
            best = max(best, hit * weight * (0.8 + 0.2 * similarity(name, term)))
    return best


def spatial(thing: Thing) -> str | None:
    """The thing's attribute that is a point, if it has one."""
    for attribute in thing.attributes:
        if attribute.info["element"] == "point":
            return attribute.name
    return None


def is_shape(thing: Thing, attribute: str) -> bool:
    return thing.attribute(attribute).info["element"] in GEOMETRIES
