"""What names are reduced to before they are compared."""

from __future__ import annotations

import numpy as np
import pytest

from matching.groups import connected
from matching.words import entity_names, fold, person_names


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("买买提·艾力", "买买提艾力"),
        ("Ａnna  Li", "annali"),
        ("张 伟", "张伟"),
    ],
)
def test_what_writers_choose_freely_is_folded_away(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "sound", "surname", "own"),
    [
        ("张伟", "zhangwei", "张", None),
        ("张玮", "zhangwei", "张", None),
        ("欧阳子涵", "ouyangzihan", "欧阳", None),
        ("买买提·艾力", "maimaitiaili", "买", "maimaiti"),
        ("麦麦提·艾力", "maimaitiaili", "麦", "maimaiti"),
    ],
)
def test_sounds_and_surnames(name: str, sound: str, surname: str, own: str | None) -> None:
    (row,) = person_names([name]).to_pylist()
    assert (row["sound"], row["surname"], row["own"]) == (sound, surname, own)


def test_common_names_are_more_frequent_than_rare_ones() -> None:
    common, rare = person_names(["王芳", "阚罡"])["tf_name"].to_pylist()
    assert common > rare


@pytest.mark.parametrize(
    ("name", "core", "branch"),
    [
        ("云泽省青河市东湖区华兴贸易有限公司", "华兴贸易", None),
        ("青河市华兴贸易有限责任公司", "华兴贸易", None),
        ("华兴贸易", "华兴贸易", None),
        ("青河市华兴贸易有限公司东湖县分公司", "华兴贸易", "东湖县分公司"),
    ],
)
def test_the_core_of_a_company_name(name: str, core: str, branch: str | None) -> None:
    (row,) = entity_names([name]).to_pylist()
    assert (row["core"], row["branch"]) == (core, branch)


def test_lines_that_edges_connect_are_one_group_named_by_its_first() -> None:
    lines, groups = connected(np.array([7, 3, 9, 20]), np.array([5, 7, 11, 3]))
    assert dict(zip(lines.tolist(), groups.tolist(), strict=True)) == {
        3: 3, 5: 3, 7: 3, 20: 3, 9: 9, 11: 9,
    }  # fmt: skip
