"""Check characters agree with python-stdnum, an independent implementation."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from loaders.elements import READERS, Aspect, standardise


def front(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[str]:
    """All of a fictional citizen number but its check digit."""
    return st.builds(
        lambda division, day, order: f"{division}{day:%Y%m%d}{order:03}",
        st.sampled_from(["990101", "990102", "992122"]),
        days,
        st.integers(0, 999),
    )


CREDIT = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17)


def accepted(element: str, number: str) -> bool:
    return bool(standardise(pa.array([number]), Aspect(element), ()).values[0].is_valid)


@settings(max_examples=100, deadline=None)
@given(front(st.dates(dt.date(1850, 1, 1), dt.date(2150, 12, 31))), st.sampled_from("0123456789X"))
def test_citizen_numbers(first: str, last: str) -> None:
    proper = ric.calc_check_digit(first + "0")
    assert accepted("citizen_number", first + last) == (last == proper)


@settings(max_examples=100, deadline=None)
@given(CREDIT, st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_credit_codes(front: str, last: str) -> None:
    assert accepted("credit_code", front + last) == (last == uscc.calc_check_digit(front))


@settings(max_examples=100, deadline=None)
@given(front(st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31))))
def test_numbers_of_fifteen_digits(first: str) -> None:
    old = first[:6] + first[8:]
    [found] = standardise(pa.array([old]), Aspect("citizen_number"), ()).values.to_pylist()
    assert found == first + ric.calc_check_digit(first + "0")


ODD = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.text(
        "0123456789年月日-/.（）()·•号栋万元%XxO一二十百〇张三先生曾用名：, *\ue000+", max_size=22
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ODD, max_size=20))
def test_no_text_is_too_odd_for_any_element(texts: list[str | None]) -> None:
    for element in READERS:
        aspect = Aspect(element, "sex" if element == "code" else None, length=40)
        reading = standardise(pa.array(texts, pa.string()), aspect, ("",))
        assert len(reading.values) == len(reading.flaws) == len(reading.plain) == len(texts)
        again = standardise(reading.values.cast(pa.string()), aspect, ("",))
        assert again.values.equals(reading.values), element
