"""Use cases: rights of the person, retention, keys."""
