"""Use cases: the lists that all else refers to."""
