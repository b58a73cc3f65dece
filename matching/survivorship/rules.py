"""The declared rules of survivorship: read from their file and held against the dictionary."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from loaders.errors import ContractError, Fault
from loaders.positions import Document, Place, read_document
from models.codes import CODES
from models.elements import ELEMENTS
from models.things import THINGS, Thing
from runtime.errors import SikuError
from runtime.settings import settings


@dataclass(frozen=True)
class Kind:
    """A kind of rule in words, and of which elements it can tell anything (none named: of all)."""

    zh: str
    en: str
    elements: frozenset[str] = frozenset()


_SAYS_MORE = frozenset(
    {"person_name", "entity_name", "address", "text", "code", "division", "period", "money", "area",
     "quantity", "ratio", "identifier", "point", "multipolygon", "geometry"}
)  # fmt: skip
KINDS: Mapping[str, Kind] = {
    "authority": Kind("部门权威", "the department has the better rank"),
    "recency": Kind("较新", "it has been so since a later day"),
    "validity": Kind("有效", "the value can be right"),
    "agreement": Kind("多部门一致", "more departments say so"),
    "specific": Kind("更具体", "it says more", _SAYS_MORE),
    "agrees_with": Kind("与标识相符", "an identifier of the same master says so, too"),
}

# What an identifier of that element says besides.
TELLS: Mapping[str, frozenset[str]] = {
    "citizen_number": frozenset({"birth_date", "birth_period", "sex"}),
    "credit_code": frozenset({"organization_code"}),
}


class RulesError(SikuError):
    """Rules that cannot be applied, with every fault found in them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        hint = "correct the file; docs/survivorship.md says what each rule asks"
        super().__init__("\n".join(map(str, self.faults)), hint=hint)


@dataclass(frozen=True)
class Rule:
    """One rule in an attribute's order; `by` is the identifier that `agrees_with` asks."""

    name: str
    by: str | None = None

    def __str__(self) -> str:
        return f"{self.name} {self.by}" if self.by else self.name


Order = tuple[Rule, ...]


@dataclass(frozen=True)
class Rules:
    """The order of rules for every attribute of every thing, and what is a placeholder."""

    default: Order
    things: Mapping[str, Mapping[str, Order]]
    by_element: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, thing: Thing, attribute: str) -> Order:
        """The rules of an attribute, in their order."""
        return self.things.get(thing.name, {}).get(attribute, self.default)

    def placeholders(self, thing: Thing, attribute: str) -> tuple[str, ...]:
        """The values of an attribute that say nothing."""
        info = thing.attribute(attribute).info
        if info["codes"]:
            return self.by_codes.get(info["codes"], ())
        return self.by_element.get(info["element"], ())


def declared() -> Rules:
    """The rules in force; read once per process and version of their file."""
    path = settings().survivorship_file
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _read_unchanged(path, changed)


@cache
def _read_unchanged(path: Path, changed: int) -> Rules:
    return read(path)


def read(path: Path) -> Rules:
    """The rules in a file; every fault with its line and key."""
    try:
        document = read_document(path)
    except ContractError as error:
        raise RulesError(error.faults) from error
    faults = list(_Check(document).faults())
    if faults:
        raise RulesError(sorted(faults, key=lambda fault: fault.line))
    content = document.content
    said = content.get("placeholders", {})
    return Rules(
        default=_order(content["default"]),
        things={
            thing: {name: _order(rules) for name, rules in attributes.items()}
            for thing, attributes in content.get("things", {}).items()
        },
        by_element={name: tuple(texts) for name, texts in said.get("elements", {}).items()},
        by_codes={name: tuple(codes) for name, codes in said.get("codes", {}).items()},
    )


def _order(rules: list[Any]) -> Order:
    return tuple(
        Rule(said) if isinstance(said, str) else Rule(*next(iter(said.items()))) for said in rules
    )


