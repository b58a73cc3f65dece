"""Addresses parsed to division, road, number, building and unit, after GB/T 23705; nothing lost.

One regular expression reads an address from the left. RE2, which Arrow runs, cannot look ahead, so
words that would mislead it (the 号 of 3号楼, the 镇 of 新镇路) wear a mask while it reads.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import apart, only_where, true_in
from loaders.elements.writing import narrow, single_blanks

PARTS = ("division_name", "road", "house_number", "building", "unit", "rest")

# Characters that Unicode keeps for a program's own use, and what they stand for.
_MASKS = {"\ufdd0": "号楼", "\ufdd1": "街道", "\ufdd2": "镇", "\ufdd3": "乡", "\ufdd4": "村",
          "\ufdd5": "市", "\ufdd6": "区", "\ufdd7": "县", "\ufdd8": "里"}  # fmt: skip
_MASKED = r"[\x{fdd0}-\x{fdef}]"
_STREET = "(?:[东南西北中新老前后]?(?:路|街|巷|大道|大街))"
_MISLEADING = (
    ("号楼", "\ufdd0"),
    ("街道", "\ufdd1"),
    (f"镇({_STREET}|镇)", "\ufdd2\\1"),
    (f"乡({_STREET})", "\ufdd3\\1"),
    (f"村({_STREET})", "\ufdd4\\1"),
    (rf"市({_STREET}|场|府|政|民|中区|辖区|南区|北区|区)", "\ufdd5\\1"),
    (f"区({_STREET}|府|政)", "\ufdd6\\1"),
    (f"县({_STREET}|府|政|前)", "\ufdd7\\1"),
    (r"(公)里", "\\1\ufdd8"),
)
_NUMERAL = "一二三四五六七八九"
_COUNTED = r"(?:号|栋|幢|座|单元|层|楼|室|户|组|社|队|弄)"
_NOTHING_COUNTED = (
    rf"^(?:[^{_NUMERAL}十]|[{_NUMERAL}十][^{_NUMERAL}十号栋幢座单层楼室户组社队弄])*$"
)
# A part of a division's name, and of any other.
_NAME = r"[^0-9\s,.;:()（），。；：、省市区县旗州盟镇乡村路街巷号]"
_WORD = r"[^0-9\s,.;:()（），。；：、路街巷号栋幢\x{fdd0}\x{fdd1}]"
_DIVISION = (
    rf"(?:.{_NAME}{{1,7}}?(?:省|自治区|特别行政区))?"
    rf"(?:.{_NAME}{{1,9}}?(?:市|自治州|地区|盟|州))?"
    rf"(?:.{_NAME}{{0,11}}?(?:自治县|自治旗|林区|特区|区|县|旗|市))?"
    rf"(?:.{_NAME}{{0,8}}?(?:\x{{fdd1}}(?:办事处)?|民族乡|镇|乡|苏木))?"
    rf"(?:[^\s,.;:()（），。；：、路街巷号镇乡]{{1,9}}?(?:村委会|居委会|村民委员会|居民委员会|行政村|社区|嘎查|村))?"
)
_ROAD = (
    rf"(?:(?:[A-Z]?\d{{1,4}}|(?:\d{{1,3}}号)?{_WORD}{{1,13}}?)"
    r"(?:大街|街|大道|公路|国道|省道|县道|乡道|高速|环路|支路|路|胡同|巷|里|条|道)"
    r"(?:[东南西北中]?[一二三四五六七八九十0-9]{0,2}段)?(?:[东南西北中][路街段侧])?"
    r"(?:[0-9A-Z]+(?:支弄|弄|巷|支路|条|胡同))*)?"
)
_GROUP = (
    rf"(?:{_WORD}{{0,8}}?(?:自然村|屯|庄|寨|坪|沟|湾)?第?[0-9]{{1,3}}(?:村民小组|组|社|生产队|队))?"
)
_HOUSE = (
    r"(?:(?:门牌)?(?:第|附|临|甲|乙|丙)?[0-9]+[A-Z]?(?:[-/之][0-9]+)*号"
    r"(?:之[0-9]+|附[0-9]+号?|-[0-9]+|[A-Z])?(?:大院|院)?(?:内)?)?"
)
_ESTATE = (
    rf"{_WORD}{{1,13}}?(?:小区|花园|新村|家园|公寓|家属院|家属楼|宿舍|广场|大厦|中心|大楼|"
    r"商城|苑|园|城|庭|府|邸|郡|坊|院)(?:[A-Z0-9一二三四五六七八九十东南西北]{1,2}[区期])?"
)
_BUILDING = (
    rf"(?:(?:{_ESTATE})?(?:[0-9A-Z甲乙丙丁]+(?:-[0-9]+)?(?:\x{{fdd0}}|栋|幢|座|斋)|"
    rf"[东南西北主附裙]楼)(?:[A-Z0-9]座)?|{_ESTATE})?"
)
_UNIT = (
    r"(?:(?:[0-9]{1,3}|[A-Z甲乙丙丁东西中])(?:单元|门))?(?:(?:负|地下|B)?[0-9]{1,3}(?:层|楼|F))?"
    r"(?:(?:[A-Z]?[0-9]{1,5}[A-Z]?(?:-[0-9A-Z]{1,5})*)(?:号室|号房|室|房|户|铺|号铺|号)?)?"
)
_ADDRESS = (
    rf"^(?P<division_name>{_DIVISION})(?P<road>{_ROAD}{_GROUP})(?P<house_number>{_HOUSE})"
    rf"(?P<building>{_BUILDING})(?P<unit>{_UNIT})(?P<rest>.*)$"
)


def parse(texts: pa.Array) -> dict[str, pa.Array]:
    """The parts of addresses, null where there is none; together they are `normal(texts)`."""
    whole = normal(texts)
    unfit = true_in(pc.match_substring_regex(whole, _MASKED))
    read = only_where(pc.invert(unfit), whole)
    for word, mask in _MISLEADING:
        read = pc.replace_substring_regex(read, word, mask)
    found = pc.extract_regex(read, _ADDRESS)
    parts = {name: _unmasked(pc.struct_field(found, name)) for name in PARTS}
    parts["rest"] = pc.coalesce(parts["rest"], whole)
    return {name: only_where(true_in(pc.not_equal(part, "")), part) for name, part in parts.items()}


def normal(texts: pa.Array) -> pa.Array:
    """Addresses with usual letters and digits, no blanks or commas, and digits where they count."""
    plain = pc.replace_substring_regex(single_blanks(narrow(texts)), r"[,，;；]+", "")
    return apart(plain, _NOTHING_COUNTED, _counted)


def _counted(texts: pa.Array) -> pa.Array:
    """三单元 as 3单元; numerals in names stay: 五一路."""
    one, tail = f"[{_NUMERAL}]", rf"({_COUNTED})"
    texts = pc.replace_substring_regex(texts, rf"({one})十({one}){tail}", r"\1\2\3")
    texts = pc.replace_substring_regex(texts, rf"({one})十{tail}", r"\10\2")
    texts = pc.replace_substring_regex(texts, rf"十({one}){tail}", r"1\1\2")
    texts = pc.replace_substring_regex(texts, rf"十{tail}", r"10\1")
    for _ in range(3):
        for digit, numeral in enumerate(_NUMERAL, 1):
            texts = pc.replace_substring_regex(
                texts, rf"{numeral}([0-9]*{_COUNTED})", rf"{digit}\1"
            )
    return texts


def _unmasked(texts: pa.Array) -> pa.Array:
    for mask, word in _MASKS.items():
        texts = pc.replace_substring(texts, mask, word)
    return texts
