"""Finds for each line of a delivery the record it is and the master it speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2 import sql
from sqlalchemy import Connection, text

from matching.groups import group
from matching.keys import natural_key
from matching.model import MODELS, Model
from models.history import distinct
from models.things import Thing
from runtime.database import Parameters, execute
from runtime.sql import Part, load

RULES = "siku rules"


@dataclass(frozen=True)
class MatchCounts:
    """How many lines were settled in which way, and how many pairs wait for a person."""

    known: int
    key: int
    strong: int
    probable: int
    new: int
    unknown_deletions: int
    masters_founded: int
    reviews: int


def match(connection: Connection, thing: Thing, dataset_id: int, delivery_id: int) -> MatchCounts:
    """Write `stage.m<delivery>` (who is who) and `stage.r<delivery>` (what a person must decide).

    Known records keep their link while what identifies them is as it was. Things with a natural
    key are found by it. Of the others, strong identifiers settle most by a join; what remains is
    compared with the masters and lines that could be the same. Same input, same answer.
    """
    run = Run(connection, thing, dataset_id, delivery_id)
    run.execute("start", "result", "review", "staged")
    run.known()
    if thing.key:
        run.keyed()
    else:
        run.matched(MODELS[thing.name])
    while run.execute("redirect", "result", "identity"):
        pass
    run.execute("finish", "result")
    return run.counts()


@dataclass(frozen=True)
class Run:
    """One delivery being matched: its tables, and the steps in their order."""

    connection: Connection
    thing: Thing
    dataset_id: int
    delivery_id: int

    def execute(self, name: str, *tables: str, values: Parameters = None, **parts: Part) -> int:
        """Run one file of sql/matching with the tables it names; the rows it touched."""
        filled = {table: self.table(table) for table in tables} | parts
        return execute(self.connection, load(f"matching/{name}", **filled), values).rowcount

    def table(self, role: str) -> tuple[str, str]:
        """The table that plays a role in the SQL."""
        staged = {"staged": "d", "result": "m", "review": "r"}
        if role in staged:
            return ("stage", f"{staged[role]}{self.delivery_id}")
        table = getattr(self.thing, role)
        return (str(table.schema), str(table.name))

    def known(self) -> None:
        """Records seen before: those that changed are opened, the links of the others stand."""
        identifying, anchors = self._identifying()
        changed = distinct("d", "r", identifying)
        alien = sql.SQL("not ({})").format(_any_equal(anchors)) if anchors else sql.SQL("true")
        self.execute(
            "known", "staged", "record", "record_history", "link",
            changed=changed, alien=alien, differs=distinct("d", "r", self.thing.attribute_names),
            values={"dataset": self.dataset_id},
        )  # fmt: skip
        self.execute("kept", "result", "staged", values={"decider": RULES})

    def _identifying(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if self.thing.key:
            return self.thing.key, ()
        model = MODELS[self.thing.name]
        return model.identifying, model.anchors

    def keyed(self) -> None:
        """The masters that bear the natural keys, or new ones."""
        self.execute(
            "keyed", "staged", "result", "identity",
            natural_key=natural_key(self.thing, "d"),
            values={"decider": RULES, "why": '{"agreed": ["natural key"]}'},
        )  # fmt: skip

    def matched(self, model: Model) -> None:
        """Strong identifiers first, then scores, then new masters."""
        signed = {"decider": RULES}
        self.execute(f"{model.thing}_strong", "staged")
        self.execute("strong", "result", "review", values=signed)
        self.execute("edge")
        self.execute(f"{model.thing}_twice", "staged", "result", values=signed)
        self.execute(f"{model.thing}_loose", "staged", "result")
        self.execute(f"{model.thing}_pairs", "result", values={"dataset": self.dataset_id})
        self.execute("scored")
        if self._any_pairs():
            # The engine is a second of imports: only where there is something to score.
            from matching.score import score

            score(self.connection, model, self.table("staged"))
            self.execute("settle", "result", values={"decider": model.decider})
            self.execute("edges", "result", values={"decider": model.decider})
        group(self.connection)
        self.execute("found", "result", values=signed)
        self.execute("doubted", "result", "review")

    def _any_pairs(self) -> bool:
        found = self.connection.execute(text("select exists (select from match_pair)"))
        return bool(found.scalar_one())

    def counts(self) -> MatchCounts:
        """What came of it."""
        tables = {"result": self.table("result"), "review": self.table("review")}
        found = execute(self.connection, load("matching/counts", **tables))
        return MatchCounts(**found.mappings().one())


def _any_equal(attributes: tuple[str, ...]) -> sql.Composable:
    return sql.SQL(" or ").join(
        sql.SQL("coalesce({} = {}, false)").format(
            sql.Identifier("d", name), sql.Identifier("r", name)
        )
        for name in attributes
    )
