"""How siku's own code logs: one line, to standard error."""

from __future__ import annotations

import logging
import sys

from runtime.settings import settings

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure() -> None:
    """Log to standard error at the level of the settings; within Airflow its own set-up rules."""
    root = logging.getLogger("siku")
    if root.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(handler)
    root.setLevel(settings().log_level)
    root.propagate = False


def logger(name: str) -> logging.Logger:
    """The logger of a module: `log = logger(__name__)`."""
    return logging.getLogger(f"siku.{name}")
