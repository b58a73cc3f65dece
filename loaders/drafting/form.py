"""How a file is built, told by its content and not by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from loaders.drafting import geodata, plain, trees, workbooks
from loaders.drafting.sample import Form, Head, Undraftable, head_of
from loaders.readers import read

__all__ = ["Look", "form_of", "look"]

ROWS = 5000  # of a sample: enough to tell codes from names, and quick


@dataclass(frozen=True)
class Look:
    """A file's form with a sample of its columns."""

    form: Form
    columns: Mapping[str, pa.Array] = field(repr=False)
    shape: str | None = None  # kind of the geometry, where there is one
    broken: int = 0  # rows of the sample that could not be divided

    @property
    def rows(self) -> int:
        return max((len(column) for column in self.columns.values()), default=0)


def look(path: Path, part: str | None = None) -> Look:
    """What a file is, with some of its rows; of several layers or sheets one may be named."""
    if path.is_dir():
        raise Undraftable(
            f"{path} is a folder",
            hint="name one file of it; a Shapefile goes as a zip of its parts",
        )
    if not path.is_file():
        raise Undraftable(f"there is no file {path}", hint="name a file that a department sent")
    with head_of(path) as head:
        form = form_of(head, part)
        return _sampled(head, form)


def form_of(head: Head, part: str | None = None) -> Form:
    """The first form that fits the beginning of the file."""
    start = head.start
    if not start.strip(b"\0 \r\n\t"):
        raise Undraftable(f"{head.name} is empty", where=str(head.path))
    if start.startswith(b"PAR1"):
        return Form({"format": "parquet"})
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return workbooks.form(head, part) if workbooks.is_one(head) else geodata.form(head, part)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return workbooks.form(head, part)
    if start.startswith((b"SQLite format 3\0", b"\0\0\x27\x0a")):
        return geodata.form(head, part)
    return _of_text(head, part)


def _of_text(head: Head, part: str | None) -> Form:
    text = plain.decoded(head)
    begins = text.text.lstrip("\ufeff \r\n\t")
    if begins[:20].lower().startswith(("<!doctype html", "<html", "<table")):
        raise Undraftable(
            f"{head.name} is a web page, whatever its name says", where=str(head.path),
            hint="open it in Excel and save it as a workbook (.xlsx)",
        )  # fmt: skip
    if begins.startswith("<"):
        if trees.is_geodata(begins):
            return geodata.form(head, part)
        return trees.xml_form(head, begins)
    if begins.startswith(("{", "[")):
        if trees.is_geojson(begins):
            return geodata.form(head, part)
        return trees.json_form(head, text)
    return plain.form(head, text)


def _sampled(head: Head, form: Form) -> Look:
    """Some rows, read by the very reader that will read the file."""
    spec = form.spec(head.name)
    with head.sample(form) as path:
        columns: dict[str, list[pa.Array]] = {}
        shapes: list[pa.Array] = []
        broken = count = 0
        for rows in read(path, spec, ()):
            broken += len(rows.broken)
            count += len(rows.lines)
            for name, column in rows.columns.items():
                columns.setdefault(name, []).append(column)
            if rows.shapes is not None:
                shapes.append(rows.shapes)
            if count >= ROWS:
                break
    whole = {name: _joined(parts, count) for name, parts in columns.items()}
    if form.file["format"] in ("json", "ndjson"):
        whole = trees.reached(whole)
    kind = geodata.kind(pa.concat_arrays(shapes)) if shapes else None
    return Look(form, whole, kind, broken)


def _joined(parts: list[pa.Array], count: int) -> pa.Array:
    """A column that some batches lack has no value there."""
    joined: pa.Array = pa.concat_arrays([part.cast(pa.string()) for part in parts])
    missing = count - len(joined)
    return pa.concat_arrays([joined, pa.nulls(missing, pa.string())]) if missing > 0 else joined
