"""The gate: it learns who asks, becomes that department, and writes down what it was shown."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from fastapi import Request
from psycopg2 import errors, sql
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, TimeoutError

from loaders.contract import departments
from models.base import BASES
from runtime.database import engine, execute, gate_url
from runtime.settings import settings
from runtime.sql import load
from sharing import keys
from sharing.agreement import Agreement, Grant
from sharing.api.problems import (
    MissingKey,
    NoAgreement,
    Problem,
    TooSlow,
    Unavailable,
    UnknownKey,
)  # fmt: skip
from sharing.api.questions import Question
from sharing.roles import role_of, schema_of
from sharing.subjects import Subject

STATEMENT_TIMEOUT = "15s"
LONGEST = 200
# The gate is itself again; sent with the next statement, to save a round trip.
BACK = "SET LOCAL ROLE NONE; "


@dataclass(frozen=True)
class Caller:
    """Who asks, as the request shows it."""

    key: str | None
    purpose: str | None
    source: str

    @classmethod
    def of(cls, request: Request) -> Caller:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        bearer = token.strip() if scheme.lower() == "bearer" else ""
        purpose = printable(_readable(request.headers.get("x-purpose", "")))
        source = request.client.host if request.client else ""
        key = request.headers.get("x-api-key") or bearer
        return cls(key or None, purpose or None, source)


@dataclass(frozen=True)
class Found:
    """Rows as the department sees them, each as JSON text, and whether there are more."""

    rows: tuple[str, ...]
    ids: tuple[str, ...]
    more: bool


class Visit:
    """One request of a known department, in one transaction."""

    def __init__(self, connection: Connection, caller: Caller, department: str) -> None:
        self.connection = connection
        self.caller = caller
        self.department = department
        self.agreements = _in_force(connection, department)

    def grant(self, subject: Subject) -> tuple[Agreement, Grant]:
        """The department's grant of a thing, or a refusal that says what it has instead."""
        for agreement in self.agreements:
            for grant in agreement.grants:
                if grant.thing == subject.name:
                    return agreement, grant
        raise _refusal(self.department, self.agreements, subject)

    def read(self, question: Question) -> Found:
        """The rows, read through the department's view as the department."""
        become = sql.SQL("SET LOCAL ROLE {}; SET LOCAL statement_timeout = {}").format(
            sql.Identifier(role_of(self.department)), sql.Literal(STATEMENT_TIMEOUT)
        )
        execute(self.connection, become)
        parameters = {**question.conditions, "valid": question.valid, "known": question.known}
        parameters |= {"limit": question.limit + 1, "offset": question.offset}
        rows = execute(self.connection, _reading(self.department, question), parameters).all()
        shown = rows[: question.limit]
        return Found(
            rows=tuple(row.row for row in shown),
            ids=tuple(dict.fromkeys(row.master_id for row in shown)),
            more=len(rows) > question.limit,
        )

    def successor(self, subject: Subject, master_id: str) -> str | None:
        """The master that this one was merged into, as the department knows it."""
        statement = sql.SQL(BACK + "SELECT sharing.successor(%s, %s, %s)")
        values = (self.department, subject.thing.name, master_id)
        found: str | None = execute(self.connection, statement, values).scalar()
        return found


@contextmanager
def visit(caller: Caller) -> Iterator[Visit]:
    """A transaction for a department that proved who it is."""
    try:
        with engine(gate_url()).begin() as connection:
            yield Visit(connection, caller, _department(connection, caller))
    except (DBAPIError, TimeoutError) as error:
        raise _database_fault(error) from error


def record(
    connection: Connection, caller: Caller, department: str, what: dict[str, Any], ids: Any = ()
) -> None:
    """Write into the sealed log who looked; the last thing done in a transaction."""
    known = {
        "key": keys.public_part(caller.key or ""),
        "source": caller.source,
        **what,
    }
    statement = sql.SQL(BACK + "SELECT sharing.record_access(%s, %s::jsonb, %s::text[])")
    text = json.dumps(known, ensure_ascii=False, default=str)
    execute(connection, statement, (department, text, list(ids)))


def record_refusal(caller: Caller, department: str, what: dict[str, Any]) -> None:
    """Write down what was refused, in a transaction of its own."""
    try:
        with engine(gate_url()).begin() as connection:
            record(connection, caller, department, what)
    except (DBAPIError, TimeoutError) as error:
        raise _database_fault(error) from error


