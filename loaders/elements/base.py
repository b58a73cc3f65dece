"""What reading a column of text yields, and the words for what can be wrong with a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Aspect:
    """What reading depends on besides the element type: the column's own circumstances."""

    element: str
    codes: str | None = None
    own_codes: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    length: int | None = None  # most characters the column can store
    workbook: bool = False  # a number may be a date, as Excel counts days
    counted: Literal["1900", "1904"] | None = None  # days counted after this system of Excel's
    partial: str = "refuse"  # what a year or a month alone means: its first_day or last_day


@dataclass(frozen=True)
class Reading:
    """Values read from cleaned text, of the same length.

    `values` is what is stored, as text that PostgreSQL reads (dates as date32); null where there
    is nothing or nothing readable. `flaws` names what is wrong, null where all is well; a flaw
    beside a value is advice. `plain` tells where the text says no more than the value does, so
    that it need not be kept; by default where they are equal. `beside` is what a text says
    besides the value, by what it is: the month of a date without a day, a former name.
    """

    values: pa.Array
    flaws: pa.Array
    plain: pa.Array = None
    beside: Mapping[str, pa.Array] = field(default_factory=dict)


Reader = Callable[[pa.Array, Aspect], Reading]
# What one text has to do with its flaw, in Chinese and in English.
Explain = Callable[[str], tuple[str, str] | None]

# Stands between a flaw's name and its explanations.
APART = "\x1f"
_MOST_EXPLAINED = 1000  # texts of a batch: nobody reads more, and they are worked out one by one

# Why a value cannot be taken: the end of the sentence "line 12, column 姓名, reads …: ".
FLAWS: dict[str, tuple[str, str]] = {
    "key": ("主键为空,无法识别这一行", "the row has no key to be known by"),
    "nul": ("含有空字符(NUL)", "it contains a NUL character"),
    "required": ("必填项为空", "a value is required"),
    "length": ("位数不对", "it has the wrong number of characters"),
    "precision": (
        "经过 Excel 处理,末几位已丢失(变成 000 或科学计数法),须从原始材料补录",
        "a spreadsheet has lost its last digits (zeros or an exponent stand for them)",
    ),
    "masked": ("部分字符被遮盖", "a part of it is masked"),
    "several": ("有几个号码,取第一个", "there are several; the first is taken"),
    "several_divisions": (
        "这个名称对应几个区划,须写代码或全称",
        "several divisions have this name; its code or full name is wanted",
    ),
    "private_use": (
        "含有造字区字符,别的机器读不出来,应换成标准汉字",
        "it has a character of a private font, which no other machine can read",
    ),
    "lost_character": ("有字符在传送中丢失(变成?或□)", "a character was lost on the way (? or □)"),
    "century": (
        "顺序码 996–999 曾专给百岁老人,出生年份可能是 18 开头",
        "orders 996 to 999 were kept for people over a hundred: the year may be 18…",
    ),
    "characters": ("含有不允许的字符", "it contains a character that is not allowed"),
    "division": ("前两位不是已知的省级代码", "its first two digits are no known province"),
    "birth_date": ("其中的出生日期不存在", "the birth date within it does not exist"),
    "check_digit": ("校验码不对,可能有录入错误", "its check digit is wrong; it may be mistyped"),
    "too_long": ("超过允许的长度", "it is longer than can be stored"),
    "form": ("写法无法识别", "it is not written in a form that can be read"),
    "calendar": ("日历上没有这一天", "there is no such day in the calendar"),
    "partial": ("日期不完整", "it is not a whole date"),
    "split": ("不符合约定的拆分方式", "it cannot be split as the contract says"),
    "order": (
        "日和月的先后无法判断",
        "which part is the day and which the month cannot be told",
    ),
    "two_digit_year": ("年份只有两位,世纪不明", "its year has two digits: the century is not said"),
    "lunar": ("是农历日期,须换算成公历", "it is a date of the lunar calendar"),
    "ended": ("终止日期不晚于起始日期", "it ends no later than it begins"),
    "currency": ("不是人民币金额,须先折算", "it is money of another country"),
    "other_unit": (
        "单元格里的单位与列的单位不同,以单元格为准",
        "the unit in the cell is not the column's; the cell's is taken",
    ),
    "not_whole": ("不是整数", "it is not a whole number"),
    "size": ("数值过大", "the number is too large"),
    "unknown_code": ("不是代码表中的代码或名称", "it is no code or name of the code list"),
    "empty_shape": ("几何图形为空", "the shape is empty"),
    "nan": ("坐标不是数字", "a coordinate is not a number"),
    "wrong_shape": ("几何类型不符", "it is another kind of shape than is expected"),
    "half_point": ("缺少一个坐标", "one of the two coordinates is missing"),
    "range": ("坐标超出范围", "a coordinate is outside its range"),
    "outside": (
        "位置不在中国境内;若多数行如此,请核对坐标系(crs)",
        "the place is not in China; where most rows are, the coordinate system (crs) is wrong",
    ),
    "swapped": (
        "位置不在中国境内,而两个坐标对调后就在:轴的顺序可能颠倒",
        "the place is not in China, but would be with its coordinates exchanged",
    ),
    "inexact": (
        "由旧坐标系换算而来,位置可能有数米的误差",
        "it was moved from an older datum and may be off by metres",
    ),
    "invalid_shape": ("几何图形不是有效的面", "the shape is not valid"),
    "open_ring": ("环没有闭合", "a ring does not end where it began"),
    "large_shape": ("图形的顶点过多", "the shape has too many corners"),
    "unreadable_shape": ("几何图形无法读取", "the shape cannot be read"),
}  # fmt: skip


