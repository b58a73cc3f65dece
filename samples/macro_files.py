"""What the departments of the macro base deliver: yearbook, budgets, trade, money."""

from typing import Any

import numpy as np
import pyarrow as pa

from samples.economy import PARTNERS, Economy, Figures
from samples.noise import Sheet, Spoiler
from samples.numbers import Floats, Strings, choose, take, uniform

# The share of figures a county does not have.
_UNKNOWN = 0.005
FREQUENCY = {"A": "年度", "M": "月度"}


def stat_indicator(economy: Economy, month: int, spoil: Any) -> Sheet:
    """Statistics: what each indicator means."""
    del month, spoil
    rows = economy.indicators
    return Sheet("indicator", ("指标代码",), np.arange(1, len(rows) + 1), {
        "指标代码": pa.array([row[0] for row in rows]),
        "指标名称": pa.array([row[1] for row in rows]),
        "英文名称": pa.array([row[2] for row in rows]),
        "计量单位": pa.array([row[3] for row in rows]),
        "频度": pa.array([FREQUENCY[row[4]] for row in rows]),
        "专题": pa.array([row[5] for row in rows]),
        "责任部门": pa.array([row[6] for row in rows]),
        "指标解释": pa.array([f"指报告期内本地区{row[1]}，以{row[3]}计。" for row in rows]),
    })  # fmt: skip


def stat_observation(economy: Economy, month: int, spoil: Any) -> Sheet:
    """Statistics: the yearbook; each row here is one of its cells."""
    figures = economy.annual(month)
    names = [row[1] for row in economy.indicators]
    units = [row[3] for row in economy.indicators]
    sheet = _sheet(figures, ("指标代码", "地区代码", "年份"), {
        "指标代码": _codes(economy, figures),
        "指标名称": take(names, figures.indicator),
        "计量单位": take(units, figures.indicator),
        "地区代码": _divisions(economy, figures, 6),
        "地区名称": take([d.name for d in economy.province.divisions], figures.division),
        "年份": pa.array([f"{period}年" for period in figures.period]),
        "数值": choose(uniform(figures.ids, 96) < _UNKNOWN, "…", _text(figures.value)),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.unreadable({"数值": "待核实"})
    return sheet


def finance_budget(economy: Economy, month: int, spoil: Any) -> Sheet:
    """Finance: what was taken in and spent, by county and month."""
    figures = economy.monthly("finance_budget", month)
    names = [row[1] for row in economy.indicators]
    sheet = _sheet(figures, ("科目代码", "区划代码", "月份"), {
        "月份": pa.array([period.replace("-", "") for period in figures.period]),
        "区划代码": _divisions(economy, figures, 6),
        "科目代码": _codes(economy, figures),
        "科目名称": take(names, figures.indicator),
        "执行数": _text(figures.value),
        "单位": take(["万元"], np.zeros(len(figures.ids), dtype=np.int64)),
        "数据状态": _status(figures),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.unreadable({"执行数": "待定", "数据状态": "9X"})
    return sheet


def customs_trade(economy: Economy, month: int, spoil: Any) -> Sheet:
    """Customs: trade by partner and month, as SDMX."""
    figures = economy.monthly("customs_trade", month)
    key = ("INDICATOR", "REF_AREA", "COUNTERPART_AREA", "TIME_PERIOD")
    return _sdmx(
        economy, figures, spoil, key, {"COUNTERPART_AREA": take(PARTNERS, figures.partner)}
    )


def central_bank_money(economy: Economy, month: int, spoil: Any) -> Sheet:
    """The central bank: deposits, loans and rates by month, as SDMX."""
    figures = economy.monthly("central_bank_money", month)
    return _sdmx(economy, figures, spoil, ("INDICATOR", "REF_AREA", "TIME_PERIOD"), {})


def _sdmx(
    economy: Economy, figures: Figures, spoil: Any, key: tuple[str, ...], more: dict[str, Strings]
) -> Sheet:
    count = len(figures.ids)
    sheet = _sheet(figures, key, {
        "FREQ": take(["M"], np.zeros(count, dtype=np.int64)),
        "REF_AREA": _divisions(economy, figures, 6),
        "INDICATOR": _codes(economy, figures),
        **more,
        "TIME_PERIOD": pa.array(figures.period),
        "OBS_VALUE": _text(figures.value),
        "OBS_STATUS": _status(figures),
    })  # fmt: skip
    spoil(sheet)
    return sheet


def _sheet(figures: Figures, key: tuple[str, ...], columns: dict[str, Strings]) -> Sheet:
    return Sheet("observation", key, figures.ids, columns)


def _codes(economy: Economy, figures: Figures) -> Strings:
    return take([row[0] for row in economy.indicators], figures.indicator)


def _divisions(economy: Economy, figures: Figures, width: int) -> Strings:
    return take([d.code[:width] for d in economy.province.divisions], figures.division)


def _status(figures: Figures) -> Strings:
    return take(["A", "R"], figures.revised.astype(np.int64))


def _text(values: Floats) -> Strings:
    return pa.array([f"{value:.2f}" for value in values], pa.string())
