"""Rows of a snapshot that came before, byte for byte: carried over, and not gone through again.

What they said still stands, so nothing would come of them. A row is carried whose fingerprint a row
of the delivery before had that was staged, whose key no other row has, and whose record nobody has
touched since. All others are staged as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from loaders.advice import Advice, Odd, told
from loaders.advice import add as add_advice
from loaders.ahead import ahead
from loaders.contract import Contract
from loaders.errors import Refused
from loaders.fingerprints import Hashes, Printer, Prints
from loaders.plan import planned
from loaders.readers import Rows, read
from loaders.readers.apart import NotApart
from loaders.readers.base import Lines, joined
from loaders.staging import Arriving, Counts, Filling, Table, columns_of, copy
from loaders.verbatim import verbatim
from runtime.database import execute
from runtime.sql import load

Mask = npt.NDArray[np.bool_]
WORTHWHILE = 0.5  # the share of the former rows that must come again


@dataclass(frozen=True)
class Former:
    """The delivery before: its landing copy, the lines it set aside with their keys, which other
    lines may have too, and how to find the lines now whose record was touched since."""

    arriving: Arriving
    aside: Lines
    keys: pa.Array
    disturbed: Callable[[], Lines]


def gone_table(delivery_id: int) -> Table:
    """Schema and name of the table of the former delivery's rows that did not come again."""
    return "stage", f"g{delivery_id}"


def stage_carrying(
    connection: Connection, delivery: Arriving, contract: Contract, former: Former
) -> Counts | None:
    """Stage what is new in a delivery, carrying over the rest; None where little came again."""
    lines = verbatim(delivery.landing, former.arriving.landing, contract, former.aside, former.keys)
    if lines and lines.carried >= WORTHWHILE * lines.rows:
        try:
            return _stage(connection, delivery, contract, former, lines)
        except (Refused, NotApart):
            pass  # the whole file is asked
    return _stage(connection, delivery, contract, former, Known(delivery, former, contract))


class Telling(Protocol):
    """What tells which rows came again."""

    @property
    def rows(self) -> int:
        """How many rows there were."""

    @property
    def carried(self) -> int:
        """How many came again."""

    def new(self, note: Callable[[pa.Table], None]) -> Iterator[Rows]:
        """The rows that did not; where those stood that did is noted."""

    def twice(self) -> Lines:
        """Lines that were carried though their key stands in another row, too."""

    def recall(self, lines: Lines) -> Iterator[Rows]:
        """The rows of these lines, which are not carried after all."""

    def gone(self) -> Iterator[Rows]:
        """The former rows that were not carried, as they were read then."""


def _stage(
    connection: Connection, delivery: Arriving, contract: Contract, former: Former, known: Telling
) -> Counts | None:
    filling = Filling(connection, delivery, contract)
    filling.fill(joined(known.new(partial(copy, connection, filling.carried_table))))
    execute(connection, load("loaders/finish", table=filling.carried_table))
    recalled = np.union1d(known.twice(), former.disturbed())
    if known.carried - len(recalled) < WORTHWHILE * known.rows:
        return None
    if len(recalled):
        forget = load("loaders/recall", carried=filling.carried_table)
        execute(connection, forget, {"lines": recalled.tolist()})
        filling.fill(joined(known.recall(recalled)))
    odd = _gone(filling, former, known)
    before = told(connection, former.arriving.delivery_id, filling.carried_table, _labels(contract))
    _settle(filling.advice, before, odd)
    return filling.finish(known.carried)


