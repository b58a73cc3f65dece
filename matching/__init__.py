"""Who is who: candidate pairs, scores, clusters, lasting identities, survivorship, review."""

from matching.propose import MatchCounts, match

__all__ = ["MatchCounts", "match"]
