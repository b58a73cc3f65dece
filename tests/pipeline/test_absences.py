"""What a snapshot withdraws while rows of it have no key that could be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import pipeline
from pipeline import absences
from pipeline.undo import undo
from tests.pipeline.deliver import (
    AUGUST,
    INSURED,
    OCTOBER,
    SEPTEMBER,
    ledger,
    merge,
    merged,
    query,
    written,
)

Row = dict[str, str]

NEWBORN = {**INSURED, "身份证号码": "", "姓名": "李新生", "社会保障号码": "", "手机号码": "",
           "出生日期": "2026-08-30"}  # fmt: skip


def insured(count: int) -> list[Row]:
    """People with a name, a number and a birthday of their own, at one address."""
    return [
        {**INSURED, "个人编号": f"S{n:02}", "身份证号码": "", "姓名": f"王{chr(0x4E00 + n)}",
         "社会保障号码": f"N{n:04}", "出生日期": f"1990-01-{n + 1:02}"}
        for n in range(count)
    ]  # fmt: skip


def there() -> list[str]:
    return [key for (key,) in query("select source_key from population.person_record order by 1")]


def finding() -> list[tuple[str, int]]:
    return [
        (row.zh, row.assessed)
        for row in query("select zh, assessed from ops.finding where rule = 'absence'")
    ]


def without_key(row: Row, **changed: str) -> Row:
    return {**row, "个人编号": "", **changed}


def test_a_row_without_its_key_keeps_whom_it_is_like(folder: Path) -> None:
    merged(folder, "social_insured", AUGUST, *insured(20))
    rows = insured(20)
    rows[3] = without_key(rows[3], 姓名="王小")
    end = ledger(merged(folder, "social_insured", SEPTEMBER, *rows[:19]))
    assert (end.quarantined, end.withdrawn) == (1, 1)
    assert there() == [f"S{n:02}" for n in range(19)], "the one that is gone is gone"
    ((told, kept),) = finding()
    assert kept == 1
    assert told.startswith("1 条在册记录不在本次全量中，但 1 行读不出主键")
    whole = ledger(merged(folder, "social_insured", OCTOBER, *insured(3), *insured(19)[4:]))
    assert whole.withdrawn == 1, "the next whole snapshot settles it"


def test_it_keeps_them_as_often_as_it_comes(folder: Path) -> None:
    merged(folder, "social_insured", AUGUST, *insured(20))
    rows = insured(20)
    rows[3] = without_key(rows[3])
    merged(folder, "social_insured", SEPTEMBER, *rows)
    end = ledger(merged(folder, "social_insured", OCTOBER, *rows[:18]))
    assert (end.delivered, end.quarantined, end.withdrawn) == (18, 1, 2)
    assert "S03" in there()


def test_an_undo_judges_who_is_absent_as_it_was(folder: Path) -> None:
    merged(folder, "social_insured", AUGUST, *insured(18))
    between = merged(folder, "social_insured", dt.date(2026, 8, 20), *insured(20))
    rows = insured(20)
    rows[3] = without_key(rows[3])
    merged(folder, "social_insured", SEPTEMBER, *rows[:17])
    assert there() == [f"S{n:02}" for n in range(17)]
    undo(between, "赵经办", "误报")
    assert there() == [f"S{n:02}" for n in range(17)], "who is like the row stays, who is gone goes"


def test_somebody_new_without_a_key_keeps_nobody(folder: Path) -> None:
    merged(folder, "social_insured", AUGUST, *insured(20))
    new = without_key(NEWBORN)
    end = ledger(merged(folder, "social_insured", SEPTEMBER, *insured(18), new))
    assert (end.quarantined, end.withdrawn) == (1, 2)
    assert finding() == []


def test_a_row_that_says_nothing_else_may_be_anybody(folder: Path) -> None:
    merged(folder, "social_insured", AUGUST, *insured(20))
    empty = {**dict.fromkeys(INSURED, ""), "性别": "1"}
    end = ledger(merged(folder, "social_insured", SEPTEMBER, *insured(18), empty))
    assert (end.quarantined, end.withdrawn) == (1, 0)
    assert finding()[0][1] == 2


def test_more_than_can_be_compared_withdraws_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(absences, "MOST_PAIRS", 1)
    merged(folder, "social_insured", AUGUST, *insured(20))
    new = without_key(NEWBORN)
    end = ledger(merged(folder, "social_insured", SEPTEMBER, *insured(18), new))
    assert end.withdrawn == 0


def test_a_line_that_has_no_columns_keeps_whom_it_names(folder: Path) -> None:
    merged(folder, "social_insured", AUGUST, *insured(20))
    file = written(folder / SEPTEMBER.isoformat(), "social_insured", insured(18))
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{',' * len(INSURED)}{insured(19)[18]['姓名']} 残行\n")
        out.write(f"{',' * len(INSURED)}填表人：赵经办\n")
    end = ledger(merge(pipeline.receive("social_insured", file, SEPTEMBER)))
    assert (end.quarantined, end.withdrawn) == (2, 1)
    assert there() == [f"S{n:02}" for n in range(19)]
