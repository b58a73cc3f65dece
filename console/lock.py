"""`./siku lock`: compile what pyproject.toml asks for into the lists of locked packages."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from console.noun import Noun
from console.output import say
from runtime.errors import SikuError
from runtime.settings import REPOSITORY

RUN = "requirements.lock"
DEVELOP = "requirements-dev.lock"
SPARK = "requirements-spark.lock"
BENCH = "requirements-bench.lock"
LINKAGE = "requirements-linkage.lock"
# No index address may get into a list: whoever installs decides where packages come from.
COMMON = (
    "--generate-hashes", "--universal", "--python-version", "3.11", "--no-header",
    "--no-emit-index-url", "--no-emit-find-links", "--quiet",
)  # fmt: skip

app = Noun()


@app.verb("./siku lock", "./siku lock --upgrade")
def compile_all(
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Take the newest versions, not the locked ones.")
    ] = False,
) -> None:
    """Compile the packages that run siku, that develop it, and that benchmarks compare it with."""
    newest = ("--upgrade",) if upgrade else ()
    _compile(RUN, *newest)
    _compile(DEVELOP, "--group", "dev", "--constraints", RUN, *newest)
    _compile(SPARK, "--group", "spark", "--constraints", DEVELOP, *newest)
    _compile(BENCH, "--constraints", RUN, *newest, source="--group=bench")
    _compile(LINKAGE, *newest, source="--group=linkage")
    written = ", ".join((RUN, DEVELOP, SPARK, BENCH, LINKAGE))
    say(f"written: {written}; the next ./siku command installs them")


def _compile(target: str, *options: str, source: str = "pyproject.toml") -> None:
    command = [uv(), "pip", "compile", source, *COMMON, *options, "-o", target]
    environment = os.environ | {"UV_CUSTOM_COMPILE_COMMAND": "./siku lock"}
    if subprocess.run(command, cwd=REPOSITORY, env=environment).returncode:
        raise SikuError(f"{target} could not be compiled", hint="read what uv says above")


def uv() -> str:
    """The installer: the one the launcher fetched, or the system's."""
    own = REPOSITORY / "var" / "uv" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if not found:
        raise SikuError("uv is not there", where=str(Path(own)), hint="python3 -m pip install uv")
    return found
