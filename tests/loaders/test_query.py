"""A query is read from another's database faithfully, and nothing there is changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from loaders.errors import Refused
from loaders.files import QueryFile
from loaders.readers import Rows, read
from loaders.sources import SourceError, Unreachable
from loaders.sources.querying import ask
from runtime import cluster, provision, secrets
from runtime.database import embedded_url
from runtime.settings import settings
from tests.support import databases
from tests.support.databases import PROGRAM

WORD = "fictional"


def asked(folder: Path, **spec: Any) -> list[Rows]:
    answer = folder / "answer.parquet"
    file = QueryFile(format="query", **spec)
    ask(file, answer)
    return list(read(answer, file, ()))


def columns(folder: Path, **spec: Any) -> dict[str, list[str | None]]:
    [rows] = asked(folder, **spec)
    return {name: column.to_pylist() for name, column in rows.columns.items()}


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SIKU_STATEMENT_TIMEOUT", "1")
    settings.cache_clear()
    yield
    settings.cache_clear()


# ---- SQLite -------------------------------------------------------------------------------------


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    path = tmp_path / "人员.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table 人员 (编号 integer, 姓名 text, 金额 real, 照片 blob)")
        connection.execute("insert into 人员 values (9007199254740993, '张三', 1.10, x'00ff')")
        connection.execute("insert into 人员 values (2, null, 3.0, null)")
    connection.close()
    return f"sqlite:///{path}"


def test_a_table_of_sqlite_is_read_whole(sqlite: str, tmp_path: Path) -> None:
    assert columns(tmp_path, url=sqlite, table="人员") == {
        "编号": ["9007199254740993", "2"],
        "姓名": ["张三", None],
        "金额": ["1.1", "3"],
        "照片": ["00ff", None],
    }


def test_lines_are_numbers_of_rows_over_batches(sqlite: str, tmp_path: Path) -> None:
    many = (
        "with recursive n(x) as (select 1 union all select x + 1 from n limit 70000)"
        " select x as 编号 from n where x % 2 = 1"
    )
    found = asked(tmp_path, url=sqlite, query=many)
    assert len(found) == 2
    assert found[0].lines[0] == 1
    assert found[-1].lines[-1] == 35_000
    assert found[-1].columns["编号"][-1].as_py() == "69999"


def test_an_answer_without_rows_has_its_columns(sqlite: str, tmp_path: Path) -> None:
    assert columns(tmp_path, url=sqlite, query="select 编号 from 人员 where 0") == {"编号": []}


@pytest.mark.parametrize(
    "query", ["delete from 人员", "insert into 人员 default values", "drop table 人员"]
)
def test_nothing_is_written_to_sqlite(sqlite: str, tmp_path: Path, query: str) -> None:
    with pytest.raises(SourceError):
        asked(tmp_path, url=sqlite, query=query)
    assert len(columns(tmp_path, url=sqlite, table="人员")["编号"]) == 2


def test_a_query_that_runs_for_ever_is_ended(sqlite: str, tmp_path: Path, limits: None) -> None:
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"
    with pytest.raises(SourceError, match="interrupted"):
        asked(tmp_path, url=sqlite, query=endless)


def test_two_columns_of_one_name_are_refused(sqlite: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="two columns of the query are called '编号'"):
        asked(tmp_path, url=sqlite, query="select 编号, 编号 from 人员")


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no database"):
        asked(tmp_path, url=f"sqlite:///{tmp_path}/nothing.db", table="a")
    assert not (tmp_path / "nothing.db").exists()


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({"url": "postgresql://a:word@h/d", "table": "t"}, "a password stands in url"),
        ({"url": "oracle://a@h/d", "table": "t"}, "url must begin with"),
        ({"url": "sqlite:////a"}, "either query or table"),
        ({"url": "sqlite:////a", "table": "t", "query": "select 1"}, "either query or table"),
    ],
)
def test_a_contract_that_cannot_be_meant(spec: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        QueryFile(format="query", **spec)  # type: ignore[arg-type]


# ---- PostgreSQL ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def postgres(template: str) -> Iterator[dict[str, str]]:
    """Another database with a table of every kind of value; a secret to read it."""
    name = f"siku_test_{os.getpid()}_other"
    cluster.create_database(name)
    url = make_url(embedded_url(provision.OWNER, name))
    engine = create_engine(url.set(drivername="postgresql+psycopg2"))
    with engine.begin() as connection:
        connection.exec_driver_sql(_KINDS, execution_options={"no_parameters": True})
    engine.dispose()
    with pytest.MonkeyPatch.context() as patch:
        word = secrets.passwords()[provision.OWNER]
        patch.setenv("SIKU_SECRET_OTHER", f"{{user: {provision.OWNER}, password: '{word}'}}")
        yield {"url": f"postgresql://127.0.0.1:{url.port}/{url.database}", "secret": "other"}
    cluster.drop_database(name)


_KINDS = """
    create table kinds as select 1::bigint as a, 0.1000::numeric as b, 1e300::float8 as c,
      'infinity'::date as d, '0044-03-15 BC'::date as e, true as f, '\\x00ff'::bytea as g,
      array['甲', null]::text[] as h, '{"甲": [1]}'::jsonb as i, null::text as j,
      '2026-08-01 12:00:00.000001'::timestamp as k, '张%三:x'::text as l
