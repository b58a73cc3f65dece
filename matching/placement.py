"""Where records belong: the machine's word, and above it what people decided. Pure.

A master's id means the record that founded it. `same` says that a record and that founder speak of
one, so all that is decided the same stands under one id: the one named by the last such decision,
others lead there. A record without such a decision stands where the machine last put it, wherever
that id leads now. `different` keeps two apart: who is not bound by a decision leaves, and gets back
the id that it founded itself, or a new one. So what holds is a function of the machine's links and
the decisions in force, and taking a decision back restores what would be without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

HUMAN = ("decision", "merged", "split")

Node = tuple[str, int]


@dataclass(frozen=True)
class Link:
    """A link in force; `home` is the master where the machine put the record, if it did."""

    master_id: int
    method: str
    home: int | None


@dataclass(frozen=True)
class Identity:
    """A lasting id: the record that founded it, where it leads, whether a split gave it."""

    master_id: int
    founder: int | None
    merged_into: int | None
    of_split: bool


@dataclass(frozen=True)
class Decided:
    """A decision in force, in the order in which they were made."""

    decision_id: int
    record_id: int
    master_id: int
    verdict: str


@dataclass(frozen=True)
class Scene:
    """The records and ids that decisions bear on, and all that stand at the same masters.

    `founded` lists per record the ids it founded, the oldest first; a record without a link in
    force was withdrawn.
    """

    links: Mapping[int, Link]
    identities: Mapping[int, Identity]
    founded: Mapping[int, tuple[int, ...]]
    decisions: tuple[Decided, ...]


@dataclass(frozen=True)
class Place:
    """Where a record belongs and by whose word: `machine`, or one of HUMAN; no master: a new id."""

    master_id: int | None
    method: str
    decision_id: int | None = None


@dataclass
class Placement:
    """What is to hold: a place per linked record, and where each id leads."""

    places: dict[int, Place] = field(default_factory=dict)
    leads: dict[int, int | None] = field(default_factory=dict)


class _Bonds:
    """What is decided the same: groups of records and ids, and the id each stands under."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._parent: dict[Node, Node] = {}
        self._stands: dict[Node, int] = {}
        self.decided: dict[Node, int] = {}
        for identity in scene.identities.values():
            if speaks_for(scene, identity):
                self._join(("record", identity.founder or 0), ("master", identity.master_id))
        for decision in scene.decisions:
            if decision.verdict == "same":
                self.bind(decision)

    def find(self, node: Node) -> Node:
        """The group a record or an id is in."""
        if node not in self._parent:
            self._parent[node] = node
            if node[0] == "master":
                self._stands[node] = node[1]
        while self._parent[node] != node:
            node = self._parent[node]
        return node

    def bind(self, decision: Decided) -> None:
        """Put a record's group under the id of the master's; later decisions name the id."""
        record = ("record", decision.record_id)
        group = self._join(record, ("master", self.named(decision.master_id)))
        self.decided[group] = decision.decision_id

    def _join(self, one: Node, other: Node) -> Node:
        a, b = self.find(one), self.find(other)
        if a != b:
            self._parent[a] = b
            earlier = self.decided.pop(a, None)
            if earlier is not None:
                self.decided[b] = max(earlier, self.decided.get(b, 0))
        return b

    def named(self, master: int) -> int:
        """The id that is meant: itself while its founder speaks for it, else where it leads."""
        seen = {master}
        while identity := self._scene.identities.get(master):
            if identity.merged_into is None or speaks_for(self._scene, identity):
                return master
            master = identity.merged_into
            if master in seen:
                return master
            seen.add(master)
        return master

    def stands(self, node: Node) -> int | None:
        """The id that a record's or an id's group stands under."""
        return self._stands.get(self.find(node))

    def where(self, master: int) -> int:
        """The standing id that an id leads to."""
        seen: set[int] = set()
        while master not in seen:
            seen.add(master)
            master = self.stands(("master", self.named(master))) or master
        return master


def speaks_for(scene: Scene, identity: Identity) -> bool:
    """Whether an id still means its founder: not where the machine moved that one elsewhere,
    because it speaks of something else now."""
    founder = identity.founder
    if founder is None or scene.founded.get(founder, ())[-1:] != (identity.master_id,):
        return False
    link = scene.links.get(founder)
    return link is None or identity.master_id in (link.home, link.master_id)


def deserted(scene: Scene, master: int) -> bool:
    """Whether an id means nothing any more: its founder was found to be of another, nobody stayed,
    and it leads nowhere."""
    identity = scene.identities[master]
    if identity.merged_into is not None or speaks_for(scene, identity):
        return False
    return not any(link.master_id == master for link in scene.links.values())


def settle(scene: Scene) -> Placement:
    """Where every record of a scene belongs, and where its ids lead."""
    bonds = _Bonds(scene)
    placement = Placement()
    bound = {record for record in scene.links if _is_bound(scene, bonds, record)}
    for record, link in scene.links.items():
        placement.places[record] = _place(scene, bonds, record, link, record in bound)
    for decision in scene.decisions:
        if decision.verdict == "different":
            _part(scene, bonds, placement, bound, decision)
    for identity in scene.identities.values():
        placement.leads[identity.master_id] = _leads(scene, bonds, placement, identity)
    return placement


