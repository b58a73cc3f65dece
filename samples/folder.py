"""The folder of a province: whole under its name, or not there."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runtime.errors import SikuError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_NO_ROOM = 1 << 20


@contextmanager
def making(out: Path) -> Iterator[Path]:
    """A folder to work in that gets the name `out` when the work is done, and else vanishes."""
    work = out.with_name(f".{out.name}.half")
    with _faults(out):
        handle = _only_maker(work)
        try:
            _sweep(work)
            yield work
            work.replace(out)
        except BaseException as error:
            full = _is_full(error, work)
            shutil.rmtree(work, ignore_errors=True)
            if full:
                raise SikuError(
                    "the disk became full before the province was whole; nothing of it is left",
                    where=str(out), hint="make room, or choose an --out on another disk",
                ) from error  # fmt: skip
            raise
        finally:
            os.close(handle)


@contextmanager
def _faults(out: Path) -> Iterator[None]:
    """Say what the system refused, and where."""
    try:
        yield
    except OSError as error:
        raise SikuError(
            f"the province cannot be written: {error.strerror or error}",
            where=str(out), hint="choose another --out",
        ) from error  # fmt: skip


def _only_maker(work: Path) -> int:
    """A handle that keeps others from making the same province at the same time."""
    work.mkdir(parents=True, exist_ok=True)
    handle = os.open(work, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Who had it until now may have given the folder its name.
        if os.fstat(handle).st_ino == work.stat().st_ino:
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(handle)
    raise SikuError(
        "another process is making this province", where=str(work), hint="wait, and run it again"
    )


def _sweep(work: Path) -> None:
    """Remove what a killed run left."""
    for left in work.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()


def _is_full(error: BaseException, work: Path) -> bool:
    """Whether it went wrong for want of room; not everything that writes says so."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    wrote = isinstance(error, Exception) and not isinstance(error, SikuError)
    return wrote and shutil.disk_usage(work).free < _NO_ROOM
