"""Natural keys: how the key attributes of a thing become one unambiguous text."""

from __future__ import annotations

from psycopg2 import sql

from models.things import Thing


def natural_key(thing: Thing, alias: str) -> sql.Composable:
    """The natural key of a row as an SQL expression over its key attributes.

    The attributes stand in the dictionary's order as PostgreSQL writes them, joined by `|`; a
    backslash or bar within a value is preceded by a backslash, a null is empty. A row without any
    of them has no natural key: null.

        ('990101001001JC00001', null, 'a|b')  →  990101001001JC00001||a\\|b
    """
    parts = [
        sql.SQL("coalesce(replace(replace({}::text, '\\', '\\\\'), '|', '\\|'), '')").format(
            sql.Identifier(alias, attribute)
        )
        for attribute in thing.key
    ]
    present = sql.SQL(", ").join(sql.Identifier(alias, attribute) for attribute in thing.key)
    joined = sql.SQL(" || '|' || ").join(parts)
    return sql.SQL("case when num_nonnulls({}) > 0 then {} end").format(present, joined)
