"""Files are fetched from web, SFTP and S3 servers whole, from those one means, or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import s3fs

from loaders.contract import Contract
from loaders.sources import NotThere, SourceError, SourceSpec, Unreachable, fetching
from loaders.sources.fetching import fetch
from loaders.sources.finding import find
from loaders.sources.spec import shown
from runtime import secrets
from runtime.secrets import NoSecret
from runtime.settings import settings
from tests.loaders.desk import contract
from tests.support import servers
from tests.support.servers import PASSWORD, Sftp, Web

CONTENT = os.urandom(3 << 20)


@pytest.fixture(autouse=True)
def quickly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SIKU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SIKU_FETCH_TIMEOUT", "5")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(fetching, "PAUSE", 0.01)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    folder = tmp_path / "sent" / "2026-08-01"
    folder.mkdir(parents=True)
    (folder / "人员 1.csv").write_bytes(CONTENT)
    (folder / "readme.txt").write_text("x")
    return folder.parent


@pytest.fixture
def web(sent: Path) -> Iterator[Web]:
    with servers.web(sent) as server:
        yield server


@pytest.fixture
def sftp(sent: Path) -> Iterator[Sftp]:
    with servers.sftp(sent) as server:
        yield server


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with servers.s3() as url:
        system = s3fs.S3FileSystem(key="x", secret="x", endpoint_url=url)
        system.mkdir("police")
        system.pipe("police/out/2026-08-01/人员 1.csv", CONTENT)
        system.pipe("police/out/2026-08-01/readme.txt", b"x")
        system.pipe("police/out/2026-09-01/人员 1.csv", b"later")
        yield url


def laid_down(name: str, **words: str) -> None:
    folder = secrets.folder() / "sources"
    folder.mkdir(exist_ok=True)
    lines = "".join(f"{key}: {word!r}\n" for key, word in words.items())
    secrets.write(folder / f"{name}.yml", lines)


def fetched(url: str, into: Path, **options: Any) -> bytes:
    [found] = find(url, **options)
    target = into / "target"
    assert fetch(found, target) == hashlib.sha256(target.read_bytes()).hexdigest()
    return target.read_bytes()


# ---- the web ------------------------------------------------------------------------------------


def test_a_file_is_fetched_from_the_web(web: Web, tmp_path: Path) -> None:
    url = f"{web.url}/2026-08-01/%E4%BA%BA%E5%91%98%201.csv"
    assert fetched(url, tmp_path) == CONTENT
    [found] = find(url)
    assert (found.name, found.size) == ("人员 1.csv", len(CONTENT))
    assert found.changed is not None


def test_files_are_found_in_a_webs_list(web: Web) -> None:
    assert [found.name for found in find(f"{web.url}/2026-08-01/*.csv")] == ["人员 1.csv"]
    assert find(f"{web.url}/2026-08-01/*.xml") == []


@pytest.mark.parametrize("ranges", [True, False])
def test_a_connection_that_breaks_half_way_is_taken_up_again(
    web: Web, tmp_path: Path, ranges: bool
) -> None:
    web.breaks, web.ranges = [1_000_000, 500_000], ranges
    assert fetched(f"{web.url}/2026-08-01/人员 1.csv", tmp_path) == CONTENT
    asked = [headers.get("Range") for _, headers in web.asked]
    assert asked[0] is None
    assert asked[1], "after a break it asks for the rest"


def test_a_connection_that_always_breaks_is_given_up(web: Web, tmp_path: Path) -> None:
    web.breaks, web.ranges = [10] * 9, False
    with pytest.raises(Unreachable, match="broke off") as error:
        fetched(f"{web.url}/2026-08-01/人员 1.csv", tmp_path)
    assert error.value.where == f"{web.url}/2026-08-01/人员 1.csv"
    assert len(web.asked) == settings().fetch_attempts


def test_a_file_that_changes_meanwhile_is_fetched_anew(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = web.folder / "2026-08-01" / "人员 1.csv"

    def change(*given: object) -> None:
        path.write_bytes(b"b" * 2_000_000)
        os.utime(path, (1, 1))

    web.breaks = [100_000]
    monkeypatch.setattr(fetching, "sleep", change)
    assert fetched(f"{web.url}/2026-08-01/人员 1.csv", tmp_path) == b"b" * 2_000_000


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, NotThere),
        (403, SourceError),
        (401, SourceError),
        (503, Unreachable),
        (429, Unreachable),
    ],
)
def test_a_servers_answer_is_told_for_what_it_is(
    web: Web, status: int, kind: type[Exception]
) -> None:
    web.answers["/a.csv"] = (status, "")
    with pytest.raises(kind) as error:
        find(f"{web.url}/a.csv?signature=geheim")
    assert type(error.value) is kind
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://169.254.169.254/latest", "ftp://127.0.0.1/x"]
)
def test_nobody_sends_us_elsewhere(web: Web, location: str) -> None:
    web.answers["/a.csv"] = (302, location)
    with pytest.raises(SourceError, match=r"elsewhere|said no"):
        find(f"{web.url}/a.csv")


def test_within_the_same_server_a_redirect_is_followed(web: Web, tmp_path: Path) -> None:
    web.answers["/a.csv"] = (302, "/2026-08-01/readme.txt")
    assert fetched(f"{web.url}/a.csv", tmp_path) == b"x"


def test_a_secret_opens_the_web_and_is_never_sent_in_clear(web: Web) -> None:
    laid_down("police", user="siku", password=PASSWORD)
    find(f"{web.url}/2026-08-01/*.txt", "police")
    assert web.asked[-1][1]["Authorization"].startswith("Basic ")
    with pytest.raises(SourceError, match="in clear"):
        find("http://files.police.example/a.csv", "police")


def test_a_server_that_nobody_vouches_for_is_not_talked_to(sent: Path, tmp_path: Path) -> None:
    with servers.web_tls(sent, tmp_path) as url, pytest.raises(SourceError, match="certificate"):
        find(f"{url}/2026-08-01/readme.txt")


def test_a_server_that_is_not_there_may_come_back() -> None:
    with pytest.raises(Unreachable):
        find("http://127.0.0.1:9/a.csv")


# ---- SFTP ---------------------------------------------------------------------------------------


def test_a_file_is_fetched_over_sftp(sftp: Sftp, tmp_path: Path) -> None:
    laid_down("police", password=PASSWORD, host_key=sftp.host_key)
    url = f"{sftp.url}/2026-08-01/*.csv"
    assert fetched(url, tmp_path, secret="police") == CONTENT


def test_an_sftp_server_shows_a_key_somebody_vouched_for(sftp: Sftp, tmp_path: Path) -> None:
    laid_down("police", password=PASSWORD)
    with pytest.raises(SourceError, match="nobody vouched for") as error:
        find(f"{sftp.url}/2026-08-01/*.csv", "police")
    assert "ssh-keyscan" in (error.value.hint or "")
    (tmp_path / ".ssh").mkdir()
    host = sftp.url.rpartition("@")[2].replace("127.0.0.1:", "[127.0.0.1]:")
    (tmp_path / ".ssh" / "known_hosts").write_text(f"{host} {sftp.host_key}\n")
    assert len(find(f"{sftp.url}/2026-08-01/*.csv", "police")) == 1


def test_a_wrong_password_is_not_tried_again(sftp: Sftp) -> None:
    laid_down("police", password="wrong", host_key=sftp.host_key)
    with pytest.raises(SourceError, match="said no"):
        find(f"{sftp.url}/2026-08-01/*.csv", "police")


def test_what_is_not_there_is_named(sftp: Sftp) -> None:
    laid_down("police", password=PASSWORD, host_key=sftp.host_key)
    with pytest.raises(NotThere, match=r"there is no sftp://.*/nothing\.csv"):
        find(f"{sftp.url}/2026-08-01/nothing.csv", "police")
    assert find(f"{sftp.url}/2026-08-01/nothing*.csv", "police") == []


# ---- S3 -----------------------------------------------------------------------------------------


def test_a_file_is_fetched_from_s3(s3: str, tmp_path: Path) -> None:
    laid_down("store", key="x", secret="x", endpoint=s3)
    assert fetched("s3://police/out/2026-08-01/*.csv", tmp_path, secret="store") == CONTENT


def test_a_bucket_that_is_not_there(s3: str) -> None:
    laid_down("store", key="x", secret="x")
    with pytest.raises(NotThere):
        find("s3://nobody/a.csv", "store", s3)


# ---- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "is no source"),
        ("ftp://host/a.csv", "is no source"),
        ("https://user:word@host/a.csv", "a password stands in the address"),
        ("sftp://siku:word@host/a", "a password stands in the address"),
        ("https:///a.csv", "names no host"),
    ],
)
def test_an_address_that_cannot_be_is_refused(url: str, why: str) -> None:
    with pytest.raises(SourceError, match=why) as error:
        find(url)
    assert "word" not in str(error.value).replace("password", "")
    with pytest.raises(ValueError, match=why):
        SourceSpec(url=url)


def test_an_address_is_shown_without_what_opens_doors() -> None:
    assert shown("https://a:b@host/x?X-Signature=1") == "https://a@host/x"


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("s3://police/out/{date}", "s3://police/out/2026-08-01/a.csv"),
        ("sftp://host/{date:%Y}/{date:%Y%m%d}", "sftp://host/2026/20260801/a.csv"),
        ("https://host/a/{date:%Y-%m}", "https://host/a/2026-08/a.csv"),
    ],
)
def test_a_date_stands_in_the_address(url: str, file: str) -> None:
    spec = SourceSpec(url=url)
    assert spec.day_of(file) == dt.date(2026, 8, 1)
    assert spec.day_of(file.replace("2026", "20xx")) is None
    assert file.startswith(spec.folder(dt.date(2026, 8, 1)))


def test_a_contract_names_its_source_and_holds_no_secret() -> None:
    spec = {"url": "sftp://siku@files.police.example/out/{date}", "secret": "police"}
    made: Contract = contract(source=spec)
    assert made.source is not None
    assert made.source.secret == "police"


def test_a_secret_that_others_may_read_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoSecret, match="there is no secret 'police'"):
        secrets.named("police")
    laid_down("police", user="a", password="b")
    assert secrets.named("police") == {"user": "a", "password": "b"}
    (secrets.folder() / "sources" / "police.yml").chmod(0o644)
    with pytest.raises(NoSecret, match="others may read"):
        secrets.named("police")
    monkeypatch.setenv("SIKU_SECRET_POLICE", "{user: c}")
    settings.cache_clear()
    assert secrets.named("police") == {"user": "c"}
