"""What the departments of the population base deliver, each after its own conventions."""

from typing import Any, Final

import numpy as np
import pyarrow as pa

from samples.change import ADDED, Month
from samples.codes import (
    CAUSES_OF_DEATH,
    EDUCATION,
    ETHNIC_GROUPS,
    GRADES,
    MARITAL,
    OCCUPATIONS,
    SCHOOLS,
)  # fmt: skip
from samples.families import CHILD, HEAD, PARENT, SPOUSE
from samples.noise import Sheet, Spoiler
from samples.numbers import (
    NEVER,
    Bools,
    Days,
    Ints,
    Strings,
    blank,
    chinese,
    choose,
    compact,
    dashed,
    digits,
    join,
    keys,
    numerals,
    strings,
    take,
    uniform,
)  # fmt: skip
from samples.part import Part
from samples.people import names_of, number_strings
from samples.spellings import latin

_OPERATIONS: Final = ("新增", "变更", "注销")
# Ids of second registrations and of what the registry office registers, beside all others.
_SECOND_COPY: Final = 500_000_000_000
_REGISTRY_OFFICE: Final = 600_000_000_000
_POLICE, _HOME, _INSURED, _CARD, _STUDENT, _CERTIFICATE = 11, 12, 13, 14, 15, 16


def _marital_words(codes: Ints) -> Strings:
    order = list(MARITAL)
    place = np.searchsorted(order, codes)
    return take([MARITAL[code] for code in order], place)


def _home_keys(part: Part, households: Ints) -> Strings:
    return keys("", part.households.ids[households], _HOME)


def ps_person(part: Part, month: Month, spoil: Any) -> Sheet:
    """Public security: who is registered, with what changed since the month before."""
    who, operation = month.persons, month.operations
    if part.month == 0:
        who, operation, ids = _with_duplicates(part, who, operation)
    else:
        ids = part.people.ids[who]
    everyone = part.people
    home = part.home_of(who)
    village = part.unit_village(home)
    sheet = Sheet("person", ("人员编号",), ids, {
        "人员编号": keys("", ids, _POLICE),
        "公民身份号码": number_strings(everyone, who),
        "姓名": names_of(everyone, who),
        "曾用名": pa.array(everyone.former_name[who], pa.string()),
        "性别": take(["男", "女"], everyone.sex[who] - 1),
        "民族": take(ETHNIC_GROUPS, everyone.ethnic[who] - 1),
        "出生日期": compact(everyone.birth[who]),
        "死亡日期": compact(np.where(everyone.alive[who], NEVER, everyone.died[who])),
        "婚姻状况": _marital_words(everyone.marital[who]),
        "文化程度": take([row[1] for row in EDUCATION], everyone.education[who]),
        "职业": take([row[1] for row in OCCUPATIONS], everyone.occupation[who]),
        "籍贯": numerals(everyone.birth_division[who], 6),
        "出生地": numerals(everyone.birth_division[who], 6),
        "户号": _home_keys(part, everyone.household[who]),
        "与户主关系": _relations(everyone.role[who], everyone.sex[who]),
        "户籍地区划": part.division(village),
        "户籍地址": part.address(home),
        "联系电话": _phones(part, who),
        "护照号码": _passports(ids),
        "姓名拼写": None,
        "变动日期": compact(everyone.changed[who]),
        "操作": take(_OPERATIONS, operation),
    })  # fmt: skip
    sheet.columns["姓名拼写"] = _latin(sheet)
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("姓名")
    spoiler.citizen_numbers("公民身份号码", everyone.birth[who])
    spoiler.missing("联系电话", "missing_phone", spoiler.rates.missing_phone)
    spoiler.full_width("联系电话")
    spoiler.dates("出生日期", everyone.birth[who], compact)
    spoiler.unreadable({"出生日期": "20240230", "性别": "未知代码9X", "姓名": ""})
    return sheet


def _with_duplicates(part: Part, who: Ints, operation: Ints) -> tuple[Ints, Ints, Ints]:
    """Some people stand in the register twice, under two keys."""
    ids = part.people.ids[who]
    rate = part.order.rates.noise.duplicate
    twice = np.flatnonzero(uniform(ids, part.order.seed * 1_000 + 17) < rate)
    ids = np.r_[ids, ids[twice] + _SECOND_COPY]
    return np.r_[who, who[twice]], np.r_[operation, np.full(len(twice), ADDED)], ids


def true_ids(sheet: Sheet) -> Ints:
    """The thing each row is: a second registration is the same person."""
    return sheet.ids % _SECOND_COPY if sheet.thing == "person" else sheet.ids


