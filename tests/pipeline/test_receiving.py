"""Deliveries arrive in parts and from elsewhere; their landing copy is whole and stays so."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import pipeline
from console import deliver as console_deliver
from loaders.contract import find
from loaders.sources import Unreachable, fetching
from pipeline import drops
from pipeline.drops import Drop
from pipeline.landing import NoFile
from pipeline.receive import NotParts
from runtime import secrets
from runtime.database import transaction
from runtime.settings import settings
from tests.pipeline.deliver import AUGUST, PERSON, SEPTEMBER, ledger, query, written
from tests.support import servers
from tests.support.servers import PASSWORD, Sftp, Web

OTHER = {**PERSON, "人员编号": "2", "公民身份号码": "", "姓名": "李芳", "出生日期": "x"}


@pytest.fixture
def contracts(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Contracts a test may change, and a home for its secrets."""
    copies = tmp_path / "contracts"
    copies.mkdir()
    for path in settings().contracts_dir.glob("*.yml"):
        (copies / path.name).write_bytes(path.read_bytes())
    monkeypatch.setenv("SIKU_CONTRACTS_DIR", str(copies))
    monkeypatch.setattr(fetching, "PAUSE", 0.01)
    settings.cache_clear()
    return copies


def changed(contracts: Path, **parts: object) -> None:
    """Write keys into the contract of ps_person; those of `file` beside the ones it has."""
    path = contracts / "ps_person.yml"
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    content["file"].update(parts.pop("file", {}))
    content.update(parts)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    os.utime(path, ns=(1, 1 + path.stat().st_mtime_ns))


def part(folder: Path, number: int, *rows: dict[str, str]) -> Path:
    path = written(folder, "ps_person", rows)
    return path.rename(folder / f"ps_person_part{number}.csv")


def waiting(**given: object) -> Drop | None:
    with transaction() as connection:
        return drops.waiting(connection, "ps_person", **given)  # type: ignore[arg-type]


def test_parts_are_one_delivery_known_again_in_any_order(contracts: Path, folder: Path) -> None:
    changed(contracts, file={"parts": {}})
    paths = [
        part(folder, 2, OTHER),
        part(folder, 10, {**PERSON, "人员编号": "3"}),
        part(folder, 1, PERSON),
    ]
    number = pipeline.receive("ps_person", paths, AUGUST)
    assert pipeline.receive("ps_person", paths[::-1], AUGUST) == number
    row = ledger(number)
    assert row.source == "ps_person_part1.csv + ps_person_part2.csv + ps_person_part10.csv"
    assert row.bytes == sum(path.stat().st_size for path in paths)
    landing = Path(row.landing)
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=landing, capture_output=True)
    assert checked.returncode == 0
    assert all(file.stat().st_mode & 0o222 == 0 for file in landing.iterdir())
    pipeline.stage(number)
    ((line, name, said),) = query(
        "select line, (select name from ops.part p where first_line <= line"
        " order by first_line desc limit 1), zh from ops.quarantine q"
    )
    assert (line, name) == (4, "ps_person_part2.csv")
    assert said.startswith("文件 ps_person_part2.csv:第 2 行")


def test_several_files_for_a_dataset_that_comes_in_one(folder: Path) -> None:
    paths = [part(folder, 1, PERSON), part(folder, 2, OTHER)]
    with pytest.raises(NotParts, match="2 files for ps_person"):
        pipeline.receive("ps_person", paths, AUGUST)


def test_parts_wait_until_all_are_there(contracts: Path, folder: Path) -> None:
    drop = settings().drop / AUGUST.isoformat()
    changed(contracts, file={"parts": {"count": "2"}})
    first = part(drop, 1, PERSON)
    assert waiting() is None
    second = part(drop, 2, OTHER)
    assert waiting() == Drop((first, second), AUGUST)
    changed(contracts, file={"parts": {"complete": "*.ok"}})
    assert waiting() is None
    (drop / "ps_person.csv.ok").touch()
    assert waiting() == Drop((first, second), AUGUST)
    changed(contracts, file={"parts": {}})
    assert waiting() is None, "one may still be on its way"
    for path in (first, second):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert waiting() == Drop((first, second), AUGUST)


def test_a_compressed_file_lands_as_it_came_and_is_walked(folder: Path) -> None:
    path = written(folder, "ps_person", [PERSON])
    packed = path.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    end = pipeline.walk(pipeline.receive("ps_person", packed, AUGUST))
    assert end.state == "published"
    assert end.landing.read_bytes() == packed.read_bytes()


@pytest.fixture
def web(folder: Path) -> Iterator[Web]:
    folder.mkdir(parents=True)
    with servers.web(folder) as server:
        yield server


def test_an_address_is_delivered_by_hand(contracts: Path, web: Web) -> None:
    path = written(web.folder / SEPTEMBER.isoformat(), "ps_person", [PERSON])
    url = f"{web.url}/2026-09-01/ps_person.csv"
    console_deliver.deliver("ps_person", [f"{url}?signature=geheim"])
    ((number, source, as_of),) = query("select delivery_id, source, as_of from ops.delivery")
    assert (source, as_of) == (url, SEPTEMBER)
    assert Path(ledger(number).landing).read_bytes() == path.read_bytes()


