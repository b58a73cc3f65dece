"""The sharing API as a process: in the foreground, or in the background."""

from __future__ import annotations

import os
import sys
import time

import httpx
import uvicorn

from runtime import ports
from runtime.logging import configure
from runtime.processes import Process
from runtime.settings import settings
from sharing.api.app import application

SERVICE = Process("serve")
PORT = "serve"
PATIENCE = 60


def run(host: str, port: int | None) -> None:
    """Serve until interrupted."""
    configure()
    number = port or ports.choose(PORT, settings().serve_port)
    if not ports.is_free(number):
        raise ports.NoFreePort(
            f"port {number} is taken by another program",
            where=f"{host}:{number}",
            hint="./siku status tells whether the API runs already; else give another --port",
        )
    print(f"http://{host}:{number}/docs", file=sys.stderr, flush=True)
    # No access log: addresses hold citizens' numbers. Who looked is in the sealed log.
    uvicorn.run(application(), host=host, port=number, access_log=False, log_level="warning")


def address() -> str | None:
    """Where the API is, once a port was chosen."""
    number = ports.known(PORT)
    return f"http://127.0.0.1:{number}" if number else None


def answers() -> bool:
    """Whether the API and its database answer."""
    try:
        return httpx.get(f"{address()}/healthz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def start() -> str:
    """Start the API in the background, unless it runs, and wait until it answers."""
    if not SERVICE.pid:
        number = ports.choose(PORT, settings().serve_port)
        command = [sys.executable, "-m", "console", "serve", "--port", str(number)]
        SERVICE.start(command, dict(os.environ))
    deadline = time.monotonic() + PATIENCE
    while not answers():
        SERVICE.must_run()
        if time.monotonic() > deadline:
            SERVICE.stop()
            SERVICE.must_run()
        time.sleep(0.2)
    return str(address())


def stop() -> None:
    """Stop the API in the background."""
    SERVICE.stop()
