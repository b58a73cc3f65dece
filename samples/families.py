"""Who lives together and is related to whom: roles, ages, sexes, family names, kin."""

import numpy as np

from samples.names import surnames
from samples.numbers import Days, Floats, Ints, pick

HEAD, SPOUSE, CHILD, PARENT = 0, 1, 2, 3


def ages(rng: np.random.Generator, household: Ints, role: Ints, head_age: Ints) -> Ints:
    """Ages that fit the head's."""
    head = head_age[household]
    spread = rng.random(len(role))
    child = head - 23 - (spread * 12).astype(np.int64)
    return np.select(
        [role == HEAD, role == SPOUSE, role == CHILD],
        [head, np.maximum(head - 4 + (spread * 7).astype(np.int64), 20), np.maximum(child, 0)],
        head + 22 + (spread * 8).astype(np.int64),
    ).astype(np.int64)


def sexes(rng: np.random.Generator, household: Ints, role: Ints, head: Ints) -> Ints:
    """Sexes: couples of two, parents of two."""
    count = len(role)
    sex = np.where(rng.random(count) < 0.515, 1, 2)
    sex[head] = np.where(rng.random(len(head)) < 0.72, 1, 2)
    partner = role == SPOUSE
    sex[partner] = 3 - sex[head[household[partner]]]
    parents = np.flatnonzero(role == PARENT)
    pair = np.r_[False, household[parents][1:] == household[parents][:-1]]
    sex[parents] = np.where(rng.random(len(parents)) < 0.5, 1, 2)
    sex[parents[pair]] = 3 - sex[parents[np.flatnonzero(pair) - 1]]
    return sex.astype(np.int64)


def twins(rng: np.random.Generator, household: Ints, role: Ints, birth: Days, share: float) -> None:
    """Give some children the birthday of the sibling before them."""
    sibling = (
        np.flatnonzero(
            (role[1:] == CHILD) & (role[:-1] == CHILD) & (household[1:] == household[:-1])
        )
        + 1
    )
    chosen = sibling[rng.random(len(sibling)) < share]
    birth[chosen] = birth[chosen - 1]


def ethnic(rng: np.random.Generator, household: Ints, role: Ints, minority: Floats) -> Ints:
    """Ethnic groups by family, by the share of minorities where it lives."""
    homes = int(household.max()) + 1 if len(household) else 0
    # The commonest minorities first, every one of the 55 possible.
    weights = 1 / (3 + np.arange(55))
    family = 2 + pick(rng.random(homes), weights)
    share = np.zeros(homes)
    share[household] = minority
    family[rng.random(homes) >= share] = 1
    ethnic = family[household]
    married_in = (role == SPOUSE) & (rng.random(len(role)) < 0.15)
    ethnic[married_in] = 1
    return ethnic


def family_names(
    rng: np.random.Generator, household: Ints, role: Ints, sex: Ints, head: Ints
) -> Ints:
    """Surnames: children bear the father's, a head his or her father's."""
    surname = surnames(rng, len(role))
    own = surname.copy()
    male_head = sex[head[household]] == 1
    # Children bear the father's name: the head's, or that of the head's husband.
    husband = np.full(len(head), -1, dtype=np.int64)
    partners = np.flatnonzero(role == SPOUSE)
    husband[household[partners]] = partners
    father = np.where(male_head, head[household], husband[household])
    father = np.where(father < 0, head[household], father)
    child = (role == CHILD) & (rng.random(len(role)) < 0.96)
    surname[child] = own[father[child]]
    grandfather = (role == PARENT) & (sex == 1)
    surname[grandfather] = own[head[household[grandfather]]]
    return surname


def namesakes(
    rng: np.random.Generator,
    village: Ints,
    role: Ints,
    sex: Ints,
    birth: Days,
    share: float,
) -> list[tuple[int, int]]:
    """Give some heads the sex and birthday of a neighbouring head; who is whose namesake."""
    heads = np.flatnonzero(role == HEAD)
    same = np.flatnonzero(
        (village[heads[1:]] == village[heads[:-1]]) & (sex[heads[1:]] == sex[heads[:-1]])
    )
    wanted = min(len(same), max(1, round(share * len(role))))
    chosen = np.sort(rng.permutation(same)[:wanted])
    pairs = [(int(heads[i + 1]), int(heads[i])) for i in chosen]
    for copy, original in pairs:
        birth[copy] = birth[original]
    return pairs


def relatives(household: Ints, role: Ints, sex: Ints, homes: int) -> tuple[Ints, Ints, Ints]:
    """Spouse, mother and father of everyone, as positions; -1 where nobody."""
    head = np.full(homes, -1, dtype=np.int64)
    partner = head.copy()
    positions = np.arange(len(role))
    head[household[role == HEAD]] = positions[role == HEAD]
    partner[household[role == SPOUSE]] = positions[role == SPOUSE]
    spouse = np.where(
        role == HEAD, partner[household], np.where(role == SPOUSE, head[household], -1)
    )
    mother = np.full(len(role), -1, dtype=np.int64)
    father = mother.copy()
    child = role == CHILD
    for parent in (head, partner):
        candidate = parent[household]
        present = child & (candidate >= 0)
        woman = present & (sex[candidate] == 2)
        man = present & (sex[candidate] == 1)
        mother[woman] = candidate[woman]
        father[man] = candidate[man]
    parents = np.flatnonzero(role == PARENT)
    owner = head[household[parents]]
    men = sex[parents] == 1
    father[owner[men]] = parents[men]
    mother[owner[~men]] = parents[~men]
    pair = np.flatnonzero(np.r_[False, household[parents][1:] == household[parents][:-1]])
    spouse[parents[pair]], spouse[parents[pair - 1]] = parents[pair - 1], parents[pair]
    return spouse, mother, father
