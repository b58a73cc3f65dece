"""What else a contract must say: key, kind, dates, points, units — proposed from the sample."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from loaders.drafting.columns import Column
from loaders.drafting.guess import Guess
from loaders.drafting.naming import bare, named_like, vocabulary
from loaders.units import UNITS
from models.codes import CODES

_NUMBERED = re.compile(r"(编号|号码|号|代码|编码|标识|序号|id|ID|Id|code|Code|CODE|no|No|NO)$")
# Numbers the rows of one file; the next has others.
_RUNNING = re.compile(r"^(序号|序|行号|顺序号|no\.?|#)$", re.IGNORECASE)
_MOST_KEYS = 4
_NEAR = 0.8


@dataclass
class Proposal:
    """The parts of a contract beside `columns`, each with what a person should know of it."""

    key: list[str] = field(default_factory=list)
    key_remark: str = ""
    kind: str = "increment"
    kind_remark: str = ""
    operation: tuple[str, list[str]] | None = None
    since: tuple[str, bool] | None = None  # the column, and whether it may hold years alone
    until: tuple[str, bool] | None = None
    points: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    point_remark: str = ""


def proposed(columns: Sequence[Column], guess: Guess) -> Proposal:
    """Proposals for a file whose thing has been guessed."""
    made = Proposal()
    _operation(columns, guess, made)
    _days(columns, guess, made)
    _points(columns, guess, made)
    _key(columns, guess, made)
    return made


def _operation(columns: Sequence[Column], guess: Guess, made: Proposal) -> None:
    """A column whose values are new, changed, cancelled."""
    known = vocabulary()
    said = set(map(str, known["deletions"])) | set(map(str, known["upserts"]))
    for column in columns:
        texts = set(column.distinct.to_pylist())
        if not texts or not texts <= said or named_like(column.name, known["operations"]) < _NEAR:
            continue
        match = guess.matches.get(column.name)
        if match and match.sure and guess.thing.attribute(match.attribute).info["required"]:
            continue
        deletions = [text for text in map(str, known["deletions"]) if text in texts]
        made.operation = (column.name, deletions or ["注销"])
        made.kind_remark = "确定 sure: 有操作列 a column tells deletions"
        return
    if guess.thing.name in ("vital_event", "division_change"):
        made.kind, made.kind_remark = "events", "推测 guess: 事件只增不改 events are only added"
    else:
        made.kind_remark = (
            "待定 TO DECIDE: 若每次都报送全部数据,写 snapshot(缺少的行即撤回) · snapshot if each "
            "delivery has all rows"
        )


def _days(columns: Sequence[Column], guess: Guess, made: Proposal) -> None:
    """The columns that date a row: since when it is so, and until when."""
    known = vocabulary()
    called = [*known["since"], *known["until"]]
    columns = [one for one in columns if _place(one, called) is not None and len(one.distinct)]
    dated = [column for column in columns if column.dates > 0.5]
    dated += [c for c in columns if c.years and c.dates <= 0.5 and c.read_as("date") > 0.9]
    dated = [c for c in dated if guess.thing.name != "observation"]
    for names, key in ((known["since"], "since"), (known["until"], "until")):
        rated = [column for column in dated if _place(column, names) is not None]
        if key == "until" and not made.since:
            continue
        if rated:
            best = min(rated, key=lambda column: _place(column, names) or 0)
            setattr(made, key, (best.name, best.years))


def _place(column: Column, names: Sequence[str]) -> int | None:
    """Where in a list the column's very name stands; the first counts most."""
    said = bare(column.name).casefold()
    places = [place for place, name in enumerate(names) if bare(str(name)).casefold() == said]
    return places[0] if places else None


def _points(columns: Sequence[Column], guess: Guess, made: Proposal) -> None:
    """Two columns of coordinates, and in which system they probably are."""
    point = next((a for a in guess.thing.attributes if a.info["element"] == "point"), None)
    known = vocabulary()
    x = _coordinate(columns, known["eastings"])
    y = _coordinate(columns, known["northings"])
    if point is None or x is None or y is None or point.name in guess.attributes:
        return
    low, high = _range(x)
    if low >= 73 and high <= 136:
        system = "EPSG:4490"
        made.point_remark = "推测 guess: 经纬度;若为地图商坐标(GCJ-02)须先换算 · degrees"
    else:
        system = _projected(low)
        made.point_remark = "待定 TO DECIDE: 请核对坐标系 · projected: which system?"
    made.points[point.name] = (x.name, y.name, system)


def _coordinate(columns: Sequence[Column], names: Sequence[str]) -> Column | None:
    wanted = {bare(str(name)).casefold() for name in names}
    for column in columns:
        if bare(column.name).casefold() in wanted and column.numeric > 0.8:
            return column
    return None


