"""Who is who: candidate pairs, scores, clusters, lasting identities, survivorship, review."""

from matching.propose import MatchCounts, counts, match

__all__ = ["MatchCounts", "counts", "match"]
