"""Rows that come again as they were are carried over, and nothing is otherwise than if all had been
gone through again."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import pipeline
from bench.contracts import varied
from loaders.contract import find
from loaders.verbatim import Verbatim, verbatim
from pipeline import carrying
from pipeline.undo import undo
from runtime.database import engine
from runtime.settings import settings
from tests.pipeline.deliver import (
    AUGUST,
    INSURED,
    OCTOBER,
    PERSON,
    SEPTEMBER,
    delivered,
    ledger,
    query,
    received,
    written,
)
from tests.pipeline.test_undo_property import DIVISION, forget
from tests.support.state import difference, fingerprint

SEQUENCES = int(os.environ.get("SEQUENCES", "2"))
MONTHS = 5
NEVER = 10**9  # rows from which on any are carried

Row = dict[str, str]


@pytest.fixture(autouse=True)
def however_few(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files are carried over, too."""
    carry_from(monkeypatch, 0)


def carry_from(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setenv("SIKU_CARRY_FROM", str(rows))
    settings.cache_clear()


def insured(count: int, first: int = 0) -> list[Row]:
    return [
        {**INSURED, "个人编号": f"S{n}", "身份证号码": "", "社会保障号码": f"N{n:04}",
         "姓名": f"王{chr(0x4E00 + n)}", "出生日期": f"19{50 + n % 50}-01-{n % 28 + 1:02}",
         "手机号码": f"139{n:08}"}
        for n in range(first, first + count)
    ]  # fmt: skip


def findings(delivery_id: int) -> dict[str, tuple[int, int, int]]:
    rows = query(
        "select rule, assessed, satisfied, lost from ops.finding where delivery_id = :id",
        id=delivery_id,
    )
    return {row.rule: (row.assessed, row.satisfied, row.lost) for row in rows}


def carried(delivery_id: int) -> tuple[int, int | None]:
    row = ledger(delivery_id)
    return row.carried, row.carried_from


def test_rows_that_come_again_are_counted_as_staged_and_unchanged(folder: Path) -> None:
    rows = insured(20)
    first = delivered(folder, "social_insured", AUGUST, *rows)
    assert carried(first.delivery_id) == (0, None)
    rows[3] = {**rows[3], "居住地址": "江浦街道迎宾大道7号"}
    again = delivered(folder, "social_insured", SEPTEMBER, *rows[:-1], *insured(1, first=30))
    told = ledger(again.delivery_id)
    assert carried(again.delivery_id) == (18, first.delivery_id)
    assert (told.delivered, told.staged, told.quarantined) == (20, 20, 0)
    assert (told.created, told.changed, told.unchanged, told.withdrawn) == (1, 1, 18, 1)
    assert findings(again.delivery_id)["key"] == (20, 20, 0)
    assert query("select tablename from pg_tables where schemaname = 'stage'") == []
    assert f"18 行与批次 {first.delivery_id} 逐字节相同" in Path(told.report).read_text("utf-8")


def test_they_are_told_by_their_lines_or_else_by_what_they_say(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_lines, rows = _watched(monkeypatch), insured(20)
    first = delivered(folder, "social_insured", AUGUST, *rows)
    again = delivered(folder, "social_insured", SEPTEMBER, *reversed(rows))
    other = [{**row, "居住地址": '"a\nb"'} if n == 3 else row for n, row in enumerate(rows)]
    last = delivered(folder, "social_insured", OCTOBER, *other)
    assert carried(again.delivery_id) == (20, first.delivery_id)
    assert carried(last.delivery_id) == (19, again.delivery_id)
    assert by_lines == [True, False]


def test_they_are_carried_on_from_delivery_to_delivery(folder: Path) -> None:
    numbers = [
        delivered(folder, "social_insured", day, *insured(20)[place:]).delivery_id
        for place, day in enumerate((AUGUST, SEPTEMBER, OCTOBER))
    ]
    assert [carried(number) for number in numbers] == [
        (0, None), (19, numbers[0]), (18, numbers[1]),
    ]  # fmt: skip
    assert query("select count(*) from population.person")[0][0] == 18


def test_a_record_touched_since_is_looked_at_again(folder: Path) -> None:
    rows = insured(10)
    first = delivered(folder, "social_insured", AUGUST, *rows).delivery_id
    moved = [{**row, "居住地址": "别处1号"} if n < 2 else row for n, row in enumerate(rows)]
    second = delivered(folder, "social_insured", SEPTEMBER, *moved).delivery_id
    undo(second, "clerk", "sent by mistake")
    third = delivered(folder, "social_insured", OCTOBER, *rows)
    assert carried(third.delivery_id) == (8, first)
    assert (ledger(third.delivery_id).unchanged, ledger(third.delivery_id).changed) == (10, 0)


def test_what_is_merged_meanwhile_is_seen_before_it_is_too_late(folder: Path) -> None:
    rows = insured(10)
    delivered(folder, "social_insured", AUGUST, *rows)
    waiting = received(folder, "social_insured", OCTOBER, *rows)
    pipeline.stage(waiting)
    assert carried(waiting)[0] == 10
    moved = [{**row, "居住地址": "别处1号"} if n < 2 else row for n, row in enumerate(rows)]
    delivered(folder, "social_insured", SEPTEMBER, *moved)
    pipeline.walk(waiting)
    assert (ledger(waiting).changed, ledger(waiting).unchanged) == (2, 8)
    assert query("select count(*) from population.person where residence_address like '别处%'") == [
        (0,)
    ]


def test_a_stage_that_was_lost_is_made_again(folder: Path) -> None:
    rows = insured(10)
    delivered(folder, "social_insured", AUGUST, *rows)
    number = received(folder, "social_insured", SEPTEMBER, *rows[:9])
    pipeline.stage(number)
    with engine().begin() as connection:
        connection.exec_driver_sql(f"truncate stage.c{number}")
    pipeline.walk(number)
    assert (ledger(number).unchanged, ledger(number).withdrawn) == (9, 1)


@pytest.mark.parametrize(
    "why", ["another contract", "another program", "a late row", "a division that changed"]
)
def test_nothing_is_carried_where_it_might_be_read_otherwise(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    rows = insured(10)
    if why == "a late row":
        delivered(folder, "social_insured", SEPTEMBER, *rows[:1])
        rows[0] = {**rows[0], "居住地址": "别处1号"}
    delivered(folder, "social_insured", AUGUST, *rows)
    if why == "another program":
        monkeypatch.setattr(carrying, "program", lambda: "another")
    if why == "a division that changed":
        delivered(
            folder,
            "civil_division",
            AUGUST,
            {**DIVISION, "区划代码": "990102", "区划名称": "高河区", "全称": "高河区"},
        )
    if why == "another contract":
        said = find("social_insured").model_dump(mode="json", exclude_unset=True)["columns"]
        said["手机号码"] = {"attribute": "phone", "on_bad": "quarantine"}
        with varied(tmp_path / "contracts", "social_insured", {"columns": said}):
            again = delivered(folder, "social_insured", OCTOBER, *rows)
    else:
        again = delivered(folder, "social_insured", OCTOBER, *rows)
    assert carried(again.delivery_id) == (0, None)


def _month(chance: random.Random, rows: Sequence[Row], dataset: str) -> list[Row]:
    """A snapshot as it may come a month later: little of it is new, and some of that is wrong."""
    found = [dict(row) for row in rows if chance.random() > 0.05]
    found = [
        row | chance.choice(SLIPS[dataset]) if chance.random() < 0.15 else row for row in found
    ]
    found += [dict(chance.choice(found)) for _ in range(chance.randrange(3))]
    if chance.random() < 0.5:
        chance.shuffle(found)
    return found


SLIPS: dict[str, list[Row]] = {
    "social_insured": [
        {"居住地址": "江浦街道迎宾大道9号"}, {"性别": "未知的"}, {"出生日期": "1990-13-45"},
        {"个人编号": ""}, {"姓名": "王　小明"}, {"身份证号码": "990101199003070015"},
        {"手机号码": "abc"}, {"居住地区划": "990199"}, {"民族": "汉"}, {"个人编号": "S1"},
        {"姓名": ""}, {"居住地址": ""},
    ],
    "ps_person": [
        {"户籍地址": "团结巷9号"}, {"变动日期": "20260715"}, {"变动日期": "20190101"},
        {"变动日期": "昨天"}, {"公民身份号码": "990101199003070015"}, {"性别": "X"},
        {"死亡日期": "20260601"}, {"死亡日期": "18000101"}, {"出生日期": "19900308"},
        {"人员编号": "1"}, {"联系电话": "12"},
    ],
}  # fmt: skip


def _beginning(dataset: str) -> list[Row]:
    if dataset == "social_insured":
        return insured(30)
    return [
        {**PERSON, "人员编号": f"{n}", "公民身份号码": "", "姓名": f"赵{chr(0x4E00 + n)}",
         "出生日期": f"19{50 + n}0307", "户号": f"H{n}"}
        for n in range(30)
    ]  # fmt: skip


def _walked(folder: Path, dataset: str, seed: int) -> list[int]:
    """Months of one dataset, with another's words, and an undoing, between them."""
    chance = random.Random(f"{dataset} {seed}")
    rows, numbers = _beginning(dataset), []
    other = "ps_person" if dataset == "social_insured" else "social_insured"
    undone = chance.choice([None, *range(MONTHS - 1)])
    odd = [one for one in ODDITIES if chance.random() < 0.25]
    days = [dt.date(2026, month, 1) for month in range(6, 6 + MONTHS)]
    if chance.random() < 0.3:
        days[2], days[3] = days[3], days[2]
    for month, day in enumerate(days):
        rows = _month(chance, rows, dataset) if month else rows
        numbers.append(_sent(folder, dataset, day, rows, [o for o in odd if chance.random() < 0.8]))
        if chance.random() < 0.4:
            some = _month(chance, _beginning(other), other)[:5]
            _sent(folder, other, day, [{**row, "变动日期": f"{day:%Y%m%d}"} for row in some])
        if month == undone:
            undo(numbers[chance.randrange(len(numbers))], "clerk", "to see what follows")
    return numbers


def _sent(
    folder: Path, dataset: str, day: dt.date, rows: Sequence[Row], odd: Sequence[str] = ()
) -> int:
    contract = find(dataset)
    encoding = getattr(contract.file, "encoding", "utf-8")
    told = [{name: row.get(name, "") for name in contract.sources} for row in rows]
    path = written(folder / day.isoformat(), dataset, told)
    text = path.read_bytes().decode(encoding)
    for one in odd:
        text = ODDITIES[one](text, contract.sources.index(contract.key[0]))
    path.write_bytes(text.encode(encoding).replace(NO_TEXT.encode(encoding), b"\xff"))
    return pipeline.walk(pipeline.receive(dataset, path, day)).delivery_id


NO_TEXT = "\ue000"  # stands for a byte that is no part of a character


def _also(value: str | None) -> Callable[[str, int], str]:
    """The first row once more as the last, with another key and an odd value, or torn off."""

    def changed(text: str, place: int) -> str:
        values = text.split("\n")[1].split(",")
        values[place], other = "odd", (place + 3) % len(values)
        odd = values[:-2] if value is None else [*values[:other], value, *values[other + 1 :]]
        return text + ",".join(odd) + "\n"

    return changed


# What a file may have besides; the same odd rows come month for month.
ODDITIES: dict[str, Callable[[str, int], str]] = {
    "a torn row": _also(None),
    "a value over two lines": _also('"a\nb"'),
    "bytes that are no text": _also(NO_TEXT),
    "blank lines": lambda text, _: text.replace("\n", "\n\n", 3),
    "quotes": lambda text, place: "".join(
        ",".join(f'"{value}"' if n % 2 or n == place else value for n, value in
                 enumerate(line.split(","))) + "\n" for line in text.split("\n")[:-1]
    ) if '"' not in text else text,
    "line ends of another system": lambda text, _: text.replace("\n", "\r\n"),
    "no last line end": lambda text, _: text.removesuffix("\n"),
}  # fmt: skip


def _told() -> dict[str, Any]:
    """All that is known, but which rows were carried and which examples findings show."""
    with engine().connect() as connection:
        tables = fingerprint(connection)
    del tables["ops.delivery"], tables["ops.finding"], tables["ops.counter"]
    counters = query("select name, last from ops.counter where name <> 'dataset' order by 1")
    columns = "delivery_id, state, gate, score, delivered, staged, quarantined, created, changed," \
        " unchanged, held, withdrawn, masters_created, masters_changed, late, error"  # fmt: skip
    ledgers = query(f"select {columns} from ops.delivery order by 1")
    found = query(
        "select delivery_id, rule, assessed, satisfied, lost, zh, en from ops.finding order by 1, 2"
    )
    return {**tables, "counters": str(counters), "ledger": str(ledgers), "findings": str(found)}


@pytest.mark.parametrize(
    ("dataset", "seed"), list(itertools.product(sorted(SLIPS), range(SEQUENCES)))
)
def test_carrying_changes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dataset: str, seed: int
) -> None:
    lenient = {"gate": {"quarantine": {"warn": 0.9, "hold": 1.0}, "score": {"warn": 0, "hold": 0}}}
    as_snapshot = {"kind": "snapshot", "operation": None, **lenient}
    _watched(monkeypatch, allowed=seed % 3 < 2)
    with varied(tmp_path / "contracts", dataset, as_snapshot):
        numbers = _walked(folder / "carried", dataset, seed)
        assert any(carried(number)[0] for number in numbers)
        _examples_are_where_they_are_said_to_be(numbers)
        found = _told()
        forget()
        carry_from(monkeypatch, NEVER)
        assert not any(carried(number)[0] for number in _walked(folder / "whole", dataset, seed))
    assert difference(found, _told()) == {}


def _watched(monkeypatch: pytest.MonkeyPatch, allowed: bool = True) -> list[bool]:
    """Where rows were looked for line by line, if that is allowed at all."""
    found: list[bool] = []

    def looked(*asked: Any) -> Verbatim | None:
        told = verbatim(*asked) if allowed else None
        found.append(told is not None)
        return told

    monkeypatch.setattr("loaders.carrying.verbatim", looked)
    return found


def _examples_are_where_they_are_said_to_be(numbers: Sequence[int]) -> None:
    """An example's line holds its key in the file."""
    for number in numbers:
        row = query(
            "select landing, s.name from ops.delivery join ops.dataset s using (dataset_id)"
            " where delivery_id = :id",
            id=number,
        )[0]
        contract = find(row.name)
        encoding = getattr(contract.file, "encoding", None) or "utf-8"
        lines = Path(row.landing).read_bytes().decode(encoding, "replace").split("\n")
        place = contract.sources.index(contract.key[0])
        for (example,) in query(
            "select jsonb_array_elements(examples) from ops.finding where delivery_id = :id"
            " and not starts_with(rule, 'read:')",
            id=number,
        ):
            if example["source_key"]:
                line = lines[example["line"] - 1]
                if line.count('"') % 2 == 0:  # else the row goes on in the next one
                    assert line.split(",")[place].strip('\r"') == example["source_key"]
