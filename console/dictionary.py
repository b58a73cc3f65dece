"""`./siku dictionary`: the data dictionary in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, show_json, show_table
from matching.survivorship.rules import declared
from models import dictionary
from models.base import LEVELS
from models.codes import CodeList
from models.dictionary import Entry, Section

app = Noun()

COLUMNS = (
    "属性\nattribute", "中文\nChinese", "英文\nEnglish", "类型\ntype", "标准\nstandard",
    "代码表\ncodes", "级别\nlevel", "必填\nrequired", "规则\nrules",
)  # fmt: skip
CODE_COLUMNS = ("代码\ncode", "中文\nChinese", "英文\nEnglish", "其他写法\nother spellings")


class Format(StrEnum):
    """How the dictionary is printed."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


@app.verb(
    "./siku dictionary person",
    "./siku dictionary spatial --format markdown",
    "./siku dictionary --codes land_use",
)
def show(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[BASE|THING]", help="A base, a thing, a facet or a table."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
    codes: Annotated[
        str | None, typer.Option(metavar="LIST", help="A code list, instead of attributes.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print what every table and attribute means, or what the codes of a list mean."""
    form = Format.JSON if as_json else form
    if codes:
        _SHOW_CODES[form](dictionary.code_list(codes))
        return
    _SHOW[form](dictionary.find(name) if name else dictionary.sections())


def _table(sections: list[Section]) -> None:
    for section in sections:
        print(f"{_title(section)}\n  {'  '.join(section.tables)}")
        for line in _facts(section):
            print(f"  {line}")
        show_table(COLUMNS, map(_cells, section.entries))


def _json(sections: list[Section]) -> None:
    show_json([{**asdict(section), "survivorship": _survivorship(section)} for section in sections])


def _markdown(sections: list[Section]) -> None:
    print("# 数据字典 · Data dictionary\n")
    print("级别 levels: " + "; ".join(f"{n} {name}" for n, name in LEVELS.items()) + "\n")
    base = None
    for section in sections:
        if section.base != base:
            base = section.base
            print(f"## {' · '.join(dictionary.names(base))}\n")
        print(f"### {section.zh} · {section.en}\n")
        print("  \n".join([*(f"`{table}`" for table in section.tables), *_facts(section)]) + "\n")
        _markdown_table(COLUMNS, map(_cells, section.entries))


def _title(section: Section) -> str:
    part = f" ({section.of})" if section.of else ""
    return f"{' · '.join(dictionary.names(section.base))}: {section.zh} · {section.en}{part}"


def _facts(section: Section) -> Iterator[str]:
    if section.key:
        yield f"键 key: {', '.join(section.key)}"
    if section.identifiers:
        yield f"标识 identifiers: {', '.join(section.identifiers)}"
    for link in section.links:
        yield f"关联 link: {link.column} → {link.thing} ({link.by})"
    alike: dict[str, list[str]] = {}
    for name, rules in _survivorship(section).items():
        alike.setdefault(" → ".join(rules), []).append(name)
    for rules_in_order, names in alike.items():
        yield f"取值规则 survivorship: {', '.join(names)}: {rules_in_order}"


def _survivorship(section: Section) -> dict[str, list[str]]:
    """The rules by which one of several claims wins: the default, then attributes of their own."""
    if section.kind != "thing":
        return {}
    rules = declared()
    own = rules.things.get(section.name, {})
    orders = {"default": rules.default, **own}
    return {name: [str(rule) for rule in order] for name, order in orders.items()}


def _cells(entry: Entry) -> tuple[str, ...]:
    return (
        entry.name,
        entry.zh,
        entry.en,
        entry.type,
        entry.standard or "",
        entry.codes or "",
        str(entry.level),
        "✓" if entry.required else "",
        "; ".join(entry.rules),
    )


def _codes_table(codes: CodeList) -> None:
    print(f"{codes.zh} · {codes.en}: {codes.name}")
    print(f"  来源 source: {codes.source}")
    if codes.pattern:
        print(f"  更细的代码 deeper codes: {codes.pattern}")
    show_table(CODE_COLUMNS, _code_rows(codes))


def _codes_json(codes: CodeList) -> None:
    show_json({**asdict(codes), "codes": [asdict(code) for code in codes.codes.values()]})


def _codes_markdown(codes: CodeList) -> None:
    print(f"# {codes.zh} · {codes.en} (`{codes.name}`)\n\n来源 source: {codes.source}\n")
    if codes.pattern:
        print(f"更细的代码 deeper codes: `{codes.pattern}`\n")
    _markdown_table(CODE_COLUMNS, _code_rows(codes))


def _code_rows(codes: CodeList) -> Iterator[tuple[str, ...]]:
    for code in codes.codes.values():
        yield code.code, code.zh, code.en, ", ".join(code.aliases)


def _markdown_table(columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    print(_markdown_row(columns))
    print("|" + " --- |" * len(columns))
    for row in rows:
        print(_markdown_row(row))
    print()


def _markdown_row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


_SHOW = {Format.TABLE: _table, Format.JSON: _json, Format.MARKDOWN: _markdown}
_SHOW_CODES = {
    Format.TABLE: _codes_table, Format.JSON: _codes_json, Format.MARKDOWN: _codes_markdown,
}  # fmt: skip
