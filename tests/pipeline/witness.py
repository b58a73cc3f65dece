"""What an id once meant it means for ever: a witness that remembers, and looks after every step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from models import Thing
from tests.pipeline.deliver import query


@dataclass
class Witness:
    """Remembers of every id what founded it and when."""

    thing: Thing
    founded: dict[int, tuple[Any, ...]] = field(default_factory=dict)

    def look(self) -> None:
        """Every id means what it meant; none leads in a circle; none that stands is without its
        founder where that stands; no record is at two masters, or at one that leads elsewhere."""
        ids = self._rows("identity", "master_id, founder, known_from, merged_into")
        now = {row.master_id: (row.founder, row.known_from) for row in ids}
        assert {one: now.get(one) for one in self.founded} == self.founded, "an id changed or went"
        self.founded = now
        leads = {row.master_id: row.merged_into for row in ids if row.merged_into is not None}
        for one in leads:
            self._leads_somewhere(one, leads, now)
        links = self._rows("link", "record_id, master_id", "known_to = 'infinity'")
        at = {row.record_id: row.master_id for row in links}
        assert len(at) == len(links), "a record speaks of two masters"
        assert not set(at.values()) & set(leads), "a record speaks of a master that leads elsewhere"
        for master in set(at.values()):
            founder = now[master][0]
            assert at.get(founder, master) == master, f"{master} stands without its founder"
        standing = {row.master_id for row in self._rows("master", "master_id")}
        assert standing <= set(at.values()), "a master stands that nothing speaks of"
        self._decisions_hold(at, now, leads)

    def _leads_somewhere(self, one: int, leads: dict[int, int], now: dict[int, Any]) -> None:
        seen = {one}
        while one in leads:
            one = leads[one]
            assert one not in seen, "ids lead in a circle"
            assert one in now, "an id leads to none"
            seen.add(one)

    def _decisions_hold(
        self, at: dict[int, int], now: dict[int, Any], leads: dict[int, int]
    ) -> None:
        for row in query(
            "select record_id, master_id, verdict from ops.decision"
            " where thing = :thing and revoked_at is null and verdict <> 'unsure'",
            thing=self.thing.name,
        ):
            stands = row.master_id
            while stands in leads:
                stands = leads[stands]
            if row.record_id in at:
                assert (at[row.record_id] == stands) == (row.verdict == "same"), row

    def _rows(self, what: str, columns: str, where: str = "true") -> list[Any]:
        table = getattr(self.thing, what)
        return query(f"select {columns} from {table.schema}.{table.name} where {where}")
