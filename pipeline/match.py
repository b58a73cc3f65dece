"""match: which record each row is, and which master it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

import matching
from matching.propose import RULES
from models.history import table_name
from pipeline import steps
from pipeline.deliveries import Delivery
from pipeline.stage import ensure_staged, stock_version
from runtime.database import execute
from runtime.sql import load


def match(delivery_id: int) -> Delivery:
    """Propose a link for every staged row; merging makes it so."""
    return steps.run("match", delivery_id, leads_to="matched", work=_match)


def _match(connection: Connection, delivery: Delivery) -> Mapping[str, Any]:
    delivery = ensure_staged(connection, delivery)
    stock = stock_version(connection, delivery)
    propose(connection, delivery)
    return {"matched_against": stock}


def propose(connection: Connection, delivery: Delivery, remembering: bool = True) -> None:
    """Match, and if `remembering` let records that come back found the masters again that an undo
    withdrew.

    The record that founded a master does not leave others there: a person must look first.
    """
    thing = delivery.thing
    matching.match(connection, thing, delivery.dataset_id, delivery.delivery_id)
    tables = {"matched": delivery.match_table, "review": delivery.review_table}
    links = {"link": table_name(thing.link), "identity": table_name(thing.identity)}
    founders = load("merge/founders", **tables, **links)
    execute(connection, founders, {"decider": RULES})
    redirect = load(
        "matching/redirect", result=delivery.match_table, identity=table_name(thing.identity)
    )
    while execute(connection, redirect).rowcount:
        pass
    if remembering:
        remembered = load("undo/remembered", matched=delivery.match_table, **links)
        execute(connection, remembered, {"dataset_id": delivery.dataset_id})
