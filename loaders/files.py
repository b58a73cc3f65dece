"""How a delivered file is built: the part of a contract that the readers go by."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

# What departments write where there is nothing to say.
NOTHING = ("", "NULL", "null", "None", "N/A", "-", "--", "—", "——", "/", "\\N", "无", "空",
           "00000000", "0000-00-00")  # fmt: skip


class Strict(BaseModel):
    """A part of a contract; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PartsSpec(Strict):
    """A delivery that comes in several files, all of which the pattern names."""

    join: Literal["files", "lines", "bytes"] = Field(
        default="files",
        description="files: each is whole, with a header of its own; lines: cut between lines, "
        "only the first has the header; bytes: cut anywhere (.001, .002 …).",
    )
    count: PositiveInt | None = Field(default=None, description="How many make a delivery.")
    complete: str | None = Field(
        default=None,
        description="Name of a file that says all are there, such as *.ok; * and ? match.",
    )


class FileShape(Strict):
    """What every file has."""

    pattern: str = Field(
        min_length=1, description="Name of the file in the dated drop folder; * and ? match."
    )
    nothing: tuple[str, ...] = Field(
        default=NOTHING, description="Texts that mean: there is no value."
    )
    members: str | None = Field(
        default=None,
        description="Which files of a zip or tar are read; * and ? match. Default: its only one.",
    )
    parts: PartsSpec | None = Field(
        default=None, description="Several files make one delivery; default: each is its own."
    )
    extent: Literal["china", "anywhere"] = Field(
        default="china",
        description="Where places may lie. china: one outside sets its row aside.",
    )


class RowsShape(FileShape):
    """What every file has whose rows stand one below the other."""

    skip_beginning: tuple[str, ...] = Field(
        default=(),
        description="Rows whose text begins with one of these are no rows: 合计, 填表人, # …",
    )


class CsvFile(RowsShape):
    """Delimited text with one header line, or with its columns named by position."""

    format: Literal["csv"]
    encoding: str = Field(
        default="utf-8", description="utf-8, gb18030, utf-16 …; with or without byte-order mark."
    )
    delimiter: str = Field(
        default=",", min_length=1, description="One or more characters; tab and ^A by that name."
    )
    quote: str = Field(default='"', max_length=1, description="Empty: quotes have no meaning.")
    escape: str = Field(
        default="", max_length=1, description="A character that takes the next one's meaning."
    )
    header_row: int = Field(
        default=1, ge=0, description="The line with the column names; lines above it are titles."
    )
    columns: tuple[str, ...] = Field(
        default=(), description="Names by position, for a file without header line."
    )
    from_workbook: bool = Field(
        default=False, description="Saved from Excel: a date may be a number of days, as there."
    )

    @property
    def separator(self) -> str:
        """The delimiter itself, where the contract names one that cannot be seen."""
        return _UNSEEN.get(self.delimiter, self.delimiter)

    @property
    def titles(self) -> int:
        """How many lines stand above header or data."""
        if self.columns and "header_row" not in self.model_fields_set:
            return 0
        return self.header_row if self.columns else self.header_row - 1

    @model_validator(mode="after")
    def _names_from_somewhere(self) -> Self:
        if not self.header_row and not self.columns:
            raise ValueError("header_row: 0 needs the names of the columns under columns")
        if self.columns and len(set(self.columns)) < len(self.columns):
            raise ValueError("a name stands twice under columns")
        if {"\r", "\n"} & set(self.separator) or self.quote in ("\r", "\n", self.separator):
            raise ValueError("the delimiter must differ from line ends and quotes")
        return self


_UNSEEN = {"tab": "\t", "\\t": "\t", "^A": "\x01", "\\x01": "\x01", "^\\": "\x1c"}


