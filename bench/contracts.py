"""Contracts of a benchmark's own: those of the samples, one of them in other circumstances."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from runtime.settings import settings

_SETTING = "SIKU_CONTRACTS_DIR"


@contextmanager
def varied(folder: Path, dataset: str, changes: Mapping[str, Any]) -> Iterator[Path]:
    """Settings point at a copy of the contracts in which one says something else; None: nothing."""
    shutil.copytree(settings().contracts_dir, folder)
    path = folder / f"{dataset}.yml"
    said = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
    kept = {key: value for key, value in said.items() if value is not None}
    path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
    before = os.environ.get(_SETTING)
    os.environ[_SETTING] = str(folder)
    settings.cache_clear()
    try:
        yield folder
    finally:
        os.environ.pop(_SETTING)
        if before is not None:
            os.environ[_SETTING] = before
        settings.cache_clear()
