"""The shipped models with the set's columns for theirs: nothing but the mapping is another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from runtime.settings import REPOSITORY

_MODELS: Final = REPOSITORY / "matching" / "models"
# Shipped model and name in the set -> field -> columns.
_COLUMNS: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("person", "person"): {
        "name": {"full": "name", "also": ["former_name", "native_name"]},
        "birth": "birth_date",
        "sex": "sex",
        "number": {"value": "citizen_number"},
        "place": {"full": "address"},
        "phone": "phone",
    },
    ("entity", "company"): {
        "name": {"full": "name", "also": "former_name"},
        "code": "credit_code",
        "organization": "organization_code",
        "registration": "registration_number",
        "representative": {"full": "representative"},
        "established": "established",
        "place": {"full": "address"},
        "phone": "phone",
    },
}
_SAID: Final = "# The shipped model of {}, with the columns of this set; nothing is tuned to it.\n"


def models() -> Iterator[tuple[str, str]]:
    """Each model with its name in the folder, and what is trained beside it."""
    for (shipped, name), columns in _COLUMNS.items():
        yield f"models/{name}.yaml", _mapped(shipped, name, columns)
        for path in sorted(_MODELS.glob(f"{shipped}.*.json")):
            yield f"models/{name}{path.name[len(shipped) :]}", path.read_text(encoding="utf-8")


def _mapped(shipped: str, name: str, columns: dict[str, Any]) -> str:
    path: Path = _MODELS / f"{shipped}.yaml"
    model: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    facts = set(model.pop("facts", ()))
    model.pop("thing", None)
    model["model"] = f"benchmark_{name}"
    for field, source in columns.items():
        model["fields"][field]["from"] = source
    # What only the platform knows of a pair, a file does not tell.
    model["guards"] = [one for one in model.get("guards", ()) if not facts & set(one["when"])]
    return _SAID.format(f"a {name}") + yaml.safe_dump(model, allow_unicode=True, sort_keys=False)
