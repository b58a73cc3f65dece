"""Starts commands as processes that can be killed, quickly: all they import is imported already.

Each command is a process of its own, forked from this one, in a session of its own; what it does
from then on is what `./siku` does. It counts its moments — statements it sends, commits, changes to
files — so that it can be told to end itself just before one of them.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from typing import Any, NoReturn

from sqlalchemy import Engine, event

IMPORTED = (
    "adbc_driver_postgresql.dbapi", "console.deliver", "console.delivery", "console.quarantine",
    "console.walking", "pipeline", "pypinyin", "pysdmx", "splink", "typer.main",
)  # fmt: skip
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod")


class Moments:
    """Counts what happens, and ends this process just before the moment that was asked for."""

    def __init__(self, last: int | None, postmaster: int | None) -> None:
        self.count = 0
        self._last, self._postmaster = last, postmaster
        self._home = os.environ["SIKU_HOME"]
        event.listen(Engine, "before_cursor_execute", self._happens)
        event.listen(Engine, "commit", self._happens)
        sys.addaudithook(self._audited)

    def _happens(self, *_told: object) -> None:
        self.count += 1
        if self.count == self._last:
            if self._postmaster is not None:
                os.kill(self._postmaster, signal.SIGQUIT)
            os.kill(os.getpid(), signal.SIGKILL)

    def _audited(self, name: str, told: tuple[Any, ...]) -> None:
        writes = name == "open" and isinstance(told[2], int) and told[2] & os.O_ACCMODE
        if (writes or name in CHANGES) and self._is_ours(told[0]):
            self._happens()

    def _is_ours(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and str(path).startswith(self._home)


def main() -> None:
    """Import, then start what is asked for, one after the other."""
    from loaders.contract import contracts
    from quality import engine

    for name in IMPORTED:
        importlib.import_module(name)
    engine.library()
    contracts()
    _tell({"ready": True})
    output = int(sys.argv[1])
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            _be(json.loads(line), output)
        _tell({"pid": child})
        _tell({"status": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])})


def _be(job: dict[str, Any], output: int) -> NoReturn:
    """Be the command."""
    status = 99
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        from console.main import run

        moments = Moments(job["moment"], job["postmaster"])
        status = run(job["words"])
        sys.stdout.flush()
        print(f"moments {moments.count}", file=sys.stderr, flush=True)
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as its parent
        traceback.print_exc()
    finally:
        os._exit(status)


def _tell(what: dict[str, object]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
