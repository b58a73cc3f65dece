"""SDMX-ML messages of the customs and the central bank, written by pysdmx."""

import datetime as dt
from pathlib import Path
from typing import Final

import pyarrow as pa
from pysdmx.io import write_sdmx
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset
from pysdmx.model import Component, Components, Concept, DataType, Organisation, Role, Schema
from pysdmx.model.message import Header

# One sends structure-specific messages, the other generic ones.
_FORMATS: Final = {
    "customs_trade": ("CUSTOMS99", Format.DATA_SDMX_ML_2_1_STR),
    "central_bank_money": ("PBC99", Format.DATA_SDMX_ML_2_1_GEN),
}
_MEASURE, _ATTRIBUTE = "OBS_VALUE", "OBS_STATUS"


def structure(name: str, columns: list[str]) -> Schema:
    """The data structure of a message's columns."""
    agency, _ = _FORMATS[name]
    components = []
    for column in columns:
        role = Role.DIMENSION
        if column == _MEASURE:
            role = Role.MEASURE
        elif column == _ATTRIBUTE:
            role = Role.ATTRIBUTE
        kind = DataType.STRING if role != Role.MEASURE else DataType.DOUBLE
        components.append(
            Component(
                column, role != Role.ATTRIBUTE, role, Concept(column, dtype=kind), kind,
                attachment_level="O" if role == Role.ATTRIBUTE else None,
            )
        )  # fmt: skip
    return Schema(
        "datastructure", agency, name.upper(), Components(components), "1.0",
        generated=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip


def message(name: str, cells: pa.Table, date: str, target: Path) -> None:
    """One message with all observations, grouped by series."""
    agency, form = _FORMATS[name]
    dataset = PandasDataset(structure=structure(name, cells.column_names), data=cells.to_pandas())
    header = Header(
        id=f"{agency}-{name}-{date}", test=False, sender=Organisation(agency),
        prepared=dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC),
    )  # fmt: skip
    dimensions = {dataset.short_urn: "TIME_PERIOD"}
    write_sdmx(
        [dataset], form, output_path=str(target), prettyprint=True, header=header,
        dimension_at_observation=dimensions,
    )  # fmt: skip
