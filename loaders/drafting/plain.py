"""Text: its encoding, delimiter, quotes, titles and header."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.drafting.fixed import positions
from loaders.drafting.sample import HEAD, Form, Head, Undraftable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_DELIMITERS = {",": ",", "\t": "tab", ";": ";", "|": "|", "\x01": "^A", "，": "，", "、": "、",
               "^": "^", "~": "~", "||": "||", "|+|": "|+|", "$|$": "$|$", "@@": "@@"}  # fmt: skip
# Heads that name a time: 2016年, 2024Q1, 2024-03, 2020 [YR2020].
PERIOD = re.compile(
    r"^\s*(19|20)\d{2}\s*(年(度|末|第?[一二三四1-4]季度|\d{1,2}月)?|[-/.]?Q[1-4]|[-/.]?[MS]?\d{1,2}|"
    r"\[YR\d{4}\])?\s*$"
)
FEWEST = 3  # periods side by side that make a cross-table
_RARE = 0.2  # of the characters; of names in minority scripts there are fewer
_ONE_COLUMN = (
    "待定 TO DECIDE: 只看到一列;如果是定宽文本,请写 format: fixed 并列出各列宽度 · one column "
    "only: if it is fixed-width text, its widths must be told"
)
_POSITIONS = "待定 TO DECIDE: 按字节位置推测,请核对并写列名 · bytes, a guess: check and name them"
_SDMX = ("DATAFLOW", "STRUCTURE")  # the first column of SDMX-CSV 1.0 and 2.0
_UNSURE = {"utf-8": "文件中只有 ASCII 字符 only ASCII was seen"}
_LINES = 400
_WIDEST = 2000
_NO_DATA = (
    "合计", "总计", "小计", "填表人", "填报人", "制表人", "审核人", "负责人", "注:", "注：",
    "备注:", "备注：", "说明:", "说明：",
)  # fmt: skip
_TITLES = 12  # rows in which a header is looked for
_DATA = re.compile(r"^\s*[-+]?[\d,]*\.?\d+%?\s*$|^\d{4}[-/年.]\d{1,2}|^\d{15,18}[\dXx]?$|^\d{6,}$")


@dataclass(frozen=True)
class Text:
    """A text's beginning with its encoding, and whether that is beyond doubt."""

    text: str
    encoding: str
    sure: bool


def decoded(head: Head) -> Text:
    """The text of a file's beginning."""
    for mark, encoding in _MARKS:
        if head.start.startswith(mark):
            return Text(_text(head.start, encoding).lstrip("\ufeff"), encoding, sure=True)
    zeros = head.start[:4096].count(0)
    if zeros > len(head.start[:4096]) // 8:
        return _without_mark(head, zeros)
    _must_be_text(head)
    sample = head.pieces("utf-8")
    for encoding in ("utf-8", "gb18030", "big5"):
        if encoding == "gb18030" and _fits(sample, "big5") and _rare(sample) > _RARE:
            continue
        if _fits(sample, encoding):
            return Text(_text(head.start, encoding), encoding, sure=not sample.isascii())
    raise Undraftable(
        f"{head.name} is in no encoding known here", where=str(head.path),
        hint="tried utf-8, gb18030, utf-16 and big5; is it text at all?",
    )  # fmt: skip


def _without_mark(head: Head, zeros: int) -> Text:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    even = head.start[:4096:2].count(0)
    encoding = "utf-16-be" if even > zeros // 2 else "utf-16-le"
    text = _text(head.start, encoding)
    known = sum(c.isprintable() or c in "\r\n\t" for c in text[:2000])
    if known < 0.98 * len(text[:2000]):
        raise _no_text(head)
    return Text(text, encoding, sure=False)


