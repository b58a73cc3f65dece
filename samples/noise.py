"""Spoil rows as real deliveries are spoiled; what is spoiled depends on the record alone.

Whether a record carries a kind of noise is drawn from its id, the dataset and the kind: the same
record is spoiled in the same way in every month, and no order of rows or parts matters.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from samples import spellings
from samples.numbers import Bools, Days, Floats, Ints, Strings, uniform
from samples.rates import Noise


@dataclass
class Sheet:
    """The rows a department delivers: text columns, the thing each row is, the row's key."""

    thing: str
    key: tuple[str, ...]
    ids: Ints
    columns: dict[str, Strings]
    shapes: Any = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def keys(self) -> Strings:
        """The source key of each row."""
        parts = [self.columns[name] for name in self.key]
        if len(parts) == 1:
            return parts[0]
        return pc.binary_join_element_wise(*cast(Any, parts), "|")

    def take(self, chosen: Bools) -> "Sheet":
        """Some of the rows."""
        mask = pa.array(chosen)
        columns = {name: values.filter(mask) for name, values in self.columns.items()}
        shapes = None if self.shapes is None else self.shapes[chosen]
        return Sheet(self.thing, self.key, self.ids[chosen], columns, shapes)


@dataclass
class Spoiler:
    """Spoils one sheet and remembers what it did."""

    dataset: str
    seed: int
    rates: Noise
    sheet: Sheet
    done: list[tuple[str, str, Ints]] = field(default_factory=list)

    def draw(self, kind: str, column: str) -> Floats:
        """A number in [0, 1) for each row, the same whenever the row comes again."""
        return uniform(
            self.sheet.ids, zlib.crc32(f"{self.seed}/{self.dataset}/{kind}/{column}".encode())
        )

    def names(self, column: str) -> None:
        """Homophones, look-alikes, traditional forms; other spellings of transliterated names."""
        for kind, spell in (
            ("homophone", spellings.homophone), ("look_alike", spellings.look_alike),
            ("traditional", spellings.traditional), ("transliteration", spellings.transliteration),
        ):  # fmt: skip
            self._rewrite(column, kind, spell)

    def citizen_numbers(self, column: str, birth: Days) -> None:
        """Missing, 15-digit, mistyped and full-width numbers."""
        self.missing(column, "missing_number", self.rates.missing_number)
        old = birth < np.datetime64("1985-01-01")
        self._rewrite(column, "fifteen_digits", spellings.fifteen_digits, where=old)
        self._rewrite(column, "mistyped", spellings.mistyped)
        self._rewrite(column, "full_width", spellings.full_width)

    def numbers(self, column: str) -> None:
        """Mistyped and full-width numbers, of entities for instance."""
        self._rewrite(column, "mistyped", spellings.mistyped)
        self._rewrite(column, "full_width", spellings.full_width)

    def full_width(self, column: str) -> None:
        """Digits in full-width forms."""
        self._rewrite(column, "full_width", spellings.full_width)

    def missing(self, column: str, kind: str, rate: float) -> None:
        """Values left out."""
        gone = (self.draw(kind, column) < rate) & self._present(column)
        self._put(column, kind, np.flatnonzero(gone), [None] * int(gone.sum()))

    def dates(self, column: str, days: Days, render: Callable[[Days], Strings]) -> None:
        """Dates a day off, or with day and month swapped."""
        where = np.flatnonzero(
            (self.draw("wrong_date", column) < self.rates.wrong_date) & ~np.isnat(days)
        )
        wrong = np.array([spellings.wrong_date(day) for day in days[where]], dtype="M8[D]")
        self._put(column, "wrong_date", where, render(wrong).to_pylist() if len(where) else [])

    def company_names(self, column: str, short: Any, former: Any) -> None:
        """Abbreviated and former names of entities."""
        former_there = np.array([value is not None for value in former], dtype=bool)
        old = np.flatnonzero(
            (self.draw("former_name", column) < self.rates.former_name) & former_there
        )
        self._put(column, "former_name", old, [former[i] for i in old])
        abbreviated = np.flatnonzero(self.draw("abbreviated", column) < self.rates.abbreviated)
        kept = np.setdiff1d(abbreviated, old)
        self._put(column, "abbreviated", kept, [short[i] for i in kept])

    def shift(self, points: Any) -> Any:
        """Some points tens to hundreds of metres away."""
        where = np.flatnonzero(self.draw("shifted", "") < self.rates.shifted)
        angle = self.draw("shifted", "angle")[where] * 2 * np.pi
        far = 40 + 400 * self.draw("shifted", "far")[where]
        moved = points.copy()
        moved[where, 0] += np.cos(angle) * far
        moved[where, 1] += np.sin(angle) * far
        self.done.append(("shifted", "", where))
        return moved

    def unreadable(self, bad: dict[str, str]) -> None:
        """Rows nobody can read: one of the given columns gets the given impossible value."""
        where = np.flatnonzero(self.draw("unreadable", "") < self.rates.unreadable)
        which = (self.draw("unreadable", "which")[where] * len(bad)).astype(np.int64)
        for place, (column, value) in enumerate(bad.items()):
            rows = where[which == place]
            self._put(column, "unreadable", rows, [value] * len(rows))

    def _present(self, column: str) -> Bools:
        valid = self.sheet.columns[column].is_valid()
        return cast(Bools, np.asarray(valid.to_numpy(zero_copy_only=False), dtype=bool))

    def _rewrite(
        self,
        column: str,
        kind: str,
        spell: Callable[[str, float], str | None],
        where: Bools | None = None,
    ) -> None:
        chance = self.draw(kind, column)
        chosen = chance < getattr(self.rates, kind)
        if kind == "transliteration":
            dotted = pc.match_substring(self.sheet.columns[column], "·").fill_null(False)
            chosen &= dotted.to_numpy(zero_copy_only=False)
        if where is not None:
            chosen &= where
        rows = np.flatnonzero(chosen & self._present(column))
        values = self.sheet.columns[column].take(pa.array(rows)).to_pylist()
        variant = self.draw(kind, column + "/how")[rows]
        spelt = [spell(value, float(v)) for value, v in zip(values, variant, strict=True)]
        kept = [i for i, value in enumerate(spelt) if value is not None and value != values[i]]
        self._put(column, kind, rows[kept], [spelt[i] for i in kept])

    def _put(self, column: str, kind: str, rows: Ints, values: list[str | None]) -> None:
        if not len(rows):
            return
        where = np.zeros(len(self.sheet), dtype=bool)
        where[rows] = True
        self.sheet.columns[column] = pc.replace_with_mask(
            self.sheet.columns[column], pa.array(where), pa.array(values, pa.string())
        )
        self.done.append((kind, column, rows))
