"""Free TCP ports on this machine, chosen once and remembered."""

from __future__ import annotations

import os
import random
import socket

from runtime.errors import SikuError
from runtime.settings import settings

# Below the range from which systems take outgoing connections' ports, above the well-known ones.
CANDIDATES = range(20000, 32000)


class NoFreePort(SikuError):
    """No port could be had."""


def is_free(port: int) -> bool:
    """Whether a server could listen on that port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something listens on that port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def known(name: str) -> int | None:
    """The remembered port of a service."""
    try:
        return int((settings().run / f"{name}.port").read_text())
    except (FileNotFoundError, ValueError):
        return None


def choose(name: str, wanted: int) -> int:
    """A port for a service to listen on now: the wanted one, the remembered one, or a free one.

    A remembered port that a stranger has taken meanwhile is given up for another.
    """
    if wanted and not is_free(wanted):
        raise NoFreePort(
            f"port {wanted} for {name} is taken by another program",
            where=f"127.0.0.1:{wanted}",
            hint=f"end that program, or set SIKU_{name.upper()}_PORT=0 to have a free one chosen",
        )
    port = wanted or known(name)
    if not port or not is_free(port):
        port = _free_one(name)
    remember(name, port)
    return port


def remember(name: str, port: int) -> None:
    """Keep the port of a service for next time."""
    folder = settings().run
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{name}.port.{os.getpid()}"
    fresh.write_text(f"{port}\n")
    fresh.replace(folder / f"{name}.port")


def _free_one(name: str) -> int:
    for port in random.sample(CANDIDATES, 200):
        if is_free(port):
            return port
    raise NoFreePort(
        f"no free port found for {name}",
        where=f"127.0.0.1, {CANDIDATES.start}-{CANDIDATES.stop - 1}",
        hint=f"set SIKU_{name.upper()}_PORT to one",
    )
