"""The synthetic province: what real departments would deliver, with the truth beside it."""
