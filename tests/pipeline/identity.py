"""A world in which anything may happen to who is who, for tests of what must hold all the same."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pipeline
from models import Thing
from pipeline import deliveries
from pipeline.judge import Contradicted, NotDecidable, judge, revoke
from pipeline.replay import replay
from pipeline.undo import undo
from runtime.database import transaction
from tests.pipeline.deliver import merged, query
from tests.pipeline.test_undo_property import KINDS, PEOPLE
from tests.pipeline.witness import Witness

WHO, WHY = "reviewer", "looked at the files"


@dataclass
class World:
    """A base to which things happen, and a witness who looks after each."""

    thing: Thing
    folder: Path
    seed: int
    witness: Witness = field(init=False)
    chance: random.Random = field(init=False)
    sent: int = 0

    def __post_init__(self) -> None:
        self.witness = Witness(self.thing)
        self.chance = random.Random(self.seed)

    def happens(self, what: str, tell: Callable[[str], None]) -> None:
        """One step, and what the witness says of it."""
        done: Callable[[], str] = getattr(self, what)
        tell(f"{what}: {done()}")
        self.witness.look()

    def deliver(self) -> str:
        """Some of the people, of any month, with or without what identifies them."""
        dataset, make = self.chance.choice(sorted(KINDS["person"].items()))
        day = dt.date(2026, self.chance.randrange(1, 13), 1)
        who = sorted(self.chance.sample(range(len(PEOPLE)), self.chance.randrange(1, 5)))
        rows = [self._blurred(make(self.chance, one, day)) for one in who]
        self.sent += 1
        number = merged(self.folder / str(self.sent), dataset, day, *rows)
        return f"{number} {dataset} {day} {who}"

    def _blurred(self, row: dict[str, str]) -> dict[str, str]:
        """Now and then a number is missing, or another name is said."""
        number = "公民身份号码" if "公民身份号码" in row else "身份证号码"
        if self.chance.random() < 0.2:
            row = {**row, number: ""}
        if self.chance.random() < 0.2:
            row = {**row, "姓名": self.chance.choice(PEOPLE)[1]}
        return row

    def decide(self) -> str:
        """A person says anything of any record and any id."""
        link, identity = self.thing.link, self.thing.identity
        records = query(f"select distinct record_id from {link.schema}.{link.name} order by 1")
        ids = query(f"select master_id from {identity.schema}.{identity.name} order by 1")
        if not records:
            return "nothing to decide"
        record, master = self.chance.choice(records)[0], self.chance.choice(ids)[0]
        verdict = self.chance.choice(["same", "same", "different", "different", "unsure"])
        try:
            number = judge(None, self.thing.name, record, master, verdict, WHY, WHO)
        except (Contradicted, NotDecidable) as refused:
            return f"{record} {verdict} {master} refused: {refused.what}"
        return f"{number}: {record} {verdict} {master}"

    def take_back(self) -> str:
        """A decision is revoked."""
        rows = query("select decision_id from ops.decision where revoked_at is null order by 1")
        if not rows:
            return "nothing to take back"
        (number,) = self.chance.choice(rows)
        revoke(None, number, WHY, WHO)
        return str(number)

    def undo(self) -> str:
        """A delivery is undone."""
        number = self._any("state in ('merged', 'published')")
        if number is None:
            return "nothing to undo"
        undo(number, WHO, WHY)
        return str(number)

    def redo(self) -> str:
        """What was undone is merged again from its landing copy."""
        number = self._any("state = 'undone'")
        if number is None:
            return "nothing to do again"
        again = replay(number, WHO, WHY)
        walked(again)
        return f"{number} as {again}"

    def _any(self, where: str) -> int | None:
        rows = query(
            f"select delivery_id from ops.delivery d where {where} and not exists (select from"
            " ops.delivery s where s.predecessor = d.delivery_id and s.state <> 'undone')"
            " order by 1"
        )
        return int(self.chance.choice(rows)[0]) if rows else None


def walked(number: int) -> None:
    pipeline.stage(number)
    with transaction() as connection:
        deliveries.write(connection, number, state="checked")
    pipeline.match(number)
    pipeline.merge(number)
