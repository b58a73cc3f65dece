"""The province's economy: indicators and their figures, with what was revised each month."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from samples.codes import INDICATORS
from samples.numbers import Floats, Ints, uniform
from samples.order import Order
from samples.province import Province

PARTNERS: Final = ("W0", "US", "JP", "DE", "KR", "VN", "RU", "KZ")
# What is not a sum over counties.
_MEANS: Final = ("%", "元", "上年=100")
_MONTHLY: Final = {"finance_budget": "B", "customs_trade": "C", "central_bank_money": "D"}


@dataclass
class Figures:
    """Observations of one dataset in one month, as parallel columns."""

    ids: Ints
    indicator: Ints
    division: Ints
    partner: Ints
    period: list[str]
    value: Floats
    revised: Any


@dataclass
class Economy:
    """All indicators of the order, and the counts of the other bases they agree with."""

    order: Order
    province: Province
    counts: dict[str, dict[int, int]]

    @property
    def indicators(self) -> list[Any]:
        """The indicators, thinned evenly when fewer are ordered."""
        wanted = min(self.order.indicators, len(INDICATORS))
        kept = np.linspace(0, len(INDICATORS) - 1, wanted).round().astype(int)
        return [INDICATORS[i] for i in sorted(set(kept.tolist()))]

    def _salt(self, purpose: int) -> int:
        return self.order.seed * 1_000 + purpose

    def regions(self, lowest: int) -> list[int]:
        """Divisions down to a level, the province first."""
        return [i for i, d in enumerate(self.province.divisions) if d.level <= lowest]

    def annual(self, month: int) -> Figures:
        """The yearbook: all years, counties and above; the latest year revised after a month."""
        first_year = int(self.order.dates[0][:4]) - self.order.years
        years = [str(first_year + y) for y in range(self.order.years)]
        places = [i for i, row in enumerate(self.indicators) if row[4] == "A"]
        return self._figures(places, self.regions(2), [0], years, [month] * len(years))

    def monthly(self, dataset: str, month: int) -> Figures:
        """Months: all of the past at first, later the newest with the one before revised."""
        newest = np.datetime64(self.order.dates[month], "M") - 1
        if month == 0:
            # The years before, and this year up to the month before the first delivery.
            count = (
                self.order.years * 12
                + (newest - newest.astype("M8[Y]").astype("M8[M]")).astype(int)
                + 1
            )
            periods, vintage = (
                [str(newest - back) for back in range(count - 1, -1, -1)],
                [0] * int(count),
            )
        else:
            periods, vintage = [str(newest - 1), str(newest)], [1, 0]
        places = [i for i, row in enumerate(self.indicators) if row[0][0] == _MONTHLY[dataset]]
        partners = list(range(len(PARTNERS))) if dataset == "customs_trade" else [0]
        lowest = 2 if dataset == "finance_budget" else 1
        return self._figures(places, self.regions(lowest), partners, periods, vintage)

    def _figures(
        self, places: list[int], regions: list[int], partners: list[int], periods: list[str],
        vintage: list[int],
    ) -> Figures:  # fmt: skip
        shape = (len(places), len(regions), len(partners), len(periods))
        where = np.indices(shape).reshape(4, -1)
        indicator = np.array(places, dtype=np.int64)[where[0]]
        division = np.array(regions, dtype=np.int64)[where[1]]
        partner = np.array(partners, dtype=np.int64)[where[2]]
        codes = np.array([int(p.replace("-", "")) for p in periods], dtype=np.int64)[where[3]]
        ids = ((indicator * 10_000 + division) * 10 + partner) * 1_000_000 + codes
        values = self._values(indicator, division, partner, codes)
        redone = self._revised(ids, np.array(vintage)[where[3]], codes)
        values = np.where(redone, values * 1.012, values).round(2)
        return Figures(
            ids, indicator, division, partner, [periods[i] for i in where[3]], values, redone
        )

    def _revised(self, ids: Ints, vintage: Ints, codes: Ints) -> Any:
        annual = codes < 10_000
        rate = self.order.rates.change.revised
        drawn = uniform(ids, self._salt(91))
        latest = codes == (codes.max() if len(codes) else 0)
        return (vintage > 0) & np.where(annual, latest & (drawn < rate), drawn < rate * 4)

    def _values(self, indicator: Ints, division: Ints, partner: Ints, codes: Ints) -> Floats:
        rows = self.indicators
        growth = np.array([float(row[8]) for row in rows])[indicator]
        mean = np.array([row[3] in _MEANS for row in rows])[indicator]
        annual = codes < 10_000
        year = np.where(annual, codes, codes // 100)
        month = np.where(annual, 0, codes % 100)
        reference = int(self.order.dates[0][:4]) - 1
        trend = (1 + growth) ** (year - reference + month / 12)
        base, own = self._bases(indicator, division)
        size = np.where(mean, 0.9 + 0.2 * uniform(division, self._salt(92)), own)
        season = np.where(annual, 1.0, 1 + 0.15 * np.sin(month * 1.3 + indicator))
        swing = 0.98 + 0.04 * uniform(indicator * 97 + codes, self._salt(93))
        share = np.where(
            partner == 0, 1.0, 0.03 + 0.16 * uniform(partner * 31 + indicator, self._salt(94))
        )
        counted = np.isnan(base)
        table = self._counted(indicator, division)
        value = np.where(counted, table, np.nan_to_num(base) * size * season * swing * share)
        return np.where(counted, np.rint(value * trend), value * trend)

    def _bases(self, indicator: Ints, division: Ints) -> tuple[Floats, Floats]:
        """The county level of each indicator, and how many counties' worth a division is."""
        levels = [np.nan if row[7].startswith("=") else float(row[7]) for row in self.indicators]
        weight = {}
        for position in self.regions(2):
            if self.province.divisions[position].level == 2:
                weight[position] = 0.5 + float(uniform(np.array([position]), self._salt(95))[0])
        own = np.zeros(len(self.province.divisions))
        for county, share in weight.items():
            for above in self.province.ancestors(county):
                own[above] += share
        return np.array(levels)[indicator], own[division]

    def _counted(self, indicator: Ints, division: Ints) -> Floats:
        """What the other bases count, for the indicators that say the same."""
        table = np.zeros((len(self.indicators), len(self.province.divisions)))
        for row, entry in enumerate(self.indicators):
            for village_county, count in self.counts.get(entry[7].removeprefix("="), {}).items():
                for above in self.province.ancestors(village_county):
                    table[row, above] += count
        return table[indicator, division]
