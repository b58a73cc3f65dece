"""Weigh who may be meant, and decide: one clear best, a question to people, or to wait.

Name and number are compared by the engine, level by level. What a name weighs is told by the stock
itself: of n who bear it each is as likely. The rest is what agrees around it (context.yml).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from matching.across.forms import ENTITY, PERSON, holder, is_full
from matching.engine.base import Backend
from matching.engine.duck import Duck
from matching.engine.features import ID, features
from matching.engine.weights import start
from matching.model import MatchModel, ModelComparison
from matching.model import load as load_model

FOLDER = Path(__file__).parent
LINKED, ASKED = "linked", "asked"
OTHER = -20.0  # so little or less weighs a name that is another one
NUMBERED = 20.0  # what a number weighs at least that is borne, be it a former one

Pair = Mapping[str, Any]


@dataclass(frozen=True)
class Meant:
    """Whom a saying means, or may mean: with how, and why."""

    saying: int
    master: int
    state: str
    method: str
    score: float | None
    why: dict[str, Any]


@dataclass(frozen=True)
class Weighed:
    """One who may be meant, and what speaks for and against."""

    pair: Pair
    bits: dict[str, float]

    @property
    def total(self) -> float:
        return round(sum(self.bits.values()), 2)


def weigh(thing: str, pairs: Sequence[Pair], either: bool) -> list[Meant]:
    """Whom each saying means, of the pairs (sql/across/pairs_*.sql) of one reference.

    With `either`, the one meant may also be of the other thing, as a holder is.
    """
    allowed = [pair for pair in pairs if not either or _may_be(thing, pair)]
    if not allowed:
        return []
    model = load_model(FOLDER / f"{thing}.yaml")
    weighed = [
        Weighed(pair, _bits(thing, pair, compared))
        for pair, compared in zip(allowed, _compared(model, allowed), strict=True)
    ]
    weighed.sort(key=lambda one: (one.pair["saying_id"], -one.total, one.pair["master_id"]))
    found = []
    for _, group in groupby(weighed, key=lambda one: one.pair["saying_id"]):
        if decided := _decided(model, list(group), either):
            found.append(decided)
    return found


def _may_be(thing: str, pair: Pair) -> bool:
    told = holder(pair["number"], pair["raw"], pair["kind"], pair["name"])
    return told is None or told == (PERSON if thing == "person" else ENTITY)


def _decided(model: MatchModel, candidates: list[Weighed], either: bool) -> Meant | None:
    """One clear best is meant; a likely one, or who bears the number and another name, is asked
    of people."""
    best = candidates[0]
    following = candidates[1].total if len(candidates) > 1 else -math.inf
    limits = model.thresholds
    review = limits.join if limits.review is None else limits.review
    suspected = next(
        (c for c in candidates if c.pair["numbered"] and c.bits["name"] <= OTHER), None
    )
    clear = best.total >= limits.join and best.total - following >= limits.lead
    undisputed = best.bits["name"] > OTHER and (suspected is None or best.pair["numbered"])
    if clear and undisputed and not (either and _untold(best.pair)):
        return _meant(best, LINKED, following)
    if suspected is not None:
        return _meant(suspected, ASKED, following, method="identifier")
    likely = best.total >= review and best.bits["name"] > OTHER
    return _meant(best, ASKED, following) if likely else None


def _untold(pair: Pair) -> bool:
    """A name that persons and entities bear, and nothing that tells which is meant."""
    told = holder(pair["number"], pair["raw"], pair["kind"], pair["name"])
    return told is None and bool(pair["rival"])


def _meant(one: Weighed, state: str, following: float, method: str | None = None) -> Meant:
    pair = one.pair
    how = "identifier" if pair["numbered"] else "slip" if "slip" in one.bits else "name"
    why: dict[str, Any] = {"bits": one.bits, "bearers": pair["bearers"]}
    if following > -math.inf:
        why["next"] = following
    return Meant(pair["saying_id"], pair["master_id"], state, method or how, one.total, why)


def _bits(thing: str, pair: Pair, compared: Mapping[str, float | None]) -> dict[str, float]:
    """What each thing that was compared weighs."""
    context = _context()[thing]
    bits = {"name": _name(pair, compared["name"], context)}
    if thing == "entity" and pair["named"] and is_full(pair["name"]):
        bits["full"] = context["full"]
    bits |= _number(pair, compared, context)
    for name in ("party", "phone", "address"):
        if pair[name]:
            bits[name] = context[name]
    if pair["near"] is not None:
        bits["division"] = context["division"][pair["near"]]
    return {name: round(float(value), 1) for name, value in bits.items()}


def _number(
    pair: Pair, compared: Mapping[str, float | None], context: Mapping[str, Any]
) -> dict[str, float]:
    """What the number weighs; birth and sex are in it, and weigh only where the other side has
    none. No slip of the pen makes a valid number of another one: two valid ones are two."""
    number = compared["number"]
    if pair["numbered"]:
        return {"number": max(number or 0.0, NUMBERED)}
    if number is None:
        told = {name: compared.get(name) for name in ("birth", "sex")}
        return {name: value for name, value in told.items() if value is not None}
    if pair["number"]:
        return {"number": context["number"]}
    return {"slip" if number > 0 else "number": number}


def _name(pair: Pair, compared: float | None, context: Mapping[str, Any]) -> float:
    if pair["named"]:
        return -math.log2(max(pair["bearers"], 1))
    alike = (compared is not None and compared > 3) or _within(pair)
    return float(context["alike"] if alike else context["other"])


def _within(pair: Pair) -> bool:
    """Whether an entity's number and a part of its name agree: 财政局 for 高河区财政局."""
    said, own = pair["name"], pair["own_name"] or ""
    short = min(said, own, key=len)
    return (
        pair["numbered"] and pair["own_birth"] is None and len(short) >= 3
        and (short in said and short in own) and holder("", None, None, short) is not None
    )  # fmt: skip


