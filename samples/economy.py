"""The province's economy: indicators and their figures, with what was revised each month."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from samples.numbers import Floats, Ints
from samples.part import Order
from samples.province import Province

# code, name, English name, unit, frequency, topic, department, level of a county, growth a year.
INDICATORS: Final = tuple(
    tuple(line.split("|"))
    for line in """\
A0101|户籍人口|Registered population|人|A|人口|统计局|=persons|-0.001
A0102|家庭户户数|Households|户|A|人口|统计局|=households|0.002
A0103|出生人口|Births|人|A|人口|统计局|=births|-0.03
A0104|市场主体数|Market entities|个|A|法人|统计局|=entities|0.06
A0105|机关事业单位数|Public institutions|个|A|法人|统计局|=public|0.001
A0106|宗地数|Parcels|宗|A|自然资源|统计局|=parcels|0.004
A0201|地区生产总值|Gross regional product|万元|A|国民经济核算|统计局|2400000|0.062
A0202|第一产业增加值|Value added, primary sector|万元|A|国民经济核算|统计局|310000|0.038
A0203|第二产业增加值|Value added, secondary sector|万元|A|国民经济核算|统计局|980000|0.058
A0204|第三产业增加值|Value added, tertiary sector|万元|A|国民经济核算|统计局|1110000|0.071
A0205|人均地区生产总值|Gross regional product per head|元|A|国民经济核算|统计局|61000|0.063
A0301|工业增加值|Industrial value added|万元|A|工业|统计局|820000|0.06
A0302|规模以上工业企业单位数|Industrial enterprises above size|个|A|工业|统计局|140|0.02
A0303|工业用电量|Industrial electricity|万千瓦时|A|能源|统计局|92000|0.045
A0304|综合能源消费量|Energy consumption|吨标准煤|A|能源|统计局|610000|0.012
A0401|固定资产投资|Fixed-asset investment|万元|A|投资|统计局|1500000|0.055
A0402|房地产开发投资|Real-estate investment|万元|A|投资|统计局|220000|-0.03
A0403|商品房销售面积|Floor space sold|平方米|A|投资|统计局|310000|-0.04
A0501|社会消费品零售总额|Retail sales|万元|A|贸易|统计局|930000|0.07
A0502|限额以上批发零售业销售额|Wholesale and retail sales above size|万元|A|贸易|统计局|640000|0.08
A0601|城镇居民人均可支配收入|Urban disposable income per head|元|A|居民生活|统计局|38000|0.06
A0602|农村居民人均可支配收入|Rural disposable income per head|元|A|居民生活|统计局|18000|0.08
A0603|居民消费价格指数|Consumer price index|上年=100|A|价格|统计局|101.8|0.0
A0604|城镇登记失业率|Registered urban unemployment|%|A|就业|统计局|3.4|0.0
A0605|城镇新增就业人数|New urban jobs|人|A|就业|统计局|6200|0.01
A0701|粮食产量|Grain output|吨|A|农业|统计局|260000|0.01
A0702|油料产量|Oil-crop output|吨|A|农业|统计局|31000|0.015
A0703|肉类总产量|Meat output|吨|A|农业|统计局|42000|0.02
A0704|水产品产量|Aquatic output|吨|A|农业|统计局|28000|0.03
A0705|农业机械总动力|Farm machinery power|千瓦|A|农业|统计局|520000|0.02
A0801|普通小学在校学生数|Primary pupils|人|A|教育|统计局|41000|-0.01
A0802|普通中学在校学生数|Secondary pupils|人|A|教育|统计局|33000|0.005
A0803|医院床位数|Hospital beds|张|A|卫生|统计局|3900|0.04
A0804|执业医师数|Physicians|人|A|卫生|统计局|1700|0.04
A0805|公路里程|Length of roads|公里|A|交通|统计局|3100|0.015
A0806|森林覆盖率|Forest cover|%|A|生态|统计局|41.5|0.003
B0101|一般公共预算收入|General public budget revenue|万元|M|财政|财政厅|14200|0.06
B0102|税收收入|Tax revenue|万元|M|财政|财政厅|10100|0.055
B0103|一般公共预算支出|General public budget expenditure|万元|M|财政|财政厅|39000|0.07
B0104|教育支出|Expenditure on education|万元|M|财政|财政厅|7600|0.06
B0105|社会保障和就业支出|Expenditure on social security|万元|M|财政|财政厅|6300|0.08
B0106|卫生健康支出|Expenditure on health|万元|M|财政|财政厅|4100|0.07
B0107|农林水支出|Expenditure on agriculture and water|万元|M|财政|财政厅|5200|0.05
B0108|政府性基金收入|Government fund revenue|万元|M|财政|财政厅|8800|-0.02
C0101|进口总值|Imports|万元|M|对外贸易|海关|5400|0.05
C0102|出口总值|Exports|万元|M|对外贸易|海关|11800|0.08
C0103|机电产品出口|Exports of machinery|万元|M|对外贸易|海关|6900|0.09
C0104|农产品出口|Exports of farm goods|万元|M|对外贸易|海关|1200|0.04
C0105|一般贸易进出口|General trade|万元|M|对外贸易|海关|10200|0.06
C0106|加工贸易进出口|Processing trade|万元|M|对外贸易|海关|3100|0.01
D0101|金融机构本外币存款余额|Deposits|万元|M|金融|人民银行|3900000|0.09
D0102|金融机构本外币贷款余额|Loans|万元|M|金融|人民银行|2900000|0.11
D0103|住户存款余额|Household deposits|万元|M|金融|人民银行|2500000|0.1
D0104|非金融企业贷款余额|Loans to enterprises|万元|M|金融|人民银行|1700000|0.12
D0105|涉农贷款余额|Agricultural loans|万元|M|金融|人民银行|900000|0.1
D0106|普惠小微贷款余额|Loans to small firms|万元|M|金融|人民银行|420000|0.18
D0107|社会融资规模增量|Aggregate financing|万元|M|金融|人民银行|42000|0.05
D0108|不良贷款率|Non-performing loans|%|M|金融|人民银行|1.6|0.0
D0109|现金净投放|Net cash put into circulation|万元|M|金融|人民银行|2100|0.02
D0110|企业贷款加权平均利率|Average rate of loans to enterprises|%|M|金融|人民银行|3.9|-0.01
""".splitlines()
)
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
            count = self.order.years * 12 + (newest - newest.astype("M8[Y]").astype("M8[M]")).astype(int) + 1
            periods, vintage = [str(newest - back) for back in range(count - 1, -1, -1)], [0] * int(count)
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
        return Figures(ids, indicator, division, partner, [periods[i] for i in where[3]], values, redone)

    def _revised(self, ids: Ints, vintage: Ints, codes: Ints) -> Any:
        from samples.numbers import uniform

        annual = codes < 10_000
        rate = self.order.rates.change.revised
        drawn = uniform(ids, self.order.seed * 1_000 + 91)
        latest = codes == (codes.max() if len(codes) else 0)
        return (vintage > 0) & np.where(annual, latest & (drawn < rate), drawn < rate * 4)

    def _values(self, indicator: Ints, division: Ints, partner: Ints, codes: Ints) -> Floats:
        from samples.numbers import uniform

        rows = self.indicators
        growth = np.array([float(row[8]) for row in rows])[indicator]
        mean = np.array([row[3] in _MEANS for row in rows])[indicator]
        annual = codes < 10_000
        year = np.where(annual, codes, codes // 100)
        month = np.where(annual, 0, codes % 100)
        reference = int(self.order.dates[0][:4]) - 1
        trend = (1 + growth) ** (year - reference + month / 12)
        base, own = self._bases(indicator, division)
        size = np.where(mean, 0.9 + 0.2 * uniform(division, 92), own)
        season = np.where(annual, 1.0, 1 + 0.15 * np.sin(month * 1.3 + indicator))
        swing = 0.98 + 0.04 * uniform(indicator * 97 + codes, 93)
        share = np.where(partner == 0, 1.0, 0.03 + 0.16 * uniform(partner * 31 + indicator, 94))
        counted = np.isnan(base)
        table = self._counted(indicator, division)
        value = np.where(counted, table, np.nan_to_num(base) * size * season * swing * share)
        return np.where(counted, np.rint(value * trend), value * trend)

    def _bases(self, indicator: Ints, division: Ints) -> tuple[Floats, Floats]:
        """The county level of each indicator, and how many counties' worth a division is."""
        from samples.numbers import uniform

        levels = [np.nan if row[7].startswith("=") else float(row[7]) for row in self.indicators]
        weight = {}
        for position in self.regions(2):
            if self.province.divisions[position].level == 2:
                weight[position] = 0.5 + float(uniform(np.array([position]), 95)[0])
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
