"""Rows set aside without their key, read again: what else they say may tell whose they are."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from loaders.batch import standardised
from loaders.contract import Contract
from loaders.header import alike
from loaders.plan import planned
from loaders.readers import WHOLE_ROW, Rows
from models.elements import GEOMETRIES

# Many records share these, so they tell nobody apart.
_COMMON = GEOMETRIES | {"code", "division", "successors", "ratio"}

Raw = Mapping[str, str | None]


@dataclass(frozen=True)
class Keyless:
    """What rows without a key say: as attributes, or as text where they have no columns."""

    attributes: tuple[str, ...]  # that tell records apart
    rows: Sequence[Mapping[str, Any]]
    texts: Sequence[str]


def reread(raws: Sequence[Raw], contract: Contract, as_of: dt.date) -> Keyless:
    """Standardise rows as quarantine kept them, the attributes that tell records apart."""
    telling = tuple(
        column.name
        for column in contract.definition.attributes
        if column.name in contract.attributes
        and column.name not in contract.constants
        and column.info["element"] not in _COMMON
    )
    whole = [raw[WHOLE_ROW] or "" for raw in raws if WHOLE_ROW in raw]
    divided = [raw for raw in raws if WHOLE_ROW not in raw]
    return Keyless(telling, _read(divided, contract, as_of, telling), [_plain(t) for t in whole])


def _read(
    raws: Sequence[Raw], contract: Contract, as_of: dt.date, telling: Sequence[str]
) -> list[Mapping[str, Any]]:
    if not raws:
        return []
    present = {alike(name): name for raw in raws for name in raw}
    names = {name: present.get(alike(name), name) for name in contract.sources}
    columns = {
        name: pa.array([raw.get(name) for raw in raws], pa.string()) for name in names.values()
    }
    plan = [one for one in planned(contract) if one.attribute in telling]
    rows = Rows(np.arange(1, len(raws) + 1), columns)
    read = standardised(rows, names, contract, plan, as_of).staged
    values = pa.table({name: read[name] for name in telling if name in read}).to_pylist()
    return values or [{} for _ in raws]


def _plain(text: str) -> str:
    """A text without what JSON and XML write in the place of characters."""
    return html.unescape(re.sub(r"(\\u[0-9a-fA-F]{4})+", _characters, text))


def _characters(found: re.Match[str]) -> str:
    units = bytes.fromhex(found[0].replace("\\u", ""))
    return units.decode("utf-16-be", errors="replace").replace("\0", "␀")
