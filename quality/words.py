"""Says a rule of the dictionary, written in SQL, in words a clerk understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from models import Thing

VALID_FROM = ("生效日期", "the date it takes effect")

_ONE_OF = re.compile(r"num_nonnulls\((?P<names>[a-z_, ]+)\) = 1")
_TOKEN = re.compile(
    r"date '(?P<date>[^']*)'|length\((?P<length>\w+)\)"
    r"|between (?P<between>\S+ and \S+)|(?P<operator><=|>=|<>|=|<|>)|(?P<plus>\+ \d+)"
    r"|(?P<name>[a-z_]+)|(?P<rest>\S+)"
)
# What an operator says between numbers, and between dates.
_OPERATORS = {
    "<=": (("不大于", "be at most"), ("不晚于", "not be after")),
    ">=": (("不小于", "be at least"), ("不早于", "not be before")),
    "<": (("小于", "be below"), ("早于", "be before")),
    ">": (("大于", "be above"), ("晚于", "be after")),
    "=": (("等于", "be"), ("等于", "be")),
    "<>": (("不等于", "not be"), ("不等于", "not be")),
}


def columns_in(condition: str, thing: Thing) -> list[str]:
    """The columns of the stage a condition speaks of, in the order it names them."""
    words = re.findall(r"[a-z_][a-z0-9_]*", re.sub(r"'[^']*'", "", condition))
    known = {*thing.attribute_names, "valid_from"}
    return [word for word in dict.fromkeys(words) if word in known]


def spoken(condition: str, thing: Thing) -> tuple[str, str]:
    """A condition in both languages: `area > 0` → 宗地面积应大于 0, Area must be above 0."""
    if one_of := _ONE_OF.fullmatch(condition):
        both = [named(thing, name) for name in one_of["names"].split(", ")]
        zh, en = "、".join(zh for zh, _ in both), "; ".join(en for _, en in both)
        return f"{zh}应填且只填一项", f"exactly one of these must be given: {en}"
    temporal = any(
        name == "valid_from" or thing.attribute(name).info["element"] == "date"
        for name in columns_in(condition, thing)
    )
    said = [_said(match, thing, temporal) for match in _TOKEN.finditer(condition)]
    # Chinese needs no blank between words, but wants one beside a figure.
    zh = re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", " ".join(zh for zh, _ in said))
    return zh, " ".join(en for _, en in said)


def _said(match: re.Match[str], thing: Thing, temporal: bool) -> tuple[str, str]:
    kind = match.lastgroup or "rest"
    text = match[kind]
    speak: dict[str, Callable[[], tuple[str, str]]] = {
        "length": lambda: _length(thing, text),
        "between": lambda: _between(*text.split(" and ")),
        "operator": lambda: _operator(text, temporal),
        "plus": lambda: (f"后 {text[2:]} 天", f"plus {text[2:]} day"),
        "name": lambda: named(thing, text),
    }
    return speak.get(kind, lambda: (text, text))()


def _operator(text: str, temporal: bool) -> tuple[str, str]:
    zh, en = _OPERATORS[text][temporal]
    return f"应{zh}", f"must {en}"


def _between(low: str, high: str) -> tuple[str, str]:
    return f"应介于 {low} 与 {high} 之间", f"must be between {low} and {high}"


def _length(thing: Thing, name: str) -> tuple[str, str]:
    zh, en = named(thing, name)
    return f"{zh}的长度", f"the length of {en}"


def named(thing: Thing, name: str) -> tuple[str, str]:
    """What a column of the stage is called in Chinese and in English."""
    if name == "valid_from":
        return VALID_FROM
    if name not in thing.attribute_names:
        return name, name
    info: dict[str, Any] = thing.attribute(name).info
    return info["zh"], info["en"]
