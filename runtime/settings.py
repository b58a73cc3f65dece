"""Every setting of siku, in one list: name, type, default, meaning."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from runtime.errors import SikuError

REPOSITORY = Path(__file__).resolve().parent.parent
PREFIX = "SIKU_"
# What follows names a secret that opens a source; see runtime.secrets.
SECRET = "SIKU_SECRET_"  # noqa: S105 - a name, no secret

Port = Annotated[int, Field(ge=0, le=65535)]


class SettingsError(SikuError):
    """A setting has a value that cannot be used, or a name that does not exist."""


class Settings(BaseSettings):
    """Read from the environment; each name is prefixed with SIKU_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    database_url: str | None = Field(
        default=None,
        description="An existing database (postgresql://…); empty = the embedded cluster.",
        json_schema_extra={"secret": True},
    )
    gate_database_url: str | None = Field(
        default=None,
        description="The same database for the sharing services, as a role that may SET ROLE to "
        "departments and owns nothing; empty = database_url.",
        json_schema_extra={"secret": True},
    )
    airflow_database_url: str | None = Field(
        default=None,
        description="Airflow's metadata database; needed with database_url.",
        json_schema_extra={"secret": True},
    )
    home: Path = Field(
        default=REPOSITORY / "var",
        description="Everything siku writes that is not in the database.",
    )
    drop_dir: Path | None = Field(
        default=None, description="Dated folders where departments drop files; empty = home/drop."
    )
    landing_dir: Path | None = Field(
        default=None, description="Immutable copies of what arrived; empty = home/landing."
    )
    reports_dir: Path | None = Field(
        default=None, description="Quality reports; empty = home/reports."
    )
    contracts_dir: Path = Field(
        default=REPOSITORY / "contracts",
        description="Contracts of the datasets; each file is a dataset and its DAG.",
    )
    agreements_dir: Path = Field(
        default=REPOSITORY / "agreements",
        description="Agreements with the departments that receive; one file each.",
    )
    survivorship_file: Path = Field(
        default=REPOSITORY / "matching" / "survivorship.yml",
        description="Rules by which one of several claims becomes the master's.",
    )
    logs_dir: Path | None = Field(default=None, description="Log files; empty = home/logs.")
    cluster_dir: Path | None = Field(
        default=None,
        description="The embedded cluster; empty = home/cluster, or /var/lib/siku/… for root.",
    )
    cluster_port: Port = Field(
        default=0, description="The embedded cluster's port; 0 = a free one, kept from then on."
    )
    postgres_bin: Path | None = Field(
        default=None,
        description="Folder of initdb and pg_ctl; empty = the newest installed, 15 or later.",
    )
    statement_timeout: int = Field(
        default=1800,
        ge=0,
        le=86400,
        description="Seconds one SQL statement may take; 0 = no limit.",
    )
    timezone: str = Field(
        default="Asia/Shanghai", description="Time zone of database sessions and schedules."
    )
    fetch_timeout: int = Field(
        default=60, ge=1, le=3600,
        description="Seconds a source of files or a database may stay silent.",
    )  # fmt: skip
    fetch_attempts: int = Field(
        default=5, ge=1, le=100,
        description="How often a file is fetched anew, or further, when its source breaks off.",
    )  # fmt: skip
    memory_mb: int = Field(
        default=1024, ge=256, description="Memory in MB one step's file processing may use."
    )
    threads: int = Field(default=2, ge=1, le=256, description="Threads one step may use.")
    carry_from: int = Field(
        default=10_000, ge=0,
        description="Rows from which on a snapshot carries over those that come again as they "
        "were; fewer are gone through as quickly.",
    )  # fmt: skip
    match_engine: Literal["duckdb", "spark"] = Field(
        default="duckdb", description="Where pairs are compared: duckdb, or spark."
    )
    spark_master: str = Field(
        default="", description="Spark's master; empty = a local one within the bounds of a step."
    )
    airflow_port: Port = Field(
        default=0, description="Airflow's port on 127.0.0.1; 0 = a free one, kept from then on."
    )
    airflow_parallelism: int = Field(
        default=4, ge=1, le=256, description="Tasks that may run at the same time."
    )
    review_two_people: str = Field(
        default="",
        description="Verdicts on pairs that two different people must give: thing:verdict, with "
        "commas between; * is any thing, such as person:same, *:unsure.",
    )
    review_lease_minutes: int = Field(
        default=30, ge=1, le=1440,
        description="Minutes for which a pair that was handed to a reviewer is handed to no other.",
    )  # fmt: skip
    serve_port: Port = Field(
        default=0, description="The sharing API's port; 0 = a free one, kept from then on."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severe message that is logged."
    )
    debug: bool = Field(default=False, description="Show tracebacks instead of short errors.")

    @field_validator("database_url", "gate_database_url", "airflow_database_url")
    @classmethod
    def _postgresql_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError:
            backend = "?"
        if backend != "postgresql":
            raise ValueError("an address like postgresql://user@host:5432/database is allowed")
        return value

    @field_validator(
        "home", "drop_dir", "landing_dir", "reports_dir", "contracts_dir", "agreements_dir",
        "survivorship_file", "logs_dir", "cluster_dir",
    )  # fmt: skip
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().absolute()

    @field_validator("review_two_people")
    @classmethod
    def _things_and_verdicts(cls, value: str) -> str:
        for one in filter(None, map(str.strip, value.split(","))):
            if not re.fullmatch(r"(\*|[a-z_]+):(same|different|unsure)", one):
                raise ValueError(f"{one!r} is not like person:same or *:unsure")
        return value

    @model_validator(mode="after")
    def _airflow_beside_an_existing_database(self) -> Self:
        if self.airflow_database_url and not self.database_url:
            raise ValueError("SIKU_AIRFLOW_DATABASE_URL is allowed only with SIKU_DATABASE_URL")
        return self

    @property
    def two_people(self) -> frozenset[str]:
        """The verdicts two different people must give, as thing:verdict."""
        return frozenset(filter(None, map(str.strip, self.review_two_people.split(","))))

    @property
    def drop(self) -> Path:
        """Where departments' files are found, in folders named by date."""
        return self.drop_dir or self.home / "drop"

    @property
    def landing(self) -> Path:
        """Immutable copies of delivered files."""
        return self.landing_dir or self.home / "landing"

    @property
    def reports(self) -> Path:
        """Quality reports."""
        return self.reports_dir or self.home / "reports"

    @property
    def logs(self) -> Path:
        """Logs of the processes siku starts."""
        return self.logs_dir or self.home / "logs"

    @property
    def secrets(self) -> Path:
        """Generated passwords and keys, each readable by its owner only."""
        return self.home / "secrets"

    @property
    def run(self) -> Path:
        """Locks, process ids and remembered ports."""
        return self.home / "run"

    @property
    def airflow_home(self) -> Path:
        """Airflow's own folder."""
        return self.home / "airflow"

    @property
    def cluster(self) -> Path:
        """The embedded cluster's folder; root's must be reachable for the user postgres."""
        if self.cluster_dir:
            return self.cluster_dir
        if os.geteuid() != 0:
            return self.home / "cluster"
        mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:8]
        return Path("/var/lib/siku") / f"{REPOSITORY.name}-{mark}"