def _range(column: Column) -> tuple[float, float]:
    digits = column.distinct.filter(pc.match_substring_regex(column.distinct, r"^-?\d+(\.\d+)?$"))
    if not len(digits):
        return 0.0, 0.0
    numbers = digits.cast(pa.float64())
    return pc.min(numbers).as_py(), pc.max(numbers).as_py()


def _projected(easting: float) -> str:
    """The Gauss–Krüger zone in the easting, where there is one."""
    zone = int(easting // 1_000_000)
    if 25 <= zone <= 45:
        return f"EPSG:{4513 + zone - 25}"
    return f"EPSG:{4491 + zone - 13}" if 13 <= zone <= 23 else "EPSG:4490"


def _key(columns: Sequence[Column], guess: Guess, made: Proposal) -> None:
    """The columns that tell rows apart: a number of the source's own, the natural key, or some."""
    natural = [guess.attributes.get(name) for name in guess.thing.key]
    whole = [name for name in natural if name]
    required = [name for name in guess.thing.key if guess.thing.attribute(name).info["required"]]
    complete = all(name in guess.attributes for name in required) and bool(whole)
    single = sorted(
        (c for c in columns if c.unique and c.complete and _could_number(c, guess)),
        key=lambda column: -_numbering(column, columns, guess),
    )
    by_name = {column.name: column for column in columns}
    if single and (not complete or _numbering(single[0], columns, guess) >= 1 or len(whole) == 1):
        made.key = [single[0].name]
        made.key_remark = "推测 guess: 样本中无重复 no two rows alike in the sample"
    elif complete and _distinct([by_name[name] for name in whole if name in by_name]):
        made.key = whole
        made.key_remark = "推测 guess: 样本中无重复 no two rows alike in the sample"
    else:
        _combined(columns, whole, guess, made)


def _could_number(column: Column, guess: Guess) -> bool:
    match = guess.matches.get(column.name)
    if match is None:
        return _NUMBERED.search(column.name) is not None or column.share(r"^[A-Za-z\d-]+$") > 0.9
    element = guess.thing.attribute(match.attribute).info["element"]
    return element in (
        "identifier", "division", "citizen_number", "credit_code", "organization_code",
        "holder_number", "tax_number", "registration_number",
    )  # fmt: skip


def _numbering(column: Column, columns: Sequence[Column], guess: Guess) -> float:
    """How likely a column is the source's own number: named so, first, and nothing else."""
    match = guess.matches.get(column.name)
    if match is None and _RUNNING.match(bare(column.name)):
        return -1.0
    rating = 0.6 if _NUMBERED.search(column.name) else 0.0
    rating += 0.4 if columns and columns[0] is column else 0.0
    if match is None:
        rating += 0.2 if _NUMBERED.search(column.name) else -0.3
    elif match.attribute in guess.thing.key:
        rating += 0.5
    if match and guess.thing.attribute(match.attribute).info["element"] in (
        "citizen_number", "holder_number"
    ):  # fmt: skip
        rating -= 0.3
    return rating


def _distinct(columns: Sequence[Column]) -> bool:
    """Whether no two rows have the same texts in these columns."""
    if not columns:
        return False
    texts = [pc.fill_null(column.texts, "") for column in columns]
    joined = pc.binary_join_element_wise(*texts, "\x1f")
    return int(pc.count_distinct(joined).as_py()) == len(joined)


def _combined(columns: Sequence[Column], whole: list[str], guess: Guess, made: Proposal) -> None:
    """The fewest columns that tell rows apart, those of the natural key first."""
    dated = [day[0] for day in (made.since, made.until) if day]
    order = [*whole, *dated]
    order += [c.name for c in columns if c.name in guess.matches and c.name not in order]
    by_name = {column.name: column for column in columns}
    candidates = [by_name[name] for name in dict.fromkeys(order) if name in by_name][:9]
    for count in range(1, _MOST_KEYS + 1):
        for some in itertools.combinations(candidates, count):
            if some[0] is not candidates[0] and count > 1:
                break
            if all(c.complete for c in some[:1]) and _distinct(some):
                made.key = [column.name for column in some]
                made.key_remark = "推测 guess: 合起来无重复 together no two rows are alike"
                return
    first = columns[0].name if columns else ""
    made.key = whole or [first]
    made.key_remark = (
        "待定 TO DECIDE: 样本中有重复,请选能识别一行的列 · not unique in the sample: choose columns"
    )


def unit(column: Column, element: str) -> str | None:
    """The unit in a column's name that the element knows, unless it is the element's own."""
    known = UNITS.get(element, {})
    said = column.unit
    return said if said is not None and known.get(said, 1) != 1 else None


def unknown_codes(column: Column, codes: str) -> list[str]:
    """The texts of a column that mean no code of the list."""
    return [text for text in column.distinct.to_pylist() if CODES[codes].means(text) is None]
