"""The province's divisions: a lattice of villages split again and again, with codes and lineage."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from samples.codes import HAMLETS, PLACE_FIRST, PLACE_SECOND
from samples.geometry import Lattice, Rect, split
from samples.names import SURNAMES
from samples.numbers import Floats, Ints

PROVINCE = "云泽省"
PROVINCE_CODE = "990000000000"
LEVELS = ("province", "prefecture", "county", "township", "village")
_CELLS_PER_TOWNSHIP = 6


@dataclass
class Division:
    """One division as it is at the start."""

    code: str
    name: str
    level: int
    parent: int
    rect: Rect
    urban: bool
    since: str

    @property
    def kind(self) -> str:
        """What it is called in the register."""
        return ("省", "地级市", "县级", "乡级", "村级")[self.level]


@dataclass
class Lineage:
    """One change of code: before, after, what happened, when, by which decree."""

    before: str
    after: str
    before_name: str
    after_name: str
    kind: str
    date: str
    decree: str


@dataclass
class Province:
    """Divisions with geometry, and what changed before and during the months delivered."""

    divisions: list[Division]
    lattice: Lattice
    villages: Ints
    weights: Floats
    former_codes: list[str]
    history: list[Lineage]
    upgraded: int
    upgraded_code: str

    def index(self, level: int) -> list[int]:
        """Positions of the divisions of one level."""
        return [i for i, division in enumerate(self.divisions) if division.level == level]

    def ancestors(self, position: int) -> list[int]:
        """From the province down to the division itself."""
        chain = [position]
        while self.divisions[chain[0]].parent >= 0:
            chain.insert(0, self.divisions[chain[0]].parent)
        return chain

    def code(self, position: int, upgraded: bool) -> str:
        """The 12-digit code, before or after the county became a district."""
        code = self.divisions[position].code
        if upgraded and self.upgraded in self.ancestors(position):
            return self.upgraded_code + code[6:]
        return code

    def name(self, position: int, upgraded: bool) -> str:
        """The name, before or after the county became a district."""
        name = self.divisions[position].name
        return name[:-1] + "区" if upgraded and position == self.upgraded else name

    def full_name(self, position: int, upgraded: bool) -> str:
        """The name with all those above it, as addresses begin."""
        return "".join(self.name(i, upgraded) for i in self.ancestors(position))


@lru_cache(maxsize=1)
def build(seed: int, persons: int, start: str) -> Province:
    """The province for so many people; the county's upgrade takes place in the first month.

    Nothing alters it, and all parts made in one process share it.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, 0x9900]))
    wanted = max(48.0, 160 * (persons / 20_000) ** 0.75)
    height = max(5, round((wanted / 1.55) ** 0.5))
    width = max(8, round(wanted / height))
    lattice = Lattice.make(rng, width, height)
    divisions = [
        Division(PROVINCE_CODE, PROVINCE, 0, -1, (0, 0, width, height), True, "1949-10-01")
    ]
    cells = width * height
    prefectures = int(np.clip(round(3 * (cells / 160) ** 0.35), 2, 12))
    counties = int(np.clip(round(10 * (cells / 160) ** 0.6), 6, 90))
    namer = _Namer(rng)
    for number, rect in enumerate(split(rng, divisions[0].rect, prefectures), start=1):
        divisions.append(
            Division(
                f"99{number:02d}00000000", f"{namer.place()}市", 1, 0, rect, True, "1983-01-01"
            )
        )
    for prefecture in range(1, len(divisions)):
        _counties(rng, divisions, prefecture, counties / cells, namer)
    for county in [i for i, d in enumerate(divisions) if d.level == 2]:
        _townships(rng, divisions, county, namer)
    for township in [i for i, d in enumerate(divisions) if d.level == 3]:
        _villages(rng, divisions, township)
    return _with_lineage(rng, divisions, lattice, start)


def _area(rect: Rect) -> int:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


