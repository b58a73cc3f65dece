"""The sealed log: append-only, hash-chained, provable; whoever must be believed writes to it."""

from audit.log import append, append_file, entries
from audit.proof import Fault, Verdict, verify

__all__ = ["Fault", "Verdict", "append", "append_file", "entries", "verify"]
