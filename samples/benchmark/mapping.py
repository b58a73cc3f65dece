"""The shipped models with the set's columns for theirs: nothing but the mapping is another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

# Shipped model and name in the set -> field -> columns.
_COLUMNS: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("person", "person"): {
        "name": {"full": "name", "also": ["former_name", "native_name"]},
        "birth": "birth_date",
        "sex": "sex",
        "number": {"value": "citizen_number", "born": "birth_date"},
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
_SAID: Final = """\
# The shipped model of {}, with the columns of this set; nothing is tuned to it. Weights and
# frequencies are those that lie beside the shipped model.
"""


def models() -> Iterator[tuple[str, str]]:
    """Each model with its name in the folder."""
    for (shipped, name), columns in _COLUMNS.items():
        yield f"models/{name}.yaml", _mapped(shipped, name, columns)


def _mapped(shipped: str, name: str, columns: dict[str, Any]) -> str:
    fields = {field: {"from": source} for field, source in columns.items()}
    model = {
        "model": f"benchmark_{name}", "extends": shipped, "listed_in": "source", "fields": fields,
    }  # fmt: skip
    return _SAID.format(f"a {name}") + yaml.safe_dump(model, allow_unicode=True, sort_keys=False)
