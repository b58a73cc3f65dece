"""How a delivered file is built: the part of a contract that the readers go by."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

# What departments write where there is nothing to say.
NOTHING = ("", "NULL", "null", "None", "N/A", "-", "--", "—", "——", "/", "\\N", "无", "空",
           "00000000", "0000-00-00")  # fmt: skip


class Strict(BaseModel):
    """A part of a contract; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FileShape(Strict):
    """What every file has."""

    pattern: str = Field(
        min_length=1, description="Name of the file in the dated drop folder; * and ? match."
    )
    nothing: tuple[str, ...] = Field(
        default=NOTHING, description="Texts that mean: there is no value."
    )


class CsvFile(FileShape):
    """Delimited text with one header line."""

    format: Literal["csv"]
    encoding: str = Field(default="utf-8", description="utf-8 (with or without BOM), gb18030, …")
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    quote: str = Field(default='"', max_length=1, description="Empty: quotes have no meaning.")
    header_row: PositiveInt = Field(default=1, description="The line with the column names.")


class XlsxFile(FileShape):
    """One sheet of an Excel workbook; rows above the header are titles."""

    format: Literal["xlsx"]
    sheet: str | None = Field(default=None, description="Its name; default the first.")
    header_row: PositiveInt = Field(default=1, description="The row with the column names, from 1.")


class NdjsonFile(FileShape):
    """One JSON object a line; a column name with dots reaches into nested objects."""

    format: Literal["ndjson"]
    encoding: str = "utf-8"


class XmlFile(FileShape):
    """Repeated XML elements; their attributes (@name) and children are the columns."""

    format: Literal["xml"]
    record: str = Field(description="Tag of the element that is one row, without namespace.")


class VectorFile(FileShape):
    """A layer of geodata that GDAL reads: GeoPackage, GeoJSON, or a zipped Shapefile."""

    format: Literal["vector"]
    layer: str | None = Field(default=None, description="Default: the only layer.")
    encoding: str | None = Field(default=None, description="Of a .dbf; default: by its .cpg.")
    crs: str | None = Field(
        default=None, description="EPSG:… of the file; default: what the file itself says."
    )
    geometry: str = Field(default="geometry", description="Name of the shape among the columns.")


class CrosstabFile(FileShape):
    """A statistics workbook: rows by item, columns by time (or another dimension).

    Each cell becomes one row: the labels of its row, the head of its column under `across`, its
    text under `cell`, and its sheet's name under `sheet_label`.
    """

    format: Literal["crosstab"]
    sheets: tuple[str, ...] = Field(default=(), description="Names; default all.")
    header_row: PositiveInt = Field(default=1, description="The row with the heads, from 1.")
    labels: tuple[str, ...] = Field(
        min_length=1, description="Heads of the label columns; every other column holds cells."
    )
    across: str = Field(default="across", description="Column name for the head of the cell.")
    cell: str = Field(default="cell", description="Column name for the cell's text.")
    sheet_label: str = Field(default="sheet", description="Column name for the sheet's name.")


class SdmxFile(FileShape):
    """SDMX-ML data (generic or structure-specific); components are the columns."""

    format: Literal["sdmx"]


FileSpec = Annotated[
    CsvFile | XlsxFile | NdjsonFile | XmlFile | VectorFile | CrosstabFile | SdmxFile,
    Field(discriminator="format"),
]
