"""Review: the pairs that a person must decide, in the order of what a decision is worth."""
