"""What the engine asks of a backend: tables, a few words of SQL, and Splink's interface."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import TracebackType
from typing import Any, ClassVar, Self

import pyarrow as pa

_CALL = re.compile(r"\b(\w+)\((\w+), (\w+)\)")


class Backend(ABC):
    """One SQL engine, opened for one piece of work; what it holds goes when it is closed.

    All SQL but the forms below is plain enough for every engine.
    """

    name: ClassVar[str]
    # The engine's form of each word that a condition may call (matching.types.base.WORDS).
    words: ClassVar[Mapping[str, str]]
    # One row for each text of a list column `{column}` of table `{table}`, as `{name}`.
    each: ClassVar[str]

    @abstractmethod
    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table known under a name; one that was there goes."""

    @abstractmethod
    def make(self, name: str, query: str) -> None:
        """Keep the rows of a query under a name; what was there goes."""

    @abstractmethod
    def add(self, name: str, query: str) -> None:
        """Keep the rows of a query beside those under a name."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Forget what stands under a name, if anything does."""

    @abstractmethod
    def fetch(self, query: str) -> pa.Table:
        """The rows of a query."""

    @abstractmethod
    def splink(self) -> Any:
        """Splink's interface to this engine."""

    @abstractmethod
    def close(self) -> None:
        """Give back what it holds."""

    def condition(self, neutral: str) -> str:
        """A level's condition in this engine's words."""
        return _CALL.sub(self._word, neutral)

    def _word(self, call: re.Match[str]) -> str:
        form = self.words.get(call[1])
        return form.format(call[2], call[3]) if form else call[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
