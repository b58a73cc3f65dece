"""A contract from elsewhere is taken in once, and never over another."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.adopting import ContractTaken, adopt
from loaders.contract import contracts
from loaders.errors import ContractError
from tests.loaders.test_contract import GOOD, folder

__all__ = ["folder"]


def test_it_is_copied_among_the_others_and_known_when_it_comes_again(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("drafts") / "draft.yml"
    path.write_text(GOOD.replace("a_person", "b_person"), encoding="utf-8")
    assert adopt(path, folder) == ("b_person", folder / "b_person.yml")
    assert set(contracts(folder)) == {"a_person", "b_person"}
    assert adopt(path, folder) == ("b_person", None)
    assert adopt(folder / "a_person.yml", folder) == ("a_person", None)


def test_one_of_the_same_name_is_not_replaced(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("drafts") / "draft.yml"
    path.write_text(GOOD.replace("人", "别人"), encoding="utf-8")
    with pytest.raises(ContractTaken, match="a_person has another contract already"):
        adopt(path, folder)
    (folder / "a_person.yml").rename(folder / "persons.yml")
    with pytest.raises(ContractTaken, match="a_person has a contract already"):
        adopt(path, folder)


def test_a_broken_one_is_refused_whole(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("drafts") / "draft.yml"
    text = GOOD.replace("a_person", "b_person")
    for broken in (text.replace("name\n", "nmae\n"), text.replace("kind:", "after: [no]\nkind:")):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(ContractError, match="is unknown"):
            adopt(path, folder)
    assert not (folder / "b_person.yml").exists()
