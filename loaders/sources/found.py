"""One file at a source, as it is passed on: its address, its version, what opens it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from loaders.sources.spec import shown


@dataclass(frozen=True)
class Found:
    """One file at a source. Equal versions mean equal content."""

    url: str
    size: int | None
    changed: dt.datetime | None
    version: str
    secret: str | None = None
    endpoint: str | None = None

    @property
    def name(self) -> str:
        """The file's own name."""
        return unquote(PurePosixPath(shown(self.url)).name)

    @property
    def where(self) -> str:
        """The address as it may be shown and kept."""
        return shown(self.url)
