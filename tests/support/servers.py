"""Real servers on this machine that tests fetch from: HTTP, SFTP and S3."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import http.server
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "fictional"


@dataclass
class Web:
    """A web server over a folder, and how it misbehaves."""

    folder: Path
    url: str = ""
    breaks: list[int] = field(default_factory=list)  # after so many bytes of each next answer
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)  # path -> status, location
    ranges: bool = True
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    web: Web

    def __init__(self, *given: Any, web: Web) -> None:
        self.web = web
        super().__init__(*given, directory=str(web.folder))

    def log_message(self, *given: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.web.asked.append((self.path, dict(self.headers)))
        if self._misbehaves():
            return
        path = Path(self.translate_path(self.path))
        if path.is_dir() or not path.is_file():
            super().do_GET()
            return
        content = path.read_bytes()
        begin = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0]
        start = int(begin) if self.web.ranges else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.send_header("Last-Modified", self.date_time_string(int(path.stat().st_mtime)))
        self.end_headers()
        content = content[start:]
        if self.web.breaks:
            content = content[: self.web.breaks.pop(0)]
            self.close_connection = True
        self.wfile.write(content)

    def do_HEAD(self) -> None:
        if not self._misbehaves():
            super().do_HEAD()

    def _misbehaves(self) -> bool:
        status, location = self.web.answers.get(self.path.partition("?")[0], (0, ""))
        if status:
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()
        return bool(status)


@contextmanager
def web(folder: Path) -> Iterator[Web]:
    """A web server."""
    told = Web(folder)
    handler = functools.partial(_Handler, web=told)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        told.url = f"http://127.0.0.1:{server.server_port}"
        yield told
        server.shutdown()


@dataclass(frozen=True)
class Sftp:
    """An SSH server that serves a folder to the user siku."""

    url: str
    host_key: str


class _Passwords(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("siku", PASSWORD)


@contextmanager
def sftp(folder: Path) -> Iterator[Sftp]:
    """An SSH server with a key of its own."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> Any:
        return await asyncssh.create_server(
            _Passwords, "127.0.0.1", 0, server_host_keys=[key],
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=bytes(folder)),
        )  # fmt: skip

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(30)
    host_key = key.export_public_key().decode().strip()
    try:
        yield Sftp(f"sftp://siku@127.0.0.1:{server.get_port()}", host_key)
    finally:
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _closed(server: Any) -> None:
    server.close()
    await asyncio.wait_for(server.wait_closed(), 10)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def s3() -> Iterator[str]:
    """The address of a server that speaks S3, in a process of its own."""
    port = free_port()
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    with subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{url}/moto-api/")
            yield url
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{url} does not answer")


@contextmanager
def web_tls(folder: Path, keep: Path) -> Iterator[str]:
    """A web server whose certificate nobody but itself signed."""
    key, certificate = keep / "key.pem", keep / "certificate.pem"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    private = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(tz=dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(private, hashes.SHA256())
    )
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    handler = functools.partial(_Handler, web=Web(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *given: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"https://localhost:{server.server_port}"
        server.shutdown()
