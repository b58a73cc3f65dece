"""Pairs and how their review goes, printed for a person who reads Chinese or English."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from console.output import say, show_table
from matching.review.agreement import Agreement
from matching.review.clusters import Cluster, Row, Waiting
from matching.review.shown import Case, Claim, Line
from matching.review.stats import Stats
from models.things import thing_named
from models.worth import MEASURE

if TYPE_CHECKING:
    from matching.labelled import Labelled

MANY = 3
ABREAST = 4  # records side by side


def list_briefly(pairs: Sequence[Case], clusters: Sequence[Waiting]) -> None:
    """A line a pair or cluster, by what a decision is worth."""
    rows: list[tuple[float, tuple[Any, ...]]] = [
        (
            case.worth.now,
            (str(case.review), case.thing, round(case.worth.now, 1), _share(case.score),
             f"{case.dataset} {case.source_key}", str(case.master_id), _differing(case),
             int(case.worth.days)),
        )
        for case in pairs
    ]  # fmt: skip
    rows += [
        (
            one.worth,
            (f"A{one.attention}", one.thing, round(one.worth, 1), "",
             f"{one.records} 条 records", str(one.master_id), f"{one.rule_zh} {one.rule_en}",
             int(one.days)),
        )
        for one in clusters
    ]  # fmt: skip
    show_table(
        ("pair", "对象 thing", "价值 worth", "可能 likely", "记录 record", "主数据 master",
         "不同之处 differing", "天 days"),
        [row for _, row in sorted(rows, key=lambda one: -one[0])],
    )  # fmt: skip


def describe_cluster(found: Cluster) -> None:
    """The records of a master side by side, what contradicts first."""
    thing = thing_named(found.thing)
    print(f"{thing.zh} {thing.en} {found.master_id}, cluster A{found.attention}")
    print(f"  规则 rule     {found.rule_zh} · {found.rule_en}")
    if found.outcome:
        print(f"  结论 decision {found.outcome}, {found.settled_by}: {found.settled_reason or ''}")
    show_table(
        ("记录 record", "数据集 dataset", "title", "来源主键 key", "日期 as of", "方法 method",
         "决定者 decider"),
        [(str(m.record_id), m.dataset_zh, m.dataset_en, m.source_key, m.as_of, m.method, m.decider)
         for m in found.members],
    )  # fmt: skip
    order = sorted(found.rows, key=lambda row: (not row.breaks, not row.differs))
    for first in range(0, len(found.members), ABREAST):
        several = found.members[first : first + ABREAST]
        show_table(
            ("属性", "attribute", "", *(f"记录 record {m.record_id}" for m in several)),
            [(row.zh, row.en, _contradicts(row), *row.values[first : first + ABREAST])
             for row in order],
        )  # fmt: skip
    if not found.outcome:
        number = f"./siku review decide A{found.attention}"
        say(f'next: {number} different --record N --reason "…": that record is not of it')
        say(f'      {number} same --reason "…": all are one, though they contradict')


def _contradicts(row: Row) -> str:
    return "≠!" if row.breaks else "≠" if row.differs else ""


def describe(case: Case) -> None:
    """One pair side by side, and what there is to know for deciding it."""
    thing = thing_named(case.thing)
    print(f"{thing.zh} {thing.en}, pair {case.review}")
    print(f"  记录 record   {_origin(case)}")
    print(f"  主数据 master {_master(case)}")
    print(f"  机器 machine  {_machine(case)}")
    print(f"  价值 worth    {_worth(case)}")
    if case.decision:
        print(f"  结论 decision {_decision(case)}")
    show_table(
        ("属性", "attribute", "记录 record", "", "主数据 master", "来源 from"),
        [_line(line) for line in sorted(case.lines, key=lambda line: line.agrees is None)],
    )
    if case.evidence:
        show_table(
            ("依据", "evidence", "权重 bits", "说明", "in words"),
            [(one.zh, one.en, f"{one.bits:+.1f}", one.said_zh, one.said_en)
             for one in case.evidence],
        )  # fmt: skip
    if case.votes:
        show_table(
            ("复核人 reviewer", "意见 vote", "时间 at", "理由 reason"),
            [(v.reviewer, v.verdict, f"{v.at:%Y-%m-%d %H:%M}", v.reason) for v in case.votes],
            "有分歧 · they disagree" if case.disputed else "",
        )


def tell_stats(told: Stats) -> None:
    """How the review goes."""
    _waiting(told)
    if told.clusters:
        show_table(
            ("对象 thing", "待决 waiting", "认可 accepted", "已消除 gone", "最久 oldest"),
            [(row["thing"], row["waiting"], row["accepted"], row["gone"],
              f"{row['oldest']:%Y-%m-%d}" if row["oldest"] else "") for row in told.clusters],
            "矛盾 clusters that break a rule",
        )  # fmt: skip
    if told.decided:
        show_table(
            ("对象 thing", "相同 same", "不同 different", "不确定 unsure", "已无需 moot",
             "中位等待天 median days waited"),
            [(row["thing"], row["same"], row["different"], row["unsure"], row["moot"],
              row["median_days_waited"]) for row in told.decided],
            "已决 decided",
        )  # fmt: skip
    if told.reviewers:
        show_table(
            ("复核人 reviewer", "意见 votes", "相同 same", "不同 different", "不确定 unsure",
             "撤回 taken back", "被否 overruled", "中位秒 median seconds"),
            [tuple(row.values()) for row in told.reviewers],
            "复核人 by whom",
        )  # fmt: skip
    _agreement(told)
    _calibration(told)


def tell_score(found: Labelled, limit: int) -> None:
    """How a model does on decided pairs, and where it contradicts them."""
    print(
        f"{found.model}: {found.pairs} 对 pairs, {found.same} 相同 same,"
        f" {found.pairs - found.same} 不同 different ({found.left_out} 不计 left out)"
    )
    show_table(
        ("机器 machine says", "相同 same", "不同 different"),
        [(_VERDICTS[name], counts["same"], counts["different"])
         for name, counts in found.verdicts.items()],
        "判定 verdicts by what people decided",
    )  # fmt: skip
    joined = found.joined
    print(
        f"自动合并 joined by itself: precision {_share(joined.precision)},"
        f" recall {_share(joined.recall)}, F1 {joined.f1:.3f}\n"
    )
    show_table(
        ("权重自 from bits", "precision", "recall", "F1"),
        [(f"{at.bits:+g}", _share(at.rates.precision), _share(at.rates.recall),
          f"{at.rates.f1:.3f}") for at in found.by_weight],
        "仅凭权重 were all joined from some weight on, the guards aside",
    )  # fmt: skip
    wrong = [one for one in found.scored if one.contradicts][:limit]
    if wrong:
        show_table(
            ("左 left", "右 right", "人 people", "机器 machine", "bits"),
            [(one.left, one.right, one.label, one.verdict, f"{one.bits:+.1f}") for one in wrong],
            "与人相反 where the machine contradicts people",
        )


_VERDICTS = {"same": "相同 same", "review": "待人工 review", "apart": "不同 apart"}


def _waiting(told: Stats) -> None:
    if not told.waiting:
        print("待决 waiting: 0")
        return
    show_table(
        ("对象 thing", "待决 waiting", "有分歧 disputed", "已有意见 begun", "已领取 handed out"),
        [tuple(row.values()) for row in told.waiting],
        "待决 waiting",
    )
    if oldest := told.oldest:
        print(
            f"最久 oldest: pair {oldest.review} ({oldest.thing}), {oldest.asked_at:%Y-%m-%d},"
            f" {oldest.days:.0f} 天 days\n"
        )


def _agreement(told: Stats) -> None:
    rows = [told.agreement, *told.agreement_of_two] if told.agreement.pairs else []
    if rows:
        show_table(
            ("复核人 reviewers", "共判 pairs in common", "一致 agreed", "beyond chance", "系数"),
            [_agreed(one, "Krippendorff α" if one is told.agreement else "Cohen κ")
             for one in rows],
            "一致性 agreement (1: always, 0: no more than chance)",
        )  # fmt: skip
    elif told.reviewers:
        print("一致性 agreement: 尚无两人独立判定同一对 · no pair was judged by two people yet\n")


def _agreed(one: Agreement, name: str) -> tuple[Any, ...]:
    who = ", ".join(one.reviewers)
    beyond = "–" if one.beyond_chance is None else f"{one.beyond_chance:+.2f}"
    return who, one.pairs, one.agreed, beyond, name


def _calibration(told: Stats) -> None:
    if told.calibration:
        show_table(
            ("机器给出 machine's chance", "已决 decided", "应有相同 expected", "实为相同 same",
             "倾向属实 leaning confirmed"),
            [(f"{_share(band.least)} – {_share(band.below)}", band.pairs, _share(band.expected),
              _share(band.same), _share(band.confirmed)) for band in told.calibration],
            "校准 calibration",
        )  # fmt: skip


def _origin(case: Case) -> str:
    if case.dataset is None:
        return f"{case.record_id}: 已撤回 withdrawn"
    others = "无其他记录 with no other record"
    if case.own_records:
        others = f"另有 {case.own_records} 条记录 with as many other records"
    return (
        f"{case.dataset_zh} {case.dataset_en} ({case.department_zh} {case.department_en}),"
        f" {case.dataset} {case.source_key}, {case.as_of};"
        f" 现属 stands at master {case.own}, {others}"
    )


def _master(case: Case) -> str:
    merged = f" 已并入 now {case.master_now}" if case.master_now != case.master_id else ""
    return f"{case.master_id}{merged}, {case.master_records} 条记录 record(s)"


def _machine(case: Case) -> str:
    said = [] if case.score is None else [f"{_share(case.score)} likely the same 可能相同"]
    if case.bits is not None:
        said.append(f"{case.bits:+.1f} bits")
    return "; ".join([*said, *case.remarks]) or "无说明 · nothing was noted"


def _worth(case: Case) -> str:
    """What a decision is worth, as the product that models/worth.py explains."""
    worth = case.worth
    reach, age = math.log2(2 + worth.reach), 2 ** (worth.days / MEASURE["doubles"])
    factors = [
        f"{worth.doubt:.2f} 现状有误的可能 chance that what stands is wrong",
        f"{reach:.1f} 牵涉 {worth.reach} records and references",
    ]
    if worth.stakes > 1:
        factors.append(f"{worth.stakes:g} 证件不一 identifiers at stake")
    if worth.begun:
        factors.append(f"{MEASURE['begun']:g} 已有意见 others judged it")
    factors.append(f"{age:.1f} 等待 {worth.days:.0f} days")
    return f"{worth.now:.1f} = " + " × ".join(factors)


def _decision(case: Case) -> str:
    at = f"{case.decided_at:%Y-%m-%d %H:%M}" if case.decided_at else ""
    return f"{case.decision}, {case.decided_by} {at}: {case.reason}"


def _differing(case: Case) -> str:
    """What tells the two apart at a glance."""
    told = [
        f"{line.zh} {line.en} {line.record_shown} ≠ {line.master_shown}"
        for line in case.lines
        if line.agrees is False
    ]
    return "; ".join([*told[:MANY], "…"] if len(told) > MANY else told)


def _line(line: Line) -> tuple[str, ...]:
    mark = {True: "=", False: "≠", None: ""}[line.agrees]
    record = line.record_shown
    if line.original and line.original != record:
        record = f"{record} (原文 as delivered: {line.original})"
    if line.beside:
        record = f"{record} (同主 beside: {_claims(line.beside)})".strip()
    return line.zh, line.en, record, mark, line.master_shown, _from(line)


def _from(line: Line) -> str:
    """Whose word the master's value is, and what its other records say instead."""
    won = [claim for claim in line.claims if claim.won]
    lost = [claim for claim in line.claims if not claim.won and claim.value != _value(won)]
    told = "; ".join(f"{claim.source_zh} · {claim.source_en}" for claim in won[:1])
    return f"{told} (另有 also: {_claims(lost)})" if lost else told


def _value(won: Sequence[Claim]) -> str | None:
    return won[0].value if won else None


def _claims(claims: Sequence[Claim]) -> str:
    told = [f"{claim.value} — {claim.source_zh}" for claim in claims[:MANY]]
    return "; ".join([*told, "…"] if len(claims) > MANY else told)


def _share(share: float | None) -> str:
    """A share in per cent, as exact as it must be to tell it from 0 and 1."""
    if share is None:
        return ""
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    return f"{share:.1%}" if 0.005 <= share <= 0.995 else f"{share:.2%}"
