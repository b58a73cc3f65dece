"""Tables of items by time in delimited text: as the World Bank publishes them, and offices save."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from loaders.check_columns import advice
from loaders.contract import Contract
from loaders.drafting.draft import draft
from loaders.errors import Refused
from loaders.files import CrosstabFile
from loaders.positions import document_of
from loaders.readers import csv
from tests.loaders.desk import Desk, contract, lines_and_rows

BANK = (
    '\ufeff"Data Source","World Development Indicators",\n\n'
    '"Last Updated Date","2026-01-28",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2021","2022","2023",\n'
    '"Aruba","ABW","Population, total","SP.POP.TOTL","106445","106537","",\n'
    '"China","CHN","Population, total","SP.POP.TOTL","1412360000","1412175000","1410710000",\n'
)
SPEC = CrosstabFile(
    pattern="*", format="crosstab", header_row=5, labels=("Country Code",), across="年份",
    cell="数值",
)  # fmt: skip


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "API_SP.POP.TOTL.csv"
    path.write_bytes(text.encode(encoding))
    return path


def figures(folder: Path, **file: object) -> Contract:
    return contract(
        {"format": "crosstab", "header_row": 5, "across": "年份", "cell": "数值",
         "labels": ["Country Name", "Country Code", "Indicator Name", "Indicator Code"], **file},
        thing="observation", key=["Indicator Code", "Country Code", "年份"],
        columns={"Indicator Code": "indicator_code", "Country Code": "area_code",
                 "Country Name": "area_name", "年份": "period", "数值": "value"},
    )  # fmt: skip


def test_each_cell_is_a_row_and_says_where_it_stood(desk: Desk, tmp_path: Path) -> None:
    counts = desk.stage(written(tmp_path, BANK), figures(tmp_path))
    assert (counts.delivered, counts.staged) == (6, 6)
    assert counts.extra_columns == ("Indicator Name",), "where a cell stood is no column"
    told = desk.staged("line", "area_code", "period", "value")
    assert [(line, area, period) for line, area, period, _ in told] == [
        (1, "ABW", "2021"), (2, "ABW", "2022"), (3, "ABW", "2023"),
        (4, "CHN", "2021"), (5, "CHN", "2022"), (6, "CHN", "2023"),
    ]  # fmt: skip
    assert [value if value is None else int(value) for *_, value in told[1:4]] == [
        106537, None, 1412360000,
    ]  # fmt: skip


def test_batches_number_their_cells_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(f"C{n},{n},{n + 1}\n" for n in range(2000))
    path = written(tmp_path, f"Country Code,2021,2022\n{lines}")
    spec = SPEC.model_copy(update={"header_row": 1})
    whole = lines_and_rows(path, spec)
    monkeypatch.setattr(csv, "BLOCK", 4096)
    assert lines_and_rows(path, spec) == whole
    assert [row[0] for row in whole] == list(range(1, 4001))
    assert whole[-1][1:] == ["C1999", "2022", "2000", path.name, "2001", "C"]


def test_a_row_that_cannot_be_divided_is_set_aside_in_its_place(desk: Desk, tmp_path: Path) -> None:
    torn = BANK.replace('"CHN",', '"CHN","?",', 1)
    counts = desk.stage(written(tmp_path, torn), figures(tmp_path))
    assert (counts.delivered, counts.staged, counts.quarantined) == (4, 3, 1)
    assert desk.quarantined("line", "rule") == [(4, "columns")]
    ((told,),) = desk.quarantined("zh")
    assert told == "第 7 行有 9 列,表头有 8 列"


def test_other_encodings_and_delimiters(desk: Desk, tmp_path: Path) -> None:
    text = BANK.lstrip("\ufeff").replace(",", "\t").replace("Aruba", "阿鲁巴")
    path = written(tmp_path, text, "gb18030")
    counts = desk.stage(path, figures(tmp_path, encoding="gb18030", delimiter="tab"))
    assert counts.staged == 6
    assert desk.staged("area_name")[0] == ("阿鲁巴",)


def test_packed_with_others_as_it_is_published(desk: Desk, tmp_path: Path) -> None:
    alone, among = tmp_path / "a.zip", tmp_path / "b.zip"
    for path, others in ((alone, ()), (among, ("Metadata_Country.csv",))):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in others:
                archive.writestr(name, "a,b\n")
            archive.writestr("API_SP.POP.TOTL.csv", BANK)
    assert desk.stage(alone, figures(tmp_path)).staged == 6
    assert desk.stage(among, figures(tmp_path, members="API_*.csv")).staged == 6


def test_what_is_no_such_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no column 'Country Code'"):
        lines_and_rows(written(tmp_path, "a,b\n1,2\n"), SPEC.model_copy(update={"header_row": 1}))
    with pytest.raises(Refused, match="one row of heads"):
        lines_and_rows(written(tmp_path, BANK), SPEC.model_copy(update={"header_rows": 2}))
    with pytest.raises(Refused):
        lines_and_rows(written(tmp_path, ""), SPEC)


def test_a_contract_is_drafted_of_it(tmp_path: Path) -> None:
    rows = "".join(
        f'"Land {n}","L{n:02}","Population, total","SP.POP.TOTL","{n}","{n + 1}","{n + 2}",\n'
        for n in range(30)
    )
    drafted = draft(written(tmp_path, BANK + rows))
    assert not drafted.faults
    said = Contract.model_validate(document_of(drafted.text, Path("x.yml")).content)
    assert isinstance(said.file, CrosstabFile)
    assert (said.file.header_row, said.file.across) == (5, "时期")
    assert said.thing == "observation"
    assert said.columns["数值"].attribute == "value"
    assert said.columns["时期"].attribute == "period"


def test_figures_of_no_place_are_asked_about(tmp_path: Path) -> None:
    rows = "".join(f"指标{n},亿元,{n}.1,{n}.2,{n}.3\n" for n in range(12))
    path = tmp_path / "季度.csv"
    path.write_text(f"指标,计量单位,2024年第一季度,2024年第二季度,2024年第三季度\n{rows}", "utf-8")
    said = draft(path).text
    assert "待定 TO DECIDE: division_code、area_code 须有且只有一项" in said
    found = document_of(said, Path("x.yml"))
    notes = [str(note) for note in advice(Contract.model_validate(found.content), found)]
    assert any("delivers none of division_code, area_code" in note for note in notes)
