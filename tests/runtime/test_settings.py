"""Settings say what they are, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from runtime.settings import Settings, SettingsError, describe, settings, variable

Given = Callable[..., Settings]


@pytest.fixture
def given() -> Iterator[Given]:
    """Read the settings from an environment with these variables."""

    def read(**variables: str) -> Settings:
        for name, value in variables.items():
            patch.setenv(name, value)
        settings.cache_clear()
        return settings()

    with pytest.MonkeyPatch.context() as patch:
        yield read
    settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SIKU_CLUSTER_PORT", "99999", "0 to 65535"),
        ("SIKU_CLUSTER_PORT", "many", "0 to 65535"),
        ("SIKU_LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING, ERROR"),
        ("SIKU_DEBUG", "perhaps", "true or false"),
        ("SIKU_MEMORY_MB", "1", "256 or more"),
        ("SIKU_DATABASE_URL", "mysql://h/d", "postgresql://user@host:5432/database"),
        ("SIKU_DATABASE_URL", "nonsense", "postgresql://user@host:5432/database"),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(
    given: Given, name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as error:
        given(**{name: value})
    assert name in str(error.value)
    assert value in str(error.value) or name == "SIKU_DATABASE_URL"
    assert said in str(error.value)


def test_a_mistyped_name_is_pointed_at(given: Given) -> None:
    with pytest.raises(SettingsError, match="did you mean SIKU_DATABASE_URL"):
        given(SIKU_DATABSE_URL="postgresql://h/d")


def test_a_password_is_shown_nowhere(given: Given) -> None:
    current = given(SIKU_DATABASE_URL="postgresql://siku:hidden@db:5432/siku")
    assert "hidden" not in " ".join(f"{one}" for one in describe(current))
    with pytest.raises(SettingsError) as error:
        given(SIKU_DATABASE_URL="mysql://siku:hidden@db/siku")
    assert "hidden" not in str(error.value)


def test_every_setting_is_described_with_its_source(given: Given) -> None:
    described = {one.name: one for one in describe(given(SIKU_AIRFLOW_PARALLELISM="7"))}
    assert set(described) == {variable(field) for field in Settings.model_fields}
    assert all(one.description.endswith(".") and one.allowed for one in described.values())
    chosen = described["SIKU_AIRFLOW_PARALLELISM"]
    assert (chosen.value, chosen.source) == ("7", "environment")
    assert described["SIKU_LOG_LEVEL"].source == "default"


def test_airflows_database_needs_an_existing_one_beside_it(given: Given) -> None:
    with pytest.raises(SettingsError, match="only with SIKU_DATABASE_URL"):
        given(SIKU_AIRFLOW_DATABASE_URL="postgresql://h/airflow")