class FixedFile(RowsShape):
    """Text whose columns stand at fixed positions of each line or record."""

    format: Literal["fixed"]
    encoding: str = "utf-8"
    positions: dict[str, Annotated[str, Field(pattern=r"^[1-9]\d{0,5}(-[1-9]\d{0,5})?$")]] = Field(
        min_length=1, description="Column -> its first and last position, from 1: 1-18."
    )
    count: Literal["bytes", "characters"] = Field(
        default="bytes",
        description="What positions count; a Chinese character of GB18030 is 2 bytes.",
    )
    titles: int = Field(default=0, ge=0, description="Lines above the data, a header among them.")
    length: PositiveInt | None = Field(
        default=None, description="Of a whole record; another length sets it aside."
    )
    line_ends: bool = Field(
        default=True, description="false: records follow one another without line ends."
    )
    trimmed: bool = Field(default=False, description="Blanks at the end of lines may be missing.")

    @property
    def spans(self) -> dict[str, tuple[int, int]]:
        """Column -> where it begins, from 0, and where it has ended."""
        ends = {name: span.split("-") for name, span in self.positions.items()}
        return {name: (int(found[0]) - 1, int(found[-1])) for name, found in ends.items()}

    @model_validator(mode="after")
    def _positions_fit(self) -> Self:
        last = max(end for _, end in self.spans.values())
        for name, (begin, end) in self.spans.items():
            if end <= begin:
                raise ValueError(f"{name} ends before it begins")
        if self.length and self.length < last:
            raise ValueError(f"a record of {self.length} does not reach position {last}")
        if not self.line_ends and not self.length:
            raise ValueError("records without line ends need their length")
        if self.count == "bytes" and self.encoding.lower().startswith(
            ("utf-16", "utf-32", "utf16")
        ):
            raise ValueError(f"in {self.encoding} set count to characters")
        return self


class XlsxFile(RowsShape):
    """Sheets of an Excel workbook, .xlsx or .xls; rows above the header are titles."""

    format: Literal["xlsx"]
    sheet: str | None = Field(default=None, description="Its name; default the first.")
    sheets: tuple[str, ...] = Field(
        default=(), description="Names of several that are built alike; * and ? match."
    )
    sheet_label: str | None = Field(
        default=None, description="A column name for the name of the sheet a row stands in."
    )
    header_row: PositiveInt = Field(default=1, description="The row with the column names, from 1.")
    header_rows: PositiveInt = Field(
        default=1, description="How many rows the header has; names are joined: 上级.下级."
    )


class NdjsonFile(FileShape):
    """One JSON object a line; a column name with dots reaches into nested objects."""

    format: Literal["ndjson"]
    encoding: str = "utf-8"
    explode: str | None = Field(
        default=None,
        description="An inner array whose elements are the rows: 成员 makes 成员.姓名 a column.",
    )


class JsonFile(FileShape):
    """One JSON document with the rows in an array; column names as for ndjson."""

    format: Literal["json"]
    encoding: str = "utf-8"
    records: str = Field(
        default="[*]", min_length=1,
        description="Where the rows are: [*] the document's own array; data.items[*]; 区[*].户[*].",
    )  # fmt: skip
    explode: str | None = Field(
        default=None,
        description="An inner array whose elements are the rows: 成员 makes 成员.姓名 a column.",
    )


class XmlFile(FileShape):
    """Repeated XML elements; their attributes (@name) and children (a, a.b) are the columns.

    What stands above a row is reached by ../@name and ../a, when it comes before the row.
    """

    format: Literal["xml"]
    record: str = Field(
        min_length=1,
        description="The element that is one row: its tag, or a path such as 册/户/人; a tag with "
        "a prefix (x:人) is looked up in namespaces, one without is in any.",
    )
    namespaces: dict[str, str] = Field(default={}, description="Prefix -> namespace.")
    encoding: str | None = Field(default=None, description="Default: what the file declares.")

    @model_validator(mode="after")
    def _prefixes_are_known(self) -> Self:
        for step in self.record.strip("/").split("/"):
            prefix, colon, _ = step.rpartition(":")
            if colon and prefix not in self.namespaces:
                raise ValueError(f"the prefix {prefix} is not under namespaces")
        return self


