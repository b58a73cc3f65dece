"""YAML read as plain text values, with the line of every key, so that a fault can be pointed at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from loaders.errors import ContractError, Fault

Place = tuple[str | int, ...]


@dataclass
class Document:
    """The content of a YAML file and where each part of it stands."""

    path: Path
    content: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def fault(self, place: Sequence[str | int], what: str) -> Fault:
        """A fault at a place, or at the nearest part that encloses it."""
        found = tuple(place)
        while found not in self.lines and found:
            found = found[:-1]
        key = ".".join(map(str, place)) or "the file"
        return Fault(self.path, self.lines.get(found, 1), key, what)


def read_document(path: Path) -> Document:
    """Read a YAML file; every scalar stays the text it is, so 01 is no number and NO no boolean."""
    if not path.is_file():
        raise ContractError([Fault(path, 1, "the file", "does not exist")])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContractError([_unreadable(path, error)]) from error
    return document_of(text, path)


def document_of(text: str, path: Path) -> Document:
    """A YAML text as it would stand in a file."""
    try:
        loader = yaml.CBaseLoader(text)
        node = loader.get_single_node()
        document = Document(path, None)
        faults = [document.fault((), "is empty")]
        if node is not None:
            faults = list(_walk(document, node, (), set()))
    except yaml.YAMLError as error:
        raise ContractError([_unreadable(path, error)]) from error
    except RecursionError:
        raise ContractError([Fault(path, 1, "the file", "is nested too deeply")]) from None
    if faults:
        raise ContractError(faults)
    document.content = loader.construct_document(node)
    return document


def _walk(
    document: Document, node: yaml.Node, place: Place, met: set[yaml.Node]
) -> Iterator[Fault]:
    """Note the line of every part; a key given twice is a fault, for YAML would drop one. So is a
    part that an alias repeats: a few of them make a document without end."""
    if isinstance(node, yaml.CollectionNode):
        if node in met:
            first = node.start_mark.line + 1
            yield document.fault(place, f"repeats by * what stands in line {first}: write it out")
            return
        met.add(node)
    document.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = (*place, str(key.value))
            if name in document.lines:
                first = document.lines[name]
                document.lines[name] = key.start_mark.line + 1
                yield document.fault(name, f"stands twice, first in line {first}")
            document.lines[name] = key.start_mark.line + 1
            yield from _walk(document, value, name, met)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _walk(document, item, (*place, position), met)


def _unreadable(path: Path, error: UnicodeDecodeError | yaml.YAMLError) -> Fault:
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return Fault(path, line, "the file", "is not UTF-8; save it as UTF-8")
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return Fault(path, mark.line + 1 if mark else 1, "the file", f"is no YAML: {problem}")
