"""From a sample file to the text of a first contract, and what is still wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.check_columns import alternatives
from loaders.contract import Department, departments, understood
from loaders.drafting.columns import FEW, Column, columns_of
from loaders.drafting.decide import Proposal, proposed, unit, unknown_codes
from loaders.drafting.form import Look, look
from loaders.drafting.guess import Guess, guessed, guesses
from loaders.drafting.naming import vocabulary
from loaders.drafting.sample import Undraftable
from loaders.drafting.writing import Page
from loaders.errors import ContractError, Fault
from loaders.positions import document_of
from loaders.readers.crosstab import SHEET_COLUMN, SHEET_ROW
from models import THINGS
from models.elements import GEOMETRIES

_LAYERS = 8  # of a file that are looked into
_GUESSED = "推测 guess"


@dataclass(frozen=True)
class Drafted:
    """A contract to be corrected: its text, what it is about, and the faults a person must mend."""

    text: str
    dataset: str
    guess: Guess
    key: tuple[str, ...]
    faults: tuple[Fault, ...]


def draft(
    path: Path,
    *,
    thing: str | None = None,
    department: str | None = None,
    dataset: str | None = None,
    part: str | None = None,
) -> Drafted:
    """Look at a file and write the first contract for it."""
    known = departments()
    _must_be_known(thing, department, known)
    seen, columns, guess = _understood(path, thing, part)
    geometry = _geometry(seen)
    made = proposed(_without_shape(columns, geometry), guess)
    name = dataset or dataset_name(path, guess)
    page = Page()
    _heading(page, path, seen, guess, thing)
    _identity(page, name, seen, columns, guess, department, known)
    _file(page, path, seen)
    _rows(page, made)
    _attributes(page, name, columns, guess, made, geometry)
    page.say("authority", {"default": 50}, "待定 TO DECIDE: 权威级别,数小者优先 lower wins")
    text = page.text()
    return Drafted(text, name, guess, tuple(made.key), _faults(text, Path(f"{name}.yml"), known))


def _understood(
    path: Path, thing: str | None, part: str | None
) -> tuple[Look, list[Column], Guess]:
    """The file, its columns and what it speaks of; of several layers the one that fits best."""
    seen = look(path, part)
    others = () if part else seen.form.parts[:_LAYERS]
    looks = [look(path, name) for name in others if len(others) > 1] or [seen]
    found = []
    for one in looks:
        columns = _columns(one)
        names = [path.stem, *one.form.names]
        if thing:
            guess = guessed(THINGS[thing], columns, names, one.shape, _geometry(one))
        else:
            guess = guesses(columns, names, one.shape, _geometry(one))[0]
        found.append((one, columns, guess))
    return max(found, key=lambda each: (each[2].score, len(each[1])))


def _geometry(seen: Look) -> str:
    return str(seen.form.file.get("geometry", "geometry"))


def _must_be_known(
    thing: str | None, department: str | None, known: Mapping[str, Department]
) -> None:
    if thing is not None and thing not in THINGS:
        raise Undraftable(f"there is no thing {thing!r}", hint="one of: " + ", ".join(THINGS))
    if department is not None and department not in known:
        raise Undraftable(
            f"there is no department {department!r}", hint="one of: " + ", ".join(known)
        )


def _columns(seen: Look) -> list[Column]:
    """The sample's columns as the contract will name them."""
    columns = columns_of(dict(seen.columns))
    if seen.form.file["format"] != "crosstab":
        return [column for column in columns if column.name not in seen.form.across]
    return [column for column in columns if column.name not in (SHEET_ROW, SHEET_COLUMN, "sheet")]


def _without_shape(columns: Sequence[Column], geometry: str) -> list[Column]:
    return [column for column in columns if column.name != geometry]


def dataset_name(path: Path, guess: Guess) -> str:
    """A name for the dataset: the file's, without its dates, where it has Latin letters."""
    stem = path.name.split(".")[0].lower()
    stem = re.sub(r"[-_ ]?(19|20)\d{2}([-_]?\d{2}){0,2}", "", stem)
    name = re.sub(r"[^a-z0-9]+", "_", stem).strip("_")
    return name[:60] if re.fullmatch(r"[a-z][a-z0-9_]{2,}", name) else f"{guess.thing.name}_draft"


def _heading(page: Page, path: Path, seen: Look, guess: Guess, told: str | None) -> None:
    page.remark(
        f"草稿:根据 {path.name} 的 {seen.rows} 行样本生成,请核对“待定”和“推测”处 · drafted from "
        "a sample; mind what is TO DECIDE or a guess"
    )
    if not told and guess.score < 0.5:
        page.remark(
            "待定 TO DECIDE: 不能确定数据描述的对象(thing) · it is not clear what it is about"
        )
    if seen.broken:
        page.remark(f"注意: 样本中有 {seen.broken} 行无法分列 · rows that cannot be divided")


def _identity(
    page: Page,
    name: str,
    seen: Look,
    columns: Sequence[Column],
    guess: Guess,
    department: str | None,
    known: Mapping[str, Department],
) -> None:
    thing = guess.thing
    title = next((one for one in seen.form.names if re.search(r"[\u3400-\u9fff]{3,}", one)), None)
    page.say("dataset", name)
    page.say("title", {"zh": (title or thing.zh)[:60], "en": thing.en}, _GUESSED)
    usual = str(vocabulary()["departments"].get(thing.name, next(iter(known))))
    chosen = department or (usual if usual in known else next(iter(known)))
    remark = "" if department else f"待定 TO DECIDE: {known[chosen].zh}?"
    page.say("department", chosen, remark)
    page.say("thing", thing.name, f"{thing.zh}" + ("" if guess.score >= 0.6 else f" — {_GUESSED}"))
    page.remark(
        "law: 待定 TO DECIDE: 法律依据,或共享协议 agreement · by which law, or which agreement"
    )
    cadence, days = _cadence(columns, guess)
    page.say("cadence", cadence, "待定 TO DECIDE: daily, weekly, monthly, quarterly, yearly")
    page.say("fresh_within_days", days, "待定 TO DECIDE")


