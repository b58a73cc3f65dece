"""What became of divisions, in SQL: periods of a code, what followed it, what it meant when."""

from __future__ import annotations

from psycopg2 import sql

from models.objects import timeline_of
from models.repeatable import repeatable
from models.spatial import DIVISION, DIVISION_CHANGE
from runtime.sql import load

_PERIODS = "spatial.division_periods(timestamptz)"
_LINEAGE = "spatial.division_lineage_as_of(timestamptz)"
_ON = "spatial.division_on(text, date, timestamptz)"


def drop_lineage() -> list[sql.Composable]:
    """Drop the functions, and with them the view."""
    return [
        sql.SQL(f"DROP FUNCTION IF EXISTS {function} CASCADE")
        for function in (_ON, _LINEAGE, _PERIODS)
    ]


@repeatable("lineage of divisions", undo=drop_lineage)
def lineage() -> list[sql.Composable]:
    """Make them anew: what a function returns cannot be replaced."""
    made = load(
        "lineage/divisions",
        divisions=timeline_of(DIVISION.master),
        changes=timeline_of(DIVISION_CHANGE.master),
    )
    return [*(sql.SQL("{};").format(drop) for drop in drop_lineage()), made]