def apart(texts: pa.Array, usual: str, work: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Texts that match the usual form as they are, the others worked on: most need no work."""
    return apart_where(true_in(pc.invert(pc.match_substring_regex(texts, usual))), texts, work)


def apart_where(
    others: pa.Array, texts: pa.Array, work: Callable[[pa.Array], pa.Array]
) -> pa.Array:
    """Texts with those that the mask marks worked on."""
    if not pc.any(others).as_py():
        return texts
    return pc.replace_with_mask(texts, others, work(pc.filter(texts, others)))


def flaw_where(mask: pa.Array, flaw: str) -> pa.Array:
    """The flaw where the mask is true, null elsewhere."""
    return pc.if_else(mask, pa.scalar(flaw), pa.scalar(None, pa.string()))


def first_flaw(*flaws: pa.Array) -> pa.Array:
    """Of several, the first that stands."""
    return pc.coalesce(*flaws)


def only_where(mask: pa.Array, values: pa.Array) -> pa.Array:
    """The values where the mask is true, null elsewhere."""
    return pc.if_else(mask, values, pa.scalar(None, values.type))


def explained(flaws: pa.Array, texts: pa.Array, by: Mapping[str, Explain]) -> pa.Array:
    """The flaws with what makes each one so, for as many as anybody will read."""
    if flaws.null_count == len(flaws):
        return flaws
    for name, explain in by.items():
        places = pc.indices_nonzero(true_in(pc.equal(flaws, name)))[:_MOST_EXPLAINED]
        said = [explain(text) for text in texts.take(places).to_pylist()]
        told = [name if two is None else APART.join((name, *two)) for two in said]
        mask = np.zeros(len(flaws), bool)
        mask[np.asarray(places)] = True
        flaws = pc.replace_with_mask(flaws, pa.array(mask), pa.array(told, pa.string()))
    return flaws


def flaw_names(flaws: pa.Array) -> pa.Array:
    """Flaws without their explanations."""
    return pc.replace_substring_regex(flaws, f"(?s){APART}.*", "")


def explanations(flaws: pa.Array, language: int) -> pa.Array:
    """The explanations of flaws: 0 Chinese, 1 English; null where there is none."""
    parts = pc.extract_regex(flaws, f"(?s)^[^{APART}]*{APART}(?P<t0>[^{APART}]*){APART}(?P<t1>.*)$")
    return pc.struct_field(parts, f"t{language}")


def true_in(mask: pa.Array) -> pa.Array:
    """The mask with null as false."""
    return pc.fill_null(mask, False)
