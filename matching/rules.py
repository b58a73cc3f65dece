"""What no master can be at once: declared here per thing, looked for wherever records join."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2 import sql


@dataclass(frozen=True)
class Rule:
    """A master breaks it when its records say two things or more of every attribute named.

    `unknown` lists the codes that say nothing of an attribute.
    """

    name: str
    zh: str
    en: str
    attributes: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    def broken(self, alias: str) -> sql.Composable:
        """The condition over the records of one master; no sorting, so that it costs little."""
        return sql.SQL(" and ").join(
            sql.SQL("min({0}) <> max({0})").format(self._said(alias, one))
            for one in self.attributes
        )

    def values(self, alias: str) -> sql.Composable:
        """What they say, per attribute, as JSON."""
        told = sql.SQL(", ").join(
            sql.SQL("{}, jsonb_agg(distinct {})").format(sql.Literal(one), self._said(alias, one))
            for one in self.attributes
        )
        return sql.SQL("jsonb_build_object({})").format(told)

    def says(self, alias: str) -> sql.Composable:
        """Whether one record says anything of it."""
        said = (sql.SQL("{} is not null").format(self._said(alias, one)) for one in self.attributes)
        return sql.SQL("({})").format(sql.SQL(" or ").join(said))

    def _said(self, alias: str, attribute: str) -> sql.Composable:
        column: sql.Composable = sql.Identifier(alias, attribute)
        for code in self.unknown:
            column = sql.SQL("nullif({}::text, {})").format(column, sql.Literal(code))
        return column


# Numbers with a check digit that does not fit were never staged: each of these was in order. Of one
# holder of two permits or tax numbers over the years nothing is wrong, so they are no rule.
RULES: dict[str, tuple[Rule, ...]] = {
    "person": (
        Rule("two_citizen_numbers", "两个公民身份号码", "two citizen numbers", ("citizen_number",)),
        Rule(
            "two_sexes_and_births", "两种性别且两个出生日期", "two sexes with two dates of birth",
            ("sex", "birth_date"), unknown=("0", "9"),
        ),
    ),
    "entity": (
        Rule("two_credit_codes", "两个统一社会信用代码", "two credit codes", ("credit_code",)),
        Rule(
            "two_organization_codes", "两个组织机构代码", "two organization codes",
            ("organization_code",),
        ),
    ),
}  # fmt: skip


def rules_of(thing: str) -> tuple[Rule, ...]:
    """The rules for a thing; a thing with a key has none."""
    return RULES.get(thing, ())
