"""How far reviewers agree beyond chance: Krippendorff's alpha of all, Cohen's kappa of two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

Judged = tuple[int, str, str]  # pair, reviewer, verdict


@dataclass(frozen=True)
class Agreement:
    """Of the pairs that several people judged on their own: how often they said the same, and
    how much more often than chance would have it (1: always, 0: no more). None: nothing to tell,
    or everybody always said one and the same."""

    reviewers: tuple[str, ...]
    pairs: int
    agreed: int
    beyond_chance: float | None


def of_all(votes: Iterable[Judged]) -> Agreement:
    """Everybody's agreement, as Krippendorff's alpha for names: any number of people a pair."""
    by_pair: dict[int, list[str]] = defaultdict(list)
    who: set[str] = set()
    for pair, reviewer, verdict in votes:
        by_pair[pair].append(verdict)
        who.add(reviewer)
    several = [verdicts for verdicts in by_pair.values() if len(verdicts) > 1]
    agreed = sum(len(set(verdicts)) == 1 for verdicts in several)
    return Agreement(tuple(sorted(who)), len(several), agreed, alpha(several))


def alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha of nominal values; each unit has the values given by two or more."""
    seen = 0.0
    totals: Counter[str] = Counter()
    for unit in units:
        counts = Counter(unit)
        totals += counts
        differing = len(unit) ** 2 - sum(count**2 for count in counts.values())
        seen += differing / (len(unit) - 1)
    n = sum(totals.values())
    by_chance = n**2 - sum(count**2 for count in totals.values())
    return 1 - (n - 1) * seen / by_chance if by_chance else None


def of_each_two(votes: Iterable[Judged]) -> list[Agreement]:
    """The agreement of each two who judged pairs in common, as Cohen's kappa; most pairs first."""
    said: dict[str, dict[int, str]] = defaultdict(dict)
    for pair, reviewer, verdict in votes:
        said[reviewer][pair] = verdict
    found = [_of_two(one, other, said) for one, other in combinations(sorted(said), 2)]
    return sorted((each for each in found if each.pairs), key=lambda a: (-a.pairs, a.reviewers))


def _of_two(one: str, other: str, said: dict[str, dict[int, str]]) -> Agreement:
    common = sorted(said[one].keys() & said[other].keys())
    left = [said[one][pair] for pair in common]
    right = [said[other][pair] for pair in common]
    agreed = sum(a == b for a, b in zip(left, right, strict=True))
    return Agreement((one, other), len(common), agreed, kappa(left, right))


def kappa(left: Sequence[str], right: Sequence[str]) -> float | None:
    """Cohen's kappa of two people's verdicts on the same pairs."""
    n = len(left)
    if n == 0:
        return None
    observed = sum(a == b for a, b in zip(left, right, strict=True)) / n
    ours, theirs = Counter(left), Counter(right)
    expected = sum(ours[verdict] * theirs[verdict] for verdict in ours) / n**2
    return (observed - expected) / (1 - expected) if expected < 1 else None
