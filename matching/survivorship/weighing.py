"""What each rule of survivorship makes of a claim: a number in SQL, of which the smaller wins.

An expression speaks of one row (under an alias) of the temporary table `claimed`, which holds the
claims on each master in each stretch of its life (sql/merge/claimed.sql).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg2 import sql

from matching.survivorship.authority import Authority
from matching.survivorship.rules import Order, Rule, Rules
from models.codes import CODES
from models.elements import GEOMETRIES
from models.things import Thing

PLACE_BITS = 20
# How many bits the number of each rule takes; with those of the place they fit a bigint.
BITS: Mapping[str, int] = {
    "agrees_with": 1, "validity": 1, "agreement": 6, "authority": 8, "specific": 11, "recency": 16,
}  # fmt: skip
# These do not look at the value: they tell equal claims apart, too.
OF_THE_RECORD = frozenset({"authority", "recency"})

_VALID: Mapping[str, str] = {
    "citizen_number": "ops.valid_citizen_number({})",
    "credit_code": "ops.valid_credit_code({})",
    "organization_code": "ops.valid_organization_code({})",
    "holder_number": "ops.valid_holder_number({})",
    "division": "ops.valid_division({})",
    "phone": "ops.valid_phone({})",
    "person_name": "ops.valid_person_name({})",
    "area": "{} > 0",
    **dict.fromkeys(
        ("entity_name", "address", "text", "identifier", "registration_number", "tax_number"),
        "ops.valid_text({})",
    ),
    **dict.fromkeys(GEOMETRIES, "ST_IsValid({})"),
}
_DETAIL: Mapping[str, str] = {
    "division": "ops.detail_of_division({})",
    "address": "ops.detail_of_address({})",
    **dict.fromkeys(("money", "area", "quantity", "ratio"), "scale(trim_scale({}))"),
    **dict.fromkeys(GEOMETRIES, "ST_NPoints({})"),
}
_LENGTH = "char_length({})"
# Attribute → whether its value is what the identifier (second) says.
_TOLD: Mapping[str, str] = {
    "birth_date": "to_char({}, 'YYYYMMDD') = substr({}, 7, 8)",
    "birth_period": "starts_with(substr({1}, 7, 8), replace({0}, '-', ''))",
    "sex": "{} = case when substr({}, 17, 1) in ('1', '3', '5', '7', '9') then '1' else '2' end",
    "organization_code": "{} = substr({}, 9, 9)",
}


@dataclass(frozen=True)
class Weigher:
    """Weighs the claims on masters of one thing by its declared rules and the contracts' ranks."""

    thing: Thing
    ranks: Authority
    rules: Rules

    def order(self, attribute: str) -> Order:
        """The rules of an attribute; the later claim wins where they tell nothing."""
        return self.rules.of(self.thing, attribute)

    def weight(self, attribute: str, rule: Rule, alias: str = "c") -> sql.Composable:
        """The number that a rule gives to the claim of a row."""
        value = sql.Identifier(alias, attribute)
        if rule.name == "authority":
            return self.ranks.ordinal(attribute, alias)
        if rule.name == "recency":
            return sql.SQL(
                "(date '2079-06-06' - greatest(least({}, date '2079-06-06'), date '1900-01-01'))"
            ).format(sql.Identifier(alias, "recency"))
        if rule.name == "validity":
            return sql.SQL("(not {})::int").format(self._valid(attribute, value))
        if rule.name == "specific":
            detail = self._detail(attribute, value)
            return sql.SQL("2047 - least(coalesce({}, 0), 2047)").format(detail)
        if rule.name == "agreement":
            return sql.SQL("63 - least({}, 63)").format(self._departments(attribute, alias))
        return self._disagrees(attribute, rule.by or "", alias)

    def ordering(self, attribute: str, alias: str) -> sql.Composable:
        """What claims are sorted by, the winner first."""
        weights = [self.weight(attribute, rule, alias) for rule in self.order(attribute)]
        return sql.SQL(", ").join([*weights, self.ranks.succession(alias)])

    def _valid(self, attribute: str, value: sql.Composable) -> sql.Composable:
        info = self.thing.attribute(attribute).info
        empty = self.rules.placeholders(self.thing, attribute)
        asked: list[sql.Composable] = []
        if info["element"] in _VALID:
            asked.append(sql.SQL(_VALID[info["element"]]).format(value))
        if info["codes"]:
            asked.append(_known_code(info["codes"], value))
        if empty:
            listed = sql.SQL(", ").join(map(sql.Literal, empty))
            asked.append(sql.SQL("{}::text not in ({})").format(value, listed))
        return sql.SQL("({})").format(sql.SQL(" and ").join(asked or [sql.SQL("true")]))

    def _detail(self, attribute: str, value: sql.Composable) -> sql.Composable:
        element = self.thing.attribute(attribute).info["element"]
        return sql.SQL(_DETAIL.get(element, _LENGTH)).format(value)

    def _departments(self, attribute: str, alias: str) -> sql.Composable:
        """How many departments claim the value of a row."""
        other = alias + "o"
        return sql.SQL(
            "(select count(distinct {department}) from claimed {other} where {fellows} and {equal})"
        ).format(
            department=self.ranks.department(other),
            other=sql.Identifier(other),
            fellows=_fellows(other, alias),
            equal=sql.SQL("{} = {}").format(
                sql.Identifier(other, attribute), sql.Identifier(alias, attribute)
            ),
        )

    def _disagrees(self, attribute: str, by: str, alias: str) -> sql.Composable:
        """1 where the identifier that wins says otherwise, or nothing that can be believed."""
        other = alias + "n"
        bearer = sql.Identifier(other, by)
        return sql.SQL(
            "(1 - coalesce((select (valid and {told})::int from (select {bearer} as told_by,"
            " {valid} as valid from claimed {other} where {fellows} and {bearer} is not null"
            " order by {ordering} limit 1) won), 0))"
        ).format(
            told=sql.SQL(_TOLD[attribute]).format(
                sql.Identifier(alias, attribute), sql.SQL("told_by")
            ),
            bearer=bearer,
            valid=self._valid(by, bearer),
            other=sql.Identifier(other),
            fellows=_fellows(other, alias),
            ordering=self.ordering(by, other),
        )


def _known_code(name: str, value: sql.Composable) -> sql.Composable:
    listed = sql.SQL("exists (select from ops.code k where k.list = {} and k.code = {})").format(
        sql.Literal(name), value
    )
    deeper = CODES[name].pattern
    if deeper is None:
        return listed
    return sql.SQL("({} or {} ~ {})").format(listed, value, sql.Literal(f"^(?:{deeper})$"))


def _fellows(other: str, alias: str) -> sql.Composable:
    """The claims of the same stretch, by the index that sql/merge/fellows.sql made."""
    return sql.SQL("{0}.master_id = {1}.master_id and {0}.at = {1}.at and {0}.rivals > 1").format(
        sql.Identifier(other), sql.Identifier(alias)
    )
