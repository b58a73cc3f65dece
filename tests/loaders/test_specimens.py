"""Every specimen is read whole: the ground that fuzzing stands on."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from loaders.files import FileSpec
from loaders.readers import READERS, read
from tests.loaders.specimens import SPECIMENS


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_specimen_is_read_without_a_broken_row(name: str, tmp_path: Path) -> None:
    described, path = SPECIMENS[name](tmp_path)
    spec = TypeAdapter[FileSpec](FileSpec).validate_python(described)
    batches = list(read(path, spec, ("编号", "姓名")))
    assert sum(len(rows.lines) for rows in batches) >= 3
    assert not [broken for rows in batches for broken in rows.broken]
    assert spec.format in READERS
