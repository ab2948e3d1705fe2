"""Seating as pure functions: the same people and the same seed give the same plan, on every machine."""
