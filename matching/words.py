"""The words in names: folded forms, sounds, surnames, the core of a company's name."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import pyarrow as pa

from matching.model import SETTINGS

DOT = "·"
_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛夏侯皇甫尉迟公孙慕容长孙宇文司徒令狐东方南宫独孤端木轩辕申屠淳于单于太史呼延"
        "澹台公冶宗政濮阳仲孙钟离闻人赫连拓跋百里东郭西门",
    )
)
# Words of a company's legal form and of divisions, which others leave out.
_FORMS = re.compile(
    r"股份有限公司|有限责任公司|有限公司|\(普通合伙\)|\(有限合伙\)|\(特殊普通合伙\)|集团公司"
)
_PLACE = re.compile(
    r"^(?:中国)?(?:[^省]{1,4}省)?(?:[^市州盟]{1,5}(?:自治区|自治州|地区|市|州|盟))?"
    r"(?:[^县区旗市]{1,5}(?:自治县|县|区|旗|市))?(?=.{4})"
)
_BRANCH = re.compile(r"公司(.+(?:分公司|分店|分部|营业部|办事处|支行|分行))$")


def fold(name: str) -> str:
    """A name without what writers choose freely: width, blanks, dots, case."""
    kept = unicodedata.normalize("NFKC", name).replace(DOT, "")
    return re.sub(r"\s+", "", kept).casefold()


def person_names(names: Iterable[str]) -> pa.Table:
    """Per name: folded form, sound without tones, surname, the parts of a transliterated name, and
    how frequent such a name is."""
    rows = [_person(name) for name in names]
    return pa.Table.from_pylist(rows, schema=_PERSON)


_PERSON = pa.schema(
    [
        *((name, pa.string()) for name in ("raw", "folded", "sound", "surname", "own", "rest")),
        ("tf_name", pa.float64()),
    ]
)


def _person(name: str) -> dict[str, object]:
    folded = fold(name)
    own, _, rest = unicodedata.normalize("NFKC", name).partition(DOT)
    surname = folded[:2] if folded[:2] in _COMPOUND else folded[:1]
    return {
        "raw": name,
        "folded": folded,
        "sound": sound(folded),
        "surname": surname,
        "own": sound(fold(own)) if rest else None,
        "rest": sound(fold(rest)) if rest else None,
        "tf_name": frequency(surname, folded[len(surname) :]),
    }


def sound(text: str) -> str:
    """Pinyin without tones, syllables run together."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.NORMAL))


def frequency(surname: str, given: str) -> float:
    """How frequent a name is, if given names are chosen whatever the surname."""
    shares = _shares()
    other_surname, other_given = shares["other"]["surname"], shares["other"]["given_name"]
    return shares["surnames"].get(surname, other_surname) * shares["given_names"].get(
        given, other_given
    )


@cache
def _shares() -> dict[str, dict[str, float]]:
    path = SETTINGS / "names.json"
    loaded: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def entity_names(names: Iterable[str]) -> pa.Table:
    """Per name: folded form, its core without division and legal form, and its branch."""
    rows = [_entity(name) for name in names]
    return pa.Table.from_pylist(rows, schema=_ENTITY)


_ENTITY = pa.schema([(name, pa.string()) for name in ("raw", "folded", "core", "branch")])


def _entity(name: str) -> dict[str, object]:
    folded = fold(name)
    branch = _BRANCH.search(folded)
    whole = folded[: branch.start(1)] if branch else folded
    return {
        "raw": name,
        "folded": folded,
        "core": _FORMS.sub("", _PLACE.sub("", whole, count=1)),
        "branch": branch.group(1) if branch else None,
    }
