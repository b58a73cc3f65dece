"""Text in fixed positions, counted in bytes or characters, with line ends or without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loaders.errors import Refused
from loaders.files import FixedFile
from loaders.readers.base import Broken, Lines, Rows, running
from loaders.readers.decoding import MARK, Utf8
from loaders.readers.sifting import clear, holds, undamaged, without

Units = npt.NDArray[Any]  # bytes, or the numbers of characters

CHUNK = 4 << 20
LONGEST = 8 << 20  # bytes of one line
_LF, _CR, _BLANK, _END = 10, 13, 32, 26
# Of rows that are more than ASCII this share may be damaged; else the encoding is not so.
_FEW = 0.2


def read(path: Path, spec: FixedFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; a blank line is no row. Lines count records where there are no lines."""
    rows = _Divider(path, spec).rows()
    yield from without(undamaged(rows, lambda: True, spec.encoding), spec.skip_beginning)


class _Divider:
    """Divides a file into records, and records into columns, a chunk at a time."""

    def __init__(self, path: Path, spec: FixedFile) -> None:
        self._path, self._spec = path, spec
        self._bytewise = spec.count == "bytes"
        self._need = max(end for _, end in spec.spans.values())
        self._line = 1
        self._titles = spec.titles
        self._told = self._damaged = 0

    def rows(self) -> Iterator[Rows]:
        """Batches of rows as they stand in the file."""
        begun = False
        for units in self._chunks():
            begun = True
            begins, ends = self._records(units)
            if len(begins):
                yield self._divided(units, begins, ends)
        if not begun:
            raise Refused("文件为空", "the file is empty", where=str(self._path))

    def _chunks(self) -> Iterator[Units]:
        """Whole records as bytes or characters, many at a time."""
        rest = np.array([], np.uint8 if self._bytewise else np.uint32)
        for units in self._units():
            together = np.concatenate([rest, units])
            end = self._last_end(together)
            if end:
                yield together[:end]
            rest = together[end:]
            if len(rest) > LONGEST:
                raise Refused(
                    f"第 {self._line} 行过长", f"line {self._line} is longer than any record",
                    where=f"{self._path}:{self._line}",
                    hint="records without line ends? Set file.line_ends to false, with file.length",
                )  # fmt: skip
        rest = rest[: len(rest) - _ending(rest)]
        if len(rest):
            yield rest

    def _units(self) -> Iterator[Units]:
        if self._bytewise:
            with self._path.open("rb") as file:
                first = file.read(CHUNK).removeprefix(b"\xef\xbb\xbf")
                while first:
                    yield np.frombuffer(first, np.uint8)
                    first = file.read(CHUNK)
            return
        with Utf8(self._path, self._spec.encoding) as stream:
            rest = b""
            while chunk := stream.read(CHUNK):
                # A character may stand across two chunks.
                text = (rest + chunk).decode(errors="ignore")
                rest = (rest + chunk)[len(text.encode()) :]
                yield np.frombuffer(text.encode("utf-32-le"), np.uint32)

    def _last_end(self, units: Units) -> int:
        """Where the last whole record of a chunk ends."""
        if not self._spec.line_ends:
            return len(units) - len(units) % (self._spec.length or 1)
        found = np.flatnonzero(units == _LF)
        if not len(found):
            # A CR at the very end may be half of a line end.
            found = np.flatnonzero(units[:-1] == _CR)
        return int(found[-1]) + 1 if len(found) else 0

    def _records(self, units: Units) -> tuple[Lines, Lines]:
        """Where the records of a chunk begin and end."""
        if not self._spec.line_ends:
            begins = np.arange(0, len(units), self._spec.length or 1, dtype=np.int64)
            return begins, np.minimum(begins + (self._spec.length or 1), len(units))
        mark = _LF if (units == _LF).any() else _CR
        ends = np.flatnonzero(units == mark)
        if not len(ends) or ends[-1] != len(units) - 1:
            ends = np.append(ends, len(units))
        begins = np.append(0, ends[:-1] + 1)
        if mark == _LF:
            ends = ends - ((ends > begins) & (units[ends - 1] == _CR))
        return begins, ends

    def _divided(self, units: Units, begins: Lines, ends: Lines) -> Rows:
        lines = running(self._line, len(begins))
        self._line += len(begins)
        passed = min(self._titles, len(begins))
        self._titles -= passed
        begins, ends, lines = begins[passed:], ends[passed:], lines[passed:]
        lengths = ends - begins
        filled = lengths > 0
        fits = lengths >= (0 if self._spec.trimmed else self._need)
        if self._spec.length:
            most = lengths <= self._spec.length
            fits = most if self._spec.trimmed else lengths == self._spec.length
        inside = self._unfit(units, begins, ends)
        bad = filled & (~fits | inside)
        broken = [
            self._broken(int(lines[place]), units[begins[place] : ends[place]])
            for place in np.flatnonzero(bad).tolist()
        ]
        good = filled & ~bad
        begins, lengths = begins[good], lengths[good]
        padded = np.append(units, np.full(self._need, _BLANK, units.dtype))
        columns = {
            name: self._column(padded, begins, lengths, span)
            for name, span in self._spec.spans.items()
        }
        self._judge(columns, lines[good])
        return Rows(lines[good], columns, tuple(self._spec.spans), broken=broken)

    def _unfit(self, units: Units, begins: Lines, ends: Lines) -> npt.NDArray[np.bool_]:
        """Records with a line end inside, or, by characters, with a damaged byte anywhere."""
        marks = units == (_LF if self._bytewise else ord(MARK))
        if self._bytewise and self._spec.line_ends:
            return np.zeros(len(begins), bool)
        places = np.flatnonzero(marks)
        return np.searchsorted(places, ends) > np.searchsorted(places, begins)

    def _column(
        self, units: Units, begins: Lines, lengths: Lines, span: tuple[int, int]
    ) -> pa.Array:
        """One column of all records, decoded at once."""
        begin, end = span
        width = end - begin
        windows = np.lib.stride_tricks.sliding_window_view(units, width)
        cells = np.full((len(begins), width + 1), _LF, units.dtype)
        cells[:, :width] = windows[np.minimum(begins + begin, len(windows) - 1)]
        short = lengths < end
        if short.any():
            beyond = np.arange(width) >= (lengths[short] - begin)[:, None]
            cells[short, :width] = np.where(beyond, _BLANK, cells[short, :width])
        text = self._decoded(cells.tobytes()).encode()
        offsets = np.append(0, np.flatnonzero(np.frombuffer(text, np.uint8) == _LF) + 1)
        buffers = [pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(text)]
        return pc.utf8_trim_whitespace(pa.StringArray.from_buffers(len(begins), *buffers))

    def _decoded(self, text: bytes) -> str:
        if self._bytewise:
            return text.decode(self._spec.encoding, "siku_marked")
        return text.decode("utf-32-le")

    def _broken(self, line: int, units: Units) -> Broken:
        text = clear(self._decoded(units.tobytes()))
        values = {
            name: clear(self._decoded(units[begin:end].tobytes())).strip()
            for name, (begin, end) in self._spec.spans.items()
            if end <= len(units)
        }
        wants = self._spec.length or self._need
        unit_zh, unit_en = ("字节", "bytes") if self._bytewise else ("字符", "characters")
        return Broken(
            line, text, "columns",
            f"第 {line} 行有 {len(units)} 个{unit_zh},应有 {wants} 个,或含有换行或无法解码的字节",
            f"line {line} has {len(units)} {unit_en}, not {wants}; or a line end or damage in it",
            values,
        )  # fmt: skip

    def _judge(self, columns: dict[str, pa.Array], lines: Lines) -> None:
        """Refuse the file when too many of its rows cannot be decoded."""
        damaged, told = np.zeros(len(lines), bool), np.zeros(len(lines), bool)
        for column in columns.values():
            if (mask := holds(column, MARK)) is not None:
                damaged |= mask
            told |= np.asarray(pc.invert(pc.string_is_ascii(column)))
        self._told += int(told.sum())
        self._damaged += int(damaged.sum())
        if self._damaged > max(_FEW * self._told, 0.01 * self._line):
            line = int(lines[np.flatnonzero(damaged)[0]]) if damaged.any() else self._line
            raise Refused(
                f"文件不是 {self._spec.encoding} 编码(如第 {line} 行),或位置不是按字节计算",
                f"the file is not {self._spec.encoding} (see line {line}), or its positions do not"
                " count bytes",
                where=f"{self._path}:{line}", hint="see file.encoding, file.positions, file.count",
            )  # fmt: skip


def _ending(rest: Units) -> int:
    """How many units at the very end are only the mark that old systems end files with."""
    kept = np.flatnonzero((rest != _END) & (rest != _LF) & (rest != _CR))
    return len(rest) - (int(kept[-1]) + 1 if len(kept) else 0)