def _is_bound(scene: Scene, bonds: _Bonds, record: int) -> bool:
    """Whether a record stands where it does by more than the machine's word: a person's, or since
    it founded the id that the machine has it at."""
    if bonds.find(("record", record)) in bonds.decided:
        return True
    own = scene.founded.get(record, ())[-1:]
    return bool(own) and scene.links[record].home == own[0]


def _place(scene: Scene, bonds: _Bonds, record: int, link: Link, bound: bool) -> Place:
    """Where a record belongs before anybody is kept apart."""
    group = bonds.find(("record", record))
    if bound and (stands := bonds.stands(group)) is not None:
        if stands == link.home and not _decided_itself(scene, record):
            return Place(stands, "machine")
        decision = bonds.decided.get(group)
        return Place(stands, "machine" if decision is None else "decision", decision)
    at = link.master_id if link.home is None else link.home
    to = bonds.where(at)
    if to == link.home and deserted(scene, to):
        return Place(_own(scene, bonds, record, to), "split")
    if to == link.home:
        return Place(to, "machine")
    return Place(to, "merged", bonds.decided.get(bonds.find(("master", bonds.named(at)))))


def _decided_itself(scene: Scene, record: int) -> bool:
    return any(d.record_id == record and d.verdict == "same" for d in scene.decisions)


def _part(
    scene: Scene, bonds: _Bonds, placement: Placement, bound: set[int], decision: Decided
) -> None:
    """Let leave who is decided different from the founder of the master it would stand at."""
    place = placement.places.get(decision.record_id)
    if place is None or place.master_id != bonds.where(decision.master_id):
        return
    leaver: int | None = decision.record_id
    if leaver in bound:
        identity = scene.identities.get(decision.master_id)
        leaver = identity.founder if identity else None
    if leaver is None or leaver in bound or leaver not in scene.links:
        return
    own = _own(scene, bonds, leaver, place.master_id)
    placement.places[leaver] = Place(own, "split", decision.decision_id)


def _own(scene: Scene, bonds: _Bonds, record: int, here: int | None) -> int | None:
    """The last id that a record founded and can have back when it leaves a master."""
    kept_from = {
        bonds.where(d.master_id)
        for d in scene.decisions
        if d.verdict == "different" and d.record_id == record
    }
    for one in reversed(scene.founded.get(record, ())):
        if one != here and one not in kept_from and not _given_up(scene, one, record):
            return one
    return None


def _given_up(scene: Scene, one: int, founder: int) -> bool:
    """Whether an id means where it leads: its founder was moved elsewhere, and of others it was
    decided by that name."""
    if speaks_for(scene, scene.identities[one]) or scene.identities[one].merged_into is None:
        return False
    return any(d.master_id == one and d.record_id != founder for d in scene.decisions)


def _leads(scene: Scene, bonds: _Bonds, placement: Placement, identity: Identity) -> int | None:
    """Where an id leads: to the one its group stands under, or from a split to where its only
    record went."""
    one = identity.master_id
    taken = any(place.master_id == one for place in placement.places.values())
    if speaks_for(scene, identity):
        group = bonds.find(("master", one))
        stands = bonds.stands(group)
        if group in bonds.decided:
            return None if stands == one else stands
        if not identity.of_split:
            return None
    if taken:
        return None
    founder = placement.places.get(identity.founder or 0)
    if identity.of_split and founder is not None:
        return None if founder.master_id == one else founder.master_id
    return identity.merged_into


def contradiction(scene: Scene, new: Decided) -> list[int] | None:
    """The decisions in force that a new one contradicts, or nothing.

    Decisions of `same` make groups; no two of one group can be decided different.
    """
    bonds = _Bonds(scene)
    if new.verdict == "same":
        bonds.bind(new)
    apart = [d for d in (*scene.decisions, new) if d.verdict == "different"]
    for decision in apart:
        a = ("record", decision.record_id)
        b = ("master", bonds.named(decision.master_id))
        if bonds.find(a) == bonds.find(b):
            sames = (d for d in (*scene.decisions, new) if d.verdict == "same")
            chain = _chain(scene, bonds, a, b, sames)
            return sorted({decision.decision_id, *chain} - {new.decision_id})
    return None


def _chain(
    scene: Scene, bonds: _Bonds, start: Node, goal: Node, decisions: Iterable[Decided]
) -> list[int]:
    """The decisions on the shortest way from one to the other within their group."""
    ways: dict[Node, list[tuple[Node, int | None]]] = {}
    for a, b, decision in _edges(scene, bonds, decisions):
        ways.setdefault(a, []).append((b, decision))
        ways.setdefault(b, []).append((a, decision))
    reached: dict[Node, list[int]] = {start: []}
    queue = [start]
    for node in queue:
        for to, decision in ways.get(node, ()):
            if to not in reached:
                reached[to] = reached[node] + ([] if decision is None else [decision])
                queue.append(to)
    return reached.get(goal, [])


def _edges(
    scene: Scene, bonds: _Bonds, decisions: Iterable[Decided]
) -> Iterator[tuple[Node, Node, int | None]]:
    for identity in scene.identities.values():
        if speaks_for(scene, identity):
            yield ("record", identity.founder or 0), ("master", identity.master_id), None
    for decision in decisions:
        master = ("master", bonds.named(decision.master_id))
        yield ("record", decision.record_id), master, decision.decision_id
