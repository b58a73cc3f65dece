"""`./siku division`: what a division code meant on a day, where it went and where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, show_json
from models.codes import CODES
from runtime.database import engine
from runtime.errors import SikuError
from sharing.divisions import Account, Period, Step, account

app = Noun()


class BadDay(SikuError):
    """A day was given that is none."""


@app.verb("./siku division 110103 --on 1995-06-30", "./siku division 990121 --json")
def division(
    code: Annotated[str, typer.Argument(help="Division code of 6, 9 or 12 digits.")],
    on: Annotated[str | None, typer.Option(help="The day it is asked of; default today.")] = None,
    as_json: Json = False,
) -> None:
    """Say what a division code meant on a day, where it went and when, and where it came from.

    Where the code was not in force on that day, the nearest period in which it was is told.
    """
    today = dt.date.today()
    with engine().connect() as connection:
        found = account(connection, code.strip(), _day(on) if on else today, today)
    if as_json:
        show_json(asdict(found))
    else:
        print("\n".join(_told(found)))


def _day(given: str) -> dt.date:
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        raise BadDay(f"{given!r} is no day", where="--on", hint="write it as 1995-06-30") from error


def _told(found: Account) -> Iterator[str]:
    yield _when(found)
    yield f"{_named(found.told)}  {_span(found.told)}"
    yield f"  全称 full name: {found.names['full_name']}"
    others = [period for period in found.periods if period != found.told]
    if others:
        yield "  该代码的其他时期 other periods of this code:"
        yield from (f"    {_placed(period)}  {_span(period)}" for period in others)
    yield "去向 where it went:"
    yield from _tree(found.went, "→", "  ") if found.went else [f"  {_nowhere(found.told)}"]
    if found.told not in found.today:
        ends = "、".join(f"{period.code} {period.name}" for period in found.today)
        yield f"  今日代码 today: {ends or '无 none is known'}"
    yield "来源 where it came from:"
    yield from _tree(found.came, "←", "  ") if found.came else ["  无记录 nothing is known"]


def _when(found: Account) -> str:
    """Of which day it is told, or why there is nothing to say of the day itself."""
    code, day, told = found.told.code, found.on, found.told
    if found.in_force:
        return f"{code} 在 {day} · on {day}:"
    if told.valid_from and day < told.valid_from:
        return f"{code} 在 {day} 尚未启用 was not in force yet on {day}; the nearest period:"
    return f"{code} 在 {day} 已不再使用 was no longer in force on {day}; the nearest period:"


def _nowhere(period: Period) -> str:
    return "无记录 nothing is known" if period.valid_to else "沿用至今 it is still in force"


def _tree(steps: Iterable[Step], arrow: str, indent: str) -> Iterator[str]:
    for step in steps:
        yield f"{indent}{_step(step, arrow)}"
        yield from _tree(step.further, arrow, indent + "    ")


def _step(step: Step, arrow: str) -> str:
    """One line: when, which code, what of it, by which decree."""
    met = step.period
    where = f"{step.code} (无记录 no record of it)"
    if met and met.name:
        where = f"{_placed(met)}  {_span(met)}"
    said = [step.changed or "日期不详 on an unknown day", arrow, where]
    if step.kind:
        kind = CODES["division_change"].codes.get(step.kind)
        said.append(f"{kind.zh} {kind.en}" if kind else step.kind)
    if step.decree:
        said.append(step.decree)
    if step.part:
        said.append("部分区域 a part only")
    if step.again:
        said.append("见上 see above")
    return " ".join(said)


def _named(period: Period) -> str:
    level = CODES["division_level"].codes.get(period.level or "")
    shown = f" ({level.zh} {level.en})" if level else ""
    return f"{period.code} {period.name}{shown}"


def _placed(period: Period) -> str:
    """With the names of its superiors, which may be all that changed."""
    return f"{_named(period)}, {period.superiors}" if period.superiors else _named(period)


def _span(period: Period) -> str:
    if period.valid_to is None:
        return f"{period.valid_from} 至今 until now"
    return f"{period.valid_from or '?'} 至 until {period.valid_to}"