class Known:
    """What the delivery before said, row by row, and what of it has come again."""

    def __init__(self, delivery: Arriving, former: Former, contract: Contract) -> None:
        self._delivery, self._former, self._contract = delivery, former, contract
        # Rows that cannot be carried are looked at again in any case.
        self._kept: list[Rows] = []
        every = [
            (one.lines, one.rows, one.key_hashes, able)
            for one, able in self._printed(former, contract)
        ]
        lines, rows, keys, able = (np.concatenate(part) for part in zip(*every, strict=True))
        order = np.flatnonzero(able)[np.argsort(rows[able], kind="stable")]
        self._every = lines
        self._lines, self._rows, self._keys = lines[order], rows[order], keys[order]
        self._came: list[Lines] = []  # the lines now
        self._places: list[Lines] = []  # where each stood among the former rows; below 0: nowhere
        self._seen: list[Hashes] = []  # their keys

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return len(self._every)

    @property
    def carried(self) -> int:
        """How many came again."""
        return sum(int((places >= 0).sum()) for places in self._places)

    def new(self, note: Callable[[pa.Table], None]) -> Iterator[Rows]:
        """The rows that did not come before; where those stood that did is noted on the way."""
        delivery, contract = self._delivery, self._contract
        with Printer() as printer:
            for rows in ahead(read(delivery.landing, contract.file, contract.sources)):
                prints = printer.prints(rows, columns_of(rows, delivery, contract), contract)
                rest, carried = self._sifted(rows, prints)
                note(carried)
                yield rest

    def _sifted(self, rows: Rows, prints: Prints) -> tuple[Rows, pa.Table]:
        """The rows that did not come before, and where those stood that did."""
        places = self._found(prints)
        self._came.append(prints.lines)
        self._places.append(places)
        self._seen.append(prints.key_hashes)
        before = places >= 0
        carried = pa.table(
            {
                "line": pa.array(prints.lines[before]),
                "former": pa.array(self._lines[places[before]]),
                "source_key": prints.keys.filter(pa.array(before)),
            }
        )
        return rows.only(~before), carried

    def twice(self) -> Lines:
        """Lines that were carried though their key stands in another row, too."""
        lines, places, keys = self._all()
        _, first, counts = np.unique(keys, return_inverse=True, return_counts=True)
        found: Lines = lines[(places >= 0) & (counts[first] > 1)]
        return found

    def recall(self, lines: Lines) -> Iterator[Rows]:
        """The rows of these lines, which are not carried after all."""
        for came, places in zip(self._came, self._places, strict=True):
            places[np.isin(came, lines)] = -1
        return _among(lines, self._delivery, self._contract)

    def gone(self) -> Iterator[Rows]:
        """The former rows that were not carried, as they were read then."""
        _, places, _ = self._all()
        lines = np.setdiff1d(self._every, self._lines[places[places >= 0]])
        kept = np.concatenate([rows.lines for rows in self._kept])
        if not len(np.setdiff1d(lines, kept)):
            return iter(self._kept)
        return _among(lines, self._former.arriving, self._contract)

    def _printed(self, former: Former, contract: Contract) -> Iterator[tuple[Prints, Mask]]:
        """The former rows' fingerprints, batch by batch, and which of them could be carried."""
        before = former.arriving
        with Printer() as printer:
            for rows in ahead(read(before.landing, contract.file, contract.sources)):
                prints = printer.prints(rows, columns_of(rows, before, contract), contract)
                told = pc.is_in(prints.keys, value_set=former.keys)
                able = ~(np.isin(rows.lines, former.aside) | np.asarray(told))
                self._kept.append(replace(rows.only(~able), broken=()))
                yield prints, able

    def _found(self, prints: Prints) -> Lines:
        """The place of each row among the former ones, below 0 for none."""
        if not len(self._rows):
            return np.full(len(prints.lines), -1, np.int64)
        places = np.searchsorted(self._rows, prints.rows)
        places[places == len(self._rows)] = 0
        same = (self._rows[places] == prints.rows) & (self._keys[places] == prints.key_hashes)
        same &= np.asarray(prints.keys.is_valid())
        return np.where(same, places, -1).astype(np.int64)

    def _all(self) -> tuple[Lines, Lines, Hashes]:
        empty = np.empty(0, np.int64)
        return (
            np.concatenate([empty, *self._came]),
            np.concatenate([empty, *self._places]),
            np.concatenate([empty.astype(np.uint64), *self._seen]),
        )


def _among(lines: Lines, arriving: Arriving, contract: Contract) -> Iterator[Rows]:
    """The rows of these lines; what cannot be taken was told before."""
    for rows in ahead(read(arriving.landing, contract.file, contract.sources)):
        yield replace(rows.only(np.isin(rows.lines, lines)), broken=())


def _gone(filling: Filling, former: Former, known: Telling) -> Advice:
    """Stage the former rows that did not come again, as they were read then: what was found of them
    is found no more. The advice on them."""
    connection = filling.connection
    table = gone_table(filling.delivery.delivery_id)
    execute(connection, load("loaders/gone", table=table, stage=filling.table))
    advice: Advice = {}
    for portion in filling.portions(joined(known.gone()), former.arriving):
        fine = ~np.isin(portion.staged["line"].to_numpy(), former.aside)
        copy(connection, table, portion.staged.filter(pa.array(fine)))
        add_advice(advice, portion.advice)
    return advice


def _settle(advice: Advice, before: Advice, gone: Advice) -> None:
    """Advice on what is staged, and on what is carried: that of the former delivery without the
    rows which did not come again."""
    for what, odd in before.items():
        left = odd.rows - gone.get(what, Odd()).rows
        if left:
            now = advice.setdefault(what, Odd())
            now.add(Odd(left, odd.first))
            now.first.sort()


def _labels(contract: Contract) -> Mapping[str, str]:
    """What the file calls the column of each attribute."""
    return {one.attribute: one.label for one in planned(contract)}
