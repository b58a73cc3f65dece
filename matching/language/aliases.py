"""What names in another script are called in Chinese, learnt from records that delivered both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product

from matching.language.names import PersonName

# Each part of a name by how others wrote it in Chinese, the usual way first.
Aliases = Mapping[str, tuple[str, ...]]

_FORMS = 3
_MOST = 8
NONE: Aliases = {}


def learn(pairs: Iterable[tuple[PersonName, PersonName]], least: int = 2) -> Aliases:
    """Which Chinese forms the parts of names have, from names of one person in two scripts.

    A form counts that stands beside a part at least so often, in one part of ten; so a slip, or
    somebody else's name in the other column, teaches nothing.
    """
    seen: dict[str, Counter[str]] = {}
    for foreign, chinese in pairs:
        for part, form in zip(_parts(foreign), _parts(chinese), strict=False):
            seen.setdefault(part, Counter())[form] += 1
    learnt = {}
    for part, forms in seen.items():
        whole = sum(forms.values())
        kept = [f for f, n in forms.most_common(_FORMS) if n >= least and n * 10 >= whole]
        if kept:
            learnt[part] = tuple(kept)
    return learnt


def chinese(name: PersonName, aliases: Aliases) -> tuple[str, ...]:
    """How a name in another script may be written in Chinese, without dots; nothing if one of its
    parts is not known."""
    choices = [aliases.get(part, ()) for part in _parts(name)]
    if not choices or not all(choices):
        return ()
    return tuple("".join(forms) for forms in product(*choices))[:_MOST]


def _parts(name: PersonName) -> tuple[str, ...]:
    return name.parts or (name.written,)