def _department(connection: Connection, caller: Caller) -> str:
    if caller.key is None:
        raise MissingKey(
            "请求没有密钥",
            "the request carries no key",
            where="header: X-API-Key",
            next_step="send your department's key as X-API-Key; `siku key issue` makes one",
        )
    department = keys.holder(connection, caller.key)
    if department is None:
        raise UnknownKey(
            "密钥不存在或已撤销",
            "the key does not exist or was revoked",
            where="header: X-API-Key",
            next_step="ask the operator of siku for a new key",
        )
    return department


def _in_force(connection: Connection, department: str) -> list[Agreement]:
    today = dt.datetime.now(ZoneInfo(settings().timezone)).date()
    statement = sql.SQL(
        "SELECT document::text FROM sharing.agreement WHERE department = %s"
        " AND revoked_at IS NULL AND %s BETWEEN valid_from AND valid_until ORDER BY agreement"
    )
    return [_parsed(text) for text in execute(connection, statement, (department, today)).scalars()]


@lru_cache(maxsize=256)
def _parsed(document: str) -> Agreement:
    return Agreement.model_validate_json(document)


def _reading(department: str, question: Question) -> sql.Composable:
    """The query for a question; names come from the dictionary, values are parameters."""
    grant, schema = question.grant, schema_of(department)
    columns: list[sql.Composable] = [sql.Identifier("v", "master_id")]
    columns += [sql.Identifier("v", n) for n in grant.subject.grantable if n in grant.columns]
    columns += [sql.Identifier("v", "valid_from"), sql.Identifier("v", "known_from")]
    view: sql.Composable = sql.Identifier(schema, grant.thing)
    if grant.history:
        function = sql.Identifier(schema, f"{grant.thing}_as_of")
        view = sql.SQL("{}(%(valid)s, %(known)s)").format(function)
        end = sql.SQL("nullif(v.{0}, 'infinity') AS {0}")
        columns += [end.format(sql.Identifier(name)) for name in ("valid_to", "known_to")]
    conditions = [
        sql.SQL("{} = {}").format(sql.Identifier("v", name), sql.Placeholder(name))
        for name in question.conditions
    ]
    keys_shown = [n for n in grant.subject.key if n in grant.columns]
    order = [sql.Identifier("v", name) for name in ("master_id", *keys_shown)]
    return load(
        "sharing/read",
        columns=sql.SQL(", ").join(columns),
        view=view,
        conditions=sql.SQL(" AND ").join(conditions),
        order=sql.SQL(", ").join(order),
    )


def _refusal(department: str, agreements: list[Agreement], subject: Subject) -> NoAgreement:
    things = [grant.subject for agreement in agreements for grant in agreement.grants]
    bases = list(dict.fromkeys(base for agreement in agreements for base in agreement.bases))
    who = departments()[department].zh if department in departments() else department
    base_zh = BASES[subject.base][0]
    if subject.base in bases:
        lacks = f"{subject.name} (base {subject.base})"
        lacks_zh = f"{subject.zh}（{base_zh}）"
        has, has_zh = [thing.name for thing in things], [thing.zh for thing in things]
    else:
        lacks, lacks_zh = f"base {subject.base}", base_zh
        has, has_zh = bases, [BASES[base][0] for base in bases]
    return NoAgreement(
        f"{who}没有{lacks_zh}的共享协议；现有：{'、'.join(has_zh) or '无'}",
        f"department {department} has no agreement for {lacks}; it has: {', '.join(has) or 'none'}",
        where=f"{subject.base}/{subject.name}",
        next_step="ask the data-sharing authority (政务数据共享主管部门) for an agreement; "
        "GET /v1/me shows what is agreed",
    )


def _database_fault(error: Exception) -> Problem:
    """What a fault of the database means to who asked."""
    fault = getattr(error, "orig", None)
    if isinstance(fault, errors.QueryCanceled):
        return TooSlow(
            f"查询超过 {STATEMENT_TIMEOUT}，已中止",
            f"the query took longer than {STATEMENT_TIMEOUT} and was stopped",
            next_step="look up by an identifier, or use SQL for bulk reading",
        )
    if isinstance(fault, errors.InsufficientPrivilege | errors.UndefinedTable):
        return Unavailable(
            "协议尚未在数据库中执行",
            "the agreement is not applied in the database",
            next_step="the operator runs ./siku agreement apply",
        )
    return Unavailable(
        "数据库暂不可用",
        "the database is not available",
        next_step="try again; the operator sees the reason in the service's log",
    )


def printable(text: str) -> str:
    """A text of a stranger's as the log can hold it: short, and without control characters."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[:LONGEST])


def _readable(header: str) -> str:
    """A header's text: percent-encoded, or UTF-8 that HTTP read as Latin-1."""
    with suppress(UnicodeError):
        header = header.encode("latin-1").decode("utf-8")
    return " ".join(unquote(header).split())
