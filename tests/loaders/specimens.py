"""A small valid file of every format, with how it is built: what fuzzing begins from.

Each maker writes its file into a folder and tells the `file` part of a contract that reads it.
Where the format leaves columns to whoever writes it they are 编号 and 姓名; there are at least
three rows.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet

from tests.loaders.specimens_geo import GEO
from tests.loaders.specimens_packed import PACKED

Made = tuple[dict[str, Any], Path]

PEOPLE = (
    ("1", "张三", "男", "1990-01-02"),
    ("2", "李四", "女", "1991-03-08"),
    ("3", "欧阳, 小“五”", "", "1985-12-31"),
    ("4", "买买提·艾力", "1", "2001-07-01"),
)
HEADS = ("编号", "姓名", "性别", "出生日期")


def csv_utf8(folder: Path) -> Made:
    lines = [",".join(HEADS), *(f'{n},"{name}",{s},{day}' for n, name, s, day in PEOPLE)]
    return _written(folder / "a.csv", "\n".join(lines) + "\n", "utf-8", format="csv")


def csv_gb18030(folder: Path) -> Made:
    lines = ["|".join(HEADS), *("|".join(row) for row in PEOPLE)]
    text = "\r\n".join(lines) + "\r\n"
    return _written(
        folder / "b.csv", text, "gb18030", format="csv", delimiter="|", quote="", encoding="gb18030"
    )


def csv_utf16(folder: Path) -> Made:
    lines = ["\t".join(HEADS), *("\t".join(row) for row in PEOPLE)]
    text = "\ufeff" + "\r\n".join(lines)
    return _written(
        folder / "c.txt", text, "utf-16-le", format="csv", delimiter="\t", encoding="utf-16"
    )


def xlsx(folder: Path) -> Made:
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("登记表")
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "登记表")
        for number, row in enumerate((HEADS, *PEOPLE), 1):
            sheet.write_row(number, 0, row)
    return {"pattern": "*", "format": "xlsx", "header_row": 2}, path


def xls(folder: Path) -> Made:
    path = folder / "a.xls"
    path.write_bytes(zlib.decompress(base64.b85decode(OLD_WORKBOOK)))
    return {"pattern": "*", "format": "xlsx", "header_row": 2}, path


def ndjson(folder: Path) -> Made:
    rows = [dict(zip(HEADS, row, strict=True)) for row in PEOPLE]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return _written(folder / "a.ndjson", text, "utf-8", format="ndjson")


def json_document(folder: Path) -> Made:
    rows = [dict(zip(HEADS, row, strict=True)) for row in PEOPLE]
    text = json.dumps({"code": 0, "data": {"items": rows}}, ensure_ascii=False, indent=1)
    return _written(folder / "a.json", text, "utf-8", format="json", records="data.items[*]")


def fixed(folder: Path) -> Made:
    sizes = (4, 20, 2, 10)
    lines = [
        b"".join(
            text.encode("gb18030").ljust(size) for text, size in zip(row, sizes, strict=True)
        ).decode("gb18030")
        for row in PEOPLE
    ]
    positions = dict(zip(HEADS, ("1-4", "5-24", "25-26", "27-36"), strict=True))
    return _written(
        folder / "a.dat", "\r\n".join(lines), "gb18030",
        format="fixed", encoding="gb18030", positions=positions,
    )  # fmt: skip


def parquet_file(folder: Path) -> Made:
    path = folder / "a.parquet"
    columns = dict(zip(HEADS, zip(*PEOPLE, strict=True), strict=True))
    table = pa.table({name: pa.array(texts) for name, texts in columns.items()})
    parquet.write_table(table, path, row_group_size=2)
    return {"pattern": "*", "format": "parquet"}, path


def xml(folder: Path) -> Made:
    rows = "".join(
        f'  <人 性别="{sex}"><编号>{n}</编号><姓名>{name}</姓名></人>\n'
        for n, name, sex, _ in PEOPLE
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<册 xmlns="urn:a">\n{rows}</册>\n'
    return _written(folder / "a.xml", text, "utf-8", format="xml", record="人")


def crosstab(folder: Path) -> Made:
    path = folder / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate((("编号", "姓名", "2023", "2024"), *PEOPLE)):
            sheet.write_row(number, 0, (*row[:2], number, number * 1.5))
    spec = {
        "pattern": "*", "format": "crosstab", "labels": ["编号", "姓名"], "across": "年份",
        "cell": "数值",
    }  # fmt: skip
    return spec, path


def crosstab_text(folder: Path) -> Made:
    heads = ("编号", "姓名", "2023", "2024")
    lines = [",".join(heads), *(f'{n},"{name}",{n}.5,' for n, name, *_ in PEOPLE)]
    spec = {"labels": list(heads[:2]), "across": "年份", "cell": "数值"}
    return _written(folder / "d.csv", "\n".join(lines), "utf-8", format="crosstab", **spec)


def _written(path: Path, text: str, written_in: str, /, **spec: Any) -> Made:
    path.write_bytes(text.encode(written_in))
    return {"pattern": "*", **spec}, path


# Nothing we use writes .xls: sheet 登记表 with 编号 (text), 姓名, 数 (1/3, 12, none), 日期.
OLD_WORKBOOK = (
    "c-rk)O-L0{6#nkaJl{|LJWU0SUJoHFQ<(R3p$nY~(p3-p|DiDLy)4WhUJ+Q3mI;9bL2ZgQf-TyZZTg`fYS$t#ln9DI"
    "3pce2idv}Cxo2ib?FBxlz?yHk=bn4cJ?Gv#=l;#S7|op+yj?tr1*n6HS<{b<IWj@X?-"
    "YU{y=h9;$$gYe7fT9$9|bbQg9lm9y)uR}-jh%;qCF)FyrZ-qU5IsdB*K3Yo460nLiVASsK9lSWTS|CmB;iD)8$NWam"
    "|NJH?ZU)(^{%KA@*U^h?P~_vv`kE!n$lozjxW@HA^BWz%x0EdoBs9t_K^FN1Kl=F-"
    "1tr#1JT;4T+9KQkHXY0|B6$P|@CA5syzGpMpJvFJ>6{?5yf1VORcl<pL!CHec@jh1^F$TqwV+Xh1K_gS<%kX;Rl~Ql"
    "pB~Cr1X3T$siIETghaDr_NDE$sQaowD)0Svv$oSAzJd#Hv=BM-gJfP5xLOP*bBv^k`JqtMuw<MAsu#q>Ht_*+tbVi5"
    ")n8B^HpU0`DThdAmp!udYm@apW+c%WEu1!<fGLX>3bNqtV2YUOqXj^JTRh4osYt7G#{w8V^&cDPxQEOwX~`70eei&8"
    "M1_mo^sIOno2MInUZsYNwJhZmgNZuO+_!<JNnj{`bZ@;)fe1PvsB4G6qpX=Utra<<p09Q7*1smAG#>xv=-"
    "5w@izE+LwGv(C)iwAEG&!kt>mq%k(k5Bk<dikIEJzg@s@XNv)FeKCP0%woXZ<l4iHAr0}J%FOOZ{ij9n!s>nT2`r65"
    "OX`E4{UZqhE(*%?L)D-"
    "?y_UE<zsq9b2^by&q>@Ui@_F<o5k5EhDMPo01+l$6t0z8{mQpp*iykl5qUW5cfq?eu4xRYZa1g7kl#j5~yN*?aW@zS"
    "yI0|B^j;lhOr7cN}<r;ryVg)d6h{n}&S-o5sJof%5A?r)NR7TeHC&k6dd+>8#&lju%s{uII^9A9FQHqQS-"
    "iQUwC5^ZSVezc`Mf9dN>%pK374THaL38mZqY&!k?!|i_uq!9F^"
)

SPECIMENS: dict[str, Callable[[Path], Made]] = {
    "csv_utf8": csv_utf8,
    "csv_gb18030": csv_gb18030,
    "csv_utf16": csv_utf16,
    "xlsx": xlsx,
    "xls": xls,
    "ndjson": ndjson,
    "json": json_document,
    "parquet": parquet_file,
    "fixed": fixed,
    "xml": xml,
    "crosstab": crosstab,
    "crosstab_text": crosstab_text,
    **GEO,
    **PACKED,
}
