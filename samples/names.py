"""People's names: surnames by frequency, given names by cohort, minority names with their forms."""

from typing import Final

import numpy as np
import pyarrow as pa

from samples.numbers import Ints, Strings, choose, join, pick, take
from samples.vocabulary import rows, words

_NUMBERED: Final = words("surnames")
SURNAMES: Final = [entry.rstrip("0123456789") for entry in _NUMBERED]
SURNAME_WEIGHTS: Final = [
    int(entry[len(name) :]) for entry, name in zip(_NUMBERED, SURNAMES, strict=True)
]

# Given names in fashion, by sex and cohort (born before 1970, 1970 to 1999, since 2000).
POPULAR: Final = {
    (sex, cohort): words(f"popular_{people}_{cohort}")
    for sex, people in ((1, "men"), (2, "women"))
    for cohort in (0, 1, 2)
}
MALE: Final = list(words("characters_men")[0])
FEMALE: Final = list(words("characters_women")[0])

# One of each row is as good as another, and departments choose differently.
TRANSLITERATIONS: Final = (*rows("turkic_men"), *rows("turkic_women"))
_TURKIC_MEN: Final = [row[0] for row in rows("turkic_men")]
_TURKIC_WOMEN: Final = [row[0] for row in rows("turkic_women")]

TURKIC: Final = (5, 17, 29, 41, 43, 50)
TIBETAN: Final = (4, 54)
MONGOLIAN, YI, RUSSIAN = 2, 7, 44


def surnames(rng: np.random.Generator, count: int) -> Ints:
    """Positions in SURNAMES, drawn by frequency."""
    return pick(rng.random(count), SURNAME_WEIGHTS)


def given(rng: np.random.Generator, sex: Ints, born: Ints) -> Strings:
    """Given names fitting sex and year of birth."""
    count = len(sex)
    cohort = np.digitize(born, [1970, 2000])
    group = (sex - 1) * 3 + cohort
    popular = [POPULAR[s, c] for s in (1, 2) for c in (0, 1, 2)]
    flat, starts = _flatten(popular)
    sizes = np.array([len(words) for words in popular])
    # Squaring prefers the front of each list: names in fashion are shared by many.
    fashion = take(flat, starts[group] + (rng.random(count) ** 2 * sizes[group]).astype(np.int64))
    pool, pool_starts = _flatten([MALE, FEMALE])
    lengths = np.array([len(MALE), len(FEMALE)])[sex - 1]
    first = take(pool, pool_starts[sex - 1] + (rng.random(count) * lengths).astype(np.int64))
    second = take(pool, pool_starts[sex - 1] + (rng.random(count) * lengths).astype(np.int64))
    two = join(first, second)
    kind = rng.random(count)
    return choose(kind < 0.35, fashion, choose(kind < 0.45, first, two))


def full_names(
    rng: np.random.Generator, surname: Ints, sex: Ints, born: Ints, ethnic: Ints
) -> Strings:
    """Whole names: surname and given name, or the forms of peoples who name otherwise."""
    names = join(take(SURNAMES, surname), given(rng, sex, born))
    for people, make in (
        (TURKIC, _turkic),
        (TIBETAN, _tibetan),
        ((MONGOLIAN,), _mongolian),
        ((YI,), _yi),
        ((RUSSIAN,), _russian),
    ):
        # Half of the Mongols and two thirds of the Yi use Chinese surnames.
        keep = {MONGOLIAN: 0.5, YI: 0.35}.get(people[0], 1.0)
        chosen = np.isin(ethnic, people) & (rng.random(len(sex)) < keep)
        if chosen.any():
            count = int(chosen.sum())
            replaced = names.to_numpy(zero_copy_only=False).copy()
            replaced[chosen] = make(rng, sex[chosen], count).to_numpy(zero_copy_only=False)
            names = pa.array(replaced, pa.string())
    return names


def _flatten(lists: list[list[str]]) -> tuple[list[str], Ints]:
    starts = np.cumsum([0, *(len(words) for words in lists[:-1])])
    return [word for words in lists for word in words], starts


def _any(rng: np.random.Generator, words: list[str], count: int) -> Strings:
    return take(words, rng.integers(0, len(words), count))


def _by_sex(rng: np.random.Generator, sex: Ints, men: list[str], women: list[str]) -> Strings:
    return choose(sex == 1, _any(rng, men, len(sex)), _any(rng, women, len(sex)))


def _turkic(rng: np.random.Generator, sex: Ints, count: int) -> Strings:
    own = _by_sex(rng, sex, _TURKIC_MEN, _TURKIC_WOMEN)
    return join(own, "·", _any(rng, _TURKIC_MEN, count))


def _tibetan(rng: np.random.Generator, sex: Ints, count: int) -> Strings:
    return join(
        _any(rng, words("tibetan_first"), count),
        _by_sex(rng, sex, words("tibetan_men"), words("tibetan_women")),
    )


def _mongolian(rng: np.random.Generator, sex: Ints, count: int) -> Strings:
    del count
    return _by_sex(rng, sex, words("mongolian_men"), words("mongolian_women"))


def _yi(rng: np.random.Generator, sex: Ints, count: int) -> Strings:
    del sex
    return join(_any(rng, words("yi_clans"), count), "·", _any(rng, words("yi_given"), count))


def _russian(rng: np.random.Generator, sex: Ints, count: int) -> Strings:
    own = _by_sex(rng, sex, words("russian_men"), words("russian_women"))
    return join(own, "·", _any(rng, words("russian_men"), count))
