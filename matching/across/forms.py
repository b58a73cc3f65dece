"""Whether a holder is a person or an entity, by the form of its number and of its name."""

from __future__ import annotations

import re

_CITIZEN = re.compile(r"\d{17}[\dX]")
_CITIZEN_LIKE = re.compile(
    r"\d{6}(?:(?:18|19|20)\d{2})?\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dX]?"
)
_CREDIT = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
# What only the names of organisations have.
_ENTITY = re.compile(
    r"公司|企业|集团|合作社|合伙|事务所|委员会|[局厅部院]$|银行|信用社|学校|中学|小学|大学|医院|"
    r"幼儿园|协会|学会|商会|基金会|中心|研究[所院]|[厂店馆行站社庄场园]$|经营部|门市部|工作室|服务部|分公司|"
    r"\b(?:ltd|inc|llc|co|corp|gmbh|company|limited)\b",
    re.IGNORECASE,
)
_PERSON_KINDS = frozenset({"person", "natural"})
PERSON, ENTITY = "person", "entity"


def holder(number: str, raw: str | None, kind: str | None, name: str) -> str | None:
    """`person`, `entity`, or None where neither number, kind nor name tells.

    The number is what registries give: its form outweighs what kind the row says, and any name; an
    entity may bear a person's name.
    """
    if number and (told := _by_number(number, _CITIZEN)):
        return told
    if kind is not None:
        return PERSON if kind in _PERSON_KINDS else ENTITY
    if raw and (told := _by_number(raw.strip().upper(), _CITIZEN_LIKE)):
        return told
    return ENTITY if _ENTITY.search(name) else None


def is_full(name: str) -> bool:
    """Whether it is a whole name of an entity, which a registry admits but once."""
    return len(name) >= 8 and _ENTITY.search(name) is not None


def _by_number(number: str, citizen: re.Pattern[str]) -> str | None:
    if citizen.fullmatch(number):
        return PERSON
    return ENTITY if _CREDIT.fullmatch(number) else None
