"""The demonstration: a synthetic province walks through the whole platform."""
