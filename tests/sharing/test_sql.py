"""By SQL a department sees its agreement, column for column and row for row, and nothing else."""

from __future__ import annotations

import psycopg2
import pytest
from psycopg2 import errors, sql

from models.base import SCHEMAS
from runtime.database import execute, transaction
from sharing import reading, roles
from tests.sharing.conftest import Ask, signed_in
from tests.sharing.province import CODE, NUMBER

POSTGIS = {"public.geography_columns", "public.geometry_columns", "public.spatial_ref_sys"}
READABLE = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND has_schema_privilege(n.oid, 'USAGE')
        AND has_any_column_privilege(c.oid, 'SELECT')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""
VIEWS = {
    "tax": "person entity entity_identifier branch person_timeline entity_timeline",
    "audit_office": "person entity shareholding licence parcel right right_holder person_timeline"
    " entity_timeline shareholding_timeline parcel_timeline right_timeline",
    "agriculture": "division parcel natural_resource division_timeline parcel_timeline"
    " natural_resource_timeline",
}


@pytest.mark.parametrize("department", VIEWS)
def test_a_department_can_read_its_views_and_nothing_else(ask: Ask, department: str) -> None:
    own = {f"share_{department}.{view}" for view in VIEWS[department].split()}
    assert {name for (name,) in ask(department, READABLE)} == own | POSTGIS


@pytest.mark.parametrize("department", VIEWS)
def test_a_department_can_write_nothing_and_make_nothing(ask: Ask, department: str) -> None:
    writable = """
        SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
            AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
    """
    assert ask(department, writable) == []
    creatable = "SELECT nspname FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE')"
    assert ask(department, creatable) == []
    rights = "SELECT has_database_privilege(current_database(), 'CREATE, TEMPORARY')"
    assert ask(department, rights) == [(False,)]


