"""Applying agreements: the database shows each department what is agreed, no more and no less."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from psycopg2 import sql
from sqlalchemy import Connection

import audit
from models import THINGS
from runtime.database import execute, transaction
from runtime.settings import settings
from runtime.sql import load
from sharing import reading, roles
from sharing.agreement import Agreement
from sharing.compiler import Department, compiled
from sharing.errors import NoSuchAgreement

GROUND = "(gate)"


@dataclass(frozen=True)
class Applied:
    """What applying did for one department."""

    department: str
    changed: bool
    agreements: tuple[str, ...]
    views: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """An agreement as it stands: in its file, in the database, or both."""

    agreement: str
    department: str
    first: dt.date
    last: dt.date
    state: str  # in force, not applied, not begun, expired, revoked, file gone


def apply(folder: Path | None = None) -> list[Applied]:
    """Let the database show what the agreements in the folder say; again, it changes nothing.

    All in one transaction, except that departments' roles are made before: without views they
    see nothing. What is expired, revoked, or has lost its file, is taken away.
    """
    agreed = reading.agreements(folder)
    for department in sorted({agreement.department for agreement in agreed.values()}):
        roles.ensure(department)
    with transaction() as connection:
        _one_at_a_time(connection)
        _prepare_gate(connection)
        _forget_gone(connection, agreed)
        for agreement in agreed.values():
            _keep(connection, agreement)
        return _bring_about(connection, agreed)


def revoke(name: str, why: str) -> Applied:
    """Take an agreement away at once, and for good: to agree again, write it under a new id."""
    with transaction() as connection:
        _one_at_a_time(connection)
        statement = sql.SQL(
            "UPDATE sharing.agreement SET revoked_at = clock_timestamp(), revoked_why = %s"
            " WHERE agreement = %s AND revoked_at IS NULL RETURNING department"
        )
        department = execute(connection, statement, (why, name)).scalar()
        if department is None:
            raise NoSuchAgreement(
                f"no agreement {name!r} is applied",
                where="sharing.agreement",
                hint="./siku agreement list",
            )
        done = _bring_about(connection, _kept(connection), {department})[0]
        audit.append(
            connection, "agreement", "siku", {"agreement": name, "done": "revoked", "why": why}
        )
        return done


def states(connection: Connection, folder: Path | None = None) -> list[State]:
    """Every agreement there is, and whether it is in force."""
    files, kept, revoked = reading.agreements(folder), _kept(connection), _revoked(connection)
    found = []
    for name, agreement in sorted((files | kept).items()):
        if name in revoked:
            state = "revoked"
        elif agreement.valid.last < _today():
            state = "expired"
        elif name not in kept:
            state = "not applied"
        elif name not in files:
            state = "file gone"
        elif kept[name] != files[name]:
            state = "changed, not applied"
        else:
            state = "in force" if agreement.in_force(_today()) else "not begun"
        valid = agreement.valid
        found.append(State(name, agreement.department, valid.first, valid.last, state))
    return found


def drift(connection: Connection, folder: Path | None = None) -> list[str]:
    """Where the database is not what the agreements say; empty when it is."""
    found = [
        f"{one.agreement}: {one.state}; ./siku agreement apply"
        for one in states(connection, folder)
        if one.state in ("not applied", "file gone", "changed, not applied")
    ]
    for department, wanted in _wanted(connection, _kept(connection)).items():
        missing, extra = _differences(connection, wanted)
        found += [f"{department}: the view {name} is missing" for name in missing]
        found += [f"{department}: may read {name}, which no agreement says" for name in extra]
    return found


def _today() -> dt.date:
    return dt.datetime.now(ZoneInfo(settings().timezone)).date()


def _one_at_a_time(connection: Connection) -> None:
    execute(connection, sql.SQL("LOCK TABLE sharing.agreement IN SHARE ROW EXCLUSIVE MODE"))


def _prepare_gate(connection: Connection) -> None:
    """Give the gate what it needs, when that has changed."""
    redirects = [
        load(
            "sharing/redirect",
            thing=sql.Literal(thing.name),
            identity=(thing.base, thing.identity.name),
        )
        for thing in THINGS.values()
    ]
    ground = load(
        "sharing/ground",
        redirects=sql.SQL("UNION ALL\n").join(redirects),
        gate=roles.gate_role(),
    )
    if _digest(connection, [ground]) != _compiled_digest(connection, GROUND):
        execute(connection, ground)
        _remember(connection, GROUND, _digest(connection, [ground]))


def _keep(connection: Connection, agreement: Agreement) -> None:
    """Keep the agreement's text, and record in the sealed log that it was applied."""
    document = agreement.document()
    changed = execute(
        connection,
        load("sharing/agreement"),
        {
            "agreement": agreement.agreement,
            "department": agreement.department,
            "first": agreement.valid.first,
            "last": agreement.valid.last,
            "document": json.dumps(document, ensure_ascii=False),
        },
    ).rowcount
    if changed:
        what = {"agreement": agreement.agreement, "done": "applied", "document": document}
        audit.append(connection, "agreement", "siku", what)


