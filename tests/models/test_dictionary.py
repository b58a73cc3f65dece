"""The models are a whole dictionary: nothing is unnamed, nothing points nowhere."""

from __future__ import annotations

import re

import pytest
from psycopg2 import sql
from sqlalchemy import Column, Table

from models import THINGS, Base, Thing, dictionary
from models.base import BASES, LEVELS, SCHEMAS
from models.elements import ELEMENTS
from models.things import Facet, Reference
from runtime.database import execute, transaction

TABLES = list(Base.metadata.tables.values())
every_thing = pytest.mark.parametrize("thing", THINGS.values(), ids=list(THINGS))
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.fullname)


def has_chinese(text: str) -> bool:
    return re.search(r"[一-鿿]", text) is not None


@every_table
def test_every_column_says_what_it_means(table: Table) -> None:
    assert table.schema in SCHEMAS
    assert has_chinese(str(table.comment))
    for column in table.columns:
        assert has_chinese(column.info["zh"]), column
        assert column.info["en"].isascii() or "…" in column.info["en"], column
        assert column.info["level"] in LEVELS, column
        assert column.info["element"] in {*ELEMENTS, "system"}, column
        assert column.comment == f"{column.info['zh']} · {column.info['en']}"


@every_thing
def test_a_thing_is_named_and_its_tables_hold_its_attributes(thing: Thing) -> None:
    assert thing.base in BASES
    assert has_chinese(thing.zh)
    assert thing.en
    tables = (thing.master, thing.history, thing.record, thing.record_history)
    for table in tables:
        said = [c.name for c in table.columns if c.info["element"] != "system"]
        assert tuple(said) == thing.attribute_names
    assert set(thing.key) <= set(thing.attribute_names)
    assert set(thing.identifiers.values()) <= set(thing.attribute_names)
    assert thing.key or thing.identifiers


@every_thing
def test_references_lead_somewhere(thing: Thing) -> None:
    for reference in thing.references:
        leads_somewhere(reference, thing.master)
    for facet in thing.facets:
        for reference in facet.references:
            leads_somewhere(reference, facet.table)


def leads_somewhere(reference: Reference, table: Table) -> None:
    there = THINGS[reference.thing]
    assert reference.column in table.c
    assert reference.by in table.c
    if reference.on:
        assert reference.on in there.attribute_names
    else:
        assert there.identifiers or len(there.key) == 1


@every_thing
def test_facets_are_made_of_attributes_of_their_thing(thing: Thing) -> None:
    for facet in thing.facets:
        assert has_chinese(facet.zh)
        assert facet.en
        assert facet.rows
        for row in facet.rows:
            is_made_of_attributes(row, facet, thing)


def is_made_of_attributes(row: dict[str, str], facet: Facet, thing: Thing) -> None:
    assert set(facet.key) <= set(row)
    for column, said in row.items():
        target: Column[object] = facet.table.c[column]
        if said.startswith("'"):
            continue
        source = thing.attribute(said)
        assert source.info["codes"] == target.info["codes"], (facet.name, column)
        assert source.info["level"] <= target.info["level"], (facet.name, column)


@every_thing
@pytest.mark.usefixtures("database")
def test_rules_are_conditions_on_the_staged_row(thing: Thing) -> None:
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(c.name), sql.SQL(dictionary.type_of(c)))
        for c in thing.attributes
    )
    staged = sql.SQL(
        "CREATE TEMPORARY TABLE staged (line bigint, source_key text, op char(1),"
        " valid_from date, {}, original jsonb) ON COMMIT DROP"
    )
    with transaction() as connection:
        execute(connection, staged.format(columns))
        for attribute in thing.attributes:
            for rule in attribute.info["rules"]:
                broken = sql.SQL("SELECT FROM staged WHERE ({}) IS FALSE").format(sql.SQL(rule))
                assert attribute.name in rule
                assert execute(connection, broken).all() == []


def test_the_printed_dictionary_has_every_thing_facet_and_table_once() -> None:
    printed = [name for section in dictionary.sections() for name in section.tables]
    assert sorted(printed) == sorted(Base.metadata.tables)


def test_an_identifier_is_as_secret_wherever_it_stands() -> None:
    levels: dict[str, set[int]] = {}
    for thing in THINGS.values():
        for column in thing.attributes:
            levels.setdefault(column.info["element"], set()).add(column.info["level"])
    assert levels["citizen_number"] == {4}
    assert levels["holder_number"] == {4}


def test_a_name_nearly_right_is_suggested() -> None:
    with pytest.raises(dictionary.NotInDictionary, match="did you mean parcel"):
        dictionary.find("parcle")
    with pytest.raises(dictionary.NotInDictionary, match="did you mean sex"):
        dictionary.code_list("sec")
