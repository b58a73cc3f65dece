"""The pages beside the benchmark: files, sources, errors and traps, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

from samples.benchmark.kinds import TIERS, errors, traps
from samples.benchmark.mapping import models
from samples.benchmark.offices import OFFICES
from samples.benchmark.registers import REGISTERS

_PAGES: Final = Path(__file__).with_name("pages")
_THINGS: Final = {"persons": "个人", "companies": "企业"}


class File(Protocol):
    """What a page says of a file."""

    @property
    def file(self) -> str: ...
    @property
    def rows(self) -> int: ...


def pages(files: Sequence[File]) -> Iterator[tuple[str, str]]:
    """Every page with its name in the folder."""
    for name, chinese in (("README.md", False), ("README.zh-CN.md", True)):
        text = (_PAGES / name).read_text(encoding="utf-8")
        parts = {
            "{files}": _files(files, chinese), "{sources}": _sources(chinese),
            "{errors}": _errors(chinese), "{traps}": _traps(chinese),
        }  # fmt: skip
        for mark, part in parts.items():
            text = text.replace(mark, part)
        yield name, text
    for name in ("LICENSE", "fields.csv"):
        yield name, (_PAGES / name).read_text(encoding="utf-8")
    yield from models()


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _files(files: Sequence[File], chinese: bool) -> str:
    head = ("文件", "记录数") if chinese else ("file", "records")
    return _table(head, [(f"`{one.file}`", f"{one.rows:,}") for one in files])


def _sources(chinese: bool) -> str:
    head = (
        ("来源", "部门", "收录比例（易/难/对抗）", "有号码比例", "差错倍数") if chinese
        else ("source", "department", "share of persons or companies", "share with a number",
              "errors ×")
    )  # fmt: skip
    rows = [
        (one.name, one.zh, _shares(one.present), _shares(one.numbered), f"{one.care:g}")
        for one in REGISTERS
    ] + [
        (one.name, one.zh, _shares(one.present), _shares(one.coded), f"{one.care:g}")
        for one in OFFICES
    ]
    return _table(head, rows)


def _errors(chinese: bool) -> str:
    tables = []
    for things, zh in _THINGS.items():
        if chinese:
            head = ("差错", "列", "说明", "例", *(f"{t}" for t in ("易", "难", "对抗")), "依据")
        else:
            head = ("kind", "column", "what", "why", *TIERS, "evidence")
        rows = []
        for kind in errors(things):
            said = (kind.zh, kind.example) if chinese else (kind.en, kind.why)
            source = f"{kind.evidence}: {kind.source}"
            rows.append((kind.name, kind.column, *said, *map(_share, kind.rates), source))
        tables.append(f"### {zh if chinese else things.capitalize()}\n\n{_table(head, rows)}")
    return "\n\n".join(tables)


def _traps(chinese: bool) -> str:
    head = ("陷阱", "说明", "易", "难", "对抗", "依据") if chinese else (
        "trap", "what", *TIERS, "source",
    )  # fmt: skip
    rows = [
        (trap.name, trap.zh if chinese else trap.en, *map(_share, trap.rates), trap.source)
        for things in _THINGS
        for trap in traps(things)
    ]
    return _table(head, rows)


def _shares(shares: Sequence[float]) -> str:
    return " / ".join(f"{share * 100:g}" for share in shares) + " %"


def _share(share: float) -> str:
    return f"{share * 100:g} %"