def _relations(role: Ints, sex: Ints) -> Strings:
    words = ["户主", "户主", "夫", "妻", "子", "女", "父亲", "母亲"]
    order = np.array([HEAD, SPOUSE, CHILD, PARENT])
    return take(words, np.searchsorted(order, role) * 2 + sex - 1)


def _phones(part: Part, who: Ints) -> Strings:
    numbers = part.people.phone[who]
    return blank(part.phones(numbers), (numbers == 0) | (part.people.ages(part.date)[who] < 14))


def _passports(ids: Ints) -> Strings:
    holder = uniform(ids, 21) < 0.04
    serial = digits((uniform(ids, 22) * 10**8).astype(np.int64), 8)
    letter = np.full((len(ids), 1), ord("E"), dtype=np.uint8)
    return blank(strings(np.hstack([letter, serial])), ~holder)


def _latin(sheet: Sheet) -> Strings:
    holder = sheet.columns["护照号码"].is_valid().to_numpy(zero_copy_only=False)
    spelt: Any = np.full(len(sheet), None, dtype=object)
    names = sheet.columns["姓名"].filter(pa.array(holder)).to_pylist()
    spelt[holder] = [latin(name) for name in names]
    return pa.array(spelt, pa.string())


def ps_household(part: Part, month: Month, spoil: Any) -> Sheet:
    """Public security: households with their heads."""
    which = month.households
    homes = part.households
    head, unit = homes.head[which], homes.unit[which]
    alone = np.bincount(part.people.household, minlength=len(homes.ids))[which] == 1
    sheet = Sheet("household", ("户号",), homes.ids[which], {
        "户号": _home_keys(part, which),
        "户类型": choose(alone & (uniform(homes.ids[which], 31) < 0.1), "集体户", "家庭户"),
        "户主姓名": names_of(part.people, head),
        "户主公民身份号码": number_strings(part.people, head),
        "区划代码": part.division(homes.village[which]),
        "住址": part.address(unit),
        "立户日期": compact(homes.since[which]),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("户主姓名")
    spoiler.citizen_numbers("户主公民身份号码", part.people.birth[head])
    spoiler.unreadable({"立户日期": "20240230", "户类型": "未知代码9X"})
    return sheet


def health_vital(part: Part, month: Month, spoil: Any) -> Sheet:
    """Health: births and deaths as hospitals certify them."""
    births, deaths, everyone = month.births, month.deaths, part.people
    who = np.r_[births, deaths]
    born = np.r_[np.ones(len(births), dtype=bool), np.zeros(len(deaths), dtype=bool)]
    ids = everyone.ids[who] * 2 + born
    day = np.r_[everyone.birth[births], month.death_days]
    village = part.unit_village(part.home_of(who))
    hour = numerals((uniform(ids, 41) * 24).astype(np.int64), 2)
    minute = numerals((uniform(ids, 42) * 60).astype(np.int64), 2)
    cause = (uniform(ids, 43) * len(CAUSES_OF_DEATH)).astype(np.int64)
    mother, father = everyone.mother[who], everyone.father[who]
    sheet = Sheet("vital_event", ("医学证明编号",), ids, {
        "医学证明编号": choose(born, keys("C", ids, _CERTIFICATE), keys("D", ids, _CERTIFICATE)),
        "事件类型": choose(born, "出生", "死亡"),
        "发生时间": join(dashed(day), " ", hour, ":", minute, ":00"),
        "姓名": names_of(everyone, who),
        "身份证号": number_strings(everyone, who),
        "性别": numerals(everyone.sex[who], 1),
        "母亲姓名": blank(names_of(everyone, mother), ~born),
        "母亲身份证号": blank(number_strings(everyone, mother), ~born),
        "父亲姓名": blank(names_of(everyone, father), ~born),
        "父亲身份证号": blank(number_strings(everyone, father), ~born),
        "死因编码": choose(born, None, take([row[0] for row in CAUSES_OF_DEATH], cause)),
        "行政区划代码": part.division(village, 6),
        "机构名称": join(part.county_names(village), "人民医院"),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("母亲姓名")
    spoiler.citizen_numbers("母亲身份证号", _births_of(part, mother))
    spoiler.unreadable({"发生时间": "2024-02-30 08:00:00", "事件类型": "未知代码9X"})
    return sheet


def _births_of(part: Part, persons: Ints) -> Days:
    return np.where(persons >= 0, part.people.birth[np.maximum(persons, 0)], np.datetime64("NaT"))


def civil_marriage(part: Part, month: Month, spoil: Any) -> Sheet:
    """Civil affairs: marriages and divorces registered."""
    men = np.r_[month.marriages.men, month.divorces.men]
    women = np.r_[month.marriages.women, month.divorces.women]
    days = np.concatenate([month.marriages.days, month.divorces.days])
    wedding = np.arange(len(men)) < len(month.marriages.men)
    everyone = part.people
    village = part.unit_village(part.home_of(men))
    ids = _REGISTRY_OFFICE + everyone.ids[men] * 64 + part.month * 2 + wedding
    sheet = Sheet("vital_event", ("证书字号",), ids, {
        "证书字号": choose(wedding, keys("J", ids, _CERTIFICATE), keys("L", ids, _CERTIFICATE)),
        "登记类型": choose(wedding, "结婚", "离婚"),
        "登记日期": chinese(days),
        "男方姓名": names_of(everyone, men),
        "男方身份证件号": number_strings(everyone, men),
        "女方姓名": names_of(everyone, women),
        "女方身份证件号": number_strings(everyone, women),
        "登记机关区划": part.division(village, 6),
        "登记机关": join(part.county_names(village), "民政局婚姻登记处"),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    for column, persons in (("男方", men), ("女方", women)):
        spoiler.names(f"{column}姓名")
        spoiler.citizen_numbers(f"{column}身份证件号", everyone.birth[persons])
    spoiler.unreadable({"登记日期": "2024年2月30日", "登记类型": "未知代码9X"})
    return sheet


def social_insured(part: Part, month: Month, spoil: Any) -> Sheet:
    """Social security: everyone insured, every month."""
    del month
    everyone = part.people
    ages = everyone.ages(part.date)
    employed = (everyone.employer >= 0) & (ages >= 18)
    retired = (ages >= 60) & (uniform(everyone.ids, 51) < 0.7)
    who = np.flatnonzero(everyone.alive & (employed | retired))
    ids, employer = everyone.ids[who], np.where(ages[who] < 60, everyone.employer[who], -1)
    home = part.home_of(who)
    sheet = Sheet("person", ("个人编号",), ids, {
        "个人编号": keys("", ids, _INSURED),
        "身份证号码": number_strings(everyone, who),
        "社会保障号码": numerals(ids * 9_973 % 999_999_937, 9),
        "姓名": names_of(everyone, who),
        "性别": numerals(everyone.sex[who], 1),
        "出生日期": dashed(everyone.birth[who]),
        "民族": numerals(everyone.ethnic[who], 2),
        "手机号码": _phones(part, who),
        "单位编号": part.credit_codes(employer),
        "单位名称": part.entity_names(employer),
        "险种": take(["110", "310"], (uniform(ids, 52) < 0.12).astype(np.int64)),
        "参保状态": take(["1", "2"], (uniform(ids, 53) < 0.06).astype(np.int64)),
        "居住地区划": part.division(part.unit_village(home), 9),
        "居住地址": part.address(home),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("姓名")
    spoiler.citizen_numbers("身份证号码", everyone.birth[who])
    spoiler.missing("手机号码", "missing_phone", spoiler.rates.missing_phone)
    spoiler.dates("出生日期", everyone.birth[who], dashed)
    spoiler.unreadable({"出生日期": "2024-02-30", "性别": "未知代码9X", "姓名": ""})
    return sheet


def edu_student(part: Part, month: Month, spoil: Any) -> Sheet:
    """Education: pupils on the roll, once a term."""
    del month
    everyone = part.people
    ages = everyone.ages(part.date)
    who = np.flatnonzero(_pupils(part, ages))
    ids, grade = everyone.ids[who], ages[who] - 6
    home = part.home_of(who)
    village = part.unit_village(home)
    school = np.where(grade < 6, 1, np.where(grade < 9, 2, 3)) - (uniform(ids, 61) < 0.3)
    sheet = Sheet("person", ("学籍号",), ids, {
        "学籍号": keys("G", ids, _STUDENT),
        "姓名": names_of(everyone, who),
        "性别": take(["男", "女"], everyone.sex[who] - 1),
        "出生年月日": chinese(everyone.birth[who]),
        "身份证件号": number_strings(everyone, who),
        "民族": take(ETHNIC_GROUPS, everyone.ethnic[who] - 1),
        "学段": take(["小学", "初中", "高中"], (grade >= 6).astype(np.int64) + (grade >= 9)),
        "年级": take(GRADES, grade),
        "学校名称": join(part.county_names(village), take(SCHOOLS, school)),
        "监护人姓名": names_of(everyone, everyone.mother[who]),
        "户口所在地": part.division(village, 6),
        "现住址": part.address(home),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("姓名")
    spoiler.citizen_numbers("身份证件号", everyone.birth[who])
    spoiler.dates("出生年月日", everyone.birth[who], chinese)
    spoiler.unreadable({"出生年月日": "2024年2月30日", "民族": "未知代码9X", "姓名": ""})
    return sheet


def _pupils(part: Part, ages: Ints) -> Bools:
    return part.people.alive & (ages >= 6) & (ages < 18) & (uniform(part.people.ids, 62) < 0.97)
