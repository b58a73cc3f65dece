"""Rows of a delimited text that came before as the very same line: told by their bytes, unread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.ahead import ahead
from loaders.batch import source_key
from loaders.contract import Contract
from loaders.fingerprints import Hashes, Printer
from loaders.header import found_columns
from loaders.readers import Rows
from loaders.readers.apart import Apart, NotApart, apart
from loaders.readers.base import BATCH, Lines
from loaders.readers.sifting import Mask


class Verbatim:
    """Which line of the delivery before each line of a delivery is."""

    def __init__(
        self, now: Apart, before: Apart, contract: Contract, aside: Lines, keys: pa.Array
    ) -> None:
        self._now, self._before, self._contract = now, before, contract
        self._aside_keys = keys
        self._places = _places(now, before, ~np.isin(before.numbers, aside))
        self._keys = np.zeros(len(now), np.uint64)  # hashes of them
        self._keyed = np.zeros(len(now), bool)
        now.must_decode(np.flatnonzero(self._places < 0))

    @property
    def rows(self) -> int:
        """How many lines there were."""
        return len(self._before)

    @property
    def carried(self) -> int:
        """How many came again."""
        return int((self._places >= 0).sum())

    def new(self, note: Callable[[pa.Table], None]) -> Iterator[Rows]:
        """The rows that did not come before, once it is noted where those stood that did."""
        for carried in ahead(self._again()):
            note(carried)
        yield from ahead(self._now.rows(np.flatnonzero(self._places < 0)))

    def twice(self) -> Lines:
        """Lines that were carried though their key stands in another row, too."""
        keys = np.sort(self._keys[self._keyed])
        more = np.unique(keys[1:][keys[1:] == keys[:-1]])
        found = (self._places >= 0) & np.isin(self._keys, more) if len(more) else np.empty(0, bool)
        lines: Lines = np.flatnonzero(found) + self._now.begins.first
        return lines

    def recall(self, lines: Lines) -> Iterator[Rows]:
        """The rows of these lines, which are not carried after all."""
        places = lines - self._now.begins.first
        self._places[places] = -1
        return self._now.rows(places)

    def gone(self) -> Iterator[Rows]:
        """The former rows that were not carried."""
        left = np.ones(len(self._before), bool)
        left[self._places[self._places >= 0]] = False
        for rows in ahead(self._before.rows(np.flatnonzero(left), judged=False)):
            yield replace(rows, broken=())

    def _again(self) -> Iterator[pa.Table]:
        now, contract = self._now, self._contract
        nothing = Rows(np.empty(0, np.int64), {}, now.begins.header)
        names = found_columns(nothing, contract, now.path)
        with Printer() as printer:
            for place in range(0, len(now), BATCH):
                count = min(BATCH, len(now) - place)
                found = now.columns(place, count, [names[name] for name in contract.key])
                keys = source_key({name: found[names[name]] for name in contract.key}, contract)
                yield self._noted(place, keys, printer)

    def _noted(self, place: int, keys: pa.Array, printer: Printer) -> pa.Table:
        """Those of a run of lines that are carried, now that their keys are known."""
        here = slice(place, place + len(keys))
        places, keyed = self._places[here], np.asarray(keys.is_valid())
        places[~keyed | np.asarray(pc.is_in(keys, value_set=self._aside_keys))] = -1
        self._keys[here], self._keyed[here] = printer.hashes(keys), keyed
        carried = places >= 0
        return pa.table(
            {
                "line": pa.array(self._now.numbers[here][carried]),
                "former": pa.array(self._before.begins.first + places[carried]),
                "source_key": keys.filter(pa.array(carried)),
            }
        )


def verbatim(
    landing: Path, former: Path, contract: Contract, aside: Lines, keys: pa.Array
) -> Verbatim | None:
    """The rows of a landing copy as lines of the former one; None where they are told otherwise."""
    now, before = (apart(place, contract.file) for place in (landing, former))
    if now is None or before is None:
        return None
    if (now.begins, now.encoding) != (before.begins, before.encoding):
        return None
    try:
        return Verbatim(now, before, contract, aside, keys)
    except NotApart:
        return None


def _places(now: Apart, before: Apart, able: Mask) -> Lines:
    """Where each line stood among the former ones, byte for byte; below 0: nowhere."""
    places = np.full(len(now), -1, np.int64)
    candidates = np.flatnonzero(able)
    if not len(candidates):
        return places
    with Printer() as printer:
        hashes = _hashes(before, printer)[candidates]
        order = np.argsort(hashes, kind="stable")
        hashes, candidates = hashes[order], candidates[order]
        lines, former = now.lines, before.lines
        for place in range(0, len(now), BATCH):
            some = lines.slice(place, BATCH)
            asked = printer.hashes(some)
            turn = np.argsort(asked)  # neighbours are found near each other
            found = np.empty(len(asked), np.int64)
            found[turn] = np.searchsorted(hashes, asked[turn])
            found[found == len(hashes)] = 0
            alike = np.flatnonzero(hashes[found] == asked)
            stood = candidates[found[alike]]
            same = pc.equal(some.take(pa.array(alike)), former.take(pa.array(stood)))
            same = np.asarray(same)
            places[place + alike[same]] = stood[same]
            now.data.forget()
            before.data.forget()
    return places


def _hashes(text: Apart, printer: Printer) -> Hashes:
    lines, found = text.lines, []
    for place in range(0, len(lines), BATCH):
        found.append(printer.hashes(lines.slice(place, BATCH)))
        text.data.forget()
    return np.concatenate(found)