@dataclass(frozen=True)
class Described:
    """One setting as `./siku settings` shows it."""

    name: str
    value: str
    default: str
    source: Literal["default", "environment"]
    allowed: str
    description: str


def describe(current: Settings) -> Iterator[Described]:
    """Every setting with its value, where that came from, and what it means; secrets masked."""
    properties = Settings.model_json_schema()["properties"]
    for field, info in Settings.model_fields.items():
        value = getattr(current, field)
        yield Described(
            name=variable(field),
            value=_masked(value) if properties[field].get("secret") else _shown(value),
            default=_shown(info.default),
            source="environment" if field in current.model_fields_set else "default",
            allowed=_allowed(properties[field]),
            description=info.description or "",
        )


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


@lru_cache
def settings() -> Settings:
    """The settings of this process; `settings.cache_clear()` reads the environment again."""
    _refuse_unknown_names()
    try:
        return Settings()
    except ValidationError as error:
        raise _explained(error) from error


def _explained(error: ValidationError) -> SettingsError:
    schema = Settings.model_json_schema()["properties"]
    complaints = []
    for fault in error.errors():
        field = str(fault["loc"][0]) if fault["loc"] else ""
        reason = fault["msg"].removeprefix("Value error, ")
        if not field:
            complaints.append(reason)
            continue
        value = fault["input"]
        if schema[field].get("secret"):
            value = _masked(value)
        allowed = _allowed(schema[field])
        complaints.append(f"{variable(field)} is {value!r}: {reason} (allowed: {allowed})")
    return SettingsError("\n".join(complaints), where="environment", hint="./siku settings --help")


def _refuse_unknown_names() -> None:
    known = {variable(field) for field in Settings.model_fields}
    for name in os.environ:
        if not name.startswith(PREFIX) or name.startswith(SECRET) or name in known:
            continue
        close = difflib.get_close_matches(name, known, n=1)
        raise SettingsError(
            f"{name} is not a setting" + (f"; did you mean {close[0]}?" if close else ""),
            where="environment",
            hint="unset it; ./siku settings lists every setting",
        )


def _allowed(schema: dict[str, Any]) -> str:
    options = [o for o in schema.get("anyOf", [schema]) if o.get("type") != "null"]
    option = options[0]
    if "enum" in option:
        return ", ".join(map(str, option["enum"]))
    if option.get("format") == "path":
        return "path"
    if option.get("type") == "boolean":
        return "true or false"
    if option.get("type") == "integer":
        low, high = option.get("minimum"), option.get("maximum")
        return f"{low} to {high}" if high is not None else f"{low} or more"
    return "address" if schema.get("secret") else "text"


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _masked(value: object) -> str:
    if not value:
        return ""
    try:
        return make_url(str(value)).render_as_string(hide_password=True)
    except ArgumentError:
        return "***"
