"""Tables: jobseekers, who they are, what they agreed to."""
