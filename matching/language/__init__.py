"""What Chinese texts have in common however they are written: pure functions and their tables."""
