"""What small deliveries cost against a stock and against ten times as much, as figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.frame import Figure

BAR = 1.5
# The first deliveries after a stock was built find on disk what is in memory where deliveries come
# every day: they are told apart.
FIRST = 3


def growth(what: str, one: Sequence[float], tenfold: Sequence[float]) -> Iterator[Figure]:
    """Seconds of the same deliveries, in their order, against both stocks."""
    ratios = [after / before for after, before in zip(tenfold, one, strict=True)]
    yield Figure(f"{what} against the stock", "s", "lower", tuple(one[FIRST:]))
    yield Figure(f"{what} against ten times the stock", "s", "lower", tuple(tenfold[FIRST:]))
    of = f"{what}, ten times the stock / the stock"
    yield Figure(of, "×", "lower", tuple(ratios[FIRST:]), BAR)
    yield Figure(f"{of}, just after it was built", "×", "lower", tuple(ratios[:FIRST]))
