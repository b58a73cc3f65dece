"""A reviewer's desk, for tests: people that departments delivered, and pairs of them to judge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import text

from matching.review import worth
from models import thing_named
from runtime.database import transaction
from tests.pipeline.deliver import AUGUST, INSURED, PERSON, SEPTEMBER, delivered, query

# The ninth of either have a number, in order and of their own.
REGISTERED, INSURED_NUMBER = "990101199009071019", "990101197911091015"


def delivered_people(folder: Path, count: int = 9) -> None:
    """Register so many people, and insure the first of them under another name and no number."""
    registered = [
        {**PERSON, "人员编号": f"P{n}", "姓名": f"王小{'一二三四五六七八九'[n - 1]}",
         "公民身份号码": REGISTERED if n == 9 else "", "出生日期": f"1990{n:02}07", "户号": f"H{n}"}
        for n in range(1, count + 1)
    ]  # fmt: skip
    delivered(folder, "ps_person", AUGUST, *registered)
    insured = [
        {**INSURED, "个人编号": f"S{n}", "姓名": f"李晓{'一二三四五六七八九'[n - 1]}",
         "身份证号码": INSURED_NUMBER if n == 9 else "", "社会保障号码": "",
         "出生日期": f"19{70 + n}-11-{n:02}"}
        for n in range(1, count + 1)
    ]  # fmt: skip
    delivered(folder, "social_insured", SEPTEMBER, *insured)


def ids(key: str) -> tuple[int, int]:
    """The record of that key, and the master it stands at."""
    ((record, master),) = query(
        "select r.record_id, l.master_id from population.person_record r"
        " join population.person_link l on l.record_id = r.record_id and l.known_to = 'infinity'"
        " where r.source_key = :key", key=key,
    )  # fmt: skip
    return record, master


def asked(
    record: str, master: str, score: float | None = 0.5, days: float = 0, why: Any = None
) -> int:
    """Ask whether the record of one key speaks of the master of another; the pair's number."""
    (record_id, _), (_, master_id) = ids(record), ids(master)
    ((review,),) = query("select coalesce(max(review_id), 0) + 1 from ops.review")
    with transaction() as connection:
        connection.execute(
            text(
                "insert into ops.review (review_id, thing, record_id, master_id, score, why,"
                " delivery_id, asked_at) values (:review, 'person', :record, :master, :score,"
                " cast(:why as jsonb), 1, clock_timestamp() - make_interval(secs => :waited))"
            ),
            {"review": review, "record": record_id, "master": master_id, "score": score,
             "why": json.dumps(why), "waited": days * 86400},
        )  # fmt: skip
        worth.weigh(connection, thing_named("person"), [review])
    return int(review)
