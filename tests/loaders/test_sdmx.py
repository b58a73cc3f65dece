"""SDMX messages of every kind come to the same rows; what is no data message is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pysdmx.io import read_sdmx

from loaders.errors import Refused
from loaders.files import SdmxFile
from loaders.readers import read
from tests.loaders.desk import Desk, contract

SDMX = SdmxFile(pattern="*", format="sdmx")
NAMESPACES = (
    'xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v{0}/message" '
    'xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v{0}/common" '
    'xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v{0}/data/generic" '
    'xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v{0}/data/structurespecific"'
)
HEADER = (
    "<m:Header><m:ID>a</m:ID><m:Test>false</m:Test><m:Prepared>2026-08-01T00:00:00Z</m:Prepared>"
    '<m:Sender id="S"/>{}<m:Structure structureID="D" namespace="urn:d" '
    'dimensionAtObservation="TIME_PERIOD"><c:Structure><Ref agencyID="A" id="D" version="1.0" '
    'class="DataStructure"/></c:Structure></m:Structure></m:Header>'
)
SPECIFIC = (
    '<m:StructureSpecificData {names}>{header}<m:DataSet ss:structureRef="D" '
    'ss:dataScope="DataStructure" ss:action="{action}" UNIT="CNY">{body}</m:DataSet>'
    "</m:StructureSpecificData>"
)
GENERIC = (
    '<m:GenericData {names}>{header}<m:DataSet structureRef="D" action="{action}">{body}'
    "</m:DataSet></m:GenericData>"
)
SERIES = (
    '<Group FREQ="M" TITLE="甲"/><Series FREQ="M" REF_AREA="990000">'
    '<Obs TIME_PERIOD="2026-01" OBS_VALUE="1.50"/>'
    '<Obs TIME_PERIOD="2026-02" OBS_VALUE="NaN" OBS_STATUS="M"/></Series>'
)
ROWS = [
    {"FREQ": "M", "REF_AREA": "990000", "TIME_PERIOD": "2026-01", "OBS_VALUE": "1.50",
     "OBS_STATUS": None, "UNIT": "CNY", "TITLE": "甲"},
    {"FREQ": "M", "REF_AREA": "990000", "TIME_PERIOD": "2026-02", "OBS_VALUE": None,
     "OBS_STATUS": "M", "UNIT": "CNY", "TITLE": "甲"},
]  # fmt: skip


def specific(body: str, action: str = "Append", version: str = "2_1") -> str:
    names = NAMESPACES.format(version)
    return SPECIFIC.format(names=names, header=HEADER.format(""), action=action, body=body)


def generic(body: str, action: str = "Append") -> str:
    names = NAMESPACES.format("2_1")
    return GENERIC.format(names=names, header=HEADER.format(""), action=action, body=body)


def pairs(tag: str, **values: str) -> str:
    inner = "".join(f'<g:Value id="{name}" value="{said}"/>' for name, said in values.items())
    return f"<g:{tag}>{inner}</g:{tag}>"


def rows_of(folder: Path, content: str, *wanted: str) -> list[dict[str, Any]]:
    path = folder / "message"
    path.write_text(content, encoding="utf-8")
    return [
        dict(zip(rows.columns, values, strict=True))
        for rows in read(path, SDMX, wanted)
        for values in zip(*(c.to_pylist() for c in rows.columns.values()), strict=True)
    ]


@pytest.mark.parametrize("version", ["2_1", "3_0"])
def test_structure_specific_messages(tmp_path: Path, version: str) -> None:
    assert rows_of(tmp_path, specific(SERIES, version=version)) == ROWS


def test_generic_messages(tmp_path: Path) -> None:
    def observed(time: str, figure: str, said: str = "") -> str:
        return (
            f'<g:Obs><g:ObsDimension value="{time}"/><g:ObsValue value="{figure}"/>{said}</g:Obs>'
        )

    body = (
        pairs("Attributes", UNIT="CNY")
        + f"<g:Group>{pairs('GroupKey', FREQ='M')}{pairs('Attributes', TITLE='甲')}</g:Group>"
        + f"<g:Series>{pairs('SeriesKey', FREQ='M', REF_AREA='990000')}"
        + observed("2026-01", "1.50")
        + observed("2026-02", "NaN", pairs("Attributes", OBS_STATUS="M"))
        + "</g:Series>"
    )
    assert rows_of(tmp_path, generic(body)) == ROWS


def test_attributes_of_version_3_may_have_several_values(tmp_path: Path) -> None:
    body = (
        '<Atts><Comp id="SOURCE"><Value>甲</Value><Value>乙</Value></Comp></Atts>'
        '<Obs FREQ="A" TIME_PERIOD="2025" OBS_VALUE="3"/>'
    )
    assert rows_of(tmp_path, specific(body, version="3_0")) == [
        {"UNIT": "CNY", "SOURCE": "甲;乙", "FREQ": "A", "TIME_PERIOD": "2025", "OBS_VALUE": "3"}
    ]


def values(*codes: str) -> list[dict[str, str]]:
    return [{"id": code, "name": f"名{code}"} for code in codes]


DIMENSIONS: dict[str, list[dict[str, Any]]] = {
    "dataSet": [{"id": "FREQ", "values": values("M")}],
    "series": [{"id": "REF_AREA", "values": values("990000", "990100")}],
    "observation": [{"id": "TIME_PERIOD", "values": values("2026-01", "2026-02")}],
}
ATTRIBUTES: dict[str, list[dict[str, Any]]] = {
    "dataSet": [{"id": "UNIT", "values": values("CNY")}],
    "series": [{"id": "TITLE", "values": [{"name": "甲"}]}],
    "observation": [{"id": "OBS_STATUS", "values": [None, *values("M")]}],
}
OBSERVED: dict[str, dict[str, Any]] = {
    "0": {"attributes": [0], "observations": {"0": [1.5, 0], "1": [None, 1]}}
}
FIGURES = [row | ({"OBS_VALUE": "1.5"} if row["OBS_VALUE"] else {}) for row in ROWS]


def version_1(*sets: dict[str, Any], nested: bool = True, **more: Any) -> str:
    said = {"structure": {"dimensions": DIMENSIONS, "attributes": ATTRIBUTES}}
    body = {"dataSets": [{"action": "Append", "attributes": [0]} | one for one in sets]} | said
    return json.dumps({"meta": {}, "data": body} | more if nested else {"header": {}} | body | more)


@pytest.mark.parametrize("nested", [True, False])
def test_json_1_with_its_structure_after_the_data(tmp_path: Path, nested: bool) -> None:
    assert rows_of(tmp_path, version_1({"series": OBSERVED}, nested=nested)) == FIGURES


def test_json_2_with_measures_groups_and_values_that_are_no_codes(tmp_path: Path) -> None:
    structure = {
        "dimensions": DIMENSIONS,
        "measures": {"observation": [{"id": "OBS_VALUE"}]},
        "attributes": {
            "dataSet": ATTRIBUTES["dataSet"],
            "dimensionGroup": [{"id": "TITLE"}],
            "observation": [{"id": "OBS_STATUS"}],
        },
    }
    data = {
        "structure": 0, "action": "Append", "attributes": [0],
        "dimensionGroupAttributes": {"0:": ["甲"]},
        "series": {"0": {"observations": {"0": ["1.5"], "1": ["NaN", "M"]}}},
    }  # fmt: skip
    message = {"meta": {}, "data": {"structures": [structure], "dataSets": [data]}}
    assert rows_of(tmp_path, json.dumps(message)) == FIGURES


def test_json_without_series(tmp_path: Path) -> None:
    order = ("dataSet", "series", "observation")
    flat = {"observation": [one for level in order for one in DIMENSIONS[level]]}
    said = {"observation": [ATTRIBUTES["observation"][0]]}
    data = {"observations": {"0:0:0": [1.5, 0], "0:1:1": [None, 1]}}
    message = {"structure": {"dimensions": flat, "attributes": said}, "dataSets": [data]}
    assert [tuple(row.values()) for row in rows_of(tmp_path, json.dumps(message))] == [
        ("M", "990000", "2026-01", "1.5", None),
        ("M", "990100", "2026-02", None, "M"),
    ]


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        (
            "DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT,TITLE",
            ["A:D(1.0),M,990000,2026-01,1.50,,CNY,甲", "A:D(1.0),M,990000,2026-02,NaN,M,CNY,甲"],
        ),
        (
            "STRUCTURE;STRUCTURE_ID;ACTION;FREQ;REF_AREA;TIME_PERIOD;OBS_VALUE;OBS_STATUS;UNIT;"
            "TITLE[]",
            [
                "dataflow;A:D(1.0);A;M;990000;2026-01;1.50;;CNY;甲",
                "dataflow;A:D(1.0);A;M;990000;2026-02;;M;CNY;甲",
            ],
        ),
        (
            "DATAFLOW,FREQ: 频率,REF_AREA: 地区,TIME_PERIOD: 时期,OBS_VALUE,OBS_STATUS: 状态,UNIT,"
            "TITLE",
            [
                "A:D(1.0): 流,M: 月,990000: 甲省,2026-01,1.50,,CNY,甲",
                "A:D(1.0): 流,M: 月,990000: 甲省,2026-02,NaN,M: 缺失,CNY,甲",
            ],
        ),
    ],
)
def test_csv_of_version_1_and_2_with_or_without_labels(
    tmp_path: Path, head: str, lines: list[str]
) -> None:
    found = rows_of(tmp_path, "\ufeff" + "\n".join([head, *lines]))
    assert [{name: row[name] or None for name in ROWS[0]} for row in found] == ROWS


@pytest.mark.parametrize("columns", ["DATAFLOW,", "STRUCTURE,STRUCTURE_ID,ACTION,"])
def test_our_reading_of_csv_is_that_of_pysdmx(tmp_path: Path, columns: str) -> None:
    begin = "A:D(1.0)," if columns == "DATAFLOW," else "dataflow,A:D(1.0),A,"
    lines = [f"{begin}M,990000,2026-{n:02},{n}.5,A" for n in range(1, 13)]
    head = f"{columns}FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS"
    ours = rows_of(tmp_path, "\n".join([head, *lines]))
    message: Any = read_sdmx(str(tmp_path / "message"), validate=False)
    theirs = message.data[0].data.astype(str)
    assert [{name: row[name] for name in theirs.columns} for row in ours] == theirs.to_dict(
        "records"
    )


DELETED = [
    specific('<Series FREQ="M"><Obs TIME_PERIOD="2026-01"/></Series>', "Delete"),
    specific('<Series FREQ="M" TIME_PERIOD="2026-01"/>', "Delete"),
    version_1({"action": "Delete", "series": {"0": {"observations": {"0": []}}}}),
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,TIME_PERIOD,OBS_VALUE\ndataflow,A:D(1.0),D,M,2026-01,",
]


@pytest.mark.parametrize("message", DELETED, ids=["ml", "ml-series", "json", "csv"])
def test_deletions_are_an_operation_and_never_taken_for_figures(
    tmp_path: Path, message: str
) -> None:
    [row] = rows_of(tmp_path, message, "ACTION")
    assert (row["ACTION"], row["FREQ"], row["TIME_PERIOD"]) == ("Delete", "M", "2026-01")
    with pytest.raises(Refused, match="deletes observations") as error:
        rows_of(tmp_path, message)
    assert "operation: {column: ACTION, delete: [Delete]}" in (error.value.hint or "")


def test_replacing_and_deleting_in_one_message(desk: Desk) -> None:
    under = contract(
        {"format": "sdmx"}, thing="observation", kind="increment",
        key=["REF_AREA", "TIME_PERIOD"], operation={"column": "ACTION", "delete": ["Delete"]},
        columns={"REF_AREA": "division_code", "TIME_PERIOD": "period", "OBS_VALUE": "value"},
        constants={"indicator_code": "M2"},
    )  # fmt: skip
    message = version_1(
        {"action": "Replace", "series": {"0": {"observations": {"0": [1.5]}}}},
        {"action": "Delete", "series": {"1": {"observations": {"1": []}}}},
    )
    desk.stage(message, under)
    assert desk.staged("op", "source_key", "value::text") == [
        ("u", "990000|2026-01", "1.5"),
        ("d", "990100|2026-02", None),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("<a><b/></a>", "no SDMX-ML data message"),
        ("<m:Structure xmlns:m='urn:m'><m:Structures/></m:Structure>", "another kind"),
        ("<m:Error xmlns:m='urn:m'><m:ErrorMessage code='100'/></m:Error>", "another kind"),
        (specific(SERIES)[:-60], "not well-formed"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        ("{}", "no SDMX-JSON data message"),
        ('{"data": {"dataSets": [{}]}}', "its structure is missing"),
        ('{"errors": [{"code": 404, "title": "No data"}]}', "the message is an error"),
        (version_1({"series": OBSERVED})[:-40], "no whole JSON document"),
        (version_1({"series": {"7": OBSERVED["0"]}}), "do not fit its structure"),
        (version_1({"series": {"0:0:0": OBSERVED["0"]}}), "do not fit its structure"),
        ("名称,年份\n甲,2025", "no SDMX message"),
        (specific(SERIES.replace("Series", "Serjes")), "<Serjes> is no element of a data message"),
        (specific(SERIES.replace("Obs ", "Osb ")), "<Osb> is no element of a data message"),
        (version_1({"series": {"0": {"obs": {}}}}), "do not fit its structure"),
    ],
)
def test_what_is_no_data_message_is_refused(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        rows_of(tmp_path, content)
