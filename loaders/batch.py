"""One batch of raw rows: what of it is staged, and which rows are set aside, and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loaders import json_text
from loaders.advice import Advice, found
from loaders.combining import combined, pieces
from loaders.contract import Contract, DaySpec
from loaders.elements import Aspect, Reading, coordinates, shapes, standardise
from loaders.elements.base import first_flaw, flaw_names, flaw_where, only_where, true_in
from loaders.elements.writing import clean, compatible
from loaders.fields import PointSpec
from loaders.files import FileShape
from loaders.plan import Planned, from_workbook
from loaders.readers import Rows

Mask = npt.NDArray[np.bool_]
SPATIAL = frozenset({"point", "multipolygon", "geometry"})
_NO_END = pa.scalar(dt.date(9999, 1, 1))  # from here on a date stands for having none
_ONE_DAY = pa.scalar(dt.timedelta(days=1))


@dataclass
class Reject:
    """Why rows are set aside: the rule, the column, and per row the flaw (null: it is fine)."""

    rule: str
    column: str
    flaws: pa.Array
    values: pa.Array | None


@dataclass
class Standardised:
    """A batch with its attributes read; `notes` counts flaws that did not stop their row."""

    staged: dict[str, pa.Array]
    rejects: list[Reject]
    good: Mask
    notes: Counter[tuple[str, str]] = field(default_factory=Counter)
    advice: Advice = field(default_factory=dict)


def standardised(
    rows: Rows,
    names: Mapping[str, str],
    contract: Contract,
    plan: Sequence[Planned],
    as_of: dt.date,
) -> Standardised:
    """Read every attribute of a batch; `names` are the file's names of the contract's columns."""
    columns = {ours: rows.column(theirs) for ours, theirs in names.items()}
    nothing = contract.file.nothing
    deleted = _deleted(columns, contract)
    key = source_key(columns, contract)
    result = Standardised({}, [], np.ones(len(rows.lines), bool))
    result.rejects += _nul(rows)
    result.rejects.append(
        Reject("key", ", ".join(contract.key), flaw_where(pc.is_null(key), "key"), None)
    )
    validity = _validity(columns, contract, as_of, deleted, result)
    altered: dict[str, pa.Array] = {}
    values: dict[str, pa.Array] = {}
    beside: dict[str, pa.Array] = {}
    split = {name: pieces(columns[name], spec, nothing) for name, spec in contract.splits.items()}
    for one in plan:
        if one.split or one.join:
            reading, raw = combined(one, columns, split, contract.file)
        else:
            reading, raw = _reading(one, rows, columns, contract.file)
        if one.divisions and raw is not None:
            reading = one.divisions.read(reading, raw, validity["valid_from"])
        values[one.attribute] = reading.values
        _note_beside(one, reading, beside)
        _judge(one, reading, raw, deleted, result)
        if raw is not None and reading.flaws.null_count < len(reading.flaws):
            kept = pc.and_not(pc.is_valid(reading.values), deleted)
            odd = found(one.label, one.attribute, reading.flaws, kept, raw, rows.lines)
            result.advice |= odd
        if raw is not None and reading.plain is not None and not pc.all(reading.plain).as_py():
            altered[one.attribute] = only_where(pc.invert(reading.plain), raw)
    for name, told in beside.items():
        values[name] = pc.coalesce(values[name], told) if name in values else told
    for reject in result.rejects:
        result.good &= np.asarray(pc.is_null(reject.flaws))
    result.staged = {
        "line": pa.array(rows.lines),
        "source_key": key,
        "op": pc.if_else(deleted, "d", "u"),
        **validity,
        **values,
        "original": _original(altered, len(rows.lines)),
    }
    return result


def _reading(
    one: Planned, rows: Rows, columns: Mapping[str, pa.Array], file: FileShape
) -> tuple[Reading, pa.Array | None]:
    """The attribute read, and the raw text it was read from where that is a column of text."""
    nothing, anywhere = file.nothing, file.extent == "anywhere"
    if one.point:
        x, y = _coordinates(one.point, columns, nothing)
        both = pc.binary_join_element_wise(x, y, ", ", null_handling="replace")
        return shapes.point(x, y, one.point.crs, anywhere), both
    if one.constant is not None:
        return _constant(one, len(rows.lines)), None
    raw = columns[one.source or ""]
    if one.aspect.element not in SPATIAL:
        return standardise(raw, one.aspect, nothing), raw
    if rows.shapes is not None:
        return shapes.shape(rows.shapes, rows.crs or one.crs, one.aspect, anywhere), None
    return shapes.written_shape(clean(raw, nothing), one.crs, one.aspect, anywhere), None


def _coordinates(
    point: PointSpec, columns: Mapping[str, pa.Array], nothing: tuple[str, ...]
) -> tuple[pa.Array, pa.Array]:
    """Two columns of coordinates, or one whose cells hold both."""
    if point.x == point.y:
        return coordinates.pair(clean(columns[point.x], nothing))
    x, y = (coordinates.decimal(clean(columns[name], nothing)) for name in (point.x, point.y))
    return x, y


def _constant(one: Planned, count: int) -> Reading:
    """A fixed value, read once."""
    read = standardise(pa.array([one.constant], pa.string()), one.aspect, ())
    places = pa.array(np.zeros(count, np.int32))
    return Reading(read.values.take(places), read.flaws.take(places), None)


def _note_beside(one: Planned, reading: Reading, beside: dict[str, pa.Array]) -> None:
    """What texts say besides their values, for the attributes that take it."""
    for role, told in reading.beside.items():
        name = one.beside.get(role)
        if name and told.null_count < len(told):
            beside[name] = pc.coalesce(beside[name], told) if name in beside else told


def _judge(
    one: Planned, reading: Reading, raw: pa.Array | None, deleted: pa.Array, result: Standardised
) -> None:
    """Which rows a flaw sets aside; a deletion needs nothing but its key."""
    lost = pc.is_null(reading.values)
    flaws = reading.flaws
    if one.on_bad == "null":
        stops = pa.array(np.zeros(len(lost), bool))
    else:
        stops = pc.and_(lost, pc.is_valid(flaws))
        if one.spared:
            stops = pc.and_not(stops, true_in(pc.equal(flaws, one.spared)))
    if one.required:
        stops = lost
    stops = pc.and_not(stops, deleted)
    if flaws.null_count < len(flaws):
        noted = flaw_names(pc.filter(flaws, pc.and_(pc.invert(stops), pc.is_valid(flaws))))
        for count in pc.value_counts(noted).to_pylist():
            result.notes[one.label, count["values"]] += count["counts"]
    if not pc.any(stops).as_py():
        return
    bad = only_where(stops, flaws)
    if pc.any(pc.is_valid(bad)).as_py():
        result.rejects.append(Reject(one.aspect.element, one.label, bad, raw))
    absent = pc.and_(stops, pc.is_null(flaws))
    if pc.any(absent).as_py():
        result.rejects.append(Reject("required", one.label, flaw_where(absent, "required"), raw))


def _deleted(columns: Mapping[str, pa.Array], contract: Contract) -> pa.Array:
    if contract.operation is None:
        some = next(iter(columns.values()))
        return pa.array(np.zeros(len(some), bool))
    told = clean(compatible(columns[contract.operation.column]), ())
    return true_in(pc.is_in(told, value_set=pa.array(contract.operation.delete, pa.string())))


def source_key(columns: Mapping[str, pa.Array], contract: Contract) -> pa.Array:
    """The key columns' text, NFKC and trimmed, joined; null where all of them are empty."""
    parts = [
        pc.fill_null(pc.utf8_trim_whitespace(compatible(columns[name])), "")
        for name in contract.key
    ]
    empty = pc.equal(pc.binary_length(pc.binary_join_element_wise(*parts, "")), 0)
    return only_where(pc.invert(empty), pc.binary_join_element_wise(*parts, "|"))


