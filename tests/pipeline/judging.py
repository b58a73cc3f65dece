"""Three people whom tests decide about, and where each of their records stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from pipeline.judge import judge, revoke
from tests.pipeline.deliver import AUGUST, INSURED, PERSON, merged, query

WANG = {**PERSON}
LI = {**PERSON, "人员编号": "2", "公民身份号码": "990101198512120020", "姓名": "李芳",
      "性别": "女", "出生日期": "19851212", "户号": "H2"}  # fmt: skip
ZHOU = {**PERSON, "人员编号": "3", "公民身份号码": "990101197001010036", "姓名": "周大海",
        "出生日期": "19700101", "户号": "H3"}  # fmt: skip


def three(folder: Path) -> None:
    """Three people of one register, records and masters 1 to 3; the first insured as record 4."""
    merged(folder, "ps_person", AUGUST, WANG, LI, ZHOU)
    merged(folder, "social_insured", AUGUST, INSURED)


class Desk:
    """Somebody who decides, within a transaction or each time in one of its own."""

    def __init__(self, connection: Connection | None = None) -> None:
        self.connection = connection

    def say(self, record: int, master: int, verdict: str) -> int:
        why, by = "looked at the files", "reviewer"
        return judge(self.connection, "person", record, master, verdict, why, by)

    def take_back(self, decision: int) -> None:
        revoke(self.connection, decision, "was mistaken", "reviewer")

    def who(self) -> dict[int, int]:
        """The master of each record."""
        rows = self.query(
            "select record_id, master_id from population.person_link where known_to = 'infinity'"
        )
        return {row.record_id: row.master_id for row in rows}

    def standing(self) -> list[int]:
        return [one for (one,) in self.query("select master_id from population.person order by 1")]

    def leads(self) -> dict[int, int]:
        """Where ids lead that lead elsewhere."""
        rows = self.query(
            "select master_id, merged_into from population.person_identity"
            " where merged_into is not null"
        )
        return {row.master_id: row.merged_into for row in rows}

    def query(self, statement: str, **values: Any) -> list[Any]:
        if self.connection is None:
            return query(statement, **values)
        return list(self.connection.execute(text(statement), values).all())
