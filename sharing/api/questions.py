"""What a request asks: which rows, as of when, how many; every fault names the parameter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import Request

from runtime.settings import settings
from sharing.agreement import Grant
from sharing.api.problems import BadParameter, NoHistory
from sharing.masking import Show
from sharing.rows import UnfitValue, typed

DEFAULT_LIMIT, MOST = 20, 100
DEEPEST = 10_000
TIMES = ("valid", "known")
PAGING = ("limit", "offset")


@dataclass(frozen=True)
class Question:
    """Rows of one grant, as of (valid, known)."""

    grant: Grant
    valid: dt.date
    known: dt.datetime
    conditions: dict[str, object]
    limit: int = 1
    offset: int = 0

    @property
    def parameters(self) -> dict[str, str]:
        """The question as the log keeps it."""
        asked = {name: str(value) for name, value in self.conditions.items()}
        return {**asked, "valid": str(self.valid), "known": self.known.isoformat()}


def about_one(request: Request, grant: Grant, master_id: str) -> Question:
    """The question for one master by its id."""
    asked = _single(request, TIMES)
    value = _master_id(grant.master_id, "master_id", master_id)
    valid, known = _times(asked, grant)
    return Question(grant, valid, known, {"master_id": value})


def about_many(request: Request, grant: Grant) -> Question:
    """The question for rows found by identifiers."""
    asked = _single(request, (*TIMES, *PAGING, *lookups(grant)))
    conditions = {
        name: _value(grant, name, text)
        for name, text in asked.items()
        if name not in (*TIMES, *PAGING)
    }
    if not conditions:
        names = ", ".join(lookups(grant)) or "none of the granted columns"
        raise BadParameter(
            f"请至少给出一个查询条件，可用：{names}",
            f"give at least one of these to look up by: {names}",
            where="query",
            next_step="for whole tables use SQL; ask for the address of your database role",
        )
    valid, known = _times(asked, grant)
    limit = _number(asked, "limit", DEFAULT_LIMIT, 1, MOST)
    offset = _number(asked, "offset", 0, 0, DEEPEST)
    return Question(grant, valid, known, conditions, limit, offset)


def lookups(grant: Grant) -> list[str]:
    """Columns that this department may look up by: granted, indexed and not masked."""
    own = ["master_id"] if grant.subject.facet else []
    granted = (n for n in grant.subject.lookups if n in grant.columns)
    return own + [n for n in granted if grant.columns[n].show in ("plain", "pseudonym")]


def _single(request: Request, known: Iterable[str]) -> dict[str, str]:
    """The query's parameters, each known and given once."""
    allowed = list(known)
    asked: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in allowed:
            raise BadParameter(
                f"参数 {name} 不可用于此处，可用：{', '.join(allowed)}",
                f"{name} is not a parameter here; there are: {', '.join(allowed)}",
                where=f"query: {name}",
                next_step="GET /v1/me tells which columns you may look up by",
            )
        if name in asked:
            raise _bad(name, "出现两次", "is given twice")
        if not value or not value.isprintable():
            raise _bad(name, "为空或含控制字符", "is empty or holds control characters")
        asked[name] = value
    return asked


def _times(asked: Mapping[str, str], grant: Grant) -> tuple[dt.date, dt.datetime]:
    """The two points in time, by default now; without history in the agreement only now."""
    now = dt.datetime.now(ZoneInfo(settings().timezone))
    if not grant.history and any(name in asked for name in TIMES):
        raise NoHistory(
            f"协议只含 {grant.thing} 的现状，不含历史",
            f"the agreement grants {grant.thing} as it is now, without history",
            where="query: valid, known",
            next_step="leave out valid and known, or ask for an agreement with history",
        )
    try:
        valid = dt.date.fromisoformat(asked["valid"]) if "valid" in asked else now.date()
    except ValueError:
        raise _bad("valid", "不是日期，应如 2026-03-31", "is no date like 2026-03-31") from None
    return valid, _known(asked, now)


def _known(asked: Mapping[str, str], now: dt.datetime) -> dt.datetime:
    if "known" not in asked:
        return now
    try:
        # A plus sign that was not escaped arrives as a space.
        known = dt.datetime.fromisoformat(asked["known"].replace(" 0", "+0"))
    except ValueError:
        example = "2026-03-31T08:00:00+08:00"
        raise _bad("known", f"不是时间，应如 {example}", f"is no time like {example}") from None
    if known.tzinfo is None:
        known = known.replace(tzinfo=now.tzinfo)
    if known > now + dt.timedelta(seconds=5):
        raise _bad("known", "在将来，尚无人知", "lies in the future; nobody knows yet")
    return known


def _value(grant: Grant, name: str, text: str) -> object:
    """A condition's value in the type of what the department sees in that column."""
    things = {r.column: r.thing for r in grant.subject.references}
    if name == "master_id":
        return _master_id(grant.master_id, name, text)
    show = grant.columns[name].show
    if name in things:
        return _master_id(show, name, text)
    if show == "pseudonym":
        return _pseudonym(name, text)
    try:
        return typed(grant.subject.attributes[name], "is", text)
    except UnfitValue as error:
        raise _bad(name, "的值类型不符", str(error)) from None


def _master_id(show: Show, name: str, text: str) -> object:
    if show == "pseudonym":
        return _pseudonym(name, text)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise _bad(name, "应为数字", "is no master id: a whole number")
    return int(text)


def _pseudonym(name: str, text: str) -> str:
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise _bad(
            name,
            "应为假名（64 位十六进制小写）：贵部门以假名识别此项",
            "is no pseudonym (64 lower-case hexadecimal digits), by which your department knows it",
        )
    return text


def _number(asked: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = asked.get(name, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
        raise _bad(name, f"应为 {least} 至 {most}", f"is no whole number from {least} to {most}")
    return int(text)


def _bad(name: str, zh: str, en: str) -> BadParameter:
    return BadParameter(f"参数 {name} {zh}", f"{name} {en}", where=f"query: {name}")
