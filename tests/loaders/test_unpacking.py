"""A delivery may come compressed, archived or in parts; what could do harm is refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import signal
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from loaders.errors import Refused
from loaders.files import CsvFile, XmlFile
from loaders.readers import read
from loaders.readers.unpacking import limits, parts
from loaders.readers.unpacking.scratch import scratch
from runtime.settings import REPOSITORY, settings
from tests.loaders.desk import Desk, contract, lines_and_rows
from tests.loaders.specimens import SPECIMENS

TEXT = "编号,姓名\n1,张三\n2,李四\n"
ROWS = [[2, "1", "张三"], [3, "2", "李四"]]


def csv_file(**keys: Any) -> CsvFile:
    return CsvFile(pattern="*", format="csv", **keys)


def zstd(raw: bytes) -> bytes:
    return bytes(pa.compress(raw, codec="zstd", asbytes=True))


def zipped(path: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, mode: Any, **members: bytes) -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "a.csv.gz": gzip.compress,
    "a.csv.bz2": bz2.compress,
    "a.csv.xz": lzma.compress,
    "a.csv.zst": zstd,
    "two members.gz": lambda raw: gzip.compress(raw[:9]) + gzip.compress(raw[9:]),
    "two frames.zst": lambda raw: zstd(raw[:9]) + zstd(raw[9:]),
    "padded.xz": lambda raw: lzma.compress(raw) + bytes(8),
    "twice.csv.gz.xz": lambda raw: lzma.compress(gzip.compress(raw)),
    "without a telling name": gzip.compress,
}


@pytest.mark.parametrize("name", PACKED)
def test_a_compressed_file_reads_like_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PACKED[name](TEXT.encode()))
    assert lines_and_rows(path, csv_file()) == ROWS


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd])
@pytest.mark.parametrize("keep", [0.2, 0.9])
def test_a_compressed_file_cut_short_is_refused(
    tmp_path: Path, pack: Callable[[bytes], bytes], keep: float
) -> None:
    whole = pack(TEXT.encode() + os.urandom(20_000).hex().encode())
    path = tmp_path / "a.csv.x"
    path.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(Refused, match="broken or cut short"):
        lines_and_rows(path, csv_file())


def test_what_a_compressed_file_unpacks_to_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HARMLESS", 1 << 20)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 2_000_000))
    with pytest.raises(Refused, match="unpacks to more than"):
        lines_and_rows(path, csv_file())


def test_an_xz_that_wants_all_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.xz"
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 30}]
    small = lzma.compress(TEXT.encode(), filters=[{**filters[0], "dict_size": 1 << 20}])
    # The dictionary's size stands in the header of the block: 1 MB is 0x10 there, 1.5 GB 0x25.
    place = small.index(bytes([0x21, 1])) + 2
    begin, length = 12, (small[12] + 1) * 4
    block = bytearray(small[begin : begin + length])
    block[place - begin] = 0x25
    block[-4:] = zlib.crc32(bytes(block[:-4])).to_bytes(4, "little")
    path.write_bytes(small[:begin] + bytes(block) + small[begin + length :])
    with pytest.raises(Refused, match=r"[Mm]emory"):
        lines_and_rows(path, csv_file())


@pytest.mark.parametrize("content", [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c", b"\x1f\x9d\x90"])
def test_archives_that_cannot_be_read_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content + bytes(600))
    with pytest.raises(Refused, match=r"RAR|7z|\.Z") as error:
        lines_and_rows(path, csv_file())
    assert error.value.hint == "ask for .zip, .gz or .tar.gz"


def test_the_only_file_of_a_zip_is_read_whatever_systems_add(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"八月/人员.csv": TEXT, "__MACOSX/八月/._人员.csv": "x"})
    assert lines_and_rows(path, csv_file()) == ROWS


def test_names_in_gbk_are_read_as_they_were_meant(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"AAAA.csv": TEXT, "BBBB.csv": "x"})
    for short, name in ((b"AAAA", "人员"), (b"BBBB", "说明")):
        path.write_bytes(path.read_bytes().replace(short, name.encode("gbk")))
    assert lines_and_rows(path, csv_file(members="人员*")) == ROWS


def test_an_archive_of_several_files_wants_to_be_told_which(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"a.csv": TEXT, "说明.txt": "x"})
    with pytest.raises(Refused, match="it holds 2 files") as error:
        lines_and_rows(path, csv_file())
    assert error.value.hint == "set file.members, such as '*.csv'; it holds: a.csv, 说明.txt"
    assert lines_and_rows(path, csv_file(members="*.csv")) == ROWS
    with pytest.raises(Refused, match="no file matches"):
        lines_and_rows(path, csv_file(members="*.xml"))


def test_several_members_are_parts_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    members = {f"p{n}.csv": f"编号,姓名\n{n},x\n" for n in (10, 9, 2)}
    path = zipped(tmp_path / "a.zip", **members)
    found = lines_and_rows(path, csv_file(members="p*.csv"))
    assert [row[1] for row in found] == ["2", "9", "10"]


@pytest.mark.parametrize(
    ("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:xz")]
)
def test_a_tar_is_read_compressed_or_not(tmp_path: Path, name: str, mode: str) -> None:
    path = tarred(tmp_path / name, mode, **{"dir/a.csv": TEXT.encode()})
    assert lines_and_rows(path, csv_file()) == ROWS


def test_a_zip_within_a_zip_is_read_and_a_deep_one_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "0.zip", **{"a.csv": TEXT})
    for depth in range(1, 4):
        assert lines_and_rows(inner, csv_file()) == ROWS
        inner = zipped(tmp_path / f"{depth}.zip", **{"in.zip": inner.read_bytes()})
    with pytest.raises(Refused, match="packed more than 3 times"):
        lines_and_rows(inner, csv_file())


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "C:/a.csv", "x/../../a.csv"])
def test_a_path_that_climbs_out_is_refused(tmp_path: Path, name: str) -> None:
    for path in (
        zipped(tmp_path / "a.zip", **{name: TEXT}),
        tarred(tmp_path / "a.tar", "w", **{name: TEXT.encode()}),
    ):
        with pytest.raises(Refused, match="climbs out"):
            lines_and_rows(path, csv_file())


def test_a_link_in_a_tar_leads_nowhere(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        link = tarfile.TarInfo("a.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(Refused, match="cannot tell which file"):
        lines_and_rows(tmp_path / "a.tar", csv_file())


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"a.csv": TEXT})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    raw[6] |= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(Refused, match="encrypted") as error:
        lines_and_rows(path, csv_file())
    assert "已加密" in error.value.zh


@pytest.mark.parametrize(("specimen", "name"), [("xlsx", "a.xlsx"), ("csv_utf8", "a.zip")])
def test_a_zip_that_lies_about_its_size_is_refused(
    tmp_path: Path, specimen: str, name: str
) -> None:
    spec, path = SPECIMENS[specimen](tmp_path)
    if specimen == "csv_utf8":
        path = zipped(tmp_path / name, **{"a.csv": TEXT * 1000})
    raw = bytearray(path.read_bytes())
    place = raw.index(b"PK\x01\x02") + 24
    raw[place : place + 4] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(raw))
    with pytest.raises(Refused, match=r"size it declares|broken"):
        lines_and_rows(path, contract(spec).file)


@pytest.mark.parametrize("name", [name for name in SPECIMENS if name != "query"])
def test_every_format_can_be_compressed(tmp_path: Path, name: str) -> None:
    spec, path = SPECIMENS[name](tmp_path)
    file = contract(spec).file
    plain = lines_and_rows(path, file)
    packed = path.with_name(path.name + ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert lines_and_rows(packed, file) == plain


def test_an_empty_file_within_an_archive_is_refused(tmp_path: Path) -> None:
    for spec in (csv_file(), XmlFile(pattern="*", format="xml", record="人")):
        with pytest.raises(Refused):
            lines_and_rows(zipped(tmp_path / "a.zip", a=""), spec)


def cut(folder: Path, raw: bytes, count: int) -> Path:
    folder.mkdir()
    size = len(raw) // count + 1
    for number in range(count):
        piece = raw[number * size : (number + 1) * size]
        (folder / f"a.csv.{number + 1:03}").write_bytes(piece)
    return folder


@pytest.mark.parametrize("pack", [bytes, gzip.compress, None])
def test_a_file_cut_anywhere_is_put_together(tmp_path: Path, pack: Any) -> None:
    raw = pack(TEXT.encode()) if pack else zipped(tmp_path / "z", a=TEXT).read_bytes()
    folder = cut(tmp_path / "parts", raw, 11)
    assert lines_and_rows(folder, csv_file(parts={"join": "bytes"})) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_parts_without_a_header_go_on_where_the_first_ended(tmp_path: Path, encoding: str) -> None:
    texts = ("编号,姓名\r\n1,上", "2,上\r\n3\r\n", "4,上")
    for number, text in enumerate(texts, 9):
        (tmp_path / f"a{number}.csv").write_bytes(text.encode(encoding))
    spec = csv_file(parts={"join": "lines"}, encoding=encoding)
    [*_, rows] = read(tmp_path, spec, ())
    assert [(start.line, start.name) for start in rows.starts] == [
        (1, "a9.csv"), (3, "a10.csv"), (5, "a11.csv"),
    ]  # fmt: skip
    assert [row[0] for row in lines_and_rows(tmp_path, spec)] == [2, 3, 4, 5]
    [broken] = rows.broken
    assert broken.zh.startswith("文件 a10.csv:第 2 行")


def test_a_row_set_aside_names_its_file_and_its_line_there(desk: Desk) -> None:
    landing = desk.folder / "landing"
    landing.mkdir()
    (landing / "part2.csv").write_text("编号,姓名\n3,王五\n,无名\n4\n")
    (landing / "part1.csv").write_text("姓名,编号\n张三,1\n李四,2\n")
    counts = desk.stage(landing, contract({"parts": {}}))
    assert (counts.delivered, counts.staged, counts.quarantined) == (5, 3, 2)
    assert desk.staged("line", "name") == [(2, "张三"), (3, "李四"), (5, "王五")]
    told = desk.quarantined("line", "zh", "en")
    assert told[0][0] == 6
    assert told[0][1].startswith("文件 part2.csv:第 3 行")
    assert told[0][2].startswith("part2.csv: Line 3")
    assert told[1][1].startswith("文件 part2.csv:第 4 行")


def test_a_part_with_another_header_is_refused_by_name(desk: Desk) -> None:
    landing = desk.folder / "landing"
    landing.mkdir()
    (landing / "1.csv").write_text("编号,姓名\n1,张三\n")
    (landing / "2.csv").write_text("编号,称呼\n2,李四\n")
    with pytest.raises(Refused, match="姓名") as error:
        desk.stage(landing, contract({"parts": {}}))
    assert str(error.value.where).endswith("2.csv")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIKU_HOME", str(tmp_path))
    settings.cache_clear()
    return tmp_path


def test_what_a_killed_process_unpacked_is_removed(home: Path) -> None:
    script = (
        "import time\nfrom loaders.readers.unpacking.scratch import scratch\n"
        "with scratch() as folder:\n (folder / 'x').write_text('x')\n print(folder, flush=True)\n"
        " time.sleep(60)"
    )
    environment = {**os.environ, "SIKU_HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().strip())
        with scratch():
            assert left.exists(), "another's folder is left alone while it works"
        process.send_signal(signal.SIGKILL)
        process.wait()
    with scratch() as own:
        assert list((home / "scratch").iterdir()) == [own]
    assert list((home / "scratch").iterdir()) == []


def test_nothing_stays_when_reading_is_given_up(home: Path, tmp_path: Path) -> None:
    path = tarred(tmp_path / "a.tar", "w", **{"a.csv": TEXT.encode()})
    rows = read(path, csv_file(), ())
    next(rows)
    assert list((home / "scratch").iterdir())
    rows.close()  # type: ignore[attr-defined]
    assert not list((home / "scratch").iterdir())


def test_parts_are_in_the_order_of_their_numbers() -> None:
    names = ["p10.csv", "p9.csv", "p1.csv"]
    assert [path.name for path in parts.in_order([Path(name) for name in names])] == names[::-1]
