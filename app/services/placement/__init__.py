"""Use cases: introductions and jobs."""
