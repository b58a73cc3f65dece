"""The libraries' many exceptions, told as the few that matter."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import paramiko
from botocore import exceptions as botocore
from fsspec.exceptions import FSTimeoutError

from loaders.sources.errors import NotThere, SourceError, Unreachable
from runtime.errors import SikuError

_REFUSED = (
    PermissionError, ssl.SSLCertVerificationError, aiohttp.ClientConnectorCertificateError,
    paramiko.AuthenticationException, paramiko.BadHostKeyException,
    botocore.NoCredentialsError, botocore.PartialCredentialsError, botocore.SSLError,
    aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError,
)  # fmt: skip
_BROKEN_OFF = (
    OSError, EOFError, TimeoutError, FSTimeoutError, aiohttp.ClientError,
    paramiko.SSHException, botocore.BotoCoreError, botocore.ClientError,
)  # fmt: skip
# Answers of a server that is busy, not unwilling.
_BUSY = (408, 425, 429)


@contextmanager
def told(where: str) -> Iterator[None]:
    """Tell what befell a source; `where` holds no credentials."""
    try:
        yield
    except SikuError:
        raise
    except (*_REFUSED, *_BROKEN_OFF) as error:
        # fsspec says of whatever befell a web address that it is not there.
        cause = error.__cause__ if isinstance(error, FileNotFoundError) else None
        raise _judged(where, cause or error) from error


def _judged(where: str, error: BaseException) -> SikuError:
    status = _status(error)
    if isinstance(error, SikuError):
        return error
    if isinstance(error, FileNotFoundError) or status in (404, 410):
        return NotThere(f"there is no {where}", hint="is the address right?")
    if isinstance(error, _REFUSED) or (400 <= status < 500 and status not in _BUSY):
        return _no(where, error, status)
    what = f"answered {status}" if status else f"broke off: {_text(error)}"
    return Unreachable(
        f"the source {what}", where=where, hint="it may pass; run the same command again"
    )


def _no(where: str, error: BaseException, status: int = 0) -> SourceError:
    answer = f"answered {status}" if status else f"said no: {_text(error)}"
    hint = "see source.url and source.secret in the contract, and the secret's file"
    return SourceError(f"the source {answer}", where=where, hint=hint)


def _text(error: BaseException) -> str:
    """The first line of a library's message, or its name; messages of HTTP hold whole addresses."""
    if isinstance(error, aiohttp.ClientResponseError | aiohttp.InvalidURL):
        return type(error).__name__
    first = next(iter(str(error).splitlines()), "")
    return first[:200] or type(error).__name__


def _status(error: BaseException) -> int:
    if isinstance(error, aiohttp.ClientResponseError):
        return int(error.status)
    if isinstance(error, botocore.ClientError):
        return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return 0