def _forget_gone(connection: Connection, agreed: Mapping[str, Agreement]) -> None:
    """Agreements whose file is gone are agreed no longer; the sealed log remembers them."""
    statement = sql.SQL(
        "DELETE FROM sharing.agreement WHERE agreement <> ALL (%s::text[]) AND revoked_at IS NULL"
        " RETURNING agreement"
    )
    for name in execute(connection, statement, (list(agreed),)).scalars().all():
        what = {"agreement": name, "done": "withdrawn", "why": "its file is gone"}
        audit.append(connection, "agreement", "siku", what)


def _kept(connection: Connection) -> dict[str, Agreement]:
    """The agreements the database was told of and that are not revoked."""
    statement = sql.SQL(
        "SELECT agreement, document FROM sharing.agreement WHERE revoked_at IS NULL ORDER BY 1"
    )
    rows = execute(connection, statement)
    return {row.agreement: Agreement.model_validate(row.document) for row in rows}


def _revoked(connection: Connection) -> set[str]:
    statement = sql.SQL("SELECT agreement FROM sharing.agreement WHERE revoked_at IS NOT NULL")
    return set(execute(connection, statement).scalars())


def _wanted(
    connection: Connection, agreed: Mapping[str, Agreement], only: Iterable[str] | None = None
) -> dict[str, Department]:
    """Each department's schema as it should be today, also of those that should have none."""
    revoked, today = _revoked(connection), _today()
    statement = sql.SQL("SELECT department FROM sharing.compiled WHERE department <> %s")
    known = set(execute(connection, statement, (GROUND,)).scalars())
    names = known | {agreement.department for agreement in agreed.values()}
    return {
        name: compiled(
            name,
            [
                agreement
                for agreement in agreed.values()
                if agreement.department == name
                and agreement.agreement not in revoked
                and agreement.in_force(today)
            ],
        )
        for name in sorted(names & set(only) if only is not None else names)
    }


def _bring_about(
    connection: Connection, agreed: Mapping[str, Agreement], only: Iterable[str] | None = None
) -> list[Applied]:
    """Compile departments' schemas, leaving alone those that are as they should be."""
    done = []
    for name, wanted in _wanted(connection, agreed, only).items():
        digest = _digest(connection, wanted.statements)
        missing, _ = _differences(connection, wanted)
        changed = bool(missing) or digest != _compiled_digest(connection, name)
        if changed:
            _compile(connection, wanted)
            _remember(connection, name, digest)
        done.append(Applied(name, changed, wanted.agreements, wanted.views))
    return done


def _compile(connection: Connection, wanted: Department) -> None:
    """Put the schema in place of the one there was."""
    schema = sql.Identifier(roles.schema_of(wanted.name))
    if wanted.keyed:
        parameters = {"department": wanted.name, "things": list(wanted.pseudonymous)}
        for name in wanted.pseudonymous:
            table = sql.Identifier(THINGS[name].base, name)
            lock = sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE")
            execute(connection, lock.format(table))
        execute(connection, load("sharing/pseudonym_key"), parameters)
        for name in wanted.pseudonymous:
            _enrol(connection, wanted.name, name)
    execute(connection, sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
    for statement in wanted.statements:
        execute(connection, statement)


def _enrol(connection: Connection, department: str, name: str) -> None:
    thing = THINGS[name]
    statement = load(
        "sharing/enrol",
        table=(thing.base, thing.master.name),
        history=(thing.base, thing.history.name),
        thing=sql.Literal(name),
        department=sql.Literal(department),
    )
    execute(connection, statement)


def _differences(connection: Connection, wanted: Department) -> tuple[list[str], list[str]]:
    """Views that a department should see and does not; relations it sees and should not."""
    schema, role = roles.schema_of(wanted.name), roles.role_of(wanted.name)
    found = set(execute(connection, load("sharing/visible"), {"role": role}).scalars())
    should = {f"{schema}.{view}" for view in wanted.views}
    return sorted(should - found), sorted(found - should)


def _digest(connection: Connection, statements: Iterable[sql.Composable]) -> str:
    raw = connection.connection.driver_connection
    text = "\n".join(statement.as_string(raw) for statement in statements)  # type: ignore[arg-type]
    return hashlib.sha256(text.encode()).hexdigest()


def _compiled_digest(connection: Connection, name: str) -> str | None:
    statement = sql.SQL("SELECT digest FROM sharing.compiled WHERE department = %s")
    found: str | None = execute(connection, statement, (name,)).scalar()
    return found


def _remember(connection: Connection, name: str, digest: str) -> None:
    statement = sql.SQL(
        "INSERT INTO sharing.compiled (department, digest) VALUES (%s, %s)"
        " ON CONFLICT (department) DO UPDATE SET digest = excluded.digest"
    )
    execute(connection, statement, (name, digest))
