"""When a pair is decided: how many people a verdict needs, and what their votes come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.reviewing import VERDICTS
from runtime.settings import settings

AGREED = 2  # where people contradict each other, two must say the same


@dataclass(frozen=True)
class Outcome:
    """What the votes on a pair come to: a verdict, or how many more people are wanted at least."""

    verdict: str | None
    wanted: int
    disputed: bool


def needed(thing: str) -> dict[str, int]:
    """How many different people each verdict on this thing needs, after the settings."""
    two = settings().two_people
    return {
        verdict: 2 if {f"{thing}:{verdict}", f"*:{verdict}"} & two else 1 for verdict in VERDICTS
    }


def outcome(votes: Iterable[str], need: Mapping[str, int]) -> Outcome:
    """A verdict stands when enough people gave it and nobody said the opposite.

    Where some said same and others different, it takes at least two of one mind, and more than of
    the other. To be unsure contradicts nobody: it is the verdict when enough people are unsure and
    they outnumber those who are sure.
    """
    count = Counter(votes)
    sure = count["same"] + count["different"]
    missing = {
        verdict: _missing(count[verdict], count[opposite], need[verdict])
        for verdict, opposite in (("same", "different"), ("different", "same"))
    }
    missing["unsure"] = max(need["unsure"], sure + 1) - count["unsure"]
    reached = next((verdict for verdict, more in missing.items() if more <= 0), None)
    disputed = bool(count["same"] and count["different"])
    return Outcome(reached, 0 if reached else min(missing.values()), disputed)


def _missing(votes: int, against: int, need: int) -> int:
    """How many more votes a verdict wants that others spoke against."""
    return max(need, against + 1, AGREED if against else 1) - votes
