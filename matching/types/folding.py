"""Text without what writers choose freely: case, width, accents, punctuation, legal spellings."""

from __future__ import annotations

import re
import unicodedata

import jellyfish

from matching.language.remembered import remembered

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
# Letters that Unicode does not take apart, and German vowels as typewriters wrote them.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_MARKED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

# Words of addresses that are written short: each has one form.
_SHORT = {
    "street": "st", "str": "st", "strasse": "st", "road": "rd", "avenue": "ave", "av": "ave",
    "place": "pl", "crescent": "cres", "court": "ct", "drive": "dr", "close": "cl", "lane": "ln",
    "circuit": "cct", "circle": "cir", "terrace": "tce", "boulevard": "blvd", "highway": "hwy",
    "parade": "pde", "square": "sq", "parkway": "pkwy", "mount": "mt", "saint": "st",
    "north": "n", "south": "s", "east": "e", "west": "w", "apartment": "apt", "suite": "ste",
    "building": "bldg", "floor": "fl", "platz": "pl", "weg": "w", "village": "vlge",
    "retirement": "retrmnt",
}  # fmt: skip
# German streets are written in one word: Hauptstraße, Hauptstr.
_STREET = re.compile(r"(?<=[a-z])(strasse|str)\b")


def fold(text: str) -> str:
    """Letters and digits in small letters without marks, words parted by one blank."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """The folded words of a text; an apostrophe parts no word."""
    return _WORD.findall(plain(text).replace("'", "").replace("\u2019", ""))


def plain(text: str) -> str:
    """Small letters of plain width without marks."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in apart if not unicodedata.combining(c))


def spelt_out(text: str) -> str:
    """Folded with ä, ö and ü as ae, oe and ue."""
    return fold(unicodedata.normalize("NFKC", text).casefold().translate(_MARKED))


def has_han(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return bool(_HAN.search(text))


@remembered
def sound(word: str) -> str | None:
    """How a Latin word sounds, roughly; None of what is not written in Latin letters."""
    if not word.isascii() or not any(c.isalpha() for c in word):
        return None
    return jellyfish.metaphone(word.replace(" ", "")) or None


def shortened(text: str) -> str:
    """An address in Latin letters with its common words in their short forms."""
    found = words(_STREET.sub(r" \1", plain(text)))
    return " ".join(_SHORT.get(word, word) for word in found)
