"""Names of organisations taken apart: division, brand, trade, form, branch."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from matching.language import divisions
from matching.language.han import is_han, looks, plain, variant, without_blanks
from matching.language.remembered import remembered
from matching.language.sounds import combined, nears, syllables
from matching.language.tables import rows, words

_BRACKETS = str.maketrans("（）〔〕[]【】{}", "()()()()()") | dict.fromkeys(
    map(ord, "〈〉《》“”\"'·-"), None
)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_FORMER = re.compile(r"\((?:原名?|曾用名|旧名|更名前)[:：为]?(.{4,})\)$")
# A branch is named after its parent's form: …有限公司东湖县分公司.
_BRANCH = re.compile(
    r"^(.{2,}?(?:公司|集团|银行|合作社|厂|事务所|药房|超市|中心)(?!股份|有限|责任|公司|总))\(?"
    r"([^()]{0,20}?(?:分公司|分店|分厂|分行|支行|分部|分所|分院|分社|分校|分理处|储蓄所|营业部|营业厅|办事处|"
    r"代表处|经营部|门市部|门店|项目部|分支机构|加油站|服务站|[^公司]{1,10}店))\)?$"
)
_BRANCH_WORD = re.compile(
    "(?:第[0-9一二三四五六七八九十]+)?(?:分公司|分店|分厂|分行|支行|分部|分所|营业部|办事处|代表处|项目部)$"
)
_LEAST = 4
_WITHIN = re.compile(
    "(?P<brand>[^市县区]{2,4}?)(?P<place>(?:[^市县区]{2,3}[市州])?[^市县区]{2,3}[市县区])(?P<trade>.{2,})"
)
_VAGUE = frozenset(("管理", "服务", "开发", "发展", "制造", "加工", "经营", "综合"))
_NUMBER = re.compile(
    "第([0-9一二三四五六七八九十百]+)"
    "|([0-9一二三四五六七八九十百]+)(?=中学?$|小学?$|幼儿园|医院|厂|号|分|大?队|所|店|期|村|组|社区)"
)
_WORD = re.compile(r"[^\W_]+")
_LONGEST_TRADE = 8
_LONGEST_FORM = 12
_NAMED_BY_FORM = frozenset(("association", "public", "school", "hospital", "house", "office"))
# Words of which abbreviations keep the end: 工行 for 工商银行.
_LAST = {"银行": "行", "商业银行": "行"}
_KEYS = 12


class CompanyName(NamedTuple):
    """An organisation's name and its keys.

    `written`   in one writing, with one kind of brackets and without blanks
    `core`      without division, form and branch: brand and trade
    `brand`     the word that is its own; None of an organ or school that has none
    `trades`    the words of what it does, in their order
    `form`      its legal form or what else it ends with; `kind` what that makes it: company, shop…
    `seat`      the division it names, the lowest; `area` the same with what lies above, bare
    `branch`    which part of another it is; None of the whole
    `number`    of schools, hospitals, shops: which of several it is
    `former`    what it says it was called before
    `line`      its trades, each by one of the words that stand for it: 商贸 and 贸易 are one
    `cores`     the core, also behind the divisions named: 玉泽市华兴贸易 is 玉泽华兴贸易
    `tails`     the core without its first characters, which may be a division unknown to us
    `branched`  how a branch is called when its parent's form is left out
    `sounds`, `near`, `looks`, `gaps` of its core, as of a person's name
    `shorts`    how others abbreviate it: brand and one trade, first characters
    `latin`     the core of a name in Latin letters
    """

    written: str
    core: str
    brand: str | None = None
    trades: tuple[str, ...] = ()
    form: str | None = None
    kind: str | None = None
    seat: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    branch: str | None = None
    number: str | None = None
    former: str | None = None
    line: str | None = None
    cores: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    branched: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    shorts: tuple[str, ...] = ()
    latin: str | None = None


def company(text: str) -> CompanyName:
    """What is to be known of one name."""
    clean = plain(text)
    if not is_han(clean):
        return _latin(clean)
    clean, former = _former(without_blanks(clean.translate(_BRACKETS)))
    whole, branch = _branch(clean)
    places, bare = _bracketed(whole) if "(" in whole else ((), whole)
    national = "中" if len(bare) > 6 and bare.startswith("中国") else ""
    found = divisions.leading(bare.removeprefix("中国") if national else bare)
    named = found.rest
    if branch is None and (parted := _loose_branch(named)):
        named, branch = parted
    rest, form, kind = _form(named)
    if kind in _NAMED_BY_FORM or not rest:
        # A bureau, a school or a hospital is called after its kind: 财政局.
        rest = named
    inner, rest = _inner(rest) if not found.names else ((), rest)
    brand, trades = _parts(rest)
    # What may be misspelt is its own name, not its kind: a primary school is no middle school.
    own = rest.removesuffix(form) if kind in _NAMED_BY_FORM else brand
    similar, gaps = _similar(rest, own)
    places += inner
    names = tuple(dict.fromkeys((*found.names, *places)))
    seat = (*found.names[-1:], *places[-1:])
    cores = tuple(dict.fromkeys((variant(rest), *(variant(name + rest) for name in names))))
    spoken = (rest, *(name + rest for name in seat))
    initials = (national, *(place[0] for place in names))
    return CompanyName(
        written=clean.replace("(", "").replace(")", ""), core=variant(rest), brand=brand,
        trades=trades, form=form or None, kind=kind, seat=seat,
        area=tuple(dict.fromkeys((*found.area, *places))), branch=branch, former=former,
        number=_number(rest), shorts=_shorts(rest, brand, trades, (*names, *initials)),
        line=_line("".join(trades)), cores=cores,
        tails=tuple([core[cut:] for core in cores[:1] for cut in _cuts(brand)]),
        branched=(f"{brand}{branch}", rest + branch) if branch else (),
        sounds=_spoken(spoken, brand, syllables), near=_spoken(spoken, brand, nears),
        looks=similar, gaps=gaps,
    )  # fmt: skip


def _latin(text: str) -> CompanyName:
    """A name in Latin letters: its words without those of the legal form."""
    found = _WORD.findall(text.replace(".", "").replace("'", "").replace("&", " and "))
    core = [word for word in found if word not in words("legal_words")] or found
    acronym = "".join([word[0] for word in core]) if len(core) > 2 else ""
    return CompanyName(
        written=" ".join(found), core=" ".join(core), brand=core[0] if core else None,
        trades=tuple(core[1:]), shorts=(acronym,) if len(acronym) > 2 else (),
        latin=" ".join(core) or None,
    )  # fmt: skip


def _former(text: str) -> tuple[str, str | None]:
    found = _FORMER.search(text)
    return (text[: found.start()], found.group(1)) if found else (text, None)


def _branch(text: str) -> tuple[str, str | None]:
    """The whole and the part of it that the name speaks of."""
    found = _BRANCH.match(text)
    return (found.group(1), found.group(2)) if found else (text, None)


def _loose_branch(name: str) -> tuple[str, str] | None:
    """A branch whose parent's form is left out: 鼎泰商贸东湖营业部. The place before the word for a
    branch begins where the trades end."""
    found = _BRANCH_WORD.search(name)
    if found is None or found.start() < _LEAST:
        return None
    before = name[: found.start()]
    for size in range(2, len(before)):
        for end in range(len(before), size + 1, -1):
            if len(before) - end <= _LEAST and _trades(before[size:end]):
                return before[:end], name[end:]
    return before, found.group()


def _inner(core: str) -> tuple[tuple[str, ...], str]:
    """A division between brand and trade: 三快北京市科技."""
    found = _WITHIN.match(core)
    if found is None or not _trades(found.group("trade")):
        return (), core
    places = divisions.leading(f"{found.group('place')}的")
    return places.names, found.group("brand") + found.group("trade")


@remembered
def _line(trades: str) -> str | None:
    """Trades by the words that stand for them, without those that say little."""
    found, kindred, place = set(), _kindred(), 0
    while place < len(trades):
        for size in range(min(_LONGEST_TRADE, len(trades) - place), 1, -1):
            word = trades[place : place + size]
            if word in kindred or (size == 2 and word not in _VAGUE):
                found.add(kindred.get(word, word))
                break
        else:
            size = 2
        place += size
    return " ".join(sorted(found)) or trades or None


@cache
def _kindred() -> dict[str, str]:
    """Trades by the word that stands for them."""
    found: dict[str, str] = {}
    for first, *others in rows("kindred_trades"):
        for word in (first, *others):
            found.setdefault(word, found.get(first, first))
    return found


def _bracketed(text: str) -> tuple[tuple[str, ...], str]:
    """Divisions in brackets, and the name without them: 三快(北京)科技有限公司."""
    places: list[str] = []
    for inner in _BRACKETED.findall(text):
        found = divisions.leading(f"{inner}的公司")
        known = found.names if found.rest == "的公司" else ()
        if inner == "中国" or known or (2 <= len(inner) <= _LEAST and inner not in _forms()):
            places += () if inner == "中国" else known or (inner,)
            text = text.replace(f"({inner})", "")
    return tuple(places), text.replace("(", "").replace(")", "")


@remembered
def _form(text: str) -> tuple[str, str, str | None]:
    """The name without its form, the form and its kind."""
    forms = _forms()
    for size in range(min(_LONGEST_FORM, len(text)), 0, -1):
        kind = forms.get(text[-size:])
        if kind is not None and (size > 1 or len(text) > 3):
            return text[:-size], text[-size:], kind
    return text, "", None


@cache
def _forms() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for kind, *forms in rows("forms"):
        for form in forms:
            kinds.setdefault(form.replace("(", "").replace(")", ""), kind)
    return kinds


def _parts(core: str) -> tuple[str | None, tuple[str, ...]]:
    """Brand and trades: the brand is as short as what follows it is all trades."""
    for size in range(2, len(core)):
        trades = _trades(core[size:])
        if trades is not None:
            return core[:size], trades
    return (core or None), ()


@remembered
def _trades(text: str) -> tuple[str, ...] | None:
    """The text as words of trades, as many as can be; None if it is not made of them."""
    if not text:
        return ()
    known, best = words("trades"), None
    for size in range(2, min(_LONGEST_TRADE, len(text)) + 1):
        if text[:size] in known:
            rest = _trades(text[size:])
            if rest is not None and (best is None or len(rest) + 1 > len(best)):
                best = (text[:size], *rest)
    return best


def _shorts(
    core: str, brand: str | None, trades: tuple[str, ...], places: tuple[str, ...]
) -> tuple[str, ...]:
    """How others abbreviate it: brand and one trade, place and brand, first characters."""
    if brand is None:
        return ()
    found = [brand + trade for trade in trades]
    found += [place + brand for place in places if len(place) > 1]
    ends = "".join([_LAST.get(trade, trade[0]) for trade in trades])
    if trades:
        found += [start + ends for start in (brand[0], brand[:2])]
        found += [place + brand[0] + ends for place in places if len(place) == 1]
    least = 2 if ends.endswith("行") else 3
    return tuple(dict.fromkeys([s for s in found if s != core and len(s) >= least]))


def _number(core: str) -> str | None:
    """Which one of several: the second of 第二中学, as written."""
    found = _NUMBER.search(core)
    return (found.group(1) or found.group(2)) if found else None


def _similar(core: str, brand: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The core with a character of its brand replaced by look-alikes, and left out.

    One number is no slip of another: what counts stays as it is.
    """
    own = brand or ""
    counting = _NUMBER.search(own)
    fixed = range(*counting.span()) if counting else ()
    places = [place for place in range(len(own)) if place not in fixed]
    similar = [
        core[:place] + group + core[place + 1 :] for place in places for group in looks(own[place])
    ]
    gaps = [f"{core[:place]}?{core[place + 1 :]}" for place in places]
    return tuple(similar[:_KEYS]), tuple(gaps)


def _cuts(brand: str | None) -> range:
    """How many characters before a brand may be a division's, if two are left for the brand."""
    return range(2, min(len(brand or "") - 2, 3) + 1)


def _spoken(
    cores: tuple[str, ...], brand: str | None, read: Callable[[str], tuple[str, ...]]
) -> tuple[str, ...]:
    """How the core is read, also behind its division: the brand in every way, trades as usual."""
    trades = cores[0][len(brand or "") :]
    usual = _usual(trades, read)
    found = []
    for core in cores:
        own = core[: len(core) - len(trades)]
        found += [f"{reading}{usual}" for reading in combined(tuple(map(read, own)))]
    return tuple(found)


@remembered
def _usual(trades: str, read: Callable[[str], tuple[str, ...]]) -> str:
    return "".join([f" {read(character)[0]}" for character in trades])
