"""`./siku test`: what every change must pass."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from console.noun import Noun
from console.output import say, show_table
from runtime.settings import REPOSITORY

WORKERS = 2


@dataclass(frozen=True)
class Step:
    """One thing that is checked."""

    name: str
    command: Sequence[str]

    def passes(self) -> bool:
        """Run it, showing what it says."""
        say(f"── {self.name}")
        return not subprocess.run([sys.executable, "-m", *self.command], cwd=REPOSITORY).returncode


LINT = Step("lint", ("ruff", "check", "."))
LAYOUT = Step("layout", ("ruff", "format", "--check", "."))
TYPES = Step("types", ("mypy",))

app = Noun()


@app.verb(
    "./siku test",
    "./siku test tests/runtime -k cluster",
    context_settings={"ignore_unknown_options": True, "help_option_names": ["-h", "--help"]},
)
def check(
    arguments: Annotated[
        list[str] | None, typer.Argument(help="For pytest: then only the tests are run.")
    ] = None,
) -> int:
    """Check everything a change must pass: lint, layout, types, and all tests with their coverage.

    With arguments, run pytest alone, with them.
    """
    steps = [suite(arguments)] if arguments else [LINT, LAYOUT, TYPES, suite(None)]
    rows = [_timed(step) for step in steps]
    show_table(["step", "result", "seconds"], rows)
    return int(any(result != "passed" for _, result, _ in rows))


def suite(arguments: Sequence[str] | None) -> Step:
    """The test suite side by side with coverage, or what the arguments choose."""
    everything = ("-n", str(WORKERS), "--dist", "loadscope", "--cov", "--cov-report=term", "-q")
    return Step("tests", ("pytest", *(arguments or everything)))


def _timed(step: Step) -> tuple[str, str, float]:
    begun = time.monotonic()
    passed = step.passes()
    return step.name, "passed" if passed else "failed", time.monotonic() - begun
