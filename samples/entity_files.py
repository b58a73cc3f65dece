"""What the departments of the legal-entity base deliver, each after its own conventions."""

from typing import Any, Final

import numpy as np
import pyarrow as pa

from samples.change import Month
from samples.codes import INDUSTRIES
from samples.companies import CANCELLED, CIVIL, MARKET, NORMAL, PUBLIC, banks
from samples.noise import Sheet, Spoiler
from samples.numbers import (
    Ints,
    Strings,
    blank,
    chinese,
    choose,
    compact,
    dashed,
    decimals,
    digits,
    join,
    keys,
    numerals,
    plain,
    slashed,
    strings,
    take,
    uniform,
)  # fmt: skip
from samples.part import Part
from samples.people import names_of, number_strings

_MARKET, _SHARE, _CIVIL, _PUBLIC, _TAX = 31, 32, 33, 34, 35
_KINDS: Final = (
    "有限责任公司", "个体工商户", "农民专业合作社", "分公司", "社会团体", "民办非企业单位",
    "基金会", "机关", "事业单位",
)  # fmt: skip
# GB/T 12402 economic types of the same kinds.
_ECONOMIC: Final = ("170", "190", "140", "170", "900", "900", "900", "110", "110")
_TRADES: Final = [row[1] for row in INDUSTRIES]
_STATES: Final = ("存续", "经营异常", "吊销", "注销")


def _business(part: Part, which: Ints) -> Strings:
    """GB/T 36104: 01 set up, 02 changed, 03 cancelled."""
    entities = part.entities
    before = np.datetime64(part.order.dates[max(part.month - 1, 0)], "D")
    new = (entities.founded[which] >= before) | (part.month == 0)
    return choose(entities.state[which] == CANCELLED, "03", choose(new, "01", "02"))


def _only(part: Part, which: Ints, kinds: tuple[int, ...]) -> Ints:
    return which[np.isin(part.entities.kind[which], kinds)]


