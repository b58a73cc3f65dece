"""What votes come to: how many people a verdict needs, and who wins where they disagree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.review.rules import needed, outcome
from models.reviewing import VERDICTS
from runtime.settings import SettingsError, settings

ONE = {"same": 1, "different": 1, "unsure": 1}
SAME_TAKES_TWO = {"same": 2, "different": 1, "unsure": 1}
ALL_TAKE_TWO = {"same": 2, "different": 2, "unsure": 2}


@pytest.fixture
def two_people(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    settings.cache_clear()


@pytest.mark.parametrize(
    ("votes", "need", "verdict", "wanted", "disputed"),
    [
        ("", ONE, None, 1, False),
        ("same", ONE, "same", 0, False),
        ("unsure", ONE, "unsure", 0, False),
        ("", SAME_TAKES_TWO, None, 1, False),
        ("", ALL_TAKE_TWO, None, 2, False),
        ("same", SAME_TAKES_TWO, None, 1, False),
        ("same same", SAME_TAKES_TWO, "same", 0, False),
        ("different", SAME_TAKES_TWO, "different", 0, False),
        # Who contradicts does not settle it alone: a third is asked, and two of one mind win.
        ("same different", SAME_TAKES_TWO, None, 1, True),
        ("same different same", SAME_TAKES_TWO, "same", 0, True),
        ("same different different", SAME_TAKES_TWO, "different", 0, True),
        # To be unsure contradicts nobody.
        ("unsure different", ALL_TAKE_TWO, None, 1, False),
        ("unsure different different", ALL_TAKE_TWO, "different", 0, False),
        ("same different unsure", SAME_TAKES_TWO, None, 1, True),
        ("unsure unsure same", ALL_TAKE_TWO, "unsure", 0, False),
        ("unsure unsure same different", ALL_TAKE_TWO, None, 1, True),
    ],
)
def test_votes_come_to(
    votes: str, need: dict[str, int], verdict: str | None, wanted: int, disputed: bool
) -> None:
    found = outcome(votes.split(), need)
    assert (found.verdict, found.wanted, found.disputed) == (verdict, wanted, disputed)


@given(
    st.lists(st.sampled_from(VERDICTS), max_size=7),
    st.fixed_dictionaries({verdict: st.integers(1, 2) for verdict in VERDICTS}),
)
def test_whatever_people_say_somebody_can_settle_it(votes: list[str], need: dict[str, int]) -> None:
    found = outcome(votes, need)
    ways = [outcome([*votes, *[more] * found.wanted], need) for more in VERDICTS]
    assert any(way.verdict for way in ways)
    assert found.verdict is None or votes.count(found.verdict) >= need[found.verdict]


@given(st.permutations(["same", "same", "different", "unsure", "different"]))
def test_the_order_of_votes_does_not_matter(votes: list[str]) -> None:
    assert outcome(votes, SAME_TAKES_TWO) == outcome(sorted(votes), SAME_TAKES_TWO)


def test_settings_say_which_verdicts_need_two_people(two_people: pytest.MonkeyPatch) -> None:
    assert needed("person") == ONE
    two_people.setenv("SIKU_REVIEW_TWO_PEOPLE", "person:same, *:unsure")
    settings.cache_clear()
    assert needed("person") == {"same": 2, "different": 1, "unsure": 2}
    assert needed("entity") == {"same": 1, "different": 1, "unsure": 2}


def test_a_verdict_that_does_not_exist_is_refused(two_people: pytest.MonkeyPatch) -> None:
    two_people.setenv("SIKU_REVIEW_TWO_PEOPLE", "person:maybe")
    settings.cache_clear()
    with pytest.raises(SettingsError, match="person:maybe"):
        settings()
