"""How much noise and how much change there is: every rate of the province in one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Noise:
    """Shares of rows (of those the kind applies to) that carry each kind of noise."""

    homophone: float = 0.008
    """A character of a name replaced by one that sounds the same."""
    look_alike: float = 0.004
    """A character of a name replaced by one that looks the same."""
    traditional: float = 0.006
    """A name in traditional characters."""
    transliteration: float = 0.20
    """A transliterated name with another spelling or another dot (of the names with `·`)."""
    full_width: float = 0.01
    """Digits of a number in full-width forms."""
    fifteen_digits: float = 0.015
    """The former 15-digit citizen number (of people born before 1985)."""
    mistyped: float = 0.008
    """A number with one wrong digit or two digits swapped."""
    missing_number: float = 0.03
    """No number at all."""
    wrong_date: float = 0.006
    """A date off by a day, or with day and month swapped."""
    missing_phone: float = 0.10
    """No telephone number."""
    abbreviated: float = 0.05
    """A company's name abbreviated."""
    former_name: float = 0.24
    """A company under the name it had before (of those that had one)."""
    shifted: float = 0.02
    """A point shifted by some tens to hundreds of metres."""
    duplicate: float = 0.002
    """A person registered twice, under two keys."""
    unreadable: float = 0.004
    """A row that cannot be read: an impossible date, an unknown code, a required value empty."""


@dataclass(frozen=True)
class Society:
    """Shares at the start, of persons unless said otherwise."""

    twins: float = 0.012
    """Children with a twin, of children with a younger sibling."""
    namesake_neighbours: float = 0.001
    """People with the name and birthday of a neighbour."""
    minority: float = 0.14
    """People of one of the 55 minorities (three times as many in the last prefecture)."""


@dataclass(frozen=True)
class Change:
    """Events in a month, as shares of what they happen to."""

    births: float = 0.0012
    deaths: float = 0.0007
    moves: float = 0.0030
    marriages: float = 0.0008
    divorces: float = 0.0004
    renames: float = 0.0004
    founded: float = 0.010
    company_renames: float = 0.006
    cancelled: float = 0.005
    new_representatives: float = 0.005
    parcel_splits: float = 0.002
    parcel_merges: float = 0.001
    sales: float = 0.003
    revised: float = 0.05
    """Macro figures of the latest year that are revised."""


@dataclass(frozen=True)
class Rates:
    """All rates together."""

    noise: Noise = Noise()
    society: Society = Society()
    change: Change = Change()
