"""Lines and values without end: refused by name of their line, in the memory of a few blocks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from runtime.settings import REPOSITORY

# Reads a file and tells how it was refused, and how much memory that took beyond the start.
READ = """
import json, resource, sys
from pathlib import Path
from pydantic import TypeAdapter
from loaders.errors import Refused
from loaders.files import FileSpec
from loaders.readers import read

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

for path, described in json.load(sys.stdin):
    spec = TypeAdapter(FileSpec).validate_python(described)
    before = peak()
    try:
        for rows in read(Path(path), spec, ("a",)):
            pass
        told = "read"
    except Refused as refusal:
        told = str(refusal)
    print(json.dumps([told, peak() - before]))
"""
GIANT = 300 << 20  # of NUL bytes, which take no room on the disk
FILES: dict[str, tuple[bytes, dict[str, Any], str]] = {
    "a.csv": (b"a,b\n1,2\n3,", {"format": "csv"}, "line 3"),
    "b.csv": (b"", {"format": "csv"}, "no header"),
    "c.csv": (b'a,b\n1,2\n3,"x\n', {"format": "csv"}, "line 3"),
    "d.csv": (b"a||b\n1||2\n", {"format": "csv", "delimiter": "||"}, "line 3"),
    "a.ndjson": (b'{"a": 1}\n{"a": "', {"format": "ndjson"}, "line 2"),
    "a.json": (b'[{"a": 1},\n{"a": "', {"format": "json"}, "line 2"),
    "a.xml": (b"<r>\n<a ", {"format": "xml", "record": "a"}, "line 2"),
    "a.dat": (b"1\n", {"format": "fixed", "positions": {"a": "1"}}, "line 2"),
}


def test_a_line_without_end_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    asked = []
    for name, (begin, described, _) in FILES.items():
        with (tmp_path / name).open("wb") as file:
            file.write(begin)
            file.truncate(GIANT)
        asked.append([str(tmp_path / name), {"pattern": "*", **described}])
    done = subprocess.run(
        [sys.executable, "-c", READ], input=json.dumps(asked), text=True, cwd=REPOSITORY,
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    for (name, (_, _, expected)), (told, grown) in zip(FILES.items(), answers, strict=True):
        assert expected in told, f"{name}: {told}"
        assert grown < 160, f"{name} took {grown} MB more"
