"""Use cases: who fits what, and why."""
