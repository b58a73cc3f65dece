"""A contract from elsewhere taken in among those there are."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from loaders.check import among_themselves
from loaders.contract import departments, files, read, sound
from loaders.errors import ContractError
from runtime.errors import SikuError
from runtime.settings import settings


class ContractTaken(SikuError):
    """There is another contract of that name."""


def adopt(path: Path, folder: Path | None = None) -> tuple[str, Path | None]:
    """The dataset of a contract, and where its contract was put; None where it lay there already.

    One that is broken, or of a name that another has, is refused and nothing is written.
    """
    folder = folder or settings().contracts_dir
    contract = read(path, departments(folder))
    target = folder / f"{contract.dataset}.yml"
    content = path.read_bytes()
    if target.exists():
        if target.read_bytes() != content:
            raise ContractTaken(
                f"{contract.dataset} has another contract already", where=str(target),
                hint=f"compare the two; deliver by its name to use the old one, or write {target} "
                "yourself to replace it",
            )  # fmt: skip
        return contract.dataset, None
    known, _ = sound(folder)
    if contract.dataset in known:
        raise ContractTaken(
            f"{contract.dataset} has a contract already", where=str(folder),
            hint=f"one of {len(files(folder))} files there names it",
        )  # fmt: skip
    every = [(path, contract), *((folder / f"{name}.yml", one) for name, one in known.items())]
    if faults := [fault for fault in among_themselves(every) if fault.file == path]:
        raise ContractError(faults)
    _write(target, content)
    return contract.dataset, target


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all; of two who write at once the second is told."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as part:
        part.write(content)
    try:
        Path(part.name).chmod(0o644)
        os.link(part.name, target)
    finally:
        Path(part.name).unlink()
