"""Finds for each line of a delivery the record it is and the master it speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2 import sql
from sqlalchemy import Connection, text

from matching.groups import group
from matching.keys import natural_key
from matching.model import MatchModel
from matching.model import load as model_of
from matching.run import Run
from matching.stock import seek, settle, stock
from models.history import distinct
from models.things import Thing
from runtime.database import execute
from runtime.sql import load

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


def match(connection: Connection, thing: Thing, dataset_id: int, delivery_id: int) -> None:
    """Write `stage.m<delivery>` (who is who) and `stage.r<delivery>` (what a person must decide).

    Known records keep their link while what identifies them is as it was. Things with a natural
    key are found by it. Of the others, strong identifiers settle most by a join; what remains is
    compared with the masters and lines that could be the same. Same input, same answer.
    """
    run = Run(connection, thing, dataset_id, delivery_id)
    run.execute("start", "result", "review")
    _measured(run)
    _known(run)
    if thing.key:
        _keyed(run)
    else:
        _matched(run, model_of(thing.name))
    while run.execute("redirect", "result", "identity"):
        pass


def counts(connection: Connection, thing: Thing, dataset_id: int, delivery_id: int) -> MatchCounts:
    """What came of matching a delivery."""
    run = Run(connection, thing, dataset_id, delivery_id)
    tables = {"result": run.table("result"), "review": run.table("review")}
    found = execute(connection, load("matching/counts", **tables))
    return MatchCounts(**found.mappings().one())


def _measured(run: Run) -> None:
    """Let the planner know what is staged, if nobody has yet."""
    staged = ".".join(run.table("staged"))
    if run.connection.execute(_UNMEASURED, {"staged": staged}).scalar_one():
        run.execute("measure", "staged")


_UNMEASURED = text("select reltuples < 0 from pg_class where oid = cast(:staged as regclass)")


def _known(run: Run) -> None:
    """Records seen before: those that changed are opened, the links of the others stand."""
    identifying, anchors = run.thing.key, run.thing.key[:0]
    if not run.thing.key:
        identifying, anchors = stock(run.thing.name).identifying, stock(run.thing.name).anchors
    alien = sql.SQL("not ({})").format(_any_equal(anchors)) if anchors else sql.SQL("true")
    run.execute(
        "known", "staged", "record", "record_history", "link",
        changed=distinct("d", "r", identifying), alien=alien,
        differs=distinct("d", "r", run.thing.attribute_names),
        values={"dataset": run.dataset_id},
    )  # fmt: skip
    run.execute("kept", "result", "staged", values={"decider": RULES})


def _examined(run: Run) -> sql.Composable:
    return load("matching/examined", staged=run.table("staged"))


def _keyed(run: Run) -> None:
    """The masters that bear the natural keys, or new ones."""
    run.execute(
        "keyed", "result", "identity", examined=_examined(run),
        natural_key=natural_key(run.thing, "d"),
        values={"decider": RULES, "why": '{"agreed": ["natural key"]}'},
    )  # fmt: skip
    run.execute("finish", "result")


def _matched(run: Run, model: MatchModel) -> None:
    """Strong identifiers first, then scores, then new masters."""
    run.execute("opened", examined=_examined(run))
    signed = {"decider": RULES}
    settle(run, RULES)
    seek(run)
    run.execute("scored")
    if _any_pairs(run):
        # The engine is a second of imports: only where there is something to score.
        from matching.score import score

        score(run, model)
        run.execute("settle", "result", values={"decider": model.decider})
        run.execute("edges", "result", values={"decider": model.decider})
    group(run.connection)
    run.execute("found", "result", values=signed)
    run.execute("finish", "result")
    run.execute("doubted", "result", "review")


def _any_pairs(run: Run) -> bool:
    found = run.connection.execute(text("select exists (select from match_pair)"))
    return bool(found.scalar_one())


def _any_equal(attributes: tuple[str, ...]) -> sql.Composable:
    return sql.SQL(" or ").join(
        sql.SQL("coalesce({} = {}, false)").format(
            sql.Identifier("d", name), sql.Identifier("r", name)
        )
        for name in attributes
    )
