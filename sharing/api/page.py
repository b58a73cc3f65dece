"""A reference page made from the OpenAPI description; it loads nothing from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment

TEMPLATE = Path(__file__).with_name("reference.html")


def reference(openapi: dict[str, Any]) -> str:
    """The page as HTML."""
    groups: dict[str, list[tuple[str, Any]]] = {}
    for path, operations in openapi["paths"].items():
        for operation in operations.values():
            groups.setdefault(operation["tags"][0], []).append((path, operation))
    page = Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    schemas = {n: s for n, s in openapi["components"]["schemas"].items() if "properties" in s}
    return page.render(info=openapi["info"], groups=groups, schemas=schemas)