def test_what_breaks_off_is_no_delivery_and_leaves_nothing(contracts: Path, web: Web) -> None:
    written(web.folder, "ps_person", [PERSON])
    web.breaks, web.ranges = [10] * 9, False
    with pytest.raises(Unreachable):
        pipeline.receive("ps_person", f"{web.url}/ps_person.csv", AUGUST)
    assert query("select * from ops.delivery") == []
    assert [path for path in settings().landing.rglob("*") if path.is_file()] == []


def test_an_address_that_names_nothing(contracts: Path, web: Web) -> None:
    with pytest.raises(NoFile, match="nothing matches"):
        pipeline.receive("ps_person", f"{web.url}/ps_person*.csv", AUGUST)


@pytest.fixture
def sftp(folder: Path) -> Iterator[Sftp]:
    folder.mkdir(parents=True)
    with servers.sftp(folder) as server:
        yield server


def test_a_source_is_looked_into_like_the_drop_folder(
    contracts: Path, sftp: Sftp, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIKU_SECRET_POLICE", f"{{password: {PASSWORD}, host_key: {sftp.host_key}}}")
    changed(contracts, source={"url": f"{sftp.url}/out/{{date:%Y%m%d}}", "secret": "police"})
    assert waiting() is None
    written(folder / "out" / "20260901", "ps_person", [PERSON])
    written(folder / "out" / "20260801", "ps_person", [PERSON])
    drop = waiting()
    assert drop is not None
    assert (drop.as_of, drop.name) == (AUGUST, f"{sftp.url}/out/20260801/ps_person.csv")
    pipeline.walk(pipeline.receive("ps_person", drop.files, drop.as_of))
    again = waiting()
    assert again is not None
    assert again.as_of == SEPTEMBER
    assert waiting(day=dt.date(2026, 9, 2)) is None
    assert not any(PASSWORD in str(row) for row in query("select * from ops.delivery"))


def test_a_contracts_secret_is_for_its_own_host_only(
    contracts: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIKU_SECRET_POLICE", "{user: a, password: b}")
    written(web.folder, "ps_person", [PERSON])
    changed(contracts, source={"url": "https://files.police.example", "secret": "police"})
    pipeline.receive("ps_person", f"{web.url}/ps_person.csv", AUGUST)
    assert not any("Authorization" in headers for _, headers in web.asked)
    changed(contracts, source={"url": web.url, "secret": "police"})
    pipeline.receive("ps_person", f"{web.url}/ps_person.csv", SEPTEMBER)
    assert "Authorization" in web.asked[-1][1]


def test_the_same_file_again_is_not_copied_again(folder: Path) -> None:
    path = written(folder, "ps_person", [PERSON])
    number = pipeline.receive("ps_person", path, AUGUST)
    landing = Path(ledger(number).landing)
    before = landing.stat().st_ino
    assert pipeline.receive("ps_person", path, AUGUST) == number
    assert landing.stat().st_ino == before
    assert ledger(number).checksum == hashlib.sha256(path.read_bytes()).hexdigest()
    assert find("ps_person").file.parts is None
    assert secrets.folder()


@pytest.fixture
def database_of_another(contracts: Path, tmp_path: Path) -> sqlite3.Connection:
    """A department's database, and a contract that asks it."""
    path = tmp_path / "people.db"
    connection = sqlite3.connect(path)
    names = find("ps_person").sources
    connection.execute(f"create table person ({', '.join(f'{name} text' for name in names)})")
    values = [PERSON.get(name) for name in names]
    connection.execute(f"insert into person values ({', '.join('?' * len(names))})", values)
    connection.commit()
    contract = contracts / "ps_person.yml"
    content = yaml.load(contract.read_text(encoding="utf-8"), yaml.BaseLoader)
    content["file"] = {"format": "query", "url": f"sqlite:///{path}", "table": "person"}
    contract.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    os.utime(contract, ns=(1, 1 + contract.stat().st_mtime_ns))
    return connection


def test_a_query_is_asked_once_in_its_period(database_of_another: sqlite3.Connection) -> None:
    drop = waiting()
    assert drop == Drop((), dt.date.today())
    end = pipeline.walk(pipeline.receive("ps_person", drop.files, drop.as_of))
    assert end.state == "published"
    assert waiting() is None
    assert waiting(day=dt.date(2026, 1, 1)) == Drop((), dt.date(2026, 1, 1))


def test_what_a_query_gave_is_kept_and_not_asked_again(
    database_of_another: sqlite3.Connection,
) -> None:
    number = pipeline.receive("ps_person", (), AUGUST)
    assert pipeline.receive("ps_person", (), AUGUST) == number, "the same answer, the same delivery"
    database_of_another.execute("delete from person")
    database_of_another.commit()
    assert pipeline.walk(number).state == "published"
    assert query("select name from population.person") == [("王小明",)]
    assert ledger(number).source.endswith("people.db person")


def test_a_query_takes_no_file(database_of_another: sqlite3.Connection, folder: Path) -> None:
    with pytest.raises(NotParts, match="is a query"):
        pipeline.receive("ps_person", folder / "a.csv", AUGUST)
