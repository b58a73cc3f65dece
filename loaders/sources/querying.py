"""Ask another department's database: read only, in batches, every value as its exact text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from sqlalchemy import URL, Connection, CursorResult, create_engine, make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from loaders.errors import Refused
from loaders.files import QueryFile
from loaders.readers.base import BATCH
from loaders.readers.query import CRS
from loaders.sources import databases
from loaders.sources.errors import SourceError, Unreachable
from runtime import secrets

Column = Sequence[Any]


def ask(spec: QueryFile, target: Path) -> int:
    """Write what the query gives to a Parquet file; how many rows it gave."""
    count = 0
    where = shown(spec)
    with _connected(spec, where) as connection:
        found = _result(connection, spec)
        names = list(found.keys())
        shape = _shape(connection, found)
        order = [place for place in range(len(names)) if place != shape]
        fields = [pa.field(names[place], pa.string()) for place in order]
        if shape is not None:
            fields.append(pa.field(names[shape], pa.binary()))
        _must_differ(names, where)
        systems: set[int] = set()
        with pq.ParquetWriter(target, pa.schema(fields), compression="zstd") as writer:
            while rows := found.fetchmany(BATCH):
                columns = list(zip(*rows, strict=True))
                arrays = [texts(columns[place]) for place in order]
                if shape is not None:
                    wkb, here = _shapes(columns[shape], connection.dialect.name)
                    systems |= here
                    arrays.append(wkb)
                writer.write_batch(pa.record_batch(arrays, schema=pa.schema(fields)))
                count += len(rows)
            crs = _one_system(systems, where)
            if crs:
                writer.add_key_value_metadata({CRS: crs.encode()})
    return count


def shown(spec: QueryFile) -> str:
    """What was asked of whom, as the ledger keeps it."""
    return f"{make_url(spec.url).render_as_string(hide_password=True)} {spec.table or spec.query}"


def texts(values: Column) -> pa.Array:
    """A column as texts: the drivers' values written out as they are, nothing rounded."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds <= {str}:
        return pa.array(values, pa.string())
    return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _result(connection: Connection, spec: QueryFile) -> CursorResult[Any]:
    query = spec.query
    if query is None:
        quote = connection.dialect.identifier_preparer.quote
        query = "SELECT * FROM " + ".".join(quote(part) for part in str(spec.table).split("."))
    found = connection.exec_driver_sql(
        query,
        execution_options={
            "stream_results": True, "max_row_buffer": BATCH, "no_parameters": True,
        },
    )  # fmt: skip
    if not found.returns_rows:
        raise SourceError("the query gives no rows", where=shown(spec), hint="ask by one SELECT")
    return found


@contextmanager
def _connected(spec: QueryFile, where: str) -> Iterator[Connection]:
    """A connection that may only read, and its troubles in our words."""
    words = secrets.named(spec.secret) if spec.secret else {}
    url = _address(spec, words)
    try:
        engine = create_engine(
            url, poolclass=NullPool, connect_args=databases.arguments(url.get_backend_name())
        )
        with engine.connect() as connection:
            databases.restrict(connection)
            yield connection
    except NoSuchModuleError as error:
        raise SourceError(f"there is no driver for {url.drivername}", where=where) from error
    except DBAPIError as error:
        raise _judged(error, where) from error


def _address(spec: QueryFile, words: Mapping[str, str]) -> URL:
    url = make_url(spec.url)
    backend = url.get_backend_name()
    url = url.set(drivername=databases.DRIVERS[backend])
    if backend == "sqlite":
        path = Path(url.database or "")
        if not path.is_file():
            raise SourceError(f"there is no database {path}", where=shown(spec))
        return url.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"})
    return url.set(username=url.username or words.get("user"), password=words.get("password"))


def _judged(error: DBAPIError, where: str) -> SourceError | Unreachable:
    told = next(iter(str(error.orig).strip().splitlines()), type(error.orig).__name__)
    if databases.may_pass(error):
        hint = "it may pass; run the same command again"
        return Unreachable(f"the database does not answer: {told}", where=where, hint=hint)
    hint = "see file.url, file.secret and file.query in the contract"
    return SourceError(f"the database said no: {told}", where=where, hint=hint)


def _must_differ(names: Sequence[str], where: str) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refused(
            f"查询结果有两列“{twice}”", f"two columns of the query are called {twice!r}",
            where=where, hint="name each with AS",
        )  # fmt: skip


def _shape(connection: Connection, found: CursorResult[Any]) -> int | None:
    """The first column of shapes, by what the driver says of it."""
    kinds = databases.shape_kinds(connection)
    described: Sequence[Any] = found.cursor.description if found.cursor else ()
    return next((place for place, column in enumerate(described) if column[1] in kinds), None)


def _shapes(values: Column, backend: str) -> tuple[pa.Array, set[int]]:
    """Shapes as WKB, and the systems they say they are in."""
    if backend in ("mysql", "mariadb"):
        raw = [None if value is None else bytes(value) for value in values]
        systems = {int.from_bytes(value[:4], "little") for value in raw if value}
        return pa.array([value and value[4:] for value in raw], pa.binary()), systems - {0}
    found = shapely.from_wkb(values, on_invalid="ignore")
    systems = {int(srid) for srid in set(shapely.get_srid(found).tolist())}
    return pa.array(shapely.to_wkb(found, include_srid=False), pa.binary()), systems - {0, -1}


def _one_system(systems: set[int], where: str) -> str | None:
    if len(systems) > 1:
        raise Refused(
            "查询结果的图形使用了多种坐标系",
            f"the shapes of the query are in several systems: {sorted(systems)}",
            where=where, hint="transform them in the query: ST_Transform(shape, 4490)",
        )  # fmt: skip
    return f"EPSG:{systems.pop()}" if systems else None
