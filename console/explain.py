"""`./siku explain`: what makes a master what it is: its records, links, winners and losers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from console.noun import Noun
from console.output import Json, say, show_json, show_table
from matching.survivorship.account import (
    AS_IT_STANDS,
    AS_WE_KNOW,
    Account,
    Claim,
    NoSuchMaster,
    Told,
    account,
    bearing,
)
from matching.survivorship.rules import KINDS
from models.dictionary import NotInDictionary, find
from models.things import THINGS, Thing
from runtime.database import engine

app = Noun()

_DAYS = ["%Y-%m-%d"]
_MOMENTS = ["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%dT%H:%M:%S%z"]  # fmt: skip


@app.verb(
    "./siku explain person 123",
    "./siku explain --citizen-number 990101199003070015",
    "./siku explain entity --number 91990101MA00000002 --attribute name",
    "./siku explain person 123 --on 2026-09-01 --known '2026-10-01 08:00' --json",
)
def explain(
    thing: Annotated[
        str | None, typer.Argument(metavar="THING", help="person, entity, parcel …")
    ] = None,
    master: Annotated[int | None, typer.Argument(metavar="[MASTER]", help="Its id.")] = None,
    citizen_number: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="The person who bears it.")
    ] = None,
    credit_code: Annotated[
        str | None, typer.Option(metavar="CODE", help="The entity that bears it.")
    ] = None,
    number: Annotated[
        str | None, typer.Option(help="Any identifier, or the natural key, of the thing.")
    ] = None,
    attribute: Annotated[str | None, typer.Option(help="Only this attribute.")] = None,
    on: Annotated[
        dt.datetime | None, typer.Option(formats=_DAYS, help="As it was on this day.")
    ] = None,
    known: Annotated[
        dt.datetime | None, typer.Option(formats=_MOMENTS, help="As it was known at this moment.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell which claim won each attribute of a master, which lost, and by which rule; its records,
    why each is linked, redirects, decisions, and what waits for people."""
    day = on.date() if on else AS_IT_STANDS
    moment = known.astimezone() if known else AS_WE_KNOW
    named = {"citizen_number": citizen_number, "credit_code": credit_code}
    given = next(((name, value) for name, value in named.items() if value), (None, number))
    kind = _thing(thing, given[0])
    _must_have(kind, attribute)
    with engine().connect() as connection:
        if given[1] is not None:
            master = bearing(connection, kind, given[1], given[0], day, moment)
        if master is None:
            raise NoSuchMaster(
                f"which {kind.name}? neither its id nor anything it bears was given",
                hint=f"./siku explain {kind.name} 123, or --number …",
            )
        told = account(connection, kind, master, attribute, day, moment)
    if as_json:
        show_json({**asdict(told), "on": on and day, "known": known})
        return
    _show(told, kind)


def _thing(name: str | None, by: str | None) -> Thing:
    """The thing that was named, or whose identifier was given."""
    if name is None and by:
        name = next(t.name for t in THINGS.values() if by in t.identifiers.values())
    if name is None:
        raise NoSuchMaster("of what? no thing was named", hint="./siku explain person 123")
    if name not in THINGS:
        find(name)  # says what is meant, where that is nearly a name of the dictionary
        raise NotInDictionary(f"{name} is no thing", hint="one of: " + ", ".join(sorted(THINGS)))
    if by and by not in THINGS[name].identifiers.values():
        raise NoSuchMaster(f"no {name} bears a {by}", hint="leave the thing out, or use --number")
    return THINGS[name]


def _must_have(thing: Thing, attribute: str | None) -> None:
    if attribute is not None and attribute not in thing.attribute_names:
        raise NotInDictionary(
            f"{thing.name} has no attribute {attribute!r}",
            where="--attribute",
            hint=f"./siku dictionary {thing.name}",
        )


