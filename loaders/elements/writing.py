"""Cleaning of writing that several elements share: widths, spaces, look-alikes, variants."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from opencc import OpenCC

from loaders.elements.base import only_where, true_in

# Blanks that Unicode does not call white space, and marks that nobody sees.
_INVISIBLE = (
    r"[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}\x{00ad}\x01-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
# Accents that stand alone, of which NFKC makes a blank and an accent that leans on what is before.
_ACCENTS = (
    r"[\x{a8}\x{af}\x{b4}\x{b8}\x{2d8}-\x{2dd}\x{37a}\x{384}\x{385}\x{1fbd}\x{1fbf}-\x{1fc1}"
    r"\x{1fcd}-\x{1fcf}\x{1fdd}-\x{1fdf}\x{1fed}\x{1fee}\x{1ffd}\x{1ffe}\x{203e}\x{fe49}-\x{fe4c}"
    r"\x{309b}\x{309c}\x{2017}\x{fc5e}-\x{fc63}\x{fe70}-\x{fe7f}\x{ffe3}]"
)
# Raised, encircled and bracketed digits, of which NFKC makes plain ones: 1,234① is no 12,341.
_NOTES = (
    "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
    "\u3220-\u3229\u3280-\u3289"
)
_UNNOTED = re.compile(f"[^{_NOTES}]+")
_DASHES = r"[\x{2010}-\x{2015}\x{2212}]"
_WIDE = r"[\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}\x{ff0d}\x{3000}]"
_HAN = r"\x{3007}\x{3400}-\x{9fff}\x{f900}-\x{faff}\x{20000}-\x{3ffff}"
HAN = f"[{_HAN}]"
# Traditional forms that the table of standard characters (2013) keeps for names and special senses.
_STANDARD = "乾於徵藉麽瞭夥昇陞脩谿鉅"
# Other writings of standard characters, which are no traditional forms.
_VARIANTS = (
    "淸清靑青硏研鄕乡兪俞敍叙栢柏崐昆兎兔寃冤揷插槪概吿告囘回囙因姙妊彊强戸户晩晚歩步毎每湻淳珎珍畧略皐皋皷鼓矦侯秇艺"
    "緖绪羗羌羢绒羮羹聨联菓果蔴麻蘓苏讃赞讐雠邉边郞郎鉄铁闗关陗峭隣邻霊灵頼赖飜翻餠饼騐验髙高鬪斗鶏鸡麤粗黒黑黙默輙辄籖签"
)


def clean(texts: pa.Array, nothing: tuple[str, ...]) -> pa.Array:
    """Without what nobody sees and blanks around; null where the text means there is nothing."""
    if _any(texts, _INVISIBLE):
        texts = pc.replace_substring_regex(texts, _INVISIBLE, "")
    texts = pc.utf8_trim_whitespace(texts)
    is_nothing = pc.is_in(texts, value_set=pa.array([*nothing, ""], texts.type))
    return pc.if_else(is_nothing, pa.scalar(None, texts.type), texts)


def compatible(texts: pa.Array) -> pa.Array:
    """NFKC: full-width letters, digits and signs become the usual ones, ligatures come apart; but
    the number of a footnote stays one."""
    if _all_ascii(texts):
        return texts
    if _any(texts, _ACCENTS):
        texts = pc.replace_substring_regex(texts, _ACCENTS, "")
    noted = true_in(pc.match_substring_regex(texts, f"[{_NOTES}]"))
    usual = pc.utf8_normalize(texts, form="NFKC")
    return pc.replace_with_mask(usual, noted, _beside_notes(pc.filter(texts, noted)))


def _beside_notes(texts: pa.Array) -> pa.Array:
    return pa.array(
        [_UNNOTED.sub(lambda run: normalize("NFKC", run[0]), text) for text in texts.to_pylist()],
        texts.type,
    )


def hyphens(texts: pa.Array) -> pa.Array:
    """The dashes and minus signs that word processors put, as the hyphen that was typed."""
    return pc.replace_substring_regex(texts, _DASHES, "-") if _any(texts, _DASHES) else texts


def narrow(texts: pa.Array) -> pa.Array:
    """Full-width letters and digits become the usual ones; Chinese punctuation stays."""
    if not _any(texts, _WIDE):
        return texts
    wide = pc.match_substring_regex(texts, _WIDE)
    found = pc.filter(texts, wide)
    for low, high, first in ((0xFF10, 0xFF19, "0"), (0xFF21, 0xFF3A, "A"), (0xFF41, 0xFF5A, "a")):
        for code in range(low, high + 1):
            found = pc.replace_substring(found, chr(code), chr(ord(first) + code - low))
    found = pc.replace_substring(pc.replace_substring(found, "　", " "), "－", "-")
    return pc.replace_with_mask(texts, pc.fill_null(wide, False), found)


def without_blanks(texts: pa.Array) -> pa.Array:
    """Without any white space."""
    return pc.replace_substring_regex(texts, r"\s+", "") if _any(texts, r"\s") else texts


def single_blanks(texts: pa.Array) -> pa.Array:
    """With one blank where there are several, and none beside a Chinese character."""
    if not _any(texts, r"\s"):
        return texts
    texts = pc.replace_substring_regex(texts, r"\s+", " ")
    texts = pc.replace_substring_regex(texts, f"({HAN}) ", r"\1")
    return pc.replace_substring_regex(texts, f" ({HAN})", r"\1")


def simplified(texts: pa.Array) -> pa.Array:
    """Traditional and variant characters as the standard has them."""
    start, count = texts.offset, len(texts)
    if not count or texts.buffers()[2] is None:
        return texts
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[start : start + count + 1]
    data = texts.buffers()[2][offsets[0] : offsets[-1]].to_pybytes().decode()
    characters = np.frombuffer(data.encode("utf-32-le"), np.dtype("<u4"))
    forms = _simple_forms()[characters]
    if (forms == characters).all():
        return texts
    changed = pa.py_buffer(forms.tobytes().decode("utf-32-le").encode())
    moved = pa.py_buffer(offsets - offsets[0])
    return only_where(pc.is_valid(texts), pa.StringArray.from_buffers(count, moved, changed))


def has_han(texts: pa.Array) -> pa.Array:
    """Where a Chinese character stands in the text."""
    return pc.match_substring_regex(texts, HAN)


def _any(texts: pa.Array, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, pattern)).as_py())


def _all_ascii(texts: pa.Array) -> bool:
    return bool(pc.all(pc.string_is_ascii(texts)).as_py() is not False)


@cache
def _simple_forms() -> npt.NDArray[np.uint32]:
    """Every character's simplified form, one by one: OpenCC's phrases are of common speech.

    Only forms as long as the character itself in UTF-8, so that texts keep their length.
    """
    forms = np.arange(0x110000, dtype=np.dtype("<u4"))
    letters = "".join(map(chr, range(0x3400, 0xA000)))
    for old, new in zip(letters, OpenCC("t2s").convert(letters), strict=True):
        if old not in _STANDARD and len(new.encode()) == len(old.encode()):
            forms[ord(old)] = ord(new)
    for old, new in zip(_VARIANTS[::2], _VARIANTS[1::2], strict=True):
        forms[ord(old)] = ord(new)
    return forms