ATTEMPTS = [
    "SELECT * FROM population.person",
    "SELECT * FROM population.person_as_of()",
    "SELECT * FROM share_audit_office.person",
    "SELECT * FROM share_audit_office.person_as_of()",
    "SELECT * FROM sharing.pseudonym_key",
    "SELECT * FROM sharing.pseudonym",
    "SELECT * FROM sharing.api_key",
    "SELECT * FROM ops.delivery",
    "SELECT * FROM audit.entry",
    "SELECT audit.append('access', 'tax', '{}')",
    "SELECT sharing.record_access('tax', '{}', '{}')",
    "SELECT sharing.pseudonym_of('x', 'y')",
    "SELECT sharing.successor('tax', 'person', '3')",
    "SET ROLE siku",
    "SET ROLE siku_gate",
    "SET ROLE siku_dept_audit_office",
    "CREATE TABLE public.mine (a int)",
    "CREATE TABLE share_tax.mine (a int)",
    "CREATE TEMPORARY TABLE mine (a int)",
    "UPDATE share_tax.entity SET name = 'x'",
    "CREATE ROLE mine",
    "COPY share_tax.person TO '/tmp/siku_stolen'",
    "SELECT lo_create(0)",
    "SELECT pg_read_file('/etc/passwd')",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_attempt_beyond_the_agreement_is_refused(shared: None, attempt: str) -> None:
    with signed_in("tax") as cursor:
        # Sessions begin read-only, which is a courtesy, not the lock: anyone may undo it.
        cursor.execute("SET default_transaction_read_only = off")
        with pytest.raises(errors.InsufficientPrivilege):
            cursor.execute(attempt)


def test_base_schemas_are_closed_to_every_department(ask: Ask) -> None:
    closed = "SELECT nspname FROM pg_namespace WHERE nspname = ANY (%s)"
    closed += " AND has_schema_privilege(oid, 'USAGE')"
    for department in VIEWS:
        assert ask(department, closed, list(SCHEMAS)) == []


def test_a_session_reads_only_and_is_bounded(ask: Ask) -> None:
    query = "SELECT current_setting(n) FROM unnest(%s) n"
    names = ["default_transaction_read_only", "statement_timeout", "search_path", "log_statement"]
    assert [value for (value,) in ask("tax", query, names)] == [
        "on", "5min", "share_tax, public", "all",
    ]  # fmt: skip
    limit = "SELECT rolconnlimit, rolinherit FROM pg_roles WHERE rolname = current_user"
    assert ask("tax", limit) == [(roles.CONNECTIONS, False)]


def test_every_column_is_documented_with_how_it_is_shown(ask: Ask) -> None:
    bare = """
        SELECT a.attrelid::regclass, a.attname FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'share_tax'::regnamespace AND a.attnum > 0
            AND (col_description(a.attrelid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)
    """
    assert ask("tax", bare) == []
    said = "SELECT col_description('person'::regclass, attnum) FROM pg_attribute"
    said += " WHERE attrelid = 'person'::regclass AND attname = 'citizen_number'"
    assert ask("tax", said) == [("公民身份号码 · Citizen number（掩码 masked）",)]


def test_masks_apply_now_and_in_the_past(ask: Ask) -> None:
    row = ask("tax", "SELECT name, citizen_number, birth_date, phone, residence_address FROM person"
              " WHERE master_id = 1")  # fmt: skip
    assert row == [("张三丰", "990101***********4", 1990, "138****5678", "甲省乙市丙县****")]
    past = ask("tax", "SELECT DISTINCT citizen_number FROM person_timeline WHERE master_id = 1")
    assert past == [("990101***********4",)]


@pytest.mark.parametrize(
    ("valid", "known", "division"),
    [
        ("2026-02-20", "2026-02-20 12:00+08", "990101000000"),  # we did not know of the move yet
        ("2026-02-20", "2026-03-02 12:00+08", "990102000000"),  # now we do
        ("2026-02-10", "2026-03-02 12:00+08", "990101000000"),  # before the move
        ("2025-12-31", "2026-03-02 12:00+08", None),  # before the person was there
        ("2026-02-20", "2026-01-31 12:00+08", None),  # before we knew anything
    ],
)
def test_as_of_answers_on_both_axes(ask: Ask, valid: str, known: str, division: str | None) -> None:
    query = "SELECT registered_division FROM person_as_of(%s, %s) WHERE master_id = 1"
    expected = [(division,)] if division else []
    assert ask("tax", query, valid, known) == expected


def test_rows_beyond_the_agreement_are_not_there(ask: Ask) -> None:
    assert ask("agriculture", "SELECT parcel_code FROM parcel ORDER BY 1") == [("P1",), ("P2",)]
    assert ask("agriculture", "SELECT resource_code FROM natural_resource") == [("N1",)]
    assert ask("agriculture", "SELECT count(*) FROM parcel_as_of()") == [(2,)]


def test_rows_cannot_be_drawn_from_behind_the_filter_by_an_error(ask: Ask) -> None:
    # Were the condition run before the filter, its error would tell a hidden row's code.
    query = "SELECT count(*) FROM parcel WHERE CASE WHEN parcel_code = 'P3'"
    query += " THEN parcel_code::int = 1 ELSE true END"
    assert ask("agriculture", query) == [(2,)]


def test_a_pseudonym_joins_what_one_department_sees(ask: Ask) -> None:
    query = """
        SELECT p.sex, s.share FROM shareholding s
        JOIN person p ON p.master_id = s.holder_person_id AND p.citizen_number = s.holder_number
        ORDER BY s.share DESC
    """
    assert [row[0] for row in ask("audit_office", query)] == ["1", "2"]


def test_pseudonyms_hide_and_differ_between_departments(ask: Ask) -> None:
    (seen,) = ask("audit_office", "SELECT master_id, citizen_number FROM person WHERE sex = '1'")
    assert NUMBER not in map(str, seen)
    assert all(len(str(value)) == 64 for value in seen)
    theirs = sql.SQL("SELECT sharing.pseudonym_of(%s, public.gen_random_bytes(32))")
    with transaction() as connection:
        assert execute(connection, theirs, (NUMBER,)).scalar() != seen[1]


def test_a_new_master_has_its_pseudonym_at_once(ask: Ask) -> None:
    new = sql.SQL(
        "INSERT INTO population.person (master_id, claims, sex, valid_from, known_from,"
        " delivery_id) VALUES (9, '{}', '9', '2026-01-01', '2026-02-01', 1)"
    )
    with transaction() as connection:
        execute(connection, new)
    ((pseudonym,),) = ask("audit_office", "SELECT master_id FROM person WHERE sex = '9'")
    assert len(str(pseudonym)) == 64


PLANS = [
    ("tax", "person WHERE master_id = 150000", "pk_person"),
    ("tax", "person WHERE name = '王五'", "ix_person_sought_by_"),
    ("tax", f"entity WHERE credit_code = '{CODE}'", "ix_entity_credit_code"),
    ("tax", "person_as_of(current_date, now()) WHERE master_id = 150000", "pk_person"),
    ("tax", "person_as_of(current_date) WHERE master_id = 1", "ix_person_history_master_id"),
    ("tax", "person_as_of(current_date) WHERE name = '王五'", "ix_person_history_name"),
    ("audit_office", f"person WHERE master_id = '{'0' * 64}'", "uq_pseudonym"),
    ("audit_office", f"person_as_of() WHERE master_id = '{'0' * 64}'", "uq_pseudonym"),
    ("audit_office", '"right" WHERE parcel_id = 7', "ix_right_parcel_id"),
    ("agriculture", "parcel WHERE master_id = 7", "pk_parcel"),
    ("agriculture", "parcel WHERE parcel_code = 'P1'", "ix_parcel_parcel_code"),
    ("agriculture", "parcel_as_of(current_date) WHERE parcel_code = 'P1'", "ix_parcel_parcel_code"),
    (
        "agriculture",
        "parcel WHERE shape && ST_MakeEnvelope(1, 1, 1.1, 1.1, 4490)",
        "ix_parcel_shape",
    ),
]
STOCK = """
    INSERT INTO population.person (master_id, claims, name, valid_from, known_from, delivery_id)
    SELECT n, '{}', '王' || n, '2026-01-01', '2026-02-01', 1
    FROM generate_series(100000, 120000) n ON CONFLICT DO NOTHING;
    INSERT INTO population.person_history (master_id, claims, name, valid_from, valid_to,
        known_from, known_to, delivery_id)
    SELECT n, '{}', '王' || n, '2025-01-01', '2026-01-01', '2026-02-01', 'infinity', 1
    FROM generate_series(100000, 110000) n ON CONFLICT DO NOTHING;
    INSERT INTO legal_entity.entity (master_id, claims, credit_code, valid_from, known_from,
        delivery_id)
    SELECT n, '{}', n::text, '2026-01-01', '2026-02-01', 1
    FROM generate_series(100000, 110000) n ON CONFLICT DO NOTHING;
    INSERT INTO spatial.parcel (master_id, claims, parcel_code, division_code, shape, valid_from,
        known_from, delivery_id)
    SELECT n, '{}', n::text, '990101', ST_Multi(ST_Expand(ST_SetSRID(
        ST_Point(n % 100, n / 1000 % 80), 4490), 0.1)), '2026-01-01', '2026-02-01', 1
    FROM generate_series(100000, 110000) n ON CONFLICT DO NOTHING;
    INSERT INTO spatial.parcel_history (master_id, claims, parcel_code, division_code, valid_from,
        valid_to, known_from, known_to, delivery_id)
    SELECT n, '{}', n::text, '990101', '2025-01-01', '2026-01-01', '2026-02-01', 'infinity', 1
    FROM generate_series(100000, 110000) n ON CONFLICT DO NOTHING;
    INSERT INTO spatial.right (master_id, claims, right_number, parcel_id, valid_from, known_from,
        delivery_id)
    SELECT n, '{}', n::text, n, '2026-01-01', '2026-02-01', 1
    FROM generate_series(100000, 110000) n ON CONFLICT DO NOTHING;
"""


@pytest.fixture(scope="module")
def stocked(shared: None) -> None:
    """Enough rows that a plan without an index would be chosen only if none could be used."""
    with transaction() as connection:
        execute(connection, sql.SQL(STOCK))
    with transaction() as connection:
        execute(connection, sql.SQL("ANALYZE"))


@pytest.mark.parametrize(("department", "lookup", "index"), PLANS)
def test_a_lookup_through_a_view_uses_the_index(
    stocked: None, ask: Ask, department: str, lookup: str, index: str
) -> None:
    plan = [str(line) for (line,) in ask(department, f"EXPLAIN SELECT * FROM {lookup}")]
    assert any(index in line for line in plan), plan
    # The table of keys has a row a department; reading it whole is right.
    whole = [line for line in plan if "Seq Scan" in line and "pseudonym_key" not in line]
    assert whole == []


def test_each_agreement_has_its_own_password_that_only_the_owner_reads(shared: None) -> None:
    for agreement in reading.agreements().values():
        file = roles.passfile(agreement.department)
        assert file.stat().st_mode & 0o777 == 0o600
        word = file.read_text().strip().rpartition(":")[2]
        assert word not in roles.address(agreement.department)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(roles.address("tax"), password="guessed", passfile="/dev/null")