@dataclass(frozen=True)
class _Check:
    """All that can be wrong with a file of rules."""

    document: Document

    def faults(self) -> Iterator[Fault]:
        content = self.document.content
        if not isinstance(content, dict):
            yield self.document.fault((), "must map: default, things, placeholders")
            return
        yield from self._known((), content, ("default", "things", "placeholders"))
        if "default" in content:
            yield from self._list(("default",), content["default"], None, "")
        else:
            yield self.document.fault(("default",), "is missing: the rules of all other attributes")
        yield from self._things(content.get("things"))
        yield from self._placeholders(content.get("placeholders"))

    def _things(self, said: Any) -> Iterator[Fault]:
        yield from self._known(("things",), said, THINGS)
        for name, attributes in _entries(said, THINGS):
            thing = THINGS[name]
            yield from self._known(("things", name), attributes, thing.attribute_names)
            for attribute, rules in _entries(attributes, thing.attribute_names):
                yield from self._list(("things", name, attribute), rules, thing, attribute)

    def _known(self, place: Place, inner: Any, known: Iterable[str]) -> Iterator[Fault]:
        """Names that mean nothing here."""
        if not isinstance(inner, dict):
            if inner is not None:
                yield self.document.fault(place, "must be a mapping")
            return
        names = sorted(known)
        for name in inner:
            if name not in names:
                close = difflib.get_close_matches(name, names, n=1)
                meant = f"did you mean {close[0]}?" if close else "known: " + ", ".join(names)
                yield self.document.fault((*place, name), f"is not known here; {meant}")

    def _list(
        self, place: Place, rules: Any, thing: Thing | None, attribute: str
    ) -> Iterator[Fault]:
        if not isinstance(rules, list) or not rules:
            yield self.document.fault(place, "must be a list of rules")
            return
        seen: set[str] = set()
        for position, said in enumerate(rules):
            here = (*place, position)
            name, by = _named(said)
            if name in seen:
                yield self.document.fault(here, f"{name} stands twice")
            seen.add(name)
            fault = _wrong(name, by, thing, attribute)
            if fault:
                yield self.document.fault(here, fault)

    def _placeholders(self, said: Any) -> Iterator[Fault]:
        yield from self._known(("placeholders",), said, ("elements", "codes"))
        for group, known in (("elements", ELEMENTS), ("codes", CODES)):
            inner = said.get(group) if isinstance(said, dict) else None
            yield from self._known(("placeholders", group), inner, known)
            for name, values in _entries(inner, known):
                place: Place = ("placeholders", group, name)
                if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
                    yield self.document.fault(place, "must be a list of texts")
                    continue
                unknown = [v for v in values if group == "codes" and v not in CODES[name]]
                if unknown:
                    yield self.document.fault(place, f"the list has no code {unknown[0]!r}")


def _entries(said: Any, known: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The entries of a mapping whose names are known."""
    if isinstance(said, dict):
        names = set(known)
        yield from ((name, value) for name, value in said.items() if name in names)


def _named(said: Any) -> tuple[str, Any]:
    if isinstance(said, dict) and len(said) == 1:
        return next(iter(said.items()))
    return (said, None) if isinstance(said, str) else (str(said), None)


def _wrong(name: str, by: Any, thing: Thing | None, attribute: str) -> str | None:
    """What is wrong with one rule of an attribute (or of the default), if anything is."""
    if name not in KINDS:
        close = difflib.get_close_matches(name, KINDS, n=1)
        meant = f"did you mean {close[0]}?" if close else "known: " + ", ".join(KINDS)
        return f"there is no rule {name!r}; {meant}"
    if name == "agrees_with":
        return _wrong_identifier(by, thing, attribute)
    if by is not None:
        return f"{name} asks nothing; write it as a plain word"
    element = thing.attribute(attribute).info["element"] if thing else ""
    if thing and KINDS[name].elements and element not in KINDS[name].elements:
        return f"{name} cannot tell values of element {element!r} apart"
    return None


def _wrong_identifier(by: Any, thing: Thing | None, attribute: str) -> str | None:
    if thing is None:
        return "agrees_with is a rule of single attributes, not of the default"
    if not isinstance(by, str):
        return "agrees_with names an identifier: {agrees_with: citizen_number}"
    if by not in thing.attribute_names:
        close = difflib.get_close_matches(by, thing.attribute_names, n=1)
        meant = f"; did you mean {close[0]}?" if close else ""
        return f"{thing.name} has no attribute {by!r}{meant}"
    if attribute not in TELLS.get(thing.attribute(by).info["element"], ()):
        return f"{by} says nothing about {attribute}"
    return None
