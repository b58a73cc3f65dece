"""Where records belong, by the machine's word and above it people's: rules that always hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.placement import (
    Decided,
    Identity,
    Link,
    Placement,
    Scene,
    contradiction,
    deserted,
    settle,
)

RECORDS, MASTERS = range(1, 9), range(1, 5)


def scene(at: dict[int, int], *decisions: Decided) -> Scene:
    """Records 1 to 4 founded the masters of their number; `at` is where the machine has others,
    which are at 4 by default."""
    links = {}
    for record in RECORDS:
        master = at.get(record, record if record in MASTERS else 4)
        links[record] = Link(master, "new" if record in MASTERS else "strong", master)
    ids = {m: Identity(m, m, None, of_split=False) for m in MASTERS}
    return Scene(links, ids, {m: (m,) for m in MASTERS}, decisions)


def where(placement: Placement) -> dict[int, int | None]:
    return {record: place.master_id for record, place in placement.places.items()}


def applied(before: Scene, placement: Placement) -> Scene:
    """The scene after a placement was written down."""
    links, ids = dict(before.links), dict(before.identities)
    founded = dict(before.founded)
    for record, place in placement.places.items():
        master = place.master_id
        if master is None:
            master = max(ids) + 1
            ids[master] = Identity(master, record, None, of_split=True)
            founded[record] = (*founded.get(record, ()), master)
        home = links[record].home
        method = links[record].method if place.method == "machine" else place.method
        links[record] = Link(master, method, home)
    for one, to in placement.leads.items():
        ids[one] = Identity(one, ids[one].founder, to, ids[one].of_split)
    return Scene(links, ids, founded, before.decisions)


def test_a_founder_takes_its_master_along_and_others_move_alone() -> None:
    at = {5: 1, 6: 1}
    merged = settle(scene(at, Decided(1, 1, 2, "same")))
    assert [where(merged)[r] for r in (1, 2, 5, 6)] == [2, 2, 2, 2]
    assert merged.leads[1] == 2
    alone = settle(scene(at, Decided(1, 5, 2, "same")))
    assert [where(alone)[r] for r in (1, 2, 5, 6)] == [1, 2, 2, 1]
    assert alone.leads[1] is None


def test_the_last_decision_names_the_id_that_stands() -> None:
    chain = settle(scene({}, Decided(1, 1, 2, "same"), Decided(2, 2, 3, "same")))
    assert [where(chain)[r] for r in (1, 2, 3)] == [3, 3, 3]
    assert (chain.leads[1], chain.leads[2], chain.leads[3]) == (3, 3, None)


def test_who_is_different_from_the_founder_leaves_when_masters_merge() -> None:
    placed = settle(scene({5: 1}, Decided(1, 5, 2, "different"), Decided(2, 1, 2, "same")))
    assert where(placed)[1] == 2
    assert where(placed)[5] is None, "it never founded an id, and gets a new one"


def test_who_leaves_takes_no_id_back_by_which_others_were_decided() -> None:
    before = scene({}, Decided(1, 5, 1, "same"), Decided(2, 1, 2, "different"))
    moved = {**before.links, 1: Link(2, "strong", 2)}
    led = {**before.identities, 1: Identity(1, 1, 2, of_split=False)}
    placed = settle(Scene(moved, led, before.founded, before.decisions))
    assert [where(placed)[r] for r in (1, 2, 5)] == [None, 2, 2]
    assert placed.leads[1] == 2
    unnamed = settle(Scene(moved, led, before.founded, before.decisions[1:]))
    assert where(unnamed)[1] == 1, "else it gets back the id it founded"


def test_who_comes_back_to_where_nobody_stands_any_more_founds_an_id_of_its_own() -> None:
    """The machine moved the founder of 1 to 2 while 5, which it has at 1, stood elsewhere."""
    before = scene({}, Decided(1, 5, 3, "same"))
    links = {**before.links, 1: Link(2, "strong", 2), 5: Link(3, "decision", 1)}
    held = Scene(links, before.identities, before.founded, before.decisions)
    assert where(settle(held))[5] == 3
    assert deserted(held, 1)
    revoked = Scene(links, before.identities, before.founded, ())
    placed = settle(revoked)
    assert where(placed)[5] is None
    after = applied(revoked, placed)
    assert where(settle(after))[5] == 5, "and keeps it"


def test_contradictions_are_found_through_others() -> None:
    decisions = (Decided(1, 5, 1, "same"), Decided(2, 1, 2, "same"), Decided(3, 5, 3, "different"))
    assert contradiction(scene({}, *decisions), Decided(4, 3, 2, "same")) == [1, 2, 3]
    assert contradiction(scene({}, *decisions), Decided(4, 5, 2, "different")) == [1, 2]
    assert contradiction(scene({}, *decisions), Decided(4, 6, 2, "different")) is None
    assert contradiction(scene({}), Decided(1, 2, 2, "different")) == []


def test_an_id_whose_founder_was_found_to_be_of_another_is_deserted_unless_somebody_stays() -> None:
    assert deserted(scene({1: 2}), 1)
    assert not deserted(scene({1: 2, 5: 1}), 1)
    assert not deserted(scene({}), 1)


MACHINE = st.dictionaries(st.sampled_from([5, 6, 7, 8]), st.sampled_from(list(MASTERS)))
SAID = st.tuples(
    st.sampled_from(list(RECORDS)), st.sampled_from(list(MASTERS)),
    st.sampled_from(["same", "different"]),
)  # fmt: skip


def agreed(at: dict[int, int], said: list[tuple[int, int, str]]) -> Scene:
    """The scene with those of the sayings that contradict none before."""
    world, pairs = scene(at), set()
    for number, (record, master, verdict) in enumerate(said, start=1):
        new = Decided(number, record, master, verdict)
        if (record, master) not in pairs and contradiction(world, new) is None:
            pairs.add((record, master))
            world = scene(at, *world.decisions, new)
    return world


@settings(max_examples=200, deadline=None)
@given(at=MACHINE, said=st.lists(SAID, max_size=8))
def test_decisions_hold_and_settling_again_changes_nothing(
    at: dict[int, int], said: list[tuple[int, int, str]]
) -> None:
    world = agreed(at, said)
    placement = settle(world)
    after = applied(world, placement)
    for decision in world.decisions:
        stands = decision.master_id
        while (to := after.identities[stands].merged_into) is not None:
            stands = to
        together = after.links[decision.record_id].master_id == stands
        assert together == (decision.verdict == "same"), decision
    again = settle(after)
    assert {r: p.master_id for r, p in again.places.items()} == {
        r: link.master_id for r, link in after.links.items()
    }
    assert all(after.identities[one].merged_into == to for one, to in again.leads.items())


@settings(max_examples=200, deadline=None)
@given(at=MACHINE, said=st.lists(SAID, max_size=8))
def test_taking_back_everything_gives_the_matter_back_to_the_machine(
    at: dict[int, int], said: list[tuple[int, int, str]]
) -> None:
    world = agreed(at, said)
    decided = applied(world, settle(world))
    freed = settle(Scene(decided.links, decided.identities, decided.founded, ()))
    assert where(freed) == {r: link.master_id for r, link in scene(at).links.items()}
    for one, to in freed.leads.items():
        assert to == (
            None
            if one in MASTERS
            else scene(at).links[decided.identities[one].founder or 0].master_id
        )