"""


def test_every_value_of_postgresql_is_its_exact_text(
    postgres: dict[str, str], tmp_path: Path
) -> None:
    assert columns(tmp_path, **postgres, query="select * from kinds where l like '%:x'") == {
        "a": ["1"], "b": ["0.1000"], "c": ["1e+300"], "d": ["infinity"], "e": ["0044-03-15 BC"],
        "f": ["true"], "g": ["\\x00ff"], "h": ["{甲,NULL}"], "i": ['{"甲": [1]}'], "j": [None],
        "k": ["2026-08-01 12:00:00.000001"], "l": ["张%三:x"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "query", ["delete from kinds", "with x as (delete from kinds returning a) select * from x",
              "drop table kinds", "select setval('s', 1)"]
)  # fmt: skip
def test_nothing_is_written_to_postgresql(
    postgres: dict[str, str], tmp_path: Path, query: str
) -> None:
    with pytest.raises(SourceError):
        asked(tmp_path, **postgres, query=query)
    assert columns(tmp_path, **postgres, table="public.kinds")["a"] == ["1"]


def test_a_statement_of_postgresql_has_its_time(
    postgres: dict[str, str], tmp_path: Path, limits: None
) -> None:
    with pytest.raises(SourceError, match="statement timeout"):
        asked(tmp_path, **postgres, query="select pg_sleep(5)")


def test_many_rows_come_in_batches(postgres: dict[str, str], tmp_path: Path) -> None:
    found = asked(tmp_path, **postgres, query="select n from generate_series(1, 100000) n")
    assert [len(rows.lines) for rows in found] == [32_768, 32_768, 32_768, 1_696]


def test_a_wrong_password_is_told_and_not_shown(
    postgres: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIKU_SECRET_WRONG", f"{{user: {provision.OWNER}, password: geheim}}")
    with pytest.raises(SourceError, match="authentication failed") as error:
        asked(tmp_path, url=postgres["url"], secret="wrong", table="kinds")
    assert "geheim" not in str(error.value)


def test_a_server_that_does_not_answer_may_come_back(tmp_path: Path) -> None:
    for scheme in ("postgresql", "mariadb"):
        with pytest.raises(Unreachable):
            asked(tmp_path, url=f"{scheme}://x@127.0.0.1:9/x", table="x")


def test_shapes_are_read_with_their_system(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_url(database)
    word = secrets.passwords()[str(url.username)]
    monkeypatch.setenv("SIKU_SECRET_OWN", f"{{user: {url.username}, password: '{word}'}}")
    spec = {"url": f"postgresql://127.0.0.1:{url.port}/{url.database}", "secret": "own"}
    shape = "ST_SetSRID(ST_MakePoint(500000.125, 3000000), 4547)"
    query = f"select {shape} as 位置, '1' as 编号 union all select null, '2'"
    [rows] = asked(tmp_path, **spec, query=query)
    assert (rows.header, rows.crs) == (("编号", "位置"), "EPSG:4547")
    assert rows.shapes is not None
    assert shapely.from_wkb(rows.shapes.to_pylist())[0].wkt == "POINT (500000.125 3000000)"
    with pytest.raises(Refused, match="several systems"):
        asked(tmp_path, **spec, query=query.replace("null", "ST_SetSRID(ST_MakePoint(1,1),4490)"))


# ---- MariaDB ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def maria(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    if PROGRAM is None:
        pytest.skip("mariadb-server-core is not installed; ./siku test installs it")
    with databases.mariadb(tmp_path_factory.mktemp("m")) as (place, root):
        with root.cursor() as cursor:
            for statement in _MARIA.split(";"):
                cursor.execute(statement)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SIKU_SECRET_MARIA", f"{{user: siku, password: {WORD}}}")
            yield {"url": f"mariadb://{place}/other", "secret": "maria"}


_MARIA = f"""
    create database other character set utf8mb4;
    create user siku@'127.0.0.1' identified by '{WORD}';
    grant all on other.* to siku@'127.0.0.1';
    set sql_mode = '';
    create table other.kinds (a bigint unsigned, b decimal(10, 4), c double, d date, e datetime(6),
      f time, g varbinary(10), h json, i text, j bit(2), k geometry);
    insert into other.kinds values (18446744073709551615, 0.1, 1.5, '0000-00-00',
      '2026-08-01 12:00:00.000001', '-100:00:01', x'00ff', '{{"甲": 1}}', '张%三', b'10',
      ST_GeomFromText('POINT(1.5 2)', 4490))