class ParquetFile(FileShape):
    """A Parquet file; columns within columns have dotted names."""

    format: Literal["parquet"]


class VectorFile(FileShape):
    """A layer of geodata: GeoPackage, GeoJSON, GML, KML, or a zipped Shapefile."""

    format: Literal["vector"]
    layer: str | None = Field(
        default=None, description="Of a file or zip that has several; default: the only one."
    )
    encoding: str | None = Field(default=None, description="Of a .dbf; default: by its .cpg.")
    crs: str | None = Field(
        default=None,
        description="EPSG:… of the file, or +proj=… +towgs84=… with the region's own parameters; "
        "default: what the file itself says.",
    )
    geometry: str = Field(default="geometry", description="Name of the shape among the columns.")


class CrosstabFile(FileShape):
    """A statistics workbook or delimited text: rows by item, columns by time or the like.

    Each cell becomes one row: the labels of its row, the head of its column under `across`, its
    text under `cell`, and its sheet's (or file's) name under `sheet_label`.
    """

    format: Literal["crosstab"]
    sheets: tuple[str, ...] = Field(default=(), description="Names; default all.")
    header_row: PositiveInt = Field(default=1, description="The row with the heads, from 1.")
    header_rows: PositiveInt = Field(
        default=1, description="How many rows the heads have; they are joined: 上级.下级."
    )
    labels: tuple[str, ...] = Field(
        min_length=1, description="Heads of the label columns; every other column holds cells."
    )
    across: str = Field(default="across", description="Column name for the head of the cell.")
    cell: str = Field(default="cell", description="Column name for the cell's text.")
    sheet_label: str = Field(default="sheet", description="Column name for the sheet's name.")
    encoding: str = Field(default="utf-8", description="Of delimited text.")
    delimiter: str = Field(default=",", min_length=1, description="Of delimited text, as in csv.")

    @property
    def as_text(self) -> CsvFile:
        """How its rows stand where it is delimited text."""
        same = self.model_dump(include={"pattern", "encoding", "delimiter", "header_row"})
        return CsvFile(format="csv", **same)


class SdmxFile(FileShape):
    """SDMX data: ML, JSON or CSV, told apart by itself; components are the columns."""

    format: Literal["sdmx"]


class QueryFile(FileShape):
    """A query against another database, read only; its answer is kept as the landing copy."""

    format: Literal["query"]
    pattern: str = Field(default="", max_length=0, description="A query has no file.")
    url: str = Field(
        description="postgresql://user@host/database, mariadb://…, mysql://… or sqlite:////path; "
        "never with a password."
    )
    secret: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
        description="Name of the secret that holds user and password.",
    )
    query: str | None = Field(default=None, description="One SELECT.")
    table: str | None = Field(default=None, description="Or a table or view, read whole.")

    @model_validator(mode="after")
    def _an_address_and_one_question(self) -> Self:
        if (self.query is None) == (self.table is None):
            raise ValueError("either query or table says what is read")
        try:
            url = make_url(self.url)
        except ArgumentError as error:
            raise ValueError("url is no address of a database") from error
        if url.password is not None:
            raise ValueError("a password stands in url; put it into a secret and name that")
        if url.get_backend_name() not in ("postgresql", "mysql", "mariadb", "sqlite"):
            raise ValueError("url must begin with postgresql, mysql, mariadb or sqlite")
        return self


FileSpec = Annotated[
    CsvFile
    | FixedFile
    | XlsxFile
    | JsonFile
    | NdjsonFile
    | ParquetFile
    | XmlFile
    | VectorFile
    | CrosstabFile
    | SdmxFile
    | QueryFile,
    Field(discriminator="format"),
]
