"""The code lists: what each code means, and the spellings departments use for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("codes")


@dataclass(frozen=True)
class Code:
    """One code with its names, and other spellings that mean it."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """All codes an attribute may hold.

    `pattern` admits codes that are not listed: a classification's deeper levels, whose first
    characters are a code that is listed.
    """

    name: str
    zh: str
    en: str
    standard: str | None
    source: str
    codes: Mapping[str, Code] = field(repr=False)
    pattern: str | None = None

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every spelling, as `spelling` writes it, with the code it means.

        A code means itself. A name that several codes share means the first of them. Another
        spelling may mean one code only.
        """
        meanings: dict[str, str] = {}
        for code in self.codes.values():
            meanings[spelling(code.code)] = code.code
        for code in self.codes.values():
            for name in (code.zh, code.en):
                meanings.setdefault(spelling(name), code.code)
        for code in self.codes.values():
            for alias in code.aliases:
                meant = meanings.setdefault(spelling(alias), code.code)
                if meant != code.code:
                    raise ValueError(
                        f"code list {self.name}: {alias!r} means both {meant!r} and {code.code!r}"
                    )
        return meanings

    def means(self, said: str) -> str | None:
        """The code that a delivered text means; None when it means none."""
        code = self.spellings.get(spelling(said))
        if code is None and self.pattern and re.fullmatch(self.pattern, said.strip()):
            return said.strip()
        return code

    def __contains__(self, code: str) -> bool:
        return code in self.codes or bool(self.pattern and re.fullmatch(self.pattern, code))


def spelling(said: str) -> str:
    """A text without what does not tell codes apart: width, case, spaces around."""
    return unicodedata.normalize("NFKC", said).strip().casefold()


def read(path: Path) -> dict[str, CodeList]:
    """The code lists of one file, by name.

    A list is `{zh, en, standard, source, codes: {code: [zh, en, alias, …]}}`.
    """
    lists: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: _list(name, said) for name, said in lists.items()}


def _list(name: str, said: dict[str, Any]) -> CodeList:
    codes = {
        str(code): Code(str(code), zh, en, tuple(map(str, aliases)))
        for code, (zh, en, *aliases) in said["codes"].items()
    }
    return CodeList(
        name=name,
        zh=said["zh"],
        en=said["en"],
        standard=said.get("standard"),
        source=said["source"],
        codes=codes,
        pattern=said.get("pattern"),
    )


@cache
def _all() -> dict[str, CodeList]:
    found: dict[str, CodeList] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        for name, codes in read(path).items():
            if name in found:
                raise ValueError(f"{path}: code list {name!r} is already in another file")
            found[name] = codes
    return found


CODES: Mapping[str, CodeList] = _all()
