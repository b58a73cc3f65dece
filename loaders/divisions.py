"""Divisions told by their names: which code a name meant on the row's own date."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from loaders.elements import Reading
from loaders.elements.base import APART, only_where, true_in
from runtime.database import execute
from runtime.sql import load

_NO_END = dt.date.max
_SIGNS = re.compile(r"[\s\-/·>,、]+")


@dataclass(frozen=True)
class Named:
    """A division, its name and the days on which it had it."""

    code: str
    name: str
    full_name: str | None
    superiors: str
    begins: dt.date
    ends: dt.date


class Names:
    """What names of divisions meant when. A name counts by itself or behind its superiors'."""

    def __init__(self, known: Iterable[Named]) -> None:
        divisions = list(known)
        above: dict[str, list[Named]] = defaultdict(list)
        for one in divisions:
            above[one.code].append(one)
        self._meant: dict[str, list[Named]] = defaultdict(list)
        for one in divisions:
            for said in _writings(one, above):
                self._meant[said].append(one)

    def codes(self, said: str, on: dt.date) -> set[str]:
        """The codes of the divisions that had this name on a day."""
        named = self._meant.get(_plain(said), ())
        return {one.code for one in named if one.begins <= on < one.ends}

    def read(self, reading: Reading, raw: pa.Array, days: pa.Array) -> Reading:
        """A reading of codes with those that were told by name, each on its row's date."""
        if not self._meant:
            return reading
        lost = np.flatnonzero(np.asarray(true_in(pc.equal(reading.flaws, "form"))))
        if not len(lost):
            return reading
        values, flaws = [], []
        meant: dict[tuple[str, dt.date], set[str]] = {}
        for said, day in zip(raw.take(lost).to_pylist(), days.take(lost).to_pylist(), strict=True):
            if (said, day) not in meant:
                meant[said, day] = self.codes(said, day)
            codes = meant[said, day]
            values.append(min(codes) if len(codes) == 1 else None)
            flaws.append(None if len(codes) == 1 else _several(codes) if codes else "form")
        mask = np.zeros(len(raw), bool)
        mask[lost] = True
        told, why = pa.array(values, pa.string()), pa.array(flaws, pa.string())
        return replace(
            reading,
            values=pc.replace_with_mask(reading.values, pa.array(mask), told),
            flaws=pc.replace_with_mask(reading.flaws, pa.array(mask), why),
            plain=only_where(pa.array(~mask), reading.plain).fill_null(False),
        )


def names(connection: Connection) -> Names:
    """The names in the stock, as it is known now."""
    rows = execute(connection, load("loaders/division_names"))
    return Names(
        Named(
            row.code, row.name, row.full_name, row.superiors, row.valid_from,
            _NO_END if row.valid_to == "infinity" else dt.date.fromisoformat(row.valid_to),
        )
        for row in rows
    )  # fmt: skip


def _writings(one: Named, above: dict[str, list[Named]]) -> set[str]:
    """How a division is called: by its name, behind its prefecture's, behind its province's too."""
    alone = [""]
    county = not one.code.endswith("00")
    prefectures = [p.name for p in above.get(one.code[:4] + "00", ())] if county else []
    provinces = [p.name for p in above.get(one.code[:2] + "0000", ())]
    provinces = [] if one.code.endswith("0000") else provinces
    before = {*alone, *prefectures, *provinces, one.superiors}
    before |= {province + prefecture for province in provinces for prefecture in prefectures}
    said = {_plain(superior + one.name) for superior in before}
    return said | ({_plain(one.full_name)} if one.full_name else set())


def _plain(said: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", said))


def _several(codes: set[str]) -> str:
    shown = ", ".join(sorted(codes)[:5])
    return APART.join(("several_divisions", f"代码 {shown}", f"codes {shown}"))
