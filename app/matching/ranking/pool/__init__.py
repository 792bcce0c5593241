"""Everybody who may be ranked, as columns in memory (sorted base, delta and tombstones)."""
