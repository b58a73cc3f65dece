"""`./siku match rebuild`: who is who once more, from the records and the decisions alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from console.main import run
from runtime.database import transaction
from runtime.settings import settings
from tests.pipeline.judging import Desk, three


@pytest.fixture(scope="module", autouse=True)
def people(database: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANDING_DIR", "REPORTS_DIR", "DROP_DIR"):
            patch.setenv(f"SIKU_{name}", str(folder / name.lower()))
        settings.cache_clear()
        three(folder / "sent")
        yield
    settings.cache_clear()


def test_nothing_differs_until_somebody_writes_into_a_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["match", "rebuild", "--check"]) == 0
    assert "person: 2 events told again, 4 links; nothing differs" in capsys.readouterr().err

    with transaction() as connection:
        connection.execute(
            text("update population.person_link set master_id = 3 where record_id = 4")
        )
    assert run(["match", "rebuild", "person", "--check", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert not found["same"]
    assert found["differences"][0]["table"] == "population.person_link"
    assert Desk().who()[4] == 3, "to check changes nothing"

    assert run(["match", "rebuild", "person"]) == 1
    assert "no reason was given" in capsys.readouterr().err
    assert run(["match", "rebuild", "person", "--reason", "somebody wrote into it"]) == 0
    assert Desk().who()[4] == 1
    assert run(["match", "rebuild", "--check"]) == 0


def test_what_is_not_matched_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "rebuild", "parcel", "--check"]) == 1
    assert "a parcel is not matched" in capsys.readouterr().err
