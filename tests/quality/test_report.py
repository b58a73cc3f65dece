"""Reports stand alone, balance, escape what departments wrote, and mask what is sensitive."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from loaders.errors import NoSuchDelivery
from quality import report
from quality.gate import decide
from quality.labels import percent
from quality.masking import mask
from quality.rows import set_aside
from quality.suite import assess
from runtime.settings import settings
from tests.quality.support import AS_OF, PERSON_1, PERSON_2, contract, delivery, staged

NASTY = '<script>alert("张")</script>'
ROWS = [
    PERSON_1,
    PERSON_1 | {"name": f"{NASTY}3"},
    PERSON_2 | {"name": None},
    PERSON_2 | {"birth_date": dt.date(2031, 5, 6)},
    PERSON_2 | {"registered_division": NASTY[:12]},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SIKU_REPORTS_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def written(connection: Connection, gate: str | None = None, delivery_id: int = 1) -> str:
    """The report of a new delivery of ROWS."""
    agreed = contract(title={"zh": f"测试{NASTY}", "en": "Test"})
    delivery(connection, agreed, delivery_id, AS_OF + dt.timedelta(delivery_id))
    staged(connection, agreed, ROWS, delivery_id)
    aside = set_aside(connection, delivery_id, agreed)
    found = assess(connection, delivery_id, agreed)
    decision = decide(agreed, len(ROWS), aside, None, found)
    connection.execute(
        sa.text(
            "UPDATE ops.delivery SET state = 'published', gate = :gate, score = :score,"
            " delivered = :rows, staged = :staged, quarantined = :aside, created = 1, changed = 2,"
            " unchanged = 0, held = 0, withdrawn = 0, seconds = '{\"check\": 1.25}'"
            " WHERE delivery_id = :delivery_id"
        ),
        {
            "gate": gate or decision.gate, "score": decision.score, "rows": len(ROWS),
            "staged": len(ROWS) - aside, "aside": aside, "delivery_id": delivery_id,
        },
    )  # fmt: skip
    return report.write(connection, delivery_id).read_text(encoding="utf-8")


def test_a_report_asks_nothing_of_the_outside(connection: Connection, folder: Path) -> None:
    for page in (written(connection), (folder / "index.html").read_text(encoding="utf-8")):
        assert not re.search(r"https?://|//[a-z]", page)
        assert not re.findall(r"<(?:script|link rel=.stylesheet|img|iframe)", page)
        assert "default-src 'none'" in page


def test_what_departments_wrote_is_escaped(connection: Connection, folder: Path) -> None:
    page = written(connection)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<script" not in (folder / "index.html").read_text(encoding="utf-8")


def test_the_report_says_what_the_ledger_says(connection: Connection, folder: Path) -> None:
    page = re.sub(r"<[^>]+>|\s+", " ", written(connection))
    page = re.sub(r" +", " ", page)
    assert "交付 delivered 5 = 入库 staged 3 + 隔离 quarantined 2" in page
    assert "入库 staged 3 = 新增 created 1 + 变更 changed 2 + 未变 unchanged 0" in page
    assert "提示通过 Warn" in page
    assert "2 rows are quarantined, 40% of the delivery" in page
    assert "1.25 s" in page


def test_failed_rules_open_onto_the_rows_behind_them(connection: Connection, folder: Path) -> None:
    page = written(connection)
    rule = page[page.index("姓名应不含数字和符号") :]
    drill = rule[: rule.index("</details>")]
    assert re.search(r'<td class="n">2</td>', drill)
    assert not re.search(r'<td class="n">[1345]</td>', drill)
    assert page.index("姓名应不含数字和符号") < page.index("符合的规则")


def test_sensitive_values_are_masked(connection: Connection, folder: Path) -> None:
    page = written(connection)
    assert "2031-05-06" not in page  # a date of birth, level 3
    assert "“2***”" in page
    for person in (PERSON_1, PERSON_2):
        assert str(person["citizen_number"]) not in page
        assert str(person["name"]) not in page
    assert "&lt;script&gt;al" in page  # a division's code is no secret


def test_a_name_is_only_shown_if_it_is_harmless_both_as_attribute_and_as_column() -> None:
    crossed = contract(columns={"phone": "sex", "性别": "nationality", "电话": "phone"})
    hidden = mask(crossed)
    assert hidden.value("性别", "CHN") == "CHN"
    assert hidden.value("sex", "1") == "1"
    assert hidden.value("phone", "13800000000") == "1***"
    assert hidden.value("电话", "13800000000") == "1***"
    assert hidden.value("a column nobody knows", "secret") == "s***"
    assert hidden.value("电话", "张") == "***"
    assert hidden.value("电话", "") == ""
    assert hidden.value("电话", None) is None


def test_a_delivery_let_through_by_hand_says_so(connection: Connection, folder: Path) -> None:
    assert "由人工放行" in written(connection, gate="pass")
    assert "由人工放行" not in written(connection, delivery_id=2)


def test_the_index_lists_every_delivery_with_its_report(
    connection: Connection, folder: Path
) -> None:
    written(connection)
    written(connection, delivery_id=2)
    index = (folder / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+\.html)"', index)
    assert len(links) == 2
    assert all((folder / link).exists() for link in links)
    assert "<polyline" in index


def test_nothing_but_whole_files_is_left(connection: Connection, folder: Path) -> None:
    written(connection)
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert names == {"index.html", f"{AS_OF + dt.timedelta(1)}-1.html"}


def test_a_delivery_that_has_not_been_judged_has_a_report_too(
    connection: Connection, folder: Path
) -> None:
    delivery(connection, contract(), state="failed", error="文件打不开")
    assert "文件打不开" in report.write(connection, 1).read_text(encoding="utf-8")


def test_there_is_no_report_of_no_delivery(connection: Connection, folder: Path) -> None:
    with pytest.raises(NoSuchDelivery, match="no delivery 404"):
        report.write(connection, 404)


@pytest.mark.parametrize(
    ("share", "shown"), [(1.0, "100.0%"), (0.99996, "99.9%"), (0.98, "98.0%"), (None, "–")]
)
def test_only_what_is_whole_reads_a_hundred_per_cent(share: float | None, shown: str) -> None:
    assert percent(share) == shown