def _counties(
    rng: np.random.Generator,
    divisions: list[Division],
    prefecture: int,
    density: float,
    namer: "_Namer",
) -> None:
    above = divisions[prefecture]
    count = max(2, round(_area(above.rect) * density))
    for number, rect in enumerate(split(rng, above.rect, count)):
        if number == 0:
            suffix, serial = "区", 2
        elif number == count - 1 and count >= 4:
            suffix, serial = "市", 81
        else:
            suffix, serial = "县", 20 + number
        code = f"{above.code[:4]}{serial:02d}000000"
        divisions.append(
            Division(code, namer.place() + suffix, 2, prefecture, rect, number == 0, "1990-01-01")
        )


def _townships(
    rng: np.random.Generator, divisions: list[Division], county: int, namer: "_Namer"
) -> None:
    above = divisions[county]
    count = max(1, round(_area(above.rect) / _CELLS_PER_TOWNSHIP))
    for number, rect in enumerate(split(rng, above.rect, count), start=1):
        if above.urban:
            serial, suffix, urban = number, "街道", True
        elif number <= max(1, count * 2 // 3):
            serial, suffix, urban = 99 + number, "镇", number == 1 and count > 1
        else:
            serial, suffix, urban = 199 + number, "乡", False
        code = f"{above.code[:6]}{serial:03d}000"
        divisions.append(
            Division(code, namer.place() + suffix, 3, county, rect, urban, "2000-01-01")
        )


def _villages(rng: np.random.Generator, divisions: list[Division], township: int) -> None:
    above = divisions[township]
    x0, y0, x1, y1 = above.rect
    cells = [(x, y) for y in range(y0, y1) for x in range(x0, x1)]
    surnames = rng.permutation(60)
    for number, (x, y) in enumerate(cells):
        hamlet = HAMLETS[int(rng.integers(len(HAMLETS)))]
        stem = f"{SURNAMES[surnames[number % 60]]}家{hamlet}"
        urban = above.urban
        serial, suffix = (number + 1, "社区") if urban else (200 + number, "村")
        divisions.append(
            Division(
                f"{above.code[:9]}{serial:03d}",
                stem + suffix,
                4,
                township,
                (x, y, x + 1, y + 1),
                urban,
                "2000-01-01",
            )
        )


def _with_lineage(
    rng: np.random.Generator, divisions: list[Division], lattice: Lattice, start: str
) -> Province:
    counties = [i for i, d in enumerate(divisions) if d.level == 2]
    upgraded = next(i for i in counties if divisions[i].name.endswith("县"))
    history: list[Lineage] = []
    former: list[str] = []
    # Codes abolished long ago still stand in the citizen numbers of those who were born then.
    for position in counties[:: max(1, len(counties) // 5)]:
        county = divisions[position]
        before = f"{county.code[:2]}{int(county.code[2:4]) + 20:02d}{county.code[4:6]}"
        former.append(before)
        history.append(
            Lineage(
                before,
                county.code[:6],
                county.name[:-1] + "县",
                county.name,
                "隶属变更",
                "1994-06-01",
                f"云政函〔1994〕{len(history) + 11}号",
            )
        )
    above = divisions[divisions[upgraded].parent]
    district = f"{above.code[:4]}03"
    when = str(np.datetime64(start, "D") + np.timedelta64(14, "D"))
    year = when[:4]
    history.append(
        Lineage(
            divisions[upgraded].code[:6],
            district,
            divisions[upgraded].name,
            divisions[upgraded].name[:-1] + "区",
            "撤县设区",
            when,
            f"国函〔{year}〕99号",
        )
    )
    villages = np.array([i for i, d in enumerate(divisions) if d.level == 4], dtype=np.int64)
    urban = np.array([divisions[i].urban for i in villages])
    weights = rng.gamma(4.0, 1.0, len(villages)) * np.where(urban, 2.5, 1.0)
    return Province(divisions, lattice, villages, weights, former, history, upgraded, district)


class _Namer:
    """Two-character place names, each used once until they run out."""

    def __init__(self, rng: np.random.Generator) -> None:
        pairs = [a + b for a in PLACE_FIRST for b in PLACE_SECOND]
        self._names = [pairs[i] for i in rng.permutation(len(pairs))]
        self._next = 0

    def place(self) -> str:
        name: str = self._names[self._next % len(self._names)]
        round_ = self._next // len(self._names)
        self._next += 1
        return name if round_ == 0 else "东西南北中"[(round_ - 1) % 5] + name
