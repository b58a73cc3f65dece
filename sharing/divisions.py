"""What a division code meant on a day, where it went and where it came from, by the lineage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, text

from loaders.elements import READERS, Aspect
from runtime.errors import SikuError


class NoSuchDivision(SikuError):
    """Somebody asked for a code that no register of divisions has."""


@dataclass(frozen=True)
class Period:
    """A stretch of time in which a code meant one division; `valid_to` is none while it goes on."""

    code: str
    name: str | None
    level: str | None
    superiors: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return _from(self) <= day < _to(self)


@dataclass(frozen=True)
class Step:
    """What followed a period, or went before it: a code, when, and what happened there in turn.

    `part` says that the division itself went on, and only a part of it changed its code; `changed`
    is the date as far as it is told. A period that the tree has told already is not told `again`.
    """

    code: str
    changed: str | None
    part: bool
    kind: str | None
    decree: str | None
    period: Period | None
    further: tuple[Step, ...] = ()
    again: bool = False


@dataclass(frozen=True)
class Account:
    """All that is known of a code on a day. `told` is the period the rest speaks of: that of the
    day, or else the nearest."""

    asked: str
    on: dt.date
    in_force: bool
    told: Period
    names: dict[str, str | None]
    periods: tuple[Period, ...]
    went: tuple[Step, ...]
    came: tuple[Step, ...]
    today: tuple[Period, ...]


def account(connection: Connection, code: str, on: dt.date, today: dt.date) -> Account:
    """What the code was on the day, where it went, and where it came from."""
    lineage, code = _Lineage(connection), _standard(code)
    periods = lineage.periods(code)
    if not periods:
        raise NoSuchDivision(
            f"no division has or had the code {code!r}",
            where="spatial.division",
            hint="codes have 6, 9 or 12 digits; select code, name from spatial.division",
        )
    told = min(periods, key=lambda period: _distance(period, on))
    day = min(max(on, _from(told)), _to(told) - dt.timedelta(days=1))
    went = lineage.after(told)
    return Account(
        asked=code,
        on=on,
        in_force=told.holds(on),
        told=told,
        names=_names(connection, code, day),
        periods=periods,
        went=went,
        came=lineage.before(told),
        today=(told,) if told.holds(today) else _leaves(went, today),
    )


class _Lineage:
    """The lineage as far as it was asked for, a query for each code."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._of: dict[str, list[Any]] = {}

    def periods(self, code: str) -> tuple[Period, ...]:
        """The periods of a code, the earliest first."""
        self._fetch([code])
        found = {_period(row): None for row in self._of[code] if row.valid_from}
        return tuple(sorted(found, key=_from))

    def after(self, period: Period, told: set[Period] | None = None) -> tuple[Step, ...]:
        """What followed a period, and what followed that, down to codes in force."""
        told = {period} if told is None else told
        self._fetch([period.code])
        rows = [
            row for row in self._of[period.code] if row.successor_code and _period(row) == period
        ]
        self._fetch([row.successor_code for row in rows])
        return tuple(self._step_after(row, told) for row in sorted(rows, key=_order))

    def before(self, period: Period, told: set[Period] | None = None) -> tuple[Step, ...]:
        """What went into a period, and what had gone into what it began as."""
        told = {period} if told is None else told
        rows = self._connection.execute(_BEFORE, {"code": period.code}).all()
        return tuple(
            self._step_before(row, period, told)
            for row in sorted(rows, key=_order)
            if self._met(period.code, row) == period and _period(row) != period
        )

    def _step_after(self, row: Any, told: set[Period]) -> Step:
        part = _is_part(row)
        target = self._met(row.successor_code, row)
        again = target in told
        further: tuple[Step, ...] = ()
        if target and not part and not again:
            told.add(target)
            further = self.after(target, told)
        return Step(
            row.successor_code, row.changed, part, row.kind, row.decree, target, further,
            again and not part,
        )  # fmt: skip

    def _step_before(self, row: Any, into: Period, told: set[Period]) -> Step:
        source = _period(row)
        again = source in told
        founding = row.changed_on is not None and row.changed_on <= _from(into)
        further: tuple[Step, ...] = ()
        if founding and row.valid_from and not _is_part(row) and not again:
            told.add(source)
            further = self.before(source, told)
        return Step(
            row.code, row.changed, _is_part(row), row.kind, row.decree, source, further,
            again and founding,
        )  # fmt: skip

    def _met(self, code: str, row: Any) -> Period | None:
        """The period of a code that a step leads to: that of the day, or the next one."""
        periods = self.periods(code)
        if row.changed_on is None:
            return periods[-1] if periods else None
        later = [period for period in periods if row.changed_on < _to(period)]
        return later[0] if later else None

    def _fetch(self, codes: Iterable[str]) -> None:
        for code in codes:
            if code not in self._of:
                # One code at a time: then the database looks up that code alone.
                self._of[code] = list(self._connection.execute(_OF, {"code": code}))


_COLUMNS = (
    "code, name, level, superiors, valid_from, nullif(valid_to, 'infinity') as valid_to,"
    " successor_code, changed_on, changed, kind, decree"
)
_OF = text(f"select {_COLUMNS} from spatial.division_lineage where code = :code")
_BEFORE = text(f"select {_COLUMNS} from spatial.division_lineage where successor_code = :code")
_NAMES = text(
    "select full_name, province, prefecture, county from spatial.division_on(:code, :day)"
)


def _standard(code: str) -> str:
    """The code as it is stored; what is no code is left as it is, for nobody to find."""
    read = READERS["division"](pa.array([code]), Aspect("division")).values[0].as_py()
    return str(read or code)


def _names(connection: Connection, code: str, day: dt.date) -> dict[str, str | None]:
    """The full name on a day, and the superiors in it."""
    return dict(connection.execute(_NAMES, {"code": code, "day": day}).mappings().one())


def _leaves(steps: Iterable[Step], today: dt.date) -> tuple[Period, ...]:
    """The periods in force today that whole divisions ended up in."""
    found: dict[Period, None] = {}
    for step in steps:
        if step.part or step.period is None:
            continue
        if step.period.holds(today):
            found[step.period] = None
        found.update(dict.fromkeys(_leaves(step.further, today)))
    return tuple(found)


def _period(row: Any) -> Period:
    return Period(row.code, row.name, row.level, row.superiors, row.valid_from, row.valid_to)


def _is_part(row: Any) -> bool:
    """Whether the division went on after the step: only a part of it went."""
    return row.changed_on is None or (row.valid_to is None or row.changed_on < row.valid_to)


def _order(row: Any) -> tuple[dt.date, str, str]:
    return row.changed_on or dt.date.max, row.code, row.successor_code


def _from(period: Period) -> dt.date:
    return period.valid_from or dt.date.min


def _to(period: Period) -> dt.date:
    return period.valid_to or dt.date.max


def _distance(period: Period, day: dt.date) -> dt.timedelta:
    """How far a day is from a period; nothing within it."""
    return max(_from(period) - day, day - _to(period) + dt.timedelta(days=1), dt.timedelta(0))
