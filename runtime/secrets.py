"""Passwords and keys that siku generates once and keeps in files only their owner can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import yaml

from runtime.errors import SikuError
from runtime.settings import SECRET, settings

PGPASS = "pgpass"


class SecretsError(SikuError):
    """The secrets are there but this user cannot read them."""


class NoSecret(SikuError):
    """A secret is named that nobody has laid down, or that others may read."""


def folder() -> Path:
    """The folder of secrets, made if missing."""
    path = settings().secrets
    path.mkdir(parents=True, exist_ok=True)
    if path.stat().st_uid == os.geteuid():
        path.chmod(0o700)
    return path


def secret(name: str, generate: Callable[[], str] = lambda: secrets.token_urlsafe(32)) -> str:
    """The secret of that name, generated on first use."""
    path = folder() / name
    kept = read(path)
    if kept:
        return kept
    write(path, generate())
    return read(path)


def named(name: str) -> dict[str, str]:
    """What opens a source: words such as user, password, key, token, by their names.

    A file secrets/sources/NAME.yml, or the environment's SIKU_SECRET_NAME, holds them as YAML.
    """
    variable, path = SECRET + name.upper(), folder() / "sources" / f"{name}.yml"
    hint = f"lay them down in {path} (chmod 600), such as user: … and password: …, or in {variable}"
    given = os.environ.get(variable)
    if given is None and path.is_file() and path.stat().st_mode & 0o077:
        raise NoSecret("others may read a secret", where=str(path), hint=f"chmod 600 {path}")
    text = given if given is not None else read(path)
    if not text:
        raise NoSecret(f"there is no secret {name!r}", hint=hint)
    try:
        words = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - knows nothing but texts
    except yaml.YAMLError:
        words = None
    if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
        raise NoSecret(f"the secret {name!r} is no list of words by name", hint=hint)
    return {str(key): str(word) for key, word in words.items()}


def read(path: Path) -> str:
    """A secret file's text, or "" when there is none."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""
    except PermissionError as error:
        raise SecretsError(
            "the generated passwords belong to another user",
            where=str(path),
            hint="run siku as the user who ran it first, or give it a home of its own: SIKU_HOME",
        ) from error


def write(path: Path, text: str) -> None:
    """Put text into a 0600 file, all or nothing."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def passfile() -> Path:
    """The password file that libpq reads, so that no address carries a password."""
    return folder() / PGPASS


def passwords() -> dict[str, str]:
    """Role → password of the embedded cluster."""
    lines = read(passfile()).splitlines()
    parts = (line.split(":") for line in lines)
    return {part[3]: part[4] for part in parts}


def passfile_is_for(port: int) -> bool:
    """Whether the password file speaks of the cluster on that port."""
    lines = read(passfile()).splitlines()
    return bool(lines) and all(line.startswith(f"127.0.0.1:{port}:") for line in lines)


def keep_passwords(port: int, words: dict[str, str]) -> None:
    """Write the password file for the cluster on that port."""
    lines = (f"127.0.0.1:{port}:*:{role}:{word}" for role, word in sorted(words.items()))
    write(passfile(), "\n".join(lines))


def new_password() -> str:
    """A password that needs no escaping in a password file or an address."""
    return secrets.token_urlsafe(24)