def _compared(model: MatchModel, pairs: Sequence[Pair]) -> Iterator[dict[str, float | None]]:
    """What the engine's levels say of each pair, by field; None where one side says nothing.

    How frequent a value is does not count here: what a name weighs, the stock tells.
    """
    ids = pa.array(range(len(pairs)), pa.int64())
    said, own = features(model, _said(pairs), ids), features(model, _own(pairs), ids)
    weights = start(model)
    with Duck() as duck:
        duck.register("said", said)
        duck.register("own", own)
        sides = ", ".join(
            f"l.{name} as {name}_l, r.{name} as {name}_r" for name in said.column_names
        )
        levels = ", ".join(_level(one, duck) for one in model.comparisons)
        found = duck.fetch(
            f"select {levels} from (select {sides} from said l join own r using ({ID})) p"
            f" order by p.{ID}_l"
        )
    for row in found.to_pylist():
        told: dict[str, float | None] = dict.fromkeys(model.fields)
        for one in model.comparisons:
            if (level := row[one.column]) is not None:
                told[one.field] = (told[one.field] or 0.0) + weights.bits(one.name, level)
        yield told


def _level(one: ModelComparison, backend: Backend) -> str:
    """Which level of a comparison a pair is at, from the best; null where one side says nothing."""
    cases = " ".join(
        f"when {backend.condition(one.condition(level))} then {n}"
        for n, level in enumerate(one.levels[:-1])
    )
    return (
        f"case when {one.absent()} then null {cases} else {len(one.levels) - 1} end as {one.column}"
    )


def _said(pairs: Sequence[Pair]) -> pa.Table:
    numbers = [pair["number"] or pair["raw"] for pair in pairs]
    return pa.table(
        {
            "name": pa.array([pair["name"] for pair in pairs], pa.string()),
            "also": pa.nulls(len(pairs), pa.string()),
            "number": pa.array(numbers, pa.string()),
            "birth": pa.array([_born(number) for number in numbers], pa.string()),
            "sex": pa.array([_sex(number) for number in numbers], pa.string()),
        }
    )


def _own(pairs: Sequence[Pair]) -> pa.Table:
    births = [pair["own_birth"].isoformat() if pair["own_birth"] else None for pair in pairs]
    return pa.table(
        {
            "name": pa.array([pair["own_name"] for pair in pairs], pa.string()),
            "also": pa.array([pair["also"] or None for pair in pairs], pa.string()),
            "number": pa.array([pair["own_number"] for pair in pairs], pa.string()),
            "birth": pa.array(births, pa.string()),
            "sex": pa.array([pair["own_sex"] for pair in pairs], pa.string()),
        }
    )


def _born(number: str | None) -> str | None:
    """The date of birth in a citizen number."""
    if number is None or len(number) != 18 or not number[6:14].isdigit():
        return None
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


def _sex(number: str | None) -> str | None:
    """The sex in a citizen number: odd sequences are men's."""
    if _born(number) is None or number is None or not number[16].isdigit():
        return None
    return "1" if int(number[16]) % 2 else "2"


@cache
def _context() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(
        (FOLDER / "context.yml").read_text(encoding="utf-8")
    )
    return loaded
