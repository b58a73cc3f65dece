"""What a person sees while the demonstration works: a live view, or plain lines when piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from console.demonstration.order import Planned

STEPS_TO = {
    "received": "stage", "staged": "check", "checked": "match", "matched": "merge",
    "merged": "publish", "published": "published",
}  # fmt: skip


class Progress:
    """Tells phases and deliveries as they come, with the time since the start."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.phases: dict[str, float] = {}
        self._console = Console(stderr=True)
        self._live: Live | None = None

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began

    def say(self, line: str) -> None:
        """One line of news."""
        self._console.print(Text(f"{_clock(self.elapsed)}  {line}"))

    @contextmanager
    def phase(self, name: str, line: str = "") -> Iterator[None]:
        """Measure a phase; say a line as it begins, if there is one."""
        if line:
            self.say(line)
        begun = time.monotonic()
        try:
            yield
        finally:
            self.phases[name] = round(time.monotonic() - begun, 1)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Show what is under way, as long as this lasts, if there is somebody to look."""
        if not sys.stderr.isatty():
            yield
            return
        with Live(console=self._console, refresh_per_second=4, transient=True) as self._live:
            yield
        self._live = None

    def show(self, running: Mapping[Planned, tuple[str, float]], done: int, total: int) -> None:
        """Show the deliveries under way: the step each is at, and since when."""
        if self._live is None:
            return
        table = Table.grid(padding=(0, 2))
        for one, (state, since) in running.items():
            seconds = f"{time.monotonic() - since:.0f} s"
            table.add_row("  ", one.dataset, str(one.date), STEPS_TO.get(state, "receive"), seconds)
        head = Table.grid(padding=(0, 2))
        bar = ProgressBar(total=max(total, 1), completed=done, width=40)
        head.add_row(_clock(self.elapsed), bar, f"{done} of {total} deliveries")
        self._live.update(Group(head, table))


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"