def _must_be_text(head: Head) -> None:
    begins = head.start[:8192]
    odd = sum(begins.count(code) for code in (*range(9), *range(14, 32)) if code != 1)
    if odd > max(2, len(begins) // 100):
        raise _no_text(head)


def _no_text(head: Head) -> Undraftable:
    return Undraftable(
        f"{head.name} is neither text nor a format known here", where=str(head.path),
        hint=f"it begins with {head.start[:8].hex(' ')}; known are delimited text, workbooks, "
        "XML, JSON, geodata, SDMX, and these packed",
    )  # fmt: skip


def _fits(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(sample, final=False)
    except UnicodeDecodeError as error:
        # A file may have a few damaged bytes and still be what it is.
        bad = sample.decode(encoding, "replace").count("\ufffd")
        return error.start > 1000 and bad <= len(sample) // 50_000
    return True


def _rare(sample: bytes) -> float:
    """How many Chinese characters are none of the 6,763 of everyday writing (GB 2312)."""
    text = sample.decode("gb18030", "replace")[:20_000]
    found = [character for character in text if ord(character) > 0x2E7F]
    everyday = "".join(found).encode("gb2312", "ignore").decode("gb2312")
    return 1 - len(everyday) / len(found) if found else 0.0


def _text(start: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(start, final=False)


def form(head: Head, text: Text) -> Form:
    """Delimited text."""
    delimiter, quote, rows = _divided(_whole_lines(head, text))
    if not rows:
        raise Undraftable(f"{head.name} has no rows", where=str(head.path))
    width = max(map(len, rows))
    if width > _WIDEST:
        raise Undraftable(
            f"{head.name} has rows of {width} columns", where=str(head.path),
            hint="is it one long line? A row ends with a line end",
        )  # fmt: skip
    if next(row[0] for row in rows if any(row)) in _SDMX and width > 2:
        return Form({"format": "sdmx"})
    file: dict[str, object] = {"format": "csv", "encoding": text.encoding}
    remarks = {} if text.sure else {"encoding": _UNSURE.get(text.encoding, "推测 guess")}
    if delimiter != ",":
        file["delimiter"] = _DELIMITERS[delimiter]
    if not quote:
        file["quote"] = ""
    if width == 1 and (found := positions(_whole_lines(head, text), text.encoding)):
        told = {"format": "fixed", "encoding": text.encoding, "positions": found}
        return Form(told, {**remarks, "positions": _POSITIONS})
    if width == 1:
        remarks["format"] = _ONE_COLUMN
    return _with_header(file, remarks, rows, width)


def _whole_lines(head: Head, text: Text) -> list[str]:
    """Some hundred lines; the last may be cut short where the file goes on."""
    lines = text.text.splitlines()[: _LINES + 1]
    cut = len(lines) > _LINES or (len(lines) > 1 and len(head.start) >= HEAD)
    return lines[:-1] if cut else lines


def _with_header(
    file: dict[str, object], remarks: dict[str, str], rows: list[list[str]], width: int
) -> Form:
    """The form with its header, or with names for its columns where it has none."""
    header = header_row(rows)
    if header is None:
        file["columns"] = [f"列{number}" for number in range(1, width + 1)]
        remarks["columns"] = "待定 TO DECIDE: 文件没有表头,请写列名 · no header was seen: name them"
        return Form(file, remarks)
    if header:
        file["header_row"] = header + 1
        remarks["header_row"] = "推测 guess: 上面是标题行 titles stand above"
    heads = [name.strip() for name in rows[header]]
    periods = tuple(name for name in heads if PERIOD.match(name))
    titles = tuple(" ".join(filter(None, row)) for row in rows[:header] if any(row))
    if ends := endings(rows[header + 1 :]):
        file["skip_beginning"] = ends
        remarks["skip_beginning"] = "推测 guess: 不是数据的行 rows that are no data"
    if len(periods) < FEWEST or "quote" in file:
        return Form(file, remarks, titles)
    labels = [head for head in heads if head and head not in periods]
    file.pop("skip_beginning", None)
    file |= {"format": "crosstab", "labels": labels, "across": "时期", "cell": "数值"}
    remarks["across"] = f"推测 guess: {periods[0]} … {periods[-1]}"
    return Form(file, remarks, titles, periods)


def _divided(lines: Sequence[str]) -> tuple[str, str, list[list[str]]]:
    """The delimiter by which most lines have the same number of columns, and more than one.
    Rows with nothing in them count among those above the header."""
    best: tuple[float, str, str, list[list[str]]] = (
        0,
        ",",
        '"',
        [[line] for line in lines if line],
    )
    for delimiter in _DELIMITERS:
        if not any(delimiter in line for line in lines):
            continue
        for quote in ('"', ""):
            rows = _rows(lines, delimiter, quote)
            filled = [row for row in rows if any(row)]
            if not filled:
                continue
            width, count = Counter(map(len, filled)).most_common(1)[0]
            if width < 2:
                continue
            even = count / len(filled)
            preferred = 0.02 if delimiter in ",\t" else 0.01 * len(delimiter)
            if len(delimiter) > 1 and not any(delimiter[0] in cell for row in rows for cell in row):
                preferred = 0.1
            score = even + min(width, 10) / 100 + preferred + (0.03 if quote else 0)
            if score > best[0] and even > 0.5:
                best = (score, delimiter, quote, rows)
    return best[1:]


def _rows(lines: Sequence[str], delimiter: str, quote: str) -> list[list[str]]:
    if len(delimiter) > 1:
        return [[cell.strip('"') for cell in line.split(delimiter)] for line in lines]
    reader = csv.reader(
        io.StringIO("\n".join(lines), newline=""),
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    try:
        return list(reader)
    except csv.Error:
        return []


def endings(rows: Sequence[Sequence[str | None]]) -> list[str]:
    """Of the words that totals and signatures begin with those that rows do begin with."""
    begins = {(row[0] or "").strip()[:4] for row in rows if row}
    return [word for word in _NO_DATA if any(one.startswith(word) for one in begins)]


def is_data(cell: str) -> bool:
    """Whether a text is a number or a date, and so no head."""
    return _DATA.match(cell) is not None


def header_row(rows: Sequence[Sequence[str | None]]) -> int | None:
    """Which row names the columns, from 0: as wide as the data, all of it text, none of it twice.
    None when the first rows are data already."""
    filled = [[cell.strip() for cell in row if cell and cell.strip()] for row in rows]
    width = Counter(len(row) for row in rows[:200]).most_common(1)[0][0]
    widest = max((len(row) for row in filled[:200]), default=0)
    for place, row in enumerate(filled[:_TITLES]):
        wide = len(row) >= max(2, 0.6 * widest) or (width == 1 and len(row) == 1)
        if not wide:
            continue
        data = sum(is_data(cell) for cell in row)
        periods = sum(bool(PERIOD.match(cell)) for cell in row)
        years = sum(bool(re.fullmatch(r"(19|20)\d\d(年|\s*\[.*\])?", cell)) for cell in row)
        years = periods if periods >= FEWEST else years
        if len(set(row)) >= 0.6 * len(row) and data - years <= 0.1 * len(row) and years < len(row):
            return place
        return None if place == 0 or data else place
    return 0 if width == 1 else None
