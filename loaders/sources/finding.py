"""What lies at a source: the files that an address or a pattern names."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import Any

from fsspec import AbstractFileSystem

from loaders.sources.access import opened
from loaders.sources.errors import NotThere
from loaders.sources.found import Found
from loaders.sources.spec import address, shown

Info = dict[str, Any]


def find(url: str, secret: str | None = None, endpoint: str | None = None) -> list[Found]:
    """The files that an address names; * and ? match within a name. A named one must be there."""
    with opened(url, secret, endpoint) as system:
        if not has_pattern(url):
            return [described(system, url, secret, endpoint)]
        names = [name for name in system.glob(path_of(url)) if not str(name).endswith("/")]
        return [described(system, _full(url, str(name)), secret, endpoint) for name in names]


def described(
    system: AbstractFileSystem, url: str, secret: str | None, endpoint: str | None
) -> Found:
    """What a source says of one file now."""
    info: Info = system.info(path_of(url))
    if info.get("type") == "directory":
        raise NotThere(f"{shown(url)} is a folder", hint="name a file, or a pattern: …/*.csv")
    changed = _changed(info)
    size = info.get("size")
    version = f"{size} {info.get('ETag') or changed or ''}"
    return Found(url, size, changed, version, secret, endpoint)


def path_of(url: str) -> str:
    """An address as its file system names the file."""
    parts = address(url)
    if parts.scheme.startswith("http"):
        return url
    return f"{parts.netloc}{parts.path}" if parts.scheme == "s3" else parts.path


def has_pattern(url: str) -> bool:
    """Whether an address names files by a pattern; a question mark begins the query of a web's."""
    return "*" in url or ("?" in url and not url.startswith("http"))


def _full(url: str, name: str) -> str:
    """The address of something listed below another."""
    parts = address(url)
    if parts.scheme.startswith("http"):
        return name
    return f"s3://{name}" if parts.scheme == "s3" else f"sftp://{parts.netloc}{name}"


def _changed(info: Info) -> dt.datetime | None:
    value = info.get("LastModified") or info.get("mtime") or info.get("Last-Modified")
    if isinstance(value, str):
        try:
            value = parsedate_to_datetime(value)
        except ValueError:
            return None
    if isinstance(value, int | float):
        value = dt.datetime.fromtimestamp(value, tz=dt.UTC)
    if value is not None and value.tzinfo is None:
        value = value.replace(tzinfo=dt.UTC)
    return value if isinstance(value, dt.datetime) else None
