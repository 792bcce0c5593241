"""Tables: introductions and jobs."""
