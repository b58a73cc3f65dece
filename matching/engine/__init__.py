"""The one matching engine: features, candidate pairs, weights, clusters."""