def _cadence(columns: Sequence[Column], guess: Guess) -> tuple[str, str]:
    """Figures come as often as their periods say; other data probably every month."""
    name = guess.attributes.get("period")
    column = next((column for column in columns if column.name == name), None)
    if column is not None and len(column.distinct):
        if column.share(r"^\d{4}年?(度)?$") > 0.9:
            return "yearly", "400"
        if column.share(r"[Qq][1-4]|季") > 0.9:
            return "quarterly", "120"
    return "monthly", "40"


def _file(page: Page, path: Path, seen: Look) -> None:
    page.say("file")
    stem = re.sub(r"(19|20)\d{2}([-_]?\d{2}){0,2}", "*", path.stem)
    pattern = stem if "*" in stem else f"{stem}*"
    page.say("pattern", f"{pattern}{path.suffix}", _GUESSED, indent=2)
    for key, one in seen.form.file.items():
        page.say(key, one, seen.form.remarks.get(key, ""), indent=2)
    for key, remark in seen.form.remarks.items():
        if key not in seen.form.file:
            page.remark(f"{key}: {remark}", indent=2)


def _rows(page: Page, made: Proposal) -> None:
    page.say("kind", made.kind, made.kind_remark)
    page.say("key", made.key, made.key_remark)
    for key, day in (("valid_from", made.since), ("valid_to", made.until)):
        if day:
            name, years = day
            one = {"column": name, "partial": "first_day"} if years else name
            meaning = "自何日起有效" if key == "valid_from" else "至何日失效"
            page.say(key, one, f"{_GUESSED}: {meaning}")
    if made.operation:
        column, deletions = made.operation
        page.say("operation", {"column": column, "delete": deletions})


def _attributes(
    page: Page,
    dataset: str,
    columns: Sequence[Column],
    guess: Guess,
    made: Proposal,
    geometry: str,
) -> None:
    page.say("columns", None if guess.matches else {})
    used = {name for point in made.points.values() for name in point[:2]} | set(made.key)
    used |= {day[0] for day in (made.since, made.until) if day}
    used |= {made.operation[0]} if made.operation else set()
    names = [column.name for column in columns]
    if geometry in guess.matches and geometry not in names:
        names.append(geometry)
    for name in names:
        match = guess.matches.get(name)
        column = next((one for one in columns if one.name == name), None)
        if match is not None and not (made.operation and made.operation[0] == name):
            page.say(name, *_column(column, match.attribute, match.sure, guess), indent=2)
        elif column is not None and name not in used:
            page.remark(_unused(column), indent=2)
    for attribute, (x, y, crs) in made.points.items():
        page.say("points")
        page.say(attribute, {"x": x, "y": y, "crs": crs}, made.point_remark, indent=2)
    _constants(page, dataset, guess, made)


def _column(column: Column | None, attribute: str, sure: bool, guess: Guess) -> tuple[Any, str]:
    """What a column becomes, in the short form where that will do, and a remark."""
    info = guess.thing.attribute(attribute).info
    remarks = [info["zh"] if sure else f"{_GUESSED}: {info['zh']}"]
    if column is None or info["element"] in GEOMETRIES:
        return attribute, remarks[0]
    spec: dict[str, Any] = {"attribute": attribute}
    if found := unit(column, info["element"]):
        spec["unit"] = found
    if info["element"] == "date" and column.years:
        spec["partial"] = "first_day"
    if info["codes"]:
        odd = unknown_codes(column, info["codes"])
        if odd and len(odd) <= FEW:
            remarks.append(
                f"待定 TO DECIDE: 代码表 {info['codes']} 中没有 not in the list: "
                + ", ".join(odd[:5]) + "(用 codes: {…} 对应)"
            )  # fmt: skip
    if not len(column.distinct):
        remarks.append("样本中为空 empty in the sample")
    return (attribute if len(spec) == 1 else spec), "; ".join(remarks)


def _unused(column: Column) -> str:
    """A column that no attribute was found for."""
    return f"待定 TO DECIDE: {column.name} — {column.described}".replace("\n", " ")[:160]


def _constants(page: Page, dataset: str, guess: Guess, made: Proposal) -> None:
    """Required attributes that no column holds are for a person to find; nothing is made up, but
    a file of one series may be called after it."""
    lacking = [one for one in guess.lacking if one not in made.points]
    if guess.thing.name == "observation" and "indicator_code" in lacking:
        lacking.remove("indicator_code")
        page.say("constants")
        remark = "待定 TO DECIDE: 文件中没有指标代码,暂用文件名 · no column tells the indicator"
        page.say("indicator_code", dataset.upper(), remark, indent=2)
    for one in lacking:
        zh = guess.thing.attribute(one).info["zh"]
        page.remark(
            f"待定 TO DECIDE: 缺少必填的 {one}({zh}):写明是哪一列,或写入 constants · which column "
            "is it, or which fixed value?"
        )
    for names in alternatives(guess.thing):
        if not set(names) & {*guess.attributes, *made.points}:
            page.remark(
                f"待定 TO DECIDE: {'、'.join(names)} 须有且只有一项:写明是哪一列,或写入 constants"
                " · exactly one of these: which column, or which fixed value?"
            )


def _faults(text: str, path: Path, known: Mapping[str, Department]) -> tuple[Fault, ...]:
    """What `contract check` would say."""
    try:
        understood(document_of(text, path), known)
    except ContractError as error:
        return error.faults
    return ()
