"""Which claim wins: every master attribute from its records, by the declared rules.

The rules of an attribute weigh its claims one after another; the first that prefers one decides.
Nulls claim nothing. The master's `claims` name the winning record of each attribute. Nothing
depends on the order in which deliveries came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from psycopg2 import sql

from matching.survivorship.authority import Authority
from matching.survivorship.rules import Rule, Rules, declared
from matching.survivorship.weighing import BITS, OF_THE_RECORD, PLACE_BITS, Weigher
from models.elements import GEOMETRIES, sql_type
from models.things import Thing
from runtime.sql import Part

Values = Mapping[str, sql.Composable]


def only(thing: Thing, ranks: Authority) -> Values:
    """Per attribute its value, and `claims`, where a master has one record: it wins unopposed."""

    def unopposed(name: str, what: str) -> sql.Composable:
        claims, said = sql.Identifier("c", name), sql.Identifier("c", what)
        return sql.SQL("case when {} is not null then {} end").format(claims, said)

    return _each(thing, ranks, unopposed)


@dataclass(frozen=True)
class Contest:
    """The claims of several records on one master, decided attribute by attribute.

    The records of a master in a stretch stand in the order of `succession`, each in its place. The
    weight of a claim is one number: what the rules give it, in their order, then the place. The
    least of an attribute's weights wins, and its last bits say whose it is.
    """

    thing: Thing
    ranks: Authority
    rules: Rules

    def parts(self) -> Mapping[str, Part]:
        """What fills sql/merge/masters.sql."""
        return {
            "differs": sql.Composed([self._differs(name) for name in self._looked_at()]),
            "succession": self.ranks.succession("c"),
            "said": sql.Composed([self._said(name) for name in self._delivered()]),
            "won": named(_each(self.thing, self.ranks, self._won)),
        }

    def _delivered(self) -> list[str]:
        return [name for name in self.thing.attribute_names if name in self.ranks.delivered]

    def _looked_at(self) -> Iterator[str]:
        """The attributes with a rule that looks at the value, where values differ."""
        for name in self._delivered():
            if any(rule.name not in OF_THE_RECORD for rule in self.rules.of(self.thing, name)):
                yield name

    def _differs(self, name: str) -> sql.Composable:
        shape = self.thing.attribute(name).info["element"] in GEOMETRIES
        text = shape or sql_type(self.thing.attribute(name)).startswith(("VARCHAR", "TEXT"))
        value = sql.SQL('{}::text collate "C"' if text else "{}").format(sql.Identifier("c", name))
        return sql.SQL(
            ", min({value}) over fellows is distinct from max({value}) over fellows as {differs}"
        ).format(value=value, differs=sql.Identifier(f"{name} differs"))

    def _said(self, name: str) -> sql.Composable:
        """What all records say of an attribute, in their places, and the place of the winner."""
        return sql.SQL(
            ", array_agg({value}) as {name},"
            " (min({weight}) filter (where {value} is not null) & {mask})::int as {place}"
        ).format(
            value=sql.Identifier("c", name),
            name=sql.Identifier(name),
            weight=self._weight(name),
            mask=sql.Literal((1 << PLACE_BITS) - 1),
            place=sql.Identifier(f"{name} won by"),
        )

    def _weight(self, name: str) -> sql.Composable:
        weigher, shift = Weigher(self.thing, self.ranks, self.rules), PLACE_BITS
        parts: list[sql.Composable] = [sql.SQL('c."its place"')]
        for rule in reversed(self._telling(name)):
            weight = weigher.weight(name, rule)
            if rule.name not in OF_THE_RECORD:
                weight = sql.SQL("(case when {} then {} else 0 end)").format(
                    _worth_looking(name, rule.name), weight
                )
            parts.append(sql.SQL("({}::bigint << {})").format(weight, sql.Literal(shift)))
            shift += BITS[rule.name]
        return sql.SQL(" | ").join(parts)

    def _telling(self, name: str) -> list[Rule]:
        """The rules that the place does not speak for already: it puts the later claim first."""
        order = list(self.rules.of(self.thing, name))
        while order and order[-1].name == "recency":
            order.pop()
        return [
            r for r in order if r.name != "authority" or len(set(self.ranks.of(name).values())) > 1
        ]

    def _won(self, name: str, what: str) -> sql.Composable:
        return sql.SQL("g.{}[g.{}]").format(sql.Identifier(what), sql.Identifier(f"{name} won by"))


def contest(thing: Thing, ranks: Authority) -> Mapping[str, Part]:
    """What fills sql/merge/masters.sql where several records claim, by the rules in force."""
    return Contest(thing, ranks, declared()).parts()


def needs_fellows(thing: Thing) -> bool:
    """Whether a rule of the thing looks at a claim's fellows, which must then be found quickly."""
    rules = declared()
    return any(
        rule.name in ("agreement", "agrees_with")
        for name in thing.attribute_names
        for rule in rules.of(thing, name)
    )


def _worth_looking(name: str, rule: str) -> sql.Composable:
    """Equal claims need no look at their value; two departments cannot outvote each other."""
    differs = sql.Identifier("c", f"{name} differs")
    if rule == "agreement":
        return sql.SQL("{} and c.rivals > 2").format(differs)
    return differs


def _each(
    thing: Thing, ranks: Authority, won: Callable[[str, str], sql.Composable]
) -> dict[str, sql.Composable]:
    """`won(attribute, column of the winner)` for each value and for each record in `claims`."""
    values: dict[str, sql.Composable] = {}
    for name in thing.attribute_names:
        if name in ranks.delivered:
            values[name] = won(name, name)
        else:
            values[name] = sql.SQL("null::" + sql_type(thing.attribute(name)))
    records = (
        won(name, "record_id") if name in ranks.delivered else sql.SQL("null")
        for name in ranks.positions
    )
    values["claims"] = sql.SQL("array[{}]::bigint[]").format(sql.SQL(", ").join(records))
    return values


def named(values: Values) -> sql.Composable:
    """`expression as name, …`"""
    return sql.SQL(", ").join(
        sql.SQL("{} as {}").format(value, sql.Identifier(name)) for name, value in values.items()
    )
