"""Says in words and in weights why two are, or are not, the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection

from matching.accepted import in_force
from matching.engine.features import ID
from matching.engine.guards import APART, REVIEW, SAME
from matching.engine.judging import Judge, caught_by
from matching.engine.records import records
from matching.model import ABSENT, MatchModel, ModelComparison
from models import thing_named
from runtime.database import execute
from runtime.errors import SikuError
from runtime.sql import load as sql_of

# Verdict -> in words.
WORDS = {
    SAME: ("是同一个", "they are the same"),
    REVIEW: ("可能相同,须由人判断", "they may be the same; a person decides"),
    APART: ("不是同一个", "they are not the same"),
}
START = ("起点", "start: how rare any match is")
KIN = ("同户、同组的也会如此", "a household or group has this in common, too")
_NOT_GIVEN = ("未提供", "not given")


class NoSuchId(SikuError):
    """A master, a record or a row was named that is not there."""


@dataclass(frozen=True)
class Reason:
    """What one comparison says: which, at which level, in words, with its bits."""

    field: str
    zh: str
    en: str
    level: str
    level_zh: str
    level_en: str
    bits: float
    one: str | None
    other: str | None


@dataclass(frozen=True)
class Explanation:
    """Why two are or are not the same; `weight` is the sum of all bits."""

    one: str
    other: str
    model: str
    verdict: str
    zh: str
    en: str
    weight: float
    probability: float
    reasons: tuple[Reason, ...]
    guards: tuple[tuple[str, str, str], ...]  # verdict, zh, en
    weights: str

    def as_json(self) -> dict[str, Any]:
        """For another program."""
        return asdict(self)


def of_base(connection: Connection, model: MatchModel, ids: Sequence[str]) -> Explanation:
    """Of two masters of the base (a number, or m and a number), or records (r and a number)."""
    named = [_named(one) for one in ids]
    thing = thing_named(model.thing or model.model)
    found = execute(
        connection,
        sql_of(
            "matching/explained",
            line=sql_of(f"matching/{thing.name}_line"),
            master=(str(thing.master.schema), thing.master.name),
            record=(str(thing.record.schema), thing.record.name),
        ),
        {
            "masters": [number for kind, number in named if kind == "m"],
            "records": [number for kind, number in named if kind == "r"],
        },
    )
    rows = {row["which"]: dict(row) for row in found.mappings()}
    wanted = [f"{kind}{number}" for kind, number in named]
    for which, one in zip(wanted, ids, strict=True):
        if which not in rows:
            what = "master" if which[0] == "m" else "record"
            raise NoSuchId(
                f"there is no {what} {which[1:]} of {thing.name}",
                hint=f"masters are numbers, records r and a number; not {one}?",
            )
    return explained(in_force(connection, model), [rows[which] for which in wanted], ids)


def _named(one: str) -> tuple[str, int]:
    kind, number = (one[0], one[1:]) if one[:1] in ("m", "r") else ("m", one)
    if not number.isdigit():
        raise NoSuchId(f"{one!r} is no id", hint="a master's number, or r and a record's number")
    return kind, int(number)


def of_files(
    model: MatchModel, files: Sequence[Path], ids: Sequence[str], key: str | None = None
) -> Explanation:
    """Of two rows of files, by their number counted through all of them, or by a key column."""
    wanted = tuple(dict.fromkeys((*model.columns, *([key] if key else []))))
    rows = [row for file in files for row in records(file, wanted).to_pylist()]
    return explained(model, [_row(rows, one, key) for one in ids], ids)


def _row(rows: list[dict[str, Any]], one: str, key: str | None) -> dict[str, Any]:
    if key:
        found = [row for row in rows if row[key] == one]
        if len(found) != 1:
            many = f"{len(found)} rows have" if found else "no row has"
            raise NoSuchId(f"{many} {key} {one!r}")
        return found[0]
    if not one.isdigit() or not 1 <= int(one) <= len(rows):
        raise NoSuchId(
            f"there is no row {one}", hint=f"rows 1 to {len(rows)}, or --key names a column of ids"
        )
    return rows[int(one) - 1]


def explained(model: MatchModel, rows: Sequence[dict[str, Any]], ids: Sequence[str]) -> Explanation:
    """Of two rows, by the weights that ship with the model."""
    columns: dict[str, Any] = {ID: pa.array([0, 1])}
    for name in model.columns:
        said = [row.get(name) for row in rows]
        columns[name] = pa.array([None if v is None else str(v) for v in said], pa.string())
    pair: dict[str, Any] = {"l": pa.array([0]), "r": pa.array([1])}
    pair |= {fact: pa.array([False]) for fact in model.facts}
    judge = Judge.of(model)
    weighed = next(judge.judge(pa.table(columns), pa.table(pair), keep_apart=True))
    one = weighed.to_pylist()[0]
    zh, en = WORDS[one["verdict"]]
    return Explanation(
        one=ids[0], other=ids[1], model=model.model, verdict=one["verdict"], zh=zh, en=en,
        weight=round(one["weight"], 1), probability=one["probability"],
        reasons=tuple(_reasons(model, judge.weights.prior_bits, one, rows)),
        guards=tuple(caught_by(model, weighed, 0)), weights=judge.weights.source,
    )  # fmt: skip


def _reasons(
    model: MatchModel, prior: float, judged: dict[str, Any], rows: Sequence[dict[str, Any]]
) -> list[Reason]:
    """Each comparison's word, the weightiest first, after the start."""
    made = [_reason(model, one, judged, rows) for one in model.comparisons]
    made.sort(key=lambda reason: -abs(reason.bits))
    found = [Reason("", *START, "", "", "", round(prior, 1), None, None), *made]
    if judged.get("bits_kin"):
        found.append(Reason("", *KIN, "", "", "", round(judged["bits_kin"], 1), None, None))
    return found


def _reason(
    model: MatchModel,
    one: ModelComparison,
    judged: dict[str, Any],
    rows: Sequence[dict[str, Any]],
) -> Reason:
    gamma = judged[f"gamma_{one.column}"]
    level = None if gamma < 0 else one.levels[len(one.levels) - 1 - gamma]
    named, zh, en = (level.name, level.zh, level.en) if level else (ABSENT, *_NOT_GIVEN)
    sides = (_said(model, one.field, row) for row in rows)
    comparison = one.comparison
    bits = round(judged[f"bits_{one.column}"], 1)
    return Reason(one.name, comparison.zh, comparison.en, named, zh, en, bits, *sides)


def _said(model: MatchModel, field: str, row: dict[str, Any]) -> str | None:
    """What a row says in the columns of a field."""
    names = dict.fromkeys(c for columns in model.field(field).roles.values() for c in columns)
    said = [str(row[name]) for name in names if row.get(name) not in (None, "")]
    return " ".join(said).replace("\x1f", " / ") or None
