"""`./siku serve`: the sharing API in the foreground."""

from __future__ import annotations

from typing import Annotated

import typer

from console.noun import Noun
from sharing import serving

app = Noun()


@app.verb("./siku serve", "./siku serve --host 0.0.0.0 --port 8443")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="Port; default SIKU_SERVE_PORT, or a free one kept.")
    ] = None,
) -> None:
    """Serve departments over HTTP until interrupted: lookups, /docs, /openapi.json, /healthz.

    Put a proxy with TLS in front of it when it listens beyond this machine.
    """
    serving.run(host, port)
