"""The service: routes from the dictionary, problems as RFC 9457, descriptions of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, Response
from psycopg2 import sql
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from models.base import BASES
from runtime.database import engine, execute, gate_url
from runtime.logging import logger
from sharing.api import answers, described, problems
from sharing.api.page import reference
from sharing.api.problems import Problem, Unavailable, UnknownThing
from sharing.subjects import Subject, subjects

log = logger(__name__)

DESCRIPTION = """\
按共享协议查询四库主数据，双时间轴（何日有效、何时已知）。每次查询记入不可篡改的审计日志。

Look up masters of the four bases as of two times: valid in the world, known to us. You see what
your department's agreements grant, and every look is written into a sealed log. `GET /v1/me`
lists what that is.
"""


def application() -> FastAPI:
    """The service, ready to be run by uvicorn."""
    # FastAPI's own documentation pages load scripts from outside; /docs is ours and loads none.
    app = FastAPI(
        title="四库共享接口 · siku sharing API", version="1", description=DESCRIPTION,
        docs_url=None, redoc_url=None,
    )  # fmt: skip
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)
    app.add_api_route(
        "/healthz", healthz, summary="运行状况 · Health", tags=["service"], response_model=None
    )
    app.add_api_route(
        "/v1/me", answers.me, summary="本部门可见范围 · What you may see", tags=["service"],
        response_model=None,
    )  # fmt: skip
    app.add_api_route(
        "/docs", lambda: HTMLResponse(reference(app.openapi())), include_in_schema=False
    )
    for subject in subjects().values():
        _routes(app, subject)
    app.add_api_route("/v1/{place:path}", _no_such_thing, include_in_schema=False)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def healthz() -> Response:
    """Whether the service and its database answer."""
    try:
        with engine(gate_url()).connect() as connection:
            execute(connection, sql.SQL("SELECT 1"))
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return JSONResponse({"status": "the database does not answer"}, 503)
    return JSONResponse({"status": "ok"})


def _routes(app: FastAPI, subject: Subject) -> None:
    """The two ways to look up a thing; a facet, which has no id of its own, has one."""
    address = f"/v1/{subject.base}/{subject.name}"
    tag = "{} · {}".format(*BASES[subject.base])
    title = f"{subject.zh} · {subject.en}"

    def find(request: Request) -> Response:
        return answers.many(request, subject)

    def get(request: Request, master_id: str) -> Response:
        return answers.one(request, subject, master_id)

    def add(path: str, endpoint: Callable[..., Response], verb: str, said: dict[str, Any]) -> None:
        app.add_api_route(
            path, endpoint, tags=[tag], summary=f"{verb}{title}", openapi_extra=said,
            operation_id=f"{endpoint.__name__}_{subject.name}", response_model=None,
        )  # fmt: skip

    add(address, find, "按标识查找 · Find: ", described.many(subject))
    if not subject.facet:
        add(f"{address}/{{master_id}}", get, "按主数据标识 · Get: ", described.one(subject))


def _no_such_thing(place: str) -> None:
    base = place.split("/")[0]
    here = [s.name for s in subjects().values() if s.base == base]
    has = f"base {base} has: {', '.join(here)}" if here else f"bases: {', '.join(BASES)}"
    raise UnknownThing(
        f"没有 /v1/{place}",
        f"there is no /v1/{place}; {has}",
        where=f"/v1/{place}",
        next_step="GET /openapi.json describes every address",
    )


def _openapi(app: FastAPI) -> dict[str, Any]:
    """OpenAPI with schemas from the dictionary and the key as its way to sign in."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        parts = made.setdefault("components", {})
        parts["schemas"] = {**parts.get("schemas", {}), **described.components()}
        parts["securitySchemes"] = {
            "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            "bearer": {"type": "http", "scheme": "bearer"},
        }
        made["security"] = [{"key": []}, {"bearer": []}]
        made["paths"]["/healthz"]["get"]["security"] = []
        app.openapi_schema = made
    return app.openapi_schema


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    if isinstance(error, Unavailable):
        log.error("%s %s", request.url.path, error.en, exc_info=error.__cause__)
    return problems.told(request, error)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    body = {"type": "about:blank", "title": error.detail, "status": error.status_code}
    return JSONResponse(body, error.status_code, error.headers, media_type=problems.CONTENT_TYPE)


def _unforeseen(request: Request, error: Exception) -> Response:
    log.error("%s failed", request.url.path, exc_info=error)
    body = {"type": "about:blank", "title": "内部错误 · Internal error", "status": 500}
    return JSONResponse(body, 500, media_type=problems.CONTENT_TYPE)
