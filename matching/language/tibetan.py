"""How a Tibetan syllable sounds, roughly: which of its stacked letters is said, after the rules of
Lhasa speech that Chinese transliterations follow."""

from __future__ import annotations

from matching.language.remembered import remembered

_PREFIXES = frozenset("གདབམའ")
_MEDIALS = {"\u0fb1": "y", "\u0fb2": "r", "\u0fb3": "l", "\u0fad": "w"}
# Sounds by the basic letter; those that differ only in what Chinese cannot write are one.
_LETTERS = {
    **dict.fromkeys("ཀཁག", "k"), **dict.fromkeys("ཅཆཇ", "s"), "ཉ": "n", **dict.fromkeys("ཏཐད", "t"),
    "ན": "n", **dict.fromkeys("པཕབ", "p"), "མ": "m", **dict.fromkeys("ཙཚཛ", "s"), "ཝ": "p",
    **dict.fromkeys("ཞཟཤས", "s"), **dict.fromkeys("རལ", "l"), **dict.fromkeys("ངའཡཧཨ", ""),
}  # fmt: skip
_ENDS = frozenset("ནངམ")


@remembered
def rough_syllable(syllable: str) -> str:
    """The rough key of one syllable: བཀྲ is `s`, བསྟན is `tn`."""
    stacks = _stacks(syllable)
    if not stacks:
        return ""
    place = _root(stacks)
    prefix = stacks[place - 1][0] if place else ""
    after = stacks[place + 1][0] if place + 1 < len(stacks) else ""
    return _onset(stacks[place], prefix) + ("n" if after in _ENDS else "")


def _stacks(syllable: str) -> list[str]:
    """Letters with what hangs below them, their vowel last."""
    stacks: list[str] = []
    for character in syllable:
        code = ord(character)
        if 0x0F40 <= code <= 0x0F6C:
            stacks.append(character)
        elif stacks and (0x0F90 <= code <= 0x0FBC or 0x0F71 <= code <= 0x0F7D):
            stacks[-1] += character
    return stacks


def _root(stacks: list[str]) -> int:
    """Which letter is said: the one that bears a vowel or others; else by what may stand before."""
    for place, stack in enumerate(stacks):
        if len(stack) > 1:
            return place
    before = stacks[0] in _PREFIXES
    if len(stacks) == 4 or (len(stacks) == 3 and before and stacks[2] != "ས"):
        return 1
    return 0


def _onset(stack: str, prefix: str) -> str:
    letters = [c for c in stack if not 0x0F71 <= ord(c) <= 0x0F7D]
    medials = {_MEDIALS[c] for c in letters[1:] if c in _MEDIALS}
    below = [c for c in letters[1:] if c not in _MEDIALS]
    # What hangs below r, l or s is the letter that is said.
    root = chr(ord(below[0]) - 0x50) if below and letters[0] in "རལས" else letters[0]
    if root == "ཧ" and letters[0] == "ལ":
        return "l"
    if root == "བ" and prefix == "ད" and "y" in medials:
        return ""
    sound = _LETTERS.get(root, "")
    if ("y" in medials and sound in ("k", "p")) or ("r" in medials and sound in ("k", "t", "p")):
        return "s"
    if "y" in medials and sound == "m":
        return "n"
    if "l" in medials:
        return "t" if root == "ཟ" else "l"
    return sound
