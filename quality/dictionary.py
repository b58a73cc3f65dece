"""Derives the rules of a delivery from the dictionary's entry of its thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from loaders.contract import Contract
from models import Thing
from models.codes import CODES
from models.elements import GEOMETRIES, verdict
from quality.consistency import CONSISTENCY
from quality.formats import FORMATS
from quality.rules import Between, Check, Filled, Holds, InSet, Matches, NotNull, Rule, Unique
from quality.words import columns_in, spoken

MOSTLY = 0.5  # the share of rows with a value below which an optional attribute is remarked on


def row_rules(thing: Thing) -> list[Rule]:
    """The rules a row must obey, in the order they are tried; duplicates are found last of all."""
    rules = [
        Rule(
            "key", None, "completeness", "fatal",
            Holds("coalesce(source_key, '') <> ''", ("source_key",)),
            "每一行都应有来源主键", "Every row must have its source key",
        )
    ]  # fmt: skip
    rules += [_required(c.name, c.info) for c in thing.attributes if c.info["required"]]
    for column in thing.attributes:
        if column.info["element"] in GEOMETRIES:
            rules.append(_valid_shape(column.name, column.info))
        for number, condition in enumerate(column.info["rules"], 1):
            rules.append(_condition(thing, column.name, number, condition))
    return rules


def duplicate_key() -> Rule:
    """The row rule that looks at more than one row."""
    return Rule(
        "duplicate_key", None, "accuracy", "fatal", Unique("source_key"),
        "来源主键在同一文件中不得重复", "A source key must not stand twice in a file",
    )  # fmt: skip


def suite_rules(contract: Contract, as_of: dt.date) -> list[Rule]:
    """Every rule of a delivery, for the attributes its contract delivers."""
    thing = contract.definition
    delivered = [c for c in thing.attributes if c.name in contract.attributes]
    rules = [*row_rules(thing), duplicate_key(), _not_after(as_of)]
    anywhere = contract.file.extent == "anywhere"
    for column in delivered:
        if not (anywhere and column.info["element"] in GEOMETRIES):
            rules += _format(column.name, column.info)
        if not column.info["required"] and column.name not in contract.constants:
            rules.append(_filled(column.name, column.info))
    rules += _identifiers(contract, thing)
    rules += [
        rule
        for rule in CONSISTENCY.get(thing.name, ())
        if isinstance(rule.check, Holds) and set(rule.check.shows) <= set(contract.attributes)
    ]
    return rules


def _required(name: str, info: dict[str, Any]) -> Rule:
    return Rule(
        f"required:{name}", name, "completeness", "fatal", NotNull(name),
        f"{info['zh']}为必填项", f"{info['en']} is required",
    )  # fmt: skip


def _valid_shape(name: str, info: dict[str, Any]) -> Rule:
    sound, _ = verdict(name)
    return Rule(
        f"geometry:{name}", name, "accuracy", "fatal", Holds(sound, (name,)),
        f"{info['zh']}的几何图形应当有效", f"{info['en']} must be a valid geometry",
    )  # fmt: skip


def _condition(thing: Thing, name: str, number: int, condition: str) -> Rule:
    zh, en = spoken(condition, thing)
    columns = columns_in(condition, thing)
    return Rule(
        f"condition:{name}:{number}", name, "consistency" if len(columns) > 1 else "accuracy",
        "fatal", Holds(condition, tuple(columns)), zh, en,
    )  # fmt: skip


def _not_after(as_of: dt.date) -> Rule:
    return Rule(
        "not_after_delivery", None, "timeliness", "warning", Between("valid_from", None, as_of),
        f"生效日期不应晚于数据日期 {as_of}",
        f"What is delivered must not take effect after {as_of}, the date the delivery speaks of",
    )  # fmt: skip


def _format(name: str, info: dict[str, Any]) -> Iterator[Rule]:
    """The rule of the attribute's element type, if it has one."""
    standard = info["standard"]
    zh, en = info["zh"], info["en"]
    if info["element"] == "code":
        by = f" ({standard})" if standard else ""
        yield Rule(
            f"code:{name}", name, "conformity", "warning", _in_list(name, info["codes"]),
            f"{zh}应是代码表中的代码{by}", f"{en} must be a code of its list{by}",
            takes_losses=True,
        )  # fmt: skip
    elif found := FORMATS.get(info["element"]):
        yield Rule(
            f"format:{name}", name, found.dimension, "warning", found.check(name),
            f"{zh}应{found.zh}", f"{en} must {found.en}", takes_losses=True,
        )  # fmt: skip


def _in_list(name: str, codes: str) -> Check:
    listed = CODES[codes]
    if listed.pattern is None:
        return InSet(name, tuple(listed.codes))
    return Matches(name, f"^(?:{'|'.join(listed.codes)}|{listed.pattern.strip('^$')})$")


def _filled(name: str, info: dict[str, Any]) -> Rule:
    return Rule(
        f"filled:{name}", name, "completeness", "advice", Filled(name, MOSTLY),
        f"{info['zh']}的填报率", f"Share of rows with {info['en']}",
    )  # fmt: skip


def _identifiers(contract: Contract, thing: Thing) -> Iterator[Rule]:
    """Every row should carry an identifier, and no identifier should stand in two rows."""
    names = [name for name in thing.identifiers.values() if name in contract.attributes]
    if not names:
        return
    zh = "、".join(thing.attribute(name).info["zh"] for name in names)
    en = ", ".join(thing.attribute(name).info["en"] for name in names)
    yield Rule(
        "identified", None, "completeness", "warning",
        Holds(f"num_nonnulls({', '.join(names)}) > 0", tuple(names)),
        f"每一行应至少有一个证件号码（{zh}）", f"Every row should carry an identifier ({en})",
    )  # fmt: skip
    if len(contract.key) > 1:
        # The source itself has several rows for one thing, told apart by the rest of the key.
        return
    for name in names:
        info = thing.attribute(name).info
        yield Rule(
            f"unique:{name}", name, "accuracy", "warning", Unique(name),
            f"{info['zh']}在同一批次中不应重复", f"{info['en']} should not stand in two rows",
        )  # fmt: skip