def market_entity(part: Part, month: Month, spoil: Any) -> Sheet:
    """Market regulation: companies, shops, cooperatives and branches, as they change."""
    which, entities = _only(part, month.entities, MARKET), part.entities
    ids = entities.ids[which]
    leader = entities.representative[which]
    address = part.address(entities.unit[which])
    county = part.county_names(entities.village[which])
    old = entities.founded[which] < np.datetime64("2015-10-01")
    registration = np.hstack(
        [digits(entities.county[which], 6), digits(ids * 7_919 % 999_999_937, 9)]
    )
    sheet = Sheet("entity", ("主体编号",), ids, {
        "主体编号": keys("M", ids, _MARKET),
        "统一社会信用代码": part.credit_codes(which),
        "名称": part.entity_names(which),
        "曾用名称": pa.array(entities.former_name[which], pa.string()),
        "注册号": blank(strings(registration), ~old),
        "主体类型": take(_KINDS, entities.kind[which]),
        "登记状态": take(_STATES, entities.state[which] - 1),
        "业务类型": _business(part, which),
        "行业代码": take([row[0] for row in INDUSTRIES], entities.industry[which]),
        "成立日期": dashed(entities.founded[which]),
        "注销日期": dashed(entities.cancelled[which]),
        "核准日期": dashed(entities.changed[which]),
        "注册资本": join(decimals(entities.capital[which] / 10_000, 2), "万元"),
        "币种": take(["CNY"], np.zeros(len(which), dtype=np.int64)),
        "法定代表人": names_of(part.people, leader),
        "法定代表人证件号码": number_strings(part.people, leader),
        "登记机关": join(county, "市场监督管理局"),
        "登记机关区划": part.division(entities.village[which], 6),
        "经营范围": join(take(_TRADES, entities.industry[which]), "及相关服务"),
        "住所": address,
        "经营场所": choose(uniform(ids, 71) < 0.9, address, None),
        "联系电话": part.phones(entities.phone[which]),
        "从业人数": plain(entities.employees[which]),
        "隶属单位代码": part.credit_codes(entities.parent[which]),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("法定代表人")
    spoiler.citizen_numbers("法定代表人证件号码", part.people.birth[leader])
    spoiler.numbers("统一社会信用代码")
    spoiler.dates("成立日期", entities.founded[which], dashed)
    spoiler.full_width("联系电话")
    spoiler.unreadable({"成立日期": "2024-02-30", "登记状态": "未知代码9X", "名称": ""})
    return sheet


def market_shareholder(part: Part, month: Month, spoil: Any) -> Sheet:
    """Market regulation: who holds how much of a company."""
    which, shares = month.shares, part.shares
    ids, entity = shares.ids[which], shares.entity[which]
    person, holder = shares.person[which], shares.holder[which]
    natural = person >= 0
    amount = part.entities.capital[entity] / 10_000 * shares.share[which] / 100
    sheet = Sheet("shareholding", ("出资记录号",), ids, {
        "出资记录号": keys("S", ids, _SHARE),
        "公司统一社会信用代码": part.credit_codes(entity),
        "公司名称": part.entity_names(entity),
        "股东类型": choose(natural, "自然人", "法人"),
        "股东名称": choose(natural, names_of(part.people, person), part.entity_names(holder)),
        "股东证件号码": choose(
            natural, number_strings(part.people, person), part.credit_codes(holder)
        ),
        "认缴出资额（万元）": decimals(amount, 4),
        "币种": take(["CNY"], np.zeros(len(which), dtype=np.int64)),
        "出资比例": join(decimals(shares.share[which], 2), "%"),
        "认缴日期": dashed(shares.since[which]),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.numbers("股东证件号码")
    spoiler.missing("股东证件号码", "missing_number", spoiler.rates.missing_number)
    spoiler.unreadable({"认缴日期": "2024-02-30", "股东类型": "未知代码9X"})
    return sheet


def civil_organization(part: Part, month: Month, spoil: Any) -> Sheet:
    """Civil affairs: associations, private non-profit bodies, foundations."""
    which, entities = _only(part, month.entities, CIVIL), part.entities
    ids, leader = entities.ids[which], entities.representative[which]
    county = part.county_names(entities.village[which])
    sheet = Sheet("entity", ("登记证号",), ids, {
        "登记证号": keys("SZ", ids, _CIVIL),
        "社会组织名称": part.entity_names(which),
        "统一社会信用代码": part.credit_codes(which),
        "社会组织类型": take(_KINDS, entities.kind[which]),
        "登记状态": choose(entities.state[which] == NORMAL, "正常", "异常"),
        "成立登记日期": chinese(entities.founded[which]),
        "注册资金（元）": plain(entities.capital[which]),
        "法定代表人": names_of(part.people, leader),
        "法人证件号码": number_strings(part.people, leader),
        "登记管理机关": join(county, "民政局"),
        "业务主管单位": join(county, "人民政府"),
        "区划代码": part.division(entities.village[which], 6),
        "住所": part.address(entities.unit[which]),
        "联系电话": part.phones(entities.phone[which]),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("法定代表人")
    spoiler.numbers("统一社会信用代码")
    spoiler.dates("成立登记日期", entities.founded[which], chinese)
    spoiler.unreadable({"成立登记日期": "2024年2月30日", "社会组织类型": "未知代码9X"})
    return sheet


def org_establishment(part: Part, month: Month, spoil: Any) -> Sheet:
    """The establishment office: organs of government and public institutions."""
    which, entities = _only(part, month.entities, PUBLIC), part.entities
    ids, leader = entities.ids[which], entities.representative[which]
    sheet = Sheet("entity", ("机构赋码号",), ids, {
        "机构赋码号": keys("JB", ids, _PUBLIC),
        "机构名称": part.entity_names(which),
        "统一社会信用代码": part.credit_codes(which),
        "组织机构代码": strings(entities.organisation[which]),
        "机构类别": take(_KINDS, entities.kind[which]),
        "负责人": names_of(part.people, leader),
        "设立日期": slashed(entities.founded[which]),
        "举办单位": join(part.county_names(entities.village[which]), "人民政府"),
        "区划代码": part.division(entities.village[which], 6),
        "地址": part.address(entities.unit[which]),
        "编制人数": plain(entities.employees[which]),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("负责人")
    spoiler.company_names("机构名称", _without_place(part, which), entities.former_name[which])
    spoiler.unreadable({"设立日期": "2024/2/30", "机构类别": "未知代码9X"})
    return sheet


def _without_place(part: Part, which: Ints) -> list[str]:
    places = part.county_names(part.entities.village[which]).to_pylist()
    return [
        name.removeprefix(place)
        for name, place in zip(part.entities.name[which], places, strict=True)
    ]


def tax_taxpayer(part: Part, month: Month, spoil: Any) -> Sheet:
    """Tax: every taxpayer, every month."""
    del month
    entities = part.entities
    alive = (entities.state != CANCELLED) & (uniform(entities.ids, 72) < 0.92)
    which = np.flatnonzero(alive)
    ids, leader = entities.ids[which], entities.representative[which]
    sheet = Sheet("entity", ("纳税人档案号",), ids, {
        "纳税人档案号": keys("", ids, _TAX),
        "纳税人识别号": part.credit_codes(which),
        "社会信用代码": part.credit_codes(which),
        "纳税人名称": part.entity_names(which),
        "登记注册类型": take(_ECONOMIC, entities.kind[which]),
        "纳税人状态": take(["正常", "非正常", "吊销", "注销"], entities.state[which] - 1),
        "国标行业": take([row[0] for row in INDUSTRIES], entities.industry[which]),
        "开业日期": compact(entities.founded[which]),
        "注册资本（元）": decimals(entities.capital[which], 2),
        "法定代表人姓名": names_of(part.people, leader),
        "法定代表人身份证件号": number_strings(part.people, leader),
        "主管税务机关": join(part.county_names(entities.village[which]), "税务局"),
        "生产经营地区划": part.division(entities.village[which], 6),
        "生产经营地址": part.address(entities.unit[which]),
        "联系电话": part.phones(entities.phone[which]),
        "从业人数": plain(entities.employees[which]),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.company_names("纳税人名称", entities.short[which], entities.former_name[which])
    spoiler.names("法定代表人姓名")
    spoiler.citizen_numbers("法定代表人身份证件号", part.people.birth[leader])
    spoiler.missing("社会信用代码", "missing_number", spoiler.rates.missing_number)
    spoiler.numbers("纳税人识别号")
    spoiler.dates("开业日期", entities.founded[which], compact)
    spoiler.unreadable({"开业日期": "20240230", "纳税人状态": "未知代码9X", "纳税人名称": ""})
    return sheet


def bank_licence(part: Part, month: Month, spoil: Any) -> Sheet:
    """The financial regulator: licences of banks and insurers."""
    entities = part.entities
    which = np.intersect1d(banks(entities), month.entities)
    ids = entities.ids[which]
    county = part.county_names(entities.village[which])
    issued = entities.founded[which] + 1
    sheet = Sheet("licence", ("机构编码",), ids, {
        "机构编码": join("B", numerals(ids * 31 % 9_999_991, 7), "S", numerals(ids, 9)),
        "许可证名称": take(["金融许可证"], np.zeros(len(which), dtype=np.int64)),
        "机构名称": part.entity_names(which),
        "统一社会信用代码": part.credit_codes(which),
        "发证机关": join(county, "金融监管支局"),
        "业务范围": take(["银行业务", "保险业务"], (entities.industry[which] % 2)),
        "发证日期": dashed(issued),
        "有效期至": dashed(issued + 15_000),
        "状态": choose(entities.state[which] == CANCELLED, "注销", "有效"),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.numbers("统一社会信用代码")
    spoiler.unreadable({"发证日期": "2024-02-30", "状态": "未知代码9X"})
    return sheet
