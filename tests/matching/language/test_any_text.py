"""Whatever is delivered as a name, an address or a number can be read, and always alike."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.language.addresses import addresses
from matching.language.companies import company
from matching.language.names import person
from matching.language.numbers import citizen, slip

PIECES = """
张 伟 买买提 · • . 欧阳 某 ? * 北京 市 青河市 县 区 镇 村 三组 号 栋 单元 人民路 有限公司 分公司
第一 小学 中国 集团 ( ) （ ） 〔 】 、 Zhang WEI ü مۇھەممەت བཀྲ་ཤིས ᠪᠠᠲᠤ Иван 김 1 12 301 # X １ - 𠮷
"""
WORDS = st.sampled_from([*PIECES.split(), " ", "\u3000", "\u200b", "\ue000"])
TEXTS = st.one_of(st.text(max_size=12), st.lists(WORDS, max_size=10).map("".join))


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_any_text_is_read(text: str) -> None:
    assert person(text) == person(text)
    assert company(text) == company(text)
    assert addresses([text, text])[0] == addresses([text])[0]


@given(TEXTS, TEXTS)
@settings(max_examples=30, deadline=None)
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert slip(citizen(one), citizen(other)) == slip(citizen(other), citizen(one))
    assert slip(citizen(one), citizen(one)) in ("same", "other")
