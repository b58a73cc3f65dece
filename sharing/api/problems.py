"""What can go wrong with a request: one class per fault, one map to status codes."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse


class Problem(Exception):
    """A fault that the asker is told of: what, where, and what to do."""

    title = "请求有误 · The request is wrong"

    def __init__(self, zh: str, en: str, *, where: str = "", next_step: str = "") -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.where = where
        self.next_step = next_step
        self.headers: dict[str, str] = {}

    @property
    def code(self) -> str:
        """The fault's name in addresses and in the log: NoAgreement is no-agreement."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


class MissingKey(Problem):
    title = "缺少密钥 · No key"


class UnknownKey(Problem):
    title = "密钥无效 · Unknown key"


class NoAgreement(Problem):
    title = "没有共享协议 · No agreement"


class NoHistory(Problem):
    title = "协议不含历史 · History is not agreed"


class UnknownThing(Problem):
    title = "没有这类数据 · No such thing"


class NotFound(Problem):
    title = "查无此项 · Not found"


class Merged(Problem):
    title = "已并入另一主数据 · Merged into another"


class BadParameter(Problem):
    title = "参数有误 · Bad parameter"


class TooSlow(Problem):
    title = "查询过大 · The query took too long"


class Unavailable(Problem):
    title = "暂不可用 · Unavailable"


STATUS: dict[type[Problem], int] = {
    MissingKey: 401,
    UnknownKey: 401,
    NoAgreement: 403,
    NoHistory: 403,
    UnknownThing: 404,
    NotFound: 404,
    Merged: 303,
    BadParameter: 422,
    TooSlow: 503,
    Unavailable: 503,
}
CONTENT_TYPE = "application/problem+json"


def told(request: Request, problem: Problem) -> JSONResponse:
    """The problem as RFC 9457 has it, in Chinese and English."""
    status = STATUS[type(problem)]
    body: dict[str, Any] = {
        "type": f"urn:siku:problem:{problem.code}",
        "title": problem.title,
        "status": status,
        "detail": problem.en,
        "detail_zh": problem.zh,
        "instance": request.url.path,
    }
    if problem.where:
        body["where"] = problem.where
    if problem.next_step:
        body["next"] = problem.next_step
    headers = {"Cache-Control": "no-store", **problem.headers}
    if status == 401:
        headers["WWW-Authenticate"] = 'ApiKey realm="siku", header="X-API-Key"'
    return JSONResponse(body, status, headers, media_type=CONTENT_TYPE)
