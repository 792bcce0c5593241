"""Use cases: jobseekers, who they are, what they agreed to."""
