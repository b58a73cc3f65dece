"""What a file or a contract can do wrong as a whole; single rows go to quarantine instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from runtime.errors import SikuError


class Refused(SikuError):
    """The whole file cannot be read; nothing of it was staged."""

    def __init__(self, zh: str, en: str, *, where: str, hint: str | None = None) -> None:
        # It may quote the file; what no database or terminal can take is written otherwise.
        self.zh, self.en = _tellable(zh), _tellable(en)
        super().__init__(
            f"{self.en} ({self.zh})", where=_tellable(where), hint=hint and _tellable(hint)
        )


def _tellable(text: str) -> str:
    return text.replace("\0", "␀").encode(errors="backslashreplace").decode()


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a contract: in which line, under which key, and what."""

    file: Path
    line: int
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.what}"


class ContractError(SikuError):
    """A contract that cannot be used, with every fault found in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        listed = "\n".join(map(str, faults))
        super().__init__(listed, hint="correct the file, then ./siku contract check")
        self.faults = tuple(faults)


class NoSuchDataset(SikuError):
    """A dataset was named that no contract describes."""


class NoSuchDelivery(SikuError):
    """There is no delivery of that number."""

    def __init__(self, delivery_id: int) -> None:
        super().__init__(
            f"there is no delivery {delivery_id}", hint="./siku delivery list shows those there are"
        )


def doctype(where: str) -> Refused:
    """The refusal of an XML file with a document type, whoever meets it."""
    return Refused(
        "文件含有 DOCTYPE,出于安全不予读取",
        "the file has a DOCTYPE, which may hold an entity bomb",
        where=where,
        hint="ask for the file without DOCTYPE",
    )
