"""Where files come from: S3, SFTP and HTTP(S), found and fetched through fsspec.

The libraries behind them take their time to import: `finding` and `fetching` are imported when
there is something to find.
"""

from loaders.sources.errors import NotThere, SourceError, Unreachable
from loaders.sources.found import Found
from loaders.sources.spec import SourceSpec

__all__ = ["Found", "NotThere", "SourceError", "SourceSpec", "Unreachable"]
