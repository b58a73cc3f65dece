"""The address of a source, as a contract or a person writes it; the date within it."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, field_validator

from loaders.files import Strict
from loaders.sources.errors import SourceError

SCHEMES = ("s3", "sftp", "http", "https")
_DATE = re.compile(r"\{date(?::((?:%[Ymd]|[-_./])+))?\}")
_DIRECTIVES = {"%Y": r"\d{4}", "%m": r"\d{2}", "%d": r"\d{2}"}


class SourceSpec(Strict):
    """A folder elsewhere that is looked into as if it were the drop folder."""

    url: str = Field(
        description="s3://bucket/folder, sftp://user@host/folder or https://host/folder; {date} "
        "or {date:%Y%m%d} stands for the day the files speak of."
    )
    secret: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
        description="Name of the secret that opens it, never the secret itself.",
    )
    endpoint: str | None = Field(
        default=None, description="Address of an S3 service other than Amazon's."
    )

    @field_validator("url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        try:
            address(value)
        except SourceError as error:
            raise ValueError(str(error).splitlines()[0]) from error
        if "{" in _DATE.sub("", value):
            raise ValueError("only {date} and {date:%Y%m%d} (of %Y, %m, %d) have a meaning")
        return value

    def folder(self, day: dt.date) -> str:
        """The folder of a day."""
        return _DATE.sub(lambda found: day.strftime(found[1] or "%Y-%m-%d"), self.url)

    def any_folder(self) -> str:
        """A pattern that every day's folder matches."""
        return _DATE.sub("*", self.url)

    @property
    def dated(self) -> bool:
        """Whether the address tells the day."""
        return bool(_DATE.search(self.url))

    def day_of(self, found: str) -> dt.date | None:
        """The day that the address of a file found there speaks of."""
        formats = [match[1] or "%Y-%m-%d" for match in _DATE.finditer(self.url)]
        pieces = [re.escape(part) for part in _DATE.split(self.url)[::2]]
        values = re.match(_interleaved(pieces, [_digits(form) for form in formats]), found)
        if not formats or not values:
            return None
        best = max(range(len(formats)), key=lambda place: len(formats[place]))
        try:
            day = dt.datetime.strptime(values[best + 1], formats[best]).date()
        except ValueError:
            return None
        return day if found.startswith(self.folder(day)) else None


def address(text: str) -> SplitResult:
    """An address taken apart, or why it cannot be one."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SourceError(f"{shown(text)!r} is no address: {error}") from error
    if parts.scheme not in SCHEMES:
        raise SourceError(f"{parts.scheme}:// is no source", hint="known are " + ", ".join(SCHEMES))
    if not host:
        raise SourceError(f"{shown(text)!r} names no host", hint="such as sftp://host/folder")
    if parts.password is not None or (parts.username and parts.scheme != "sftp"):
        raise SourceError(
            f"a password stands in the address {shown(text)}",
            hint="addresses are kept and logged; put it into a secret and name that",
        )
    return parts


def shown(text: str) -> str:
    """An address without what might open doors: password and query."""
    text = re.sub(r"(?<=//)([^/@:]*):[^/@]*@", r"\1@", text)
    return text.partition("?")[0]


def _interleaved(pieces: list[str], groups: list[str]) -> str:
    return "".join(piece + group for piece, group in zip(pieces, [*groups, ""], strict=True))


def _digits(form: str) -> str:
    body = re.sub(r"%[Ymd]|.", lambda m: _DIRECTIVES.get(m[0], re.escape(m[0])), form)
    return f"({body})"