"""


def test_every_value_of_mariadb_is_its_exact_text(maria: dict[str, str], tmp_path: Path) -> None:
    [rows] = asked(tmp_path, **maria, query="select * from kinds where i like '张%'")
    assert {name: column.to_pylist()[0] for name, column in rows.columns.items()} == {
        "a": "18446744073709551615", "b": "0.1000", "c": "1.5", "d": "0000-00-00",
        "e": "2026-08-01 12:00:00.000001", "f": "-100:00:01", "g": "00ff", "h": '{"甲": 1}',
        "i": "张%三", "j": "02", "k": None,
    }  # fmt: skip
    assert rows.crs == "EPSG:4490"
    assert rows.shapes is not None
    assert shapely.from_wkb(rows.shapes.to_pylist())[0].wkt == "POINT (1.5 2)"


@pytest.mark.parametrize("query", ["delete from kinds", "drop table kinds"])
def test_nothing_is_written_to_mariadb(maria: dict[str, str], tmp_path: Path, query: str) -> None:
    with pytest.raises(SourceError):
        asked(tmp_path, **maria, query=query)
    assert columns(tmp_path, **maria, query="select a from kinds") == {
        "a": ["18446744073709551615"]
    }


def test_a_statement_of_mariadb_has_its_time(
    maria: dict[str, str], tmp_path: Path, limits: None
) -> None:
    with pytest.raises(SourceError, match="max_statement_time"):
        asked(tmp_path, **maria, query="select a from kinds where sleep(5) = 0")


def test_many_rows_of_mariadb_come_in_batches(maria: dict[str, str], tmp_path: Path) -> None:
    found = asked(tmp_path, **maria, query="select seq from other.kinds, seq_1_to_50000")
    assert [len(rows.lines) for rows in found] == [32_768, 17_232]
