"""A drafted contract as YAML, with remarks for the person who corrects it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

HEADING = "# yaml-language-server: $schema=schema.json"
_SAFE = re.compile(r"^[\w\u3000-\u9fff(][^:#\[\]{},&*!|>'\"%@`\n\r\t]*$")
_WIDTH = 44  # columns at which remarks begin, where a line is short enough


def scalar(text: str) -> str:
    """A text as YAML writes it, quoted where it must be."""
    plain = _SAFE.match(text) is not None and text == text.strip()
    return (
        text if plain and yaml.safe_load(text) is not None else json.dumps(text, ensure_ascii=False)
    )


def listed(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(scalar, texts)) + "]"


def mapped(parts: Mapping[str, Any]) -> str:
    """A short mapping on one line."""
    return "{" + ", ".join(f"{scalar(key)}: {value(one)}" for key, one in parts.items()) + "}"


def value(one: Any) -> str:
    """A value on one line."""
    if isinstance(one, Mapping):
        return mapped(one)
    if isinstance(one, bool):
        return "true" if one else "false"
    if isinstance(one, Sequence) and not isinstance(one, str):
        return listed([str(part) for part in one])
    return scalar(str(one))


class Page:
    """The lines of the file, in their order."""

    def __init__(self) -> None:
        self.lines = [HEADING]

    def remark(self, text: str, indent: int = 0) -> None:
        """A line for the reader alone."""
        self.lines.append(" " * indent + f"# {text}")

    def say(self, key: str, one: Any = None, remark: str = "", indent: int = 0) -> None:
        """A key with its value and a remark beside it."""
        said = "" if one is None else f" {value(one)}"
        line = f"{' ' * indent}{key if indent == 0 else scalar(key)}:{said}"
        if remark:
            line = f"{line.ljust(_WIDTH - _wide(line))}  # {remark}"
        self.lines.append(line)

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def _wide(line: str) -> int:
    """Chinese characters take the room of two."""
    return sum(ord(character) > 0x2E7F for character in line)
