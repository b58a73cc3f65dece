"""A person's name taken apart into given name and surname, whatever its script."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.types.folding import fold, has_han

# Words that go with the surname after them, and words around a name that are none of it.
_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "di", "da", "du", "dos", "das", "la", "le",
     "ter", "ten", "bin", "ibn", "al", "el", "abu", "zu", "zum", "zur", "mac", "san", "st"}
)  # fmt: skip
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "herr", "frau", "mme", "mlle", "jr",
     "sr", "ii", "iii", "iv"}
)  # fmt: skip
_HAN_ONLY = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff·]")
_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛夏侯皇甫尉迟公孙慕容长孙宇文司徒令狐东方南宫独孤端木轩辕申屠淳于单于太史呼延"
        "澹台公冶宗政濮阳仲孙钟离闻人赫连拓跋百里东郭西门",
    )
)


@dataclass(frozen=True)
class Parts:
    """Folded; None is not known. A transliterated name's own part is the given name."""

    given: str | None
    surname: str | None
    middle: str | None = None


def apart(full: str) -> Parts:
    """The parts of a name written in one piece."""
    if has_han(full):
        return _han(full)
    surname, comma, rest = full.partition(",")
    if comma:
        given, *middle = _named(rest) or [""]
        return Parts(
            given, " ".join(_named(surname)) or None, " ".join(filter(None, middle)) or None
        )
    words = _named(full)
    if len(words) < 2:
        return Parts(None, words[0] if words else None)
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return Parts(words[0], " ".join(words[start:]), " ".join(words[1:start]) or None)


def _named(text: str) -> list[str]:
    return [word for word in fold(text).split() if word not in _TITLES]


def _han(full: str) -> Parts:
    name = _HAN_ONLY.sub("", full.replace("•", "·").replace(".", "·").replace("・", "·"))
    own, dot, rest = name.partition("·")
    if dot:
        return Parts(own or None, rest.replace("·", "") or None)
    length = 2 if name[:2] in _COMPOUND and len(name) > 2 else 1
    return Parts(name[length:] or None, name[:length] or None)
