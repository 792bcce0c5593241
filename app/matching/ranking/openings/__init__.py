"""All openings as columns, and how one person stands with each: the mirror of the pool."""
