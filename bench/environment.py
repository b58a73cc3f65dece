"""Environments of their own for the programs that benchmarks compare with."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from bench.measure import say
from runtime.errors import SikuError
from runtime.settings import REPOSITORY, settings


class NoRivals(SikuError):
    """What we are compared with cannot be had."""


def python(lock: str, name: str) -> Path:
    """A Python with the packages of a lock, beside ours: made when first needed."""
    from console.lock import uv

    file = REPOSITORY / lock
    folder = settings().home / name
    found, mark = folder / "bin" / "python", folder / ".locked"
    wanted = hashlib.sha256(file.read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text() == wanted:
        return found
    say(f"installing the packages of {lock} in {folder}")
    commands = (
        [uv(), "venv", "-q", "--clear", "--no-python-downloads", str(folder)],
        [uv(), "pip", "sync", "-q", "--require-hashes", "--python", str(found), str(file)],
    )
    for command in commands:
        if subprocess.run(command).returncode:
            hint = "read what uv says above; the other parts need none of this"
            raise NoRivals(f"the packages of {lock} could not be installed", hint=hint)
    mark.write_text(wanted)
    return found
