"""`./siku settings`: every setting with its value, default, source and meaning."""

from __future__ import annotations

from dataclasses import asdict

from console.noun import Noun
from console.output import Json, show_json
from runtime.settings import describe, settings

app = Noun()


@app.verb("./siku settings", "SIKU_CLUSTER_PORT=5499 ./siku settings --json")
def list_settings(as_json: Json = False) -> None:
    """Print every setting with its value, where that came from, and what it means.

    Settings are environment variables; secrets are masked.
    """
    described = list(describe(settings()))
    if as_json:
        show_json([asdict(setting) for setting in described])
        return
    for one in described:
        source = (
            ""
            if one.source == "default"
            else f"   (from the environment; default {one.default or 'empty'})"
        )
        print(f"{one.name}={one.value}{source}\n    {one.description} Allowed: {one.allowed}.")
