"""Benchmarks: what the platform does in how much time and memory."""