def _show(told: Account, thing: Thing) -> None:
    key = told.founded["natural_key"]
    print(f"{thing.zh} · {thing.en} {told.master_id}" + (f" ({key})" if key else ""))
    if told.redirects:
        print(f"  {told.asked} leads here: {_path((*told.redirects, told.master_id))}")
    if told.absorbed:
        print(f"  merged into it: {', '.join(map(str, told.absorbed))}")
    print(f"  founded by delivery {told.founded['delivery_id']}, record {told.founded['founder']},"
          f" known since {_moment(told.founded['known_from'])}")  # fmt: skip
    if not told.exists:
        print("  no record speaks of it then: it is withdrawn, or not known yet")
    _show_records("记录 records", told.records)
    _show_records("曾关联 records that spoke of it before", told.former_records)
    show_table(
        ("属性", "attribute", "取值 value", "来源 won by", "落选 lost", "规则 by rule"),
        [line for one in told.attributes for line in _lines(one)],
    )
    for one in told.attributes:
        if one.anew is not None:
            say(f"{one.name}: rules or ranks changed since, by today's record {one.anew} wins;"
                f" ./siku match rebuild {told.thing} makes it so")  # fmt: skip
    _show_decisions(told)
    _show_waiting(told)


def _path(ids: Sequence[int]) -> str:
    return " → ".join(map(str, ids))


def _moment(value: dt.datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S}"


def _show_records(title: str, records: list[dict[str, Any]]) -> None:
    if not records:
        return
    rows = [
        (
            str(row["record_id"]), f"{row['department_zh']} {row['department_en']}", row["dataset"],
            row["source_key"], row["valid_from"], row["method"],
            "" if row["score"] is None else f"{row['score']:.3f}", row["decider"],
            _why(row["why"]),
        )
        for row in records
    ]  # fmt: skip
    columns = ("记录\nrecord", "部门\ndepartment", "数据集\ndataset", "来源主键\nkey",
               "有效自\nvalid from", "方法\nmethod", "得分\nscore", "决定者\ndecider",
               "理由\nwhy")  # fmt: skip
    show_table(columns, rows, title=title)


def _why(why: dict[str, Any] | None) -> str:
    """What the matcher noted of a link or a pair, in a line."""
    return "; ".join(f"{word} {_said(said)}" for word, said in (why or {}).items() if said)


def _said(said: Any) -> str:
    if isinstance(said, dict):
        return ", ".join(f"{name} {value}" for name, value in said.items())
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)


def _lines(told: Told) -> list[tuple[str, ...]]:
    """The winner, and below it each claim that lost or says the same."""
    winner = next((claim for claim in told.claims if claim.won), None)
    head = (told.zh, told.name, told.value or "", _source(winner) if winner else "", "", "")
    others = [
        ("", "", "", "", f"{claim.value} ({_source(claim)})", _lost(claim))
        for claim in told.claims
        if not claim.won
    ]
    return [head, *others]


def _source(claim: Claim) -> str:
    return f"{claim.dataset} {claim.record_id}"


def _lost(claim: Claim) -> str:
    """The rule that preferred the winner, in both languages."""
    if claim.lost_by is None:
        return "= 相同 says the same"
    name = claim.lost_by.split()[0]
    if name in KINDS:
        return f"{claim.lost_by} · {KINDS[name].zh}"
    if name == "succession":
        return "succession · 规则不分先后,按日期与来源次序"
    return "other rules · 取值时规则不同"


def _show_decisions(told: Account) -> None:
    if not told.decisions:
        return
    rows = [
        (
            str(row["decision_id"]), str(row["record_id"]), str(row["master_id"]), row["verdict"],
            row["reason"], row["decided_by"], _moment(row["decided_at"]),
            f"{row['revoked_by']}: {row['revoked_reason']}" if row["revoked_by"] else "",
        )
        for row in told.decisions
    ]  # fmt: skip
    columns = ("决定\ndecision", "记录\nrecord", "主数据\nmaster", "结论\nverdict", "理由\nreason",
               "决定人\nby", "时间\nat", "撤回\nrevoked")  # fmt: skip
    show_table(columns, rows, title="人工决定 decisions")


def _show_waiting(told: Account) -> None:
    """Pairs and contradictions that wait for people."""
    for row in told.reviews:
        likely = "" if row["score"] is None else f", {row['score']:.1%} likely"
        print(f"待复核 waits for review {row['review_id']}: record {row['record_id']} and master"
              f" {row['master_id']}{likely}")  # fmt: skip
    for row in told.attention:
        print(f"待关注 needs attention {row['attention_id']}: {row['rule']}, since"
              f" {_moment(row['since'])}")  # fmt: skip
