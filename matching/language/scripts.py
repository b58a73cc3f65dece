"""A rough key of how a name of another language sounds, the same from its own script and from the
Chinese characters or Latin letters that transliterate it.

Vowels go, and what Chinese syllables cannot tell apart becomes one: p for b p f v w, t for d t, k
for g k, l for l r, s for every hissing sound, n for what ends in n, ng or m. مۇھەممەت, 买买提 and
MUHEMMET are all `mt`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product

from matching.language.remembered import remembered
from matching.language.sounds import syllables
from matching.language.tibetan import rough_syllable

_MOST = 4
_SCRIPTS = (
    ("uyghur", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("tibetan", "\u0f00-\u0fff"),
    ("mongolian", "\u1800-\u18af"),
    ("cyrillic", "\u0400-\u052f"),
    ("yi", "\ua000-\ua4cf"),
    ("hangul", "\u1100-\u11ff\uac00-\ud7af"),
    ("han", "〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"),
    ("latin", "A-Za-z\u00c0-\u024f\u1e00-\u1eff"),
)
_KINDS = tuple((name, re.compile(f"[{letters}]")) for name, letters in _SCRIPTS)

# `?` stands before a sound that Chinese writes or leaves out, `-` for none.
_UYGHUR = {
    "p": "بپفۋڤ", "t": "تدطض", "k": "كگک", "?k": "قغ", "l": "لر", "s": "سزشژجچصثذظ", "n": "نڭ",
    "m": "م", "-": "ئخھهحع",
}  # fmt: skip
_CYRILLIC = {
    "p": "бпвф", "t": "тд", "k": "кг", "?k": "қғ", "l": "лр", "s": "сзцчшщж", "n": "нң", "m": "м",
    "-": "хһ",
}  # fmt: skip
_MONGOLIAN = {
    "p": "ᠪᠫᠸᠹ", "t": "ᠲᠳ", "k": "ᠺ", "?k": "ᠭ", "l": "ᠯᠷᡀ", "s": "ᠰᠱᠴᠵᠼᠽᠿᡁᡂ", "n": "ᠨᠩ", "m": "ᠮ",
    "-": "ᠬᠻᠾ",
}  # fmt: skip
_LATIN = {
    "p": "bpfvw", "t": "dt", "k": "kg", "?k": "q", "l": "lr", "s": "szcj", "n": "n", "m": "m",
    "-": "hx",
}  # fmt: skip
_SOUNDS = {
    letter: sound
    for table in (_UYGHUR, _CYRILLIC, _MONGOLIAN, _LATIN)
    for sound, letters in table.items()
    for letter in letters
}
_ENDINGS = str.maketrans("木姆", "恩恩")
_DIGRAPHS = (("zh", "s"), ("sh", "s"), ("ch", "s"), ("ng", "n"), ("gh", "q"), ("kh", "h"))
_VOWELS = frozenset("aeiouyäöüəıаәеёиіоөуұүыэюяйىيېەاۇۆۈوۅۉᠠᠡᠢᠣᠤᠥᠦᠧᠶ")
_WORD = re.compile(r"[^\W\d_]+")
_TWICE = re.compile(r"(.)\1+")


def script(text: str) -> str:
    """In which script most of a name is: Chinese if any of it is."""
    counts = {name: len(letters.findall(text)) for name, letters in _KINDS}
    if counts["han"]:
        return "han"
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else "other"


def rough(text: str, kind: str) -> tuple[str, ...]:
    """The rough keys of a name in its own script or in Latin letters, without its blanks."""
    if kind == "tibetan":
        return (once("".join(rough_syllable(part) for part in re.split("[་༌།\\s]+", text))),)
    if kind == "yi":
        text = " ".join(unicodedata.name(c, "").rpartition(" ")[2][:-1].lower() for c in text)
    decomposed = unicodedata.normalize("NFKC", text).casefold()
    keys: list[tuple[str, ...]] = [_word(word, kind) for word in _WORD.findall(decomposed)]
    return tuple(dict.fromkeys(once("".join(parts)) for parts in product(*keys)))[:_MOST]


def rough_of_han(text: str) -> tuple[str, ...]:
    """The rough keys of a transliteration in Chinese characters.

    木 and 姆 write an m with or without a vowel, and others write that without as n.
    """
    key = once("".join(map(_rough, text)))
    if text.translate(_ENDINGS) == text:
        return (key,)
    ended = text[0] + text[1:].translate(_ENDINGS)
    return tuple(dict.fromkeys((key, once("".join(map(_rough, ended))))))


def once(key: str) -> str:
    """Sounds that follow themselves once: double letters, and 努尔兰 beside 努兰."""
    return _TWICE.sub(r"\1", key)


@cache
def _rough(character: str) -> str:
    return rough_pinyin(syllables(character)[0])


@remembered
def rough_pinyin(syllable: str) -> str:
    """The rough key of one syllable of pinyin."""
    if syllable in ("er", "r"):
        return "l"
    end = "n" if syllable.endswith(("n", "ng")) and len(syllable) > 1 else ""
    if syllable[:2] in ("zh", "ch", "sh") or syllable[:1] in tuple("zcsjqx"):
        return "s" + end
    if syllable[:2] == "wu" or not syllable.isascii():
        return end
    start = _SOUNDS.get(syllable[:1], "")
    return ("" if start == "-" else start.lstrip("?")) + end


@remembered
def _word(word: str, kind: str) -> tuple[str, ...]:
    if kind == "latin":
        split = pinyin(word)
        if split:
            return (once("".join(map(rough_pinyin, split))),)
        plain = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in plain if not unicodedata.combining(c))
        for letters, one in _DIGRAPHS:
            word = word.replace(letters, one)
    choices: list[tuple[str, ...]] = []
    for place, letter in enumerate(word):
        sound = _SOUNDS.get(letter, "")
        before, after = word[place - 1 : place], word[place + 1 : place + 2]
        if letter == "m" or sound == "m":
            sound = "m" if after in _VOWELS and after else "n" if after != letter else ""
        if sound.startswith("?"):
            between = before in _VOWELS and after in _VOWELS and before and after
            choices.append(("", "k") if between and kind == "mongolian" else ("k", ""))
        elif sound and sound != "-":
            choices.append((sound,))
    if sum(len(choice) > 1 for choice in choices) > 2:
        choices = [choice[:1] for choice in choices]
    return tuple(dict.fromkeys(once("".join(parts)) for parts in product(*choices)))


_INITIALS = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
_FINALS = (
    "(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ao|ou|an|en|in|un|vn|ia|ie|iu|"
    "ua|uo|ui|ue|ve|er|a|o|e|i|u|v)"
)
_PINYIN = re.compile(f"(?:{_INITIALS}{_FINALS}|(?:ang|eng|ai|ei|ao|ou|an|en|er|a|o|e))")
_ALL_PINYIN = re.compile(f"(?:{_PINYIN.pattern})+")


@remembered
def pinyin(word: str) -> tuple[str, ...]:
    """The syllables of a word that is all pinyin; nothing if it is not."""
    if not _ALL_PINYIN.fullmatch(word):
        return ()
    found: list[str] = []
    rest = word
    while rest:
        # The longest first syllable after which the rest is pinyin, too.
        for size in range(min(6, len(rest)), 0, -1):
            after = rest[size:]
            if _PINYIN.fullmatch(rest[:size]) and (not after or _ALL_PINYIN.fullmatch(after)):
                found.append(rest[:size])
                rest = after
                break
        else:
            return ()
    return tuple(found)
