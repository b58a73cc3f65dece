"""What a model learnt, with where it comes from: a file that a person reviews line by line."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime.errors import SikuError

TRAINED = ".trained.json"


class BadArtefact(SikuError):
    """A file that holds no weights that a model could use."""


@dataclass(frozen=True)
class Artefact:
    """Probabilities per comparison and level, the prior, and how they were made."""

    name: str
    content: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Artefact:
        """The artefact in a file."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise BadArtefact(
                "it cannot be read: " + (error.strerror or str(error)),
                where=str(path),
                hint="name a file that ./siku match train wrote",
            ) from error
        except ValueError as error:
            raise BadArtefact(
                f"it is no JSON: {error}", where=str(path), hint="./siku match train writes it anew"
            ) from error
        return cls(path.name, content).checked(str(path))

    def checked(self, where: str) -> Artefact:
        """The same, if everything in it is as weights need it."""
        try:
            fault = next(self._faults(), None)
        except (AttributeError, TypeError):
            fault = ("comparisons", "is not built as an artefact is")
        if fault:
            again = "./siku match train writes it anew"
            raise BadArtefact(" ".join(fault), where=where, hint=again)
        return self

    def _faults(self) -> Iterator[tuple[str, str]]:
        """Each place where something is wrong, and what."""
        content = self.content
        if not isinstance(content, dict) or not isinstance(content.get("comparisons"), dict):
            yield "it", "is no artefact of a model"
            return
        if not isinstance(content.get("model"), str):
            yield "model", "is missing"
        shares = {key: content.get(key) for key in ("prior", "kin_prior")}
        for name, levels in content["comparisons"].items():
            for level, said in levels.items():
                kept = {key: said.get(key) for key in ("m", "u")}
                kept |= {"kin": said["kin"]} if "kin" in said else {}
                shares |= {f"comparisons.{name}.{level}.{key}": kept[key] for key in kept}
        for place, share in shares.items():
            if not (isinstance(share, int | float) and math.isfinite(share) and 0 <= share <= 1):
                yield place, f"is no probability, but {share!r}"

    @property
    def model(self) -> str:
        """The model it was made for."""
        return str(self.content["model"])

    @property
    def made(self) -> Mapping[str, Any]:
        """When, from what, of how many records and pairs."""
        told: Mapping[str, Any] = self.content.get("made", {})
        return told

    @property
    def text(self) -> str:
        """As it stands in a file."""
        return json.dumps(self.content, ensure_ascii=False, indent=2) + "\n"

    @property
    def digest(self) -> str:
        """What tells it from any other, in whatever order its keys are kept."""
        plain = json.dumps(self.content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()
