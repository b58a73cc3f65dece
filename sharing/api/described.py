"""What OpenAPI says of each thing: schemas, parameters and examples from the dictionary."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Date, Numeric

from models.elements import GEOMETRIES
from sharing.api.problems import CONTENT_TYPE, STATUS, Problem
from sharing.api.questions import DEEPEST, DEFAULT_LIMIT, MOST
from sharing.subjects import Subject, subjects

Schema = dict[str, Any]

ID: Schema = {"oneOf": [{"type": "integer"}, {"type": "string", "pattern": "^[0-9a-f]{64}$"}]}
EXAMPLES: dict[str, Any] = {
    "citizen_number": "990101199001011234",
    "credit_code": "91990101MA00000000",
    "organization_code": "MA0000000",
    "person_name": "张三",
    "entity_name": "甲市乙商贸有限公司",
    "date": "2026-03-31",
    "division": "990101000000",
    "address": "甲省乙市丙县丁路3号",
    "phone": "13800000000",
    "period": "2026-03",
    "integer": 3,
    "money": 1000000.0,
    "area": 320.5,
    "ratio": 0.25,
    "quantity": 101.3,
}


def components() -> dict[str, Schema]:
    """A schema for each thing and facet, and for a problem."""
    return {"Problem": _problem()} | {name: _schema(s) for name, s in subjects().items()}


def one(subject: Subject) -> Schema:
    """What is said of looking up one by its id."""
    parameters = [_path_id(), *_times(), _purpose()]
    members: dict[str, Schema] = {"master_id": ID, "data": _reference(subject.name)}
    answer = _answer(subject, members)
    responses = {"200": answer, **_problems(303, 401, 403, 404, 422, 503)}
    return {"parameters": parameters, "responses": responses}


def many(subject: Subject) -> Schema:
    """What is said of looking up by identifiers."""
    names = [*(["master_id"] if subject.facet else []), *subject.lookups]
    parameters = [_lookup(subject, name) for name in names]
    parameters += [*_times(), *_paging(), _purpose()]
    members: dict[str, Schema] = {
        "count": {"type": "integer"},
        "next": {
            "type": ["string", "null"],
            "description": "下一页，同一时点 · The next page of the same moment; null on the last",
        },
        "items": {"type": "array", "items": _reference(subject.name)},
    }
    responses = {"200": _answer(subject, members), **_problems(401, 403, 422, 503)}
    return {"parameters": parameters, "responses": responses}


def _schema(subject: Subject) -> Schema:
    """What a row may hold; a department is shown the columns of its agreement."""
    table = subject.history
    names = ["master_id", *subject.grantable]
    names += ["valid_from", "valid_to", "known_from", "known_to"]
    return {
        "type": "object",
        "title": f"{subject.zh} · {subject.en}",
        "description": "只含协议列明的列 · Holds the columns that the agreement lists",
        "properties": {name: _property(table.c[name], name) for name in names},
        "required": ["master_id", "valid_from", "known_from"],
    }


def _property(column: Column[Any], name: str) -> Schema:
    info = column.info
    said = " ".join(
        part
        for part in (
            f"{info['zh']} · {info['en']}",
            f"({info['standard']})" if info.get("standard") else "",
            f"代码表 codes: {info['codes']}" if info.get("codes") else "",
        )
        if part
    )
    example = EXAMPLES.get(info["element"])
    described: Schema = {**_type(column, name), "description": said}
    return described | ({"examples": [example]} if example is not None else {})


def _type(column: Column[Any], name: str) -> Schema:
    element = column.info["element"]
    if name == "master_id" or (name.endswith("_id") and element == "system"):
        return ID if name == "master_id" else {"oneOf": [*ID["oneOf"], {"type": "null"}]}
    if element in GEOMETRIES:
        return {"type": ["object", "null"], "title": "GeoJSON (CGCS2000)"}
    if isinstance(column.type, Date):
        # An agreement may show the year only.
        return {"type": ["string", "integer", "null"], "format": "date"}
    if isinstance(column.type, BigInteger):
        return {"type": ["integer", "null"]}
    if isinstance(column.type, Numeric):
        return {"type": ["number", "null"]}
    if name.startswith("known_"):
        return {"type": ["string", "null"], "format": "date-time"}
    return {"type": ["string", "null"]}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(subject: Subject, members: dict[str, Schema]) -> Schema:
    said = {
        "base": {"const": subject.base},
        "thing": {"const": subject.name},
        "agreement": {"type": "string", "description": "依据的协议 · The agreement it rests on"},
        "valid": {"type": "string", "format": "date"},
        "known": {"type": "string", "format": "date-time"},
        **members,
    }
    schema = {"type": "object", "properties": said, "required": list(said)}
    return {
        "description": f"{subject.zh} · {subject.en}",
        "content": {"application/json": {"schema": schema}},
    }


def _problem() -> Schema:
    text = {"type": "string"}
    names = ("type", "title", "detail", "detail_zh", "instance", "where", "next")
    return {
        "type": "object",
        "title": "问题 · Problem (RFC 9457)",
        "properties": {**dict.fromkeys(names, text), "status": {"type": "integer"}},
        "required": ["type", "title", "status", "detail", "detail_zh"],
    }


def _problems(*statuses: int) -> dict[str, Schema]:
    content = {CONTENT_TYPE: {"schema": _reference("Problem")}}
    return {str(s): {"description": _titles(s), "content": content} for s in statuses}


def _titles(status: int) -> str:
    kinds: list[type[Problem]] = [kind for kind, code in STATUS.items() if code == status]
    return "; ".join(kind.title for kind in kinds)


def _parameter(name: str, place: str, said: str, schema: Schema) -> Schema:
    required = place == "path"
    return {
        "name": name, "in": place, "required": required, "description": said, "schema": schema,
    }  # fmt: skip


def _path_id() -> Schema:
    said = "主数据标识，或贵部门的假名 · Master id, or your department's pseudonym"
    return _parameter("master_id", "path", said, {"type": "string"})


def _lookup(subject: Subject, name: str) -> Schema:
    column = subject.current.c[name]
    said = f"{column.info['zh']} · {column.info['en']}"
    schema: Schema = {"type": "string"}
    example = EXAMPLES.get(column.info["element"])
    return _parameter(name, "query", said, schema | ({"examples": [example]} if example else {}))


def _times() -> list[Schema]:
    valid = "何日有效，默认今天 · As valid on this day; default today"
    known = "何时已知，默认现在 · As known at this time; default now"
    return [
        _parameter("valid", "query", valid, {"type": "string", "format": "date"}),
        _parameter("known", "query", known, {"type": "string", "format": "date-time"}),
    ]


def _paging() -> list[Schema]:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT}
    offset = {"type": "integer", "minimum": 0, "maximum": DEEPEST, "default": 0}
    return [
        _parameter("limit", "query", "每页行数 · Rows a page", limit),
        _parameter("offset", "query", "跳过行数；用 next · Rows skipped; follow `next`", offset),
    ]


def _purpose() -> Schema:
    said = (
        "查询目的，记入审计日志，默认协议目的；中文用百分号编码 · "
        "Why you ask, for the log; default the agreement's purpose; percent-encode Chinese"
    )
    return _parameter("X-Purpose", "header", said, {"type": "string"})
