"""Row rules: a row that breaks one moves from the stage to the quarantine, with its reason."""

from __future__ import annotations

from psycopg2 import sql
from sqlalchemy import Connection, func, select

from loaders.contract import Contract
from models.elements import GEOMETRIES, verdict
from models.operations import Quarantine
from quality.dictionary import duplicate_key, row_rules
from quality.rules import Holds, NotNull, Rule
from quality.words import named
from runtime.database import execute
from runtime.sql import load

STEP = "check"


def stage(delivery_id: int) -> tuple[str, str]:
    """The table of a delivery under way."""
    return ("stage", f"d{delivery_id}")


def set_aside(connection: Connection, delivery_id: int, contract: Contract) -> int:
    """Move the rows that break a row rule to the quarantine; how many are there because of one.

    Withdrawals (op 'd') need nothing but their key. Running it again judges what is staged now.
    """
    table = stage(delivery_id)
    execute(
        connection,
        load("quality/forget_set_aside", stage=table),
        {"delivery_id": delivery_id},
    )
    rules = dict(enumerate([*row_rules(contract.definition), duplicate_key()], 1))
    breaches = load("quality/breaches", stage=table, breach=_first_broken(rules))
    execute(connection, breaches, {"duplicate": max(rules)})
    # How many there are is known before they are moved, so that few are looked for and not all.
    statement = load(
        "quality/set_aside",
        stage=table,
        value=_by_rule({n: _value(rule, contract) for n, rule in rules.items()}),
        context_zh=_by_rule({n: _context(rule, contract, "zh") for n, rule in rules.items()}),
        context_en=_by_rule({n: _context(rule, contract, "en") for n, rule in rules.items()}),
    )
    execute(connection, statement, _parameters(delivery_id, contract, rules))
    return _count(connection, delivery_id)


def _count(connection: Connection, delivery_id: int) -> int:
    ours = (Quarantine.delivery_id == delivery_id) & (Quarantine.step == STEP)
    return connection.scalar(select(func.count()).select_from(Quarantine).where(ours)) or 0


def _parameters(
    delivery_id: int, contract: Contract, rules: dict[int, Rule]
) -> dict[str, int | list[int] | list[str | None] | list[str]]:
    sentences = {n: _sentences(rule, contract) for n, rule in rules.items()}
    return {
        "delivery_id": delivery_id,
        "verdicts": [verdict(name)[0] for name in contract.definition.attribute_names],
        "numbers": list(rules),
        "names": [rule.name for rule in rules.values()],
        "sources": [_source(rule, contract) for rule in rules.values()],
        "zh": [zh for zh, _ in sentences.values()],
        "en": [en for _, en in sentences.values()],
    }


def _first_broken(rules: dict[int, Rule]) -> sql.Composed:
    """The number of the first rule a row breaks. Only the first, the key's, binds withdrawals."""
    first, *others = ((n, broken(rule)) for n, rule in rules.items() if _is_of_one_row(rule))
    withdrawn = sql.SQL("WHEN op = 'd' THEN NULL")
    cases = [_when(*first), withdrawn, *(_when(n, condition) for n, condition in others)]
    return sql.SQL("CASE {} END").format(sql.SQL(" ").join(cases))


def _is_of_one_row(rule: Rule) -> bool:
    return isinstance(rule.check, NotNull | Holds)


def broken(rule: Rule) -> sql.Composable:
    """The condition under which a row breaks a rule."""
    if isinstance(rule.check, NotNull):
        return sql.SQL("{} IS NULL").format(sql.Identifier(rule.check.column))
    if isinstance(rule.check, Holds):
        # Per cent signs are doubled because the statement has parameters.
        return sql.SQL(f"({rule.check.condition.replace('%', '%%')}) IS FALSE")
    raise TypeError(f"rule {rule.name} is not about one row")


def _when(number: int, condition: sql.Composable) -> sql.Composed:
    return sql.SQL("WHEN {} THEN {}").format(condition, sql.Literal(number))


def _by_rule(expressions: dict[int, sql.Composable | None]) -> sql.Composed:
    """Of several expressions the one that belongs to the rule that was broken."""
    cases = [
        sql.SQL("WHEN {} THEN {}").format(sql.Literal(number), expression)
        for number, expression in expressions.items()
        if expression is not None
    ]
    return sql.SQL("CASE gone.breach WHEN 0 THEN NULL {} END").format(sql.SQL(" ").join(cases))


def _value(rule: Rule, contract: Contract) -> sql.Composable | None:
    """The text that was wrong: as delivered, or why a shape is not valid."""
    if isinstance(rule.check, NotNull):
        return None
    name = rule.attribute or "source_key"
    column = sql.Identifier("delivered", name)
    if _is_shape(name, contract):
        return sql.SQL("ST_IsValidReason({})").format(column)
    return sql.SQL("coalesce(delivered.original ->> {}, {}::text)").format(
        sql.Literal(name), column
    )


def _context(rule: Rule, contract: Contract, language: str) -> sql.Composable | None:
    """What else of the row a person must see: （出生日期 1990-01-01）."""
    if not isinstance(rule.check, Holds) or rule.attribute is None:
        return None
    before, after = ("（", "）") if language == "zh" else (" (", ")")
    shown = [
        sql.SQL("{} || coalesce({}::text, '–') || {}").format(
            sql.Literal(f"{before}{named(contract.definition, name)[language == 'en']} "),
            sql.Identifier("delivered", name),
            sql.Literal(after),
        )
        for name in rule.check.shows
        if name != rule.attribute
    ]
    return sql.SQL(" || ").join(shown) if shown else None


def _is_shape(name: str, contract: Contract) -> bool:
    thing = contract.definition
    return name in thing.attribute_names and thing.attribute(name).info["element"] in GEOMETRIES


def _source(rule: Rule, contract: Contract) -> str | None:
    """The column of the file that the rule is about."""
    if rule.attribute is None:
        return ", ".join(contract.key)
    return contract.attributes.get(rule.attribute, rule.attribute)


def _sentences(rule: Rule, contract: Contract) -> tuple[str, str]:
    """Templates for PostgreSQL's format(): 1 the value, 2 the context, 3 the first line."""
    column = (_source(rule, contract) or "").replace("%", "%%")
    zh, en = rule.zh.replace("%", "%%"), rule.en.replace("%", "%%")
    if isinstance(rule.check, NotNull):
        return (
            f"“{column}”列为空：{zh}。请补填后重新报送。",
            f"Column “{column}” is empty: {en}. Please fill it in and deliver the row again.",
        )
    if rule.name == "key":
        return (
            f"主键列“{column}”为空，无法识别这一行。请补填后重新报送。",
            f"The key “{column}” is empty, so the row cannot be told apart. "
            "Please fill it in and deliver the row again.",
        )
    if rule.name == "duplicate_key":
        return (
            f"主键“{column}”的值“%1$s”已在第 %3$s 行出现，本行未采用。请只保留一行。",
            f"The key “{column}” reads “%1$s”, which stands on line %3$s already; "
            "this row is not used. Please keep only one.",
        )
    return (
        f"“{column}”列的值为“%1$s”：{zh}%2$s。请核对后重新报送。",
        f"Column “{column}” reads “%1$s”: {en}%2$s. Please correct it and deliver the row again.",
    )
