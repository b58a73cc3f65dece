"""The datasets of the province: who delivers them, in which form, and in which months."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from samples import division_files, entity_files, macro_files, population_files, spatial_files
from samples.noise import Sheet

Scope = Literal["part", "province", "economy"]
Months = Literal["first", "twice", "changes", "monthly", "terms"]


@dataclass(frozen=True)
class Dataset:
    """One dataset: its file's form, and what makes its rows."""

    name: str
    extension: str
    make: Callable[..., Sheet]
    scope: Scope = "part"
    months: Months = "changes"
    encoding: str = "utf-8"
    title: str = ""
    geometry: str = ""
    crs: int = 0

    @property
    def file(self) -> str:
        """Its name in a drop folder."""
        return f"{self.name}.{self.extension}"

    def due(self, month: int, date: str) -> bool:
        """Whether there may be a delivery in that month; none is made of no rows."""
        if self.months == "first":
            return month == 0
        if self.months == "twice":
            # What changes once only: the county's upgrade, the yearbook's revision.
            return month < 2
        if self.months == "terms":
            # The rolls are sent when a term has begun.
            return month == 0 or date[5:7] in ("03", "10")
        return True


_P, _E, _S, _M, _D = population_files, entity_files, spatial_files, macro_files, division_files

DATASETS: Final = (
    Dataset("ps_person", "csv", _P.ps_person, encoding="gb18030"),
    Dataset("ps_household", "csv", _P.ps_household, encoding="gb18030"),
    Dataset("health_vital", "ndjson", _P.health_vital),
    Dataset("civil_marriage", "xlsx", _P.civil_marriage, title="婚姻登记信息交换表"),
    Dataset("social_insured", "csv", _P.social_insured, months="monthly", encoding="utf-8-sig"),
    Dataset("edu_student", "csv", _P.edu_student, months="terms", encoding="gb18030"),
    Dataset("market_entity", "xml", _E.market_entity),
    Dataset("market_shareholder", "csv", _E.market_shareholder),
    Dataset("civil_organization", "xlsx", _E.civil_organization, title="社会组织登记名录"),
    Dataset("org_establishment", "xlsx", _E.org_establishment, title="机关事业单位机构编制名录"),
    Dataset("tax_taxpayer", "csv", _E.tax_taxpayer, months="monthly", encoding="gb18030"),
    Dataset("bank_licence", "csv", _E.bank_licence),
    Dataset(
        "civil_division",
        "csv",
        _D.civil_division,
        months="twice",
        scope="province",
        encoding="gb18030",
    ),
    Dataset(
        "civil_division_change", "csv", _D.civil_division_change, months="twice", scope="province"
    ),
    Dataset("civil_address", "csv", _S.civil_address, months="first"),
    Dataset("civil_place", "geojson", _S.civil_place, months="first", geometry="Point", crs=4490),
    Dataset("land_parcel", "zip", _S.land_parcel, encoding="gb18030", geometry="Polygon", crs=4526),
    Dataset(
        "land_building", "gpkg", _S.land_building, months="first", geometry="Polygon", crs=4490
    ),
    Dataset("land_unit", "csv", _S.land_unit, months="first"),
    Dataset("land_right", "csv", _S.land_right, encoding="gb18030"),
    Dataset("water_body", "gpkg", _S.water_body, months="first", geometry="Polygon", crs=4490),
    Dataset(
        "forest_stand",
        "zip",
        _S.forest_stand,
        months="first",
        encoding="gb18030",
        geometry="Polygon",
        crs=4547,
    ),
    Dataset("agri_contract", "csv", _S.agri_contract),
    Dataset(
        "stat_indicator",
        "xlsx",
        _M.stat_indicator,
        scope="economy",
        months="first",
        title="统计指标目录",
    ),
    Dataset(
        "stat_observation",
        "xlsx",
        _M.stat_observation,
        months="twice",
        scope="economy",
        title="国民经济和社会发展主要指标",
    ),
    Dataset("finance_budget", "csv", _M.finance_budget, scope="economy", encoding="gb18030"),
    Dataset("customs_trade", "xml", _M.customs_trade, scope="economy"),
    Dataset("central_bank_money", "xml", _M.central_bank_money, scope="economy"),
)

BY_NAME: Final[dict[str, Dataset]] = {dataset.name: dataset for dataset in DATASETS}


def due(month: int, date: str, scope: Scope) -> list[Dataset]:
    """The datasets of one scope a month may bring."""
    return [d for d in DATASETS if d.scope == scope and d.due(month, date)]
