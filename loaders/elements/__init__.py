"""Standardising by element type: raw text of a column to stored values, flaws and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements import (
    amounts,
    codes,
    dates,
    names,
    numbers,
    organizations,
    periods,
    successors,
)
from loaders.elements.base import (
    FLAWS,
    Aspect,
    Reader,
    Reading,
    first_flaw,
    flaw_where,
    only_where,
    true_in,
)
from loaders.elements.writing import clean

__all__ = ["FLAWS", "ON_BAD", "READERS", "SPARED", "Aspect", "Reading", "standardise"]

READERS: Mapping[str, Reader] = {
    "citizen_number": numbers.citizen_number,
    "credit_code": organizations.credit_code,
    "organization_code": organizations.organization_code,
    "registration_number": organizations.registration_number,
    "tax_number": organizations.tax_number,
    "holder_number": numbers.holder_number,
    "identifier": names.identifier,
    "person_name": names.person_name,
    "entity_name": names.entity_name,
    "date": dates.date,
    "code": codes.code,
    "division": codes.division,
    "successors": successors.successors,
    "address": names.address,
    "phone": names.phone,
    "money": amounts.amount,
    "area": amounts.amount,
    "quantity": amounts.amount,
    "ratio": amounts.amount,
    "integer": amounts.amount,
    "period": periods.period,
    "text": names.text,
}

# What becomes of a row with a value that cannot be read. A mistyped number must not lose us the
# person: the value is kept in `original`, counted, and the row goes on without it. Where a wrong
# value would falsify what the row says, the row waits in quarantine to be corrected.
ON_BAD: Mapping[str, Literal["quarantine", "null"]] = {
    "citizen_number": "null",
    "credit_code": "null",
    "organization_code": "null",
    "registration_number": "null",
    "tax_number": "null",
    "holder_number": "null",
    "identifier": "quarantine",
    "person_name": "quarantine",
    "entity_name": "quarantine",
    "date": "quarantine",
    "code": "quarantine",
    "division": "quarantine",
    "successors": "quarantine",
    "address": "quarantine",
    "phone": "null",
    "money": "quarantine",
    "area": "quarantine",
    "quantity": "quarantine",
    "ratio": "quarantine",
    "integer": "quarantine",
    "period": "quarantine",
    "text": "quarantine",
    "point": "quarantine",
    "multipolygon": "quarantine",
    "geometry": "quarantine",
}

# What costs only the value, unless the contract says otherwise or a value is required: the month
# of a date without a day is kept.
SPARED: Mapping[str, str] = {"date": "partial"}


def standardise(raw: pa.Array, aspect: Aspect, nothing: tuple[str, ...]) -> Reading:
    """Read a column. Equal texts are read once; `plain` tells which texts need not be kept."""
    encoded = raw.dictionary_encode()
    said = encoded.dictionary
    cleaned = clean(said, nothing)
    reading = _something(READERS[aspect.element](cleaned, aspect))
    plain = pc.equal(reading.values, cleaned) if reading.plain is None else reading.plain
    same = pc.and_(pc.equal(said, cleaned), pc.is_valid(reading.values))
    plain = pc.or_(pc.is_null(cleaned), true_in(pc.and_(plain, same)))
    places = encoded.indices
    return Reading(
        reading.values.take(places),
        reading.flaws.take(places),
        pc.fill_null(plain.take(places), True),
        {role: values.take(places) for role, values in reading.beside.items()},
    )


def _something(reading: Reading) -> Reading:
    """A reading without empty values: where nothing is left, nothing could be read."""
    if not pa.types.is_string(reading.values.type):
        return reading
    empty = true_in(pc.equal(pc.binary_length(reading.values), 0))
    if not pc.any(empty).as_py():
        return reading
    flaws = first_flaw(reading.flaws, flaw_where(empty, "form"))
    return replace(reading, values=only_where(pc.invert(empty), reading.values), flaws=flaws)
