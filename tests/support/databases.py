"""A MariaDB of the tests' own, from the system's packages; it lives as long as its tests."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymysql

from tests.support.servers import free_port

PROGRAM = shutil.which("mariadbd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")


@contextmanager
def mariadb(folder: Path) -> Iterator[tuple[str, Any]]:
    """Its address, and a connection that may do everything."""
    assert PROGRAM is not None
    port, socket = free_port(), folder / "s"
    common = [PROGRAM, "--no-defaults", f"--datadir={folder}", f"--user={getpass.getuser()}",
              "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=8M"]  # fmt: skip
    subprocess.run([*common, "--bootstrap"], input=_system(), check=True, capture_output=True)
    with subprocess.Popen(
        [*common, f"--socket={socket}", f"--port={port}", "--bind-address=127.0.0.1",
         "--skip-name-resolve"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            with _connected(str(socket)) as root:
                yield f"127.0.0.1:{port}", root
        finally:
            server.kill()


def _system() -> bytes:
    """The tables of a new server, as its package brings them."""
    found = [Path("/usr/share/mysql"), Path("/usr/share/mariadb")]
    names = ("system_tables.sql", "performance_tables.sql", "system_tables_data.sql")
    files = [next(f for folder in found for f in folder.glob(f"m*_{name}")) for name in names]
    begin = b"create database mysql;\nuse mysql;\nset @auth_root_socket = null;\n"
    return begin + b"\n".join([*(f.read_bytes() for f in files)])


def _connected(socket: str) -> Any:
    for _ in range(600):
        try:
            return pymysql.connect(unix_socket=socket, user="root", autocommit=True)
        except pymysql.OperationalError:
            time.sleep(0.1)
    raise TimeoutError("MariaDB does not answer")
