"""From a request to an answer: who asks, what they may see, what was found, written down."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from sharing.agreement import Agreement
from sharing.api import gate
from sharing.api.gate import Caller, Visit
from sharing.api.problems import Merged, NotFound, Problem
from sharing.api.questions import Question, about_many, about_one, lookups
from sharing.keys import public_part
from sharing.subjects import Subject

UNKNOWN = "(unknown)"


@dataclass
class Look:
    """What the log is told of a request, as far as it came."""

    caller: Caller
    subject: Subject
    asked: dict[str, Any]
    department: str | None = None
    agreement: Agreement | None = None

    def what(self, outcome: str) -> dict[str, Any]:
        """The log's entry."""
        purpose = self.agreement.purpose.zh if self.agreement else None
        return {
            "agreement": self.agreement.agreement if self.agreement else None,
            "purpose": self.caller.purpose or purpose,
            "thing": self.subject.name,
            "owner": self.subject.thing.name,
            "parameters": self.asked,
            "outcome": outcome,
        }


Ask = Callable[[Visit, Look], tuple[Response, tuple[str, ...]]]


def one(request: Request, subject: Subject, master_id: str) -> Response:
    """One master by its id."""

    def ask(visit: Visit, look: Look) -> tuple[Response, tuple[str, ...]]:
        look.agreement, grant = visit.grant(subject)
        question = about_one(request, grant, master_id)
        look.asked = question.parameters
        found = visit.read(question)
        if not found.rows:
            raise _gone(request, visit, question)
        head = _head(look.agreement, question)
        head["master_id"] = question.conditions["master_id"]
        return _json(head, "data", found.rows[0]), found.ids

    asked = {**request.query_params, "master_id": master_id}
    return _written_down(_look(request, subject, asked), ask)


def many(request: Request, subject: Subject) -> Response:
    """The rows that identifiers lead to, a page at a time."""

    def ask(visit: Visit, look: Look) -> tuple[Response, tuple[str, ...]]:
        look.agreement, grant = visit.grant(subject)
        question = about_many(request, grant)
        look.asked = question.parameters
        found = visit.read(question)
        following = _next(request, question) if found.more else None
        head = {**_head(look.agreement, question), "count": len(found.rows), "next": following}
        return _json(head, "items", f"[{', '.join(found.rows)}]"), found.ids

    return _written_down(_look(request, subject, request.query_params), ask)


def me(request: Request) -> dict[str, Any]:
    """What the caller's department may see."""
    with gate.visit(Caller.of(request)) as visit:
        return {
            "department": visit.department,
            "agreements": [_described(agreement) for agreement in visit.agreements],
        }


def _look(request: Request, subject: Subject, asked: Mapping[str, str]) -> Look:
    told = {gate.printable(name): gate.printable(value) for name, value in asked.items()}
    return Look(Caller.of(request), subject, told)


def _written_down(look: Look, ask: Ask) -> Response:
    """An answer that stands in the sealed log, whatever it is; without the log, no answer."""
    try:
        with gate.visit(look.caller) as visit:
            look.department = visit.department
            response, ids = ask(visit, look)
            outcome = "shown" if ids else "nothing found"
            gate.record(visit.connection, look.caller, visit.department, look.what(outcome), ids)
        return response
    except Problem as problem:
        # Who tries keys that are none is worth knowing; who sends none has been told nothing.
        if look.department or public_part(look.caller.key or ""):
            gate.record_refusal(look.caller, look.department or UNKNOWN, look.what(problem.code))
        raise


def _gone(request: Request, visit: Visit, question: Question) -> Problem:
    """Why there is nothing: it was merged into another that may be seen, or it is not there."""
    subject, master_id = question.grant.subject, str(question.conditions["master_id"])
    place = f"{subject.base}/{subject.name}"
    successor = visit.successor(subject, master_id)
    if successor:
        value: object = int(successor) if question.grant.master_id == "plain" else successor
        there = Question(question.grant, question.valid, question.known, {"master_id": value})
        if visit.read(there).rows:
            merged = Merged(
                f"{master_id} 已并入 {successor}",
                f"{master_id} was merged into {successor}",
                where=f"{place}/{master_id}",
                next_step=f"GET /v1/{place}/{successor}",
            )
            query = f"?{request.url.query}" if request.url.query else ""
            merged.headers["Location"] = f"/v1/{place}/{successor}{query}"
            return merged
    return NotFound(
        f"在 {question.valid} 有效、{question.known:%Y-%m-%d %H:%M} 已知的范围内，"
        f"贵部门可见的 {subject.zh} 中没有 {master_id}",
        f"your department sees no {subject.name} {master_id} as valid on {question.valid}, "
        f"as known at {question.known:%Y-%m-%d %H:%M}",
        where=f"{place}/{master_id}",
        next_step="try another valid or known time, or look up by an identifier",
    )


def _head(agreement: Agreement, question: Question) -> dict[str, Any]:
    subject = question.grant.subject
    return {
        "base": subject.base,
        "thing": subject.name,
        "agreement": agreement.agreement,
        "valid": str(question.valid),
        "known": question.known.isoformat(),
    }


def _json(head: dict[str, Any], name: str, text: str) -> Response:
    """A JSON object whose last member is JSON already; the database wrote it, digit for digit."""
    opened = json.dumps(head, ensure_ascii=False)[:-1]
    return Response(
        f'{opened}, "{name}": {text}}}',
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _next(request: Request, question: Question) -> str:
    """The next page, of the same moment: what is known meanwhile does not shift it."""
    pinned = {"limit": str(question.limit), "offset": str(question.offset + question.limit)}
    if question.grant.history:
        pinned |= {"valid": str(question.valid), "known": question.known.isoformat()}
    return f"{request.url.path}?{urlencode({**request.query_params, **pinned})}"


def _described(agreement: Agreement) -> dict[str, Any]:
    """An agreement with, for each grant, where it is and what can be looked up by."""
    document = agreement.document()
    for told, grant in zip(document["grants"], agreement.grants, strict=True):
        told["base"] = grant.subject.base
        told["address"] = f"/v1/{grant.subject.base}/{grant.thing}"
        told["lookups"] = lookups(grant)
        told["columns"] = {name: column.show for name, column in grant.columns.items()}
    return document
