"""Where to kill: drawn from a seed, so that what was found can be found again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tests.kill.running import Run

Who = Literal["process", "process and database", "database"]
WHO: list[Who] = ["process", "process and database", "database"]


@dataclass(frozen=True)
class Point:
    """A moment in a command, and who is killed then."""

    number: int
    act: int
    who: Who
    moment: int | None = None  # just before the command's so many-th moment, or …
    step: int = 0  # … so many seconds after it began this step
    after: float = 0.0
    family: bool = False  # the processes that it started too, or they are left behind

    def __str__(self) -> str:
        when = f"moment {self.moment}" if self.moment else f"step {self.step} + {self.after:.3f} s"
        return f"point {self.number}: command {self.act}, {when}, {self.who}"


def point(seed: int, number: int, again: int, whole: Sequence[Run]) -> Point:
    """A third anywhere in all the time it takes, a third within a step, a third by counting."""
    chance = random.Random(f"{seed} {number} {again}")
    way = chance.choice(["time", "step", "moment"])
    who: Who = chance.choices(WHO, [4, 5, 1])[0]
    act, step = chance.randrange(len(whole)), 0
    if way == "time":
        act = chance.choices(range(len(whole)), [run.lasted for run in whole])[0]
        at = chance.uniform(0, whole[act].lasted)
        step = max(n for n, began in enumerate(whole[act].steps) if began <= at)
        after = at - whole[act].steps[step]
        return Point(number, act, who, None, step, after, chance.random() < 0.5)
    if way == "moment" and who != "database":
        return Point(number, act, who, chance.randint(1, whole[act].moments))
    step = chance.randrange(len(whole[act].steps))
    end = [*whole[act].steps[1:], whole[act].lasted][step]
    after = chance.uniform(0, end - whole[act].steps[step])
    return Point(number, act, who, None, step, after, chance.random() < 0.5)