def _validity(
    columns: Mapping[str, pa.Array], contract: Contract, as_of: dt.date, deleted: pa.Array,
    result: Standardised,
) -> dict[str, pa.Array]:  # fmt: skip
    """Since when it is so, by default the delivery's date, and until when (exclusive, as text)."""
    day = pa.scalar(as_of, pa.date32())
    begins = pa.repeat(day, len(deleted))
    if contract.valid_from:
        begins = pc.coalesce(_day(columns, contract, contract.valid_from, deleted, result), day)
    if contract.valid_to is None:
        return {"valid_from": begins}
    ends = _day(columns, contract, contract.valid_to, deleted, result)
    if contract.valid_to.inclusive:
        ends = pc.add(ends, _ONE_DAY).cast(pa.date32())
    open_end = pc.or_(deleted, true_in(pc.greater_equal(ends, _NO_END)))
    ends = only_where(pc.invert(open_end), ends)
    never = true_in(pc.less_equal(ends, begins))
    if pc.any(never).as_py():
        name = contract.valid_to.column
        result.rejects.append(Reject("valid_to", name, flaw_where(never, "ended"), columns[name]))
    return {"valid_from": begins, "valid_to": pc.fill_null(ends.cast(pa.string()), "infinity")}


def _day(
    columns: Mapping[str, pa.Array], contract: Contract, spec: DaySpec, deleted: pa.Array,
    result: Standardised,
) -> pa.Array:  # fmt: skip
    """The days of a column that dates the row; a deletion needs none."""
    raw = columns[spec.column]
    workbook = from_workbook(contract.file)
    reading = standardise(
        raw, Aspect("date", workbook=workbook, partial=spec.partial), contract.file.nothing
    )
    if pc.any(pc.is_valid(reading.flaws)).as_py():
        bad = only_where(pc.invert(deleted), reading.flaws)
        result.rejects.append(Reject("date", spec.column, bad, raw))
    return reading.values


def _nul(rows: Rows) -> list[Reject]:
    """Rows with a NUL byte, which no text of the database can hold."""
    found = []
    for name, column in rows.columns.items():
        data = column.buffers()[2] if len(column) else None
        if data is not None and 0 in np.frombuffer(data, np.uint8):
            mask = true_in(pc.match_substring(column, "\0"))
            if pc.any(mask).as_py():
                shown = name.replace("\0", "␀")
                found.append(Reject("characters", shown, flaw_where(mask, "nul"), column))
    return found


def _original(altered: Mapping[str, pa.Array], count: int) -> pa.Array:
    if not altered:
        return pa.nulls(count, pa.string())
    return json_text.objects(altered)


def reasons(result: Standardised, bad: Mask) -> dict[str, pa.Array]:
    """For the rows set aside: rule, column, flaw and value of the first thing wrong."""
    mask = pa.array(bad)
    flaw = rule = column = value = pa.nulls(int(bad.sum()), pa.string())
    for reject in result.rejects:
        flaws = pc.filter(reject.flaws, mask)
        here = pc.and_(pc.is_valid(flaws), pc.is_null(flaw))
        rule = pc.if_else(here, reject.rule, rule)
        column = pc.if_else(here, reject.column, column)
        if reject.values is not None:
            value = pc.if_else(here, pc.filter(reject.values, mask), value)
        flaw = first_flaw(flaw, flaws)
    return {"rule": rule, "column": column, "flaw": flaw, "value": value}
