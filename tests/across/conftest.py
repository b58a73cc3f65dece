"""A home of its own for each test's landing copies and reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.settings import settings


@pytest.fixture
def folder(
    fresh_database: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Where departments write their files; everything siku writes goes beside it."""
    for name in ("LANDING_DIR", "REPORTS_DIR", "DROP_DIR"):
        monkeypatch.setenv(f"SIKU_{name}", str(tmp_path / name.lower()))
    settings.cache_clear()
    yield tmp_path / "sent"
    settings.cache_clear()
