"""Airflow's configuration names options that exist, and gives no secret away."""

from __future__ import annotations

import configparser
import importlib.util
import json
from functools import cache
from pathlib import Path

import pytest
import yaml

from runtime import airflow, cluster, ports
from runtime.settings import REPOSITORY, settings


@cache
def known() -> dict[str, set[str]]:
    """Airflow's own list of its options, by section."""
    spec = importlib.util.find_spec("airflow")
    assert spec
    assert spec.origin
    listed = Path(spec.origin).parent / "config_templates" / "config.yml"
    sections = yaml.safe_load(listed.read_text())
    return {name: set(section["options"]) for name, section in sections.items()}


@pytest.fixture
def configured() -> Path:
    cluster.ensure()
    ports.choose(airflow.PORT, 0)
    airflow.configure()
    return settings().airflow_home / "airflow.cfg"


def unknown(sections: dict[str, dict[str, str]]) -> list[str]:
    return [
        f"[{section}] {option}"
        for section, options in sections.items()
        for option in options
        if option not in known().get(section, set())
    ]


def test_what_we_configure_exists(configured: Path) -> None:
    assert unknown(airflow.options()) == []


def test_the_example_for_production_exists_option_by_option() -> None:
    parser = configparser.RawConfigParser()
    parser.read_string((REPOSITORY / "airflow.cfg.example").read_text())
    sections = {section: dict(parser[section]) for section in parser.sections()}
    assert unknown(sections) == []
    for needed in ("core", "database", "api", "api_auth", "logging"):
        assert needed in sections


def test_the_configuration_is_for_its_owner_only_and_lasts(configured: Path) -> None:
    assert configured.stat().st_mode & 0o777 == 0o600
    assert airflow.configure() is False
    users = json.loads((settings().secrets / "airflow-users.json").read_text())
    assert users == {airflow.ADMIN: airflow.admin_password()}
    assert "password" not in airflow.options()["database"]["sql_alchemy_conn"]


def test_another_setting_is_a_change(configured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIKU_AIRFLOW_PARALLELISM", "3")
    settings.cache_clear()
    assert airflow.configure() is True
    monkeypatch.undo()
    settings.cache_clear()


def test_an_existing_database_needs_one_named_for_airflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIKU_DATABASE_URL", "postgresql://siku@db/siku")
    settings.cache_clear()
    with pytest.raises(airflow.AirflowError, match="SIKU_AIRFLOW_DATABASE_URL"):
        airflow.options()
    monkeypatch.undo()
    settings.cache_clear()
