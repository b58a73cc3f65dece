"""The doors: an fsspec file system for an address, with a secret's credentials and no trust."""

from __future__ import annotations

import base64
import io
import ipaddress
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult

import aiohttp
import paramiko
from fsspec import AbstractFileSystem

from loaders.sources.errors import SourceError
from loaders.sources.judging import told
from loaders.sources.spec import address, shown
from runtime import secrets
from runtime.settings import settings

BLOCK = 8 << 20


@contextmanager
def opened(
    url: str, secret: str | None, endpoint: str | None = None
) -> Iterator[AbstractFileSystem]:
    """The file system an address lies in. It is never kept: credentials and servers change.

    Whatever befalls the source meanwhile is told as one of our errors.
    """
    parts = address(url)
    words = secrets.named(secret) if secret else {}
    doors = {"s3": _s3, "sftp": _sftp, "http": _http, "https": _http}
    with told(shown(url)):
        system = doors[parts.scheme](parts, words, endpoint)
        try:
            yield system
        finally:
            _close(system)


def _close(system: AbstractFileSystem) -> None:
    """Leave no connection open; the libraries would wait for the garbage to be collected."""
    client, session = getattr(system, "client", None), getattr(system, "_session", None)
    if client is not None:
        client.close()
    elif session is not None:
        system.close_session(system.loop, session)


def _s3(parts: SplitResult, words: Mapping[str, str], endpoint: str | None) -> AbstractFileSystem:
    from s3fs import S3FileSystem

    seconds = settings().fetch_timeout
    named = {"key": words.get("key"), "secret": words.get("secret"), "token": words.get("token")}
    given = {name: word for name, word in named.items() if word}
    return S3FileSystem(
        **given,
        # Without a secret nobody is asked for one: botocore would look for a cloud around it.
        anon=not given and "AWS_ACCESS_KEY_ID" not in os.environ,
        endpoint_url=endpoint or words.get("endpoint"),
        client_kwargs={"region_name": words["region"]} if "region" in words else {},
        config_kwargs={
            "connect_timeout": min(seconds, 20), "read_timeout": seconds,
            "retries": {"max_attempts": 1},
        },
        default_block_size=BLOCK, default_cache_type="readahead",
        skip_instance_cache=True, use_listings_cache=False,
    )  # fmt: skip


def _sftp(parts: SplitResult, words: Mapping[str, str], endpoint: str | None) -> AbstractFileSystem:
    from fsspec.implementations.sftp import SFTPFileSystem

    seconds = settings().fetch_timeout
    system = SFTPFileSystem(
        parts.hostname, port=parts.port or 22,
        username=parts.username or words.get("user"), password=words.get("password"),
        pkey=_key(words),
        timeout=min(seconds, 20), banner_timeout=seconds, auth_timeout=seconds,
        allow_agent=False, look_for_keys=False,
        host_key_policy=_Known(words.get("host_key")), skip_instance_cache=True,
    )  # fmt: skip
    system.ftp.get_channel().settimeout(seconds)
    return system


def _http(parts: SplitResult, words: Mapping[str, str], endpoint: str | None) -> AbstractFileSystem:
    from fsspec.implementations.http import HTTPFileSystem

    headers = {"Accept-Encoding": "identity"}
    if "token" in words:
        headers["Authorization"] = f"Bearer {words['token']}"
    elif "user" in words:
        pair = f"{words['user']}:{words.get('password', '')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    if "Authorization" in headers and parts.scheme == "http" and not _is_here(parts.hostname):
        raise SourceError(
            "a secret would go over the network in clear", where=f"http://{parts.hostname}",
            hint="use https://",
        )  # fmt: skip
    return HTTPFileSystem(
        client_kwargs={
            "headers": headers,
            "timeout": aiohttp.ClientTimeout(
                total=None, sock_connect=20, sock_read=settings().fetch_timeout
            ),
            "trace_configs": [_no_foreign_redirect()],
        },
        simple_links=False, skip_instance_cache=True, use_listings_cache=False,
    )  # fmt: skip


def _is_here(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _no_foreign_redirect() -> aiohttp.TraceConfig:
    """Follow a server within its own house only: whoever runs it could else send us anywhere."""

    async def judge(session: Any, context: Any, params: aiohttp.TraceRequestRedirectParams) -> None:
        to = params.url.join(_location(params))
        same_house = (to.host, to.port) == (params.url.host, params.url.port)
        upgraded = to.host == params.url.host and to.scheme == "https"
        if to.scheme not in ("http", "https") or not (same_house or upgraded):
            raise SourceError(
                f"the source sends us elsewhere: {to.scheme}://{to.host or ''}",
                where=shown(str(params.url)), hint="if that is right, write that address yourself",
            )  # fmt: skip

    traced = aiohttp.TraceConfig()
    traced.on_request_redirect.append(judge)
    return traced


def _location(params: aiohttp.TraceRequestRedirectParams) -> Any:
    from yarl import URL

    headers = params.response.headers
    return URL(headers.get("Location") or headers.get("URI") or "")


class _Known(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
    """Talk only to the server one means: its key stands in the secret or in known_hosts."""

    def __init__(self, own: str | None) -> None:
        self._keys = paramiko.HostKeys()
        for file in ("~/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts"):
            path = os.path.expanduser(file)  # noqa: PTH111 - paramiko wants a text
            if os.access(path, os.R_OK):
                self._keys.load(path)
        self._own = {" ".join(line.split()[-2:]) for line in (own or "").splitlines() if line}

    def missing_host_key(self, client: Any, hostname: str, key: paramiko.PKey) -> None:
        told_key = f"{key.get_name()} {key.get_base64()}"
        own = {text for text in self._own if text.split(" ")[0] == key.get_name()}
        if told_key in own or (not self._own and self._keys.check(hostname, key)):
            return
        raise SourceError(
            f"the SFTP server shows a key nobody vouched for: {key.get_name()} {key.fingerprint}",
            where=hostname,
            hint="compare it with what the department says; then put the line that ssh-keyscan "
            "prints into the secret as host_key, or into ~/.ssh/known_hosts",
        )


def _key(words: Mapping[str, str]) -> paramiko.PKey | None:
    """The secret's private key, of whichever kind it is."""
    if "private_key" not in words:
        return None
    text, passphrase = words["private_key"], words.get("passphrase")
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text), password=passphrase)
        except (paramiko.SSHException, ValueError):
            continue
    raise SourceError(
        "the private key in the secret cannot be read", where="private_key",
        hint="an OpenSSH or PEM key of kind Ed25519, ECDSA or RSA; passphrase beside it",
    )  # fmt: skip
